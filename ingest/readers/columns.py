"""Tables in plain text whose columns are kept apart by white space alone, below headings with a rule.

A column begins where its heading does; what stands in a line belongs to the column it begins in, so
that an empty cell is seen. A line with nothing but the last column goes on with the row above.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_RULE = re.compile(r"\s*[-=─━_]{5}[-=─━_\s]*")
_PIECE = re.compile(r"\S+(?: \S+)*")
_COLUMNS, _ROWS = 3, 3  # fewer make no table
_BEFORE = 2  # columns of the screen by which a piece may begin before its heading


def columnar(lines: Sequence[str]) -> Iterator[tuple[int, int, list[list[str]]]]:
    """(first line, line behind the last, rows) of each such table; a cell's lines stand below each other."""
    done = 0
    for rule in (number for number, line in enumerate(lines) if line and _RULE.fullmatch(line)):
        starts = _starts(lines[rule - 1]) if rule > done else []
        if len(starts) < _COLUMNS:
            continue
        end = next((i for i in range(rule + 1, len(lines)) if not lines[i].strip()), len(lines))
        body = [line for line in lines[rule + 1 : end] if not _RULE.fullmatch(line)]
        rows = [] if _even(body) else _rows(body, starts)
        if len(rows) >= _ROWS:
            yield rule - 1, end, [[text for _, text in _pieces(lines[rule - 1])], *rows]
        done = end  # a table or not, its lines were looked at


def _starts(heading: str) -> list[int]:
    return [start for start, _ in _pieces(heading)]


def _pieces(line: str) -> list[tuple[int, str]]:
    """The pieces of a line between gaps of two spaces or more, each with the screen column it begins in."""
    return [(_width(line[: match.start()]), match.group()) for match in _PIECE.finditer(line.rstrip())]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _even(body: Sequence[str]) -> bool:
    """Whether every line has as many pieces as the others: then no place has to tell the columns."""
    return len({len(_pieces(line)) for line in body}) < 2


def _rows(body: Sequence[str], starts: Sequence[int]) -> list[list[str]]:
    """The rows below the headings; none where a line begins before them or has two pieces in one column."""
    rows: list[list[str]] = []
    for line in body:
        row = [""] * len(starts)
        for start, text in _pieces(line):
            column = max((i for i, begin in enumerate(starts) if begin <= start + _BEFORE), default=0)
            row[column] = f"{row[column]} {text}".strip()
        alone = bool(row[-1]) and not any(row[:-1])
        if alone and rows:
            rows[-1][-1] += f"\n{row[-1]}"
        else:
            rows.append(row)
    return rows if sum(bool(row[0]) or bool(row[1]) for row in rows) > len(rows) / 2 else []
