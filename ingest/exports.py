"""A list as a file to take home: CSV or a workbook, under a Korean name with the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.excel import attachment, table_csv
from ingest.workbook import TYPE, Cells, Sheet, workbook

CSV_TYPE = "text/csv; charset=utf-8"
_NO_TITLE = str.maketrans("[]:*?/\\", "       ")  # what Excel takes in no name of a sheet
_LONGEST = 31  # characters of it


class Export(NamedTuple):
    """A file: its bytes, its type, and the headers by which it is saved."""

    body: bytes
    content_type: str
    headers: dict[str, str]


def export(title: str, ending: str, columns: Sequence[str], rows: Iterable[Cells]) -> Export:
    """A list as a file. ending: csv (not made safe for Excel yet) or xlsx."""
    headers = {"content-disposition": attachment(title, ending)}
    if ending == "csv":
        return Export(table_csv(columns, rows), CSV_TYPE, headers)
    name = title.translate(_NO_TITLE).strip()[:_LONGEST] or "목록"
    return Export(workbook([Sheet(name, columns, list(rows))]), TYPE, headers)
