"""An administrator who uploads documents, in a real browser before the real server."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest import accounts
from tests.browser.accessibility import violations
from tests.browser.conftest import Open, Watch
from tests.browser.looks import DESKTOP, PHONE, fits, readable
from tests.browser.served import serving
from tests.plugins.conftest import HOSTILE, SCRIPT
from tests.plugins.reviewing import House
from tests.plugins.test_upload_page import plan

NAME, PASSWORD = "하늘", "correct horse 하나"
BUILT = 120_000  # milliseconds that a build may take on a machine with other work


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("house"))
    accounts.set_password(accounts.beside(made.db), NAME, PASSWORD)
    return made


@pytest.fixture(scope="module")
def address(browser: Browser, house: House) -> Iterator[str]:
    with serving(house.db, "--authority", str(house.lists)) as served:
        yield served


@pytest.fixture
def chosen(tmp_path: Path) -> list[Path]:
    """Three files: a plan, a report by someone who means harm, a picture."""
    files = {
        "2023 계획서.md": plan("가온조합"),
        "보고서 '<b>.html": HOSTILE.encode(),
        "그림.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in files]


def log_in(page: Page) -> None:
    page.get_by_label("이름").fill(NAME)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("문서 올리기")


def result_of(page: Page, name: str) -> Any:
    return page.locator("#results-table").get_by_role("row").filter(has_text=name)


def forgive(watch: Watch) -> None:
    """Forget that the console told of the page that asks to log in (403)."""
    watch.errors[:] = [error for error in watch.errors if "status of 403" not in error]


def test_from_logging_in_over_the_form_to_the_document(
    open_page: Open, chosen: list[Path], watches: list[Watch]
) -> None:
    page = open_page("/upload")
    expect(page.get_by_role("link", name="문서 올리기")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("main").get_by_role("link", name="로그인").click()
    log_in(page)
    forgive(watches[0])
    page.get_by_label(re.compile("^파일")).set_input_files(chosen)
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_url("**/upload?id=*")
    expect(page.locator("#running")).to_have_count(0, timeout=BUILT)  # the script looks, and shows the end
    expect(result_of(page, "2023 계획서.md")).to_contain_text("넣음")
    expect(result_of(page, "그림.png")).to_contain_text("그림 파일입니다")
    assert violations(page) == []
    result_of(page, "보고서").get_by_role("link", name="문서 보기").click()
    expect(page.get_by_role("main")).to_contain_text(SCRIPT)
    page.goto("/upload/files?q=그림")
    page.get_by_role("link", name="치우기").click()
    page.get_by_role("button", name="치우기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("폴더에 있는 문서")
    expect(page.get_by_role("main")).not_to_contain_text("그림.png")


def test_without_script(open_page: Open, tmp_path: Path, watches: list[Watch]) -> None:
    page = open_page("/-/login?to=/upload", java_script_enabled=False)
    log_in(page)
    file = tmp_path / "누리 계획서.md"
    file.write_bytes(plan("누리공사"))
    page.get_by_label(re.compile("^파일")).set_input_files(file)
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_url("**/upload?id=*")
    for _ in range(BUILT // 500):
        if not page.locator("#running").count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="새로 고침").click()
        page.wait_for_load_state("load")
    expect(result_of(page, "누리 계획서.md")).to_contain_text("넣음")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_fit_and_can_be_read(open_page: Open, screen: dict[str, Any], scheme: str) -> None:
    page = open_page("/-/login?to=/upload", color_scheme=scheme, **screen)
    log_in(page)
    for path in ("/upload", "/upload/files", "/upload/remove?path=a.md"):
        page.goto(path)
        fits(page)
        readable(page)
        assert violations(page) == []


def test_a_server_that_is_stopped_meanwhile_goes_on_when_it_is_back(browser: Browser, tmp_path: Path) -> None:
    house = House(tmp_path)
    accounts.set_password(accounts.beside(house.db), NAME, PASSWORD)
    files = [tmp_path / f"{number}.md" for number in range(40)]
    for number, file in enumerate(files):
        file.write_bytes(plan(f"가온조합 {number}"))
    context = browser.new_context(locale="ko-KR")
    page = context.new_page()
    with serving(house.db, "--authority", str(house.lists)) as served:
        page.goto(f"{served}/-/login?to=/upload")
        log_in(page)
        page.get_by_label(re.compile("^파일")).set_input_files(files)
        page.get_by_role("button", name="올리기", exact=True).click()
        page.wait_for_url("**/upload?id=*")
        path = page.url.removeprefix(served)
        page.goto("about:blank")
    assert not house.rows("select 1 from documents where path = '39.md'"), "the server was stopped before it was done"
    with serving(house.db, "--authority", str(house.lists)) as served:
        page.goto(f"{served}/-/login?to=/upload")
        log_in(page)
        page.goto(f"{served}{path}")
        expect(page.locator("#running")).to_have_count(0, timeout=BUILT)
        expect(page.locator("#results-table .badge.done")).to_have_count(40)
    context.close()
