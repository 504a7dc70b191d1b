"""How many visits a year, a theme and a country had."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from atlas.facts import Facts, Visit

Keys = Callable[[Visit], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a chart: visits, trips and institutions of one ``key``, "" where the documents don't tell it."""

    key: str
    label: str
    visits: int
    trips: int
    institutions: int


def _years(visit: Visit) -> tuple[str]:
    return (str(visit.year) if visit.year else "",)


def _themes(visit: Visit) -> Iterable[str]:
    return visit.themes or ("",)


def _countries(visit: Visit) -> tuple[str]:
    return (visit.country_code or "",)


BY: dict[str, Keys] = {"year": _years, "theme": _themes, "country": _countries}
"""What visits are counted by: the name of the filter that leaves just these."""


def _grouped(visits: Iterable[Visit], keys: Keys) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {}
    for visit in visits:
        for key in keys(visit):
            found.setdefault(key, []).append(visit)
    return found


def _count(key: str, label: str, visits: Sequence[Visit]) -> Count:
    institutions = {visit.institution_id for visit in visits if visit.institution_id}
    return Count(key, label, len(visits), len({visit.trip_id for visit in visits}), len(institutions))


def _with_gaps(years: Iterable[str]) -> list[str]:
    """Return all years from the first to the last, also those without a visit; what has none comes last."""
    known = [int(year) for year in years if year]
    return [str(year) for year in range(min(known), max(known) + 1)] if known else []


def counts(facts: Facts, visits: Iterable[Visit], by: str) -> list[Count]:
    """Return the counts by ``by`` (of BY): years in order, themes and countries from the most visits on.

    A visit counts for each theme of its institution, so themes add up to more than all visits.
    """
    groups = _grouped(visits, BY[by])
    if by == "year":
        order = [*_with_gaps(groups), *([""] if "" in groups else [])]
    else:
        order = sorted(groups, key=lambda key: (not key, -len(groups[key]), key))
    labels = {"theme": facts.themes, "country": facts.countries}.get(by, {})
    return [_count(key, labels.get(key, key), groups.get(key, [])) for key in order]
