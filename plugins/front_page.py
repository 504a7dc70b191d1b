"""``/``: the search box, what the base holds, recent trips, the places most and never visited."""

import sqlite3
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas import filters
from atlas.filters import Filters
from atlas.kept import Kept
from atlas.served import facts_of
from atlas.view import SMALL, fit, marks
from web import reading

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
# As the view visited_institutions has it, whose other columns cost more than these.
MOST_VISITED = """
select listed.institution, listed.country, listed.city, most.visits, most.last_visit, listed.institution_id
from (
  select visits.institution_id, max(coalesce(date_end, date)) as last_visit,
    count(distinct trip_id || ' ' || coalesce(date, '')) as visits
  from visits join institutions on institutions.id = visits.institution_id
  where status <> 'cancelled' and is_type = 0 group by visits.institution_id
  order by visits desc, last_visit desc, visits.institution_id limit ?
) as most
join institution_list as listed on listed.institution_id = most.institution_id
order by most.visits desc, most.last_visit desc, most.institution_id
"""
NOT_YET_VISITED = """
select institution as name, unvisited_institutions.city, country, unvisited_institutions.kind,
  institutions.checked, institutions.id
from unvisited_institutions join institutions on institutions.id = institution_id
order by institutions.checked = 'unsourced', name < '가', name, institutions.id limit ?
"""


_kept = Kept[dict[str, Any]]()


def read_front(datasette: Any, conn: sqlite3.Connection) -> dict[str, Any]:
    """Return what the front page shows."""
    places = [place for place in filters.places(facts_of(datasette, conn), Filters())[0] if place.spot.at]
    shown = fit(place.spot.at for place in places if place.spot.at)

    def top(sql: str) -> Rows:
        return conn.execute(sql, (SHOWN,)).fetchall()

    return {
        "counts": conn.execute(COUNTS).fetchone(),
        "recent": top(RECENT_TRIPS),
        "most": top(MOST_VISITED),
        "not_yet": top(NOT_YET_VISITED),
        "shown": shown,
        "marks": marks(places, shown, SMALL),
        "on_map": (sum(1 for place in places if place.visits), sum(1 for place in places if not place.visits)),
    }


async def front(datasette: Any, request: Request) -> Response:
    """Render the front page."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    base = datasette.get_database("kb")

    def read(conn: sqlite3.Connection) -> dict[str, Any]:
        return _kept.get(Path(base.path), lambda: read_front(datasette, conn))

    page = await reading.read(datasette, read, reading.ONCE)
    return Response.html(await datasette.render_template("front.html", dict(page), request=request))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Put our page before Datasette's own index, which stays at ``/.json``."""
    return [(r"^/$", front)]
