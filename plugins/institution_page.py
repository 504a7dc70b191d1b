"""``/institutions/ID``: what it is, who went when and for what, what the documents say of it."""

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas.facts import Facts
from atlas.filters import Place
from atlas.projection import project
from atlas.served import kept_facts, lists_of
from atlas.similar import not_yet_visited
from atlas.view import Mark, View, view
from ingest import cards
from ingest.authority import Authority, AuthorityError
from ingest.conflicts import numbers_apart, places_apart
from ingest.decided import in_force
from web import reading

hookimpl = HookimplMarker("datasette")

Rows = list[sqlite3.Row]
ALIKE = 6
"""Institutions like it that are offered."""
NEARBY = 4
"""The zoom of its map: a country or two."""

INSTITUTION = """
select institutions.*, kinds.name_ko as kind_name, countries.name_ko as country,
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as name
from institutions
left join kinds on kinds.id = institutions.kind
left join countries on countries.code = institutions.country_code
where institutions.id = :id
"""
NAMES = """
select language, origin, name from institution_names where institution_id = :id
order by language = 'ko' desc, language, origin, name
"""
CLAIMS = """
select claims.property, claims.language, claims.source, coalesce(
  case claims.property
    when 'country' then (select name_ko from countries where code = claims.value)
    when 'city' then (select city from institutions where id = claims.institution_id)
  end, claims.value) as value
from institution_claims as claims
where claims.institution_id = :id and claims.property not in ('alias', 'theme')
order by case claims.property when 'name' then 0 when 'description' then 1 else 2 end,
  claims.property, claims.language = 'ko' desc, claims.language, value
"""
THEMES = """
select themes.id, themes.name_ko, institution_themes.source from institution_themes
join themes on themes.id = institution_themes.theme_id
where institution_themes.institution_id = :id order by themes.id
"""
VISITS = """
select visits.id, visits.trip_id, visits.date, visits.date_end, visits.year, visits.status, visits.agenda,
  visits.name_as_written, visits.city, visits.document_id, visits.block, trips.title as trip,
  documents.kind as document_kind, documents.path as document
from visits
join trips on trips.id = visits.trip_id
join documents on documents.id = visits.document_id
where visits.institution_id = :id
order by visits.date desc, visits.trip_id, visits.id
"""
# A question belongs to the institution it names, else to the one that was visited.
ASKED = """
with asked as (
  select id from policies where institution_id = :id and visit_id is not null
  union all
  select policies.id from visits join policies on policies.visit_id = visits.id
  where visits.institution_id = :id and policies.institution_id is null
)
select themes.name_ko as theme, policies.statement, policies.document_id, policies.block,
  visits.date, visits.trip_id, visits.id as visit_id
from asked
join policies on policies.id = asked.id
join visits on visits.id = policies.visit_id
left join policy_themes on policy_themes.policy_id = policies.id
left join themes on themes.id = policy_themes.theme_id
order by themes.id is null, themes.id, visits.date desc, policies.id
"""
STATEMENTS = """
select policies.statement, policies.document_id, policies.block, documents.path as document, documents.title,
  documents.date
from policies join documents on documents.id = policies.document_id
where policies.institution_id = :id and policies.visit_id is null
order by documents.date desc, documents.id, policies.id
"""
MOVED = "select institution_id from institution_redirects where old_id = ?"
# As the view visited_institutions has it, whose other columns cost more than these.
SUMMARY = """
select count(distinct trip_id || ' ' || coalesce(date, '')) as visits, count(distinct trip_id) as trips,
  count(distinct case when status = 'done' then trip_id || ' ' || coalesce(date, '') end) as done,
  min(date) as first_visit, max(coalesce(date_end, date)) as last_visit
from visits where institution_id = :id and status <> 'cancelled' having count(*)
"""


def grouped(rows: Rows, column: str) -> list[tuple[Any, Rows]]:
    """Return the rows by their value in ``column``, in the order in which they come."""
    return [(value, list(group)) for value, group in groupby(rows, key=itemgetter(column))]


def visit_groups(rows: Rows) -> list[Rows]:
    """Return one group a visit: what a plan and its report tell of the same day of a trip stands together."""
    return [list(group) for _, group in groupby(rows, key=itemgetter("date", "trip_id"))]


def lists(datasette: Any) -> Authority | None:
    """Return the lists; none where someone is mending them, which is told elsewhere."""
    try:
        return in_force(lists_of(datasette)).authority
    except AuthorityError:
        return None


def read_institution(conn: sqlite3.Connection, institution_id: str, known: Authority | None) -> dict[str, Any] | None:
    """Return what the page shows, or nothing when the base has no such institution."""

    def rows(sql: str) -> Rows:
        return conn.execute(sql, {"id": institution_id}).fetchall()

    found = rows(INSTITUTION)
    if not found:
        return None
    visits, statements = rows(VISITS), rows(STATEMENTS)
    return {
        "institution": found[0],
        "names": grouped(rows(NAMES), "language"),
        "written": cards.written(conn, institution_id),
        "claims": rows(CLAIMS),
        "themes": rows(THEMES),
        "summary": next(iter(rows(SUMMARY)), None),
        "visits": visit_groups(visits),
        "asked": grouped(rows(ASKED), "theme"),
        "statements": grouped(statements, "document_id"),
        "numbers_apart": numbers_apart(statements),
        "places_apart": places_apart(found[0]["city"], visits, known) if known else [],
    }


def read_place(known: Facts, institution_id: str, visits: int) -> dict[str, Any]:
    """Return where it is, for a small map, and whom like it nobody visited; a type of institution is nowhere."""
    spot = known.by_id.get(institution_id)
    if spot is None:
        return {"spot": None, "alike": []}
    page: dict[str, Any] = {"spot": spot, "alike": not_yet_visited(known, spot, ALIKE)}
    if spot.at:
        shown: View = view(*project(*spot.at), NEARBY)
        page |= {"shown": shown, "mark": Mark(*project(*spot.at), (Place(spot, visits, ""),))}
    return page


def read_moved(conn: sqlite3.Connection, institution_id: str) -> str | None:
    """Return the institution that an id leads to which is none any more."""
    found = conn.execute(MOVED, (institution_id,)).fetchone()
    return found[0] if found else None


async def institution(datasette: Any, request: Request) -> Response:
    """Render the page of an institution; an id that led somewhere before leads on."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    key = unquote(request.url_vars["id"])
    known, known_lists = await kept_facts(datasette), lists(datasette)

    def read(conn: sqlite3.Connection) -> dict[str, Any] | None:
        page = read_institution(conn, key, known_lists)
        visits = page["summary"]["visits"] if page and page["summary"] else 0
        return page and page | {"who": known.who} | read_place(known, key, visits)

    page = await reading.read(datasette, read)
    moved = None if page else await reading.read(datasette, lambda conn: read_moved(conn, key))
    if moved:
        return Response.redirect(datasette.urls.path(f"/institutions/{moved}"), status=301)
    template, status = ("institution.html", 200) if page else ("404.html", 404)
    body = await datasette.render_template(template, page or {"what": "기관"}, request=request)
    return Response.html(body, status=status)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the pages of institutions; what ends in .xlsx is their file."""
    return [(r"^/institutions/(?P<id>[^/]+)(?<!\.xlsx)$", institution)]
