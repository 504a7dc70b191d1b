"""Visits told institution by institution: a heading with 일시, 장소 and 내용 below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Document, Text
from ingest.extract import dates, places
from ingest.extract.captions import COLON, caption, told
from ingest.extract.classify import Context, entry_kind
from ingest.extract.labels import rank
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import begins_day

_LONGEST_NAME = 60
_LONGEST_LINE = 100
CANCELLED = "취소"
"""Behind a name: the visit was called off."""
_BEFORE_DAY = re.compile(r"(?P<name>\S.{1,59}?)(?:\s*[/|,]\s*|\s+[-–—]\s+|\s*[(\[]\s*(?:방문일시?\s*:\s*)?)$")
_AFTER_DAY = re.compile(r"[\s\d:시분반~∼〜–\-오전후().,\]]*(?:방문)?\s*[)\]]?")


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
    """Institutions under which a day is told; a title above the trip's whole period (`calendar`) is none."""
    lines = document.lines
    cards = [card for index in range(len(lines)) if (card := _dated(lines, index, lexicon))]
    heads = {card.head.place for card in cards}
    innermost = [card for card in cards if not heads & {line.place for line in card.agenda}]
    told = [card for card in innermost if not calendar.is_whole(card.span)]
    yield from told or _named_with_day(lines, lexicon)


def _named_with_day(lines: Sequence[Text], lexicon: Lexicon) -> Iterator[VisitCard]:
    """Lines such as "◈ 뮌헨시 건설국 / 8. 28.(월) 14시 30분", where there are several, with what stands below them."""
    found = [(index, *parts) for index, line in enumerate(lines) if (parts := _name_and_day(line, lexicon))]
    for index, name, span, tail in found if len(found) > 1 else ():
        line = lines[index]
        head = replace(line, text=f"{name} {CANCELLED}" if lexicon.has(tail, "cancel") else name)
        below = [one for one in lines_below(lines, index) if one.marker != "※"]
        where = tuple(_headed(lines, index, lexicon))
        time = next(iter(dates.times(tail)), None)
        yield VisitCard(head, line.text, line.place, span, time, where, tuple(_agenda(below, line, lexicon)))


def _name_and_day(line: Text, lexicon: Lexicon) -> tuple[str, dates.Span, str] | None:
    """(name, day, what follows it) of a marked line that names an institution and ends in a day and an hour."""
    text = dates.readable(line.text)
    span = next(iter(dates.spans(text)), None) if line.kind != "paragraph" and len(text) <= _LONGEST_LINE else None
    match = _BEFORE_DAY.match(text[: span.first.start]) if span else None
    if span is None or match is None:
        return None
    name, tail = match["name"], text[span.stop :]
    known = begins_day(line) or lexicon.label(name) or lexicon.section(name) or lexicon.card(name)
    ends = _AFTER_DAY.fullmatch(tail) or lexicon.has(tail, "cancel")
    return (name, span, tail) if ends and not known and entry_kind(name, Context(), lexicon) == "visit" else None


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
    below = list(lines_below(lines, start))
    labels = [match for line in below if (match := COLON.match(line.text))]
    where = [match["value"] for match in labels if _key(match) in lexicon.words("card", "where")]
    chain = [place for written in where for place in places.chain(written, lexicon)] or _headed(lines, start, lexicon)
    time = next(iter(dates.times(text)), None)
    told = tuple(_agenda(below, when, lexicon))
    met = next((said.value for line in below if (said := caption(line, lexicon)) and said.role == "contact"), None)
    return VisitCard(lines[start], when.text, when.place, span, time, tuple(chain), told, met or None)


def _headed(lines: Sequence[Text], start: int, lexicon: Lexicon) -> list[str]:
    """The country and cities of the heading above lines[start], where it names nothing else but days."""
    below = lines[start]
    above = (line for line in reversed(lines[:start]) if line.kind != "paragraph" and rank(line) < rank(below))
    bare = re.sub(r"[(（\[][^()（）\[\]]*\d[^()（）\[\]]*[)）\]]", "", next(above, below).text).strip(" []【】<>")
    return places.tokens(bare) if places.only_places(bare, lexicon) else []


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


def lines_below(lines: Sequence[Text], index: int) -> Iterator[Text]:
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
