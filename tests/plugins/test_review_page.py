"""Questions about names on the page: who may answer, what an answer changes, and what is refused."""

import csv
import io
import threading
from pathlib import Path

import pytest
from filelock import FileLock
from lxml import html
from openpyxl import load_workbook

from ingest import accounts
from ingest.answers import LONGEST_REASON
from ingest.decisions import append, institution_ref, make, name_ref, visit_ref
from ingest.resolve import provisional_id
from tests.plugins.conftest import SCRIPT
from tests.plugins.reviewing import NAME, OTHER, House, Person, text

OWN = provisional_id(NAME, "ES")
REF = name_ref(NAME, "ES")
FORM = {"reference": REF, "candidate": "lagun-aro", "op": "same"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def sky(house: House) -> Person:
    return Person(house.site, "하늘")


def test_a_visitor_reads_the_questions_and_is_shown_where_to_log_in(house: House) -> None:
    page = Person(house.site).get()
    told = text(page)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store" or "no-store" in page.headers["cache-control"]
    assert "‘라군아로 보험’ ↔ ‘라군아로’" in told
    assert 'href="/-/login"' in page.text
    assert "<form" not in page.text.partition("<main")[2]


def test_a_card_shows_both_sides_the_reasons_the_row_and_the_visits_and_no_score(sky: Person, house: House) -> None:
    page = sky.get()
    told = text(page)
    for part in (
        "공제·보험",
        "빌바오",
        "소리가 비슷합니다",
        "국가가 같습니다(스페인)",
        "도시가 다릅니다: 빌바오 ↔ 몬드라곤",
    ):
        assert part in told
    assert "5. 17. · 라군아로 보험 · 운영 방식 질의" in told
    assert "정하면 바뀔 수 있는 방문 2건" in told
    document, block = house.rows("select document_id, block from mentions where text = ?", NAME)[0]
    assert f'href="/documents/{document}#b-{block}"' in page.text
    for (score,) in house.rows("select score from review_queue"):
        assert str(score) not in page.text
        assert f"{score:.2f}" not in page.text


def test_an_answer_moves_the_visits_and_the_old_address_leads_on(sky: Person, house: House) -> None:
    answer = sky.decide("same", reason="누리집에서\x07 확인\n했습니다")
    (made,) = house.decisions()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review?decided={made.id}")
    assert (made.by, made.op, made.left, made.right) == ("하늘", "same", REF, institution_ref("lagun-aro"))
    assert made.reason == "누리집에서 확인 했습니다"
    assert {"name", "document", "block", "score", "rule"} <= made.evidence.keys()
    assert house.visited() == {"lagun-aro"}
    moved = house.site.get(f"/institutions/{OWN}")
    assert (moved.status_code, moved.headers["location"]) == (301, "/institutions/lagun-aro")
    after = sky.get(answer.headers["location"])
    assert "같은 기관으로 정했습니다: ‘라군아로 보험’ (스페인) = 라군아로" in text(after)
    assert f"{made.evidence['score']:.2f}" in text(after), "the score is shown once it can't sway"
    assert "‘라군아로 보험’ ↔" not in text(after)


def test_taken_back_all_is_as_before(sky: Person, house: House) -> None:
    before = house.rows("select * from institutions order by id"), house.rows("select * from visits order by id")
    sky.decide("same")
    done = Person(house.site, "바다").undo()
    assert done.status_code == 303
    assert before == (
        house.rows("select * from institutions order by id"),
        house.rows("select * from visits order by id"),
    )
    assert [one.by for one in house.decisions()] == ["하늘", "바다"]
    assert "‘라군아로 보험’ ↔ ‘라군아로’" in text(sky.get())
    told = text(sky.get("/review/history"))
    assert "바다" in told
    assert "되돌림" in told


def test_what_was_decided_outlives_a_new_base(sky: Person, house: House) -> None:
    sky.decide("same")
    sky.decide("different", OTHER)
    at_once = house.rows("select id, institution_id from visits order by id")
    for leftover in (house.db, house.db.with_name("kb.db.cache")):
        leftover.unlink()
    house.build()
    assert house.rows("select id, institution_id from visits order by id") == at_once
    assert house.rows("select * from review_queue where reference in (?, ?)", REF, name_ref(OTHER, "ES")) == []


def test_who_cannot_tell_puts_a_question_off_and_sees_no_score(sky: Person, house: House) -> None:
    answer = sky.decide("unsure", reason="자료가 없음")
    page = sky.get(answer.headers["location"])
    cards = text(page).split("문서에 적힌 이름")
    assert NAME in cards[-1], "it comes last"
    assert "보류했습니다" in text(page)
    assert "비슷한 정도" not in text(page)
    assert "앞선 답: 보류 — 하늘" in text(page)
    assert "하늘" not in text(Person(house.site).get()), "a visitor does not learn who decided"
    sky.undo("/review")
    assert house.rows("select max(unsure) from mentions") == [(0,)]


def test_one_visit_can_be_decided_alone(sky: Person, house: House) -> None:
    document, block = house.rows(
        "select document_id, block from visits where name_as_written = ? and year = 2022", NAME
    )[0]
    assert sky.decide("same", place=f"{document}:{block}").status_code == 303
    assert house.decisions()[0].left == visit_ref(document, block)
    by_year = dict(house.rows("select year, institution_id from visits where name_as_written = ?", NAME))
    assert by_year == {2019: OWN, 2022: "lagun-aro"}
    assert "이 방문만" in text(sky.get("/review/history"))
    assert sky.decide("same", place="nowhere:1").status_code == 400


def test_another_institution_is_found_and_chosen(sky: Person, house: House) -> None:
    path = f"/review/name?reference={REF.replace('@', '%40')}&candidate=lagun-aro&q=빌바오 시청"
    assert "빌바오 시청" in text(sky.get(path))
    form = sky.form("/review/decide", path=path)
    answer = sky.post("/review/decide", {**form, "op": "same", "institution": "bilbao-city", "alias": "1"})
    assert answer.status_code == 303
    assert house.decisions()[0].op == "alias"
    assert house.visited() == {"bilbao-city"}
    names = house.rows(
        "select name from institution_names where institution_id = 'bilbao-city' and origin = 'decision'"
    )
    assert names == [(NAME,)]


def test_what_a_name_was_wrongly_taken_for_is_corrected_from_the_institutions_page(sky: Person, house: House) -> None:
    sky.decide("same")  # as if the machine had been sure
    assert house.visited() == {"lagun-aro"}
    page = html.fromstring(sky.get("/institutions/lagun-aro").content)
    (path,) = [str(link) for link in page.xpath(f"//li[contains(., '{NAME}')]/a/@href") if "/review/name" in link]
    assert "이 이름을 이 기관으로 보고 있습니다." in text(sky.get(path))
    form = sky.form("/review/decide", path=path)
    assert sky.post("/review/decide", {**form, "op": "different"}).status_code == 303
    assert house.visited() == {OWN}
    assert sky.undo().status_code == 303
    assert house.visited() == {"lagun-aro"}


def test_a_name_that_only_documents_know_is_led_to_a_known_institution(sky: Person, house: House) -> None:
    path = f"/review/name?reference={REF.replace('@', '%40')}&candidate={OWN}&q=빌바오 시청"
    told = text(sky.get(path))
    assert "빌바오 시청" in told
    assert "따로 된 기관으로 두기" not in told  # that it is already
    form = sky.form("/review/decide", path=path)
    assert sky.post("/review/decide", {**form, "op": "same", "institution": "bilbao-city"}).status_code == 303
    assert house.visited() == {"bilbao-city"}


def test_nobody_else_is_offered_to_correct_names(house: House) -> None:
    assert "/review/name" not in Person(house.site).get("/institutions/lagun-aro").text


def test_an_institution_that_only_documents_know_can_be_chosen(sky: Person, house: House) -> None:
    (other,) = house.visited(OTHER)
    assert sky.decide("same", institution=other).status_code == 303
    assert len(house.visited() | house.visited(OTHER)) == 1


def test_who_decides_later_on_the_same_card_is_told(sky: Person, house: House) -> None:
    sea = Person(house.site, "바다")
    late = {**sea.form("/review/decide", NAME), "op": "different"}
    sky.decide("same", reason=SCRIPT)
    answer = sea.post("/review/decide", late)
    assert answer.status_code == 409
    assert "하늘 님" in text(answer)
    assert SCRIPT in text(answer)
    assert "<script>alert" not in answer.text
    assert len(house.decisions()) == 1


def test_a_decision_noted_and_not_yet_applied_is_told_too(sky: Person, house: House) -> None:
    form = {**sky.form("/review/decide", NAME), "op": "different"}
    append(house.lists, make("same", REF, institution_ref("lagun-aro"), "바다"))
    assert sky.post("/review/decide", form).status_code == 409
    told = text(sky.get())
    assert "아직 자료에 반영하지 않은 결정이 있습니다" in told
    assert "자료에 반영되기를 기다립니다" in told


def test_the_same_answer_sent_twice_is_one(sky: Person, house: House) -> None:
    form = {**sky.form("/review/decide", OTHER), "op": "unsure"}
    first, second = (sky.post("/review/decide", form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(house.decisions()) == 1


def test_taking_back_twice_is_refused(sky: Person, house: House) -> None:
    sky.decide("same")
    form = sky.form("/review/revert", path="/review/history")
    assert sky.post("/review/revert", form).status_code == 303
    assert sky.post("/review/revert", form).status_code == 404
    assert len(house.decisions()) == 2


def test_decisions_at_odds_are_named_and_one_can_be_taken_back(sky: Person, house: House) -> None:
    for op, right in (("same", "lagun-aro"), ("same", "mondragon")):
        append(house.lists, make(op, REF, institution_ref(right), "바다"))
    append(house.lists, make("different", institution_ref("mondragon"), institution_ref("lagun-aro"), "나무"))
    told = text(sky.get("/review/history"))
    assert "서로 어긋나는 결정" in told
    assert "나무 님의 ‘다른 기관’" in told
    sky.undo()
    assert "서로 어긋나는 결정" not in text(sky.get("/review/history"))


def test_a_build_that_runs_is_waited_for_and_the_page_says_so(
    sky: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.plugins import pm

    page = next(plugin for name, plugin in pm.list_name_plugin() if name.endswith("review_page.py"))
    monkeypatch.setattr(page, "PATIENCE", 0.2)
    with FileLock(f"{house.db}.lock"):
        answer = sky.decide("same")
        assert "아직 자료에 반영하지 않은 결정이 있습니다" in text(sky.get(answer.headers["location"]))
        assert house.visited() == {OWN}
    page._WRITING.submit(lambda: None).result()  # it goes on when the build has ended
    assert house.visited() == {"lagun-aro"}
    assert "반영하지 않은" not in text(sky.get())


def test_a_base_of_another_program_says_what_to_do(sky: Person, house: House) -> None:
    with (house.lists / "concepts.tsv").open("a", encoding="utf-8") as table:
        table.write("\n")
    house.db.with_name("kb.db.cache").unlink()
    answer = sky.decide("same")
    assert answer.status_code == 503
    assert "결정은 적어 두었지만" in text(answer)
    assert "kb build" in text(answer)
    assert len(house.decisions()) == 1


# -- refused ----------------------------------------------------------------------------------


def test_nobody_decides_without_logging_in(house: House) -> None:
    visitor = Person(house.site)
    assert visitor.post("/review/decide", FORM).status_code == 403
    assert visitor.post("/review/revert", {"id": "0" * 16}).status_code == 403
    for path in ("/review/history", f"/review/name?reference={REF}&candidate=lagun-aro"):
        page = visitor.get(path)
        assert page.status_code == 403
        assert 'href="/-/login"' in page.text
    assert house.decisions() == ()


def test_a_form_of_another_site_is_refused_in_korean(sky: Person, house: House) -> None:
    form = sky.form("/review/decide", NAME)
    for token in ("", "wrong"):
        answer = sky.post("/review/decide", {**form, "op": "same", "csrftoken": token})
        assert answer.status_code == 403
        assert "새로 고친 뒤" in answer.text
    assert house.decisions() == ()


def test_a_token_decides_without_cookies_and_answers_in_json(house: House) -> None:
    token = accounts.make_token(accounts.beside(house.db), "봇")
    bearing = {"authorization": f"Bearer {token}"}
    answer = house.site.request("POST", "/review/decide", data=FORM, headers=bearing)
    (made,) = house.decisions()
    assert answer.json() == {"ok": True, "decision": made.id, "applied": True, "problems": []}
    assert made.by == "봇"
    back = house.site.request("POST", "/review/revert", data={"id": made.id}, headers=bearing)
    assert back.json()["ok"]
    again = house.site.request("POST", "/review/revert", data={"id": made.id}, headers=bearing)
    assert (again.status_code, again.json()["ok"]) == (404, False)


# What nobody can read is taken for no token at all.
@pytest.mark.parametrize(("token", "status"), [("wrong", 401), ("", 401), ("한글", 403)])
def test_a_wrong_token_decides_nothing_even_with_a_good_cookie(
    house: House, sky: Person, token: str, status: int
) -> None:
    accounts.make_token(accounts.beside(house.db), "봇")
    for cookies in ({}, sky.cookies):
        bearing = {"authorization": f"Bearer {token}".encode()}
        answer = house.site.request("POST", "/review/decide", data=FORM, headers=bearing, cookies=cookies)
        assert answer.status_code == status
    assert house.decisions() == ()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reference": "name:없는이름@ES"}, 404),
        ({"reference": "'; drop table visits; --"}, 404),
        ({"candidate": "nowhere"}, 404),
        ({"institution": "nowhere"}, 404),
        ({"institution": SCRIPT}, 404),
        ({"op": "delete"}, 400),
        ({"op": ""}, 400),
        ({"reason": "가" * (LONGEST_REASON + 1)}, 400),
        ({"reason": "가" * 100_000}, 413),
        ({"place": "x:y"}, 400),
        ({"place": f"{SCRIPT}:1"}, 400),
    ],
)
def test_what_makes_no_sense_is_a_sentence_and_changes_nothing(
    sky: Person, house: House, change: dict[str, str], status: int
) -> None:
    form = {**sky.form("/review/decide", NAME), "op": "same", **change}
    answer = sky.post("/review/decide", form)
    assert answer.status_code == status
    assert "정하지 못했습니다" in text(answer)
    assert "<script>alert" not in answer.text
    assert house.decisions() == ()


def test_hostile_names_and_reasons_are_text(sky: Person, house: House) -> None:
    sky.decide("unsure", reason=SCRIPT)
    for path in ("/review", "/review/history", f"/review/name?reference={REF}&candidate=lagun-aro&q={SCRIPT}"):
        page = sky.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert SCRIPT in page.text.replace("&lt;", "<").replace("&gt;", ">")


def test_addresses_of_any_kind_are_answered(sky: Person) -> None:
    for path in (
        "/review?page=0",
        "/review?page=abc",
        "/review?page=999999",
        "/review?decided=x",
        "/review/history?page=7",
    ):
        assert sky.get(path).status_code == 200
    assert sky.get("/review/decide").status_code == 303
    assert sky.get("/review/name").status_code == 404


def test_two_decide_at_once_and_both_are_noted(house: House) -> None:
    people = [Person(house.site, "하늘"), Person(house.site, "바다")]
    sent = [
        {**one.form("/review/decide", name), "op": "different"} for one, name in zip(people, (NAME, OTHER), strict=True)
    ]
    status: list[int] = []
    work = [
        threading.Thread(target=lambda one=one, form=form: status.append(one.post("/review/decide", form).status_code))
        for one, form in zip(people, sent, strict=True)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert status == [303, 303]
    assert {one.by for one in house.decisions()} == {"하늘", "바다"}
    assert house.rows("select * from review_queue where reference in (?, ?)", REF, name_ref(OTHER, "ES")) == []


def test_the_history_can_be_taken_home_by_whoever_may_see_it(sky: Person, house: House) -> None:
    sky.decide("same", reason="=누리집에서 확인")
    text = sky.get("/review/history.csv")
    head, row = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"), newline="")))
    told = dict(zip(head, row, strict=True))
    assert (told["누가"], told["결정"], told["지금"]) == ("하늘", "같은 기관", "쓰임")
    assert told["까닭"] == "'=누리집에서 확인"
    assert told["결정 번호"] == house.decisions()[0].id
    book = load_workbook(io.BytesIO(sky.get("/review/history.xlsx").content))
    assert [cell.value for cell in book.worksheets[0][2]][:1] == row[:1]
    for ending in ("csv", "xlsx"):
        assert Person(house.site).get(f"/review/history.{ending}").status_code == 403
