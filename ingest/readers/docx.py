"""DOCX → blocks, by python-docx: paragraphs with list depth, tables with exact spans, nested tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn

from ingest.document import Block, Cell, Table, Text
from ingest.errors import Rejected
from ingest.readers import packages
from ingest.readers.markers import Outline, split_marker, text_lines
from ingest.readers.slots import Slots

FORMAT = "docx"

_MAIN = "word/document.xml"
_HEADING = re.compile(r"(?:heading|제목|개요)\s*(\d)", re.I)
_WRAPPERS = tuple(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag")))
_TITLES = frozenset(("title", "제목"))


def score(data: bytes, name: str) -> float:
    """Sure by the parts of the ZIP; a damaged ZIP goes by its name."""
    if not packages.is_zip(data):
        return 0.0
    try:
        return 1.0 if _MAIN in packages.parts(data) else 0.0
    except Rejected:
        return 0.8 if name.lower().endswith(".docx") else 0.0


def read(data: bytes) -> Sequence[Block]:
    """The blocks of the document's body."""
    packages.parts(data)
    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style.name or "" for style in document.styles}
        return list(_blocks(document.element.body, styles, Outline()))
    except Rejected:
        raise
    except Exception as error:  # python-docx lets any library's error through on a damaged part
        raise Rejected("corrupt") from error


def _blocks(parent: Any, styles: dict[str, str], outline: Outline) -> Iterator[Block]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield from _paragraph(child, styles, outline)
        elif child.tag == qn("w:tbl"):
            yield _table(child, styles)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, styles, outline)


def _paragraph(paragraph: Any, styles: dict[str, str], outline: Outline) -> Iterable[Text]:
    runs = [run for run in paragraph.iter(qn("w:r")) if not _deleted(run)]
    text = "".join(map(_run_text, runs))
    worded = [run for run in runs if re.search(r"\w", _run_text(run))]
    strong = bool(worded) and all(map(_bold, worded))
    style = styles.get(paragraph.style or "", "")
    heading = _HEADING.match(style)
    if heading or style.lower() in _TITLES:
        marker, words = split_marker(text)
        outline.heading()
        return [Text("heading", words, int(heading.group(1)) if heading else 1, marker)] if words else []
    depth = _list_depth(paragraph, style)
    depth = outline.below_typed(style.rstrip(" 0123456789"), depth) if depth else 0
    lines = text_lines(text, outline, strong)
    if depth and lines:
        first = lines[0]
        return [Text("item", first.text, depth, first.marker, strong), *lines[1:]]
    return lines


def _deleted(run: Any) -> bool:
    return any(parent.tag == qn("w:del") for parent in run.iterancestors())


def _run_text(run: Any) -> str:
    pieces = []
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif child.tag == qn("w:tab"):
            pieces.append("\t")
    return "".join(pieces)


def _bold(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off")


def _list_depth(paragraph: Any, style: str) -> int:
    """Depth in a Word list from 1, or 0: by its numbering level, else by a style such as "List Bullet 2"."""
    level = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    if level is not None:
        return int(level.get(qn("w:val"), "0")) + 1
    named = re.match(r"list (?:bullet|number|paragraph)\s*(\d)?", style, re.I)
    return int(named.group(1) or 1) if named else 0


def _table(table: Any, styles: dict[str, str]) -> Table:
    """Anchors by gridSpan and vMerge; a cell that goes on a merge from above adds to its span."""
    cells: list[Cell] = []
    above: dict[int, int] = {}  # by column, the number of the anchor there
    slots = Slots()
    for number, row in enumerate(table.iterchildren(qn("w:tr"))):
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        column = int(before.get(qn("w:val"), "0")) if before is not None else 0  # slots left out at the row's start
        for element in _row_cells(row):
            columns = _number(element, "w:gridSpan", 1)
            slots.take(number, column, 1, columns)
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in above:
                anchor = cells[above[column]]
                cells[above[column]] = replace(anchor, rowspan=number - anchor.row + 1)
            else:
                above[column] = len(cells)
                blocks = tuple(_blocks(element, styles, Outline()))
                cells.append(Cell(number, column, blocks, 1, columns))
            column += columns
    return Table(tuple(cells))


def _row_cells(row: Any) -> Iterator[Any]:
    """The cells of a row, in content controls too; those of nested tables are not its own."""
    for child in row.iterchildren():
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (*_WRAPPERS, qn("w:customXml")):
            yield from _row_cells(child)


def _number(cell: Any, name: str, otherwise: int) -> int:
    element = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    written = element.get(qn("w:val")) if element is not None else None
    return max(1, min(1000, int(written))) if written and written.isdigit() else otherwise
