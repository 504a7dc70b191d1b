"""What a map or a chart is narrowed to, read from an address and written into one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from atlas.facts import Facts, Spot, Visit


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty strings narrow nothing. ``show``: visited, unvisited, or both."""

    theme: str = ""
    year: str = ""
    government: str = ""
    country: str = ""
    show: str = ""

    def query(self, **more: str) -> str:
        """Return the query string that asks for the same, with ``more`` in place or in addition."""
        return urlencode({name: value for name, value in {**asdict(self), **more}.items() if value})


@dataclass(frozen=True, slots=True)
class Place:
    """An institution as the filters see it: how often it was visited, and when last (a date or "")."""

    spot: Spot
    visits: int
    last: str


def read_filters(args: Mapping[str, str], facts: Facts) -> Filters | None:
    """Return what an address asks for, or None when it asks for something that the base doesn't know."""
    asked = Filters(**{name: (args.get(name) or "").strip() for name in Filters.__dataclass_fields__})
    known = {
        "theme": facts.themes,
        "year": {str(year) for year in facts.years},
        "government": facts.governments,
        "country": facts.countries,
        "show": ("visited", "unvisited"),
    }
    return asked if all(not value or value in known[name] for name, value in asdict(asked).items()) else None


def visits(facts: Facts, wanted: Filters) -> Iterator[Visit]:
    """Yield the visits that the filters leave, by theme, year, government and country."""
    year = int(wanted.year) if wanted.year else None
    for visit in facts.visits:
        if (
            (not wanted.theme or wanted.theme in visit.themes)
            and (year is None or visit.year == year)
            and (not wanted.government or wanted.government in visit.who)
            and (not wanted.country or visit.country_code == wanted.country)
        ):
            yield visit


def places(facts: Facts, wanted: Filters) -> tuple[list[Place], int]:
    """Return the institutions to show and how many are left out as all their visits are filtered away.

    Visited is who has a visit that the filters leave; unvisited, who has none at all.
    """
    chosen = [visit for visit in visits(facts, wanted) if visit.institution_id]
    times = Counter(visit.institution_id for visit in chosen)
    last: dict[str | None, str] = {}
    for visit in chosen:
        last[visit.institution_id] = max(visit.day, last.get(visit.institution_id, ""))
    found, others = [], 0
    for spot in facts.spots:
        if (wanted.theme and wanted.theme not in spot.themes) or (
            wanted.country and spot.country_code != wanted.country and not times[spot.id]
        ):
            continue
        count = times[spot.id]
        if not count and spot.id in facts.visited:
            others += 1
        elif wanted.show != ("visited" if not count else "unvisited"):
            found.append(Place(spot, count, last.get(spot.id, "")))
    return found, others
