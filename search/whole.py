"""All that a search finds, for a file: what was ranked in its order, then whatever else has the words.

A page needs the best of what is found and the number of the rest; a file holds the rest too. That is put in order of
types, the latest first, and scored and worded only as it is taken, so that memory holds numbers alone.
"""

import sqlite3
from typing import NamedTuple

from search import lookup
from search.asked import Reading
from search.engine import Result, found_for, results_of
from search.ranking import Match, by_text
from search.rowids import TYPES, recency_of, type_of

_ALL = -1  # as a limit of SQLite's


class Whole(NamedTuple):
    """What a search finds: its reading (None for a query without words), the ranked matches, the rowids of the rest."""

    reading: Reading | None
    ranked: list[Match]
    rest: list[int]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ranked) + len(self.rest)


def whole(connection: sqlite3.Connection, query: str, type: str | None, narrowed: dict[str, str]) -> Whole:
    """Find all that answers a query, as search.engine.search reads it; type and narrowed are those of that."""
    found = found_for(connection, query, type, narrowed)
    if found is None:
        return Whole(None, [], [])
    wanted = (type,) if type else TYPES
    ranked = [match for match in found.matches if match.row.type in wanted]
    known = {match.row.rowid for match in ranked}
    hits = lookup.first_rowids(connection, found.expression, _ALL) if found.expression else []
    rest = [rowid for rowid in hits if rowid not in known and type_of(rowid) in wanted]
    return Whole(found.reading, ranked, sorted(rest, key=_place))


def results(connection: sqlite3.Connection, found: Whole, start: int, stop: int) -> list[Result]:
    """Some of what was found, by its places."""
    if found.reading is None:
        return []
    matches = found.ranked[start:stop]
    behind = found.rest[max(start - len(found.ranked), 0) : max(stop - len(found.ranked), 0)]
    rows = lookup.rows(connection, behind)
    matches += by_text(found.reading, rows, lookup.visited(connection, rows))
    return results_of(connection, matches, found.reading)


def _place(rowid: int) -> tuple[int, int, int]:
    return TYPES.index(type_of(rowid)), recency_of(rowid), rowid
