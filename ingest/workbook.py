"""Tables as a workbook (XLSX) in which every text stays a text, whatever it begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cells = Sequence[str | int | float | None]
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 2**20 - 1
"""Rows below the heads that Excel takes on a sheet."""
_NO_TITLE = str.maketrans("[]:*?/\\", "       ")  # what Excel takes in no name of a sheet
_LONGEST = 31  # characters of it
_WIDEST = 60  # characters of a column
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_YEAR = 1900  # from which on Excel knows dates
_CELL = 32_767  # characters Excel takes in a cell


class Sheet(NamedTuple):
    """A table: its title, the heads of its columns, its rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Cells]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of the tables, one a sheet, in their order."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        add_page(book, sheet)
    return _saved(book)


class GrowingWorkbook:
    """A workbook of one table whose rows come some at a time; they lie on the disk until it is closed.

    title: as people call the table. first: rows that come first, after which the columns are made as wide.
    """

    def __init__(self, title: str, columns: Sequence[str], first: Sequence[Cells]) -> None:
        self._book = Workbook(write_only=True)
        self._page = add_page(self._book, Sheet(sheet_name(title), columns, first))

    def add(self, rows: Iterable[Cells]) -> None:
        """Put rows behind the others."""
        _append(self._page, rows)

    def close(self) -> bytes:
        """The workbook; nothing can be added any more."""
        return _saved(self._book)


def sheet_name(title: str) -> str:
    """A title as Excel takes it for the name of a sheet."""
    return title.translate(_NO_TITLE).strip(" '")[:_LONGEST] or "목록"


def add_page(book: Workbook, sheet: Sheet) -> Any:
    """Put a table on a sheet of its own; returns that, for further rows."""
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    set_widths(page, sheet)
    page.append([cell(page, head, Font(bold=True)) for head in sheet.columns])
    _append(page, sheet.rows)
    return page


def _append(page: Any, rows: Iterable[Cells]) -> None:
    for row in rows:
        page.append([cell(page, value) for value in row])


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_date(value: object) -> date | None:
    """The day that a text is (YYYY-MM-DD), where it is one that Excel knows."""
    if not isinstance(value, str) or not _DAY.fullmatch(value) or int(value[:4]) < _FIRST_YEAR:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def cell(page: Any, value: str | int | float | date | None, font: Font | None = None) -> Any:
    """A cell of a sheet that is written only; a text is never a formula, and a date is one to count with."""
    made = WriteOnlyCell(page)
    if day := as_date(value):
        value = day
    if isinstance(value, date):
        made.value = value
        made.number_format = "yyyy-mm-dd"
    elif isinstance(value, str) and value:
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL]
        made.data_type = "s"
    else:
        made.value = None if value == "" else value
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        made.font = font
    return made


def set_widths(page: Any, sheet: Sheet) -> None:
    """Make each column as wide as its widest line, up to a measure; Hangul is counted twice."""
    columns = zip(sheet.columns, *sheet.rows, strict=True)
    for number, column in enumerate(columns, 1):
        width = 2 + max(_width(str(value or "")) for value in column)
        page.column_dimensions[get_column_letter(number)].width = min(_WIDEST, width)


def _width(text: str) -> int:
    return max((sum(1 + (ord(character) > 0x1100) for character in line) for line in text.splitlines()), default=0)
