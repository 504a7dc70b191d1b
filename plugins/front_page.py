"""``/``: the search box, what the base holds, recent trips, the places most and never visited."""

import sqlite3
from typing import Any

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

Rows = list[sqlite3.Row]
SHOWN = 8

COUNTS = """
select
  (select count(*) from institutions where is_type = 0) as institutions,
  -- one visit told by a plan and its report is one visit
  (select count(distinct
     trip_id || ' ' || coalesce(date, '') || ' ' || coalesce(institution_id, name_as_written))
   from visits where status <> 'cancelled') as visits,
  (select count(*) from trips) as trips,
  (select count(*) from documents where status = 'ingested') as documents,
  (select count(*) from documents where status = 'rejected') as rejected
"""
RECENT_TRIPS = """
select trips.id, trips.title, trips.start_date, trips.end_date, trip_who.who,
  (select group_concat(name_ko, ', ') from (
     select distinct countries.name_ko from trip_places
     join countries on countries.code = trip_places.country_code
     where trip_places.trip_id = trips.id order by trip_places.seq)) as countries
from trips left join trip_who on trip_who.trip_id = trips.id
order by trips.start_date desc, trips.id limit ?
"""
MOST_VISITED = """
select institution, country, city, visits, last_visit, institution_id
from visited_institutions where is_type = 0 limit ?
"""
NOT_YET_VISITED = """
select institution as name, unvisited_institutions.city, country, unvisited_institutions.kind,
  institutions.checked, institutions.id
from unvisited_institutions join institutions on institutions.id = institution_id
order by institutions.checked = 'unsourced', name < '가', name, institutions.id limit ?
"""


def read_front(conn: sqlite3.Connection) -> dict[str, Any]:
    """Return what the front page shows."""

    def top(sql: str) -> Rows:
        return conn.execute(sql, (SHOWN,)).fetchall()

    return {
        "counts": conn.execute(COUNTS).fetchone(),
        "recent": top(RECENT_TRIPS),
        "most": top(MOST_VISITED),
        "not_yet": top(NOT_YET_VISITED),
    }


async def front(datasette: Any, request: Request) -> Response:
    """Render the front page."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    page = await datasette.get_database("kb").execute_fn(read_front)
    return Response.html(await datasette.render_template("front.html", page, request=request))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Put our page before Datasette's own index, which stays at ``/.json``."""
    return [(r"^/$", front)]
