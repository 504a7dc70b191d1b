"""Itinerary tables whose days hold tables of their own: written out as one table, so that it is read as any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Cell, Table, Text, once
from ingest.extract import dates
from ingest.extract.lexicon import Lexicon

_NAMED_SHARE = 0.6  # of a row's cells, for a row of headings
_LEAST = 2  # days with a table
_TIME, _DOING = "시간", "일정"


@dataclass(frozen=True, slots=True)
class _Inner:
    """A row of the outer table: its table within, and the headings of that table's columns."""

    row: int
    table: Table
    headed: bool
    columns: tuple[str, ...]


def written_out(table: Table, lexicon: Lexicon) -> Table | None:
    """The table with the rows of those within its cells as its own, or None where it holds none of days.

    Columns of one heading are one; a table without headings has hours and doings.
    """
    holding = [cell for cell in table.cells if cell.row > 0 and _alone(cell)]
    columns = {cell.column for cell in holding}
    if len(holding) < _LEAST or len(columns) != 1:
        return None
    inner = {cell.row: _inner(cell, lexicon) for cell in holding}
    headings = list(dict.fromkeys(name for one in inner.values() for name in one.columns))
    return _composed(table, columns.pop(), inner, headings)


def _alone(cell: Cell) -> Table | None:
    """The table that is all a cell holds."""
    blocks = [block for block in cell.blocks if not isinstance(block, Text) or block.text.strip()]
    return blocks[0] if len(blocks) == 1 and isinstance(blocks[0], Table) else None


def _inner(cell: Cell, lexicon: Lexicon) -> _Inner:
    table = _alone(cell)
    assert table is not None
    first = table.rows[0] if table.cells else []
    roles = [lexicon.column(one.text) for one in first]
    told = any(dates.times(dates.readable(one.text)) for one in first)
    if len(first) == table.width and len(roles) > 1 and not told and sum(map(bool, roles)) >= _NAMED_SHARE * len(roles):
        return _Inner(cell.row, table, True, tuple(one.text.strip() for one in first))
    timed = table.width > 1 and all(dates.times(dates.readable(c.text)) or len(c.text) < 3 for c in _column(table, 0))
    names = (_TIME, _DOING) if timed else (_DOING,)
    return _Inner(cell.row, table, False, (*names, *[""] * (table.width - len(names)))[: table.width])


def _column(table: Table, index: int) -> list[Cell]:
    return once(row[index] for row in table.grid())


def _composed(table: Table, at: int, inner: dict[int, _Inner], headings: Sequence[str]) -> Table:
    """The outer table, each row as high as its inner one, whose cells stand below their headings."""
    width = len(headings)
    cells: list[Cell] = []
    height = 0
    for number in range(table.height):
        one = inner.get(number)
        start = one.table.height - one.headed if one else 1
        for cell in (c for c in table.cells if c.row == number and (one is None or c.column != at)):
            column = cell.column + (width - 1) * (cell.column > at)
            wide = width if cell.column == at and number else cell.colspan
            if cell.column == at and number == 0:
                cells += [_heading(cell, at + index, name) for index, name in enumerate(headings)]
            else:
                cells.append(replace(cell, row=height, column=column, rowspan=max(start, 1), colspan=wide))
        cells += _moved(one, height, at, headings) if one else []
        height += max(start, 1)
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _heading(cell: Cell, column: int, name: str) -> Cell:
    return Cell(0, column, (Text("paragraph", name),), header=cell.header, place=cell.place)


def _moved(inner: _Inner, height: int, at: int, headings: Sequence[str]) -> list[Cell]:
    """The cells of an inner table where they stand in the outer one."""
    rows = (cell for cell in inner.table.cells if cell.row >= inner.headed)
    return [
        replace(
            cell,
            row=height + cell.row - inner.headed,
            column=at + headings.index(inner.columns[cell.column]),
            colspan=1,
        )
        for cell in rows
    ]
