"""Institutions near a draft's own, or of its themes, that hardly anybody has visited yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ingest.authority import Authority, Institution, coordinates
from ingest.decided import Decisions
from ingest.distance import Point, kilometres
from ingest.plan import Plan
from search.hangul import name_key

MOST_VISITS = 1
"""Visits that an institution may have had to be offered."""

LISTED = 12
NEAR = 60
"""Kilometres within which an institution of another theme is offered."""

_VISITED = """
select count(distinct trip_id || ' ' || coalesce(date, '')), max(coalesce(date_end, date)) from visits
where institution_id = ? and status <> 'cancelled'
"""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An institution, why it is offered, and the visits it had. distance: km to the nearest place of the draft."""

    institution_id: str
    name: str
    city: str
    country: str
    themes: tuple[str, ...]
    distance: int | None
    visits: int
    last: str | None
    checked: str


def alternatives(
    plan: Plan, ids: Collection[str], decisions: Decisions, connection: sqlite3.Connection
) -> tuple[Alternative, ...]:
    """What is in the draft's countries and of its themes, or near; those that nobody visited come first.

    ids: the institutions of the draft, which are not offered.
    """
    authority = decisions.authority
    standing = {one.id: one for one, _ in decisions.institutions()}
    own = [standing[id] for id in ids if id in standing]
    themes = {mention.theme for mention in plan.themes} | {theme for one in own for theme in _themes(one)}
    places, countries = _places(plan, own, authority), _countries(plan, own)
    found = []
    for one in standing.values():
        if not one.is_type and one.id not in ids and one.first("country") in countries:
            shared = [theme for theme in _themes(one) if theme in themes]
            distance = _nearest(_point(one, authority), places)
            if shared or (distance is not None and distance <= NEAR):
                found.append(_alternative(one, shared, distance, authority, connection))
    few = [one for one in found if one.visits <= MOST_VISITS]
    return tuple(sorted(few, key=_rank)[:LISTED])


def _rank(one: Alternative) -> tuple[int, int, int, str]:
    return one.visits, -len(one.themes), one.distance if one.distance is not None else 10**6, one.institution_id


def _alternative(
    one: Institution, shared: list[str], distance: int | None, authority: Authority, connection: sqlite3.Connection
) -> Alternative:
    visits, last = connection.execute(_VISITED, (one.id,)).fetchone()
    place = authority.places.get(one.first("city") or "")
    names = (one.first("name", language) for language in ("ko", "en", "local"))
    return Alternative(
        one.id,
        next(filter(None, names), one.id),
        place.names[0] if place else "",
        authority.countries[one.first("country") or ""].name_ko,
        tuple(authority.themes[theme].name_ko for theme in shared),
        distance,
        visits,
        last,
        one.checked,
    )


def _themes(one: Institution) -> list[str]:
    return [claim.value for claim in one.claims if claim.property == "theme"]


def _countries(plan: Plan, own: Iterable[Institution]) -> set[str]:
    told = {code for trip in plan.trips for code in trip.countries}
    told |= {visit.country for trip in plan.trips for visit in trip.visits if visit.country}
    return told | {country for one in own if (country := one.first("country"))}


def _places(plan: Plan, own: Iterable[Institution], authority: Authority) -> list[Point]:
    """Where the draft goes: its institutions, and the cities it names within its countries."""
    countries = {code for trip in plan.trips for code in trip.countries}
    cities = {city for trip in plan.trips for city in (*trip.cities, *(visit.city for visit in trip.visits)) if city}
    known = (place for city in sorted(cities) for place in authority.places_by_name.get(name_key(city), ())[:1])
    points = [(place.latitude, place.longitude) for place in known if place.country in countries]
    return points + [point for one in own if (point := _point(one, authority))]


def _point(one: Institution, authority: Authority) -> Point | None:
    place = authority.places.get(one.first("city") or "")
    return coordinates(one.first("coordinates") or "") or ((place.latitude, place.longitude) if place else None)


def _nearest(point: Point | None, places: Iterable[Point]) -> int | None:
    return min((round(kilometres(point, place)) for place in places), default=None) if point else None
