"""Visits told institution by institution: a heading with 일시, 장소 and 내용 below it, or a bare list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Document, Text
from ingest.extract import dates, places
from ingest.extract.captions import COLON, caption, told
from ingest.extract.classify import Context, entry_kind
from ingest.extract.labels import sections
from ingest.extract.lexicon import Lexicon

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit with what stands below its institution's name. text: the date's line, "" where there is none.

    contact: the post of whom one met.
    """

    head: Text
    text: str
    block: str
    span: dates.Span | None
    time: str | None
    places: tuple[str, ...]
    agenda: tuple[Text, ...]
    contact: str | None = None


def visit_cards(document: Document, lexicon: Lexicon, calendar: dates.Calendar) -> Iterator[VisitCard]:
    """Institutions under which a day is told; where there are none, those of a list of institutions to visit.

    A title with the trip's whole period below it (`calendar`) is no institution.
    """
    lines = [block for block in document.blocks if isinstance(block, Text)]
    cards = [card for index in range(len(lines)) if (card := _dated(lines, index, lexicon))]
    heads = {card.head.place for card in cards}
    innermost = [card for card in cards if not heads & {line.place for line in card.agenda}]
    told = [card for card in innermost if not calendar.is_whole(card.span)]
    yield from told or _listed(document, lexicon)


def _dated(lines: Sequence[Text], index: int, lexicon: Lexicon) -> VisitCard | None:
    """The card whose line of the day is lines[index]."""
    when = lines[index]
    label = COLON.match(when.text)
    if label is None or _key(label) not in lexicon.words("card", "when"):
        return None
    text = dates.readable(when.text)
    span = next(iter(dates.spans(text)), None)
    start = _head(lines, index)
    if span is None or start is None or lexicon.section(lines[start].text) or lexicon.label(lines[start].text):
        return None
    below = list(_below(lines, start))
    labels = [match for line in below if (match := COLON.match(line.text))]
    where = [match["value"] for match in labels if _key(match) in lexicon.words("card", "where")]
    chain = [place for written in where for place in places.chain(written, lexicon)]
    time = next(iter(dates.times(text)), None)
    told = tuple(_agenda(below, when, lexicon))
    met = next((said.value for line in below if (said := caption(line, lexicon)) and said.role == "contact"), None)
    return VisitCard(lines[start], when.text, when.place, span, time, tuple(chain), told, met or None)


def _head(lines: Sequence[Text], index: int) -> int | None:
    """The line that heads lines[index]: the nearest one above it that stands higher and is no label."""
    when = lines[index]
    for number in range(index - 1, -1, -1):
        line = lines[number]
        higher = line.kind == "heading" or (line.kind == "item" and line.depth < when.depth) or when.kind == "paragraph"
        if higher and line.kind != "paragraph":
            return None if COLON.match(line.text) or len(line.text) > _LONGEST_NAME else number
    return None


def _key(match: re.Match[str]) -> str:
    return re.sub(r"\s+", "", match["label"])


def _below(lines: Sequence[Text], index: int) -> Iterator[Text]:
    """The lines that stand below a name: until the next line as high as it."""
    head = lines[index]
    for line in lines[index + 1 :]:
        higher = line.kind == "heading" and (head.kind != "heading" or line.depth <= head.depth)
        if higher or (line.kind == "item" and head.kind == "item" and line.depth <= head.depth):
            return
        yield line


def _agenda(below: Sequence[Text], when: Text, lexicon: Lexicon) -> Iterator[Text]:
    """What was done: lines that are no label, and what stands behind labels of content."""
    for role, line in told([line for line in below if line.marker != "※"], lexicon):
        if role == "content" or (role == "" and not COLON.match(line.text)):
            yield line


def _listed(document: Document, lexicon: Lexicon) -> Iterator[VisitCard]:
    """A list of institutions without days, grouped by country or city."""
    for section in sections(document, lexicon):
        lines = [block for block in section.blocks if isinstance(block, Text)]
        if section.name != "sites" or any(not isinstance(block, Text) for block in section.blocks):
            continue
        chain: tuple[str, ...] = ()
        described: set[str] = set()
        for index, line in enumerate(lines):
            below = list(_below(lines, index))
            named = entry_kind(line.text, Context(), lexicon) == "visit" and not COLON.match(line.text)
            if line.place in described:
                continue
            if below and not (named and lexicon.ends_as_institution(line.text)):
                chain = tuple(places.chain(line.text, lexicon))
            elif line.kind == "item" and line.marker != "※" and named:
                described |= {told.place for told in below}  # what an institution is, not what was done there
                yield VisitCard(line, "", line.place, None, None, chain, ())
