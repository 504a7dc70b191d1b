"""A planner who checks a draft, in a real browser before the real server."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.accessibility import violations
from tests.browser.conftest import Open, Watch
from tests.browser.looks import DESKTOP, PHONE, fits, readable
from tests.plugins.conftest import FORMULA, PLAN, ROOT, SCRIPT

A4 = (595.0, 842.0)  # points


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The plan of 2019 again, two years later, by someone who means harm."""
    text = (ROOT / "plans" / PLAN).read_text(encoding="utf-8").replace("2019", "2021")
    row = f"| 6. 17.(목) | 빌바오 | 15:00 | {SCRIPT} 협동조합 | {FORMULA} |\n"
    head, mark, rest = text.partition("| 6. 18.")
    file = tmp_path / "초안 '<b>.md"
    file.write_text(head + row + mark + rest if mark else text + "\n" + row, encoding="utf-8")
    return file


def check(page: Page, draft: Path) -> None:
    page.get_by_label("파일").set_input_files(draft)
    page.get_by_label("우리 기관").select_option("전라남도 순천시")
    page.get_by_label("최근 몇 년").fill("5")
    page.get_by_role("button", name="점검하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("사전검토 자료")


def taken(page: Page, button: str) -> bytes:
    with page.expect_download() as expected:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(expected.value.path()).read_bytes()


def test_from_a_draft_to_the_paper_the_line_and_the_tables(open_page: Open, draft: Path) -> None:
    page = open_page("/")
    page.get_by_role("link", name="계획 점검").click()
    check(page, draft)
    expect(page.get_by_text("우리 기관", exact=True).first).to_be_visible()
    expect(page.get_by_label("우리 기관")).to_have_value("전라남도 순천시")
    rows = list(csv.reader(io.StringIO(taken(page, "CSV").decode("utf-8-sig"))))
    assert rows[0][0] == "기관"
    assert any("라군아로" in row[0] and row[1] == "2019-06-17" for row in rows)
    assert load_workbook(io.BytesIO(taken(page, "엑셀"))).sheetnames[0] == "기관별"
    page.locator(".of-one .source").first.click()
    page.wait_for_url("**/documents/*")
    expect(page.locator(":target")).to_be_in_viewport()


def test_pasted_and_without_script(open_page: Open, draft: Path) -> None:
    page = open_page("/check", java_script_enabled=False)
    page.get_by_label("붙여 넣기").fill(draft.read_text(encoding="utf-8"))
    page.get_by_role("button", name="점검하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("사전검토 자료")
    expect(page.get_by_role("row").filter(has_text="라군아로").first).to_be_visible()


def test_by_keyboard_alone(open_page: Open, draft: Path) -> None:
    page = open_page("/check")
    page.get_by_label("붙여 넣기").focus()
    page.keyboard.insert_text(draft.read_text(encoding="utf-8"))
    focused = []
    for _ in range(4):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert focused == ["government", "years", "format", "점검하기"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("사전검토 자료")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_paper_fits_and_can_be_read(open_page: Open, draft: Path, screen: dict[str, Any], scheme: str) -> None:
    page = open_page("/check", color_scheme=scheme, **screen)
    check(page, draft)
    fits(page)
    readable(page)
    assert violations(page) == []


def test_it_prints_on_a4_without_what_is_for_the_screen(open_page: Open, draft: Path) -> None:
    page = open_page("/check", color_scheme="dark")
    check(page, draft)
    printed = PdfDocument(page.pdf(prefer_css_page_size=True, format="A4"))
    texts = [sheet.get_textpage().get_text_range() for sheet in printed]
    assert all(abs(side - wanted) < 2 for sheet in printed for side, wanted in zip(sheet.get_size(), A4, strict=True))
    assert "사전검토 자료" in texts[0]
    whole = "\n".join(texts)
    for part in ("라군아로", "검토 신호", "다른 선택지"):
        assert part in whole
    for part in ("점검하기", "본문으로 바로가기", "엑셀"):
        assert part not in whole
    assert len(texts) < 12
    corner = printed[0].render(scale=0.2).to_pil().getpixel((2, 2))
    assert corner == (255, 255, 255), "paper is white whatever the screen is"


def test_what_can_not_be_read_is_said_and_can_be_tried_again(
    open_page: Open, draft: Path, tmp_path: Path, watches: list[Watch]
) -> None:
    page = open_page("/check")
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    page.get_by_label("파일").set_input_files(picture)
    page.get_by_role("button", name="점검하기").click()
    expect(page.get_by_role("alert")).to_contain_text("그림 파일입니다")
    watches[0].errors.clear()  # the browser says on the console that the answer was a 415
    check(page, draft)
