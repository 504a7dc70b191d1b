"""The map and the charts as a browser gets them."""

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest
from lxml import html

from tests.plugins.conftest import FORMULA, ROOT, SCRIPT, Site

SVG = {"svg": "http://www.w3.org/2000/svg"}


def tree(site: Site, path: str) -> html.HtmlElement:
    return html.fromstring(site.get(path).content)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(site: Site, path: str) -> list[dict[str, str]]:
    response = site.get(path)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def shown(page: html.HtmlElement) -> int:
    """How many institutions the page says are in view."""
    return int(re.search(r"기관 (\d+)곳이 보입니다", text(page))[1])  # type: ignore[index]


def marked(page: html.HtmlElement) -> int:
    """How many institutions the marks stand for."""
    total = 0
    for mark in page.xpath("//a/*[name()='g' and @class='mark']"):
        counts = [int(count) for count in mark.xpath(".//*[contains(@class, 'count')]/text()")]
        total += sum(counts) or 1
    return total


def test_every_institution_is_on_the_map_or_named_below_it(site: Site, base: Path) -> None:
    page = tree(site, "/map")
    db = sqlite3.connect(base)
    nowhere = len(page.xpath("//section[@aria-labelledby='nowhere']//li"))
    assert shown(page) == marked(page)
    assert shown(page) + nowhere == db.execute("select count(*) from institutions where is_type = 0").fetchone()[0]
    assert nowhere


def test_visited_and_not_differ_by_shape(site: Site) -> None:
    page = tree(site, "/map?show=visited")
    assert page.xpath("//a//*[name()='circle']")
    assert not page.xpath("//a//*[name()='path']")
    page = tree(site, "/map?show=unvisited")
    assert page.xpath("//a//*[name()='path']")
    assert not page.xpath("//a//*[name()='circle']")
    assert "◇ 없음" in text(page)


def test_the_file_says_what_the_views_say(site: Site) -> None:
    visits = {row["institution_id"]: row["visits"] for row in rows(site, "/map.csv?show=visited")}
    told = site.get("/kb/visited_institutions.json?_shape=array&_size=max&is_type=0").json()
    assert visits == {row["institution_id"]: str(row["visits"]) for row in told}
    assert len(visits) > 10


def test_the_file_runs_nothing_in_excel(site: Site) -> None:
    named = {row["institution_id"]: row["institution"] for row in rows(site, "/map.csv")}
    assert named["hostile"] == f"'{FORMULA}"


def test_filters_leave_what_they_name(site: Site) -> None:
    told = site.get("/kb/institutions_by_theme.json?_shape=array&_size=max&theme_id=P05").json()
    known = {row["institution_id"] for row in told}
    assert {row["institution_id"] for row in rows(site, "/map.csv?theme=P05")} == known - {"cae"}
    of_2019 = {row["institution_id"]: row["visits"] for row in rows(site, "/map.csv?year=2019&show=visited")}
    assert of_2019["lagun-aro"] == "1"
    assert {row["institution_id"]: row["visits"] for row in rows(site, "/map.csv")}["lagun-aro"] == "2"
    suncheon = {row["institution_id"] for row in rows(site, "/map.csv?government=전라남도 순천시&show=visited")}
    jeonnam = {row["institution_id"] for row in rows(site, "/map.csv?government=전라남도&show=visited")}
    assert suncheon
    assert suncheon <= jeonnam
    assert {row["country"] for row in rows(site, "/map.csv?country=FR")} == {"프랑스"}


def test_whom_only_others_visited_is_counted_not_hidden_in_silence(site: Site) -> None:
    page = tree(site, "/map?year=2024")
    others = int(re.search(r"다른 조건의 방문만 있는 기관 (\d+)곳은 뺐습니다", text(page))[1])  # type: ignore[index]
    left, every = rows(site, "/map.csv?year=2024"), rows(site, "/map.csv")
    assert others == len(every) - len(left) > 0


def test_links_zoom_without_script_and_keep_the_filters(site: Site) -> None:
    page = tree(site, "/map?theme=P05&year=2019")
    links = page.xpath("//nav[contains(@class, 'move')]//a[@id]/@href")
    assert links
    assert all("theme=P05&year=2019" in link for link in links)
    assert all("theme=P05" in link for link in page.xpath("//nav[@aria-label='지도와 통계']//a/@href"))
    europe = page.xpath("//a[text()='유럽']/@href")[0]
    inner = tree(site, europe)
    box = [float(number) for number in inner.xpath("//*[@class='map']/@*[name()='viewbox']")[0].split()]
    assert box[2] < 36_000
    closer = inner.xpath("//a[text()='확대']/@href")[0]
    assert float(tree(site, closer).xpath("//*[@class='map']/@*[name()='viewbox']")[0].split()[2]) == box[2] / 2


def test_a_mark_leads_to_its_institution_and_says_its_name(site: Site) -> None:
    page = tree(site, "/map?theme=P05&year=2024&show=visited")
    mark = page.xpath("//a[@href='/institutions/lagun-aro' and @aria-label]")[0]
    assert mark.get("aria-label").split() == ["라군아로,", "몬드라곤,", "스페인,", "방문", "1회"]


@pytest.mark.parametrize("path", ["/map?theme=P99", "/map?year=abc", "/map?government=x", "/stats?country=XX"])
def test_a_filter_that_nobody_knows_is_a_bad_request(site: Site, path: str) -> None:
    assert site.get(path).status_code == 400
    assert "조건을 다시 골라 주세요" in text(tree(site, path))
    assert site.get(path.replace("?", ".csv?")).status_code == 400


@pytest.mark.parametrize("path", ["/map?at=x", "/map?at=1,1&z=77", "/map?at=nan,nan&z=1&right=nan"])
def test_a_view_that_is_none_is_the_whole_map(site: Site, path: str) -> None:
    assert shown(tree(site, path)) == shown(tree(site, "/map"))


def test_the_map_is_seen_only_by_those_who_may_see_the_base(base: Path) -> None:
    for path in ("/map", "/map.csv", "/stats", "/stats.csv"):
        assert Site(base, private=True).get(path).status_code == 403


def test_a_changed_base_is_read_again(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kb.db"
    copy.write_bytes(base.read_bytes())
    site = Site(copy)
    before = len(rows(site, "/map.csv?show=visited"))
    with sqlite3.connect(copy) as db:
        db.execute("update visits set status = 'cancelled' where institution_id = 'lagun-aro'")
    db.close()
    assert len(rows(site, "/map.csv?show=visited")) == before - 1


# -- charts ---------------------------------------------------------------------------------


def test_charts_say_what_the_query_says(site: Site) -> None:
    told = site.get("/kb/visits_by_year.json?_shape=array").json()
    counted = {row["year"]: row for row in rows(site, "/stats.csv?by=year") if row["visits"] != "0"}
    assert {str(row["연도"]): str(row["방문"]) for row in told} == {key: row["visits"] for key, row in counted.items()}
    assert {str(row["연도"]): str(row["출장"]) for row in told} == {key: row["trips"] for key, row in counted.items()}


def test_years_without_a_visit_are_not_left_out(site: Site) -> None:
    years = [int(row["year"]) for row in rows(site, "/stats.csv?by=year")]
    assert years == list(range(years[0], years[-1] + 1))


@pytest.mark.parametrize("by", ["year", "theme", "country"])
def test_a_chart_is_told_in_words_and_in_a_table(site: Site, by: str) -> None:
    page = tree(site, "/stats")
    section = page.xpath("//section[@aria-labelledby=$id]", id=f"by-{by}")[0]
    chart = section.xpath(".//*[name()='svg']")[0]
    assert chart.get("role") == "img"
    assert [chart.xpath("./*[@id=$id]", id=part) for part in chart.get("aria-labelledby").split()]
    table = [[text(cell) for cell in row.xpath("./th | ./td")] for row in section.xpath(".//tbody/tr")]
    told = rows(site, f"/stats.csv?by={by}")
    assert [row[1:] for row in table] == [[row["visits"], row["trips"], row["institutions"]] for row in told]
    drawn = [text(value) for value in chart.xpath(".//*[@class='value']")]
    assert drawn == [row[1] for row in table][: len(drawn)]


def test_a_bar_leads_to_its_visits(site: Site) -> None:
    for row in rows(site, "/stats.csv?by=country"):
        assert f"방문 {row['visits']}회 · 출장 {row['trips']}건" in text(tree(site, f"/stats?country={row['country']}"))
    page = tree(site, "/stats?government=전라남도")
    links = page.xpath("//section[@aria-labelledby='by-year']//th/a/@href")
    assert all("government=" in link for link in links)


def test_hostile_names_are_text(site: Site, base: Path) -> None:
    at = sqlite3.connect(base).execute(
        "select id from institutions where name_ko like '%<script>%' or name_en like '%<script>%'"
    )
    assert at.fetchone()
    for path in ("/map", "/stats"):
        assert SCRIPT not in site.get(path).text
    assert "innerHTML" not in (ROOT / "static" / "map.js").read_text(encoding="utf-8")


# -- the same map on other pages ------------------------------------------------------------


def test_the_front_page_shows_the_map(site: Site) -> None:
    page = tree(site, "/")
    link = page.xpath("//a[@href='/map' and .//*[name()='svg']]")[0]
    told = rows(site, "/map.csv")
    placed = [row["visits"] != "0" for row in told if row["latitude"]]
    desc = f"방문한 기관 {sum(placed)}곳, 방문 기록이 없는 기관 {len(placed) - sum(placed)}곳"
    assert text(link.xpath(".//*[name()='desc']")[0]) == desc


def test_an_institution_shows_where_it_is(site: Site) -> None:
    page = tree(site, "/institutions/lagun-aro")
    svg = page.xpath("//section[@aria-labelledby='where']/*[name()='svg']")[0]
    assert text(svg.xpath("./*[name()='title']")[0]) == "라군아로의 자리"
    assert len(svg.xpath(".//*[name()='circle']")) == 1
    near = tree(site, page.xpath("//a[text()='둘레의 기관 보기']/@href")[0])
    assert near.xpath("//tbody//a[@href='/institutions/lagun-aro']")
    assert not tree(site, "/institutions/cae").xpath("//section[@aria-labelledby='where']")


def test_known_only_by_its_city_says_so(site: Site, ids: dict[str, str]) -> None:
    page = text(tree(site, f"/institutions/{ids['met']}"))
    assert "자리를 몰라 도시의 자리에 두었습니다" in page


def test_places_like_it_are_not_visited_yet(site: Site, base: Path) -> None:
    page = tree(site, "/institutions/lagun-aro")
    offered = page.xpath("//section[@aria-labelledby='alike']//li/a/@href")
    assert offered
    visited = {row["institution_id"] for row in rows(site, "/map.csv?show=visited")}
    assert not {link.rpartition("/")[2] for link in offered} & visited
    reasons = [text(one) for one in page.xpath("//section[@aria-labelledby='alike']//li")]
    assert all("같은 주제" in reason or "같은 종류" in reason for reason in reasons)


def test_the_most_visited_are_those_of_the_view(site: Site) -> None:
    told = site.get("/kb/visited_institutions.json?_shape=array&is_type=0&_size=8").json()
    table = tree(site, "/").xpath("//section[h2='많이 찾아간 기관']//tbody/tr")
    shown = [[text(cell) for cell in row.xpath("./th | ./td")] for row in table]
    assert shown == [
        [row["institution"], row["country"] or "", f"{row['visits']}회", row["last_visit"] or ""] for row in told
    ]
