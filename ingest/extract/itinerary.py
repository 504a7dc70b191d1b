"""Itineraries → visits and activities, from tables and from outlines.

A day is what its row or line says and what it inherits from the rows above: the date, the chain of
places. Entries (ingest.extract.entries) become visits or activities by their kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Cell, Document, Text
from ingest.extract import dates, places
from ingest.extract.classify import Context, EntryKind, entry_kind, is_generic, is_unmarked
from ingest.extract.entries import NOTES, Entry, entries_of, is_agenda, names_in
from ingest.extract.grid import CONTENT, Grid, Slots, grids
from ingest.extract.labels import headed_places
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import days_of
from ingest.extract.prose import prose_days
from ingest.extract.turns import visit_cards
from ingest.names import keys
from ingest.plan import Activity, ActivityKind, Date, DocumentKind, Fact, Status, Visit, WrittenDate

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_MOVE = re.compile(r"→|⇒|➔|➡|->|~|∼")
_CARRIED_OVER = re.compile(r"[-–(<\s]*(?:다음\s*(?:쪽|장|페이지)\S*\s*계속|계속|이하\s*여백)[-–)>\s.]*")
# "(섭외 중)", "[확정]": how a visit stands; "방문 및 관계자 간담회": what is done besides.
_STANDING = re.compile(
    r"\s*[(（\[](?:[^()（）\[\]]*(?:섭외|예정|미정|확정|취소|변경|협의 ?중)[^()（）\[\]]*)[)）\]]"
    r"|\s+-\s*(?:방문\s*)?취소\s*$"
)
_AND_MORE = re.compile(r"\s+(?:방문|견학|시찰)\s*(?:및|,|·|후)\s*\S.*$")
_BARE_NUMBER = re.compile(r"\s*(\d{1,2})\s*")
_EVENT_STEM = re.compile(r"[(（\d]|\s*(?:참가|참석|참관|개막|개최)")


@dataclass
class Day:
    """What a row inherits from the rows above. moving: the chain tells a way, not several places."""

    date: Date | None = None
    date_end: Date | None = None
    chain: list[str] = field(default_factory=list)
    moving: bool = False


@dataclass
class Itinerary:
    """What the itineraries of a document say; stays: the places where its days end, as written."""

    visits: list[Visit] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    written_dates: list[WrittenDate] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a day is read with."""

    lexicon: Lexicon
    calendar: dates.Calendar
    kind: DocumentKind
    countries: tuple[str, ...]
    cities: tuple[places.City, ...]


def itinerary(document: Document, setting: Setting) -> Itinerary:
    """All visits and activities of the document's itineraries, in reading order.

    Tables come first; prose is read only where no table tells the days, an outline only where no
    prose does, and what is told of each institution in turn only where nothing tells the days. A
    table that tells the same visits again (an English annex) is left out.
    """
    found = Itinerary()
    for grid in grids(document, setting.lexicon):
        told = _read_grid(grid, headed_places(document, grid.table, setting.lexicon), setting)
        if not _told_before(told, found):
            found.visits += told.visits
            found.activities += told.activities
            found.written_dates += told.written_dates
            found.stays += told.stays
    for read in (_read_prose, _read_outline, _read_sections):
        if not found.visits and not found.activities:
            read(document, setting, found)
    return found


def _read_grid(grid: Grid, headed: list[str], setting: Setting) -> Itinerary:
    told = Itinerary()
    day = Day(chain=list(headed))
    for number, row in grid.rows(setting.lexicon):
        _read_row(number, row, grid, day, setting, told)
    return told


def _told_before(told: Itinerary, found: Itinerary) -> bool:
    """Whether most visits of a table are visits told before: same day, and same hour or a common name."""
    known = [(visit.date, visit.start_time, set(keys(visit.name))) for visit in found.visits]
    again = [
        any(
            v.date == d and ((v.start_time and v.start_time == t) or set(keys(v.name)) & names) for d, t, names in known
        )
        for v in told.visits
    ]
    return len(again) > 1 and sum(again) * 2 > len(again)


# -- tables -----------------------------------------------------------------------------------


def _read_row(number: int, row: Slots, grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    lexicon = setting.lexicon
    _read_date(row, grid, day, setting, found)
    _read_places(row, grid, day, setting, found)
    times = [t for cell in grid.cells(row, "time") or grid.cells(row, "date") for t in _times(cell)]
    cancelled = any(lexicon.has(cell.text, "cancel") for cell in grid.cells(row, "result", "remark", "kind"))
    dropped = _dropped(number, row, grid, lexicon)
    entries = list(_entries(number, row, grid, lexicon))
    _assemble(entries, times, day, setting, found, cancelled, _is_silent(row, grid, lexicon))
    _assemble(dropped, [], day, setting, found, cancelled=True, visits_only=True)
    found.activities.extend(_lodging(row, grid, day, lexicon))


def _times(cell: Cell) -> list[str]:
    return dates.times(dates.readable(cell.text))


def _read_date(row: Slots, grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    """The row's date: as written, in columns of month and day, by number of the day, or that of the row above."""
    parts = [cell for role in ("month", "monthday") for cell in grid.cells(row, role)]
    if len(parts) == 2 and all(_BARE_NUMBER.fullmatch(cell.text) for cell in parts):
        weekday = "".join(f"({cell.text.strip()})" for cell in grid.cells(row, "weekday"))
        text = f"{parts[0].text.strip()}. {parts[1].text.strip()}.{weekday}"
        _set_date(dates.spans(text)[0], text, parts[1].lines[0].place, day, setting.calendar, found)
        return
    for cell in grid.cells(row, "date", "day"):
        span = next(iter(dates.spans(dates.readable(cell.text))), None)
        if span:
            block = cell.lines[0].place if cell.lines else cell.place
            _set_date(span, cell.text, block, day, setting.calendar, found)
            return
    for cell in grid.cells(row, "day", "date"):
        bare = _BARE_NUMBER.fullmatch(cell.text) if cell in grid.cells(row, "day") else None
        number = int(bare.group(1)) if bare else next(dates.ordinals(cell.text), None)
        if number and setting.calendar.nth(number):
            day.date, day.date_end = setting.calendar.nth(number), None
            return


def _set_date(span: dates.Span, text: str, block: str, day: Day, calendar: dates.Calendar, found: Itinerary) -> None:
    day.date = calendar.date(span.first)
    day.date_end = calendar.date(span.last) if span.last else None
    written = dates.as_written(span.first, day.date, dates.readable(text), block)
    if written not in found.written_dates:
        found.written_dates.append(written)


def _read_places(row: Slots, grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    """The row's places; a ditto mark or a gap repeats where the row above ended.

    Without a column of places, a city in the column of lodgings tells where the day ends.
    """
    lexicon = setting.lexicon
    columns = grid.cells(row, "place")
    if not grid.columns("place"):
        columns = [c for c in grid.cells(row, "lodging") if places.cities(c.text, lexicon, setting.countries)]
    written = [cell.text for cell in columns if not lexicon.is_blank(cell.text)]
    text = " → ".join(text for text in written if not lexicon.is_ditto(text))
    day.chain = places.chain(text, lexicon) if text else day.chain[-1:]
    day.moving = bool(_MOVE.search(text))
    found.stays += [city for city in day.chain[-1:] if not places.is_home(city, lexicon)]


def _is_silent(row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether a row has no date, time or institution of its own: it goes on with the row above."""
    own = grid.cells(row, "date", "time", "institution")
    return all(not cell.text.strip() or lexicon.is_ditto(cell.text) for cell in own)


def _entries(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries that begin in this row. An agenda column adds to them, or stands in for an empty one."""
    told = next((kind for c in grid.cells(row, "kind") if (kind := lexicon.told(c.text))), None)
    agenda = [c for c in grid.cells(row, "agenda") if not _says_nothing(c, lexicon)]
    lines = [line for c in agenda for line in c.lines if not (line.marker and line.marker in NOTES)]
    heads: list[Entry] = []
    unread = "after" if _unchanged(row, grid, lexicon) else "before"
    for index in grid.columns(*(role for role in CONTENT if role != unread)):
        cell = row[index]
        if cell and (cell.row, cell.column) == (number, index) and not _says_nothing(cell, lexicon):
            heads += entries_of(cell.lines, lexicon, grid.roles[index] == "institution", told)
    if heads:
        yield replace(heads[0], below=(*heads[0].below, *lines))
        yield from heads[1:]
    elif agenda and agenda[0].row == number:
        yield from (replace(entry, agenda_only=True) for entry in entries_of(lines, lexicon, told=told))


def _unchanged(row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether the column after a change says that nothing changed: 좌동."""
    after = grid.cells(row, "after")
    return bool(after) and all(lexicon.has_mark(cell.text, "unchanged") for cell in after)


def _dropped(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> list[Entry]:
    """Entries of the column before a change whose institutions the column after it no longer has."""
    if not grid.columns("before") or _unchanged(row, grid, lexicon):
        return []
    kept = {key for cell in grid.cells(row, "after") for line in cell.lines for key in keys(line.text)}
    entries = [
        entry
        for cell in grid.cells(row, "before")
        if cell.row == number and not _says_nothing(cell, lexicon)
        for entry in entries_of(cell.lines, lexicon)
    ]
    return [entry for entry in entries if not set(keys(entry.head.text)) & kept]


def _says_nothing(cell: Cell, lexicon: Lexicon) -> bool:
    """Blank, a ditto mark, or only a word in parentheses such as (이동)."""
    bare = _BRACKETED.sub("", cell.text).strip()
    if _CARRIED_OVER.fullmatch(cell.text):
        return True
    return lexicon.is_blank(cell.text) or lexicon.is_ditto(cell.text) or not bare


def _lodging(row: Slots, grid: Grid, day: Day, lexicon: Lexicon) -> Iterator[Activity]:
    for cell in grid.cells(row, "remark", "lodging"):
        for line in cell.lines:
            if lexicon.has(line.text, "activity", "lodging"):
                yield Activity(day.date, day.date_end, None, "lodging", line.text, line.place)


# -- outlines ---------------------------------------------------------------------------------


def _read_outline(document: Document, setting: Setting, found: Itinerary) -> None:
    """Days that stand as lines: "■ 4. 22.(월)" with their entries behind and below."""
    named = {city.name for city in setting.cities}
    for told in days_of(document, setting.lexicon, named):
        day = Day()
        if told.span:
            _set_date(told.span, told.text, told.block, day, setting.calendar, found)
        elif told.number:
            day.date = setting.calendar.nth(told.number)
        stayed = [c.name for line in (*told.own, *told.lines) for c in _lodged(line, setting)]
        day.chain, day.moving = told.chain, len(told.chain) > 1
        found.stays += [city for city in [*told.chain[-1:], *stayed] if not places.is_home(city, setting.lexicon)]
        together = (*told.own, *told.lines)
        runs = (together,) if told.own and is_agenda(told.lines, setting.lexicon) else (told.own, told.lines)
        for lines in runs:
            _assemble(entries_of(lines, setting.lexicon), [], day, setting, found, cancelled=False)


def _lodged(line: Text, setting: Setting) -> list[places.City]:
    """The cities of "(숙박: 몬트리올)"."""
    match = re.search(r"숙박\s*[:：]?\s*([^()（）]+)", line.text)
    return places.cities(match.group(1), setting.lexicon, setting.countries) if match else []


# -- prose ------------------------------------------------------------------------------------


def _read_prose(document: Document, setting: Setting, found: Itinerary) -> None:
    """Days told in sentences: "6월 17일 오전에는 …를 방문하여 …에 관하여 협의할 예정이다."."""
    for told in prose_days(document):
        day = Day()
        _set_date(told.span, told.text, told.block, day, setting.calendar, found)
        entries = [Entry(head, below, told="visit" if below else None) for head, below in told.entries]
        _assemble(entries, [], day, setting, found, cancelled=False)


# -- institutions in turn ------------------------------------------------------------------------


def _read_sections(document: Document, setting: Setting, found: Itinerary) -> None:
    """Visits told institution by institution ("일시 : 2018. 5. 21.(월) 10:00", "장소 : …"), or only listed."""
    for card in visit_cards(document, setting.lexicon):
        day = Day(chain=list(card.places))
        if card.span:
            _set_date(card.span, card.text, card.block, day, setting.calendar, found)
        elif card.text:
            continue
        entry = Entry(card.head, card.agenda, card.time, told="visit")
        found.visits += _visits(entry, day, setting, cancelled=False)


# -- entries → visits and activities ------------------------------------------------------------


def _assemble(
    entries: Sequence[Entry],
    times: list[str],
    day: Day,
    setting: Setting,
    found: Itinerary,
    cancelled: bool,
    silent: bool = False,
    visits_only: bool = False,
) -> None:
    """Add what the entries of a row or day are to `found`."""
    lexicon = setting.lexicon
    kinds = [_kind(entry, found, lexicon) for entry in entries]
    for entry, kind in zip(_timed(entries, kinds, times), kinds, strict=True):
        if entry.agenda_only and silent and kind in ("visit", "other") and _goes_on(found, day):
            before = found.visits[-1]
            more = (Fact(line.text, line.place) for line in (entry.head, *entry.below))
            found.visits[-1] = replace(before, agenda=(*before.agenda, *more))
        elif kind == "visit" and not lexicon.only_says_cancelled(entry.head.text):
            found.visits += _visits(entry, day, setting, cancelled)
        elif not visits_only and kind != "visit":
            found.activities.extend(_activities(entry, kind, day, lexicon))


def _kind(entry: Entry, found: Itinerary, lexicon: Lexicon) -> EntryKind:
    """The entry's kind; a later day of an event that was named before is the event again."""
    kind = entry.kind(lexicon)
    stems = (_EVENT_STEM.split(a.text)[0].strip() for a in found.activities if a.kind == "event")
    again = any(len(stem) > 1 and entry.head.text.startswith(stem) for stem in stems)
    return "event" if again and kind in ("visit", "other", "tourism") else kind


def _goes_on(found: Itinerary, day: Day) -> bool:
    return bool(found.visits) and found.visits[-1].date == day.date


def _timed(entries: Sequence[Entry], kinds: Sequence[EntryKind], given: list[str]) -> list[Entry]:
    """Entries with the times of their row: in order where there are as many, else the first to the first visit.

    As many times as visits pair with the visits; flights have times of their own.
    """
    visits = [index for index, kind in enumerate(kinds) if kind == "visit"]
    if len(given) == len(entries):
        order = list(range(len(entries)))
    elif len(given) == len(visits):
        order = visits
    else:
        order = (visits or [0])[:1] if entries else []
    timed = list(entries)
    for index, time in zip(order, given, strict=False):
        timed[index] = replace(entries[index], time=entries[index].time or time)
    return timed


def _visits(entry: Entry, day: Day, setting: Setting, cancelled: bool) -> Iterator[Visit]:
    """The visits of an entry, one for each institution its head names; the first has the time."""
    lexicon = setting.lexicon
    status: Status = "planned" if setting.kind == "plan" else "done"
    if cancelled or entry.told == "cancelled" or lexicon.has(entry.head.text, "cancel"):
        status = "cancelled"
    named = visit_name(entry.head.text, lexicon)
    for position, name in enumerate(names_in(named, lexicon, entry.in_institution_column)):
        city, country = _place_of(name, day, setting)
        doubts = list(_doubts(entry, name, city, day, lexicon))
        yield Visit(
            name=name,
            block=entry.head.place,
            date=day.date,
            date_end=day.date_end,
            start_time=entry.time if position == 0 else None,
            generic_type=is_generic(name, lexicon),
            city=city,
            country=country,
            status=status,
            agenda=tuple(Fact(line.text, line.place) for line in entry.below),
            doubts=tuple(doubts),
        )


def _doubts(entry: Entry, name: str, city: str | None, day: Day, lexicon: Lexicon) -> Iterator[str]:
    """What is uncertain in a visit, for a person to look at."""
    passed = _destinations(day.chain, lexicon)
    if day.moving and len(passed) > 1 and city == passed[-1] and not name.startswith(city):
        yield f"그날 여러 곳({', '.join(passed)})을 지나, 도착지 {city}을(를) 방문지로 읽었습니다."
    context = Context(strong=entry.head.strong, institution_column=entry.in_institution_column, told=entry.told)
    if not entry.below and is_unmarked(entry.head.text, context, lexicon):
        yield "기관 방문인지 관광인지 문서에서 뚜렷하지 않아 방문으로 읽었습니다."


def visit_name(text: str, lexicon: Lexicon) -> str:
    """The institution's name in an entry such as "바르셀로나 악티바 방문", "(섭외 중)" and the like left out."""
    name = _STANDING.sub("", text).strip() or text
    name = _AND_MORE.sub("", name).strip() or name
    for word in sorted(lexicon.words("visitword"), key=len, reverse=True):
        shorter = re.sub(rf"\s+{word}\s*$|(?<=[)）]){word}\s*$", "", name)
        if shorter.strip() and shorter != name:
            return shorter.strip()
    return name.strip()


def _place_of(name: str, day: Day, setting: Setting) -> tuple[str | None, str | None]:
    """(city, country) of a visit: a city in its name, the row's one place, or where it is known to be.

    On a way from one place to another, visits are taken to be where it ends.
    """
    lexicon, among = setting.lexicon, setting.countries
    options = _destinations(day.chain, lexicon)
    city = _named_city(name, options, setting) or (options[0] if len(options) == 1 else None)
    if city is None and options:
        known = next((option for option in options if _known_in(name, option, lexicon)), None)
        city = known or (options[-1] if day.moving else None)
    if city is None and not options and len(setting.cities) == 1:
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
    yield Activity(day.date, day.date_end, entry.time, kind, entry.head.text, entry.head.place)
    for line in entry.below:
        own = entry_kind(line.text, Context(), lexicon)
        below: ActivityKind = kind if own in ("visit", "other") else own  # type: ignore[assignment]
        yield Activity(day.date, day.date_end, None, below, line.text, line.place)
