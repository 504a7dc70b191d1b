"""``/trips/ID.ics``: the visits and events of a trip for a calendar (iCalendar, RFC 5545).

What the documents give no hour for fills its day; hours are those of the place (floating, RFC 5545 3.3.5),
and as no document says when a visit ends, none is given. The same base gives the same file.
"""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from datasette.utils.asgi import Request, Response
from icalendar import Calendar, Event
from pluggy import HookimplMarker

from web import reading

hookimpl = HookimplMarker("datasette")

Rows = list[sqlite3.Row]

TRIP = """
select trips.*, (select max(documents.date) from trip_documents
  join documents on documents.id = trip_documents.document_id where trip_documents.trip_id = trips.id) as written
from trips where trips.id = ?
"""
# What several documents say of one entry of a day stands together, the plan first.
ENTRIES = """
select entries.*, countries.name_ko as country from (
  select id, '방문' as kind, date, date_end, start_time, name_as_written as text, city, country_code, status, agenda,
    document_id, coalesce(institution_id, '?' || replace(name_as_written, ' ', '')) as entry
  from visits where trip_id = :trip and date is not null
  union all
  select id, '행사', date, date_end, start_time, text, null, null, '', '', document_id, '!' || replace(text, ' ', '')
  from activities where trip_id = :trip and date is not null and kind = 'event'
) as entries
left join countries on countries.code = entries.country_code
left join trip_documents on trip_documents.trip_id = :trip and trip_documents.document_id = entries.document_id
order by entries.date, entries.entry,
  case trip_documents.role when 'plan' then 0 when 'amendment' then 1 else 2 end, entries.id
"""
STATUS = {"planned": "TENTATIVE", "done": "CONFIRMED", "cancelled": "CANCELLED"}


class When(NamedTuple):
    """A span of days (the last one exclusive), or an hour whose end nobody knows."""

    start: date
    end: date | None


def day(written: str | None) -> date | None:
    """Return a date of the base, or None where it is none."""
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def when(start: str | None, end: str | None, hour: str = "") -> When | None:
    """Return when an entry is, or None when no calendar has that day."""
    first = day(start)
    if first is None:
        return None
    last = max(day(end) or first, first)
    try:
        clock = time.fromisoformat(hour)
    except ValueError:
        clock = None
    if clock and last == first:
        return When(datetime.combine(first, clock), None)
    return When(first, last + timedelta(days=1)) if last < date.max else None


def event(key: str, stamp: datetime, span: When, **properties: str) -> Event:
    """Return an event with the properties that say something."""
    made = Event()
    made.add("uid", f"{key}@gabonde")
    made.add("dtstamp", stamp)
    made.add("dtstart", span.start)
    if span.end:
        made.add("dtend", span.end)
    for name, value in properties.items():
        if value:
            made.add(name, value)
    return made


def told(said: Rows, column: str) -> str:
    """Return what the last document that says anything of it has, "" when none does."""
    return next((row[column] for row in reversed(said) if row[column]), "")


def entries(rows: Rows, stamp: datetime) -> Iterator[Event]:
    """Yield an event for each entry of the trip, with what all documents say of it."""
    for _, group in groupby(rows, key=lambda row: (row["date"], row["entry"])):
        said = list(group)
        first = said[0]
        span = when(first["date"], told(said, "date_end"), told(said, "start_time"))
        if span:
            agendas = dict.fromkeys(row["agenda"].strip() for row in said)
            yield event(
                first["id"],
                stamp,
                span,
                summary=first["text"],
                location=", ".join(filter(None, (told(said, "city"), told(said, "country")))),
                description="\n".join(filter(None, agendas)),
                categories=first["kind"],
                status=STATUS.get(told(said, "status"), ""),
            )


def calendar(conn: sqlite3.Connection, trip_id: str, address: str) -> bytes | None:
    """Return the calendar of a trip that is shown at ``address``, or None when there is no trip or no day in it."""
    trip = conn.execute(TRIP, (trip_id,)).fetchone()
    if trip is None:
        return None
    rows = conn.execute(ENTRIES, {"trip": trip_id}).fetchall()
    written = day(trip["written"]) or day(trip["start_date"]) or day(rows[0]["date"] if rows else None)
    stamp = datetime.combine(written or date(1970, 1, 1), time(), UTC)
    title = trip["title"] or "제목이 적혀 있지 않은 출장"
    made = Calendar()
    for name, value in (("prodid", "-//gabonde//trips//KO"), ("version", "2.0"), ("x-wr-calname", title)):
        made.add(name, value)
    whole = when(trip["start_date"], trip["end_date"])
    if whole:
        made.add_component(event(trip_id, stamp, whole, summary=title, categories="출장", url=address))
    for one in entries(rows, stamp):
        made.add_component(one)
    return made.to_ical() if made.subcomponents else None


async def trip_calendar(datasette: Any, request: Request) -> Response:
    """Answer with the file."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    key = unquote(request.url_vars["id"])
    address = datasette.absolute_url(request, datasette.urls.path(f"/trips/{quote(key, safe='')}"))
    made = await reading.read(datasette, lambda conn: calendar(conn, key, address))
    if made is None:
        body = await datasette.render_template("404.html", {"what": "출장 일정"}, request=request)
        return Response.html(body, status=404)
    named = {"content-disposition": f"attachment; filename=\"trip.ics\"; filename*=UTF-8''{quote(key, safe='')}.ics"}
    return Response(made, headers=named, content_type="text/calendar; charset=utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the calendars of trips."""
    return [(r"^/trips/(?P<id>[^/]+)\.ics$", trip_calendar)]
