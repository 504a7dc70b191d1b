"""Itineraries in tables → visits and activities.

A table is an itinerary when a row of it names columns of dates and of what is done. From there on
columns are known by their role only; order and wording are each office's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Cell, Document, Table, Text, tables_of
from ingest.extract import dates, places
from ingest.extract.classify import Context, EntryKind, entry_kind, is_generic
from ingest.extract.lexicon import Lexicon
from ingest.plan import Activity, ActivityKind, Date, DocumentKind, Fact, Status, Visit, WrittenDate

_HEADER_ROWS = 4
_CONTENT = ("institution", "schedule")
_NOTES = "※*"
_LEADING_TIME = re.compile(r"^[\[(]?\s*\d{1,2}\s*[:시]\s*(?:\d{2})?\s*분?(?:\s*[~∼-]\s*\d{1,2}\s*[:시]\s*(?:\d{2})?)?\s*[\])]?\s*")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Grid:
    """An itinerary table: its slots, the number of header rows and the role of each column."""

    table: Table
    header: int
    roles: tuple[str | None, ...]

    def columns(self, *roles: str) -> list[int]:
        """The columns that have one of `roles`, from left to right."""
        return [index for index, role in enumerate(self.roles) if role in roles]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a content cell with the deeper lines below it."""

    head: Text
    below: tuple[Text, ...] = ()
    time: str | None = None
    in_institution_column: bool = False
    agenda_only: bool = False


@dataclass
class Day:
    """What a row inherits from the rows above: the date, the chain of places, where that is a guess."""

    date: Date | None = None
    date_end: Date | None = None
    chain: list[str] = field(default_factory=list)


@dataclass
class Itinerary:
    """What the itinerary tables of a document say; stays: the places where its days end, as written."""

    visits: list[Visit] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    written_dates: list[WrittenDate] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is read with."""

    lexicon: Lexicon
    calendar: dates.Calendar
    kind: DocumentKind
    countries: tuple[str, ...]
    cities: tuple[places.City, ...]


def grids(document: Document, lexicon: Lexicon) -> list[Grid]:
    """The itinerary tables of a document."""
    return [grid for table in tables_of(document.blocks) if (grid := as_grid(table, lexicon))]


def as_grid(table: Table, lexicon: Lexicon) -> Grid | None:
    """The table as an itinerary, or None if no row of it heads dates and doings."""
    for number, row in enumerate(table.grid()[:_HEADER_ROWS]):
        roles = tuple(lexicon.column(cell.text) if cell else None for cell in row)
        if {"date", "day"} & set(roles) and set(_CONTENT) & set(roles):
            return Grid(table, number + 1, roles)
    return None


def itinerary(document: Document, setting: Setting) -> Itinerary:
    """All visits and activities in the document's itinerary tables, in reading order."""
    found = Itinerary()
    for grid in grids(document, setting.lexicon):
        day = Day()
        for number, row in enumerate(grid.table.grid()[grid.header :], grid.header):
            if not _is_header(row, grid, setting.lexicon):
                _read_row(number, row, grid, day, setting, found)
    return found


def _is_header(row: list[Cell | None], grid: Grid, lexicon: Lexicon) -> bool:
    """Header rows come again after a page break."""
    named = [lexicon.column(cell.text) == role for cell, role in zip(row, grid.roles, strict=True) if cell and role]
    return len(named) > 1 and all(named)


def _read_row(
    number: int, row: list[Cell | None], grid: Grid, day: Day, setting: Setting, found: Itinerary
) -> None:
    _read_date(row, grid, day, setting, found)
    _read_places(row, grid, day, setting, found)
    entries = list(_entries(number, row, grid, setting.lexicon))
    kinds = [_kind(entry, setting.lexicon) for entry in entries]
    entries = _timed(entries, kinds, _times(row, grid))
    cancelled = any(
        setting.lexicon.has(cell.text, "cancel") for cell in _cells(row, grid, "result", "remark")
    )
    for entry, kind in zip(entries, kinds, strict=True):
        if entry.agenda_only and kind in ("visit", "other") and _carries_on(row, grid, day, setting, found):
            before = found.visits[-1]
            more = Fact(entry.head.text, entry.head.place)
            found.visits[-1] = replace(before, agenda=(*before.agenda, more))
        elif kind == "visit":
            found.visits.append(_visit(entry, day, setting, cancelled))
        else:
            found.activities.extend(_activities(entry, kind, day, setting.lexicon))
    found.activities.extend(_lodging(row, grid, day, setting.lexicon))


def _carries_on(row: list[Cell | None], grid: Grid, day: Day, setting: Setting, found: Itinerary) -> bool:
    """Whether a row without an institution and a date or time of its own goes on with the visit above."""
    own = _cells(row, grid, "date", "time", "institution")
    silent = all(not cell.text.strip() or setting.lexicon.is_ditto(cell.text) for cell in own)
    return silent and bool(found.visits) and found.visits[-1].date == day.date


def _cells(row: list[Cell | None], grid: Grid, *roles: str) -> list[Cell]:
    cells = (row[index] for index in grid.columns(*roles))
    return [cell for cell in cells if cell is not None]


def _read_date(row: list[Cell | None], grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    """The row's date: as written, by number of the day, or that of the row above."""
    calendar = setting.calendar
    for cell in _cells(row, grid, "date", "day"):
        span = next(iter(dates.spans(dates.readable(cell.text))), None)
        if span:
            day.date = calendar.date(span.first)
            day.date_end = calendar.date(span.last) if span.last else None
            written = dates.as_written(span.first, day.date, cell.text, _first_place(cell))
            if written not in found.written_dates:
                found.written_dates.append(written)
            return
    for cell in _cells(row, grid, "day", "date"):
        number = next(dates.ordinals(cell.text), None)
        if number and calendar.nth(number):
            day.date, day.date_end = calendar.nth(number), None
            return


def _first_place(cell: Cell) -> str:
    return cell.lines[0].place if cell.lines else cell.place


def _read_places(row: list[Cell | None], grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    """The row's places; a ditto mark or a gap repeats where the row above ended."""
    lexicon = setting.lexicon
    written = [cell.text for cell in _cells(row, grid, "place") if not lexicon.is_blank(cell.text)]
    text = " → ".join(text for text in written if not lexicon.is_ditto(text))
    day.chain = places.chain(text, lexicon) if text else day.chain[-1:]
    found.stays += [city for city in day.chain[-1:] if not places.is_home(city, lexicon)]


def _times(row: list[Cell | None], grid: Grid) -> list[str]:
    return [time for cell in _cells(row, grid, "time") for time in dates.times(dates.readable(cell.text))]


def _entries(number: int, row: list[Cell | None], grid: Grid, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries that begin in this row. An agenda column adds to them, or stands in for an empty one."""
    agenda = [cell for cell in _cells(row, grid, "agenda") if not lexicon.is_blank(cell.text)]
    lines = tuple(line for cell in dict.fromkeys(agenda) for line in cell.lines if line.marker not in _NOTES or not line.marker)
    heads: list[Entry] = []
    for index in grid.columns(*_CONTENT):
        cell = row[index]
        if cell and cell.row == number and cell.column == index and not _says_nothing(cell, lexicon):
            heads += split_entries(cell, grid.roles[index] == "institution", lexicon)
    if not heads:
        yield from (Entry(line, agenda_only=True) for line in lines if agenda and agenda[0].row == number)
        return
    for index, entry in enumerate(heads):
        yield replace(entry, below=entry.below + lines) if index == 0 else entry


def _says_nothing(cell: Cell, lexicon: Lexicon) -> bool:
    """Blank, a ditto mark, or only a word in parentheses such as (이동)."""
    bare = _BRACKETED.sub("", cell.text).strip()
    return lexicon.is_blank(cell.text) or lexicon.is_ditto(cell.text) or not bare


def split_entries(cell: Cell, institution_column: bool, lexicon: Lexicon) -> list[Entry]:
    """The entries of a content cell: its outermost lines, each with the deeper lines below it.

    Notes (※) are no entries. A line as deep as a visit before it, with no sign of an entry of its
    own, belongs to that visit.
    """
    lines = [line for line in cell.lines if not (line.marker and line.marker in _NOTES)]
    outermost = min((_depth(line) for line in lines), default=0)
    entries: list[Entry] = []
    for line in lines:
        if _depth(line) > outermost and entries:
            entries[-1] = replace(entries[-1], below=(*entries[-1].below, line))
        elif entries and _continues(line, entries[-1], lexicon):
            entries[-1] = replace(entries[-1], below=(*entries[-1].below, line))
        else:
            entries.append(_entry(line, institution_column))
    return entries


def _depth(line: Text) -> int:
    return line.depth if line.kind == "item" else 0


def _continues(line: Text, before: Entry, lexicon: Lexicon) -> bool:
    """Whether a line of the same depth is agenda: bold head before it, plain and unlike an entry itself."""
    if line.strong or not (before.head.strong or before.in_institution_column) or line.marker:
        return False
    return entry_kind(line.text, Context(), lexicon) in ("other", "visit") and not lexicon.institutions(line.text)


def _entry(line: Text, institution_column: bool) -> Entry:
    time = dates.times(dates.readable(line.text)) if _LEADING_TIME.match(line.text) else []
    text = _LEADING_TIME.sub("", line.text) if time else line.text
    return Entry(replace(line, text=text or line.text), (), time[0] if time else None, institution_column)


def _kind(entry: Entry, lexicon: Lexicon) -> EntryKind:
    context = Context(tuple(line.text for line in entry.below), entry.head.strong, entry.in_institution_column)
    return entry_kind(entry.head.text, context, lexicon)


def _timed(entries: list[Entry], kinds: Sequence[EntryKind], given: list[str]) -> list[Entry]:
    """Entries with the times of their row: in order where there are as many, else the first to the first.

    As many times as visits pair with the visits; flights have times of their own.
    """
    visits = [index for index, kind in enumerate(kinds) if kind == "visit"]
    if len(given) == len(entries):
        order = list(range(len(entries)))
    elif len(given) == len(visits):
        order = visits
    else:
        order = [0][: len(entries)]
    timed = list(entries)
    for index, time in zip(order, given, strict=False):
        timed[index] = replace(entries[index], time=entries[index].time or time)
    return timed


def _visit(entry: Entry, day: Day, setting: Setting, cancelled: bool) -> Visit:
    lexicon = setting.lexicon
    name = visit_name(entry.head.text, lexicon)
    city, country = _place_of(name, day.chain, setting)
    status: Status = "planned" if setting.kind == "plan" else "done"
    if cancelled or lexicon.has(entry.head.text, "cancel"):
        status = "cancelled"
    return Visit(
        name=name,
        block=entry.head.place,
        date=day.date,
        date_end=day.date_end,
        start_time=entry.time,
        generic_type=is_generic(name, lexicon),
        city=city,
        country=country,
        status=status,
        agenda=tuple(Fact(line.text, line.place) for line in entry.below),
    )


def visit_name(text: str, lexicon: Lexicon) -> str:
    """The institution's name in an entry such as "공식방문 : 바르셀로나 악티바 방문"."""
    match = re.match(r"[\[(]?(?:공식|기관)?\s*방문\s*\d*[\])]?\s*[:：]?\s*(?=\S)", text)
    name = text[match.end() :] if match and match.end() < len(text) else text
    for word in sorted(lexicon.words("visitword"), key=len, reverse=True):
        shorter = re.sub(rf"\s+{word}\s*$|(?<=[)）]){word}\s*$", "", name)
        if shorter.strip() and shorter != name:
            return shorter.strip()
    return name.strip()


def _place_of(name: str, chain: list[str], setting: Setting) -> tuple[str | None, str | None]:
    """(city, country) of a visit: a city in its name, the row's one place, or where it is known to be."""
    lexicon, among = setting.lexicon, setting.countries
    options = _destinations(chain, lexicon)
    city = _named_city(name, options, setting) or (options[0] if len(options) == 1 else None)
    if city is None and options:
        city = next((o for o in options if _known_in(name, o, lexicon)), None)
    if city is None and not chain and len(setting.cities) == 1:
        city = setting.cities[0].name
    listed = next((c.country for c in setting.cities if c.name == city), None)
    country = listed or (places.country_of(city, lexicon, among) if city else None)
    return city, country or (among[0] if len(among) == 1 else None)


def _destinations(chain: list[str], lexicon: Lexicon) -> list[str]:
    """Where a day's visits can be: without home, and between there and back only what lies between."""
    abroad = [city for city in chain if not places.is_home(city, lexicon)]
    if len(abroad) > 2 and abroad[0] == abroad[-1]:
        abroad = abroad[1:-1]
    return list(dict.fromkeys(abroad))


def _named_city(name: str, options: list[str], setting: Setting) -> str | None:
    known = [*options, *(city.name for city in setting.cities)]
    return next((city for city in known if name.startswith(city) or f" {city}" in name), None)


def _known_in(name: str, city: str, lexicon: Lexicon) -> bool:
    """Whether authority/ places an institution of this name in `city`."""
    for id in lexicon.institutions(name):
        place = lexicon.authority.places.get(lexicon.authority.institutions[id].first("city") or "")
        if place and city in place.names:
            return True
    return False


def _activities(entry: Entry, kind: ActivityKind, day: Day, lexicon: Lexicon) -> Iterator[Activity]:
    """The entry and each line below it; a line that says nothing of its own is of the entry's kind."""
    yield Activity(day.date, entry.time, kind, entry.head.text, entry.head.place)
    for line in entry.below:
        own = entry_kind(line.text, Context(), lexicon)
        below: ActivityKind = kind if own in ("visit", "other") else own  # type: ignore[assignment]
        yield Activity(day.date, None, below, line.text, line.place)


def _lodging(row: list[Cell | None], grid: Grid, day: Day, lexicon: Lexicon) -> Iterator[Activity]:
    for cell in _cells(row, grid, "remark", "lodging"):
        for line in cell.lines:
            if lexicon.has(line.text, "activity", "lodging"):
                yield Activity(day.date, None, "lodging", line.text, line.place)
