"""Someone who decides on names, in a real browser before the real server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest import accounts
from ingest.resolve import provisional_id
from tests.browser.accessibility import violations
from tests.browser.conftest import Open, Watch
from tests.browser.looks import DESKTOP, PHONE, fits, readable
from tests.browser.served import serving
from tests.plugins.reviewing import NAME, OTHER, House

PASSWORD = "correct horse 하나"
ZOOMED: dict[str, Any] = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}
FOCUSED = "document.activeElement.id"


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    accounts.set_password(accounts.beside(made.db), "하늘", PASSWORD)
    return made


@pytest.fixture
def address(browser: Browser, house: House) -> Iterator[str]:
    with serving(house.db, "--authority", str(house.lists)) as served:
        yield served


def log_in(page: Page) -> None:
    page.goto("/review")
    page.locator("main").get_by_role("link", name="로그인").click()
    page.get_by_label("이름").fill("하늘")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")


def order(page: Page) -> list[str]:
    """The names on the cards, as they stand."""
    return page.locator(".sides > :first-child .name").all_inner_texts()


def decided(page: Page, words: str) -> None:
    page.wait_for_url("**/review?decided=*")
    expect(page.locator("#done")).to_contain_text(words)


def test_all_by_keyboard(open_page: Open, house: House) -> None:
    page = open_page()
    log_in(page)
    assert page.evaluate(FOCUSED) == "card-1"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "card-2"
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == "card-1"
    first = order(page)[0]

    page.keyboard.press("r")
    page.keyboard.type("123 누리집 jk0")
    expect(page.locator("#reason-1")).to_have_value("123 누리집 jk0")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "card-1"
    assert house.decisions() == ()
    page.keyboard.press("1")
    decided(page, "같은 기관으로 정했습니다")
    assert [(one.op, one.by, one.reason) for one in house.decisions()] == [("same", "하늘", "123 누리집 jk0")]
    assert first not in order(page)
    assert page.evaluate(FOCUSED) == "card-1", "on with the next"

    page.keyboard.press("0")
    decided(page, "되돌렸습니다")
    assert order(page)[0] == first
    expect(page.locator("#card-1")).to_be_focused()
    page.keyboard.press("3")
    decided(page, "보류했습니다")
    assert order(page)[-1] == first
    expect(page.locator("#card-1")).to_be_focused()
    page.keyboard.press("2")
    decided(page, "다른 기관으로 정했습니다")
    expect(page.locator("#card-1")).to_be_focused()
    page.keyboard.press("4")
    page.wait_for_url("**/review/name?*")
    assert [one.op for one in house.decisions()] == ["same", "revert", "unsure", "different"]


def test_keys_count_on_a_card_only(open_page: Open, house: House) -> None:
    page = open_page()
    log_in(page)
    page.locator("#q").focus()
    page.keyboard.type("1 2 3")
    page.locator("#place-1").focus()
    page.keyboard.press("1")
    page.locator("main").focus()
    page.keyboard.press("1")
    page.locator("#card-1").focus()
    page.keyboard.press("Control+1")
    page.keyboard.press("Alt+2")
    page.wait_for_timeout(300)
    assert page.url.endswith("/review")
    assert house.decisions() == ()


def test_without_script(open_page: Open, house: House) -> None:
    page = open_page(java_script_enabled=False)
    log_in(page)
    expect(page.locator("main kbd").first).to_be_hidden()
    card = page.locator("article", has_text=f"‘{NAME}’")
    card.get_by_label("까닭").fill("누리집에서 확인")
    card.get_by_role("button", name="같은 기관").click()
    decided(page, "같은 기관으로 정했습니다")
    assert house.visited() == {"lagun-aro"}
    page.goto(f"/institutions/{provisional_id(NAME, 'ES')}")
    page.wait_for_url("**/institutions/lagun-aro")
    expect(page.get_by_role("heading", level=1)).to_have_text("라군아로")

    page.goto("/review")
    page.get_by_role("link", name="정한 기록").click()
    expect(page.locator("tbody tr")).to_contain_text(["누리집에서 확인"])
    page.get_by_role("button", name="되돌리기").click()
    decided(page, "되돌렸습니다")
    assert house.visited() == {provisional_id(NAME, "ES")}
    page.goto("/-/logout")
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/")
    page.goto("/review")
    expect(page.locator("article button")).to_have_count(0)


def test_one_visit_and_another_institution(open_page: Open, house: House) -> None:
    page = open_page()
    log_in(page)
    card = page.locator("article", has_text=f"‘{OTHER}’")
    card.get_by_label("어디에").select_option(index=1)
    card.get_by_role("button", name="같은 기관").click()
    decided(page, "한 방문의 이름")
    assert house.visited(OTHER) == {"lagun-aro", provisional_id(OTHER, "ES")}

    page.locator("article", has_text=f"‘{NAME}’").get_by_role("link", name="다른 기관으로 정하기").click()
    page.get_by_role("searchbox", name="기관의 이름이나 도시").fill("빌바오 시청")
    page.get_by_role("button", name="기관 찾기").click()
    page.get_by_role("radio", name="빌바오 시청").check()
    page.get_by_role("button", name="고른 기관으로 정하기").click()
    decided(page, "빌바오 시청")
    assert house.visited() == {"bilbao-city"}


def test_two_people_on_one_card(open_page: Open, house: House, watches: list[Watch]) -> None:
    first, second = open_page(), open_page()
    for page in (first, second):
        log_in(page)
    first.keyboard.press("2")
    decided(first, "다른 기관으로 정했습니다")
    second.keyboard.press("1")
    expect(second.get_by_role("heading", level=1)).to_have_text("정하지 못했습니다")
    expect(second.locator("main")).to_contain_text("하늘 님")
    assert len(house.decisions()) == 1
    assert ["409" in error for error in watches[1].errors] == [True]
    watches[1].errors.clear()  # the browser says on the console that the answer was a 409


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_can_be_read(open_page: Open, scheme: str) -> None:
    for screen in (DESKTOP, PHONE, ZOOMED):
        page = open_page("/-/login", color_scheme=scheme, **screen)
        looked_at(page)
        log_in(page)
        page.locator("details.help summary").click()
        looked_at(page)
        page.locator("#card-1").focus()
        page.keyboard.press("3")
        decided(page, "보류했습니다")
        looked_at(page)
        for path in ("/review/history", "/-/logout"):
            page.goto(path)
            looked_at(page)
        page.goto("/review")
        page.locator("a[data-key='4']").first.click()
        page.wait_for_url("**/review/name?*")
        looked_at(page)


def looked_at(page: Page) -> None:
    fits(page)
    readable(page)
    assert violations(page) == [], page.url


@pytest.mark.parametrize("view", [DESKTOP, PHONE])
def test_a_name_taken_for_the_wrong_institution_is_corrected(open_page: Open, house: House, view: Any) -> None:
    page = open_page(**view)
    log_in(page)
    page.goto(f"/institutions/{provisional_id(NAME, 'ES')}")
    page.wait_for_load_state("load")
    fits(page)
    assert violations(page) == []
    page.get_by_role("link", name="다른 기관으로 고치기").click()
    page.wait_for_url("**/review/name?*")
    page.wait_for_load_state("load")
    fits(page)
    readable(page)
    assert violations(page) == []
    page.get_by_label("기관의 이름이나 도시").fill("빌바오 시청")
    page.get_by_role("button", name="기관 찾기").click()
    page.get_by_role("radio", name="빌바오 시청").check()
    page.get_by_role("button", name="고른 기관으로 정하기").click()
    decided(page, "같은 기관으로 정했습니다")
    assert house.visited() == {"bilbao-city"}
