"""Exports open in Excel: whole, in Korean, with nothing in them that runs."""

import csv
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from datasette.utils import module_from_path
from hypothesis import given
from hypothesis import strategies as st

from tests.plugins.conftest import FORMULA, ROOT, Site

excel_csv: ModuleType = module_from_path(str(ROOT / "plugins" / "excel_csv.py"), "excel_csv")
BOM = b"\xef\xbb\xbf"
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
cells = st.text(st.sampled_from("=+-@\t\r\n\",'가나＝＋－＠ 1234567890.eE") | st.characters(codec="utf-8"), max_size=12)
tables = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6)


def written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def safe(data: bytes, size: int | None = None) -> bytes:
    """The whole of `data` through SafeCsv, in pieces of `size` bytes."""
    filter_, size = excel_csv.SafeCsv(), size or len(data) or 1
    pieces = [filter_.feed(data[start : start + size]) for start in range(0, len(data), size)]
    return b"".join([*pieces, filter_.close()])


def expected(cell: str) -> str:
    dangerous = cell.startswith(tuple("=+-@\t\r＝＋－＠")) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if dangerous else cell


@given(tables)
def test_round_trip(rows: list[list[str]]) -> None:
    assert read(safe(written(rows))) == read(written([[expected(cell) for cell in row] for row in rows]))


@given(tables, st.integers(1, 7))
def test_pieces_of_any_size_give_the_same(rows: list[list[str]], size: int) -> None:
    data = written(rows)
    assert safe(data, size) == safe(data)


@pytest.mark.parametrize("cell", ["-2.49", "+3", "-1e5", "-.5", "3.", "1,234", "가=나", "'=1", "", "파리 시청"])
def test_left_alone(cell: str) -> None:
    assert read(safe(written([["a", cell]]))) == [["a", cell]]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1-1", "-", "--1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "－2", "＠가", '="a,b"\n']
)
def test_made_harmless(cell: str) -> None:
    assert read(safe(written([["a", cell]]))) == [["a", f"'{cell}"]]


def test_mark_stands_once_and_first() -> None:
    assert safe(b"") == BOM
    assert safe(b"a\r\nb\r\n", 1) == BOM + b"a\r\nb\r\n"


def test_a_large_cell_in_small_pieces() -> None:
    data = written([["가" * 50_000, '"' * 1000, "=1"]])
    assert read(safe(data, 64)) == [["가" * 50_000, '"' * 1000, "'=1"]]


@pytest.mark.parametrize(
    ("path", "query", "whole"),
    [
        (b"/kb/visits.csv", b"", b"_stream=on&_size=max"),
        (b"/kb/visits.csv", b"_size=max", b"_size=max&_stream=on"),
        (b"/kb/visits.csv", b"year=2019", b"year=2019&_stream=on&_size=max"),
        (b"/kb/visits.csv", b"_size=10", b"_size=10"),
        (b"/kb/visits.csv", b"_next=100", b"_next=100"),
        (b"/kb/visits.csv", b"_stream=on", b"_stream=on"),
        (b"/kb.csv", b"sql=select+1", b"sql=select+1"),
    ],
)
def test_exports_are_whole(path: bytes, query: bytes, whole: bytes) -> None:
    assert excel_csv.whole(path, query) == whole


def test_table_streams_whole(site: Site) -> None:
    response = site.get("/kb/blocks.csv?_size=max")
    count = site.get("/kb.json?sql=select+count(*)+as+n+from+blocks&_shape=array").json()[0]["n"]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "content-length" not in response.headers
    assert len(read(response.content)) == count + 1 > 100


def test_small_pages_stream_whole(base: Path) -> None:
    small = Site(base, default_page_size=3, max_returned_rows=3)
    for table, args in (
        ("blocks", ""),
        ("visit_log", ""),
        ("visit_log", "_sort=year"),
        ("visited_institutions", ""),
        ("unvisited_institutions", ""),
        ("institutions_by_theme", ""),
        ("institution_list", "_sort_desc=kind"),
    ):
        total = small.get(f"/kb.json?sql=select+count(*)+as+n+from+{table}&_shape=array").json()[0]["n"]
        rows = read(small.get(f"/kb/{table}.csv?{args}").content)
        assert len(rows) == total + 1 > 4
        assert len({tuple(row) for row in rows}) == total + 1


@pytest.mark.parametrize(
    "path",
    [
        "/kb/institutions.csv",
        "/kb/unvisited_institutions.csv",
        "/kb/not_yet_visited.csv",
        "/kb.csv?sql=select+*+from+institutions",
        "/kb/visit_log.csv",
    ],
)
def test_formula_in_a_name(site: Site, path: str) -> None:
    response = site.get(path)
    assert response.content.startswith(BOM)
    found = [cell for row in read(response.content) for cell in row if "HYPERLINK" in cell]
    assert found == [f"'{FORMULA}"]


def test_formula_from_a_document(site: Site) -> None:
    cells = {cell for row in read(site.get("/kb/visit_log.csv").content) for cell in row}
    assert "'@SUM(A1) 협동조합" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def test_formula_in_a_heading(site: Site) -> None:
    assert read(site.get('/kb.csv?sql=select+1+as+"=cmd"').content) == [["'=cmd"], ["1"]]


def test_scripts_get_the_bytes_as_they_are(site: Site) -> None:
    response = site.get("/kb/institutions.csv?_excel=off")
    assert not response.content.startswith(BOM)
    assert response.headers["content-type"].startswith("text/plain")
    assert FORMULA in [cell for row in read(response.content) for cell in row]


def test_only_good_csv_is_touched(site: Site) -> None:
    assert site.get("/kb/none.csv").status_code == 404
    assert site.get("/kb/none.csv").headers["content-type"].startswith("text/html")
    assert site.get("/kb/trips.json").json()["rows"]


def test_xlsx_keeps_a_formula_as_text(site: Site) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(site.get("/kb/institutions.xlsx").content))
    found = [cell for row in book.worksheets[0] for cell in row if cell.value == FORMULA]
    assert [cell.data_type for cell in found] == ["s"]
