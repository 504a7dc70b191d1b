"""Every page of ours before axe-core in both colour schemes, small, enlarged, and by keyboard alone."""

import json
import re
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.accessibility import violations
from tests.browser.conftest import Open, Watch
from tests.browser.looks import PHONE, fits
from tests.browser.test_browser import DATASETTES, OURS
from tests.plugins.conftest import ROOT

# A new page of ours goes here; names in braces are filled in from the base.
PAGES = [
    *OURS,
    "/map",
    "/map?theme=P05&year=2019",
    "/map?at=43.2,-2.5&z=6",
    "/map?theme=P99",
    "/stats",
    "/check",
    "/stats?country=ES",
    "/review",
    *DATASETTES,
    "/kb/institutions?_search=몬드라곤&kind__contains=co&_where=1",
    "/kb/visits?status=nope",
    "/kb/visits?status=planned",
    "/kb?sql=select+*+from+trips+where+id=:id",
    "/kb?sql=selec",
    "/reconcile/preview?id=lagun-aro",
    "/-/login",
    "/nope",
]
ENLARGED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
NARROW = {"viewport": {"width": 320, "height": 640}}


def forgive_statuses(watches: list[Watch]) -> None:
    """Forget that the console told of pages that answer 400 or 404, as some of these are to do."""
    for watch in watches:
        watch.errors[:] = [error for error in watch.errors if "status of 40" not in error]


@pytest.fixture(scope="module")
def pages(address: str) -> list[str]:
    def rows(path: str) -> list[dict[str, Any]]:
        with urlopen(f"{address}/kb/{path}") as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    trip = rows("trips.json?start_date=2019-06-16&_shape=array")[0]["id"]
    documents = rows(f"trip_documents.json?trip_id={trip}&_shape=array")
    names = {"trip": trip, **{row["role"]: row["document_id"] for row in documents}}
    every = [f"/{table}/{row['id']}" for table in ("trips", "documents") for row in rows(f"{table}.json?_shape=array")]
    return [*(path.format_map(names) for path in PAGES), *every]


def test_axe_finds_something_where_something_is_wrong(open_page: Open) -> None:
    page = open_page("/map")
    page.evaluate("document.querySelector('#f-theme').removeAttribute('id')")
    assert any(line.startswith("select-name") for line in violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, pages: list[str], scheme: str, watches: list[Watch]) -> None:
    page = open_page("/", color_scheme=scheme)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    found = {}
    for path in pages:
        page.goto(path)
        found[path] = violations(page)
    forgive_statuses(watches)
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("size", [NARROW, ENLARGED], ids=["320 pixels", "200 percent"])
def test_no_page_is_wider_than_the_window(
    open_page: Open, pages: list[str], size: dict[str, Any], watches: list[Watch]
) -> None:
    page = open_page("/", **size)
    for path in pages:
        page.goto(path)
        fits(page)
    forgive_statuses(watches)


def across(page: Page) -> float:
    """How many units of the sheet the map shows from left to right; 36,000 is all."""
    box = page.locator("svg.map").get_attribute("viewBox")
    assert box
    return float(box.split()[2])


def left(page: Page) -> float:
    box = page.locator("svg.map").get_attribute("viewBox")
    assert box
    return float(box.split()[0])


def test_the_map_is_moved_by_keys(open_page: Open) -> None:
    page = open_page("/map?at=43.2,-2.5&z=4")
    page.locator(".map-frame").focus()
    before = left(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => +document.querySelector('svg.map').getAttribute('viewBox').split(' ')[0] > before", arg=before
    )
    page.keyboard.press("+")
    page.wait_for_url("**z=5*")
    assert across(page) == 36_000 / 2**5
    expect(page.locator(".map-frame")).to_be_focused()
    page.go_back()
    page.wait_for_url("**z=4*")
    page.wait_for_function(
        "() => +document.querySelector('svg.map').getAttribute('viewBox').split(' ')[2] === 36000 / 16"
    )
    assert violations(page) == []


def test_the_map_is_moved_by_hand(open_page: Open) -> None:
    page = open_page("/map?at=43.2,-2.5&z=4", viewport={"width": 1280, "height": 1400})
    frame = page.locator(".map-frame").bounding_box()
    assert frame
    x, y, before = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, left(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 100, y, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"at=43\.\d+%2C(?!-2\.5)"))
    assert left(page) == pytest.approx(before + 100 / frame["width"] * across(page), rel=0.01)
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_url("**z=5*")
    assert across(page) == 36_000 / 2**5


def test_a_mark_is_opened_by_keyboard_and_leads_closer_then_to_the_institution(open_page: Open) -> None:
    page = open_page("/map?show=unvisited")
    page.locator("svg.map a", has_text="방문이 없는 기관").first.focus()
    before = across(page)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => +document.querySelector('svg.map').getAttribute('viewBox').split(' ')[2] < before", arg=before
    )
    assert "show=unvisited" in page.url
    expect(page.locator(".map-frame")).to_be_focused()
    page.goto("/map?theme=P05&year=2024&show=visited")
    page.locator("svg.map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/institutions/lagun-aro")


def test_without_script_the_map_is_moved_and_narrowed(open_page: Open) -> None:
    page = open_page("/map", java_script_enabled=False)
    page.get_by_label("주제").select_option("P05")
    page.get_by_role("button", name="고르기").click()
    page.wait_for_url("**theme=P05*")
    page.get_by_role("link", name="유럽").click()
    page.get_by_role("link", name="확대").click()
    page.wait_for_url("**theme=P05*z=*")
    page.get_by_role("link", name="통계").click()
    page.wait_for_url("**/stats?theme=P05")
    expect(page.get_by_role("img", name="나라별 방문")).to_be_visible()


def test_the_shapes_of_the_world_are_drawn(open_page: Open) -> None:
    for path in ("/", "/map", "/map?at=43.2,-2.5&z=5", "/institutions/lagun-aro"):
        land = open_page(path).locator("svg use.land").first
        size = land.evaluate("use => { const box = use.getBBox(); return box.width * box.height; }")
        assert size > 36_000 * 10_000, path


def test_what_a_moved_map_shows_is_said(open_page: Open) -> None:
    page = open_page("/map")
    said = page.locator("#map-said")
    whole = said.inner_text()
    page.get_by_role("link", name="유럽").click()
    page.wait_for_url("**at=*")
    expect(said).not_to_have_text(whole)
    expect(said).to_contain_text("(모두")


def test_a_jump_to_the_table_asks_for_nothing(open_page: Open, watches: list[Watch]) -> None:
    page = open_page("/map?at=43.064,-2.49&z=9")  # several institutions at one place
    before = len(watches[-1].requests)
    page.locator("svg.map a[href^='#']").first.click()
    expect(page.locator("tr:target")).to_be_in_viewport()
    assert len(watches[-1].requests) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_a_draft_is_told(open_page: Open, scheme: str) -> None:
    page = open_page("/check", color_scheme=scheme)
    draft = (ROOT / "plans" / "sample-2024-gyeonggi-plan.txt").read_text(encoding="utf-8")
    page.locator("textarea[name=text]").fill(draft)
    page.get_by_role("button", name="점검하기").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("라군아로")
    assert violations(page) == []


def dragged(page: Page, right: float, down: float) -> None:
    """Put a finger on the middle of the map, move it and lift it."""
    frame = page.locator(".map-frame").bounding_box()
    assert frame
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x + right * step / 10, "y": y + down * step / 10}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_moves_the_map_sideways_and_the_page_up_and_down(open_page: Open) -> None:
    page = open_page("/map?at=43.2,-2.5&z=4", **PHONE)
    page.locator(".map-frame").scroll_into_view_if_needed()
    scrolled = "document.querySelector('.map-frame').scrollLeft"
    middle, before = page.evaluate(scrolled), left(page)
    assert middle > 0, "the middle of the map is shown first"
    dragged(page, -170, 0)
    page.wait_for_url(re.compile(r"at=43\.\d+%2C(?!-2\.5)"))
    assert page.evaluate(scrolled) > middle
    assert left(page) > before
    place = page.evaluate("scrollY")
    dragged(page, 0, -150)
    page.wait_for_function("place => scrollY > place", arg=place)


@pytest.mark.parametrize("path", ["/institutions/lagun-aro", "/trips/{trip}"])
def test_it_prints_on_a4_without_what_is_for_the_screen(open_page: Open, address: str, path: str) -> None:
    page = open_page("/", color_scheme="dark")
    with urlopen(f"{address}/kb/trips.json?start_date=2019-06-16&_shape=array") as answer:
        page.goto(path.format(trip=json.load(answer)[0]["id"]))
    printed = PdfDocument(page.pdf(prefer_css_page_size=True, format="A4"))
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    whole = "\n".join(texts)
    assert len(texts) < 7
    assert "2019-06-17" in whole
    for part in ("본문으로 바로가기", "엑셀", "계획 점검", "GeoNames"):
        assert part not in whole
    assert printed[0].render(scale=0.2).to_pil().getpixel((2, 2)) == (255, 255, 255)


def test_a_list_prints_across_with_all_that_people_read(open_page: Open) -> None:
    page = open_page("/kb/visit_log?country=스페인")
    printed = PdfDocument(page.pdf(prefer_css_page_size=True, format="A4"))
    assert printed[0].get_width() > printed[0].get_height()
    whole = "\n".join(sheet.get_textpage().get_text_range() for sheet in printed)
    for part in ("방문기록", "협의사항", "2019-06-17", "전라남도 순천시", "jeonnam"):
        assert part in whole, "the last column is on the paper as well"
    for part in ("엑셀", "계획 점검", "visit_id"):
        assert part not in whole


def test_rows_of_a_list_are_within_the_first_screen(open_page: Open) -> None:
    page = open_page("/kb/visit_log")
    top = page.locator("table.rows-and-columns tbody tr").first.bounding_box()
    assert top
    assert top["y"] < 900
