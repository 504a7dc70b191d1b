"""What is to be asked where, told apart from the itinerary: a list or table of questions by institution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from ingest.document import Document, Table, Text, tables_of
from ingest.extract.captions import COLON
from ingest.extract.cards import Card, is_card
from ingest.extract.grid import HEADER_ROWS, as_grid
from ingest.extract.labels import rank, sections
from ingest.extract.lexicon import Lexicon
from ingest.names import keys
from ingest.plan import Fact, Visit

_ROLE = "agenda"


def with_questions(visits: Sequence[Visit], document: Document, lexicon: Lexicon) -> list[Visit]:
    """The visits, those without an agenda with what a list of questions says of their institution."""
    if all(visit.agenda for visit in visits):
        return list(visits)
    asked: dict[str, tuple[Text, ...]] = {}
    for card in _cards(document, lexicon):
        for key in keys(card.name):
            asked.setdefault(key, card.lines(_ROLE))
    return [visit if visit.agenda else structs.replace(visit, agenda=_of(visit, asked)) for visit in visits]


def _of(visit: Visit, asked: dict[str, tuple[Text, ...]]) -> tuple[Fact, ...]:
    lines = next((asked[key] for key in keys(visit.name) if key in asked), ())
    return tuple(Fact(line.text, line.place) for line in lines)


def _cards(document: Document, lexicon: Lexicon) -> Iterator[Card]:
    for table in tables_of(document.blocks):
        yield from _in_table(table, lexicon)
    for section in sections(document, lexicon):
        if section.name == _ROLE:
            yield from _in_lines([block for block in section.blocks if isinstance(block, Text)])


def _in_table(table: Table, lexicon: Lexicon) -> Iterator[Card]:
    """A table with a column of institutions and one of questions, and none of days."""
    if is_card(table, lexicon) or as_grid(table, lexicon):
        return
    rows = table.grid()
    for number, row in enumerate(rows[:HEADER_ROWS]):
        roles = [lexicon.column(cell.text) if cell else None for cell in row]
        if "institution" in roles and _ROLE in roles:
            at, told = roles.index("institution"), roles.index(_ROLE)
            for below in rows[number + 1 :]:
                name, agenda = below[at], below[told]
                if name and agenda and name.lines and agenda is not name and not lexicon.is_blank(agenda.text):
                    head = replace(name.lines[0], text=" ".join(line.text for line in name.lines))
                    yield _card(head, agenda.lines)
            return


def _in_lines(lines: Sequence[Text]) -> Iterator[Card]:
    """Names with the deeper lines below them, or with what stands behind their colon."""
    highest = min(map(rank, lines), default=0)
    heads = [index for index, line in enumerate(lines) if rank(line) == highest]
    for start, stop in zip(heads, [*heads[1:], len(lines)], strict=False):
        line, below = lines[start], lines[start + 1 : stop]
        if below:
            yield _card(line, below)
        elif match := COLON.match(line.text):
            yield _card(replace(line, text=match["label"]), [replace(line, text=match["value"])])


def _card(head: Text, lines: Sequence[Text]) -> Card:
    return Card(head.text, head, tuple((_ROLE, line) for line in lines if line.text.strip(" -–")))
