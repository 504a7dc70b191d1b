"""Itineraries told in sentences, as some reports do: "6월 17일 오전에는 …", or "둘째 날" and paragraphs below it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Document, Text, lines_of
from ingest.extract import dates, places
from ingest.extract.assemble import Setting
from ingest.extract.entries import Entry, entries_of
from ingest.extract.lexicon import Lexicon
from ingest.extract.prose_sentences import entries_in, is_told, sentences

_COUNTED = ("하루", "이틀", "사흘", "나흘", "닷새", "엿새", "이레", "여드레", "아흐레", "열흘")
_NTH = "|".join(
    f"(?P<n{n}>{first}(?:째)?\\s*(?:되는\\s*)?날|{days}째(?:\\s*(?:되는\\s*)?날)?)"
    for n, (first, days) in enumerate(zip(dates.FIRST, _COUNTED, strict=True), 1)
)
_ORDINAL = re.compile(
    rf"\W*(?:(?:여행|연수|출장|일정)\s*)?(?:{_NTH}|(?P<next>이튿날|(?:그\s*)?다음\s*날)|(?P<end>마지막\s*날)"
    r"|(?P<number>제\s*\d{1,2}\s*일(?:\s*[차째])?|\d{1,2}\s*일\s*[차째]|day\s*[-.]?\s*\d{1,2}))(?:인|은|는|이자)?(?=\W|에|$)",
    re.I,
)
_NO_DAY = re.compile(r"\s*(?:부터|까지|자로|기준|현재)")
_AFTER_DAY = re.compile(r"^[\s,.():：\-–—]*(?:에는|에|은|는)?[\s,.:：]+")
_ARRIVED = re.compile(
    r"((?:\S+\s+)?\S+?)(?:국제)?(?:공항|중앙역|역)?(?:으로|로|에|을|를)?\s+(?:이동|도착|향[하했한]|옮|건너|넘어|들어)"
)
_WAY = re.compile(r"→|⇒|➔|->|에서\s+\S+?로")
_HEADED = 60  # characters of a line that may open a day
_NEAR = 12  # characters before a date that may still open a sentence


@dataclass(frozen=True, slots=True)
class ProseDay:
    """Entries of a day that were made in the same place: the date as written or counted, and the places."""

    text: str
    block: str
    span: dates.Span | None
    date: datetime.date | None
    chain: tuple[str, ...]
    moving: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a text opens a day; stop: where in the text the day ends."""

    span: dates.Span | None
    date: datetime.date | None
    stop: int


@dataclass
class _Told:
    """A day and its lines; headed: it stands on a line of its own, `rest` behind it."""

    opening: _Opening
    text: str
    block: str
    headed: bool
    rest: str = ""
    lines: list[Text] = field(default_factory=list)


def names_day(text: str) -> bool:
    """Whether a text begins as a day does: "3일째(4월 10일)", "둘째 날"."""
    span = next(iter(dates.spans(dates.readable(text))), None)
    return bool(_ORDINAL.match(text)) or (span is not None and not re.search(r"\w", text[: span.first.start]))


def prose_days(document: Document, setting: Setting) -> Iterator[ProseDay]:
    """The days told in sentences, in reading order. A place holds until the next one is reached."""
    here: tuple[str, ...] = ()
    for told in _days(list(lines_of(document.blocks)), setting):
        chain, moving = _places(told, here, setting)
        for day in _in_places(told, chain, moving, setting):
            here = day.chain
            if day.entries:
                yield day


def _days(lines: Sequence[Text], setting: Setting) -> list[_Told]:
    """Days with their paragraphs; days that stand as headings count only where most of their lines are sentences."""
    if sum(is_told(line.text) for line in lines) < 2:  # days and their lines are an outline
        return []
    days, loose = _collected(lines, setting, headed=True)
    told = sum(len(day.lines) for day in days)
    if any(day.headed for day in days) and loose > told:
        days, _ = _collected(lines, setting, headed=False)
    return days


def _collected(lines: Sequence[Text], setting: Setting, headed: bool) -> tuple[list[_Told], int]:
    """(days, lines between the first and the last of them that are no sentences)."""
    days: list[_Told] = []
    current: _Told | None = None
    loose = passed = 0
    for line in lines:
        told = is_told(line.text)
        opening = _opening(dates.readable(line.text), days[-1].opening.date if days else None, setting.calendar)
        if opening and not told and headed and len(line.text) <= _HEADED:
            current = _Told(opening, line.text, line.place, True, dates.readable(line.text)[opening.stop :])
            days.append(current)
            loose, passed = loose + passed, 0
        elif current and _stands_below(line, current, setting.lexicon):
            current.lines.append(line)
        elif told and (opening or current):
            _add_sentences(line, days, current, setting)
            current = days[-1] if days else None
        elif not told and current:
            passed += 1
            current = _subhead(line, current, setting.lexicon)
        else:
            passed += not told and bool(days)
    return days, loose


def _subhead(line: Text, current: _Told, lexicon: Lexicon) -> _Told | None:
    """The day goes on below a line that names an institution or an hour; any other line ends it."""
    entry = next(iter(entries_of([line], lexicon)), None)
    known = lexicon.section_named(line.text) is None and current.headed and entry is not None
    if entry and known and (entry.time or _says_kind(entry, lexicon)):
        current.lines.append(line)
        return current
    return None


def _stands_below(line: Text, day: _Told, lexicon: Lexicon) -> bool:
    """Whether a line is an item below a headed day's sentences that tells what was asked or learned there."""
    if line.kind != "item" or is_told(line.text) or not (day.headed and day.lines and is_told(day.lines[0].text)):
        return False
    entry = next(iter(entries_of([line], lexicon)), None)
    return entry is not None and not (entry.time or entry.told)


def _says_kind(entry: Entry, lexicon: Lexicon) -> bool:
    named = lexicon.ends_as_institution(entry.head.text)
    return bool(entry.told) or named or entry.kind(lexicon) not in ("visit", "other")


def _add_sentences(line: Text, days: list[_Told], current: _Told | None, setting: Setting) -> None:
    """Add a paragraph's sentences to their days; a sentence may open a day of its own."""
    kept: list[str] = []
    for sentence in sentences(line.text):
        text = dates.readable(sentence)
        opening = _opening(text, days[-1].opening.date if days else None, setting.calendar)
        if opening:
            _put(line, kept, current)
            current = _Told(opening, text, line.place, False)
            days.append(current)
            kept = []
        kept.append(_AFTER_DAY.sub("", text[opening.stop :]) if opening else sentence)
    _put(line, kept, current)


def _put(line: Text, kept: list[str], day: _Told | None) -> None:
    if kept and day:
        day.lines.append(replace(line, text=". ".join(kept) + "."))


def _opening(text: str, before: datetime.date | None, calendar: dates.Calendar) -> _Opening | None:
    """How a text opens a day: "둘째 날, 5월 15일", "이튿날", "6월 17일"; the trip's period opens none."""
    ordinal = _ORDINAL.match(text)
    reach = (ordinal.end() if ordinal else 0) + _NEAR
    span = next((span for span in dates.spans(text)[:1] if span.first.start <= reach), None)
    if span and (re.search(r"[:：]|[다요]\.", text[: span.first.start]) and not ordinal):
        span = None
    if span:
        date = calendar.date(span.first)
        last = calendar.date(span.last) if span.last else None
        whole = last and (date, last) == (calendar.start, calendar.end)
        outside = date is None or not calendar.holds(date)
        if whole or (outside and calendar.start) or _NO_DAY.match(text, span.stop):
            return None
        return _Opening(span, date, max(span.stop, ordinal.end() if ordinal else 0))
    counted = _counted(ordinal, before, calendar) if ordinal else None
    return _Opening(None, counted, ordinal.end()) if ordinal and counted else None


def _counted(match: re.Match[str], before: datetime.date | None, calendar: dates.Calendar) -> datetime.date | None:
    """The date of 둘째 날, 이튿날, 마지막 날, 3일째."""
    if match["next"]:
        return before + datetime.timedelta(days=1) if before else None
    if match["end"]:
        return calendar.end
    if match["number"]:
        return calendar.nth(int(re.sub(r"\D", "", match["number"])))
    number = next(n for n in range(1, len(dates.FIRST) + 1) if match[f"n{n}"])
    return calendar.nth(number)


# -- places -----------------------------------------------------------------------------------


def _places(told: _Told, here: tuple[str, ...], setting: Setting) -> tuple[tuple[str, ...], bool]:
    """(places, whether they are a way) of a day: those its heading names, else where the day before ended."""
    words = re.sub(r"(\S)(?:에서는?|으로|로|의|에|[와과])(?=[\s)）,]|$)", r"\1 ", told.rest)
    named = [city.name for city in places.cities(words, setting.lexicon, setting.countries)]
    bare = re.fullmatch(r"\s*[(（\-–:]\s*([^()（）\d]{1,20}?)\s*[)）]?\s*", told.rest) if not named else None
    unknown = places.chain(bare.group(1), setting.lexicon) if bare else []
    chain = tuple(named or [place for place in unknown if len(unknown) == 1 and not _is_weekday(place)])
    abroad = tuple(place for place in chain if not places.is_home(place, setting.lexicon))
    return abroad or here, len(abroad) > 1 and bool(_WAY.search(told.rest))


def _is_weekday(word: str) -> bool:
    return bool(re.fullmatch(rf"[{dates.WEEKDAYS}](?:요일)?", word))


def _in_places(told: _Told, chain: tuple[str, ...], moving: bool, setting: Setting) -> Iterator[ProseDay]:
    """The day's entries, cut where one of them reaches another city."""
    made = ProseDay(told.text, told.block, told.opening.span, told.opening.date, chain, moving, ())
    entries = list(_entries(told, setting.lexicon))
    reached = [_reached(entry, setting) or _lies(entry, setting) for entry in entries]
    if len(chain) > 1 and any(reached):
        made = replace(made, chain=chain[:1], moving=False)
    for entry, city in zip(entries, reached, strict=True):
        arrived = bool(city) and (city,) != made.chain
        if arrived and entry.told == "visit":  # it lies there itself
            yield made
            made = replace(made, chain=(city or "",), moving=False, entries=())
        made = replace(made, entries=(*made.entries, entry))
        if arrived and entry.told != "visit":
            yield made
            made = replace(made, chain=(city or "",), moving=False, entries=())
    yield made


def _lies(entry: Entry, setting: Setting) -> str | None:
    """The city of the trip that a visit is said to lie in, or whose name its institution's begins with."""
    if entry.told != "visit":
        return None
    cities = (city.name for city in setting.cities)
    return next((city for city in cities if entry.where == city or entry.head.text.startswith(f"{city} ")), None)


def _reached(entry: Entry, setting: Setting) -> str | None:
    """The city that a journey ends in."""
    ways = _ARRIVED.findall(entry.head.text) if entry.told == "transfer" else []
    cities = [city.name for word in ways for city in places.cities(word, setting.lexicon, setting.countries)]
    return cities[-1] if cities else None


def _entries(told: _Told, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries of a day's paragraphs; a day without any has its first sentence."""
    found: list[Entry] = []
    for line in told.lines:
        if is_told(line.text):
            before = found[-1] if found else None
            for entry, new in entries_in(line, lexicon, before):
                found = [*found, entry] if new else [*found[:-1], entry]
        elif found and found[-1].told == "visit" and _stands_below(line, told, lexicon):
            found[-1] = found[-1]._replace(below=(*found[-1].below, line))
        else:
            found += [entry._replace(told=entry.told or entry.kind(lexicon)) for entry in entries_of([line], lexicon)]
    yield from found or [Entry(replace(line, text=sentences(line.text)[0]), told=None) for line in told.lines[:1]]
