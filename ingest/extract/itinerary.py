"""Itineraries → visits and activities, from tables and from outlines.

A day is what its row or line says and what it inherits from the rows above: the date, the chain of
places. Entries (ingest.extract.entries) become visits or activities by their kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from ingest.document import Cell, Document, once
from ingest.extract import dates, places
from ingest.extract.assemble import Day, Itinerary, Setting, assemble, each_placed, set_date
from ingest.extract.cards import cards_of, with_cards
from ingest.extract.classify import Context, entry_kind
from ingest.extract.entries import Entry, entries_of, lists_sights, without_notes
from ingest.extract.grid import CONTENT, Grid, Slots, grids
from ingest.extract.labels import headed_places
from ingest.extract.lexicon import Lexicon
from ingest.extract.lines_told import read_beside, read_changes, read_notes, read_outline, read_prose, read_sections
from ingest.extract.questions import with_questions
from ingest.names import keys
from ingest.plan import Activity, Visit

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_CARRIED_OVER = re.compile(r"[-–(<\s]*(?:다음\s*(?:쪽|장|페이지)\S*\s*계속|계속|이하\s*여백)[-–)>\s.]*")
_DATED = re.compile(r"^[\d.\s/년월일]+(?:\([월화수목금토일]\))?\s*")
_INSTEAD = re.compile(r"(?:을|를)\s*대신|대신\s*방문|대체\s*방문|취소\S*\s.*(?:대체|대신|추가)\s*(?:방문|섭외|기관)")
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-4])([0-5]\d)(?:\s*[~∼～–-]\s*\d{4})?")  # "1330", "1330~1500"
_HOUR_BEFORE = re.compile(r"^[\[(]?\s*\d{1,2}:\d{2}(?:\s*[~∼–-]\s*\d{1,2}:\d{2})?\s*[\])]?\s*")
_BARE_NUMBER = re.compile(r"\s*(\d{1,2})\s*")


def itinerary(document: Document, setting: Setting) -> Itinerary:
    """All visits and activities of the document's itineraries, in reading order.

    Tables come first; prose is read only where no table tells the days, an outline only where no
    prose does, and what is told of each institution in turn only where nothing tells the days. A
    table that tells the same visits again (an English annex) is left out.
    """
    found = Itinerary()
    read = [
        (grid, _read_grid(grid, headed_places(document, grid.table, setting.lexicon), setting))
        for grid in grids(document, setting.lexicon)
    ]
    read = _of_the_trip(read, setting.calendar)
    whole = any(told.visits and not grid.columns("before") for grid, told in read)
    for grid, told in read:
        if whole and grid.columns("before"):  # beside the days as they are now, a change tells only what is no more
            found.visits += [visit for visit in told.visits if visit.status == "cancelled" and visit.date]
        elif not _told_before(told, found):
            found.visits += told.visits
            found.activities += told.activities
            found.written_dates += told.written_dates
            found.stays += told.stays
    if found.visits or found.activities:
        read_beside(document, setting, found)
    for other in (read_prose, read_outline):
        if not found.visits and not found.activities:
            other(document, setting, found)
    read_sections(document, setting, found)
    read_changes(document, setting, found)
    read_notes(document, setting, found)
    found.visits = with_cards(found.visits, cards_of(document, setting.lexicon, found.visits), setting.calendar)
    found.visits = with_questions(found.visits, document, setting.lexicon)
    return found


def _of_the_trip(read: list[tuple[Grid, Itinerary]], calendar: dates.Calendar) -> list[tuple[Grid, Itinerary]]:
    """The tables without those that have none of the trip's days, where others have: what is due before it."""
    days = [
        {visit.date for visit in told.visits if visit.date} | {done.date for done in told.activities if done.date}
        for _, told in read
    ]
    inside = [any(map(calendar.holds, dated)) for dated in days]
    if calendar.start is None or not any(inside):
        return read
    return [one for one, dated, held in zip(read, days, inside, strict=True) if held or not dated]


def _read_grid(grid: Grid, headed: list[str], setting: Setting) -> Itinerary:
    told, before = Itinerary(), Itinerary()
    day, then = Day(chain=list(headed)), Day()
    former = replace(grid, roles=grid.former, former=None) if grid.former else None
    for number, row in grid.rows(setting.lexicon):
        if country := _headed_country(number, row, setting.lexicon):
            day.country, day.chain = country, []
        elif former and _says_unchanged(number, row, grid, setting.lexicon):
            _read_row(number, row, former, day, setting, told)
        else:
            _read_row(number, row, grid, day, setting, told)
            if former:
                _read_row(number, row, former, then, setting, before)
    told.visits += _no_more(before.visits, told.visits)
    return told


def _says_unchanged(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether the columns of what is done now say that nothing changed: 좌동."""
    texts = [cell.text for cell in grid.cells(row, *CONTENT, "agenda") if cell.row == number and cell.text.strip()]
    said = [text for text in texts if not lexicon.is_blank(text)]
    return bool(said) and all(lexicon.has_mark(text, "unchanged") for text in said)


def _no_more(before: Sequence[Visit], now: Sequence[Visit]) -> Iterator[Visit]:
    """The visits that were planned before a change and are none of those told now, on whatever day."""
    kept = {key for visit in now for key in keys(visit.name)}
    return (structs.replace(visit, status="cancelled") for visit in before if not set(keys(visit.name)) & kept)


def _headed_country(number: int, row: Slots, lexicon: Lexicon) -> str | None:
    """The country whose name alone a row holds, so that it heads the rows below."""
    texts = [cell.text for cell in once(row) if cell.row == number and cell.text.strip()]
    codes = places.countries(texts[0], lexicon) if len(texts) == 1 and len(once(row)) == len(row) else []
    return codes[0] if len(codes) == 1 and places.only_places(texts[0], lexicon) else None


def _told_before(told: Itinerary, found: Itinerary) -> bool:
    """Whether most visits of a table are visits told before: same day, and same hour or a common name.

    A table in another script than the one before, of the same days, tells the same (an English annex).
    """
    days = {visit.date for visit in found.visits} | {activity.date for activity in found.activities}
    foreign = not any(map(_hangul, told.visits)) and any(map(_hangul, found.visits))
    if foreign and len(told.visits) > 1 and all(visit.date in days for visit in told.visits if visit.date):
        return True
    known = [(visit.date, visit.start_time, set(keys(visit.name))) for visit in found.visits]
    again = [
        any(
            v.date == d and ((v.start_time and v.start_time == t) or set(keys(v.name)) & names) for d, t, names in known
        )
        for v in told.visits
    ]
    return len(again) > 1 and sum(again) * 2 > len(again)


def _hangul(visit: Visit) -> bool:
    return re.search("[가-힣]", visit.name) is not None


# -- tables -----------------------------------------------------------------------------------


def _read_row(number: int, row: Slots, grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    lexicon = setting.lexicon
    _read_date(row, grid, day, setting, found)
    _read_places(row, grid, day, setting)
    day.contact, day.remark = (_said(row, grid, role, lexicon) for role in ("contact", "remark"))
    times = [t for cell in grid.cells(row, "time") for t in _hours(cell)]
    times = times or [t for cell in grid.cells(row, "date") for t in _times(cell)]
    cancelled = _is_cancelled(number, row, grid, lexicon)
    dropped = _dropped(number, row, grid, lexicon)
    entries = list(_entries(number, row, grid, lexicon))
    silent = _is_silent(number, row, grid, lexicon)
    if silent and day.tagged and grid.columns("time"):
        entries = [_as_agenda(entry, lexicon) for entry in entries]
    if not any(each_placed(entries, day.spots, lexicon)):
        found.stays += [city for city in day.chain[-1:] if not places.is_home(city, lexicon)]
    assemble(entries, times, day, setting, found, cancelled, silent)
    assemble(dropped, times, day, setting, found, cancelled=True, visits_only=True)
    found.activities.extend(_lodging(row, grid, day, lexicon))
    found.activities.extend(_ways(number, row, grid, day, setting))


def _as_agenda(entry: Entry, lexicon: Lexicon) -> Entry:
    """An entry below one that a tag says is a visit: it goes on with it, unless it has a time, tag or institution."""
    own = entry.time or entry.told or lexicon.ends_as_institution(entry.head.text)
    return entry if own else entry._replace(agenda_only=True)


def _is_cancelled(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether a column of results or remarks tells of a cancellation, or any cell tells nothing else."""
    if not lexicon.has(" ".join([cell.text for cell in row if cell]), "cancel"):
        return False
    telling = ("result", "kind") if grid.columns("after") else ("result", "remark", "kind")
    said = (cell.text for cell in grid.cells(row, *telling))
    if any(lexicon.has(text, "cancel") and not _INSTEAD.search(text) for text in said):
        return True
    own = (cell for cell in row if cell is not None and cell.row == number)
    return not grid.columns("after") and any(lexicon.only_says_cancelled(cell.text) for cell in own)


def _said(row: Slots, grid: Grid, role: str, lexicon: Lexicon) -> str | None:
    """What the row's cells of a role say, None where they say nothing of their own."""
    texts = [cell.text for cell in grid.cells(row, role)]
    kept = [text for text in texts if not lexicon.is_blank(text) and not lexicon.is_ditto(text)]
    return "\n".join(kept) or None


def _times(cell: Cell) -> list[str]:
    return dates.times(dates.readable(cell.text))


def _hours(cell: Cell) -> list[str]:
    """The hours of a cell below a heading of hours, where "1330" is one too."""
    bare = [_FOUR_DIGITS.fullmatch(line.text) for line in cell.lines]
    return [f"{match[1]}:{match[2]}" for match in bare if match] if bare and all(bare) else _times(cell)


def _read_date(row: Slots, grid: Grid, day: Day, setting: Setting, found: Itinerary) -> None:
    """The row's date: as written, in columns of month and day, by number of the day, or that of the row above."""
    lexicon = setting.lexicon
    parts = [cell for role in ("month", "monthday") for cell in grid.cells(row, role)]
    if len(parts) == 2 and all(_BARE_NUMBER.fullmatch(cell.text) for cell in parts):
        weekday = "".join(f"({cell.text.strip()})" for cell in grid.cells(row, "weekday"))
        text = f"{parts[0].text.strip()}. {parts[1].text.strip()}.{weekday}"
        set_date(dates.spans(text)[0], text, parts[1].lines[0].place, day, setting.calendar, found)
        return
    for cell in grid.cells(row, "date", "day"):
        if lexicon.begins_ditto(cell.text):
            return
        span = next(iter(dates.spans(dates.readable(cell.text))), None)
        if span:
            block = cell.lines[0].place if cell.lines else cell.place
            set_date(span, cell.text, block, day, setting.calendar, found)
            return
    for cell in grid.cells(row, "day", "date"):
        bare = _BARE_NUMBER.fullmatch(cell.text) if cell in grid.cells(row, "day") else None
        number = int(bare.group(1)) if bare else next(dates.ordinals(cell.text), None)
        if number and setting.calendar.nth(number):
            day.date, day.date_end = setting.calendar.nth(number), None
            return


def _read_places(row: Slots, grid: Grid, day: Day, setting: Setting) -> None:
    """The row's places; a ditto mark or a gap repeats where the row above ended.

    Without a column of places, a city in the column of lodgings tells where the day ends.
    """
    lexicon = setting.lexicon
    columns = grid.cells(row, "place")
    if not grid.columns("place"):
        named = {city.name for city in setting.cities}
        columns = [c for c in grid.cells(row, "lodging") if _names_city(c.text, named, setting)]
        columns = columns or list(_below_date(row, grid, setting)) or _located(row, grid, named, setting)
    written = [cell.text for cell in columns if not lexicon.is_blank(cell.text)]
    text = " → ".join(text for text in written if not lexicon.is_ditto(text))
    day.chain = places.chain(text, lexicon) if text else day.chain[-1:]
    day.moving = bool(places.WAY.search(text))
    lines = [line.text for cell in columns for line in cell.lines] if len(columns) == 1 else []
    day.spots = lines if len(lines) > 1 and not day.moving else []


def _located(row: Slots, grid: Grid, named: Collection[str], setting: Setting) -> list[Cell]:
    """The cells of a column of addresses (소재지) that name a city, or that repeat the one above."""
    cells = grid.cells(row, "location")
    return [c for c in cells if setting.lexicon.is_ditto(c.text) or _names_city(c.text, named, setting)]


def _names_city(text: str, named: Collection[str], setting: Setting) -> bool:
    return text.strip() in named or bool(places.cities(text, setting.lexicon, setting.countries))


def _below_date(row: Slots, grid: Grid, setting: Setting) -> Iterator[Cell]:
    """The lines of the cell of the date that name a place and nothing else, as cells: "3. 12.(화)", "오클랜드"."""
    for cell in grid.cells(row, "date", "day"):
        for line in cell.lines[1:]:
            bare = line.text.strip("()[] ")
            if bare in {city.name for city in setting.cities} or places.only_places(bare, setting.lexicon):
                yield replace(cell, blocks=(replace(line, text=bare),))


def _is_silent(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether a row has no date, time or institution of its own: it goes on with the row above."""
    own = (cell for cell in grid.cells(row, "date", "time", "institution") if cell.row == number)
    return all(not cell.text.strip() or lexicon.is_ditto(cell.text) for cell in own)


def _entries(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries that begin in this row. An agenda column adds to them, or stands in for an empty one."""
    told = next((kind for c in grid.cells(row, "kind", "institution") if (kind := _told(c, grid, row, lexicon))), None)
    own = grid.columns("agenda")  # a cell that reaches into such a column from another is none
    agenda = [c for c in grid.cells(row, "agenda") if c.column in own and not _says_nothing(c, lexicon)]
    lines = [line for c in agenda for line in without_notes(c.lines)]
    heads: list[Entry] = []
    unread = "after" if _unchanged(row, grid, lexicon) else "before"
    for index in grid.columns(*(role for role in CONTENT if role != unread)):
        cell = row[index]
        if cell and (cell.row, cell.column) == (number, index) and not _says_nothing(cell, lexicon):
            alone = cell.column + cell.colspan - 1 not in own
            heads += entries_of(cell.lines, lexicon, alone and grid.roles[index] == "institution", told)
    if grid.columns("agenda") and not agenda:  # where others have an agenda
        heads = [h._replace(told=h.told or "tourism") if lists_sights(h, lexicon) else h for h in heads]
    if 1 < len(heads) == len(lines) and all(head.in_institution_column and not head.below for head in heads):
        yield from (head._replace(below=(line,)) for head, line in zip(heads, lines, strict=True))
    elif heads:
        yield heads[0]._replace(below=(*heads[0].below, *lines)) if lines else heads[0]
        yield from heads[1:]
    elif agenda and agenda[0].row == number:
        yield from (entry._replace(agenda_only=True) for entry in entries_of(lines, lexicon, told=told))


def _told(cell: Cell, grid: Grid, row: Slots, lexicon: Lexicon) -> str | None:
    """The kind that a cell of kinds tells, or one in parentheses in the column of institutions: "(이동)"."""
    if cell in grid.cells(row, "kind"):
        return lexicon.told(cell.text)
    bracketed = _BRACKETED.fullmatch(cell.text.strip())
    return lexicon.told(cell.text) if bracketed else None


def _unchanged(row: Slots, grid: Grid, lexicon: Lexicon) -> bool:
    """Whether the column after a change says that nothing changed: 좌동."""
    after = grid.cells(row, "after")
    return bool(after) and all(lexicon.has_mark(cell.text, "unchanged") for cell in after)


def _dropped(number: int, row: Slots, grid: Grid, lexicon: Lexicon) -> list[Entry]:
    """Entries of the column before a change whose institutions the column after it no longer has."""
    if not grid.columns("before") or _unchanged(row, grid, lexicon):
        return []
    after = (cell for _, other in grid.rows(lexicon) for cell in grid.cells(other, "after"))  # moved to another day
    kept = {key for cell in after for line in cell.lines for key in keys(_HOUR_BEFORE.sub("", line.text))}
    entries = [
        entry
        for cell in grid.cells(row, "before")
        if cell.row == number and not _says_nothing(cell, lexicon)
        for entry in entries_of(cell.lines, lexicon, _heads_institution(row, lexicon))
    ]
    return [entry for entry in entries if not set(keys(entry.head.text)) & kept]


def _heads_institution(row: Slots, lexicon: Lexicon) -> bool:
    """Whether a cell of the row says that the others name institutions: "6. 12.(수) 방문기관"."""
    texts = (_DATED.sub("", cell.text) for cell in row if cell)
    return any(lexicon.is_word(text, "column", "institution") for text in texts if text)


def _says_nothing(cell: Cell, lexicon: Lexicon) -> bool:
    """Blank, a ditto mark, 좌동 or 삭제 beside a change, or only a word in parentheses such as (이동)."""
    bare = _BRACKETED.sub("", cell.text).strip()
    if _CARRIED_OVER.fullmatch(cell.text) or lexicon.has_mark(cell.text, "unchanged", "dropped"):
        return True
    return lexicon.is_blank(cell.text) or lexicon.is_ditto(cell.text) or not bare


def _lodging(row: Slots, grid: Grid, day: Day, lexicon: Lexicon) -> Iterator[Activity]:
    for cell in grid.cells(row, "remark", "lodging"):
        for line in cell.lines:
            if lexicon.has(line.text, "activity", "lodging"):
                yield Activity(day.date, day.date_end, None, "lodging", line.text, line.place)


def _ways(number: int, row: Slots, grid: Grid, day: Day, setting: Setting) -> Iterator[Activity]:
    """What a column of ways tells beside the visits: travel from or to a place, sights; "버스" alone tells nothing."""
    for cell in grid.cells(row, "transport"):
        for line in cell.lines if cell.row == number else ():
            kind = entry_kind(line.text, Context(), setting.lexicon)
            if kind == "tourism" or kind == "free" or (kind == "transfer" and _names_place(line.text, setting)):
                yield Activity(day.date, day.date_end, None, kind, line.text, line.place)


def _names_place(text: str, setting: Setting) -> bool:
    home = any(places.is_home(word, setting.lexicon) for word in places.tokens(text))
    return home or bool(places.cities(text, setting.lexicon, setting.countries))
