"""What a document says: trips, visits, activities, facts, each with the block it stands in.

What is not written is None. `block` is always a place in the document (ingest.document).
"""

from __future__ import annotations

import datetime
from typing import Any, Literal

from msgspec import Struct

DocumentKind = Literal["plan", "report", "other"]
Status = Literal["planned", "done", "cancelled"]
ActivityKind = Literal["tourism", "transfer", "lodging", "meal", "free", "event", "other"]
OutcomeKind = Literal["effect", "place"]
ProblemCode = Literal[
    "weekday_mismatch",
    "date_outside_period",
    "nights_days_mismatch",
    "invalid_date",
    "workday_without_visit",
    "site_without_visit",
    "visit_without_site",
    "year_inferred",
]
Date = datetime.date


class Packed(Struct, frozen=True, array_like=True, gc=False):
    """Values that never change, made and compared in C; kept and sent as their fields in order.

    There are a hundred of them in a document. As dataclasses one took five times as long to make, and to keep them
    and read them back took over three times as long.
    """


class Fact(Packed, frozen=True):
    """A line as written, its bullet stripped."""

    text: str
    block: str


class Organizer(Packed, frozen=True):
    """A Korean government, council or department that sends people; headcount where stated for it."""

    government: str | None
    basic: str | None
    department: str | None
    headcount: int | None
    role: Literal["lead", "member"]
    block: str


class Visit(Packed, frozen=True):
    """A visit to an institution, named as written.

    contact: the post of whom one meets, as written. doubts: Korean sentences on what is uncertain.
    """

    name: str
    block: str
    date: Date | None
    date_end: Date | None
    start_time: str | None
    generic_type: bool
    city: str | None
    country: str | None
    status: Status
    agenda: tuple[Fact, ...] = ()
    contact: str | None = None
    remark: str | None = None
    doubts: tuple[str, ...] = ()


class Activity(Packed, frozen=True):
    """An entry of the itinerary that is no visit."""

    date: Date | None
    date_end: Date | None
    start_time: str | None
    kind: ActivityKind
    text: str
    block: str


class Outcome(Packed, frozen=True):
    """An expected effect, or the places at home where it applies."""

    kind: OutcomeKind
    text: str
    block: str


class Cost(Packed, frozen=True):
    """An amount as stated, in whole units of its currency (ISO 4217), and who pays it."""

    item: str | None
    amount: int
    currency: str
    payer: str | None
    block: str


class Statement(Packed, frozen=True):
    """What the document says of the trip as a whole: a field of it, the words, the place."""

    field: str
    value: str
    block: str


class Problem(Packed, frozen=True):
    """A finding of arithmetic, never a verdict. where: the date or name it is about."""

    code: ProblemCode
    where: str
    message: str
    block: str


class Site(Packed, frozen=True):
    """What a document says an institution is or does."""

    name: str
    block: str
    facts: tuple[Fact, ...]


class ThemeMention(Packed, frozen=True):
    """A policy theme and the word that told it."""

    theme: str
    keyword: str
    block: str


class WrittenDate(Packed, frozen=True):
    """A date of the itinerary or the period as written.

    date: None where it can't exist (possible is False) or its year or month isn't told.
    """

    text: str
    date: Date | None
    weekday: str | None
    possible: bool
    block: str


class Trip(Packed, frozen=True):
    """One trip as one document tells it.

    year_inferred: the year stands nowhere but in the title. block: where the period stands.
    """

    title: str | None = None
    start_date: Date | None = None
    end_date: Date | None = None
    nights: int | None = None
    days: int | None = None
    headcount: int | None = None
    purpose: str | None = None
    organizers: tuple[Organizer, ...] = ()
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    activities: tuple[Activity, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    costs: tuple[Cost, ...] = ()
    statements: tuple[Statement, ...] = ()
    written_dates: tuple[WrittenDate, ...] = ()
    year_inferred: bool = False
    problems: tuple[Problem, ...] = ()
    block: str = "1"


class Plan(Packed, frozen=True):
    """All that is taken from one document."""

    document: str
    kind: DocumentKind
    title: str | None = None
    date: Date | None = None
    trips: tuple[Trip, ...] = ()
    sites: tuple[Site, ...] = ()
    # Whether the document lists the institutions to visit, so that list and itinerary can be compared.
    lists_sites: bool = False
    themes: tuple[ThemeMention, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plan JSON of the contract, with the blocks besides."""
        return {
            "document": self.document,
            "kind": self.kind,
            "trips": [_trip(trip) for trip in self.trips],
            "institution_facts": [
                {"name": site.name, "facts": [fact.text for fact in site.facts], "block": site.block}
                for site in self.sites
            ],
            "themes": [mention.theme for mention in self.themes],
        }


def iso(date: Date | None) -> str | None:
    """YYYY-MM-DD, or None."""
    return date.isoformat() if date else None


def _trip(trip: Trip) -> dict[str, Any]:
    return {
        "title": trip.title,
        "start_date": iso(trip.start_date),
        "end_date": iso(trip.end_date),
        "nights": trip.nights,
        "days": trip.days,
        "headcount": trip.headcount,
        "purpose": trip.purpose,
        "organizers": [_organizer(organizer) for organizer in trip.organizers],
        "countries": list(trip.countries),
        "cities": list(trip.cities),
        "visits": [_visit(visit) for visit in trip.visits],
        "non_visits": [_activity(activity) for activity in trip.activities],
        "costs": [
            {"item": c.item, "amount": c.amount, "currency": c.currency, "payer": c.payer, "block": c.block}
            for c in trip.costs
        ],
        "outcomes": [{"kind": o.kind, "text": o.text, "block": o.block} for o in trip.outcomes],
        "problems": [{"code": p.code, "where": p.where, "message": p.message, "block": p.block} for p in trip.problems],
    }


def _organizer(organizer: Organizer) -> dict[str, Any]:
    return {
        "government": organizer.government,
        "basic": organizer.basic,
        "department": organizer.department,
        "headcount": organizer.headcount,
        "role": organizer.role,
        "block": organizer.block,
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "date": iso(visit.date),
        "date_end": iso(visit.date_end),
        "start_time": visit.start_time,
        "name": visit.name,
        "generic_type": visit.generic_type,
        "city": visit.city,
        "country": visit.country,
        "status": visit.status,
        "agenda": [fact.text for fact in visit.agenda],
        "contact": visit.contact,
        "remark": visit.remark,
        "doubts": list(visit.doubts),
        "block": visit.block,
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "date": iso(activity.date),
        "date_end": iso(activity.date_end),
        "start_time": activity.start_time,
        "kind": activity.kind,
        "text": activity.text,
        "block": activity.block,
    }
