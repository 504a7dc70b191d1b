"""``/trips/ID``: who went where and when, day by day, with the line of the document behind each entry.

Below: what its documents say differently, and what each of their itineraries comes to.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import unquote

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from ingest.apart import Entry, Statement, count, statements_apart, visits_beside
from ingest.extract.dates import WEEKDAYS
from web import reading

hookimpl = HookimplMarker("datasette")

Rows = list[sqlite3.Row]
LONGEST = 60  # days of a trip that are shown though nothing is told of them

TRIP = "select * from trips where id = ?"
PARTICIPANTS = """
select government, basic, department, max(headcount) as headcount, min(role) as role,
  min(document_id) as document_id, min(block) as block
from trip_participants where trip_id = ?
group by government, basic, department order by min(role), government, basic, department
"""
PLACES = """
select coalesce(countries.name_ko, trip_places.country_code, '국가 미상') as country, trip_places.city
from trip_places
left join countries on countries.code = trip_places.country_code
where trip_places.trip_id = ? order by trip_places.seq
"""
DOCUMENTS = """
select documents.id, documents.path, documents.title, documents.date, documents.format, trip_documents.role
from trip_documents join documents on documents.id = trip_documents.document_id
where trip_documents.trip_id = ?
order by case trip_documents.role when 'plan' then 0 when 'amendment' then 1 else 2 end,
  documents.date, documents.id
"""
ENTRIES = """
select 'visit' as kind, visits.id, visits.date, visits.date_end, visits.start_time,
  visits.name_as_written as text,
  visits.generic_type, visits.institution_id, visits.city, countries.name_ko as country, visits.status,
  visits.agenda, visits.document_id, visits.block, blocks.seq,
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as institution
from visits
left join institutions on institutions.id = visits.institution_id
left join countries on countries.code = visits.country_code
left join blocks on blocks.document_id = visits.document_id and blocks.block = visits.block
where visits.trip_id = :trip
union all
select activities.kind, activities.id, activities.date, activities.date_end, activities.start_time, activities.text,
  0, null, null, null, null, '', activities.document_id, activities.block, blocks.seq, null
from activities
left join blocks on blocks.document_id = activities.document_id and blocks.block = activities.block
where activities.trip_id = :trip
"""
FINDINGS = "select * from findings where trip_id = ? order by severity desc, subject, code, id"
OUTCOMES = """
select kind, text, document_id, block from outcomes where trip_id = ?
order by case kind when 'effect' then 0 when 'lesson' then 1 else 2 end, document_id, id
"""
STATEMENTS = """
select field, value, document_id, block from trip_statements where trip_id = ?
order by field, value, document_id
"""
WHO_SAYS = """
select document_id, block, 'participant' as field,
  trim(coalesce(government, '') || ' ' || coalesce(basic || ' ', '') || coalesce(department, '')) as value
from trip_participants where trip_id = ? order by id
"""
DEADLINES = """
select role, document, document_id, document_date, days_before_departure, days_after_return,
  rule, rule_version, plan_days_before, report_days_after
from deadline_log where trip_id = ?
"""
COSTS = "select item, amount, currency, payer, document_id, block from costs where trip_id = ? order by id"


class Line(NamedTuple):
    """An entry of a day; the records are what each document says of it."""

    kind: str
    records: Rows

    @property
    def first(self) -> sqlite3.Row:
        """The record whose words head the line."""
        return self.records[0]

    @property
    def cancelled(self) -> bool:
        """Whether it is a visit that some document cancels."""
        return any(record["status"] == "cancelled" for record in self.records)

    def goes_on(self, day: str) -> bool:
        """Whether it began before the day (YYYY-MM-DD) and ends on it or later."""
        return bool(day and self.first["date"]) and self.first["date"] < day <= (self.first["date_end"] or "")

    @property
    def said_once(self) -> bool:
        """Whether all documents give the same agenda."""
        return len({record["agenda"] for record in self.records}) == 1


class Day(NamedTuple):
    """A day of the trip; ``date`` is empty for entries whose document gives none.

    going: what began on a day before and goes on. counts: entries by kind, without cancelled visits.
    signal: a workday without a visit.
    """

    date: str
    weekday: str
    lines: list[Line]
    going: list[Line]
    counts: dict[str, int]
    signal: bool


def weekday(day: str) -> str:
    """Return the day's name in Korean, or nothing when it is no date."""
    try:
        return WEEKDAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return ""


def by_country(places: Rows) -> dict[str, list[str]]:
    """Return the countries in the order of the trip, each with its cities."""
    found: dict[str, list[str]] = {}
    for place in places:
        cities = found.setdefault(place["country"], [])
        if place["city"] and place["city"] not in cities:
            cities.append(place["city"])
    return found


def same_entry(entry: sqlite3.Row) -> tuple[str, str]:
    """Return what makes entries of several documents the same one within a day."""
    return (entry["kind"], entry["institution_id"] or "".join(entry["text"].split()))


def lines(entries: Iterable[sqlite3.Row]) -> list[Line]:
    """Return the entries of a day in order, those that several documents tell together."""
    found: dict[tuple[str, str], Rows] = {}
    for entry in entries:
        found.setdefault(same_entry(entry), []).append(entry)
    return by_hour([Line(key[0], records) for key, records in found.items()])


def by_hour(told: Iterable[Line]) -> list[Line]:
    """Return lines in their order, but those that only a later document tells before what is done at a later hour."""
    found: list[Line] = []
    for line in told:
        hour: str | None = line.first["start_time"]
        alone = hour and found and line.first["document_id"] != found[0].first["document_id"]
        hours = [other.first["start_time"] or "" for other in found] if alone else []
        found.insert(next((at for at, other in enumerate(hours) if hour and other > hour), len(found)), line)
    return found


def by_date(entries: Rows, documents: Rows) -> dict[str, list[Line]]:
    """Return the entries of each date in the order of the documents; the undated ones come last, under no date."""
    rank = {document["id"]: number for number, document in enumerate(documents)}

    def order(entry: sqlite3.Row) -> tuple[bool, str, int, int, str]:
        place = rank.get(entry["document_id"], len(rank))
        return (entry["date"] is None, entry["date"] or "", place, entry["seq"] or 0, entry["id"])

    found = groupby(sorted(entries, key=order), key=lambda entry: entry["date"] or "")
    return {day: lines(group) for day, group in found}


def period(first: str | None, last: str | None) -> list[str]:
    """Return the dates from the first to the last, as many as are shown; none where one is not told."""
    if not first or not last:
        return []
    start, length = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
    return [(start + timedelta(days=offset)).isoformat() for offset in range(min(LONGEST, length + 1))]


def days(told: dict[str, list[Line]], dates: Iterable[str], without: set[str]) -> list[Day]:
    """Return each day of the trip, also those of which nothing is told; undated entries come last.

    without: workdays that the checks of some document found without a visit; where another document tells one,
    there is no signal.
    """
    every = [line for entries in told.values() for line in entries]
    found = []
    for day in sorted({*told, *dates}, key=lambda day: (not day, day)):
        own = told.get(day, [])
        known = {same_entry(line.first) for line in own}
        going = [line for line in every if line.goes_on(day) and same_entry(line.first) not in known]
        counts = Counter(line.kind for line in [*own, *going] if not line.cancelled)
        found.append(Day(day, weekday(day), own, going, dict(counts), not counts["visit"] and day in without))
    return found


def beside(entries: Iterable[sqlite3.Row], told: Rows, roles: dict[str, str], trip: sqlite3.Row) -> dict[str, Any]:
    """Return what the documents say differently, what alike, and what each of their itineraries comes to."""
    records = [Entry(*(entry[name] for name in Entry._fields)) for entry in entries]
    statements = [Statement(*(row[name] for name in Statement._fields)) for row in told]
    telling = {record.document_id for record in records if record.kind == "visit"}
    visits = visits_beside(records, roles)
    return {
        "differences": [*statements_apart(statements), *(one for one in visits if one.how)],
        "alike": [one for one in visits if not one.how],
        "counts": {id: count(id, records, trip["start_date"], trip["end_date"]) for id in roles if id in telling},
    }


def by_message(findings: Rows) -> dict[str, Rows]:
    """Return the findings that several documents give in the same words together."""
    found: dict[str, Rows] = {}
    for finding in findings:
        found.setdefault(finding["message"], []).append(finding)
    return found


def by_value(statements: Rows) -> dict[str, dict[str, Rows]]:
    """Return the statements by field, those that several documents give in the same words together."""
    found: dict[str, dict[str, Rows]] = {}
    for one in statements:
        found.setdefault(one["field"], {}).setdefault(one["value"], []).append(one)
    return found


def read_trip(conn: sqlite3.Connection, trip_id: str) -> dict[str, Any] | None:
    """Return what the page shows, or nothing when the base has no such trip."""

    def rows(sql: str) -> Rows:
        return conn.execute(sql, (trip_id,)).fetchall()

    found = rows(TRIP)
    if not found:
        return None
    documents = rows(DOCUMENTS)
    findings, statements = rows(FINDINGS), rows(STATEMENTS)
    roles = {document["id"]: document["role"] for document in documents}
    entries = conn.execute(ENTRIES, {"trip": trip_id}).fetchall()
    told = by_date(entries, documents)
    in_order = [record for entries in told.values() for line in entries for record in line.records]
    without = {finding["subject"] for finding in findings if finding["code"] == "workday_without_visit"}
    return {
        "trip": found[0],
        "participants": rows(PARTICIPANTS),
        "places": by_country(rows(PLACES)),
        "documents": documents,
        "roles": roles,
        "days": days(told, period(found[0]["start_date"], found[0]["end_date"]), without),
        "deadlines": rows(DEADLINES),
        "findings": by_message(findings),
        "signal_days": {finding["subject"] for finding in findings},
        "outcomes": rows(OUTCOMES),
        "statements": by_value(statements),
        "costs": rows(COSTS),
        **beside(in_order, [*statements, *rows(WHO_SAYS)], roles, found[0]),
    }


async def trip(datasette: Any, request: Request) -> Response:
    """Render the page of a trip."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    key = unquote(request.url_vars["id"])
    page = await reading.read(datasette, lambda conn: read_trip(conn, key))
    template, status = ("trip.html", 200) if page else ("404.html", 404)
    body = await datasette.render_template(template, page or {"what": "출장"}, request=request)
    return Response.html(body, status=status)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the pages of trips; what ends in .ics is their calendar."""
    return [(r"^/trips/(?P<id>[^/]+)(?<!\.ics)$", trip)]
