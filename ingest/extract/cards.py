"""Cards of institutions: tables of keys and values, and lines with captions below an institution's name.

A card tells what an institution is (기관현황), what was done there (협의내용, 질의응답), whom one met, and
when. What it tells of a visit is added to that visit; where nothing else tells the visits, cards do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from msgspec import structs

from ingest.document import TABLES_KEPT, Block, Cell, Document, Table, Text
from ingest.extract import dates, places
from ingest.extract.calendars import turned
from ingest.extract.captions import told
from ingest.extract.entries import entries_of
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import begins_day, ends_days
from ingest.extract.turns import CANCELLED, VisitCard
from ingest.names import keys
from ingest.plan import Date, Fact, Visit
from search.hangul import name_key

_ROWS = 2  # of keys, in a card
_LONGEST_NAME = 60
_NUMBER = re.compile(r"^[\[(<【〈]\s*(?:방문|기관)?\s*\d+\s*[\])>】〉]\s*")
_SUBSTANCE = ("fact", "agenda", "content")

Said = tuple[str, Text]  # the role of what is said, and a line of it


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one institution. head: the line of its name; name: without what stands before it."""

    name: str
    head: Text
    said: tuple[Said, ...]

    def lines(self, role: str) -> tuple[Text, ...]:
        """The lines of one role: fact, agenda, outcome, contact, when, where."""
        return tuple(line for of, line in self.said if of == role)

    def text(self, role: str) -> str | None:
        """What is said first in one role, None where nothing is."""
        return next((line.text for line in self.lines(role) if line.text), None)

    @property
    def span(self) -> dates.Span | None:
        """The days of the visit."""
        spans = (span for line in self.lines("when") for span in dates.spans(dates.readable(line.text)))
        return next(spans, None)

    @property
    def time(self) -> str | None:
        """The hour of the visit."""
        times = (time for line in self.lines("when") for time in dates.times(dates.readable(line.text)))
        return next(times, None)


def cards_of(document: Document, lexicon: Lexicon, visits: Sequence[Visit] = ()) -> list[Card]:
    """The cards of a document, those in lines by the names of its visits."""
    return [*table_cards(document, lexicon), *line_cards(document, lexicon, visits)]


# -- tables -----------------------------------------------------------------------------------


def is_card(table: Table, lexicon: Lexicon) -> bool:
    """Whether a table holds keys of institutions' cards and their values, so that it is no itinerary."""
    return bool(cards_in(table, lexicon, Text("heading", "-")))


@lru_cache(maxsize=1)
def table_cards(document: Document, lexicon: Lexicon) -> tuple[Card, ...]:
    """The cards in a document's tables; one that names nobody belongs to the line above it."""
    found: list[Card] = []
    above: Text | None = None
    day: Text | None = None  # the last heading, where it tells a day
    for index, block in enumerate(document.blocks):
        if isinstance(block, Text):
            above = block
            day = (block if begins_day(block) else None) if block.kind == "heading" else day
        else:
            name = above if above and _may_name(above, lexicon) else None
            told_here = cards_in(block, lexicon, name)
            told_here = [_on_day(card, day, lexicon) for card in told_here] if day else told_here
            found += [_going_on(card, document.blocks[index + 1 :], lexicon) for card in told_here]
            for inner in block.nested:
                found += cards_in(inner, lexicon)
            above = None
    return _undittoed(found, lexicon)


def _on_day(card: Card, day: Text, lexicon: Lexicon) -> Card:
    """The card with the day, and the places, of the heading above it, where it tells none of its own."""
    if card.span:
        return card
    text = dates.readable(day.text)
    span = next(iter(dates.spans(text)), None)
    rest = text[span.stop :].strip(" ,.()[]【】<>") if span else ""
    where = [("where", replace(day, text=rest))] if rest and not card.lines("where") else []
    return replace(card, said=(("when", day), *where, *card.said))


def _undittoed(cards: Sequence[Card], lexicon: Lexicon) -> tuple[Card, ...]:
    """The cards with what a ditto mark repeats of the card before."""
    made: list[Card] = []
    for card in cards:
        before = dict(made[-1].said) if made else {}
        said = ((role, before.get(role, line) if lexicon.is_ditto(line.text) else line) for role, line in card.said)
        made.append(replace(card, said=tuple(said)))
    return tuple(made)


def _going_on(card: Card, after: Sequence[Block], lexicon: Lexicon) -> Card:
    """The card of the heading above its table with what captions say below the table, until the next heading."""
    if card.head.kind != "heading":
        return card
    ends = (
        i for i, b in enumerate(after) if isinstance(b, Table) or (b.kind == "heading" and b.depth <= card.head.depth)
    )
    below = [block for block in after[: next(ends, len(after))] if isinstance(block, Text)]
    more = [("agenda" if role == "content" else role, line) for role, line in told(below, lexicon) if role]
    return replace(card, said=(*card.said, *more))


def cards_in(table: Table, lexicon: Lexicon, above: Text | None = None) -> list[Card]:
    """The cards of a table, or none if a row of it is anything else. above: the name, where the table has none."""
    rows = _card_rows(table, lexicon)
    keyed = [row for row in rows if row.pairs]
    roles = {role for row in keyed for role, _ in row.pairs}
    if len(keyed) < _ROWS or not roles & {*_SUBSTANCE, "name"}:
        return []
    abreast = max((len(values) for row in keyed for role, values in row.pairs if role == "name"), default=1)
    if any(len(values) > abreast for row in keyed for _, values in row.pairs):
        return []
    named = "name" in roles or any(row.lead for row in rows)
    if not named and (above is None or not (_tells_enough(roles, keyed) or _tells_visit(roles, above, lexicon))):
        return []
    return [_settled(card) for card in _gathered(rows, None if named else above)]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a card: what stands before its first key, and each key's role with its values."""

    lead: Cell | None
    pairs: tuple[tuple[str, tuple[Cell, ...]], ...]


@lru_cache(maxsize=TABLES_KEPT)
def _card_rows(table: Table, lexicon: Lexicon) -> tuple[_Row, ...]:
    """The rows of a table as those of cards, none where one of them is anything else."""
    rows: list[_Row] = []
    for number, cells in enumerate(() if turned(table) else table.rows):  # turned: a sheet with a column a day
        if number == 0 and all(lexicon.is_word(cell.text, "cardhead") for cell in cells):
            continue  # "항목", "내용"
        row = _parted(cells, lexicon)
        if row is None:
            return ()
        rows.append(row)
    return tuple(rows)


def _parted(row: Sequence[Cell], lexicon: Lexicon) -> _Row | None:
    """The row as that of a card, or None: each key has a value, and one cell may stand before the first."""
    cells = [cell for cell in row if cell.text.strip()]
    at = [index for index, cell in enumerate(cells) if lexicon.card(cell.text)]
    lead = [cell for cell in cells[: at[0] if at else None] if not cell.text.strip().isdigit()]
    if not at:
        return _Row(lead[0] if lead else None, ()) if len(lead) < 2 else None
    if len(lead) > 1 or any(after - before == 1 for before, after in pairwise(at)):
        return None
    pairs = [
        (lexicon.card(cells[start].text) or "", tuple(cells[start + 1 : end]))
        for start, end in zip(at, [*at[1:], len(cells)], strict=True)
    ]
    if len(pairs) > 1 and any(len(values) > 1 for _, values in pairs):
        return None
    return _Row(lead[0] if lead else None, tuple(pairs))


def _tells_enough(roles: set[str], rows: Sequence[_Row]) -> bool:
    """Whether keys alone show that a table is a card: the overview of a trip shares some of them."""
    agenda = sum(role == "agenda" for row in rows for role, _ in row.pairs)
    first = all(row.lead is None for row in rows)
    return first and (agenda > 1 or ("fact" in roles and agenda > 0))


def _tells_visit(roles: set[str], above: Text, lexicon: Lexicon) -> bool:
    """Whether keys tell when one was at the institution whose name stands above, and whom one met or what it is."""
    return "when" in roles and ("contact" in roles or ("fact" in roles and lexicon.ends_as_institution(above.text)))


def _gathered(rows: Sequence[_Row], above: Text | None) -> Iterator[Card]:
    """The cards in rows: a name's row begins a card, or several side by side."""
    heads: list[Text] = [above] if above else []
    said: list[list[Said]] = [[] for _ in heads]
    for row in rows:
        names = next((values for role, values in row.pairs if role == "name"), ())
        begun = [_line(cell) for cell in (names or ((row.lead,) if row.lead else ())) if cell.lines]
        if begun and begun != heads:
            yield from map(_card, heads, said)
            heads, said = begun, [[] for _ in begun]
        for role, values in row.pairs:
            if role != "name":
                for index, cell in enumerate(values[: len(heads)] if len(heads) > 1 else values[:1] if heads else ()):
                    said[index] += [(role, line) for line in cell.lines]
    yield from map(_card, heads, said)


def _line(cell: Cell) -> Text:
    """A name that may stand on several lines, as one."""
    return replace(cell.lines[0], text=" ".join(line.text for line in cell.lines), kind="paragraph")


def _card(head: Text, said: Sequence[Said]) -> Card:
    kept = tuple((role, line) for role, line in said if line.marker != "※" and line.text.strip(" -–"))
    return Card(_NUMBER.sub("", head.text).strip(), head, kept)


def _settled(card: Card) -> Card:
    """주요내용 tells what was done where the card tells a day or what the institution is besides, else what it is."""
    visited = any(role in ("when", "fact") for role, _ in card.said)
    meant = "agenda" if visited else "fact"
    return replace(card, said=tuple((meant if role == "content" else role, line) for role, line in card.said))


def _may_name(line: Text, lexicon: Lexicon) -> bool:
    """Whether the line above a table may be the name of whom the table tells."""
    text = _NUMBER.sub("", line.text).strip()
    known = lexicon.section(text) or lexicon.label(text) or lexicon.card(text) or lexicon.column(text) == "date"
    return bool(text) and len(text) <= _LONGEST_NAME and ":" not in text and not known


# -- lines ------------------------------------------------------------------------------------


def line_cards(document: Document, lexicon: Lexicon, visits: Sequence[Visit]) -> tuple[Card, ...]:
    """What captions say below the lines that name an institution visited: outside tables, and in each cell."""
    return _line_cards(document, lexicon, tuple((visit.block, visit.name) for visit in visits))


@lru_cache(maxsize=1)
def _line_cards(document: Document, lexicon: Lexicon, visited: tuple[tuple[str, str], ...]) -> tuple[Card, ...]:
    """The cards by (place, name) of each visit: visits and sites are told from the same ones."""
    return tuple(_cards_below(document, lexicon, dict(visited)))


def _cards_below(document: Document, lexicon: Lexicon, entries: dict[str, str]) -> Iterator[Card]:
    """The cards of the names that stand at each place, and wherever else one stands alone."""
    names = {key: name for name in entries.values() for key in keys(name)}
    runs: list[Sequence[Text]] = [document.lines]
    runs += [cell.lines for table in document.tables for cell in table.cells if len(cell.lines) > 1]
    for lines in runs:
        heads = {line.place: name for line in lines if (name := _named(line, names, entries, lexicon))}
        for index, line in enumerate(lines):
            if line.place in heads:
                below = list(_reach(lines, index, heads, lexicon))
                said = [("agenda" if role == "content" else role, under) for role, under in told(below, lexicon)]
                card = _card(line, [(role, under) for role, under in said if role])
                if card.said:
                    yield replace(card, name=heads[line.place])


def _named(line: Text, names: dict[str, str], entries: dict[str, str], lexicon: Lexicon) -> str | None:
    """The institution that a line names and nothing else, as its visit's own line does."""
    if line.place in entries:
        return entries[line.place]
    if len(line.text) > _LONGEST_NAME or line.marker == "※":
        return None
    key = name_key(line.text)
    if not any(map(key.__contains__, names)):
        return None
    entry = entries_of([replace(line, text=_NUMBER.sub("", line.text) or line.text)], lexicon)
    if not entry or entry[0].below or not set(keys(entry[0].head.text)) & names.keys():
        return None
    return entry[0].head.text


def _reach(lines: Sequence[Text], index: int, heads: dict[str, str], lexicon: Lexicon) -> Iterator[Text]:
    """The lines below a name: until the next name, or a line as high as it.

    Below a plain line, items go on until one stands higher than the first of them.
    """
    head, first = lines[index], 0
    for line in lines[index + 1 :]:
        first = first or line.depth
        higher = line.kind == "heading" and (head.kind != "heading" or line.depth <= head.depth)
        limit = head.depth if head.kind == "item" else first - 1
        if head.kind != "heading" and line.kind == "item" and line.depth <= limit:
            return
        if ends_days(line) or (head.kind == line.kind == "paragraph" and begins_day(line)):
            return
        if higher or line.place in heads or _NUMBER.match(line.text) or lexicon.section_named(line.text) == "outcome":
            return
        yield line


# -- visits -----------------------------------------------------------------------------------


def visits_of(cards: Sequence[Card], lexicon: Lexicon) -> list[VisitCard]:
    """The visits that cards with a day tell."""
    return [
        VisitCard(
            head=replace(card.head, text=f"{card.name} {CANCELLED}" if _is_off(card, lexicon) else card.name),
            text=card.lines("when")[0].text,
            block=card.lines("when")[0].place,
            span=card.span,
            time=card.time,
            places=tuple(place for line in card.lines("where") for place in places.chain(line.text, lexicon)),
            agenda=card.lines("agenda"),
            contact=None if _is_off(card, lexicon) else card.text("contact"),
        )
        for card in cards
        if card.span
    ]


def _is_off(card: Card, lexicon: Lexicon) -> bool:
    """Whether a card says, where it would say whom one met, that the visit was cancelled."""
    return lexicon.has(card.text("contact") or "", "cancel")


def with_cards(visits: Sequence[Visit], cards: Sequence[Card], calendar: dates.Calendar) -> list[Visit]:
    """The visits with what the cards tell of them: agenda, and hour and contact where nothing else tells them."""
    told = list(visits)
    for card in cards:
        index = _visit_of(card, told, calendar.date(card.span.first) if card.span else None)
        if index is not None:
            told[index] = _with_card(told[index], card)
    return told


def _visit_of(card: Card, visits: Sequence[Visit], day: Date | None) -> int | None:
    """The one visit a card is about: of its name, day and hour; None where it may be of several."""
    named = set(keys(card.name))
    same = [
        index
        for index, visit in enumerate(visits)
        if set(keys(visit.name)) & named and (day is None or visit.date in (None, day))
    ]
    if len(same) > 1:
        same = [index for index in same if visits[index].start_time == card.time and card.time]
    return same[0] if len(same) == 1 else None


def _with_card(visit: Visit, card: Card) -> Visit:
    known = {name_key(fact.text) for fact in visit.agenda}
    places = {fact.block for fact in visit.agenda}
    more = [line for line in card.lines("agenda") if name_key(line.text) not in known and line.place not in places]
    agenda = (*visit.agenda, *(Fact(line.text, line.place) for line in more))
    time, contact = visit.start_time or card.time, visit.contact or card.text("contact")
    if (agenda, time, contact) == (visit.agenda, visit.start_time, visit.contact):
        return visit
    return structs.replace(visit, agenda=agenda, start_time=time, contact=contact)
