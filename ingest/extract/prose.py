"""Itineraries told in sentences, as some reports do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.document import Document, Text, lines_of
from ingest.extract import dates

_SENTENCE_END = re.compile(r"(?<=[다음함임])\.\s*")
_VISITED = re.compile(
    r"(?P<name>\S(?:(?!다\.).)*?)(?:을|를|에)\s*(?:공식\s*)?(?:방문|견학|시찰|찾아)(?:하여|해|하고|했|하였|할|한)?"
)
_AFTER_DATE = re.compile(r"^[\s,.()]*(?:에는|에|은|는)?\s+")
_LEAD = re.compile(r"^\s*(?:(?:이어서?|또한|먼저|다음으로|그\s*후|오전|오후|같은\s*날|저녁)(?:에는|에)?\s*,?\s+)*")
_SUBJECT = re.compile(
    r"(?:하여|해|하고|한\s*뒤)\s*(?P<agenda>.+?)(?:에|을|를)\s*"
    r"(?:관하여|대하여|대한|관한|협의|논의|청취|설명|질의|확인)"
)
_REST = re.compile(
    r"\s*(?:예정(?:이다|임|입니다)?|일정을\s*소화하였다|하였다|했다|하였음|할\s*계획(?:이다|임)?)\.?\s*$"
)
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class ProseDay:
    """A day in sentences: its date as written, and (head, agenda) of what is done; visits have an agenda."""

    text: str
    block: str
    span: dates.Span
    entries: tuple[tuple[Text, tuple[Text, ...]], ...]


def prose_days(document: Document) -> Iterator[ProseDay]:
    """The paragraphs that begin with a date and tell in whole sentences what is done that day."""
    for line in lines_of(document.blocks):
        text = dates.readable(line.text)
        span = next(iter(dates.spans(text)), None)
        if span is None or len(text) < _SHORTEST or not re.search(r"(?:다|음|함|임)\.$", text.strip()):
            continue
        if span.first.start > _SHORTEST or re.search(r"[:：]", text[: span.first.start]):
            continue
        yield ProseDay(text, line.place, span, tuple(_entries(replace(line, text=text[span.stop :]))))


def _entries(line: Text) -> Iterator[tuple[Text, tuple[Text, ...]]]:
    for sentence in filter(None, _SENTENCE_END.split(_AFTER_DATE.sub("", line.text))):
        bare = _LEAD.sub("", sentence.strip())
        visited = _VISITED.match(bare)
        if visited:
            subject = _SUBJECT.search(bare, visited.end("name"))
            agenda = (replace(line, text=subject.group("agenda").strip(), kind="item"),) if subject else ()
            name = replace(line, text=visited.group("name").strip())
            yield name, agenda or (replace(line, text=bare, kind="item"),)
        else:
            yield replace(line, text=_REST.sub("", bare).strip() or bare), ()
