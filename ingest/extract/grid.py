"""Which tables are itineraries, and which column is what: by headings, else by what the columns hold.

Columns are known by their role only; order and wording are each office's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.document import TABLES_KEPT, Cell, Document, Table, once
from ingest.extract import dates, places
from ingest.extract.calendars import by_weeks, tells_day, turned
from ingest.extract.cards import is_card
from ingest.extract.daytables import lines_above, with_days
from ingest.extract.lexicon import Lexicon
from ingest.extract.nested import written_out

HEADER_ROWS = 4
_LONGEST_PLACE = 20  # characters
_NAMED_SHARE = 0.6  # of a row's cells, for a row that is surely a header
_DATED_SHARE = 0.6  # of a column's filled cells, for a table without headings
_HELD_SHARE = 0.8  # of the cells of a column with a heading, for what they hold to count more than that
_WORDY_CELL = 7  # characters that the cells of an agenda have on average
_WORDY = re.compile(r"[가-힣]{3}")
CONTENT = ("institution", "schedule", "before", "after")

Roles = tuple[str | None, ...]
Slots = list[Cell | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """An itinerary table: its slots, the number of header rows and the role of each column.

    former: the roles of the columns that tell what was planned before a change, where those have several.
    """

    table: Table
    header: int
    roles: Roles
    former: Roles | None = None

    def columns(self, *roles: str) -> list[int]:
        """The columns that have one of `roles`, from left to right."""
        return _columns(self.roles, roles)

    def cells(self, row: Slots, *roles: str) -> list[Cell]:
        """The cells of a row in the columns of `roles`, each once."""
        found = [row[index] for index in _columns(self.roles, roles) if index < len(row)]
        return once(found) if len(found) > 1 else [cell for cell in found if cell]

    def rows(self, lexicon: Lexicon) -> Iterator[tuple[int, Slots]]:
        """The rows below the header with their numbers; a header that comes again is left out."""
        for number, row in enumerate(self.table.grid()[self.header :], self.header):
            if not _is_header_again(row, self.roles, lexicon):
                yield number, row


@lru_cache(maxsize=1024)
def _columns(held: Roles, asked: Roles) -> list[int]:
    return [index for index, role in enumerate(held) if role in asked]


def grids(document: Document, lexicon: Lexicon) -> list[Grid]:
    """The itinerary tables of a document; one without headings goes on an earlier one of its width."""
    found: list[Grid] = []
    above = lines_above(document)
    for table in (table for table in document.tables if not is_card(table, lexicon)):
        table = (written_out(table, lexicon) if table.nested else None) or table
        grid = _of_sheet(table, lexicon) or as_grid(table, lexicon)
        dated = None if grid else with_days(table, above.get(table.place))
        grid = grid or (as_grid(dated, lexicon) if dated else None)
        if grid is None and found and found[-1].table.width == table.width and _dated(table.grid(), 1):
            grid = Grid(table, 0, found[-1].roles)
        if grid is None:
            grid = _by_content(table, lexicon)
        if grid:
            found.append(grid)
    return found


@lru_cache(maxsize=TABLES_KEPT)
def as_grid(table: Table, lexicon: Lexicon) -> Grid | None:
    """The table as an itinerary, or None if no row of it heads dates and doings."""
    rows = table.grid()
    for number, row in enumerate(rows[:HEADER_ROWS]):
        if any(cell and _begins_with_date(cell.text) for cell in row):
            continue
        upper = tuple(lexicon.column(cell.text) if cell else None for cell in row)
        below = rows[number + 1] if number + 1 < len(rows) else []
        for depth, roles in ((2, _merged(upper, row, below, lexicon)), (1, upper)):
            parted = _parted(upper, roles) if roles and depth == 2 else None
            roles, former = parted or (roles, None)
            named = _with_days(roles, rows[number + depth :]) if roles else None
            named = _with_spanned(named, row, rows[number + depth :]) if named and depth == 1 else named
            named = _with_names(named, rows[number + depth :], lexicon) if named else None
            settled = _settled(named) if named else None
            if named and settled and not _tells_a_day(row, settled):
                named = _with_venues(named, rows[number + depth :], lexicon)
                held = _settled(_as_held(named, rows[number + depth :], lexicon))
                whole = _with_agenda(held or settled, rows[number + depth - 1 :], lexicon)
                return Grid(table, number + depth, whole, _settled(former) if former else None)
    return None


@lru_cache(maxsize=2**13)
def _begins_with_date(text: str) -> bool:
    """Whether a cell is the value of a date or a period, which no heading is."""
    spans = _spans(text)
    return bool(spans) and spans[0].first.start < 3


def _parted(upper: Roles, roles: Roles) -> tuple[Roles, Roles] | None:
    """(roles of what holds now, of what was before) where both have columns of their own below; else None."""
    if not {"before", "after"} <= set(upper):
        return None
    now, former = (
        tuple(None if over == other else role for over, role in zip(upper, roles, strict=True))
        for other in ("before", "after")
    )
    return (now, former) if _settled(now) and _settled(former) else None


def _as_held(roles: Roles, rows: Sequence[Slots], lexicon: Lexicon) -> Roles:
    """Roles in which a column said to tell what is done, but that holds hours or places alone, is theirs.

    "방문지" heads institutions or cities, "일정" hours or doings; where ways stand between, fewer of the places need
    be known. Where no column is left to tell what is done, the wordiest of those with an unknown heading does.
    """
    found = list(roles)
    for index, role in enumerate(roles):
        if role in ("institution", "schedule") and (texts := _texts(rows, index, lexicon)):
            share = _DATED_SHARE if any(map(places.WAY.search, texts)) else _HELD_SHARE
            found[index] = _held(texts, lexicon, share) or role
    if tuple(found) != roles and not {*CONTENT, "agenda", "fact"} & set(found):
        words = {i: sum(map(len, _texts(rows, i, lexicon))) for i, role in enumerate(found) if role is None}
        if words:
            found[max(words, key=lambda i: words[i])] = "schedule"
    return tuple(found)


def _with_venues(roles: Roles, rows: Sequence[Slots], lexicon: Lexicon) -> Roles:
    """Roles in which a column of places that names institutions, where that of doings names fewer, is theirs."""
    spots, told = _columns(roles, ("place",)), _columns(roles, ("schedule", "agenda", "fact"))
    if "institution" in roles or len(spots) != 1 or not told:
        return roles
    named, beside = (_naming(rows, columns, lexicon) for columns in (spots, told))
    filled = len(_texts(rows, spots[0], lexicon))
    if named <= beside or sum(map(_only_places(lexicon), _texts(rows, spots[0], lexicon))) * 2 > filled:
        return roles
    return tuple("institution" if index == spots[0] else role for index, role in enumerate(roles))


def _naming(rows: Sequence[Slots], columns: Sequence[int], lexicon: Lexicon) -> int:
    """How many cells of the columns begin with an institution's name."""
    firsts = (text.partition("\n")[0] for index in columns for text in _texts(rows, index, lexicon))
    return sum(lexicon.ends_as_institution(text) or bool(lexicon.institutions(text)) for text in firsts)


def _only_places(lexicon: Lexicon) -> Callable[[str], bool]:
    return lambda text: places.only_places(text, lexicon) or places.is_home(text, lexicon)


def _with_agenda(roles: Roles, rows: Sequence[Slots], lexicon: Lexicon) -> Roles:
    """Roles in which, beside institutions and no agenda, the wordiest column under a heading nobody knows is it.

    rows: those below, with the row of headings first.
    """
    if "institution" not in roles or {"agenda", "fact", "schedule"} & set(roles):
        return roles
    unknown = [i for i, role in enumerate(roles) if role is None and i < len(rows[0]) and (c := rows[0][i]) and c.text]
    words = {i: "".join(texts) for i in unknown if (texts := _texts(rows[1:], i, lexicon))}
    told = max(words, key=lambda i: len(words[i]), default=None)
    if told is None or len(words[told]) < _WORDY_CELL * len(_texts(rows[1:], told, lexicon)):
        return roles
    return tuple("agenda" if index == told else role for index, role in enumerate(roles))


def _texts(rows: Sequence[Slots], index: int, lexicon: Lexicon) -> list[str]:
    """What the cells of a column say, each cell once."""
    cells = once(row[index] for row in rows if index < len(row))
    return [cell.text for cell in cells if not lexicon.is_blank(cell.text) and not lexicon.is_ditto(cell.text)]


def _tells_a_day(row: Slots, roles: Roles) -> bool:
    """Whether a row has a date where its heading of dates would stand: it is no header."""
    return any(cell and role in ("date", "day") and _spans(cell.text) for cell, role in zip(row, roles, strict=True))


def _of_sheet(table: Table, lexicon: Lexicon) -> Grid | None:
    """A week's or month's sheet, turned so that its days are rows."""
    sheet = turned(table) or by_weeks(table, lexicon)
    roles = [lexicon.column(cell.text) if cell else None for cell in sheet.grid()[0]] if sheet else []
    settled = _settled(("date", *(role or "schedule" for role in roles[1:]))) if roles else None
    return Grid(sheet, 1, settled) if sheet and settled else None


def _merged(upper: Roles, row: Slots, below: Slots, lexicon: Lexicon) -> Roles | None:
    """The roles of a header of two rows, or None where the second row is none.

    A column of contents below "방문지" that stands beside hours and no names tells the whole entry.
    """
    finer = [i for i, cell in enumerate(below) if cell and cell is not row[i] and cell.text.strip()]
    spanned = [i for i, cell in enumerate(row) if cell and (cell.colspan > 1 or cell.rowspan > 1)]
    named = {i: lexicon.column(below[i].text) for i in finer}  # type: ignore[union-attr]
    if not finer or not spanned or not all(named.values()):
        return None
    if "institution" not in named.values():
        named = {i: "schedule" if (upper[i], role) == ("institution", "agenda") else role for i, role in named.items()}
    return tuple(named.get(i) or role for i, role in enumerate(upper))


def _with_days(roles: Roles, rows: Sequence[Slots]) -> Roles:
    """Roles in which a column that holds dates or days' numbers ("2일차") is that of the days, whatever its heading."""
    named = sum(role is not None for role in roles)
    if {"date", "day", "month"} & set(roles) or not set(CONTENT) & set(roles) or named < _NAMED_SHARE * len(roles):
        return roles
    held = _dated(rows, len(roles)) or [i for i in range(len(roles)) if _numbered(rows, i)]
    return tuple("date" if held and index == held[0] else role for index, role in enumerate(roles))


def _with_spanned(roles: Roles, row: Slots, rows: Sequence[Slots]) -> Roles:
    """Roles in which a heading over several columns ("방문기관 및 업무내용") heads institutions and what is done."""
    found = list(roles)
    for index, cell in enumerate(row):
        if cell and cell.column == index and cell.colspan > 1 and roles[index] in ("institution", "schedule"):
            own = range(index, min(index + cell.colspan, len(roles)))
            parted = [line for line in rows if len({id(line[at]) for at in own if at < len(line)}) > 1]
            if all(roles[at] == roles[index] for at in own) and len(parted) * 2 >= len(rows) > 1:
                found[index : own.stop] = ["institution", *["agenda"] * (len(own) - 1)]
    return tuple(found)


def _with_names(roles: Roles, rows: Sequence[Slots], lexicon: Lexicon) -> Roles:
    """Roles in which the first column under a heading nobody knows that mostly names institutions is theirs."""
    unknown = [index for index, role in enumerate(roles) if role is None]
    if not unknown or not {"date", "day"} & set(roles) or {"before", "after", "institution", "schedule"} & set(roles):
        return roles
    named = [index for index in unknown if _naming(rows, [index], lexicon) * 2 >= len(_texts(rows, index, lexicon)) > 1]
    return tuple("institution" if named and index == named[0] else role for index, role in enumerate(roles))


def _numbered(rows: Sequence[Slots], index: int) -> bool:
    texts = [cell.text for row in rows if index < len(row) and (cell := row[index]) and cell.text.strip()]
    return len(texts) > 1 and all(next(dates.ordinals(text), None) for text in texts)


def _settled(roles: Roles) -> Roles | None:
    """Roles that make an itinerary, or None.

    A column of contents stands in where nothing else says what is done; beside a column of
    institutions, what is done there is their agenda.
    """
    if not {"date", "day"} & set(roles) and not {"month", "monthday"} <= set(roles):
        return None
    if {"before", "after"} <= set(roles):
        return roles
    roles = tuple("schedule" if role in ("before", "after") else role for role in roles)
    if "institution" in roles:
        return tuple("agenda" if role == "schedule" else role for role in roles)
    if "schedule" in roles:
        return roles
    promoted = tuple("schedule" if role in ("agenda", "fact") else role for role in roles)
    return promoted if "schedule" in promoted else None


def _is_header_again(row: Slots, roles: Roles, lexicon: Lexicon) -> bool:
    """Header rows come again after a page break."""
    cells = [(cell, role) for cell, role in zip(row, roles, strict=True) if cell and role]
    if len(cells) < 2 or any(lexicon.column(cell.text) is None for cell, _ in cells):
        return False
    return not any(role in ("date", "day") and tells_day(cell.text) for cell, role in cells)


def _dated(rows: Sequence[Slots], width: int) -> list[int]:
    """The columns, among the first `width`, most of whose cells begin with a date."""
    found = []
    for index in range(width):
        texts = [cell.text for row in rows if index < len(row) and (cell := row[index]) and cell.text.strip()]
        begins = [_begins_with_date(text) for text in texts]
        if len(texts) > 1 and sum(begins) >= _DATED_SHARE * len(texts):
            found.append(index)
    return found


def _spans(text: str) -> tuple[dates.Span, ...]:
    """The dates of a cell."""
    return dates.spans(dates.readable(text))


def _by_content(table: Table, lexicon: Lexicon) -> Grid | None:
    """Without headings: a column of dates, then columns of hours and of places by what they hold; of the
    rest, the wordiest tells what is done, or names the institution where an agenda stands beside it."""
    rows = table.grid()
    dated = _dated(rows, table.width)
    if not dated or table.width < 2 or table.height < 3:
        return None
    roles: list[str | None] = [None] * table.width
    roles[dated[0]] = "date"
    texts = {i: [c.text for row in rows if (c := row[i]) and c.text.strip()] for i in range(table.width)}
    for index in range(table.width):
        if roles[index] is None and texts[index]:
            roles[index] = _held(texts[index], lexicon)
    rest = [i for i in range(table.width) if roles[i] is None and texts[i]]
    if not rest:
        return None
    if len(rest) == 1:
        roles[rest[0]] = "schedule"
    else:
        roles[rest[0]], roles[rest[1]] = "institution", "agenda"
    return Grid(table, 0, tuple(roles))


def _held(texts: Sequence[str], lexicon: Lexicon, share: float = _DATED_SHARE) -> str | None:
    """The role that a column's cells show: all hours, or places of which at least that share is known."""
    if all(_is_hour(text) or lexicon.is_word(text, "mark", "allday") for text in texts):
        return "time"
    short = max(map(len, texts)) <= _LONGEST_PLACE
    return "place" if short and sum(map(_only_places(lexicon), texts)) >= share * len(texts) else None


def _is_hour(text: str) -> bool:
    """Whether a text is a time or a range of times, and little else."""
    readable = dates.readable(text)
    return not _WORDY.search(readable) and bool(dates.times(readable))
