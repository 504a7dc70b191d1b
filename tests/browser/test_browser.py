"""What a planner does, done in a real browser before the real server."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Watch
from tests.browser.looks import DESKTOP, PHONE, fits, readable
from tests.plugins.conftest import FORMULA, SCRIPT

OURS = [
    "/",
    "/search",
    "/search?q=협동조합",
    "/search?q=zzzz",
    "/institutions/lagun-aro",
    "/institutions/cae",
    "/institutions/hostile",
    "/trips/{trip}",
    "/documents/{plan}",
    "/documents/{report}",
]
DATASETTES = [
    "/kb",
    "/kb/visit_log",
    "/kb/institutions?_search=라군 아로",
    "/kb/institutions/lagun-aro",
    "/kb/not_yet_visited",
    "/kb/by_theme?theme=P05",
    "/kb?sql=select+1",
    "/-/versions",
    "/kb/visits?_sort=date",
]
Download = Callable[[Page, str], bytes]


@pytest.fixture(scope="module")
def places(address: str) -> dict[str, str]:
    """The ids of the trip of 2019 and its documents, as the server tells them."""
    import json
    from urllib.request import urlopen

    def rows(path: str) -> list[dict[str, Any]]:
        with urlopen(f"{address}/kb/{path}") as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    trip = rows("trips.json?start_date=2019-06-16&_shape=array")[0]["id"]
    documents = rows(f"trip_documents.json?trip_id={trip}&_shape=array")
    return {"trip": trip, **{row["role"]: row["document_id"] for row in documents}}


def search_for(page: Page, words: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill(words)
    page.get_by_role("button", name="찾기").first.click()


def test_from_a_question_to_the_line_and_the_trip(open_page: Open, places: dict[str, str]) -> None:
    page = open_page("/")
    box = page.locator("#q")
    expect(box).to_be_focused()
    page.keyboard.type("라군 아로의")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    first = page.locator(".results > li").first
    expect(first).to_contain_text("기관")
    first.get_by_role("link", name="라군아로").click()

    page.wait_for_url("**/institutions/lagun-aro")
    expect(page.get_by_role("heading", level=1)).to_have_text("라군아로")
    visit = page.locator("tr", has_text="일자리가 줄어든 조합의 고용재배치 업무")
    visit.get_by_role("link", name=re.compile("^계획서")).click()

    page.wait_for_url(f"**/documents/{places['plan']}#b-*")
    target = page.locator(":target")
    expect(target).to_contain_text("라군아로(LagunAro)")
    expect(target).to_be_in_viewport()
    expect(target.locator("mark")).to_have_text("라군아로(LagunAro)")
    other = page.locator("article td p:not(:target)").first
    style = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).outlineStyle]"
    marked, plain = target.evaluate(style), other.evaluate(style)
    assert marked[0] != plain[0]
    assert marked[1] != plain[1]

    target.get_by_role("link", name="방문").click()
    page.wait_for_url(f"**/trips/{places['trip']}#visit-*")
    line = page.locator("li.line", has=page.locator(":target"))
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("라군아로")


def test_suggestions_by_keyboard(open_page: Open) -> None:
    page = open_page("/")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_be_focused()  # as it is when the page has come
    page.keyboard.type("라군")
    expect(options.first).to_contain_text("라군아로")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("라군")
    expect(box).to_be_focused()

    page.keyboard.type("아")
    expect(options.first).to_contain_text("라군아로")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/institutions/lagun-aro")


def test_suggestions_do_not_take_the_search_away(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.type("빌바오")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".results > li").first).to_contain_text("빌바오")


def test_suggestions_show_hostile_names_as_text(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.type("alert")
    search_for(page, "alert")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".results")).to_contain_text(SCRIPT)
    assert page.locator("main script, main img").count() == 0


def test_a_table_is_searched_and_narrowed(open_page: Open) -> None:
    page = open_page("/kb/visits")
    page.locator("input[name=_search]").fill("라군 아로")
    page.locator("form.filters input[type=submit]").first.click()
    page.wait_for_url("**_search=*")
    rows = page.locator("table.rows-and-columns tbody tr")
    expect(rows).to_have_count(3)
    facet = page.locator(".facet-results a", has_text="2019").first
    facet.click()
    page.wait_for_url("**year=2019*")
    expect(rows).to_have_count(2)
    page.locator("td.col-name_as_written a").first.click()
    page.wait_for_url("**/trips/*#visit-*")


def test_csv_is_for_excel(open_page: Open, downloads: Download) -> None:
    data = downloads(open_page("/institutions/lagun-aro"), "CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["date"] for row in rows] == ["2024-05-14", "2019-06-17", "2019-06-17"]
    assert {row["institution"] for row in rows} == {"라군아로"}

    data = downloads(open_page("/kb/unvisited_institutions"), "CSV")
    assert data.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_xlsx_opens(open_page: Open, downloads: Download) -> None:
    sheet = load_workbook(io.BytesIO(downloads(open_page("/institutions/lagun-aro"), "엑셀"))).worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet]
    days = [f"{row[head.index('날짜')]:%Y-%m-%d}" for row in rows]
    assert days == ["2024-05-14", "2019-06-17", "2019-06-17"]
    sheet = load_workbook(io.BytesIO(downloads(open_page("/kb/institutions"), "엑셀"))).worksheets[0]
    assert [cell.data_type for row in sheet for cell in row if cell.value == FORMULA] == ["s"]


@pytest.mark.parametrize("path", ["/nope", "/institutions/nope", "/kb/nope"])
def test_what_is_not_there(open_page: Open, watches: list[Watch], path: str) -> None:
    page = open_page(path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("없습니다")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert [error for error in watches[0].errors if "404" not in error] == []
    watches[0].errors.clear()  # the browser says on the console that the page was a 404
    page.get_by_role("link", name="처음으로").click()
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_fits_and_can_be_read(
    open_page: Open, places: dict[str, str], screen: dict[str, Any], scheme: str
) -> None:
    page = open_page("/", color_scheme=scheme, **screen)
    for path in OURS:
        page.goto(path.format_map(places))
        fits(page)
        readable(page)
        red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert (red + green + blue < 128) == (scheme == "dark"), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_datasettes_pages_fit_on_a_phone_and_can_be_read(open_page: Open, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme, **PHONE)
    for path in DATASETTES:
        page.goto(path)
        fits(page)
        readable(page)
        red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        assert (red + green + blue < 128) == (scheme == "dark"), path


def test_the_menu_of_a_column_is_korean(open_page: Open) -> None:
    page = open_page("/kb/institutions")
    icon = page.locator("th[data-column=city] svg.dropdown-menu-icon")
    icon.scroll_into_view_if_needed()
    # That the table was scrolled is told in the next frame, and closes the menu.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    icon.click()
    menu = page.locator(".dropdown-menu:visible")
    expect(menu.get_by_role("link", name="오름차순")).to_be_visible()
    expect(menu).to_contain_text("값의 종류: TEXT")


def test_every_page_is_korean(open_page: Open, places: dict[str, str]) -> None:
    page = open_page("/")
    for path in (*OURS, *DATASETTES):
        answer = page.goto(path.format_map(places))
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.lang") == "ko", path


def test_without_script(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.locator("#q").fill("라군 아로의")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator(".results").get_by_role("link", name="라군아로").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("라군아로")
    page.get_by_role("link", name=re.compile("^계획서")).first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_keyboard_reaches_the_content(open_page: Open) -> None:
    page = open_page("/institutions/lagun-aro")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="본문으로 바로가기")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_list_can_be_searched_from_without_scripts(open_page: Open) -> None:
    page = open_page("/kb/trip_log", java_script_enabled=False)
    page.locator("header input[type=search]").fill("라군아로")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".results > li")).not_to_have_count(0)
