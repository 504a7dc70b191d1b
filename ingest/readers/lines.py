"""Lines → blocks: what Markdown and plain text share (outlines, TAB tables, pipe tables, inline HTML)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from ingest.document import Block, Cell, Table, Text
from ingest.readers.columns import columnar
from ingest.readers.html import fragment
from ingest.readers.markers import Outline, split_marker, text_lines

_TAG = re.compile(
    r"</?(?:a|b|br|strong|em|i|u|s|p|div|span|font|ul|ol|li|sup|sub|table|caption|colgroup|col|tbody|thead|tfoot|tr|td|th|h[1-6])\b[^<>]*>",
    re.I,
)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TABLE = re.compile(r"<(/?)table\b", re.I)
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
_PIPE_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_BARS = re.compile(r"(?<=\s)[|│┃](?=\s|$)|[│┃]")
_RULE = re.compile(r"\s*[-=+|_─━┌┐└┘├┤┬┴┼│┃╋┏┓┗┛┣┫┳┻*]{2}[-=+|_─━┌┐└┘├┤┬┴┼│┃╋┏┓┗┛┣┫┳┻*\s]{3,}")
_GAPS = re.compile(r"\s{2,}|\s*\u3000\s*")
_MARGIN = 56  # columns that a line has before an editor breaks it
_SPACED_COLUMNS, _SPACED_ROWS = 3, 4  # fewer make no table
_QUOTED = re.compile(r"^ {0,3}(?:>\s?)+(?=\S)")  # a quotation is set off, and says what it says
_STRUCK = re.compile(r"~~(?=\S)((?:(?!~~).)+)(?<=\S)~~")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1")


def blocks_of(text: str, markdown: bool) -> list[Block]:
    """The blocks of a text; `markdown` says whether # and | have their meaning there."""
    tables = _TABLE.findall(text)
    parser = _Parser(markdown, closed=tables.count("/") * 2 == len(tables))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    done = 0
    for start, stop, rows in [] if markdown else columnar(lines):
        parser.add_all(lines[done:start])
        parser.blocks.append(_table(rows))
        done = stop
    parser.add_all(lines[done:])
    return parser.blocks


class _Parser:
    def __init__(self, markdown: bool, closed: bool) -> None:
        self.markdown = markdown
        self._closed = closed  # whether every <table> of the text is closed, so that one may take up lines
        self._open = 0
        self.blocks: list[Block] = []
        self._spaced: list[str] = []
        self._tabs = 0  # in the line before, if that was a row of a TAB table
        self._outline = Outline()

    def add_all(self, lines: Sequence[str]) -> None:
        """Write lines, run by run."""
        for kind, group in groupby(lines, key=self.kind):
            self.add(kind, list(group))
        self.flush()

    def kind(self, line: str) -> str:
        """Which of html, tab, pipe, blank, ruled, spaced and text a line is, the lines before it being known."""
        before = self._open
        if self._closed:
            self._open = max(0, before + sum(-1 if end else 1 for end in _TABLE.findall(line)))
        if before or self._open:
            return "html"
        # A row of a table that goes on may have nothing but its last cell, or not even that.
        tabs = line.count("\t")
        self._tabs = tabs if "\t" in line.lstrip() or tabs == self._tabs else 0
        if self._tabs:
            return "tab"
        if not line.strip():
            return "blank"
        if self.markdown and line.strip().startswith("|") and line.count("|") > 1:
            return "pipe"
        if _BARS.search(line) or _RULE.fullmatch(line):
            return "ruled"
        return "spaced" if not self.markdown and len(_GAPS.split(line.strip())) >= _SPACED_COLUMNS else "text"

    def add(self, kind: str, lines: list[str]) -> None:
        """Write a run of lines of one kind; columns set apart by spaces wait for the rows that follow a rule."""
        if kind not in ("spaced", "ruled"):
            self.flush()
        if kind == "html":
            self.blocks.extend(fragment(_only_tags("\n".join(lines))))
        elif kind == "tab":
            self.blocks.append(_table([line.split("\t") for line in lines]))
        elif kind == "pipe":
            ruled = len(lines) > 1 and bool(_PIPE_RULE.fullmatch(lines[1].strip()))
            rows = [_pipe_cells(line) for line in lines if not _PIPE_RULE.fullmatch(line.strip())]
            self.blocks.append(_table(rows, header=ruled))
        elif kind == "ruled" and sum(bool(_BARS.search(line)) for line in lines) > 1:
            self.blocks.append(_table(_ruled_rows(lines)))
        elif kind == "spaced":
            self._spaced += lines
        elif kind == "ruled" and self._spaced and all(_RULE.fullmatch(line) for line in lines):
            pass  # a rule below the headings or between rows
        elif kind != "blank":
            for line in _unwrapped([line for line in lines if not _RULE.fullmatch(line)]):
                self._line(line)

    def flush(self) -> None:
        """Write the lines in columns that wait, as a table where they agree on the columns."""
        lines, self._spaced = self._spaced, []
        rows = _spaced_rows(lines)
        if rows:
            self.blocks.append(_table(rows))
        else:
            for line in lines:
                self._line(line)

    def _line(self, line: str) -> None:
        line = _QUOTED.sub("", line) if self.markdown else line
        heading = _HEADING.match(line) if self.markdown else None
        if heading:
            self._outline = Outline()
            marker, text = split_marker(_plain(_unclosed(heading.group(2)))[0])
            self.blocks.append(Text("heading", text, len(heading.group(1)), marker))
        else:
            self.blocks.extend(_text(line, self._outline))


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Lines with what an editor broke at the margin joined: an item that fills the line and ends in no full
    stop goes on in a plain line that is set deeper."""
    found: list[str] = []
    before = ""
    for line in lines:
        if found and _goes_on(found[-1], before, line):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        before = line
    return found


def _goes_on(item: str, before: str, line: str) -> bool:
    """Whether an item, whose last line so far is `before`, goes on in a line."""
    deeper = _indent(line) > _indent(item)
    if not deeper or not split_marker(item)[0] or split_marker(line)[0] or before.rstrip().endswith((".", ":")):
        return False
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in before.rstrip())
    return columns >= _MARGIN


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _text(line: str, outline: Outline) -> Sequence[Block]:
    """A line of Markdown or text as blocks."""
    if _TAG.search(line):
        pieces = _BREAK.split(line)
        if "&" not in line and not any(map(_TAG.search, pieces)):  # as in most cells; HTML takes its time
            within = Outline()
            return [block for piece in pieces for block in _text(piece.strip(), within)]
        return fragment(_EMPHASIS.sub(r"<b>\2</b>", _only_tags(line)))
    written, strong = _plain(line)
    return text_lines(line[: len(line) - len(line.lstrip())] + written, outline, strong)


def _unclosed(heading: str) -> str:
    """A heading without the # that may close it."""
    return heading.rstrip().rstrip("#").rstrip() or heading


def _plain(line: str) -> tuple[str, bool]:
    """A line without **emphasis** marks, and whether they held all of it."""
    stripped = line.strip()
    whole = _EMPHASIS.fullmatch(split_marker(stripped)[1])
    return _EMPHASIS.sub(r"\2", _STRUCK.sub(r"\1", stripped)), bool(whole)


def _only_tags(line: str) -> str:
    """Escapes every "<" that opens no known tag: "<6박 8일>" is text."""
    pieces: list[str] = []
    end = 0
    escape: Callable[[str], str] = lambda piece: piece.replace("<", "&lt;").replace(">", "&gt;")  # noqa: E731
    for match in _TAG.finditer(line):
        pieces += [escape(line[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, escape(line[end:])])


def _pipe_cells(line: str) -> list[str]:
    """Between the bars; the one before and the one behind the row part nothing, an empty cell beside them is one."""
    inner = re.sub(r"^\||(?<!\\)\|$", "", line.strip())
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _spaced_rows(lines: Sequence[str]) -> list[list[str]]:
    """The rows of columns set apart by spaces, or none where the lines don't agree on the columns."""
    rows = [_GAPS.split(line.strip()) for line in lines]
    if not rows or len(rows) < _SPACED_ROWS or {len(row) for row in rows} != {len(rows[0])}:
        return []
    return rows


def _ruled_rows(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a table drawn with bars. Where rules part every row, the lines between two are one row."""
    groups = [list(group) for rule, group in groupby(lines, key=lambda line: bool(_RULE.fullmatch(line))) if not rule]
    if len(groups) < 3:
        groups = [[line] for group in groups for line in group]
    split = [[re.split(r"[|│┃]", line) for line in group] for group in groups]
    bordered = all(not row[0].strip() and len(row) > 2 for group in split for row in group)
    return [_one_row([row[1:] if bordered else row for row in group]) for group in split]


def _one_row(lines: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a row drawn over several lines, each cell's lines one below the other."""
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    cells = ["\n".join(piece.strip() for piece in column if piece.strip()) for column in zip(*padded, strict=True)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _table(rows: Iterable[Sequence[str]], header: bool = False) -> Table:
    return Table(
        tuple(
            Cell(number, column, _cell(written), header=header and number == 0)
            for number, row in enumerate(rows)
            for column, written in enumerate(row)
        )
    )


def _cell(written: str) -> tuple[Block, ...]:
    return tuple(_text(written, Outline())) if written.strip() else ()
