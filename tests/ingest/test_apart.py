import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.apart import Count, Entry, Statement, count, statements_apart, visits_beside

MONDAY, SUNDAY = "2019-06-17", "2019-06-16"


ROLES = {"plan": "plan", "amendment": "amendment", "report": "report", "a": "plan", "b": "plan", "c": "plan"}


def visit(document: str, name: str, date: str | None = MONDAY, **more: str | None) -> Entry:
    told = {"date_end": None, "start_time": None, "status": "planned", "institution_id": None} | more
    return Entry(document, "1", "visit", name, date=date, **told)


def entry(document: str, kind: str, date: str) -> Entry:
    return Entry(document, "1", kind, kind, None, date, None, None, None)


def differences(*visits: Entry) -> list[tuple[str, tuple[str, ...]]]:
    """What the visits of a trip differ in, by the name of each that differs."""
    return [(one.what, one.how) for one in visits_beside(visits, ROLES) if one.how]


def said(field: str, *values: str) -> list[Statement]:
    return [Statement(f"d{number}", "1", field, value) for number, value in enumerate(values)]


# -- visits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "how"),
    [
        ({"status": "done"}, ()),
        ({"status": "cancelled"}, ("cancelled",)),
        ({"date": "2019-06-18"}, ("date",)),
        ({"date": None}, ()),
        ({"start_time": "14:00"}, ("time",)),
        ({"start_time": None}, ()),
        ({"date": "2019-06-18", "status": "cancelled"}, ("cancelled", "date")),
    ],
)
def test_a_visit_that_two_papers_tell(report: dict[str, str | None], how: tuple[str, ...]) -> None:
    plan = visit("plan", "라군아로", start_time="09:00", institution_id="lagun-aro")
    told = {"start_time": "09:00", "institution_id": "lagun-aro", "date": MONDAY} | report
    [found] = visits_beside([plan, visit("report", "Lagun Aro", **told)], ROLES)
    assert found.how == how


@pytest.mark.parametrize(
    ("tells", "lacks", "how"),
    [
        ("plan", "report", "untold"),
        ("report", "plan", "added"),
        ("plan", "amendment", "missing"),
        ("a", "b", "missing"),
    ],
)
def test_a_visit_that_one_paper_lacks_is_named_with_what_the_other_says(tells: str, lacks: str, how: str) -> None:
    both = [visit(tells, "빌바오 시청"), visit(lacks, "빌바오시청")]
    alike, one = visits_beside([*both, visit(tells, "라군아로")], ROLES)
    assert (alike.what, alike.how) == ("빌바오 시청", ())
    assert (one.what, one.how) == ("라군아로", (how,))
    assert one.sides == {tells: [visit(tells, "라군아로")], lacks: []}


def test_a_visit_is_told_once_however_many_papers_differ() -> None:
    dropped = [visit("plan", "가"), visit("amendment", "가", status="cancelled")]
    moved = [visit("plan", "나"), *(visit(paper, "나", "2019-06-18") for paper in ("amendment", "report"))]
    assert differences(*dropped, *moved) == [("가", ("cancelled",)), ("나", ("date",))]


def test_a_visit_that_all_papers_cancel_is_not_as_planned() -> None:
    cancelled = [visit(paper, "가", status="cancelled") for paper in ("amendment", "report")]
    assert differences(*cancelled) == [("가", ("cancelled",))]


def test_a_paper_without_an_itinerary_lacks_nothing() -> None:
    assert visits_beside([visit("plan", "라군아로"), entry("report", "tourism", MONDAY)], ROLES) == []


def test_an_institution_visited_twice_is_compared_by_all_its_days() -> None:
    days = (MONDAY, "2019-06-18")
    alike = [visit(paper, "라군아로", day) for paper in ("plan", "report") for day in days]
    assert differences(*alike) == []
    assert differences(*alike[:-1]) == [("라군아로", ("date",))]


@given(st.lists(st.tuples(st.sampled_from("가나다"), st.sampled_from([None, MONDAY, SUNDAY])), max_size=6))
def test_copies_of_a_paper_never_differ(told: list[tuple[str, str | None]]) -> None:
    entries = [visit(paper, name, date) for paper in ("a", "b", "c") for name, date in told]
    assert differences(*entries) == []


@given(st.lists(st.tuples(st.sampled_from(["plan", "amendment", "report"]), st.sampled_from("가나다")), max_size=8))
def test_no_visit_is_lost_or_told_twice(told: list[tuple[str, str]]) -> None:
    entries = [visit(paper, name) for paper, name in told]
    found = [one for pair in visits_beside(entries, ROLES) for side in pair.sides.values() for one in side]
    assert sorted(found) == (sorted(entries) if len({one.document_id for one in entries}) > 1 else [])


# -- the trip as a whole ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("period", ("2019. 6. 16.(일) ~ 2019. 6. 23.(일), 6박 8일", "2019.6.16.~6.23.(6박8일)")),
        ("period", ("2019. 6. 16. ~ 6. 23.", "2019년 6월 16일부터 23일까지, 6박 8일")),
        ("headcount", ("15", "총 15명")),
        ("country", ("스페인, 프랑스", "프랑스·스페인")),
        ("cost", ("45,000천원", "45000천원")),
        ("title", ("계획(안)", "결과보고")),
        ("purpose", ("가", "나")),
    ],
)
def test_the_same_in_other_words(field: str, values: tuple[str, ...]) -> None:
    assert statements_apart(said(field, *values)) == []


@pytest.mark.parametrize(
    ("field", "values", "differs"),
    [
        ("period", ("2019. 6. 16. ~ 6. 23.", "2019. 6. 17. ~ 6. 23."), ["period"]),
        ("period", ("2019. 6. 16. ~ 6. 23., 6박 8일", "2019. 6. 16. ~ 6. 23., 5박 8일"), ["nights"]),
        ("headcount", ("15", "14"), ["headcount"]),
        ("country", ("스페인", "스페인, 프랑스"), ["country"]),
        ("participant", ("전라남도", "전라남도 순천시"), ["participant"]),
    ],
)
def test_what_differs_is_told_with_the_words_of_each(field: str, values: tuple[str, ...], differs: list[str]) -> None:
    found = statements_apart(said(field, *values))
    assert [one.what for one in found] == differs
    assert [said.value for side in found[0].sides.values() for said in side] == list(values)


def test_what_one_paper_says_alone_is_no_difference() -> None:
    assert statements_apart([*said("headcount", "15"), Statement("d1", "1", "period", "기간 미정")]) == []


# -- arithmetic -------------------------------------------------------------------------------


def test_an_itinerary_is_counted_between_its_first_and_last_day() -> None:
    entries = [
        visit("plan", "가", MONDAY),
        visit("plan", "가", MONDAY),  # told twice
        visit("plan", "나", "2019-06-18", date_end="2019-06-19"),
        visit("plan", "다", "2019-06-22"),  # a Saturday
        visit("plan", "라", "2019-06-20", status="cancelled"),
        visit("report", "마", "2019-06-21"),
        entry("plan", "tourism", "2019-06-21"),
    ]
    found = count("plan", entries, SUNDAY, "2019-06-23")
    kinds = {"event": 0, "tourism": 1, "transfer": 0}
    assert found == Count("plan", 8, 5, visits=3, cancelled=1, on_workdays=3, entries=kinds)
    assert found.a_workday == pytest.approx(3 / 5)


@pytest.mark.parametrize(("start", "end"), [(None, None), (SUNDAY, None), ("2019-06", "2019-06-23")])
def test_without_dates_there_are_no_days_to_count(start: str | None, end: str | None) -> None:
    found = count("plan", [visit("plan", "가")], start, end)
    assert (found.days, found.workdays, found.visits, found.a_workday) == (None, None, 1, None)


def test_a_trip_of_a_day_has_no_workday_between() -> None:
    found = count("plan", [visit("plan", "가")], MONDAY, MONDAY)
    assert (found.days, found.workdays, found.a_workday) == (1, 0, None)
