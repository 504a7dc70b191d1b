"""A list as a file to take home: CSV or a workbook, under a Korean name with the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.excel import attachment, table_csv
from ingest.workbook import TYPE, Cells, Sheet, sheet_name, workbook

CSV_TYPE = "text/csv; charset=utf-8"


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
    return Export(workbook([Sheet(sheet_name(title), columns, list(rows))]), TYPE, headers)
