"""What the page of a trip counts and compares."""

import re

import pytest
from lxml import html

from tests.plugins.conftest import PLAN, REPORT, Site

Ids = dict[str, str]


def part(site: Site, path: str, heading: str) -> str:
    """The words of a section, by the id of its heading."""
    found = html.fromstring(site.get(path).text).xpath(f"//section[@aria-labelledby='{heading}']")
    return " ".join(" ".join(found[0].itertext()).split()) if found else ""


def test_days_are_counted_without_what_was_cancelled(site: Site, ids: Ids) -> None:
    days = part(site, f"/trips/{ids['trip']}", "counted")
    assert "2019-06-17(월) 2 " in days
    assert "2019-06-19(수) – " in days, "the report cancels the one visit of that day"
    assert "2019-06-20(목) 1 관광 2 2019" in days, "the plan tells a visit, though the report tells none"
    assert "2019-06-21(금) – 자유 1 · 관광 1 검토 신호 기관 방문 없음" in days


def test_the_report_stands_beside_the_plan(site: Site, ids: Ids) -> None:
    compared = part(site, f"/trips/{ids['trip']}", "compared")
    assert re.search(r"파리시청 2019-06-19 계획 .* 2019-06-19 취소 .* 취소", compared)
    assert re.search(r"라군아로\(LagunAro\) 2019-06-17 .* 다녀옴 .* 계획대로", compared)
    assert "@SUM(A1) 협동조합 – 2019-06-18 다녀옴" in compared
    assert "결과보고서에서 확인 불가" in compared


def test_what_papers_say_of_the_whole_trip_stands_side_by_side(site: Site, ids: Ids) -> None:
    apart = part(site, f"/trips/{ids['trip']}", "apart")
    assert f"무엇 다른 점 계획서 {PLAN} 결과보고서 {REPORT}" in apart
    assert re.search(
        "참가 기관 적힌 것이 다름 전라남도 사회적경제과 .* 순천시 자치혁신과 .* 전라남도 사회적경제과", apart
    )
    assert "파리시청" not in apart, "visits of a plan stand beside those of its report already"


def test_each_itinerary_is_counted_by_itself(site: Site, ids: Ids) -> None:
    counts = part(site, f"/trips/{ids['trip']}", "counts")
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
    assert part(site, f"/trips/{trip}", "compared") == ""
    assert part(site, f"/trips/{trip}", "apart") == ""
    assert part(site, f"/trips/{trip}", "counts") != ""
