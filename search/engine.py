"""A query → ranked results with a reason, over institutions, policies, visits, trips and documents together.

A query is read in several ways, the likeliest first (attempts); the first reading that gives a result one would
stand by is the answer: as typed, without particles, by initials, on the other keyboard layout, misspelt. If
none does, the best that was found is shown, all below 0.5; if there is nothing, names that are like the query
are suggested, and no results.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from search import lookup
from search.asked import Reading
from search.attempts import attempts, last_reading
from search.entries import TYPES
from search.excerpt import highlight, snippet
from search.facets import Facets, counted, to_json
from search.filters import FACETS
from search.kept import shelves
from search.pages import pages_of
from search.query import parse
from search.ranking import CERTAIN, Found, Match, few, find, joined, most_words, with_some_words
from search.readings import Words, understood, word_by_word
from search.suggesting import Suggestion, meant, suggest
from search.tokens import well_formed

__all__ = ["Answer", "Result", "Suggestion", "highlight", "search", "suggest"]

MAX_LIMIT = 200
_KEPT, _ANSWER, _RESULT = 3 * 2**22, 4000, 1500  # bytes of answers that are kept in memory; of one, of each result
_SPARE = 20  # texts of each type that are scored beyond as many as are shown


@dataclass(frozen=True)
class Result:
    """One entry found: score 0–1 (0.5 or more: one would stand by it), why names the rule that found it."""

    type: str
    id: str
    title: str
    url: str
    score: float
    why: str
    snippet: str

    def to_json(self) -> dict[str, Any]:
        """The result as the search JSON has it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Answer:
    """The results of a query: total counts all matches of the type asked for, counts those of each type.

    suggestions: what may have been meant, where nothing certain was found. facets: None if not asked for.
    marked: the words to mark in snippets.
    """

    query: str
    read_as: list[str]
    total: int
    results: list[Result]
    counts: dict[str, int]
    suggestions: list[Suggestion] = field(default_factory=list)
    facets: Facets | None = None
    marked: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The search JSON: query, read_as, total, results, suggestions, and facets if they were asked for."""
        answer: dict[str, Any] = {
            "query": self.query,
            "read_as": self.read_as,
            "total": self.total,
            "results": [result.to_json() for result in self.results],
            "suggestions": [suggestion.to_json() for suggestion in self.suggestions],
        }
        return answer if self.facets is None else {**answer, "facets": to_json(self.facets)}


def search(
    connection: sqlite3.Connection,
    query: str,
    type: str | None = None,
    limit: int = 20,
    narrowed: dict[str, str] | None = None,
    facets: bool = False,
) -> Answer:
    """Search a base. limit is taken as 1–200; whatever the query is, it is answered.

    narrowed: a value for some of the kinds of FACETS; facets: count the matches for each of their values.
    Raises ValueError for a type that is not one of TYPES, or a kind that is not one of FACETS.
    """
    if type is not None and type not in TYPES:
        raise ValueError(f"type은 {', '.join(TYPES)} 가운데 하나여야 합니다: {type!r}")
    if unknown := set(narrowed or ()) - set(FACETS):
        raise ValueError(f"{', '.join(FACETS)} 가운데 하나로 좁힐 수 있습니다: {sorted(unknown)}")
    asked = (query, type, limit, _given(narrowed or {}), facets)
    kept, key = shelves(connection).shelf("answers", _KEPT), (*asked, date.today())  # 작년 is another year by then
    if (known := kept.get(key)) is not None:
        return cast(Answer, known)
    answer = _answer(connection, *asked)
    kept.put(key, answer, _ANSWER + _RESULT * len(answer.results))
    return answer


def _answer(
    connection: sqlite3.Connection, query: str, type: str | None, limit: int, given: Sequence[str], facets: bool
) -> Answer:
    words = understood(connection, parse(query))
    limit = min(max(limit, 1), MAX_LIMIT)
    found = _find(words, given, type, min(lookup.PER_TYPE, _SPARE + limit))
    if found is None:
        return Answer(well_formed(query), [], 0, [], dict.fromkeys(TYPES, 0))
    wanted = [match for match in found.matches if type in (None, match.row.type)]
    results = results_of(connection, wanted[:limit], found.reading)
    return Answer(
        query=well_formed(query),
        read_as=list(found.reading.notes),
        total=found.counts[type] if type else sum(found.counts.values()),
        results=results,
        counts=found.counts,
        suggestions=[] if results and results[0].score >= CERTAIN else meant(words, results),
        facets=counted(connection, found, type) if facets else None,
        marked=found.reading.marked,
    )


def _find(words: Words, given: Sequence[str], only: str | None, per_type: int) -> Found | None:
    """The matches of the first reading one would stand by, else the best of all; None for a query without words."""
    if not words.query.words and not words.query.phrases:
        return None
    best: Found | None = None
    for reading in attempts(words):
        found = find(words.connection, reading, given, only, per_type)
        if found.best >= CERTAIN:
            if few(words.connection, found, given) and (bare := _without_particles(words, found.reading)):
                found = joined(found, find(words.connection, bare, given, only, per_type))
            return with_some_words(words.connection, found, given)
        if best is None or found.best > best.best:
            best = found
    if best is None or not best.matches:
        return most_words(words.connection, last_reading(words), given)
    return best


def _without_particles(words: Words, reading: Reading) -> Reading | None:
    """The query word by word without particles, if the reading is the query as typed, with some."""
    typed, *bare = word_by_word(words)
    return bare[0] if bare and reading.terms == typed.terms else None


def found_for(connection: sqlite3.Connection, query: str, type: str | None, narrowed: dict[str, str]) -> Found | None:
    """What a query finds, of each type the best; None for a query without words. See `search` for the arguments."""
    return _find(understood(connection, parse(query)), _given(narrowed), type, lookup.PER_TYPE)


def _given(narrowed: dict[str, str]) -> tuple[str, ...]:
    """Facets as lines."""
    return tuple(f"{kind}={value}" for kind, value in sorted(narrowed.items()))


def results_of(connection: sqlite3.Connection, matches: Sequence[Match], reading: Reading) -> list[Result]:
    """Matches as they are shown."""
    pages = pages_of(connection, [(match.row.type, match.row.entity_id) for match in matches])
    return [_result(connection, match, page, reading) for match, page in zip(matches, pages, strict=True)]


def _result(connection: sqlite3.Connection, match: Match, page: str, reading: Reading) -> Result:
    row = match.row
    body = row.body if row.whole else lookup.body(connection, row.rowid)
    return Result(
        type=row.type,
        id=row.entity_id,
        title=row.title,
        url=page,
        score=round(match.score, 4),
        why=match.why,
        snippet=snippet(body, row.subtitle, reading.marked),
    )
