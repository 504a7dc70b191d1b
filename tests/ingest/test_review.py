"""Questions about names, and their answers: noted in the log and in the base at once."""

import json
import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import authority
from ingest.build import apply_decisions, build
from ingest.cli import main
from ingest.decisions import FILE, append, institution_ref, load, make, name_ref, visit_ref
from ingest.resolve import provisional_id
from ingest.review import queue
from ingest.store import StoreError
from tests.conftest import ROOT

PLAN = """# 국외출장 계획서

- 출장명: 견본
- 출장기간: {days}
- 출장국: 스페인(빌바오)
- 주관부서: 전라남도 순천시 자치혁신과

| 일자 | 방문기관 | 내용 |
|---|---|---|
| {month}. 17. | 라군아로 보험 | 운영 방식 질의 |
| {month}. 18. | 듣도 보도 못한 협동조합 | 운영 방식 질의 |
"""
OWN, UNHEARD = provisional_id("라군아로 보험", "ES"), provisional_id("듣도 보도 못한 협동조합", "ES")


class House:
    """A base of two plans, and lists of its own to decide beside."""

    def __init__(self, folder: Path) -> None:
        self.db, self.lists, self.plans = folder / "kb.db", folder / "authority", folder / "plans"
        shutil.copytree(ROOT / "authority", self.lists, ignore=shutil.ignore_patterns("*.jsonl*"))
        self.plans.mkdir()
        for name, days, month in (("a.md", "2019. 6. 16. ~ 6. 23.", 6), ("b.md", "2022. 5. 15. ~ 5. 21.", 5)):
            (self.plans / name).write_text(PLAN.format(days=days, month=month), encoding="utf-8")
        self.kb("build", self.plans, "--db", self.db)

    def kb(self, *arguments: object) -> Result:
        own = () if arguments[0] in ("decisions", "authority") else ("--db", self.db)
        lists = () if arguments[0] in ("authority", "search") else ("--authority", self.lists)
        given = [*arguments, *lists] if "--db" in arguments else [*arguments, *own, *lists]
        return CliRunner().invoke(main, [str(argument) for argument in given])

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(sql, values).fetchall()

    def visited(self) -> dict[object, object]:
        return dict(self.rows("select name_as_written, institution_id from visits"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def decide(house: House, op: str, *more: object) -> Result:
    return house.kb("decide", op, "라군아로 보험", "lagun-aro", "--country", "es", "--by", "하늘", *more)


def test_a_question_shows_both_names_the_visits_and_its_place_and_no_score(house: House) -> None:
    with closing(sqlite3.connect(house.db)) as connection:
        (one,) = queue(connection)
    assert (one.name, one.country_code, one.candidate_id, one.unsure) == ("라군아로 보험", "ES", "lagun-aro", False)
    assert [(visit.date, visit.document) for visit in one.visits] == [("2022-05-17", "b.md"), ("2019-06-17", "a.md")]
    told = house.kb("review").stdout
    assert "‘라군아로 보험’ (스페인) ↔ ‘라군아로’" in told
    assert f"a.md §{one.block}" in told
    score = house.rows("select score from review_queue")[0][0]
    assert str(score) not in told


def test_the_commands_shown_answer_the_question(house: House) -> None:
    line = next(line for line in house.kb("review").stdout.splitlines() if "같으면:" in line)
    words = shlex.split(line.partition(": ")[2])
    assert words[0] == "kb"
    assert CliRunner().invoke(main, words[1:]).exit_code == 0
    assert house.visited()["라군아로 보험"] == "lagun-aro"
    assert "확인할 이름이 없습니다" in house.kb("review").stdout


def test_an_answer_is_in_the_base_at_once_as_after_a_build(house: House) -> None:
    before = house.visited()
    made = decide(house, "same", "--reason", "누리집에서 확인")
    assert made.exit_code == 0
    (noted,) = load(house.lists)
    assert (noted.by, noted.op, noted.reason, noted.evidence) == (
        "하늘",
        "same",
        "누리집에서 확인",
        {"name": "라군아로 보험"},
    )
    told = "select institution_id, rule, score, decision_id, candidate_id from mentions where reference = ?"
    assert set(house.rows(told, name_ref("라군아로 보험", "ES"))) == {("lagun-aro", "decision", 1.0, noted.id, None)}
    at_once = house.visited()
    assert house.kb("build", house.plans, "--db", house.db).exit_code == 0
    assert house.visited() == at_once != before
    assert house.kb("decide", "revert", noted.id, "--by", "바다").exit_code == 0
    assert house.visited() == before
    assert [line.split()[1] for line in house.kb("decisions").stdout.splitlines()] == ["[쓰임]", "[쓰지"]


def test_different_asks_no_more_and_unsure_asks_last(house: House) -> None:
    assert decide(house, "unsure").exit_code == 0
    assert house.rows("select candidate_id, unsure from review_queue") == [("lagun-aro", 1)]
    assert "정하지 못했습니다" in house.kb("review").stdout
    assert decide(house, "different").exit_code == 0
    assert house.rows("select * from review_queue") == []
    assert house.visited()["라군아로 보험"] == OWN


def test_an_alias_is_among_the_names_and_found(house: House) -> None:
    house.kb("decide", "alias", "듣도 보도 못한 협동조합", "lagun-aro", "--country", "ES", "--by", "하늘")
    names = house.rows("select institution_id, name from institution_names where origin = 'decision'")
    assert names == [("lagun-aro", "듣도 보도 못한 협동조합")]
    assert "/institutions/lagun-aro" in house.kb("search", "듣도보도못한협동조합").stdout


def test_ids_that_are_no_more_lead_to_what_took_their_place(house: House) -> None:
    moved = "select institution_id from institution_redirects where old_id = ?"
    assert house.rows(moved, OWN) == []
    decide(house, "same")
    assert house.rows(moved, OWN) == [("lagun-aro",)]


def test_a_draft_is_checked_with_what_was_decided(house: House) -> None:
    decide(house, "same")
    draft = house.kb("check", house.plans / "a.md", "--format", "json").stdout
    assert [one["institution_id"] for one in json.loads(draft)["institutions"]] == ["lagun-aro", UNHEARD]


def test_an_institution_that_only_documents_know_can_be_named(house: House) -> None:
    done = house.kb("decide", "same", "라군아로 보험", UNHEARD, "--country", "ES", "--by", "하늘")
    assert done.exit_code == 0
    assert len(set(house.visited().values())) == 1
    assert house.rows("select count(*) from institutions where origin = 'document'") == [(1,)]


def test_institutions_made_one_and_two_again(house: House) -> None:
    before = house.rows("select * from institutions order by id")
    one = make("same", institution_ref("lagun-aro"), institution_ref("bilbao-city"), "하늘")
    append(house.lists, one)
    apply_decisions(house.db, house.lists)
    assert house.rows("select institution_id from institution_redirects where old_id = 'lagun-aro'") == [
        ("bilbao-city",)
    ]
    assert house.rows("select candidate_id from review_queue") == [("bilbao-city",)]
    append(house.lists, make("revert", one.id, "", "하늘"))
    apply_decisions(house.db, house.lists)
    assert house.rows("select * from institutions order by id") == before


def test_one_place_is_decided_apart_from_its_name(house: House) -> None:
    ((document, block),) = house.rows(
        "select document_id, block from visits where date = '2019-06-17' and name_as_written = '라군아로 보험'"
    )
    here = visit_ref(str(document), str(block))
    append(house.lists, make("same", here, institution_ref("mondragon"), "하늘", scope="visit"))
    apply_decisions(house.db, house.lists)
    found = house.rows("select institution_id from visits where name_as_written = '라군아로 보험' order by date")
    assert found == [("mondragon",), (OWN,)]


def test_what_can_not_be_decided_is_said(house: House) -> None:
    wrong = (
        ("same", "라군아로 보험", "nowhere"),
        ("same", "라군아로 보험", "doc-0000000000"),
        ("same", "라군아로 보험"),
        ("same", "***", "lagun-aro"),
        ("same", "라군아로 보험", "lagun-aro", "--country", "XX"),
        ("revert", "0123456789abcdef"),
        ("revert", "0123456789abcdef", "lagun-aro"),
    )
    for words in wrong:
        done = house.kb("decide", *words, "--by", "하늘")
        assert done.exit_code == 2, words
        assert "주세요." in done.stderr
    assert load(house.lists) == ()


def test_conflicts_and_unknown_institutions_are_reported_and_the_base_is_there(house: House) -> None:
    mondragon, gone = institution_ref("mondragon"), institution_ref("gone")
    for left, right in ((name_ref("라군아로 보험", "ES"), mondragon), (name_ref("빌바오 어딘가", "ES"), gone)):
        append(house.lists, make("same", left, right, "하늘"))
    append(house.lists, make("different", mondragon, institution_ref("lagun-aro"), "하늘"))
    assert decide(house, "same").exit_code == 1
    done = house.kb("build", house.plans, "--db", house.db)
    assert done.exit_code == 1
    assert "어긋나" in done.stderr
    assert "gone" in done.stderr
    assert house.visited()["라군아로 보험"] == "mondragon"
    checked = house.kb("authority", "check", house.lists)
    assert checked.exit_code == 1
    assert f"authority/{FILE} 4번째 줄" in checked.stderr
    assert f"authority/{FILE} 2번째 줄" in checked.stderr


def test_authority_check_finds_nothing_wrong_with_ours() -> None:
    done = CliRunner().invoke(main, ["authority", "check"])
    assert (done.exit_code, "틀린 곳이 없습니다" in done.stderr) == (0, True)


def test_authority_check_tells_the_line_of_every_mistake(house: House) -> None:
    (house.lists / FILE).write_text("{}\n", encoding="utf-8")
    with (house.lists / "institutions.tsv").open("a", encoding="utf-8") as table:
        table.write("nameless\tno-such-kind\t0\t\n")
    done = house.kb("authority", "check", house.lists)
    assert done.exit_code == 1
    assert {line.split(":")[0] for line in done.stderr.splitlines() if "번째 줄" in line} == {
        f"authority/institutions.tsv {len((house.lists / 'institutions.tsv').read_text().splitlines())}번째 줄",
        f"authority/{FILE} 1번째 줄",
    }


def test_without_a_base_or_what_was_read_a_decision_is_noted_only(house: House) -> None:
    house.db.with_name("kb.db.cache").unlink()
    done = decide(house, "same")
    assert (done.exit_code, "kb build" in done.stderr) == (1, True)
    assert house.visited()["라군아로 보험"] == OWN, "nothing is changed by half"
    house.db.unlink()
    with pytest.raises(StoreError, match="kb build"):
        apply_decisions(house.db, house.lists)
    assert not house.db.exists()
    build([house.plans], house.db, authority.load(house.lists), log=house.lists)
    assert house.visited()["라군아로 보험"] == "lagun-aro"
