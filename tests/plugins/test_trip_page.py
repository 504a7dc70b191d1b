"""What the page of a trip counts and compares."""

import re

import pytest
from lxml import html

from plugins.trip_page import Line, by_hour, days, period
from tests.plugins.conftest import PLAN, REPORT, Site

Ids = dict[str, str]


def part(site: Site, path: str, heading: str) -> str:
    """The words of a section, by the id of its heading."""
    found = html.fromstring(site.get(path).text).xpath(f"//section[@aria-labelledby='{heading}']")
    return " ".join(" ".join(found[0].itertext()).split()) if found else ""


def day(site: Site, path: str, date: str) -> str:
    """The words of a day."""
    [found] = html.fromstring(site.get(path).text).xpath(f"//section[@id='day-{date}']")
    return " ".join(" ".join(found.itertext()).split())


def test_days_are_counted_without_what_was_cancelled(site: Site, ids: Ids) -> None:
    trip = f"/trips/{ids['trip']}"
    assert day(site, trip, "2019-06-17").startswith("2019-06-17 (월) 방문 2 ")
    assert "2019-06-19 (수) 관광" in day(site, trip, "2019-06-19"), "the report cancels the one visit of that day"
    assert "방문 1 · 관광 2" in day(site, trip, "2019-06-20"), "the plan tells a visit, though the report tells none"
    assert "자유 1 · 관광 1 검토 신호 기관 방문 없음" in day(site, trip, "2019-06-21")


def test_a_day_of_which_nothing_is_told_is_shown_too(site: Site) -> None:
    [one] = site.get("/kb/trips.json?start_date=2024-05-12&_shape=array").json()
    shown = html.fromstring(site.get(f"/trips/{one['id']}").text).xpath("//section[@class='day']/@id")
    assert shown == [f"day-2024-05-{number}" for number in range(12, 20)]


def test_what_goes_on_is_told_on_each_of_its_days() -> None:
    told = {"2018-10-01": [Line("event", [{"kind": "event", "text": "총회", "institution_id": None,
        "date": "2018-10-01", "date_end": "2018-10-02", "status": ""}])]}  # fmt: skip
    first, second, third = days(told, period("2018-10-01", "2018-10-03"), {"2018-10-03"})
    assert (first.going, first.counts) == ([], {"event": 1})
    assert (second.going, second.counts) == (first.lines, {"event": 1})
    assert (third.going, third.counts, third.signal) == ([], {}, True)


def test_what_only_a_later_paper_tells_stands_at_its_hour() -> None:
    told = [("plan", "10:00"), ("plan", None), ("plan", "15:00"), ("report", "11:00"), ("report", None)]
    lines = [Line("visit", [{"document_id": paper, "start_time": hour}]) for paper, hour in told]  # type: ignore[list-item]
    assert by_hour(lines) == [*lines[:2], lines[3], lines[2], lines[4]]


def test_each_difference_is_told_once_with_what_each_paper_says(site: Site, ids: Ids) -> None:
    apart = part(site, f"/trips/{ids['trip']}", "apart")
    assert f"무엇 다른 점 계획서 {PLAN} 결과보고서 {REPORT}" in apart
    assert re.search(
        "참가 기관 적힌 것이 다름 전라남도 사회적경제과 .* 순천시 자치혁신과 .* 전라남도 사회적경제과", apart
    )
    assert re.search(r"파리시청 취소 2019-06-19 14:00 계획 .* 2019-06-19 .*취소", apart)
    assert re.search(r"@SUM\(A1\) 협동조합 계획서에 없던 방문 이 문서의 일정에서 찾지 못했습니다 2019-06-18", apart)
    assert "결과보고서에서 확인 불가" in apart
    assert re.search(r"계획대로인 방문 \d곳: .*라군아로", apart)
    assert apart.count("파리시청") == 1


def test_each_itinerary_is_counted_by_itself(site: Site, ids: Ids) -> None:
    counts = part(site, f"/trips/{ids['trip']}", "apart")
    assert f"계획서 {PLAN} 8일 5일 5회 1.0회 4일 0회 0건 5건 5건" in counts
    assert f"결과보고서 {REPORT} 8일 5일 3회 0.6회 2일 1회" in counts


def test_a_finding_of_two_papers_is_told_once(site: Site, ids: Ids) -> None:
    signals = part(site, f"/trips/{ids['trip']}", "signals")
    assert signals.count("2019-06-21(금)에는 적힌 기관 방문이 없습니다.") == 1
    assert re.search("2019-06-21.* 계획서.* 결과보고서|2019-06-21.* 결과보고서.* 계획서", signals)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("deadlines", "문서에서 확인 불가"),
        ("deadlines", "순천시 공무국외출장 규칙: 출발 전 30일 판: 확인하지 않음"),
        ("costs", "기재되어 있지 않음"),
        ("outcomes", "연결 근거 없음"),
    ],
)
def test_what_no_document_tells_is_said(site: Site, ids: Ids, heading: str, said: str) -> None:
    assert said in part(site, f"/trips/{ids['trip']}", heading)


def test_a_trip_of_one_document_has_nothing_to_compare(site: Site) -> None:
    trip = site.get("/kb/trips.json?start_date=2024-05-12&_shape=array").json()[0]["id"]
    assert part(site, f"/trips/{trip}", "apart") == ""
    assert re.search(r"현지 평일 5일 가운데 \d일에 기관 방문이 있습니다\.", part(site, f"/trips/{trip}", "days"))


def test_what_papers_say_in_the_same_words_stands_once_with_each_line(site: Site, ids: Ids) -> None:
    said = part(site, f"/trips/{ids['trip']}", "statements")
    assert re.search("국가와 도시 .*계획서.* 결과보고서", said)
