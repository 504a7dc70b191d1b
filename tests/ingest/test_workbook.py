import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ingest.excel import attachment, safe_csv, table_csv
from ingest.exports import export
from ingest.workbook import Sheet, workbook


def test_texts_stay_texts_and_numbers_numbers() -> None:
    made = workbook([Sheet("가", ("=a", "b"), [("=1+1", 3), ("+82", None), ("@SUM(A1)", 1.5)])])
    sheet = load_workbook(io.BytesIO(made))["가"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["=a", "b"],
        ["=1+1", 3],
        ["+82", None],
        ["@SUM(A1)", 1.5],
    ]
    assert {cell.data_type for row in sheet for cell in row} == {"s", "n"}


@given(st.text(max_size=40))
def test_whatever_stands_in_a_cell_can_be_opened(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook([Sheet("가", ("a",), [(text,)])])))
    assert book["가"].max_row in (1, 2)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("방문기록", "방문기록"),
        ('찾기 "a/b\\c:d*e?f|<g>', "찾기 a b c d e f g"),
        ("\x00\n..", "가본데"),
        ("가" * 300, "가" * 80),
    ],
)
def test_a_file_is_named_so_that_windows_takes_it(title: str, name: str) -> None:
    from urllib.parse import unquote

    made = unquote(attachment(title, "csv", date(2026, 1, 2)))
    assert made == f"attachment; filename=\"gabonde-2026-01-02.csv\"; filename*=UTF-8''{name}-2026-01-02.csv"


@given(st.text())
def test_a_name_of_a_file_is_one_line_of_ascii(title: str) -> None:
    made = attachment(title.encode("utf-8", "replace").decode(), "xlsx")
    assert made.isascii()
    assert made.isprintable()


def test_a_list_as_csv_and_as_a_workbook() -> None:
    columns, rows = ("name", "count"), [("=a", 1), ("나", None)]
    text = export("목록", "csv", columns, rows)
    assert safe_csv(text.body).decode("utf-8-sig") == "name,count\r\n'=a,1\r\n나,\r\n"
    assert table_csv(columns, rows) == text.body
    book = load_workbook(io.BytesIO(export("[목록]: a/b", "xlsx", columns, rows).body))
    assert book.sheetnames == ["목록   a b"]
