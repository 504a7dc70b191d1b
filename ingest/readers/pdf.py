"""PDF → blocks: lines of plain pages by pypdfium2, pages with rules by pdfplumber, which is slow.

A table that ends a page and one of the same width that begins the next are one table; a header row
that comes again there is dropped.
"""

from __future__ import annotations

import io
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, resolve1
from pdfplumber.page import Page
from pdfplumber.utils.text import chars_to_textmap
from pypdfium2 import raw

from ingest.document import Block, Cell, Table
from ingest.errors import Rejected
from ingest.readers import packages
from ingest.readers.markers import Outline, split_marker, text_lines

FORMAT = "pdf"
MAX_PAGES = 500

_END = re.compile(rb"startxref\s+\d")  # what every whole file closes with,
_TAIL = 2048  # but for what mail and web servers put behind it
_RULES = 4  # fewer lines than these make no table
_MARGIN = 2.0  # points by which words may stand outside their table
_INDENT = 4.0  # points of one column of indent
_MOST_INDENT = 250  # columns; a damaged matrix puts a line anywhere
_PAGE_NUMBER = re.compile(r"\s*[-–—]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—]?\s*|")
_HANGUL_BREAK = re.compile(r"[가-힣][가-힣]|[가-힣][(（),.·]|[(（·][가-힣]")

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of print with its box, in points from the page's upper left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What pypdfium2 finds on a page: its lines in reading order, and whether anything is drawn there.

    upright: whether the lines' boxes are as one sees them, not turned with the page.
    """

    lines: list[_Line]
    drawn: bool
    upright: bool


def score(data: bytes, name: str) -> float:
    """Sure by its first bytes, which may have a little before them."""
    return 1.0 if b"%PDF-" in data[:1024] else 0.0


def read(data: bytes) -> Sequence[Block]:
    """The blocks of all pages; raises Rejected for encrypted, damaged, too long and picture-only files."""
    if not _END.search(data[-_TAIL:]):
        raise Rejected("corrupt")
    with closing(_opened(data)) as printed:
        if len(printed) > MAX_PAGES:
            raise Rejected("too_large")
        try:
            with pdfplumber.open(io.BytesIO(data)) as document:
                return _joined(_pages(document.pages, printed))
        except Rejected:
            raise
        except Exception as error:  # pdfminer lets any error through on a damaged object
            raise Rejected("corrupt") from error


def _opened(data: bytes) -> Any:
    """The document by pypdfium2, which tells whether it can be opened at all."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Rejected("encrypted" if "assword" in str(error) else "corrupt") from error


def _pages(pages: Sequence[Page], printed: Any) -> list[Block]:
    for page in pages:
        _check(page)
    sheets = [_sheet(printed, index) for index in range(len(printed))]
    if not any(sheet.lines for sheet in sheets):
        raise Rejected("unsupported", "글자가 없는 그림 PDF(스캔)입니다. 글자를 알아본 PDF나 원본 파일을 넣어 주세요.")
    outline = Outline()
    blocks: list[Block] = []
    for number, (page, sheet) in enumerate(zip(pages, sheets, strict=True), 1):
        blocks += _page(page, sheet, number, outline)
        page.close()
    return blocks


def _check(page: Page) -> None:
    """Unpack the page's content once: of a damaged stream both libraries show what they could read."""
    for content in map(resolve1, page.page_obj.contents):
        if not isinstance(content, PDFStream) or content.decipher or not content.rawdata:
            continue
        filters = content.get_filters()
        if filters and filters[0][0] in LITERALS_FLATE_DECODE:
            packages.check_deflated(content.rawdata)


def _sheet(document: Any, index: int) -> _Sheet:
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        drawn = next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,)), None) is not None
        lines = list(_printed(text, page.get_height()))
        return _Sheet(lines, drawn, page.get_rotation() == 0)


def _printed(text: Any, height: float) -> Iterator[_Line]:
    """The lines of a page, each with the box from its first character to its last."""
    characters = [_character(raw.FPDFText_GetUnicode(text, index)) for index in range(text.count_chars())]
    start = 0
    for end in [*(index for index, character in enumerate(characters) if character == "\n"), len(characters)]:
        inked = [index for index in range(start, end) if not characters[index].isspace()]
        if inked:
            first, last = (text.get_charbox(index, loose=True) for index in (inked[0], inked[-1]))
            written = "".join(characters[inked[0] : inked[-1] + 1])
            written = written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            top, bottom = height - max(first[3], last[3]), height - min(first[1], last[1])
            yield _Line(written, first[0], last[2], top, bottom)
        start = end + 1


def _character(code: int) -> str:
    """The character; pypdfium2 marks a hyphen that breaks a word by 2, and has 0 for what it can't tell."""
    return "-" if code == 2 else chr(code) if code >= 32 or code == 10 else " "


def _page(page: Page, sheet: _Sheet, number: int, outline: Outline) -> list[Block]:
    if not sheet.drawn or len(page.rects) + len(page.lines) + len(page.curves) < _RULES:
        tables, lines = [], sheet.lines if sheet.upright else _lines(page.chars)
    else:
        tables = [table for table in page.find_tables() if len(table.cells) > 1]
        boxes = [table.bbox for table in tables]
        lines = _lines([character for character in page.chars if not _inside(character, boxes)])
    found: list[tuple[float, Table | _Line]] = [(table.bbox[1], _table(page, table, number)) for table in tables]
    for line in _unwrapped(lines, max((line.right for line in lines), default=0.0)):
        if not _PAGE_NUMBER.fullmatch(line.text):
            found.append((line.top, line))
    blocks: list[Block] = []
    for _, thing in sorted(found, key=lambda pair: pair[0]) if tables else found:
        if isinstance(thing, Table):
            blocks.append(thing)
        else:
            columns = min(_MOST_INDENT, int((thing.left - page.bbox[0]) / _INDENT))
            indented = " " * columns + thing.text
            blocks += text_lines(indented, outline, page=number)
    return blocks


def _lines(characters: Sequence[dict[str, Any]]) -> list[_Line]:
    if not characters:
        return []
    lines = chars_to_textmap(list(characters)).extract_text_lines(return_chars=False)
    return [_Line(line["text"], line["x0"], line["x1"], line["top"], line["bottom"]) for line in lines]


def _unwrapped(lines: Sequence[_Line], edge: float) -> list[_Line]:
    """Lines with what the right `edge` broke put together again.

    A line goes on when its last character stands so near the edge that the next line's first word
    had no room. Korean may break inside a word, so a space is put back only where a whole word
    would have fitted less.
    """
    joined: list[_Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and _is_broken(before, line, edge):
            space = "" if _HANGUL_BREAK.search(before.text[-1] + line.text[0]) else " "
            joined[-1] = replace(before, text=before.text + space + line.text, right=line.right, bottom=line.bottom)
        else:
            joined.append(line)
    return joined


def _is_broken(before: _Line, line: _Line, edge: float) -> bool:
    height = line.bottom - line.top
    close = line.top - before.bottom < height * 0.9
    first = line.text.split()[0]
    word = len(first) if first.isascii() else min(len(first), 2)
    room = edge - before.right
    return close and not split_marker(line.text)[0] and room < (word + 0.5) * height * (0.6 if first.isascii() else 1.0)


def _inside(thing: dict[str, Any], boxes: Sequence[_Box]) -> bool:
    """Whether the middle of a character lies in one of the tables."""
    x, y = _middle(thing)
    return any(
        left - _MARGIN <= x <= right + _MARGIN and top - _MARGIN <= y <= bottom + _MARGIN
        for left, top, right, bottom in boxes
    )


def _middle(thing: dict[str, Any]) -> tuple[float, float]:
    return (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2


def _table(page: Page, table: Any, number: int) -> Table:
    """The table with spans: a cell covers as many slots as lie between its edges."""
    columns = _edges(edge for cell in table.cells for edge in (cell[0], cell[2]))
    rows = _edges(edge for cell in table.cells for edge in (cell[1], cell[3]))
    boxes = [*table.cells, *_unclosed(table.cells, columns, rows)]
    characters = _by_slot((thing for thing in page.chars if _inside(thing, (table.bbox,))), columns, rows)
    cells = []
    for left, top, right, bottom in sorted(boxes, key=lambda box: (_slot(rows, box[1]), _slot(columns, box[0]))):
        row, column = _slot(rows, top), _slot(columns, left)
        below, beside = max(row + 1, _slot(rows, bottom)), max(column + 1, _slot(columns, right))
        slots = product(range(row, below), range(column, beside))
        lines = _lines([character for slot in slots for character in characters.get(slot, ())])
        padding = min((line.left for line in lines), default=left) - left
        outline = Outline()
        written = [line.text for line in _unwrapped(lines, right - padding)]
        blocks = tuple(block for text in written for block in text_lines(text, outline, page=number))
        cells.append(Cell(row, column, blocks, below - row, beside - column))
    return Table(tuple(cells), page=number)


def _by_slot(
    characters: Iterable[dict[str, Any]], columns: Sequence[float], rows: Sequence[float]
) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """The characters by the slot that their middle lies in: cropping the page cell by cell takes far longer."""
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for character in characters:
        x, y = _middle(character)
        slot = (bisect(rows, y, 1, len(rows) - 1) - 1, bisect(columns, x, 1, len(columns) - 1) - 1)
        found.setdefault(slot, []).append(character)
    return found


def _unclosed(cells: Sequence[_Box], columns: Sequence[float], rows: Sequence[float]) -> Iterator[_Box]:
    """What no cell covers, by columns: where a page cuts a cell, its last rule may be missing."""
    covered = {
        (row, column)
        for left, top, right, bottom in cells
        for row in range(_slot(rows, top), _slot(rows, bottom))
        for column in range(_slot(columns, left), _slot(columns, right))
    }
    for column, (left, right) in enumerate(pairwise(columns)):
        open_rows = (row for row in range(len(rows) - 1) if (row, column) not in covered)
        for _, run in groupby(enumerate(open_rows), key=lambda pair: pair[1] - pair[0]):
            below = [row for _, row in run]
            yield left, rows[below[0]], right, rows[below[-1] + 1]


def _edges(values: Iterator[float]) -> list[float]:
    """Distinct edges in order; those within a point or so of each other are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _MARGIN:
            edges.append(value)
    return edges


def _slot(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Tables that a page break cut are one again."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(before, Table) and _goes_on(before, block):
            joined[-1] = _append(before, block)
        else:
            joined.append(block)
    return joined


def _goes_on(before: Table, block: Table) -> bool:
    last = max((line.page or 0 for cell in before.cells for line in cell.lines), default=before.page or 0)
    return before.width == block.width and (block.page or 0) == last + 1


def _append(before: Table, block: Table) -> Table:
    """`before` with the rows of `block`, but for a header that comes again."""
    again = _row_text(before, 0) == _row_text(block, 0)
    skipped = 1 if again else 0
    shift = before.height - skipped
    rest = (cell for cell in block.cells if cell.row >= skipped)
    return replace(before, cells=(*before.cells, *(replace(cell, row=cell.row + shift) for cell in rest)))


def _row_text(table: Table, row: int) -> list[str]:
    return [re.sub(r"\s+", "", cell.text) for cell in table.cells if cell.row == row]
