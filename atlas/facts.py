"""What maps and charts count, read once a base: institutions with their places, visits with who went."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from atlas.kept import Kept
from ingest import authority
from ingest.authority import AuthorityError
from ingest.distance import Point
from search.hangul import name_key

INSTITUTIONS = """
select institutions.id, institutions.city, institutions.country_code, countries.name_ko as country,
  kinds.name_ko as kind, institutions.latitude, institutions.longitude,
  coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as name, institutions.is_type
from institutions
left join countries on countries.code = institutions.country_code
left join kinds on kinds.id = institutions.kind
order by institutions.id
"""
# One visit told by a plan and its report is one visit.
VISITS = """
select trip_id, coalesce(date, '') as day, institution_id, max(year) as year, max(country_code) as country_code
from visits where status <> 'cancelled'
group by trip_id, day, coalesce(institution_id, '?' || name_as_written)
"""
WHO = "select distinct trip_id, government, basic from trip_participants where government is not null"
# As the view institutions_by_theme has it.
THEMES = """
select theme_id, institution_id from institution_themes
union
select policy_themes.theme_id, coalesce(policies.institution_id, visits.institution_id)
from policy_themes
join policies on policies.id = policy_themes.policy_id
left join visits on visits.id = policies.visit_id
where coalesce(policies.institution_id, visits.institution_id) is not null
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """An institution and where it lies; ``at`` is None where nobody knows, ``exact`` false where it is its city's."""

    id: str
    name: str
    kind: str | None
    city: str | None
    country_code: str | None
    country: str | None
    at: Point | None
    exact: bool
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was planned or done, told by however many documents."""

    trip_id: str
    day: str
    institution_id: str | None
    year: int | None
    country_code: str | None
    who: frozenset[str]
    themes: frozenset[str]


@dataclass(frozen=True, eq=False)
class Facts:
    """All of a base that maps and charts need. Compared by identity: what is counted from it can be kept."""

    spots: tuple[Spot, ...]
    visits: tuple[Visit, ...]
    themes: dict[str, str]
    countries: dict[str, str]
    who: dict[str, str]
    """Trip → who went, with departments, as the view trip_who has it: it can only be read whole."""

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of visits, latest first."""
        return tuple(sorted({visit.year for visit in self.visits if visit.year}, reverse=True))

    @cached_property
    def governments(self) -> tuple[str, ...]:
        """Who went, by name; a county is named with its province."""
        return tuple(sorted({one for visit in self.visits for one in visit.who}))

    @cached_property
    def present(self) -> dict[str, str]:
        """Code → name of the countries that have institutions or visits, by name."""
        codes = {spot.country_code for spot in self.spots} | {visit.country_code for visit in self.visits}
        names = sorted((name, code) for code, name in self.countries.items() if code in codes)
        return {code: name for name, code in names}

    @cached_property
    def by_id(self) -> dict[str, Spot]:
        """The institutions by their ids."""
        return {spot.id: spot for spot in self.spots}

    @cached_property
    def visited(self) -> frozenset[str]:
        """The ids of institutions that anyone visited."""
        return frozenset(visit.institution_id for visit in self.visits if visit.institution_id)


def _travellers(conn: sqlite3.Connection) -> dict[str, set[str]]:
    """Return trip → who went; whoever is of 전라남도 순천시 is of 전라남도 too."""
    found: dict[str, set[str]] = {}
    for trip, government, basic in conn.execute(WHO):
        found.setdefault(trip, set()).update({government, f"{government} {basic}"} if basic else {government})
    return found


def _themes(conn: sqlite3.Connection) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for theme, institution in conn.execute(THEMES):
        found.setdefault(institution, set()).add(theme)
    return {institution: frozenset(themes) for institution, themes in found.items()}


def gazetteer(lists: Path) -> dict[tuple[str, str], Point]:
    """Return (country, key of a city's name) → where it is, from the folder ``lists``; empty if it can't be read."""
    try:
        known = authority.load(lists).places_by_name
    except AuthorityError:
        return {}
    return {
        (place.country, key): (place.latitude, place.longitude) for key, found in known.items() for place in found[::-1]
    }


def _spot(row: sqlite3.Row, themes: frozenset[str], places: Mapping[tuple[str, str], Point]) -> Spot:
    exact = row["latitude"] is not None and row["longitude"] is not None
    city = places.get((row["country_code"], name_key(row["city"] or "")))
    return Spot(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        city=row["city"],
        country_code=row["country_code"],
        country=row["country"],
        at=(row["latitude"], row["longitude"]) if exact else city,
        exact=exact,
        themes=themes,
    )


def read(conn: sqlite3.Connection, places: Mapping[tuple[str, str], Point]) -> Facts:
    """Return the facts of the base behind ``conn`` (rows by name); ``places`` as ``gazetteer`` gives them."""
    themes, who, none = _themes(conn), _travellers(conn), frozenset[str]()
    institutions = conn.execute(INSTITUTIONS).fetchall()
    lies_in = {row["id"]: row["country_code"] for row in institutions}
    visits = (
        Visit(
            trip_id=row["trip_id"],
            day=row["day"],
            institution_id=row["institution_id"],
            year=row["year"],
            country_code=row["country_code"] or lies_in.get(row["institution_id"]),
            who=frozenset(who.get(row["trip_id"], ())),
            themes=themes.get(row["institution_id"], none),
        )
        for row in conn.execute(VISITS)
    )
    return Facts(
        spots=tuple(_spot(row, themes.get(row["id"], none), places) for row in institutions if not row["is_type"]),
        visits=tuple(visits),
        themes=dict(tuple(row) for row in conn.execute("select id, name_ko from themes order by id")),
        countries=dict(tuple(row) for row in conn.execute("select code, name_ko from countries")),
        who=dict(tuple(row) for row in conn.execute("select trip_id, who from trip_who")),
    )


_kept = Kept[Facts]()


def load(conn: sqlite3.Connection, base: Path, lists: Path) -> Facts:
    """Return the facts of the file ``base``, which ``conn`` reads; read again only when the file has changed."""
    return _kept.get(base, lambda: read(conn, gazetteer(lists)))
