"""The page that checks drafts: what it takes, what it says, what it refuses, and that it keeps nothing."""

import csv
import io
import json
import re
import shlex
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from ingest import authority, draft
from ingest.build import build
from tests.browser.served import serving
from tests.plugins.conftest import FORMULA, PLAN, ROOT, SCRIPT, Site
from tests.plugins.reviewing import text

DRAFT = (ROOT / "plans" / PLAN).read_text(encoding="utf-8").replace("2019", "2021")
HOSTILE = f"""# 국외출장 계획서 {SCRIPT}

- 출장명: {SCRIPT}
- 출장기간: 2026. 6. 15. ~ 6. 19.
- 출장국: 스페인(빌바오)
- 주관부서: 전라남도 순천시 자치혁신과

| 일자 | 방문기관 | 내용 |
|---|---|---|
| 6. 16. | {SCRIPT} 협동조합 | {FORMULA} |
| 6. 17. | =1+1 재단 | 문의 010-1234-5678 hong@example.kr |
"""


class Planner:
    """Someone with a browser's cookies and its form."""

    def __init__(self, site: Site) -> None:
        self.site = site
        page = site.get("/check")
        self.cookies = dict(page.cookies)
        (form,) = (form for form in html.fromstring(page.content).forms if form.action == "/check")
        self.fields = {key: value or "" for key, value in form.form_values()}

    def check(self, data: bytes | None = None, name: str = "초안.md", **fields: str) -> Any:
        files = {"file": (name, data or b"", "application/octet-stream")}
        sent = {**self.fields, **fields}
        return self.site.request("POST", "/check", data=sent, files=files, cookies=self.cookies)

    def export(self, page: Any, form: str) -> Any:
        (found,) = (one for one in html.fromstring(page.content).forms if one.action == "/check/export")
        sent = {**dict(found.form_values()), "format": form}
        return self.site.request("POST", "/check/export", data=sent, cookies=self.cookies)


@pytest.fixture
def planner(site: Site) -> Planner:
    return Planner(site)


def test_the_form_has_a_label_for_each_field_and_lists_the_governments(site: Site) -> None:
    tree = html.fromstring(site.get("/check").content)
    named = {one.get("for") for one in tree.xpath("//main//label")}
    assert named == {
        one.get("id") for one in tree.xpath("//main//*[self::input or self::select or self::textarea][@id]")
    }
    assert "전라남도 순천시" in tree.xpath("//optgroup[@label='전라남도']/option/text()")


def test_a_file_becomes_a_paper_for_the_committee(planner: Planner) -> None:
    page = planner.check(DRAFT.encode(), years="5", government="전라남도 순천시")
    told = text(page)
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    for part in (
        "사전검토 자료",
        "우리 기관전라남도 순천시",
        "라군아로",
        "검토 신호",
        "다른 선택지",
        "다른 문서에도 있는 문장",
    ):
        assert part in told
    assert 'href="/institutions/lagun-aro"' in page.text
    assert 'href="/documents/' in page.text


def test_pasted_text_is_checked_too(planner: Planner) -> None:
    page = planner.check(text=DRAFT)
    assert page.status_code == 200
    assert "붙여 넣은 글" in text(page)
    assert "라군아로" in text(page)


def test_the_tables_can_be_taken_away_without_sending_the_draft_again(planner: Planner) -> None:
    page = planner.check(HOSTILE.encode())
    table = planner.export(page, "csv")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in table.headers["content-disposition"]
    cells = [cell for row in csv.reader(io.StringIO(table.content.decode("utf-8-sig"))) for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    book = load_workbook(io.BytesIO(planner.export(page, "xlsx").content))
    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=1+1") for cell in values)
    assert {cell.data_type for cell in values} <= {"s", "n", "d"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_format_can_be_asked_for_at_once(planner: Planner, form: str) -> None:
    page, file = planner.check(DRAFT.encode()), planner.check(DRAFT.encode(), format=form)
    if form == "csv":
        assert file.content == planner.export(page, form).content
    assert file.headers["content-disposition"].endswith(f".{form}")


def test_what_harms_is_shown_as_text_and_what_is_private_not_at_all(planner: Planner) -> None:
    page = planner.check(HOSTILE.encode(), name=f"{SCRIPT}.md")
    assert page.status_code == 200
    assert SCRIPT not in page.text
    assert "&lt;script&gt;" in page.text
    tree = html.fromstring(page.content)
    assert not tree.xpath("//main//script | //*[@style] | //@onclick | //@onerror")
    for private in ("1234-5678", "hong@"):
        assert private not in page.text
        assert private not in planner.export(page, "csv").text


def test_what_was_found_can_not_be_forged(planner: Planner) -> None:
    sent = {**planner.fields, "made": "eyJkYXkiOiIyMDI2In0.x", "format": "csv"}
    answer = planner.site.request("POST", "/check/export", data=sent, cookies=planner.cookies)
    assert answer.status_code == 400
    assert "다시 점검" in text(answer)


def test_a_form_from_elsewhere_is_refused(planner: Planner) -> None:
    planner.fields["csrftoken"] = "other"
    answer = planner.check(DRAFT.encode())
    assert answer.status_code == 403
    assert "새로 고친 뒤" in answer.text
    planner.fields["csrftoken"] = "다른 것"
    assert planner.check(DRAFT.encode()).status_code == 400


@pytest.mark.parametrize(
    ("data", "name", "status", "told"),
    [
        (None, "", 400, "파일을 고르거나"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "a.png", 415, "그림 파일입니다"),
        (b"PK\x03\x04" + b"\0" * 64, "a.hwpx", 422, "깨져 있어"),
        (b" \n", "a.txt", 422, "읽을 내용이 없는"),
    ],
)
def test_what_can_not_be_read_is_said_beside_the_form(
    planner: Planner, data: bytes | None, name: str, status: int, told: str
) -> None:
    answer = planner.check(data, name)
    assert answer.status_code == status
    (said,) = html.fromstring(answer.content).xpath("//*[@role='alert']")
    assert told in said.text_content()
    assert html.fromstring(answer.content).xpath("//input[@type='file']")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", "0"),
        ("years", "-1"),
        ("years", "²"),
        ("government", "중구"),
        ("government", SCRIPT),
        ("format", "exe"),
    ],
)
def test_a_field_that_can_not_be_meant_is_said(planner: Planner, field: str, value: str) -> None:
    answer = planner.check(DRAFT.encode(), **{field: value})
    assert answer.status_code == 400
    assert html.fromstring(answer.content).xpath("//*[@role='alert']")


def test_what_is_too_large_is_refused_before_it_is_read(site: Site) -> None:
    body = b"x" * (draft.MAX_BYTES + 2**20 + 1)
    answer = site.request("POST", "/check.json", content=body, headers={"content-type": "text/plain"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_programs_send_a_file_or_its_bytes(site: Site) -> None:
    whole = site.request("POST", "/check.json?years=5", files={"file": ("a.md", DRAFT.encode())}).json()
    bare = site.request("POST", "/check.json?years=5&name=a.md", content=DRAFT.encode()).json()
    assert whole == bare
    assert whole["years"] == 5
    assert {"name", "institution_id", "note", "visits"} <= whole["institutions"][0].keys()
    refused = site.request("POST", "/check.json?name=b.md", content=b"").json()
    assert (refused["document"], refused["error"]["code"]) == ("b.md", "empty")
    assert site.get("/check.json").json()["fields"] == ["file", "text", "government", "years"]


def test_the_command_of_the_readmes_sends_a_draft(base: Path) -> None:
    draft = ROOT / "plans" / "sample-2019-jeonnam-plan.md"
    command = re.search(r"^curl (.*) < ", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert command
    with serving(base) as address, draft.open("rb") as sent:
        words = shlex.split(command[1].replace("http://127.0.0.1:8001", address))
        done = subprocess.run(["curl", "--silent", *words], stdin=sent, capture_output=True, check=True)
    assert len(json.loads(done.stdout)["institutions"]) == 5


def test_a_form_that_is_torn_is_said(site: Site) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = site.request("POST", "/check.json", content=b"--y\r\n", headers={"content-type": kind})
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "bad_request"


def test_nothing_is_kept(planner: Planner, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # a file put aside would fail
    before = base.read_bytes()
    beside = sorted(base.parent.iterdir())
    assert planner.check(DRAFT.encode() + b"\n" * 3_000_000).status_code == 200
    assert base.read_bytes() == before
    assert sorted(base.parent.iterdir()) == beside


def test_who_may_not_see_the_base_may_not_ask_about_it(base: Path) -> None:
    private = Site(base, private=True)
    assert private.get("/check").status_code == 403
    answer = private.request("POST", "/check.json", content=DRAFT.encode())
    assert answer.status_code == 403


def test_the_page_and_the_command_say_the_same(site: Site, base: Path) -> None:
    import json

    from click.testing import CliRunner

    from ingest.cli import main

    sample = ROOT / "plans" / PLAN
    lists = base.parent / "authority"
    command = ["check", str(sample), "--db", str(base), "--authority", str(lists), "--format", "json"]
    told = json.loads(CliRunner().invoke(main, command).stdout)
    shown = Site(base, lists=lists).request("POST", f"/check.json?name={PLAN}", content=sample.read_bytes()).json()
    assert shown == told
    with sqlite3.connect(base) as connection:
        assert connection.execute("select count(*) from sentences").fetchone()[0]


def test_a_documents_page_shows_what_stands_in_other_trips_documents_too(tmp_path: Path) -> None:
    said = "조합원이 폐업한 사업장에서 다른 조합으로 옮겨 가는 절차와 그 재원을 조사함"
    (tmp_path / "plans").mkdir()
    for year in (2018, 2021):
        text = HOSTILE.replace("2026", str(year)) + f"\n\n## 추진 배경\n\n{said} {SCRIPT}\n"
        (tmp_path / "plans" / f"{year}.md").write_text(text, encoding="utf-8")
    build([tmp_path / "plans"], tmp_path / "kb.db", authority.load())
    with sqlite3.connect(tmp_path / "kb.db") as connection:
        ids = dict(connection.execute("select path, id from documents"))
    page = Site(tmp_path / "kb.db").get(f"/documents/{ids['2021.md']}")
    (section,) = html.fromstring(page.content).xpath("//section[@aria-labelledby='repeated']")
    assert said in section.text_content()
    assert any(href.startswith(f"/documents/{ids['2018.md']}#b-") for href in section.xpath(".//a/@href"))
    assert SCRIPT not in page.text
