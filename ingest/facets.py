"""What a search can be narrowed by: countries, cities, years, governments, themes and institutions of an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.authority import Authority
from ingest.decided import Names
from ingest.plan import Date, Plan, Trip, Visit
from search.hangul import name_key

Facet = tuple[str, str]
"""A kind (country, city, year, month, government, theme, institution, status, kind, trip) and its value."""


def day_facets(day: Date | None) -> Iterator[Facet]:
    """The year and the month of a day."""
    if day:
        yield "year", str(day.year)
        yield "month", str(day.month)


def place_facets(city: str | None, country: str | None, authority: Authority) -> Iterator[Facet]:
    """Country and city; a city by the first of its names, as written where authority/ has it not."""
    if country:
        yield "country", country
    if city:
        known = authority.places_by_name.get(name_key(city), ())
        here = [place for place in known if country in (None, place.country)]
        yield "city", here[0].names[0] if here else city


def organizer_facets(trip: Trip) -> Iterator[Facet]:
    """The governments that travel, those of a province under its name as well."""
    for one in trip.organizers:
        names = [name for name in (one.government, one.basic) if name]
        for end in range(1, len(names) + 1):
            yield "government", " ".join(names[:end])


def visit_facets(
    visit: Visit, trip: Trip, institution: str | None, themes: Iterable[str], authority: Authority
) -> list[Facet]:
    """Those of a visit; in a trip to one country it is there."""
    only = trip.countries[0] if len(trip.countries) == 1 else None
    return [
        *day_facets(visit.date or trip.start_date),
        *place_facets(visit.city, visit.country or only, authority),
        *organizer_facets(trip),
        ("status", visit.status),
        *institution_facets(institution, themes),
    ]


def institution_facets(institution: str | None, themes: Iterable[str]) -> list[Facet]:
    """Those of an institution, and of what is said of it."""
    own = [("institution", institution)] if institution else []
    return own + [("theme", theme) for theme in themes]


def trip_facets(trip: Trip, plan: Plan, names: Names, authority: Authority) -> list[Facet]:
    """Those of a trip as one document tells it."""
    only = trip.countries[0] if len(trip.countries) == 1 else None
    found = [*day_facets(trip.start_date), *organizer_facets(trip)]
    found += [("country", code) for code in trip.countries]
    for city in trip.cities:
        found += place_facets(city, only, authority)
    for visit in trip.visits:
        found += place_facets(visit.city, visit.country or only, authority)
        found += institution_facets(names.visits[visit.block, visit.name].resolution.institution_id, ())
    return found + [("theme", mention.theme) for mention in plan.themes]


def document_facets(plan: Plan, trip_ids: Iterable[str], names: Names, authority: Authority) -> list[Facet]:
    """Those of a document: all of its trips."""
    found = [("kind", plan.kind), *(("trip", id) for id in trip_ids)]
    found += [("theme", mention.theme) for mention in plan.themes]
    for trip in plan.trips:
        found += trip_facets(trip, plan, names, authority)
    return found
