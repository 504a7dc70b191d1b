"""Days that stand as lines of an outline: "■ 4. 22.(월)", "DAY 3", "5일차(5월 30일)" and what follows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from ingest.document import Document, Text
from ingest.extract import dates, places
from ingest.extract.captions import COLON
from ingest.extract.labels import is_heading, sections
from ingest.extract.lexicon import Lexicon
from search.hangul import name_key

_LEAD = re.compile(r"^[\s:：\-–—|,./)\]】〉》>]+")
_NTH = rf"(?:제\s*\d{{1,2}}\s*일(?:\s*차)?|\d{{1,2}}\s*일\s*[차째]|day\s*[-.]?\s*\d{{1,2}}|{dates.NTH_IN_WORDS})"
_CLOSING = re.compile(r"\s*(?:19|20)\d{2}\s*[.년]\s*\d{1,2}\s*[.월]\s*\d{1,2}\s*[.일]?\s*")
_WEEKDAY_FIRST = re.compile(r"^\s*[(\[]?[월화수목금토일](?:요일)?[)\]]?\s*[,.]?\s*")
_ELSEWHERE = ("sites", "outcome", "cost", "overview")  # sections that no day holds, however deep they stand
_NUMBER = re.compile(rf"\s*[\[(<【〈《]?\s*({_NTH})", re.I)
_NUMBERED = re.compile(rf"\s*\W*{_NTH}\W*", re.I)
_NTH_DAY = re.compile(_NTH, re.I)
_END = re.compile(r"^\s*(?:[\[(<【〈《]?\s*(?:붙임|첨부|별첨|별지)|끝\.)")
_NEAR = 8  # characters before a date that may still belong to it ("제1일차 ", "[")
_AND = re.compile(r"\s+및\s+|\s*[,·/]\s*")
_BY_PLACE = re.compile(r"^[(\[【]?\s*(?P<place>[^()\[\]【】:：]{1,30}?)\s*[)\]】]?$")


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day of an outline: its date as written (or number), the places behind it, and its lines.

    own: what stands behind the date on the day's own line, places alone only where they are a way and all
    that is told. lines: those below it. country: that of a line of its own above this day or one before it.
    """

    text: str
    block: str
    span: dates.Span | None
    number: int | None
    chain: list[str]
    own: tuple[Text, ...]
    lines: tuple[Text, ...]
    country: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the overview says of places: cities' names, and countries."""

    cities: frozenset[str]
    countries: tuple[str, ...]


def days_of(
    document: Document,
    lexicon: Lexicon,
    cities: Collection[str] = (),
    countries: Collection[str] = (),
    in_cells: bool = True,
) -> Iterator[ToldDay]:
    """The days in the sections of the itinerary; where they hold none, in all of the document.

    cities: those that the overview names, known as places whatever else is known of them. countries:
    those of the trip, which tell which London is meant. in_cells: whether an outline may stand in a cell.
    """
    known = _Known(frozenset(form for city in cities for form in (city, city.removesuffix("시"))), tuple(countries))
    found = [section for section in sections(document, lexicon) if section.name == "itinerary"]
    days = [day for section in found for day in _days(section.lines, lexicon, known)]
    # Days that bear the same mark as their section's heading stand beside it, not below.
    days = days or list(_days(document.lines, lexicon, known))
    yield from days or (_in_cells(document, lexicon, known) if in_cells else ())


def _in_cells(document: Document, lexicon: Lexicon, known: _Known) -> Iterator[ToldDay]:
    """The days of an outline that stands in one cell: a form with "일정" and all of it beside."""
    for table in document.tables:
        for cell in table.cells:
            yield from _days(cell.lines, lexicon, known)


def _days(lines: Sequence[Text], lexicon: Lexicon, known: _Known) -> Iterator[ToldDay]:
    starts = [index for index, line in enumerate(lines) if begins_day(line)]
    if len(starts) < 2:
        return
    ends = [*starts[1:], len(lines)]
    if _CLOSING.fullmatch(lines[starts[-1]].text) and not _CLOSING.fullmatch(lines[starts[0]].text):
        starts.pop()  # the day on which the paper was signed
    outermost = min((line.depth for line in lines[starts[0] : starts[-1]] if line.kind == "item"), default=0)
    around: list[str] = []  # the places of the last day that stands as a heading
    above: list[str] = []  # what the last line of places names, which heads the days below it
    for start, stop in zip(starts, ends, strict=False):
        headed = _headed(lines[start - 1], lexicon) if start and start - 2 not in starts else []
        above = headed or above
        below = list(_below_day(lines, start, stop, lexicon))
        if stop == len(lines):
            below = list(takewhile(lambda line: line.kind != "item" or line.depth >= outermost, below))
        own = _headed(below[0], lexicon) if below else []  # "4. 22.(월)", "런던" below it
        day = _day(lines[start], below[1:] if own else below, lexicon, known)
        codes = places.countries(" ".join(above), lexicon)
        cities = [place for place in above if not places.countries(place, lexicon)]
        if lines[start].kind == "heading":
            around = day.chain  # "6. 15.~16. 빈" above "6. 16. 10:00 …"
        chain = day.chain or own or cities[:1] or around
        yield replace(day, chain=chain, country=codes[0] if len(codes) == 1 else None)


def _below_day(lines: Sequence[Text], start: int, stop: int, lexicon: Lexicon) -> Iterator[Text]:
    """The lines of the day that begins at lines[start], the next one at lines[stop]."""
    for index, line in enumerate(lines[start + 1 : stop], start + 1):
        deeper = lines[start].kind == line.kind == "heading" and line.depth > lines[start].depth
        heads = (line.kind == "heading" or line.depth < lines[start].depth) and not deeper
        next_place = start + 1 < index == stop - 1 and stop < len(lines) and _headed(line, lexicon)
        if is_change(line, lexicon) or next_place:
            continue  # told apart (ingest.extract.changes), or the heading of what follows
        named = line.kind == "item" and lexicon.section_named(line.text) in _ELSEWHERE
        if ends_days(line) or named or (heads and is_heading(line, True) and lexicon.section(line.text)):
            return
        yield line


def _headed(line: Text, lexicon: Lexicon) -> list[str]:
    """The countries and cities of a line that names nothing else, above days: "【 체    코 】", "가. 일본 오사카"."""
    bare = line.text.strip(" []【】<>〈〉()")
    words = next((text for text in (bare, re.sub(r"\s+", "", bare)) if places.only_places(text, lexicon)), "")
    return places.tokens(words)


def begins_day(line: Text) -> bool:
    """Whether a line opens a day: it begins with a date that is no label's value, or a day's number."""
    return _begins_day(line.text)


@lru_cache(maxsize=2**12)
def _begins_day(text: str) -> bool:
    return bool(_span(text)) or _number(text) is not None


def ends_days(line: Text) -> bool:
    """Whether a line begins what is attached to a letter, which no day or entry holds."""
    return bool(_END.match(line.text))


def _span(text: str) -> dates.Span | None:
    span = next(iter(dates.spans(dates.readable(text))), None)
    if span is None or (span.first.month is None and span.first.weekday is None):
        return None
    lead = text[: span.first.start]
    lead = _WEEKDAY_FIRST.sub("", lead)
    unnumbered = _NTH_DAY.sub("", lead)
    numbered = unnumbered != lead and not re.search(r"\w", unnumbered)  # "제1일차 : "
    near = len(lead.strip()) <= _NEAR and not re.search(r"[:：]|[가-힣]{3,}", unnumbered)
    return span if near or numbered else None


def _number(text: str) -> int | None:
    match = _NUMBER.match(text)
    digits = re.search(r"\d+", match.group(1)) if match else None
    return int(digits.group()) if digits else dates.nth_in_words(text) if match else None


def _day(line: Text, below: list[Text], lexicon: Lexicon, known: _Known) -> ToldDay:
    text = dates.readable(line.text)
    span, number = _span(text), _number(text)
    stop = span.stop if span else 0
    if number is not None:
        head = _NUMBERED.match(text)
        stop = max(stop, head.end() if head else 0)
    rest = _LEAD.sub("", text[stop:]).strip()
    chain = _chain(rest, lexicon, known)
    only_way = len(chain) > 1 and not below
    own = [replace(line, text=rest, kind="paragraph", depth=0, marker="")] if rest and (only_way or not chain) else []
    return ToldDay(line.text, line.place, span, number, chain, tuple(own), tuple(below))


def _chain(rest: str, lexicon: Lexicon, known: _Known) -> list[str]:
    """The places behind a date ("런던", "빌바오 → 몬드라곤") when there is nothing else."""
    first, *others = _AND.split(rest, maxsplit=1)
    if others and lexicon.is_word(first, "activity", "transfer"):
        rest = others[0]  # "이동 및 빈"
    match = _BY_PLACE.match(rest)
    if match and match.group("place") in known.cities:
        return [match.group("place")]
    words = places.tokens(match.group("place")) if match else []
    only_places = words and all(
        word in known.cities
        or places.cities(word, lexicon, known.countries)
        or places.is_home(word, lexicon)
        or places.countries(word, lexicon)
        for word in words
    )
    return places.chain(rest, lexicon) if only_places else []


def is_change(line: Text, lexicon: Lexicon) -> bool:
    """Whether a line tells of a change ("당초 : …", "변경사유 : …"), and no entry of the days."""
    match = COLON.match(line.text)
    begins = tuple(word for name in ("before", "after", "said") for word in lexicon.words("change", name))
    return match is not None and name_key(match["label"]).startswith(begins)
