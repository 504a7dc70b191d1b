"""HWP 5 and HWPX → blocks, by dochan.

dochan never raises: a failed parse looks like an empty document, so any of its errors is a failure.
Merged cells: HWPX gives each cell its row and column; HWP 5 lists every slot of a row, those that a
span covers as empty cells, which only the spans of the cells before tell from truly empty ones.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dochan import Dochan
from dochan.cfb import OleFileIO

from ingest.document import Block, Cell, Table
from ingest.errors import Rejected
from ingest.readers import packages
from ingest.readers.markers import Outline, text_lines
from ingest.readers.slots import Slots

_SIGNATURE = b"HWP Document File"
_HEADER_SIZE = 256
_PASSWORD, _DRM = 1 << 1, 1 << 4  # FileHeader flags (한글 문서 파일 형식 5.0, 표 3)
_HWPX_PARTS = "Contents/section0.xml"
_MIMETYPE = b"application/hwp+zip"


def score_hwp(data: bytes, name: str) -> float:
    """Sure when an OLE file has a Hancom header; likely when damaged but named so."""
    if not data.startswith(packages.OLE):
        return 0.0
    return 1.0 if _header(data) is not None or name.lower().endswith(".hwp") else 0.0


def score_hwpx(data: bytes, name: str) -> float:
    """Sure by the parts of the ZIP; a damaged ZIP goes by its first part or its name."""
    if not packages.is_zip(data):
        return 0.0
    if _MIMETYPE in data[:120] or name.lower().endswith(".hwpx"):
        return 0.9
    try:
        return 0.9 if _HWPX_PARTS in packages.parts(data) else 0.0
    except Rejected:
        return 0.0


def read_hwp(data: bytes) -> Sequence[Block]:
    """The blocks of an HWP 5 document."""
    header = _header(data)
    if header is None:
        raise Rejected("encrypted" if packages.SECURED in data else "corrupt")
    if packages.ole_is_cut(data):
        raise Rejected("corrupt")
    if struct.unpack_from("<I", header, 36)[0] & (_PASSWORD | _DRM):
        raise Rejected("encrypted")
    return _blocks(data, ".hwp")


def read_hwpx(data: bytes) -> Sequence[Block]:
    """The blocks of an HWPX document."""
    names = packages.parts(data)
    if _HWPX_PARTS not in names:
        raise Rejected("corrupt")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in packages.part(data, manifest):
        raise Rejected("encrypted")
    packages.check(data)
    return _blocks(data, ".hwpx")


def _header(data: bytes) -> bytes | None:
    """The FileHeader stream of an HWP 5 file, or None where there is none."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "document.hwp")
            path.write_bytes(data)
            container = OleFileIO(str(path))
            try:
                header = bytes(container.openstream("FileHeader").read())
            finally:
                container.close()
    except (OSError, ValueError, KeyError, IndexError, struct.error):
        return None
    return header if header.startswith(_SIGNATURE) and len(header) >= _HEADER_SIZE else None


def _blocks(data: bytes, suffix: str) -> list[Block]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document" + suffix)
        path.write_bytes(data)
        try:
            read = Dochan(str(path), include_assets=suffix != ".hwpx")  # it offers that for HWPX only
        except Exception as error:  # it means never to raise, and does on some damaged packages
            raise Rejected("corrupt") from error
    if any(str(error).startswith("ERR") for error in read.errors):
        raise Rejected("corrupt")
    outline = Outline()
    return [block for section in read.doc.sections for block in _elements(section.elements, outline)]


def _elements(elements: Iterable[Any], outline: Outline) -> Iterator[Block]:
    """Paragraphs and tables; pictures, headers and footers hold no facts."""
    for element in elements:
        kind = type(element).__name__
        if kind == "Paragraph":
            text = "".join(run.text for run in element.runs)
            worded = [run.bold for run in element.runs if re.search(r"\w", run.text)]
            strong = bool(worded) and all(worded)
            yield from text_lines(text, outline, strong)
        elif kind == "Table":
            yield _table(element)


def _table(element: Any) -> Table:
    slots = Slots()
    width = max((len(row) for row in element.rows), default=0)
    cells = []
    for number, row in enumerate(element.rows):
        for column, cell in _anchors(number, row, width, slots):
            rows = min(cell.row_span, len(element.rows) - number)
            slots.take(number, column, rows, cell.col_span)
            cells.append(Cell(number, column, tuple(_elements(cell.paragraphs, Outline())), rows, cell.col_span))
    return Table(tuple(cells))


def _anchors(number: int, row: Sequence[Any], width: int, slots: Slots) -> Iterator[tuple[int, Any]]:
    """(column, cell) of the anchors in a row; whatever lies under a span is no anchor."""
    for position, cell in enumerate(row):
        column = cell.col if cell.col is not None else position
        if cell.col is None and len(row) < width:  # covered slots are not listed in this row
            column = slots.free(number, position)
        if cell.row_span and cell.col_span and (number, column) not in slots:
            yield column, cell
