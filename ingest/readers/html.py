"""HTML → blocks; also the inline HTML in Markdown. Scripts, styles and frames say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from ingest.document import Block, Cell, Table, Text, TextKind
from ingest.errors import Rejected
from ingest.readers.encoding import decode, looks_textual
from ingest.readers.markers import Outline, split_marker
from ingest.readers.slots import Slots

FORMAT = "html"
MAX_SPAN = 1000

_SILENT = frozenset(("script", "style", "title", "noscript", "iframe", "template", "object", "svg", "select"))
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "dl"))
_BREAKING = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "dt",
        "dd",
        "hr",
        "body",
        "html",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
    ]
)
_OPENING = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S
)
# Encodings that pages declare and the ladder doesn't try, or tries too late. Korean ones are all CP949,
# which contains EUC-KR; of Python's own codecs, some take forever and some make what is no text.
_CODECS = {
    **dict.fromkeys(
        ("euc-kr", "euc_kr", "ks_c_5601-1987", "ksc5601", "cp949", "windows-949", "x-windows-949"), "cp949"
    ),
    **{name: name for name in ("utf-8", "shift_jis", "euc-jp", "gb2312", "gbk", "gb18030", "big5")},
    **{name: name for name in ("iso-8859-1", "iso-8859-15", "windows-1250", "windows-1251", "windows-1252")},
}
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.I)


def score(data: bytes, name: str) -> float:
    """Sure when the text opens as an HTML page; a name alone is not enough."""
    if not looks_textual(data):
        return 0.0
    if _OPENING.match(data[:4096].lstrip(b"\xef\xbb\xbf")):
        return 1.0
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    return 0.6 if named and re.search(rb"<(p|div|table|h[1-6]|ul)\b", data[:65536], re.I) else 0.0


def read(data: bytes) -> Sequence[Block]:
    """The blocks of a page."""
    return fragment(_decoded(data))


def _decoded(data: bytes) -> str:
    found = _CHARSET.search(data[:4096])
    declared = _CODECS.get(found.group(1).decode("ascii").lower()) if found else None
    if declared and b"\x00" not in data:
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            pass  # it declares one encoding and is another: the ladder decides
    return decode(data)


def fragment(markup: str) -> list[Block]:
    """The blocks of a piece of HTML; raises Rejected where it is nested beyond measure."""
    try:
        return list(_content(BeautifulSoup(markup, "lxml")))
    except RecursionError:
        raise Rejected(
            "corrupt", "표나 목록이 너무 깊이 겹쳐 있습니다. 원본에서 텍스트로 다시 저장해 넣어 주세요."
        ) from None


class _Writer:
    """Collects inline text until something breaks the line, then writes a block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[tuple[str, bool]] = []
        self._outline = Outline()
        self._term = ""  # of a list of definitions: it stands before the first of its definitions

    def end_term(self, kind: TextKind, depth: int) -> None:
        """Write a term that has no definition."""
        if self._term:
            self._pieces, self._term = [(self._term, False)], ""
            self.flush(kind, depth)

    def walk(self, node: Tag, kind: TextKind, depth: int, bold: bool) -> None:
        """Write what is below `node`; kind and depth are those of the line it stands in."""
        for child in node.children:
            if isinstance(child, PreformattedString):
                continue  # comments, declarations, processing instructions
            if isinstance(child, NavigableString):
                self._pieces.append((str(child), bold))
            elif isinstance(child, Tag) and child.name not in _SILENT:
                self._element(child, kind, depth, bold)

    def _element(self, tag: Tag, kind: TextKind, depth: int, bold: bool) -> None:
        name = tag.name
        if name == "table":
            self.flush(kind, depth)
            self.blocks.append(table(tag))
        elif name in _LISTS:
            self.flush(kind, depth)
            self.walk(tag, "item", (depth if kind == "item" else 0) + 1, bold)
            self.flush("item", (depth if kind == "item" else 0) + 1)
            self.end_term("item", (depth if kind == "item" else 0) + 1)
        elif name == "br":
            self.flush(kind, depth)
        elif name == "dd" and self._term:
            self.flush(kind, depth)
            self._pieces, self._term = [(f"{self._term} : ", False)], ""
            self.walk(tag, kind, depth, bold)
            self.flush(kind, depth)
        elif name == "dd":  # one more definition of a term stands below the first
            self._line(tag, "item", depth + 1, bold, (kind, depth))
        elif name == "dt":
            self.flush(kind, depth)
            self.end_term(kind, depth)
            self._term = " ".join(tag.get_text(" ").split())
        elif re.fullmatch("h[1-6]", name):
            self._line(tag, "heading", int(name[1]), False, (kind, depth))
        elif name == "li" or name in _BREAKING:
            self._line(tag, kind, depth, bold, (kind, depth))
        else:
            self.walk(tag, kind, depth, bold or name in _BOLD)

    def _line(self, tag: Tag, kind: TextKind, depth: int, bold: bool, before: tuple[TextKind, int]) -> None:
        self.flush(*before)
        self.walk(tag, kind, depth, bold)
        self.flush(kind, depth)

    def flush(self, kind: TextKind, depth: int) -> None:
        """Write the collected text, if any, as a line of `kind`."""
        pieces = [(piece, bold) for piece, bold in self._pieces if piece.strip()]
        written = re.sub(r"\s+", " ", "".join(piece for piece, _ in self._pieces)).strip()
        self._pieces = []
        if not written:
            return
        marker, text = split_marker(written)
        if marker and kind == "paragraph":
            kind, depth = "item", self._outline.depth(0, marker)
        worded = [bold for piece, bold in pieces if re.search(r"\w", piece)]
        strong = bool(worded) and all(worded)
        self.blocks.append(Text(kind, text, depth, marker, strong))


def table(tag: Tag) -> Table:
    """A table element with its spans; rows of nested tables stay in their cells."""
    rows = list(_rows(tag))
    slots = Slots()
    cells = []
    for number, row in enumerate(rows):
        column = 0
        headed = row.parent is not None and row.parent.name == "thead"
        for element in row.find_all(["td", "th"], recursive=False):
            column = slots.free(number, column)
            rowspan = _span(element, "rowspan", len(rows) - number)
            colspan = _span(element, "colspan", MAX_SPAN)
            slots.take(number, column, rowspan, colspan)
            header = headed or element.name == "th"
            cells.append(Cell(number, column, _content(element), rowspan, colspan, header))
            column += colspan
    return Table(tuple(cells))


def _rows(tag: Tag) -> Iterator[Tag]:
    """The rows of a table, in its sections and whatever else was put around them."""
    for child in tag.find_all(True, recursive=False):
        if child.name == "tr":
            yield child
        elif child.name != "table":
            yield from _rows(child)


def _content(element: Tag) -> tuple[Block, ...]:
    writer = _Writer()
    writer.walk(element, "paragraph", 0, False)
    writer.flush("paragraph", 0)
    writer.end_term("paragraph", 0)
    return tuple(writer.blocks)


def _span(element: Tag, name: str, most: int) -> int:
    """A span as HTML reads it: digits, at least 1; rowspan 0 reaches to the table's end."""
    written = re.match(r"\s*(\d{1,4})", str(element.get(name, "1")))
    wanted = int(written.group(1)) if written else 1
    return min(most, wanted or (most if name == "rowspan" else 1))
