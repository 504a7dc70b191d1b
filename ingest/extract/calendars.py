"""Calendars: a week's sheet with a column a day, and a month's with a row a week, made tables with a row a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingest.document import TABLES_KEPT, Cell, Table, Text
from ingest.extract import dates, places
from ingest.extract.lexicon import Lexicon

_LEAST_DAYS = 3  # columns of days that make a week's sheet
_LEAST_WEEKDAYS = 4  # columns of weekdays that make a month's
_WEEKDAY = re.compile(rf"[(\[]?([{dates.WEEKDAYS}])(?:요일)?[)\]]?")
_DAY = re.compile(
    rf"(?:(?P<m>\d{{1,2}})\s*[./월]\s*)?(?P<d>\d{{1,2}})\s*[.일]?(?=\s|\(|$)(?!\s*[:시])(?:\([{dates.WEEKDAYS}]\))?"
)
_PLACE = 12  # characters of a place that stands behind a day's number


@lru_cache(maxsize=TABLES_KEPT)
def turned(table: Table) -> Table | None:
    """A week's sheet with the days as columns, its rows and columns exchanged; None where it is none."""
    if table.height < 2 or table.width < _LEAST_DAYS + 1:
        return None
    head = [cell for cell in table.cells if cell.row == 0 and cell.column > 0]
    dated = [cell for cell in head if tells_day(cell.text)]
    if len(dated) < _LEAST_DAYS or len(dated) < len(head):
        return None
    cells = (
        replace(cell, row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for cell in table.cells
    )
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def tells_day(text: str) -> bool:
    """Whether a text holds a date or a day's number (2일차)."""
    return bool(dates.spans(dates.readable(text))) or any(dates.ordinals(text))


@dataclass
class _Day:
    """A day of a month's sheet: the line of its number with the weekday, a place beside it, and its lines."""

    when: Text
    place: tuple[Text, ...]
    lines: list[Text] = field(default_factory=list)


def by_weeks(table: Table, lexicon: Lexicon) -> Table | None:
    """A month's sheet as a table of days and what is done; None where its first row is not one of weekdays.

    Numbers may stand in their day's cell or in a row of their own above it.
    """
    head = {cell.column: found[1] for cell in table.cells if cell.row == 0 and (found := _WEEKDAY.fullmatch(cell.text))}
    if len(set(head.values())) < _LEAST_WEEKDAYS:
        return None
    days: dict[int, _Day] = {}
    told: list[_Day] = []
    for cell in table.cells:
        if cell.row == 0 or cell.column not in head:
            continue
        first, *rest = cell.lines or (Text("paragraph", ""),)
        number = _DAY.match(first.text)
        if number:
            day = days[cell.column] = _opened(first, number, rest, head[cell.column], lexicon)
            told.append(day)
        elif cell.column in days:
            days[cell.column].lines += cell.lines
    return replace(table, cells=tuple(_rows(table, told))) if told else None


def _opened(line: Text, number: re.Match[str], rest: Sequence[Text], weekday: str, lexicon: Lexicon) -> _Day:
    """The day that a cell's first line opens; what stands behind the number is a place or the first thing done."""
    month = f"{number['m']}. " if number["m"] else ""
    when = replace(line, text=f"{month}{number['d']}{'.' if month else '일'}({weekday})", strong=False)
    beside = replace(line, text=line.text[number.end() :].strip(" -:·"), strong=False)
    if not beside.text:
        return _Day(when, (), list(rest))
    is_place = places.only_places(beside.text, lexicon) or (rest and _may_be_place(beside.text, lexicon))
    return _Day(when, (beside,), list(rest)) if is_place else _Day(when, (), [beside, *rest])


def _may_be_place(text: str, lexicon: Lexicon) -> bool:
    done = lexicon.ends_as_institution(text) or lexicon.has(text, "activity") or lexicon.has(text, "visitword")
    return len(text) <= _PLACE and not done


def _rows(table: Table, told: Sequence[_Day]) -> Iterator[Cell]:
    """The cells of a table with a heading and a row a day."""
    for column, heading in enumerate(("일자", "세부일정")):
        yield Cell(0, column, (Text("paragraph", heading),), place=table.place)
    for number, day in enumerate(told, 1):
        yield Cell(number, 0, (day.when, *day.place), place=day.when.place)
        yield Cell(number, 1, tuple(day.lines), place=day.when.place)
