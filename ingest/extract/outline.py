"""Days that stand as lines of an outline: "■ 4. 22.(월)", "DAY 3", "5일차(5월 30일)" and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Document, Text
from ingest.extract import dates, places
from ingest.extract.labels import Section, is_heading, sections
from ingest.extract.lexicon import Lexicon

_LEAD = re.compile(r"^[\s:：\-–—|,./)\]】>]+")
_NEAR = 8  # characters before a date that may still belong to it ("제1일차 ", "[")
_BY_PLACE = re.compile(r"^[(\[【]?\s*(?P<place>[^()\[\]【】:：]{2,30}?)\s*[)\]】]?$")


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day of an outline: its date as written (or number), the places behind it, and its lines."""

    text: str
    block: str
    span: dates.Span | None
    number: int | None
    chain: list[str]
    lines: tuple[Text, ...]


def days_of(document: Document, lexicon: Lexicon) -> Iterator[ToldDay]:
    """The days in the sections of the itinerary; without such a section, in all of the document."""
    found = [section for section in sections(document, lexicon) if section.name == "itinerary"]
    runs = [_lines(section) for section in found] or [[b for b in document.blocks if isinstance(b, Text)]]
    for lines in runs:
        yield from _days(lines, lexicon)


def _lines(section: Section) -> list[Text]:
    return [block for block in section.blocks if isinstance(block, Text)]


def _days(lines: Sequence[Text], lexicon: Lexicon) -> Iterator[ToldDay]:
    starts = [index for index, line in enumerate(lines) if _begins(line)]
    if len(starts) < 2:
        return
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        below = []
        for line in lines[start + 1 : stop]:
            if line.kind == "heading" and is_heading(line, True) and lexicon.section(line.text):
                break
            below.append(line)
        yield _day(lines[start], below, lexicon)


def _begins(line: Text) -> bool:
    """Whether a line opens a day: it begins with a date that is no label's value, or a day's number."""
    return bool(_span(line.text)) or _number(line.text) is not None


def _span(text: str) -> dates.Span | None:
    span = next(iter(dates.spans(dates.readable(text))), None)
    if span is None or (span.first.month is None and span.first.weekday is None):
        return None
    lead = text[: span.first.start]
    near = len(lead.strip()) <= _NEAR and not re.search(r"[:：]|[가-힣]{3,}", re.sub(r"제?\d+일차", "", lead))
    return span if near else None


def _number(text: str) -> int | None:
    match = re.match(r"\s*[\[(<【]?\s*(?:제?\s*\d{1,2}\s*일\s*차|day\s*\d{1,2}\b)", text, re.I)
    return next(dates.ordinals(match.group()), None) if match else None


def _day(line: Text, below: list[Text], lexicon: Lexicon) -> ToldDay:
    text = dates.readable(line.text)
    span, number = _span(text), _number(text)
    stop = span.stop if span else 0
    if number is not None:
        stop = max(stop, re.match(r"\s*\W*(?:제?\s*\d{1,2}\s*일\s*차|day\s*\d{1,2})\W*", text, re.I).end())  # type: ignore[union-attr]
    rest = _LEAD.sub("", text[stop:]).strip()
    chain = _chain(rest, lexicon)
    own = [] if chain or not rest else [replace(line, text=rest, kind="paragraph", depth=0, marker="")]
    return ToldDay(line.text, line.place, span, number, chain, (*own, *below))


def _chain(rest: str, lexicon: Lexicon) -> list[str]:
    """The places behind a date ("런던", "빌바오 → 몬드라곤") when there is nothing else."""
    match = _BY_PLACE.match(rest)
    words = places.tokens(match.group("place")) if match else []
    known = words and all(
        places.cities(word, lexicon) or places.is_home(word, lexicon) or places.countries(word, lexicon)
        for word in words
    )
    return places.chain(rest, lexicon) if known else []
