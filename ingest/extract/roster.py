"""Who goes by the table that lists them: units and how many each sends, never names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.document import Cell, Document, Table, Text
from ingest.extract.lexicon import Lexicon

_HEADER_ROWS = 2
_LONGEST_HEADING = 40  # characters
_COUNT = re.compile(r"\D{0,3}(\d{1,3})\s*(?=[명인(（]|$)", re.ASCII)  # of "3(남 1, 여 2)", "총 5명"; no telephone
_TOTAL = re.compile(r"(?:총|합|소)?\s*계|총\s*원|총\s*인원|전체")


def roster(document: Document, lexicon: Lexicon) -> list[Text]:
    """A line "경기도 수원시 대중교통과 3명" for each unit of the document's lists of people, in order."""
    return [line for table in document.tables for line in _units(table, lexicon)]


def is_roster(table: Table, lexicon: Lexicon) -> bool:
    """Whether a table lists people: a row of headings has one of names and one of ranks or units."""
    heads = ({_role(cell, lexicon) for cell in row} for row in table.grid()[:_HEADER_ROWS])
    return any("name" in roles and {"rank", "unit"} & roles for roles in heads)


def _units(table: Table, lexicon: Lexicon) -> Iterator[Text]:
    grid = table.grid()
    for number, row in enumerate(grid[:_HEADER_ROWS]):
        roles = [_role(cell, lexicon) for cell in row]
        if "unit" in roles and ({"rank", "name"} & set(roles) or _counts(grid[number + 1 :], roles, lexicon)):
            counted: dict[str, tuple[Text, int]] = {}
            for line, people in _rows(grid[number + 1 :], roles):
                first, before = counted.get(line.text, (line, 0))
                counted[line.text] = (first, before + people)
            yield from (replace(line, text=f"{line.text} {people}명") for line, people in counted.values())
            return


def _counts(rows: Sequence[Sequence[Cell | None]], roles: Sequence[str | None], lexicon: Lexicon) -> bool:
    """Whether a table counts the people of governments, and not institutions abroad or money."""
    units = [line.text.split()[0] for line, _ in _rows(rows, roles)] if "count" in roles else []
    return any(unit in lexicon.authority.governments_by_name for unit in units)


def _role(cell: Cell | None, lexicon: Lexicon) -> str | None:
    return _named(cell.text, lexicon) if cell and len(cell.text) <= _LONGEST_HEADING else None


@lru_cache(maxsize=2**12)
def _named(text: str, lexicon: Lexicon) -> str | None:
    """unit, rank, name or count, by a column's heading."""
    roles = ("unit", "rank", "name", "count")
    return next((role for role in roles if lexicon.is_word(text, "roster", role)), None)


def _rows(rows: Sequence[Sequence[Cell | None]], roles: Sequence[str | None]) -> Iterator[tuple[Text, int]]:
    """(unit as a line, people) of each row; two lists side by side are read one after the other.

    Units in neighbouring columns ("광주광역시 동구", "일자리청년과") are one.
    """
    for group in _groups(roles):
        for row in rows:
            cells = [row[index] for index in group if index < len(row)]
            texts = [" ".join(cell.text.split()) for cell in dict.fromkeys(cells) if cell and cell.text.strip()]
            line = next((cell.lines[0] for cell in cells if cell and cell.lines), None)
            if line is not None and texts and not _TOTAL.fullmatch(texts[0]):
                yield replace(line, text=" ".join(texts), marker="", depth=0), _people(row, roles)


def _groups(roles: Sequence[str | None]) -> list[list[int]]:
    """Runs of neighbouring columns of units."""
    groups: list[list[int]] = []
    for index, role in enumerate(roles):
        if role == "unit":
            if groups and groups[-1][-1] == index - 1:
                groups[-1].append(index)
            else:
                groups.append([index])
    return groups


def _people(row: Sequence[Cell | None], roles: Sequence[str | None]) -> int:
    """How many people a row is about: as its column says, else one."""
    for cell, role in zip(row, roles, strict=False):
        if cell and role == "count":
            counted = _COUNT.match(cell.text)
            return int(counted[1]) if counted else 1
    return 1
