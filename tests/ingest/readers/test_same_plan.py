"""One plan in every format gives one model, but for what a format can't say: that is listed as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import pytest

from bench.corpus import FORMATS, Box, Draft, Grid, Line, make_draft, render, suffix
from bench.render import CP949_STAND_INS
from ingest.document import Cell, Document, Table, Text
from ingest.readers import read_bytes

SEEDS = range(1, 13)


@dataclass(frozen=True)
class Losses:
    """What a format forces on a plan. Whatever isn't listed here must come out as it went in.

    headings: a heading is a line as any other, by its number an item, and what it heads is one deeper.
    bold: not told. header: not told; "first": the first row of each table, whether it is one or not.
    spans: a slot that a span covers is an empty cell. lines: a cell has one line, its lines joined.
    pages: a page cuts a span in two, the lower one without text.
    blanks: whether a blank or nothing stood where a line was broken is not to be seen.
    drawn: a bullet of this kind is drawn, not written, but for those in cells.
    typed: characters the encoding hasn't got, with those that one types in their stead.
    """

    headings: bool = False
    bold: bool = False
    header: bool | str = False
    spans: bool = False
    lines: bool = False
    pages: bool = False
    blanks: bool = False
    drawn: str = ""
    typed: dict[str, str] = field(default_factory=dict)


TEXT = {"headings": True, "bold": True, "header": True, "spans": True, "lines": True}
LOSSES = {
    "md": Losses(header="first", spans=True),
    "html": Losses(),
    "txt": Losses(**TEXT),
    "txt-utf16": Losses(**TEXT),
    "txt-cp949": Losses(**TEXT, typed=CP949_STAND_INS),
    "docx": Losses(header=True, drawn="-"),
    "pdf": Losses(headings=True, bold=True, header=True, pages=True, blanks=True),
    "hwpx": Losses(headings=True, header=True),
    "hwp": Losses(headings=True, bold=True, header=True),
}

# A line: (kind, depth, marker, text, bold). A table: (rows, columns, cells), a cell its row, column,
# spans, whether it is a header, and lines.
Shape = tuple[object, ...]


def said(document: Document, losses: Losses) -> list[Shape]:
    """The model as read."""
    return [_read_block(block, losses) for block in document.blocks]


def _read_block(block: Text | Table, losses: Losses) -> Shape:
    if isinstance(block, Text):
        return (block.kind, block.depth, block.marker, _words(block.text, losses), block.strong)
    cells = sorted((_read_cell(cell, losses) for cell in block.cells), key=lambda cell: cell[:2])
    return (block.height, block.width, tuple(cells))


def _read_cell(cell: Cell, losses: Losses) -> tuple[int, int, int, int, bool, tuple[Shape, ...]]:
    lines = tuple(_read_block(block, losses) for block in cell.blocks)
    return (cell.row, cell.column, cell.rowspan, cell.colspan, cell.header, lines)


def _words(text: str, losses: Losses) -> str:
    return re.sub(r"\s", "", text) if losses.blanks else text


def meant(draft: Draft, losses: Losses, cuts: Iterator[set[int]]) -> list[Shape]:
    """The model as the draft has it, less the format's losses; cuts: by table, the rows that begin a page."""
    title = Line(draft.title)
    shapes = [_line(title, losses, "" if losses.headings else "heading")]
    for heading, body in draft.sections():
        shapes.append(_line(heading, losses, "" if losses.headings else "heading", level=2))
        if isinstance(body, tuple):
            lines = [replace(line, marker="") if line.marker == losses.drawn else line for line in body]
            shapes += [_line(line, losses, deeper=losses.headings) for line in lines]
        else:
            shapes.append(_grid(body, losses, next(cuts)))
    return shapes


def _line(line: Line, losses: Losses, kind: str = "", level: int = 1, deeper: bool = False) -> Shape:
    depth = level if kind else line.depth + deeper
    marker, text = line.marker, line.text
    for lost, typed in losses.typed.items():
        marker, text = marker.replace(lost, typed), text.replace(lost, typed)
    bold = line.bold and not losses.bold
    return (kind or ("item" if line.depth else "paragraph"), depth, marker, _words(text, losses), bold)


def _grid(grid: Grid, losses: Losses, cut: set[int]) -> Shape:
    cells = []
    for row, boxes in enumerate(grid):
        for column, box in enumerate(boxes):
            if box is not None:
                cells += _cells(box, row, column, losses, cut)
    return (len(grid), len(grid[0]), tuple(sorted(cells, key=lambda cell: cell[:2])))


def _cells(box: Box, row: int, column: int, losses: Losses, cut: set[int]) -> Iterator[tuple]:
    header = row == 0 if losses.header == "first" else box.header and not losses.header
    bounds = [row, *sorted(at for at in cut if row < at < row + box.rows), row + box.rows]
    pieces = [(start, column, end - start, box.columns) for start, end in pairwise(bounds)]
    if losses.spans:
        pieces = [(r, c, 1, 1) for r in range(row, row + box.rows) for c in range(column, column + box.columns)]
    for piece in pieces:
        lines = _cell_lines(box, losses) if piece is pieces[0] else ()
        here = piece[0] == 0 if losses.header == "first" else header
        yield (*piece, here, lines)


def _cell_lines(box: Box, losses: Losses) -> tuple[Shape, ...]:
    if losses.lines and box.lines:
        first, rest = box.lines[0], box.lines[1:]
        text = " ".join([first.text, *(line.written for line in rest)])
        return (_line(Line(text, first.marker, first.depth), losses),)
    return tuple(_line(line, losses) for line in box.lines)


def page_cuts(document: Document) -> Iterator[set[int]]:
    """For each table the rows that begin a page: no row's text stands on two."""
    for table in document.blocks:
        if isinstance(table, Table):
            pages = [
                {line.page for cell in table.cells if cell.row == row for line in cell.lines} - {None}
                for row in range(table.height)
            ]
            assert all(len(found) <= 1 for found in pages)
            yield {row for row in range(1, len(pages)) if pages[row] - pages[row - 1] and pages[row - 1]}


@cache
def drafted(seed: int) -> Draft:
    return make_draft(seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_the_same(format: str, seed: int) -> None:
    draft, losses = drafted(seed), LOSSES[format]
    document = read_bytes(render(draft, format), f"plan.{suffix(format)}")
    assert document.format == suffix(format)
    cuts = page_cuts(document) if losses.pages else iter([set()] * 9)
    assert said(document, losses) == meant(draft, losses, cuts)


def test_every_format_is_compared() -> None:
    assert list(LOSSES) == list(FORMATS)
