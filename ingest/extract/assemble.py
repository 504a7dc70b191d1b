"""Entries of a day → visits and activities, with the time, place and standing of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from msgspec import structs

from ingest.extract import dates, places
from ingest.extract.classify import Context, EntryKind, entry_kind, is_generic, is_unmarked
from ingest.extract.entries import Entry, names_in
from ingest.extract.lexicon import Lexicon
from ingest.plan import Activity, ActivityKind, Date, DocumentKind, Fact, Status, Visit, WrittenDate
from search.hangul import josa

# "(섭외 중)", "[확정]": how a visit stands; "방문 및 관계자 간담회": what is done besides.
_STANDING = re.compile(
    r"\s*[(（\[](?:[^()（）\[\]]*"
    r"(?:섭외|예정|미정|확정|취소|변경|대체|협의 ?중|불발|무산|미실시|보류|연기)[^()（）\[\]]*)[)）\]]"
    r"|\s+(?:-\s*)?(?:방문\s*)?(?:취소|불발|무산)\s*$"
)
_AND_MORE = re.compile(r"\s+(?:방문|견학|시찰)\s*(?:및|,|·|후)\s*\S.*$")
# "종합학교(Kalasataman peruskoulu) 수업 참관": what is done behind what a name is called there.
_BEHIND_ORIGINAL = re.compile(
    r"(?P<name>.+?[(（][^()（）가-힣]*[A-Za-z]{2}[^()（）가-힣]*[)）])\s+(?P<done>[^()（）]+)"
)
_WHY = re.compile(r"^\S.*?(?:(?:으로|로)(?:\s*인[해하]\S*)?|에\s*따라|때문에)\s+(?=\S)")
_EVENT_STEM = re.compile(r"[(（\d]|\s*(?:참가|참석|참관|개막|개최)")


@dataclass
class Day:
    """What a row inherits from the rows above, and what it says of all its visits.

    moving: the chain tells a way, not several places. country: that of the rows below a country's name.
    spots: the lines of the cell of places, where it has several: each may be that of one entry. tagged: the entry
    before was one that a tag says is a visit.
    """

    date: Date | None = None
    date_end: Date | None = None
    chain: list[str] = field(default_factory=list)
    moving: bool = False
    spots: list[str] = field(default_factory=list)
    country: str | None = None
    contact: str | None = None
    remark: str | None = None
    tagged: bool = False


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


def set_date(span: dates.Span, text: str, block: str, day: Day, calendar: dates.Calendar, found: Itinerary) -> None:
    """Set the day's date from a span as written in `text` at `block`, and note what was written."""
    day.date = calendar.date(span.first)
    day.date_end = calendar.date(span.last) if span.last else None
    written = dates.as_written(span.first, day.date, dates.readable(text), block)
    if written not in found.written_dates:
        found.written_dates.append(written)


def assemble(
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
    placed = _by_ways(entries, kinds, day, setting) or [
        places.chain(spot, lexicon) if spot else None for spot in each_placed(entries, day.spots, lexicon)
    ]
    here = day
    for entry, kind, chain in zip(_timed(entries, kinds, times), kinds, placed, strict=True):
        here = replace(here, chain=chain) if chain else here
        if entry.agenda_only and silent and kind in ("visit", "other") and _goes_on(found, day):
            before = found.visits[-1]
            more = (Fact(line.text, line.place) for line in (entry.head, *entry.below))
            found.visits[-1] = structs.replace(before, agenda=(*before.agenda, *more))
        elif kind == "visit" and not lexicon.only_says_cancelled(entry.head.text):
            found.visits += visits(entry, here, setting, cancelled)
            day.tagged = entry.told == "visit"
        elif not visits_only and kind != "visit":
            found.activities.extend(_activities(entry, kind, day, lexicon))
            day.tagged = False


def each_placed(entries: Sequence[Entry], spots: Sequence[str], lexicon: Lexicon) -> list[str | None]:
    """The place of each entry, where a cell names as many places as there are entries or visits; else None."""
    found: list[str | None] = [None] * len(entries)
    if len(spots) < 2:
        return found
    visits = [index for index, entry in enumerate(entries) if entry.kind(lexicon) == "visit"]
    order = list(range(len(entries))) if len(spots) == len(entries) else visits
    for index, spot in zip(order, spots, strict=False) if len(spots) == len(order) else ():
        found[index] = spot
    return found


def _by_ways(
    entries: Sequence[Entry], kinds: Sequence[EntryKind], day: Day, setting: Setting
) -> list[list[str] | None] | None:
    """Where each entry is, as the journeys between them tell it; None where none leads to a place of the day.

    Before a journey from one city of the trip to another one is in the first, from then on in the second.
    """
    ways = [
        _way(entry.head.text, day, setting) if kind == "transfer" else None
        for entry, kind in zip(entries, kinds, strict=True)
    ]
    first = next(filter(None, ways), None)
    if first is None:
        return None
    here = first[0]
    found: list[list[str] | None] = []
    for way in ways:
        here = way[1] if way else here
        found.append([here] if here else None)
    return found


def _way(text: str, day: Day, setting: Setting) -> tuple[str | None, str] | None:
    """(from, to) of a journey to a city of the trip that the day's places hold, as the trip's cities are written."""
    at = {text.rfind(form): city.name for city in setting.cities for form in _forms(city.name) if form in text}
    named = [at[place] for place in sorted(at)]
    led = not day.chain or (named and named[-1] in day.chain and setting.lexicon.has(text, "arrival"))
    between = len(named) > 1 and places.WAY.search(text)
    return (named[0] if between else None, named[-1]) if named and led else None


@lru_cache(maxsize=2**12)
def _forms(city: str) -> tuple[str, ...]:
    """A city's name, and without the word for city behind it: 도야마시, 도야마."""
    shorter = city.removesuffix("시")
    return (city, shorter) if len(shorter) > 1 and shorter != city else (city,)


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

    As many times as visits pair with the visits; flights have times of their own. A meal and the night have none.
    """
    visits = [index for index, kind in enumerate(kinds) if kind == "visit"]
    if len(visits) == 1 < len(given) and len(entries) == 1:
        return [entries[0]._replace(time=entries[0].time or given[0], later=tuple(given[1:]))]
    if len(given) == len(entries):
        order = list(range(len(entries)))
    elif len(given) == len(visits):
        order = visits
    elif len(given) == len(awake := [index for index, kind in enumerate(kinds) if kind not in ("meal", "lodging")]):
        order = awake
    else:
        order = (visits or [0])[:1] if entries else []
    timed = list(entries)
    for index, time in zip(order, given, strict=False):
        if not entries[index].time:
            timed[index] = entries[index]._replace(time=time)
    return timed


def visits(entry: Entry, day: Day, setting: Setting, cancelled: bool) -> Iterator[Visit]:
    """The visits of an entry, one for each institution its head names; the first has the time."""
    lexicon = setting.lexicon
    status: Status = "planned" if setting.kind == "plan" else "done"
    below = [line for line in entry.below if not lexicon.only_says_cancelled(line.text)]
    says_cancelled = lexicon.has(entry.head.text, "cancel") or len(below) < len(entry.below)
    if cancelled or entry.told == "cancelled" or says_cancelled:
        status = "cancelled"
    if status == "cancelled":  # what was to be asked stays, why it was not does not
        below = [line for line in below if not lexicon.has(line.text, "reason") or lexicon.has(line.text, "official")]
    named = visit_name(entry.head.text, lexicon)
    named = _without_reason(named, lexicon) if status == "cancelled" else named
    day = _there(entry.where, day, setting) if entry.where else day
    names = names_in(named, lexicon, entry.in_institution_column)
    times = (entry.time, *entry.later) if len(entry.later) + 1 == len(names) else (entry.time, *[None] * len(names))
    for name, time in zip(names, times, strict=False):
        city, country = _place_of(name, day, setting)
        doubts = list(_doubts(entry, name, city, day, lexicon))
        yield Visit(
            name=name,
            block=entry.head.place,
            date=day.date,
            date_end=day.date_end,
            start_time=time,
            generic_type=is_generic(name, lexicon),
            city=city,
            country=country,
            status=status,
            agenda=tuple(Fact(line.text, line.place) for line in below),
            contact=entry.contact or day.contact,
            remark=day.remark,
            doubts=tuple(doubts),
        )


def _there(where: str, day: Day, setting: Setting) -> Day:
    """The day at a place that is said of one visit: a known city, or the one word behind a country's name."""
    lexicon = setting.lexicon
    chain = places.chain(where, lexicon)
    if places.cities(" ".join(chain), lexicon) or where in {city.name for city in setting.cities}:
        return replace(day, chain=chain, moving=False)
    codes = places.countries(where, lexicon)
    if len(codes) == 1 and len(chain) == 1:
        return replace(day, chain=chain, moving=False, country=codes[0])
    return day


def _doubts(entry: Entry, name: str, city: str | None, day: Day, lexicon: Lexicon) -> Iterator[str]:
    """What is uncertain in a visit, for a person to look at."""
    passed = _destinations(day.chain, lexicon)
    if day.moving and len(passed) > 1 and city == passed[-1] and not name.startswith(city):
        yield f"그날 여러 곳({', '.join(passed)})을 지나, 도착지 {josa(city, '을를')} 방문지로 읽었습니다."
    context = Context(strong=entry.head.strong, institution_column=entry.in_institution_column, told=entry.told)
    if not entry.below and is_unmarked(entry.head.text, context, lexicon):
        yield "기관 방문인지 관광인지 문서에서 뚜렷하지 않아 방문으로 읽었습니다."


def visit_name(text: str, lexicon: Lexicon) -> str:
    """The institution's name in an entry such as "바르셀로나 악티바 방문", "(섭외 중)" and the like left out."""
    name = _STANDING.sub("", text).strip() or text
    behind = _BEHIND_ORIGINAL.fullmatch(name)
    if behind and behind["done"].endswith(lexicon.words("official")):
        name = name if lexicon.ends_as_institution(behind["done"]) else behind["name"]
    name = _AND_MORE.sub("", name).strip() or name
    return lexicon.visit_tail.sub("", name).strip() or name.strip()


def _without_reason(name: str, lexicon: Lexicon) -> str:
    """The institution behind what its visit was cancelled for: "공휴일로 린츠시 문화국"."""
    rest = _WHY.sub("", name)
    return rest if lexicon.ends_as_institution(rest) or lexicon.institutions(rest) else name


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
    near = [c.name for c in setting.cities if day.country in (None, c.country)]
    if city is None and not options and len(near) == 1:
        city = near[0]
    listed = next((c.country for c in setting.cities if city in _forms(c.name)), None)
    city = city or _own_city(name, options, setting)
    country = listed or (places.country_of(city, lexicon, among) if city else None)
    return city, country or day.country or (among[0] if len(among) == 1 else None)


def _own_city(name: str, options: list[str], setting: Setting) -> str | None:
    """The city that a name begins with, where nothing else tells the place: 할슈타트 면사무소, 마인츠 에너지파크."""
    words = name.split()
    if options or len(words) < 2:
        return None
    if len(words) == 2 and setting.lexicon.is_word(words[1], "municipal"):
        return words[0]
    known = places.cities(words[0], setting.lexicon, setting.countries) if setting.countries else []
    return known[0].name if known and len(words[0]) > 1 else None


def _destinations(chain: list[str], lexicon: Lexicon) -> list[str]:
    """Where a day's visits can be: without home, and between there and back only what lies between."""
    abroad = [city for city in chain if not places.is_home(city, lexicon)]
    if len(abroad) > 2 and abroad[0] == abroad[-1]:
        abroad = abroad[1:-1]
    return list(dict.fromkeys(abroad))


def _named_city(name: str, options: list[str], setting: Setting) -> str | None:
    """The row's or trip's city that the name begins with or holds as a word.

    Where the row tells one place, another city is the visit's only as a word of its own: 도쿄대학 may be
    elsewhere, 도쿄 아동상담소 is not.
    """
    known = [*options, *(city.name for city in setting.cities)]
    forms = [form for at in (0, 1) for city in known for form in _forms(city)[at : at + 1]]
    held = [form for form in forms if name.startswith(form) or f" {form}" in name]
    sure = [form for form in held if len(options) != 1 or form in _forms(options[0]) or _is_word_in(name, form)]
    return next(iter(sure), None)


def _is_word_in(name: str, city: str) -> bool:
    return any(places.same_city(word, city) for word in name.split())


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
