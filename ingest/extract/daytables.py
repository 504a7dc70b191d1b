"""Itinerary tables without a column of days: the day stands in a row of its own, or above the table.

Such a table is given the column that it lacks, so that it is read as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Cell, Document, Table, Text
from ingest.extract.outline import begins_day

_HEADING = "일자"
_LEAST_ROWS = 2  # days that stand in rows of their own


@dataclass(frozen=True, slots=True)
class _Day:
    """A line that tells a day, and the rows it holds for."""

    line: Text
    first: int
    last: int


def with_days(table: Table, above: Text | None) -> Table | None:
    """The table with a first column of days, from rows that tell a day alone or from the line above it."""
    days = list(_in_rows(table))
    if len(days) < _LEAST_ROWS:
        days = [_Day(above, 1, table.height - 1)] if above and begins_day(above) and table.height > 1 else []
    return _widened(table, days) if days else None


def lines_above(document: Document) -> dict[str, Text]:
    """Place of a table → the line right above it."""
    pairs = pairwise(document.blocks)
    return {below.place: above for above, below in pairs if isinstance(above, Text) and isinstance(below, Table)}


def _in_rows(table: Table) -> Iterator[_Day]:
    """The days of rows that hold one text, which begins with a day."""
    starts = [(number, line) for number, row in enumerate(table.rows) if (line := _alone(row)) and begins_day(line)]
    ends = [number for number, _ in starts[1:]] + [table.height]
    for (number, line), end in zip(starts, ends, strict=False):
        yield _Day(line, number + 1, end - 1)


def _alone(row: Sequence[Cell]) -> Text | None:
    """The line of a row in which nothing else stands."""
    filled = [cell for cell in row if cell.text.strip()]
    return filled[0].lines[0] if len(filled) == 1 and len(filled[0].lines) == 1 else None


def _widened(table: Table, days: Sequence[_Day]) -> Table:
    own = {day.first - 1 for day in days if day.first - 1 >= 0 and _alone(table.rows[day.first - 1]) is day.line}
    moved = [replace(cell, column=cell.column + 1) for cell in table.cells if cell.row not in own]
    head = Cell(0, 0, (Text("paragraph", _HEADING),), place=f"{table.place}.1.1")
    made = [
        Cell(d.first, 0, (d.line,), rowspan=d.last - d.first + 1, place=d.line.place) for d in days if d.last >= d.first
    ]
    cells = sorted([*([] if 0 in own else [head]), *made, *moved], key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells))
