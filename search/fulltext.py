"""The best entries for an expression over the full-text index, and how many there are.

Within a type the index gives the shortest entries first, and for an entry in which words stand but once BM25 is a
matter of length alone. Where a word stands more often the entry has further tokens that say so (search.impact), which
are asked for apart, the shortest first again. The best of these lists together are the best there are, but for
rounding; so neither the length nor the text of an entry is looked at, and no list is read to its end.
"""

import heapq
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from search.impact import LEVELS, ONCE, is_syllable, weights
from search.rowids import TYPES, class_of, type_of, type_range
from search.terms import ALL, LENGTH, term_counts, terms_with
from search.walks import Span, Walk

_FEW = 50  # hits up to which those of all types are read at once
_PHRASE_LEVELS, _WORD_LEVELS = 2, 3  # levels that are asked for: of phrases of three tokens or more, of others
_MARKED = 8  # tokens of a phrase that must stand as often
_COMMON = 2000  # entries with a syllable from which on it is spelt out
_PREFIX = re.compile(r'"((?:[^" ]+ )*)([^" ])" \*')
_PHRASE_BEGUN = re.compile(r'"[^" ]+ [^"]*[^" ]" \*')  # tokens, and what the next one begins with
_SOLE = re.compile(r'\(*"([^"]+)"( \*)?\)*')
_WHOLE = (type_range(TYPES[0])[0], type_range(TYPES[-1])[1])
_EVERY = 2**62
_AHEAD, _AHEAD_OFTEN = 2000, 200  # hits that are read at once: of the whole expression, of one for fewer entries


class Scored(NamedTuple):
    """An entry and its BM25, without the parts that are the same for all entries that a query finds."""

    rowid: int
    score: float


class _List(NamedTuple):
    """An expression whose hits have the words at least so many times."""

    expression: str
    times: int


def spelt_out(connection: sqlite3.Connection, expression: str) -> str:
    """An expression of search.tokens with each common syllable, a prefix, as all the tokens that begin with it.

    FTS5 reads all of a prefix, at each query anew, before it gives a first hit; of several tokens it reads but the
    hits that are asked for.
    """
    return _PREFIX.sub(lambda found: _alternatives(connection, *found.groups()), expression)


def _alternatives(connection: sqlite3.Connection, before: str, syllable: str) -> str:
    if sum(term_counts(connection, syllable).values()) < _COMMON:
        return f'"{before}{syllable}" *'
    phrases = (f'"{before}{term}"' for term in terms_with(connection, syllable))
    return f"({' OR '.join(phrases)})"


class FullText:
    """What an FTS5 expression finds in a base. Raises sqlite3.OperationalError if it isn't one."""

    def __init__(self, connection: sqlite3.Connection, expression: str) -> None:
        self._connection = connection
        self._typed = expression
        sole = _SOLE.fullmatch(expression)
        self._tokens = sole[1].split() if sole else []
        self._prefix = bool(sole and sole[2])
        # Where to find a few takes as long as to find all, all are read: 3년 has what 년 begins.
        self._begun = bool(_PHRASE_BEGUN.search(expression))
        self._walks: dict[str, Walk] = {}

    def best(self, limit: int = 20, types: Sequence[str] = TYPES) -> list[Scored]:
        """The best entries of some types, the best first; of equals the one with the lowest rowid."""
        found = self.best_of_types(dict.fromkeys(types, limit))
        return heapq.nsmallest(limit, found, key=lambda one: (-one.score, one.rowid))

    def best_of_types(self, shares: Mapping[str, int]) -> list[Scored]:
        """The best entries of each type, at most as many as its share, in order of type, then of score."""
        found: list[Scored] = []
        for type in TYPES:
            if share := shares.get(type, 0):
                of_type = self._few_of(type) if self._few is not None else self._best_of(type, share)
                found += heapq.nsmallest(share, of_type, key=lambda one: (-one.score, one.rowid))
        return found

    def counts(self) -> dict[str, int]:
        """How many entries of each type there are, exactly; for one word or syllable that is known without counting."""
        if self._term is not None:
            return term_counts(self._connection, self._term)
        if self._few is not None:
            found = Counter(type_of(one.rowid) for one in self._few)
            return {type: found[type] for type in TYPES}
        return {type: self._walk(self._expression).count(type_range(type)) for type in TYPES}

    def titled(self, shares: Mapping[str, int]) -> dict[str, list[int]]:
        """The shortest entries of each type with a hit in the title or the names, at most as many as its share.

        None where that would be to read all again. A visit's title is a name, so without an institution of such
        a name none is looked for, which would be to look through all visits.
        """
        if self._begun or not any(shares.values()):
            return {}
        # A word that is left out must not stand in the rest either.
        more = f" AND ({self._typed})" if " NOT " in self._typed else ""
        expression = spelt_out(self._connection, f"(title : ({self._typed})){more}")
        named = bool(self._rowids(expression, type_range("institution"), 1)) if shares.get("visit") else True
        asked = (type for type, share in shares.items() if share and (named or type != "visit"))
        return {type: self._rowids(expression, type_range(type), shares[type]) for type in asked}

    def _walk(self, expression: str) -> Walk:
        """The hits of the expression or of one that it is made into."""
        if expression not in self._walks:
            self._walks[expression] = Walk(self._connection, *self._asked(expression))
        return self._walks[expression]

    def _asked(self, expression: str) -> tuple[str, int]:
        """(what FTS5 is asked for, hits that are read at once)."""
        if expression != self._expression:
            return expression, _AHEAD_OFTEN
        if self._begun:
            return self._typed, _EVERY
        known = sum(self.counts().values()) if self._term else 0
        return expression, 0 if known > _AHEAD else _AHEAD

    @cached_property
    def _expression(self) -> str:
        return spelt_out(self._connection, self._typed)

    @property
    def _term(self) -> str | None:
        """The expression as a term of search_terms."""
        if len(self._tokens) != 1 or self._prefix != is_syllable(self._tokens[0]):
            return None
        return self._tokens[0]

    @property
    def _syllable(self) -> str | None:
        return self._term if self._prefix else None

    @cached_property
    def _few(self) -> list[Scored] | None:
        """All entries with their scores; None if they are many, or if a syllable is asked for."""
        if self._syllable:
            return None
        first, *others = self._lists()
        rowids = self._rowids(first.expression, _WHOLE, _FEW)
        return self._scored(first, rowids, others, _WHOLE, _FEW) if len(rowids) < _FEW else None

    def _few_of(self, type: str) -> list[Scored]:
        return [one for one in self._few or () if type_of(one.rowid) == type]

    def _best_of(self, type: str, share: int) -> list[Scored]:
        """The best entries of a type, and others, in no order."""
        within = type_range(type)
        first, *others = self._lists()
        rowids = self._rowids(first.expression, within, share)
        found = self._scored(first, rowids, others, within, share)
        if self._syllable and len(found) < min(share, self.counts()[type]):
            rowids = self._rowids(self._expression, within, share)
            found += self._scored(first, set(rowids) - {one.rowid for one in found}, (), within, share)
        return found

    def _lists(self) -> Iterator[_List]:
        """The lists that hold the best entries, those of the most entries first."""
        if self._syllable:
            yield from (_List(f'"{self._syllable}{level.mark}"', level.least) for level in (ONCE, *LEVELS))
            return
        yield _List(self._expression, 1)
        tokens = [token for token in self._tokens if not is_syllable(token)][:_MARKED] if not self._begun else []
        for level in LEVELS[: _WORD_LEVELS if len(tokens) < 3 else _PHRASE_LEVELS] if tokens else ():
            often = " AND ".join(f'"{token}{level.mark}"' for token in tokens)
            yield _List(f"{often} AND {self._expression}" if len(self._tokens) > 1 else often, level.least)

    def _scored(
        self,
        first: _List,
        rowids: Sequence[int] | set[int],
        others: Sequence[_List],
        within: Span,
        limit: int,
    ) -> list[Scored]:
        """Entries of the first list and those of the others, as often as the last of the lists says."""
        times = dict.fromkeys(rowids, first.times)
        if times or self._syllable:
            for other in others:
                found = self._rowids(other.expression, within, limit)
                times.update(dict.fromkeys(found, other.times))
                if not found:
                    break
        weight = _weights(self._average)
        return [Scored(rowid, weight[often][class_of(rowid)]) for rowid, often in times.items()]

    def _rowids(self, expression: str, within: Span, limit: int) -> list[int]:
        return self._walk(expression).rowids(within, limit)

    @cached_property
    def _average(self) -> int:
        """Tokens an entry of the base."""
        entries = sum(term_counts(self._connection, ALL).values())
        return round(sum(term_counts(self._connection, LENGTH).values()) / max(entries, 1))


@lru_cache(maxsize=16)
def _weights(average: int) -> list[list[float]]:
    return weights(average)
