"""What the page of a trip counts and compares."""

import re

import pytest
from lxml import html

from tests.plugins.conftest import Site

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
