"""The rowids that an expression finds, in order; the first of them are read once, however often they are asked for.

FTS5 goes on looking for a next hit beyond the last rowid that is asked for. Where hits are few each question, of
each type, thus takes as long as to find them all.
"""

import sqlite3
from bisect import bisect_left
from functools import cached_property

_SELECT = "select rowid from search_fts where search_fts match ? and rowid >= ? and rowid < ? order by rowid limit ?"
_FIRST = "select rowid from search_fts where search_fts match ? order by rowid limit ?"
_COUNT = "select count(*) from search_fts where search_fts match ? and rowid >= ? and rowid < ?"

Span = tuple[int, int]
"""The lowest rowid, and the lowest above them all."""


class Walk:
    """The hits of an FTS5 expression, of which the first `ahead` are read together; raises sqlite3.OperationalError."""

    def __init__(self, connection: sqlite3.Connection, expression: str, ahead: int) -> None:
        self._connection = connection
        self._expression = expression
        self._ahead = ahead

    def rowids(self, within: Span, limit: int) -> list[int]:
        """The first rowids within a span."""
        start, stop = self._places(within)
        found = self._first[start : min(stop, start + limit)]
        if len(found) < limit and (rest := self._rest(within)):
            asked = (self._expression, *rest, limit - len(found))
            found += [row[0] for row in self._connection.execute(_SELECT, asked)]
        return found

    def count(self, within: Span) -> int:
        """How many rowids there are within a span."""
        start, stop = self._places(within)
        rest = self._rest(within)
        behind = self._connection.execute(_COUNT, (self._expression, *rest)).fetchone()[0] if rest else 0
        return stop - start + int(behind)

    @cached_property
    def _first(self) -> list[int]:
        return [row[0] for row in self._connection.execute(_FIRST, (self._expression, self._ahead))]

    def _places(self, within: Span) -> Span:
        low, high = within
        return bisect_left(self._first, low), bisect_left(self._first, high)

    def _rest(self, within: Span) -> Span | None:
        """What of a span lies behind the rowids that were read."""
        if len(self._first) < self._ahead:
            return None
        low = max(within[0], self._first[-1] + 1) if self._first else within[0]
        return (low, within[1]) if low < within[1] else None
