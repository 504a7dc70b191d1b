"""A check taken away: every format says the same, and no cell of any runs."""

import csv
import datetime
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ingest import draft
from ingest.authority import Authority
from ingest.build import build
from ingest.check_report import RENDERERS, sheets
from ingest.decided import Decisions
from ingest.precheck import Asked, check
from tests.conftest import ROOT

SAMPLE = ROOT / "plans" / "sample-2019-jeonnam-plan.md"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> dict[str, Any]:
    """The plan of 2019 again two years later, with a formula for a question."""
    path = tmp_path_factory.mktemp("base") / "kb.db"
    build([ROOT / "plans"], path, authority)
    text = SAMPLE.read_text(encoding="utf-8").replace("2019", "2021").replace("시의 협동조합 정책과", f"{FORMULA} 시의")
    assert FORMULA in text
    with closing(sqlite3.connect(path)) as connection:
        read = draft.read(text.encode(), "초안.md", authority)
        return check(read, connection, Decisions(authority), Asked(datetime.date(2026, 1, 1))).to_json()


def test_json_is_all_there_is(made: dict[str, Any]) -> None:
    assert json.loads(RENDERERS["json"](made)) == json.loads(json.dumps(made))


def test_csv_begins_with_what_scripts_rely_on(made: dict[str, Any]) -> None:
    rows = list(csv.reader(io.StringIO(RENDERERS["csv"](made).decode("utf-8-sig"))))
    assert rows[0][:7] == ["기관", "이전 방문일", "누가", "상태", "협의사항", "문서", "위치"]
    assert {len(row) for row in rows} == {len(rows[0])}
    kinds = {row[7].partition("(")[0].partition(":")[0] for row in rows[1:]}
    assert kinds >= {"방문", "확인 필요", "검토 신호", "다른 선택지", "겹치는 문장"}
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_the_workbook_has_a_sheet_a_table_and_no_formula(made: dict[str, Any]) -> None:
    book = load_workbook(io.BytesIO(RENDERERS["xlsx"](made)))
    tables = sheets(made)
    assert book.sheetnames == [table.title for table in tables]
    for table, page in zip(tables, book, strict=True):
        assert [cell.value for cell in page[1]] == list(table.columns)
        assert page.max_row == len(table.rows) + 1
        assert {cell.data_type for row in page for cell in row} <= {"s", "n", "d"}
    cells = [cell.value for page in book for row in page for cell in row]
    assert any(str(value).startswith(FORMULA) for value in cells)


def test_the_text_names_each_institution_and_each_signal(made: dict[str, Any]) -> None:
    lines = RENDERERS["text"](made).decode().splitlines()
    for one in made["institutions"]:
        assert f"■ {one['name']}: {one['note']}" in lines
    for problem in made["problems"]:
        assert f"[검토 신호] {problem['message']}" in lines


def test_no_word_of_it_is_a_verdict(made: dict[str, Any], tmp_path: Path) -> None:
    told = RENDERERS["text"](made).decode()
    assert not [word for word in ("위반", "부적정", "잘못", "표절", "부당") if word in told]
