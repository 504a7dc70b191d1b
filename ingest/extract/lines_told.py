"""What lines tell beside or instead of tables: outlines, prose, institutions in turn, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import get_args

from msgspec import structs

from ingest.document import Document, Text, lines_of
from ingest.extract import dates, places
from ingest.extract.assemble import Day, Itinerary, Setting, assemble, set_date, visits
from ingest.extract.cards import table_cards, visits_of
from ingest.extract.changes import changes
from ingest.extract.entries import Entry, entries_of, goes_on
from ingest.extract.listed import listed
from ingest.extract.outline import ToldDay, days_of
from ingest.extract.prose import prose_days
from ingest.extract.prose_sentences import called_off, sentences
from ingest.extract.turns import VisitCard, visit_cards
from ingest.names import keys
from ingest.plan import Activity, ActivityKind

_GROUP = re.compile(r"^(?:제?\s*\d+|[A-Z]|[가-라])\s*[조팀반]\s*[:：]?\s*")
_BESIDE = ("transfer", "tourism", "free")  # what lines may tell of a day whose visits a table tells


# -- outlines ---------------------------------------------------------------------------------


def read_outline(document: Document, setting: Setting, found: Itinerary, in_cells: bool = True) -> None:
    """Days that stand as lines: "■ 4. 22.(월)" with their entries behind and below."""
    named = {city.name for city in setting.cities}
    for told in days_of(document, setting.lexicon, named, setting.countries, in_cells):
        if setting.calendar.is_whole(told.span):
            continue  # the trip's period
        day = _day_of(told, setting, found)
        stayed = [c.name for line in (*told.own, *told.lines) for c in _lodged(line, setting)]
        day.chain, day.moving, day.country = told.chain, len(told.chain) > 1, told.country
        found.stays += [city for city in [*told.chain[-1:], *stayed] if not places.is_home(city, setting.lexicon)]
        together = (*told.own, *told.lines)
        runs = (together,) if told.own and goes_on(told.lines, setting.lexicon) else (told.own, told.lines)
        for spot, lines in chain.from_iterable(_by_place(run, setting) for run in runs):
            here = replace(day, chain=spot, moving=False) if spot else day
            assemble(entries_of(lines, setting.lexicon), [], here, setting, found, cancelled=False)


def _by_place(lines: Sequence[Text], setting: Setting) -> Iterator[tuple[list[str], list[Text]]]:
    """(places, lines below) for each line of a day that names a place alone: "◇ 이토시마시", "< A조 : 몬드라곤 >"."""
    spot: list[str] = []
    below: list[Text] = []
    for line in lines:
        if place := _place_alone(line, setting):
            yield spot, below
            spot, below = [place], []
        else:
            below.append(line)
    yield spot, below


def _place_alone(line: Text, setting: Setting) -> str | None:
    """The city that a line names and nothing else but a group's number, as the trip's cities are written."""
    bare = _GROUP.sub("", line.text.strip(" <>〈〉‹›[]【】()")).strip()
    named = (city.name for city in setting.cities if places.same_city(bare, city.name))
    known = len(places.tokens(bare)) == 1 and places.cities(bare, setting.lexicon, setting.countries)
    return next(named, None) or (bare if known else None)


def _day_of(told: ToldDay, setting: Setting, found: Itinerary) -> Day:
    day = Day()
    if told.span:
        set_date(told.span, told.text, told.block, day, setting.calendar, found)
    elif told.number:
        day.date = setting.calendar.nth(told.number)
    return day


def read_beside(document: Document, setting: Setting, found: Itinerary) -> None:
    """What lines tell of days of the trip that the tables leave out: the way there and back, sights."""
    bare = setting.calendar.days() - {activity.date for activity in found.activities}
    silent = bare - {visit.date for visit in found.visits}
    if not bare:
        return
    beside = Itinerary()
    read_outline(document, setting, beside, in_cells=False)
    found.activities += [a for a in beside.activities if a.date in (bare if a.kind in _BESIDE else silent)]


def _lodged(line: Text, setting: Setting) -> list[places.City]:
    """The cities of "(숙박: 몬트리올)"."""
    match = re.search(r"숙박\s*[:：]?\s*([^()（）]+)", line.text)
    return places.cities(match.group(1), setting.lexicon, setting.countries) if match else []


# -- prose ------------------------------------------------------------------------------------


def read_prose(document: Document, setting: Setting, found: Itinerary) -> None:
    """Days told in sentences: "6월 17일 오전에는 …를 방문하여 …에 관하여 협의할 예정이다."."""
    for told in prose_days(document, setting):
        day = Day(date=told.date, chain=list(told.chain), moving=told.moving)
        if told.span:
            set_date(told.span, told.text, told.block, day, setting.calendar, found)
        found.stays += told.chain[-1:]
        for entry in told.entries:
            if entry.told in get_args(ActivityKind):
                found.activities.append(_told_activity(entry, day))
            else:
                assemble([entry], [], day, setting, found, cancelled=False)


def _told_activity(entry: Entry, day: Day) -> Activity:
    kind: ActivityKind = entry.told  # type: ignore[assignment]
    return Activity(day.date, day.date_end, entry.time, kind, entry.head.text, entry.head.place)


# -- institutions in turn ------------------------------------------------------------------------


def read_sections(document: Document, setting: Setting, found: Itinerary) -> None:
    """Visits told institution by institution ("일시 : 2018. 5. 21.(월) 10:00", "장소 : …"), or only listed.

    Beside an itinerary with visits, those of other institutions on the days for which it tells none.
    """
    lexicon = setting.lexicon
    cards = visits_of(table_cards(document, lexicon), lexicon) or [*visit_cards(document, lexicon, setting.calendar)]
    visited = {visit.date for visit in found.visits}
    if visited:
        cards = [card for card in cards if _adds(card, found, setting)]
    for card in cards or ([] if visited else listed(document, lexicon)):
        codes = places.countries(" ".join(card.places), lexicon)
        day = Day(
            chain=_in_address(card.places, setting), country=codes[0] if len(codes) == 1 else None, contact=card.contact
        )
        if card.span:
            set_date(card.span, card.text, card.block, day, setting.calendar, found)
        elif card.text:
            continue
        entry = Entry(card.head, card.agenda, card.time, told="visit")
        found.visits += visits(entry, day, setting, cancelled=False)


def _adds(card: VisitCard, found: Itinerary, setting: Setting) -> bool:
    """Whether a card tells of an institution and a day of the trip of which the itinerary tells no visit."""
    day = setting.calendar.date(card.span.first) if card.span else None
    names = set(keys(card.head.text))
    known = any(visit.date == day or names & set(keys(visit.name)) for visit in found.visits)
    return day is not None and not known and setting.calendar.holds(day)


def _in_address(words: Sequence[str], setting: Setting) -> list[str]:
    """The first city of an address ("헬싱키 하카니에멘란타 6"); all words but countries where none is known."""
    named = {city.name for city in setting.cities}
    known = [w for w in words if w in named or places.cities(w, setting.lexicon, setting.countries)]
    return known[:1] or [word for word in words if not places.countries(word, setting.lexicon)]


# -- changes -----------------------------------------------------------------------------------


def read_changes(document: Document, setting: Setting, found: Itinerary) -> None:
    """Visits that were planned before a change and are no longer among those told."""
    for change in changes(document, setting.lexicon):
        day = Day()
        text = dates.readable(change.day.text)
        span = next(iter(dates.spans(text)), None)
        day.date = setting.calendar.date(span.first) if span else None
        entries = [e for e in entries_of([change.before], setting.lexicon) if not _is_told(e, day, found)]
        assemble(entries, dates.times(text), day, setting, found, cancelled=True, visits_only=True)


def read_notes(document: Document, setting: Setting, found: Itinerary) -> None:
    """Notes beside an itinerary that say what did not come about: "… 면담은 담당 교수의 병가로 취소되어"."""
    if not setting.lexicon.has(document.text, "cancel"):
        return
    used = {visit.block for visit in found.visits} | {activity.block for activity in found.activities}
    for line in lines_of(document.blocks):
        if line.place in used or not setting.lexicon.has(line.text, "cancel"):
            continue
        for sentence in sentences(line.text):
            for name in called_off(sentence, setting.lexicon):
                _call_off(name, replace(line, text=sentence), setting, found)


def _call_off(name: str, line: Text, setting: Setting, found: Itinerary) -> None:
    """The visits to an institution are cancelled; where none is told, one is added if its day of the trip is."""
    names = set(keys(name))
    if any(names & set(keys(visit.name)) for visit in found.visits):
        found.visits = [
            structs.replace(visit, status="cancelled") if names & set(keys(visit.name)) else visit
            for visit in found.visits
        ]
        return
    text = dates.readable(line.text)
    span = next(iter(dates.spans(text)), None)
    date = setting.calendar.date(span.first) if span else None
    if date and setting.calendar.holds(date):
        entry = Entry(replace(line, text=name), (), next(iter(dates.times(text)), None), "cancelled")
        there = {visit.country for visit in found.visits if visit.date == date}
        day = Day(date=date, country=there.pop() if len(there) == 1 else None)
        found.visits += visits(entry, day, setting, cancelled=True)


def _is_told(entry: Entry, day: Day, found: Itinerary) -> bool:
    names = set(keys(entry.head.text))
    return any(visit.date == day.date and names & set(keys(visit.name)) for visit in found.visits)
