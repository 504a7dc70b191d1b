"""How many matches there are for each facet: over all that a search finds, not only what is shown."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from search.entries import type_range
from search.filters import FACETS
from search.ranking import Found

COUNTED = 30_000  # matches of which the facets are counted one by one
SHOWN = 8  # values of a kind
_LABELS = {
    "country": "select name_ko from countries where code = ?",
    "theme": "select name_ko from themes where id = ?",
}


class Choice(NamedTuple):
    """A value of a facet, what people call it, and how many matches have it."""

    value: str
    label: str
    matches: int


Facets = dict[str, list[Choice]]
"""Choices by kind (FACETS): years the latest first, else the most frequent first, at most SHOWN."""


def counted(connection: sqlite3.Connection, found: Found, only: str | None) -> Facets:
    """The facets of all matches of a search, or of those of one type; none where there are more than COUNTED."""
    if (found.counts[only] if only else sum(found.counts.values())) > COUNTED:
        return {}
    lines = Counter[str]()
    for facets, number in _all(connection, found, only):
        for line in facets:
            lines[line] += number
    kinds: dict[str, list[tuple[str, int]]] = {kind: [] for kind in FACETS}
    for line, number in lines.items():
        kind, _, value = line.partition("=")
        if kind in kinds:
            kinds[kind].append((value, number))
    return {kind: _choices(connection, kind, values) for kind, values in kinds.items() if values}


def to_json(facets: Facets) -> dict[str, list[dict[str, Any]]]:
    """The facets as JSON objects."""
    return {
        kind: [{"value": one.value, "label": one.label, "count": one.matches} for one in choices]
        for kind, choices in facets.items()
    }


def _all(connection: sqlite3.Connection, found: Found, only: str | None) -> Iterable[tuple[Iterable[str], int]]:
    """(facets, number of entries with them) of the full-text hits, and of the matches that are no full-text hits."""
    listed = {match.row.rowid: match.row for match in found.matches if only in (None, match.row.type)}
    if not found.expression:
        yield from ((row.facets.strip().splitlines(), 1) for row in listed.values())
        return
    low, high = type_range(only) if only else (0, 2**63 - 1)
    inside = "select rowid from search_fts where search_fts match :words and rowid >= :low and rowid < :high"
    bounds = {"words": found.expression, "low": low, "high": high}
    grouped = f"select e.facets, count(*) from ({inside}) as hit cross join search_entries as e on e.id = hit.rowid"
    for facets, number in connection.execute(f"{grouped} group by e.facets", bounds):
        yield facets.splitlines(), number
    among = f"select value from json_each(:rowids) where value in ({inside})"
    hits = {row[0] for row in connection.execute(among, {**bounds, "rowids": json.dumps(list(listed))})}
    yield from ((row.facets.strip().splitlines(), 1) for rowid, row in listed.items() if rowid not in hits)


def _choices(connection: sqlite3.Connection, kind: str, values: Sequence[tuple[str, int]]) -> list[Choice]:
    latest = kind == "year"
    ordered = sorted(values, key=lambda pair: pair[0], reverse=latest)
    if not latest:
        ordered.sort(key=lambda pair: -pair[1])
    return [Choice(value, _label(connection, kind, value), number) for value, number in ordered[:SHOWN]]


def _label(connection: sqlite3.Connection, kind: str, value: str) -> str:
    row = connection.execute(_LABELS[kind], (value,)).fetchone() if kind in _LABELS else None
    return str(row[0]) if row else value
