"""A draft against a base: whose visits came before, what was asked, what repeats, where else one could go."""

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest import draft
from ingest.alternatives import MOST_VISITS
from ingest.authority import Authority
from ingest.build import build
from ingest.decided import Decisions
from ingest.errors import Rejected
from ingest.governments import Pair
from ingest.overlap import repeated_of
from ingest.precheck import Asked, Check, Checked, check

SAID = "조합원이 폐업한 사업장에서 다른 조합으로 옮겨 가는 절차와 그 재원을 조사함"
FORM = "우리 군의 여건에 맞는 정책 대안을 찾아 군정에 반영하고자 함"
INTRODUCED = "바스크 노동자협동조합의 사회보장을 맡은 상호부조 단체임"
PLAN = """# {title}

- 출장명: {title}
- 출장기간: {days}
- 출장국: 스페인(몬드라곤)
- 주관부서: {who}
- 출장목적: {form}

## 추진 배경

{said}

| 일자 | 방문기관 | 내용 |
|---|---|---|
| {day} | {name} | {agenda} |
"""
TODAY = datetime.date(2026, 1, 1)
SUNCHEON: Pair = ("전라남도", "순천시")


def plan(year: int, who: str, name: str = "라군아로", agenda: str = "고용재배치 급여의 재원", said: str = "") -> str:
    title, days = f"{year}년 {who} 국외출장 계획서", f"{year}. 6. 16. ~ {year}. 6. 20."
    day = f"{year}. 6. 17."
    return PLAN.format(title=title, days=days, who=who, form=FORM, said=said, day=day, name=name, agenda=agenda)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    folder = tmp_path_factory.mktemp("base")
    plans = {
        "a": plan(2016, "전라남도 순천시 자치혁신과", agenda="조합원 상호부조 급여의 기준"),
        "b": plan(2018, "전라남도 순천시 자치혁신과", said=SAID),
        "c": plan(2019, "경상북도 안동시 일자리과"),
        "d": plan(2023, "경기도 화성시 경제과"),
        "e": plan(2019, "전라북도 완주군 경제과", name="사업고용협동조합(CAE)"),
        "f": plan(2017, "전라남도 곡성군 경제과", name="빌바오 시청"),
    }
    (folder / "plans").mkdir()
    for name, text in plans.items():
        (folder / "plans" / f"{name}.md").write_text(text, encoding="utf-8")
    build([folder / "plans"], folder / "kb.db", authority)
    return folder / "kb.db"


def checked(base: Path, authority: Authority, text: str, years: int = 3, government: Pair | None = None) -> Check:
    with closing(sqlite3.connect(base)) as connection:
        read = draft.read(text.encode(), "초안.md", authority)
        return check(read, connection, Decisions(authority), Asked(TODAY, years, government))


def only(made: Check) -> Checked:
    (one,) = made.institutions
    return one


def test_visits_are_counted_by_whose_they_are_and_when(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2020, "전라남도 순천시 총무과"))
    one = only(made)
    assert (made.government, made.assumed, made.since) == ("전라남도 순천시", True, "2017-06-16")
    assert one.institution_id == "lagun-aro"
    assert {kind: n for kind, n in one.counts.items() if n} == {
        "recent": 2,
        "recent_own": 1,
        "recent_others": 1,
        "older": 1,
        "later": 1,
    }
    assert one.last is not None
    assert (one.last["date"], one.last["who"]) == ("2019-06-17", "경상북도 안동시 일자리과")
    assert one.note == "이전 방문 3회(최근 3년 2회)"


def test_another_government_and_other_years_count_otherwise(base: Path, authority: Authority) -> None:
    one = only(checked(base, authority, plan(2020, "전라남도 순천시 총무과"), 1, ("경상북도", "안동시")))
    assert (one.counts["recent_own"], one.counts["recent_others"], one.counts["older"]) == (1, 0, 2)


def test_the_drafts_own_trip_in_the_base_is_shown_and_not_counted(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2018, "전라남도 순천시 자치혁신과", said=SAID))
    one = only(made)
    assert [trip["start_date"] for trip in made.same_trips] == ["2018-06-16"]
    assert [row["date"] for row in one.visits if row["when"] == "same"] == ["2018-06-17"]
    assert (one.counts["same"], one.counts["recent"]) == (1, 1)
    assert SAID not in [repeated.text for repeated in made.sentences]


def test_a_question_like_one_asked_before_stands_beside_it(base: Path, authority: Authority) -> None:
    one = only(checked(base, authority, plan(2020, "충청남도 총무과", agenda="고용재배치 급여의 재원은 무엇인지")))
    (question,) = one.questions
    assert question.similar[0]["statement"] == "고용재배치 급여의 재원"
    assert {"document_id", "block", "visit_id", "trip_id"} <= question.similar[0].keys()
    assert "조합원 상호부조 급여의 기준" in [row["statement"] for row in one.asked]


def test_themes_of_an_institution_that_nobody_asked_about_are_told(base: Path, authority: Authority) -> None:
    city = only(checked(base, authority, plan(2020, "충청남도 총무과", name="빌바오 시청")))
    own = authority.institutions[city.institution_id or ""].claims
    assert city.unasked
    assert set(city.unasked) <= {authority.themes[one.value].name_ko for one in own if one.property == "theme"}
    mutual = only(checked(base, authority, plan(2020, "충청남도 총무과")))
    assert "고용재배치·위기대응" not in mutual.unasked
    assert only(checked(base, authority, plan(2014, "충청남도 총무과"))).unasked == (), "nobody was there before"


def test_a_question_nobody_asked_has_none_beside_it(base: Path, authority: Authority) -> None:
    one = only(checked(base, authority, plan(2020, "충청남도 총무과", agenda="누리집 회원 정보의 보호 방법")))
    assert [question.similar for question in one.questions] == [()]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("사업고용협동조합(CAE)", "기관 유형입니다"),
        ("라군아로 보험", "이름이 비슷합니다"),
    ],
)
def test_a_name_that_means_no_certain_institution_is_to_be_found_out(
    base: Path, authority: Authority, name: str, told: str
) -> None:
    one = only(checked(base, authority, plan(2020, "충청남도 총무과", name=name)))
    assert one.open
    assert told in one.note


def test_a_sentence_of_another_document_is_told_with_its_place(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2020, "충청남도 총무과", said=SAID.replace("조사함", "살펴봄")))
    (found,) = [one for one in made.sentences if one.kind == "text"]
    (place,) = found.places
    assert (place["document"], place["text"], place["same"]) == ("b.md", SAID, False)
    with closing(sqlite3.connect(base)) as connection:
        sql = "select text from blocks where document_id = ? and block = ?"
        assert connection.execute(sql, (place["document_id"], place["block"])).fetchone() == (SAID,)


def test_a_document_of_the_base_is_compared_with_the_others_but_not_with_itself(
    base: Path, authority: Authority
) -> None:
    with closing(sqlite3.connect(base)) as connection:
        connection.row_factory = sqlite3.Row
        (one,) = connection.execute("select id, sha256 from documents where path = 'b.md'").fetchall()
        found = repeated_of(connection, one["id"], one["sha256"])
    assert SAID not in [repeated.text for repeated in found]
    assert found
    assert one["id"] not in {place["document_id"] for repeated in found for place in repeated.places}


def test_a_sentence_that_many_trips_have_is_a_form(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2020, "충청남도 총무과"))
    forms = {one.text: one for one in made.sentences if one.kind == "form"}
    assert any(FORM in text for text in forms)
    assert all(not one.places and one.trips > 4 for one in forms.values())


def test_a_law_and_a_heading_are_set_apart(base: Path, authority: Authority, tmp_path: Path) -> None:
    law = "「전라남도 순천시 공무국외출장 심사위원회 운영에 관한 조례」 제3조"
    (tmp_path / "one.md").write_text(plan(2018, "전라남도 순천시 총무과", said=law), encoding="utf-8")
    build([tmp_path], tmp_path / "kb.db", authority)
    made = checked(tmp_path / "kb.db", authority, plan(2020, "충청남도 총무과", said=law))
    assert {one.kind for one in made.sentences if one.text == law} == {"name"}


def test_alternatives_are_near_of_the_themes_and_hardly_visited(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2020, "충청남도 총무과"))
    offered = made.alternatives
    assert offered
    assert "lagun-aro" not in {one.institution_id for one in offered}
    assert all(one.visits <= MOST_VISITS and one.country == "스페인" for one in offered)
    assert [one.visits for one in offered] == sorted(one.visits for one in offered)
    assert any(one.themes for one in offered)


def test_days_are_counted_and_a_workday_without_a_visit_is_a_signal(base: Path, authority: Authority) -> None:
    made = checked(base, authority, plan(2020, "충청남도 총무과"))
    assert [(day.date, day.visits, day.signal) for day in made.days] == [
        ("2020-06-16", 0, False),
        ("2020-06-17", 1, False),
        ("2020-06-18", 0, True),
        ("2020-06-19", 0, True),
        ("2020-06-20", 0, False),
    ]
    assert {problem["where"] for problem in made.problems} == {"2020-06-18", "2020-06-19"}


def test_what_the_draft_does_not_say_is_told(base: Path, authority: Authority) -> None:
    made = checked(base, authority, "# 국외출장 계획\n\n라군아로에 가려고 합니다.")
    assert made.day == TODAY.isoformat()
    assert "방문기관을 찾지 못했습니다" in made.missing[0]
    assert any("경비" in sentence for sentence in made.missing)


def test_personal_data_of_a_draft_is_in_no_result(base: Path, authority: Authority) -> None:
    text = plan(
        2020,
        "충청남도 총무과",
        agenda="문의 010-1234-5678 hong@example.kr",
        said=f"{SAID} (주무관 홍길동, 여권 M12345678)",
    )
    told = str(checked(base, authority, text).to_json())
    for private in ("1234-5678", "hong@", "홍길동", "M12345678"):
        assert private not in told


def test_a_file_that_is_no_document_is_refused(authority: Authority) -> None:
    with pytest.raises(Rejected) as refused:
        draft.read(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "a.png", authority)
    assert refused.value.code == "unsupported"


def test_a_process_with_threads_reads_a_draft_too(authority: Authority) -> None:
    read = draft.read(plan(2020, "충청남도 총무과").encode(), "초안.md", authority, 60, threads=True)
    assert [visit.name for trip in read.plan.trips for visit in trip.visits] == ["라군아로"]


def test_nothing_that_is_looked_up_reads_a_whole_table(base: Path, authority: Authority) -> None:
    """What a draft takes may not grow with the base: every query goes by a key, or stops after some rows."""
    asked: list[str] = []
    with closing(sqlite3.connect(base)) as connection:
        connection.set_trace_callback(asked.append)
        found = draft.read(plan(2016, "전라남도 순천시 자치혁신과").encode(), "draft.md", authority)
        check(found, connection, Decisions(authority), Asked(TODAY, 3, SUNCHEON))
        connection.set_trace_callback(None)
        for sql in dict.fromkeys(asked):
            steps = [row[3] for row in connection.execute(f"explain query plan {sql}")]
            read = [step for step in steps if step.startswith("SCAN") and "VIRTUAL" not in step]
            assert not read or " limit " in sql, (sql, steps)
    assert len(asked) > 20
