from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ingest.checks import checked
from ingest.extract.lexicon import Lexicon
from ingest.plan import Activity, ActivityKind, Fact, Plan, Problem, Site, Status, Trip, Visit, WrittenDate

TRIP = Trip(start_date=date(2019, 6, 16), end_date=date(2019, 6, 23), block="3.2")


def problems(lexicon: Lexicon, trip: Trip, **of_plan: object) -> list[Problem]:
    plan = Plan("a.md", "plan", trips=(trip,), **of_plan)  # type: ignore[arg-type]
    return list(checked(plan, lexicon).trips[0].problems)


def found(lexicon: Lexicon, trip: Trip, **of_plan: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems(lexicon, trip, **of_plan)]


def visit(day: int, name: str = "빌바오 시청", status: Status = "planned", until: int | None = None) -> Visit:
    last = date(2019, 6, until) if until else None
    return Visit(name, f"5.{day}", date(2019, 6, day), last, None, False, None, None, status)


def activity(day: int, kind: ActivityKind) -> Activity:
    return Activity(date=date(2019, 6, day), date_end=None, start_time=None, kind=kind, text="…", block=f"5.{day}.1")


def written(text: str, day: date | None, weekday: str | None = None, possible: bool = True) -> WrittenDate:
    return WrittenDate(text, day, weekday, possible, "5.2")


def site(name: str) -> Site:
    return Site(name, "7.1", (Fact("협동조합", "7.1.2"),))


def test_a_date_that_does_not_exist(lexicon: Lexicon) -> None:
    trip = replace(TRIP, written_dates=(written("8. 32.(수)", None, "수", possible=False),))
    assert problems(lexicon, trip) == [
        Problem("invalid_date", "8. 32.(수)", "‘8. 32.(수)’는 달력에 없는 날짜입니다.", "5.2")
    ]


def test_a_weekday_that_does_not_fit(lexicon: Lexicon) -> None:
    trip = replace(TRIP, written_dates=(written("6.17. (화)", date(2019, 6, 17), "화"),))
    assert problems(lexicon, trip) == [
        Problem("weekday_mismatch", "2019-06-17", "2019-06-17은 월요일인데 문서에는 화요일로 적혀 있습니다.", "5.2")
    ]


def test_a_weekday_that_fits_or_is_not_written(lexicon: Lexicon) -> None:
    day = date(2019, 6, 17)
    assert found(lexicon, replace(TRIP, written_dates=(written("6.17.(월)", day, "월"), written("6.17.", day)))) == []


def test_a_date_outside_the_period(lexicon: Lexicon) -> None:
    trip = replace(TRIP, written_dates=(written("6.24.(월)", date(2019, 6, 24), "월"),))
    assert problems(lexicon, trip) == [
        Problem("date_outside_period", "2019-06-24", "2019-06-24는 기간 2019-06-16~2019-06-23 밖입니다.", "5.2")
    ]


def test_first_and_last_day_lie_in_the_period(lexicon: Lexicon) -> None:
    days = (written("6.16.", date(2019, 6, 16)), written("6.23.", date(2019, 6, 23)))
    assert found(lexicon, replace(TRIP, written_dates=days)) == []


def test_a_year_that_stands_only_in_the_title(lexicon: Lexicon) -> None:
    assert problems(lexicon, replace(TRIP, year_inferred=True)) == [
        Problem("year_inferred", "2019", "연도가 제목에만 있어 2019년으로 읽었습니다.", "3.2")
    ]


@pytest.mark.parametrize(("nights", "days"), [(6, 8), (7, 8)])
def test_a_night_in_the_air_is_no_mistake(lexicon: Lexicon, nights: int, days: int) -> None:
    assert found(lexicon, replace(TRIP, nights=nights, days=days)) == []


def test_days_that_the_period_does_not_have(lexicon: Lexicon) -> None:
    assert problems(lexicon, replace(TRIP, nights=6, days=9)) == [
        Problem("nights_days_mismatch", "6박 9일", "문서에는 6박 9일인데 기간을 세면 8일입니다.", "3.2")
    ]


@pytest.mark.parametrize(("nights", "days", "rest"), [(5, 8, 3), (8, 8, 0), (9, 8, -1)])
def test_nights_that_do_not_go_with_the_days(lexicon: Lexicon, nights: int, days: int, rest: int) -> None:
    assert problems(lexicon, replace(TRIP, nights=nights, days=days)) == [
        Problem(
            "nights_days_mismatch",
            f"{nights}박 8일",
            f"{nights}박 8일: 일수에서 박수를 빼면 {rest}입니다(보통 1이나 2).",
            "3.2",
        )
    ]


def test_nights_and_days_are_checked_without_a_period(lexicon: Lexicon) -> None:
    assert found(lexicon, Trip(nights=3, days=8)) == [("nights_days_mismatch", "3박 8일")]
    assert found(lexicon, Trip(nights=6, days=None)) == []


def test_workdays_without_a_visit(lexicon: Lexicon) -> None:
    assert found(lexicon, replace(TRIP, visits=(visit(17), visit(18)))) == [
        ("workday_without_visit", "2019-06-19"),
        ("workday_without_visit", "2019-06-20"),
        ("workday_without_visit", "2019-06-21"),
    ]


def test_a_finding_on_a_workday_stands_where_the_day_is_written(lexicon: Lexicon) -> None:
    trip = replace(TRIP, visits=(visit(17, until=20),), activities=(activity(21, "free"),))
    assert problems(lexicon, trip) == [
        Problem("workday_without_visit", "2019-06-21", "2019-06-21(금)에는 적힌 기관 방문이 없습니다.", "5.21.1")
    ]


def test_a_visit_of_several_days_fills_them_all(lexicon: Lexicon) -> None:
    assert found(lexicon, replace(TRIP, visits=(visit(17, until=21),))) == []


def test_a_cancelled_visit_fills_no_day(lexicon: Lexicon) -> None:
    trip = replace(TRIP, visits=(visit(17, until=20), visit(21, status="cancelled")))
    assert found(lexicon, trip) == [("workday_without_visit", "2019-06-21")]


@pytest.mark.parametrize("kind", ["transfer", "lodging", "meal", "event"])
def test_travel_and_events_excuse_a_workday(lexicon: Lexicon, kind: ActivityKind) -> None:
    trip = replace(TRIP, visits=(visit(17, until=20),), activities=(activity(21, kind),))
    assert found(lexicon, trip) == []


@pytest.mark.parametrize("kind", ["tourism", "free", "other"])
def test_sights_and_free_time_excuse_no_workday(lexicon: Lexicon, kind: ActivityKind) -> None:
    activities = (activity(21, "transfer"), activity(21, kind))
    trip = replace(TRIP, visits=(visit(17, until=20),), activities=activities)
    assert found(lexicon, trip) == [("workday_without_visit", "2019-06-21")]


def test_visits_without_dates_say_nothing_of_workdays(lexicon: Lexicon) -> None:
    undated = replace(visit(17), date=None)
    assert found(lexicon, replace(TRIP, visits=(undated,))) == []


def test_a_site_that_no_day_visits(lexicon: Lexicon) -> None:
    trip = replace(TRIP, visits=(visit(17, until=21),))
    assert problems(lexicon, trip, sites=(site("빌바오시청"), site("코페라쿱")), lists_sites=True) == [
        Problem("site_without_visit", "코페라쿱", "방문기관 소개에 있는 ‘코페라쿱’이 일정에는 없습니다.", "7.1")
    ]


def test_a_visit_that_the_list_does_not_have(lexicon: Lexicon) -> None:
    trip = replace(TRIP, visits=(visit(17, until=21), visit(18, "코페라쿱")))
    assert problems(lexicon, trip, sites=(site("빌바오시청"),), lists_sites=True) == [
        Problem("visit_without_site", "코페라쿱", "일정에 있는 ‘코페라쿱’이 방문기관 소개에는 없습니다.", "5.18")
    ]


@pytest.mark.parametrize(
    ("in_list", "in_itinerary"),
    [
        ("빌바오시청", "빌바오 시청"),
        ("MCC본사", "MCC(몬드라곤협동조합복합체)"),
        ("라군아로", "LagunAro(라군아로)"),
        ("CAE (사업고용협동조합)", "사업고용협동조합(CAE)"),
        ("파리시", "파리 시청"),
    ],
)
def test_list_and_itinerary_may_spell_a_name_differently(lexicon: Lexicon, in_list: str, in_itinerary: str) -> None:
    trip = replace(TRIP, visits=(visit(17, in_itinerary, until=21),))
    assert found(lexicon, trip, sites=(site(in_list),), lists_sites=True) == []


def test_sites_are_compared_only_in_plans_that_list_them(lexicon: Lexicon) -> None:
    trip = replace(TRIP, visits=(visit(17, until=21),))
    assert found(lexicon, trip, sites=(site("코페라쿱"),), lists_sites=False) == []
    report = Plan("a.md", "report", trips=(trip,), sites=(site("코페라쿱"),), lists_sites=True)
    assert checked(report, lexicon).trips[0].problems == ()


def test_a_plan_without_trips_has_no_problems(lexicon: Lexicon) -> None:
    assert checked(Plan("a.md", "other"), lexicon) == Plan("a.md", "other")


@given(first=st.dates(), length=st.integers(0, 30), nights=st.integers(0, 30), days=st.integers(0, 31))
def test_days_are_counted_from_the_period(lexicon: Lexicon, first: date, length: int, nights: int, days: int) -> None:
    if first.toordinal() + length > date.max.toordinal():
        first = date(2019, 6, 16)
    last = date.fromordinal(first.toordinal() + length)
    codes = found(lexicon, Trip(start_date=first, end_date=last, nights=nights, days=days))
    right = days == length + 1 and days - nights in (1, 2)
    assert codes == ([] if right else [("nights_days_mismatch", f"{nights}박 {days}일")])
