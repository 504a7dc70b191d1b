"""What the documents of one trip say differently, and what each of their itineraries comes to.

Signals, never verdicts: a plan and its report may differ for good reasons. Only what two documents both tell
is compared, but for visits: one that an itinerary does not have is told as not found in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ingest.extract.dates import nights_days, readable, spans

_SATURDAY = 5
_LONGEST = 60  # days of a trip that are counted
_ENTRIES = ("event", "tourism", "transfer")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")


class Entry(NamedTuple):
    """A visit or another entry of a document's itinerary; dates as YYYY-MM-DD, times as HH:MM."""

    document_id: str
    block: str
    kind: str
    text: str
    institution_id: str | None
    date: str | None
    date_end: str | None
    start_time: str | None
    status: str | None

    @property
    def same(self) -> str:
        """What makes entries of several documents the same one."""
        return self.institution_id or "".join(self.text.split())


class Statement(NamedTuple):
    """What a document says of the trip as a whole."""

    document_id: str
    block: str
    field: str
    value: str


class Compared(NamedTuple):
    """Something of a trip as its documents tell it beside each other.

    how: in what they differ, empty where they don't: added (in reports only), untold (in plans only), missing (in
    some of the plans, or of the reports), cancelled (whoever says so: it is no visit as planned), date, time, value.
    sides: what each document says of it; a document with an itinerary and nothing here says nothing of it.
    """

    what: str
    institution_id: str | None
    how: tuple[str, ...]
    sides: Mapping[str, Sequence[Entry | Statement]]


class Count(NamedTuple):
    """What a document's itinerary comes to. workdays: Monday to Friday between the first and the last day.

    days: from the first to the last; None without dates. visits: but those cancelled; on_workdays: workdays on
    which one is. entries: other entries by kind.
    """

    document_id: str
    days: int | None
    workdays: int | None
    visits: int
    cancelled: int
    on_workdays: int
    entries: Mapping[str, int]

    @property
    def a_workday(self) -> float | None:
        """Visits a workday."""
        return self.visits / self.workdays if self.workdays else None


# -- visits -----------------------------------------------------------------------------------


def visits_beside(entries: Iterable[Entry], roles: Mapping[str, str]) -> list[Compared]:
    """The visits as the itineraries of several documents tell them, alike or not, in the order in which they come.

    roles: document id → plan, amendment or report. Nothing where fewer than two documents tell visits.
    """
    visits = [entry for entry in entries if entry.kind == "visit"]
    telling = {visit.document_id for visit in visits}
    if len(telling) < 2:
        return []
    found = []
    for same in dict.fromkeys(visit.same for visit in visits):
        told = [visit for visit in visits if visit.same == same]
        sides = {id: [visit for visit in told if visit.document_id == id] for id in roles if id in telling}
        found.append(Compared(told[0].text, told[0].institution_id, tuple(_visit_differs(sides, roles)), sides))
    return found


def _visit_differs(sides: Mapping[str, Sequence[Entry]], roles: Mapping[str, str]) -> Iterable[str]:
    telling = [side for side in sides.values() if side]
    cancelled = [all(visit.status == "cancelled" for visit in side) for side in telling]
    yield from _where_missing(sides, roles, any(cancelled))
    if any(cancelled):
        yield "cancelled"
    if _differ(telling, lambda visit: visit.date):
        yield "date"
    elif _differ(telling, lambda visit: visit.start_time):
        yield "time"


def _where_missing(sides: Mapping[str, Sequence[Entry]], roles: Mapping[str, str], cancelled: bool) -> Iterable[str]:
    """Which documents don't tell a visit; that a report is silent on a cancelled one is as it should be."""
    plans = [side for id, side in sides.items() if roles[id] != "report"]
    reports = [side for id, side in sides.items() if roles[id] == "report"]
    if plans and not any(plans):
        yield "added"
    if reports and not any(reports) and not cancelled:
        yield "untold"
    if any(any(kind) and not all(kind) for kind in (plans, reports)):
        yield "missing"


def _differ(sides: Iterable[Sequence[Entry]], told: Callable[[Entry], str | None]) -> bool:
    """Whether two sides that tell something tell it differently."""
    values = [{value for visit in side if (value := told(visit))} for side in sides]
    return len({frozenset(value) for value in values if value}) > 1


# -- the trip as a whole ----------------------------------------------------------------------


def statements_apart(statements: Iterable[Statement]) -> list[Compared]:
    """The fields of which several documents don't say the same."""
    told = [one for one in statements if one.field in _SAID]
    told += [one._replace(field="nights") for one in told if one.field == "period"]
    found = []
    for field in _SAID:
        sides: dict[str, list[Statement]] = {}
        for one in (one for one in told if one.field == field):
            sides.setdefault(one.document_id, []).append(one)
        said = {frozenset[str]().union(*(_SAID[field](one.value) for one in side)) for side in sides.values()}
        if len(said - {frozenset()}) > 1:
            found.append(Compared(field, None, ("value",), sides))
    return found


def _period(value: str) -> frozenset[str]:
    """The first and last month and day of a period, however it is written."""
    written = [one for span in spans(readable(value))[:1] for one in (span.first, span.last) if one]
    return frozenset(f"{one.month}-{one.day}" for one in written if one.month)


def _nights(value: str) -> frozenset[str]:
    told = nights_days(value)
    return frozenset((f"{told[0]}-{told[1]}",)) if told else frozenset()


def _words(value: str) -> frozenset[str]:
    return frozenset(_WORD.findall(value.casefold()))


def _numbers(value: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(value.replace(",", "")))


# How a field is compared; what is no field here, such as a title, differs from paper to paper anyway.
_SAID: dict[str, Callable[[str], frozenset[str]]] = {
    "period": _period,
    "nights": _nights,
    "country": _words,
    "headcount": _numbers,
    "participant": _words,
    "cost": _numbers,
}


# -- arithmetic -------------------------------------------------------------------------------


def count(document_id: str, entries: Iterable[Entry], start: str | None, end: str | None) -> Count:
    """What the itinerary of a document comes to between two days (YYYY-MM-DD)."""
    own = [entry for entry in entries if entry.document_id == document_id]
    held = [entry for entry in own if entry.kind == "visit" and entry.status != "cancelled"]
    cancelled = {(entry.same, entry.date) for entry in own if entry.kind == "visit"} - _told(held)
    days = _days(start, end)
    workdays = [day for day in days[1:-1] if day.weekday() < _SATURDAY]
    visited = {day for entry in held for day in _days(entry.date, entry.date_end or entry.date)}
    kinds = {kind: sum(entry.kind == kind for entry in own) for kind in _ENTRIES}
    known = len(workdays) if days else None
    on_workdays = len(visited.intersection(workdays))
    return Count(document_id, len(days) or None, known, len(_told(held)), len(cancelled), on_workdays, kinds)


def _told(visits: Iterable[Entry]) -> set[tuple[str, str | None]]:
    return {(visit.same, visit.date) for visit in visits}


def _days(start: str | None, end: str | None) -> list[date]:
    """The days from one to another; none where one is no date."""
    try:
        first, last = date.fromisoformat(start or ""), date.fromisoformat(end or "")
    except ValueError:
        return []
    return [first + timedelta(days=offset) for offset in range(min(_LONGEST, (last - first).days + 1))]
