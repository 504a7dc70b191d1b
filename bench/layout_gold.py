"""Trip → gold: what a careful reader finds in a document that says all the trip holds."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from bench.layout_world import Day, Office, Stop, Trip

Gold = dict[str, Any]
NEVER_A_GAP = {"transfer", "lodging", "meal"}


def visit_gold(stop: Stop, date: dt.date | None, default: str) -> Gold:
    """One visit."""
    return {
        "date": date.isoformat() if date else None,
        "date_end": stop.until.isoformat() if stop.until else None,
        "start_time": stop.start,
        "name": stop.text,
        "accept": list(stop.accept),
        "canonical": None,
        "generic_type": stop.generic,
        "city": stop.city,
        "country": stop.iso,
        "status": stop.status or default,
        "agenda": list(stop.agenda),
    }


def gaps(trip: Trip) -> list[Gold]:
    """Workdays strictly between the first and last day without visit or event."""
    covered: set[dt.date] = set()
    for day in trip.days:
        for stop in day.stops:
            if stop.kind == "event" or (stop.kind == "visit" and stop.status != "cancelled"):
                end = stop.until or day.date
                covered |= {day.date + dt.timedelta(days=i) for i in range((end - day.date).days + 1)}
    return [
        {"code": "workday_without_visit", "where": day.date.isoformat()}
        for day in trip.days
        if trip.start < day.date < trip.end
        and day.date.weekday() < 5
        and day.date not in covered
        and not all(stop.kind in NEVER_A_GAP for stop in day.stops)
    ]


def organizer(office: Office, role: str = "lead", headcount: int | None = None) -> Gold:
    """One organiser."""
    return {
        "government": office.government,
        "basic": office.basic,
        "department": office.department or None,
        "headcount": headcount,
        "role": role,
    }


def trip_gold(trip: Trip, kind: str, problems: Sequence[Gold] = (), dated: bool = True) -> Gold:
    """One trip."""
    status = "done" if kind == "report" else "planned"
    entries = [(day, stop) for day in trip.days for stop in day.stops]
    return {
        "title": trip.title,
        "start_date": trip.start.isoformat(),
        "end_date": trip.end.isoformat(),
        "nights": trip.nights,
        "days": trip.length,
        "headcount": trip.headcount,
        "organizers": [organizer(trip.office, headcount=trip.headcount)],
        "countries": list(dict.fromkeys(city.iso for city in trip.cities)),
        "cities": [city.name for city in trip.cities],
        "visits": [visit_gold(s, d.date if dated else None, status) for d, s in entries if s.kind == "visit"],
        "non_visits": [other(d, s) for d, s in entries if s.kind != "visit"],
        "problems": [*(gaps(trip) if dated else []), *problems],
    }


def other(day: Day, stop: Stop) -> Gold:
    """An entry that is no visit."""
    return {"date": day.date.isoformat(), "kind": stop.kind, "text": stop.text}


def gold(
    trips: Trip | Iterable[Trip],
    kind: str = "plan",
    *,
    facts: Iterable[tuple[str, Sequence[str]]] = (),
    pii: Sequence[str] = (),
    problems: Sequence[Gold] = (),
    dated: bool = True,
) -> Gold:
    """The gold of a document; `problems` belong to its first trip."""
    listed = [trips] if isinstance(trips, Trip) else list(trips)
    return {
        "document": "",
        "synthetic": True,
        "kind": kind,
        "trips": [trip_gold(t, kind, problems if i == 0 else (), dated) for i, t in enumerate(listed)],
        "institution_facts": [{"name": n, "canonical": None, "facts": list(f)} for n, f in facts],
        "themes": [],
        "pii": list(pii),
        "expected": "ingest",
        "reject_reason": None,
    }
