"""A query → ranked results with a reason, over institutions, policies, visits, trips and documents together.

1. Institutions that bear the name, with their visits; institutions of whose name the query is a part.
2. If there are none, institutions that bear the query as a name once its particles are gone.
3. Entries with all words of the query in their text; particles gone, if there are none.
4. Still none: entries with most of the words, all below 0.5.
"""

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from search import lookup
from search.entries import TYPES
from search.excerpt import highlight, snippet
from search.hangul import fold, name_key
from search.lookup import Hits, Row
from search.readings import Reading, readings
from search.scoring import SURE, all_words, fit, has_all, some_words
from search.tokens import match_expression, query_words, well_formed

__all__ = ["Answer", "Result", "Suggestion", "highlight", "search", "suggest"]

MAX_LIMIT = 200
_EXACT, _ALIAS, _SPACING = 1.0, 0.98, 0.97
_VISIT = 0.74  # a visit to the institution asked for
_PART = 0.55  # the least score for a part of a name; the share of the name and its beginning add to it
_LESS = 0.95  # a reading without particles is a little less sure
_COMMON = 1000  # a word in as many entries says little


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
    """The results of a query: total counts all matches of the type asked for, counts those of each type."""

    query: str
    read_as: list[str]
    total: int
    results: list[Result]
    counts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The search JSON: query, read_as, total, results."""
        return {
            "query": self.query,
            "read_as": self.read_as,
            "total": self.total,
            "results": [result.to_json() for result in self.results],
        }


@dataclass(frozen=True)
class Suggestion:
    """A completion of what was typed: text is the name or title that holds it, title the entry's own."""

    text: str
    type: str
    id: str
    title: str
    url: str

    def to_json(self) -> dict[str, Any]:
        """The suggestion as a JSON object."""
        return dict(vars(self))


@dataclass(frozen=True)
class _Match:
    """An entry that answers the query, and how well by which rule."""

    row: Row
    score: float
    why: str


@dataclass(frozen=True)
class _Found:
    """The matches in no order, and the number of matches of each type, unlisted ones too."""

    reading: Reading
    matches: list[_Match]
    counts: dict[str, int]


def search(connection: sqlite3.Connection, query: str, type: str | None = None, limit: int = 20) -> Answer:
    """Search a base. limit is taken as 1–200; whatever the query is, it is answered.

    Raises ValueError for a type that is not one of TYPES.
    """
    if type is not None and type not in TYPES:
        raise ValueError(f"type은 {', '.join(TYPES)} 가운데 하나여야 합니다: {type!r}")
    shown = well_formed(query)
    found = _find(connection, readings(query), type)
    if found is None:
        return Answer(shown, [], 0, [], dict.fromkeys(TYPES, 0))
    wanted = [match for match in found.matches if type in (None, match.row.type)]
    wanted.sort(key=lambda match: (-match.score, match.row.rowid))
    results = [_result(connection, match, found.reading) for match in wanted[: min(max(limit, 1), MAX_LIMIT)]]
    total = found.counts[type] if type else sum(found.counts.values())
    return Answer(shown, list(found.reading.notes), total, results, found.counts)


def suggest(connection: sqlite3.Connection, query: str, limit: int = 8) -> list[Suggestion]:
    """Completions of a query while it is typed: names that begin with it, then titles that hold it."""
    limit = min(max(limit, 1), MAX_LIMIT)
    for reading in readings(query):
        found = _completions(connection, reading, limit)
        if found:
            return found
    return []


# -- which reading -------------------------------------------------------------------------


def _find(connection: sqlite3.Connection, options: Sequence[Reading], only: str | None) -> _Found | None:
    """The matches of the first reading that fits, as a name or as a text; None for a query without words."""
    if not options:
        return None
    typed, stripped = options[0], options[1:]
    texts = partial(lookup.text_hits, connection, only=only)
    if named := _bearing(connection, typed) + _partly_named(connection, typed):
        return _with_texts(connection, typed, named, typed, texts(typed.expression))
    for reading in stripped:
        if named := _bearing(connection, reading):
            named += _partly_named(connection, reading)
            return _with_texts(connection, reading, named, typed, texts(reading.expression))
    hits = texts(typed.expression)
    if any(hits.counts.values()):
        return _literally(connection, typed, stripped, hits)
    for reading in stripped:
        named = _partly_named(connection, reading)
        hits = texts(reading.expression)
        if named or any(hits.counts.values()):
            return _with_texts(connection, reading, named, typed, hits)
    return _most_words(connection, options[-1])


def _literally(connection: sqlite3.Connection, typed: Reading, stripped: Sequence[Reading], hits: Hits) -> _Found:
    """Texts have the query as typed; names that hold it without its particle only follow them.

    사회적경제과 is a department, and may also be 사회적경제 with a particle.
    """
    for reading in stripped:
        if named := _partly_named(connection, reading):
            behind = [replace(match, score=SURE * _LESS) for match in named]
            found = _with_texts(connection, typed, behind, typed, hits)
            return replace(found, reading=replace(typed, notes=reading.notes))
    return _with_texts(connection, typed, [], typed, hits)


# -- names ---------------------------------------------------------------------------------


def _literal(text: str) -> str:
    """A name as it is compared when white space and inner punctuation count."""
    return fold(" ".join(query_words(text)))


def _rule(text: str, title: str, names: Sequence[str]) -> tuple[float, str]:
    """Score and rule for an institution that bears the text: as title, as another name, spaced otherwise."""
    if _literal(text) == _literal(title):
        return _EXACT, "exact"
    if any(_literal(text) == _literal(name) for name in names):
        return (_SPACING, "spacing") if name_key(text) == name_key(title) else (_ALIAS, "alias")
    return _SPACING, "spacing"


def _as_read(reading: Reading, score: float, why: str) -> tuple[float, str]:
    """Score and rule as they are under a reading: what was found without a particle says so."""
    return (score * _LESS, "particle") if reading.notes else (score, why)


def _bearing(connection: sqlite3.Connection, reading: Reading) -> list[_Match]:
    """The institutions that bear the name, and their visits."""
    matches = []
    equal = lookup.names_equal(connection, reading.key)
    for row in lookup.rows(connection, list(equal)):
        score, why = _as_read(reading, *_rule(reading.text, row.title, equal[row.rowid]))
        matches.append(_Match(row, score, why))
        for visit in lookup.rows(connection, lookup.visits_of(connection, row.rowid)):
            matches.append(_Match(visit, _VISIT * score, why))
    return matches


def _partly_named(connection: sqlite3.Connection, reading: Reading) -> list[_Match]:
    """The institutions of whose name the query is a part: the more of it the better, its beginning best."""
    key = reading.key
    best: dict[int, float] = {}
    beginning = ((rowid, len(longer), 1) for rowid, _, longer in lookup.names_beginning(connection, key))
    for rowid, length, prefix in (*beginning, *lookup.names_holding(connection, key, reading.expression)):
        score = _PART + 0.3 * len(key) / length + 0.05 * prefix
        best[rowid] = max(score, best.get(rowid, 0.0))
    rows = lookup.rows(connection, list(best))
    return [_Match(row, *_as_read(reading, best[row.rowid], "partial")) for row in rows]


# -- texts ---------------------------------------------------------------------------------


def _with_texts(
    connection: sqlite3.Connection, reading: Reading, named: list[_Match], typed: Reading, hits: Hits
) -> _Found:
    """The matches by name (an entry's best one) together with those by text alone."""
    matches = {match.row.rowid: match for match in _by_text(connection, reading, typed, hits)}
    matches |= {match.row.rowid: match for match in sorted(named, key=lambda match: match.score)}
    return _Found(reading, list(matches.values()), _count(reading, matches, hits))


def _by_text(connection: sqlite3.Connection, reading: Reading, typed: Reading, hits: Hits) -> list[_Match]:
    """The full-text hits, scored. What was typed counts as a phrase, even when read without particles."""
    weights = [1 / len(reading.words)] * len(reading.words)
    matches = []
    for row in lookup.rows(connection, hits.rowids):
        score = all_words(fit(row, reading.words, weights, typed.text))
        matches.append(_Match(row, *_as_read(reading, score, "text")))
    return matches


def _count(reading: Reading, matches: dict[int, _Match], hits: Hits) -> dict[str, int]:
    """The number of matches of each type: all full-text hits, and the others that are no full-text hits."""
    read = set(hits.rowids)
    of_type = Counter(matches[rowid].row.type for rowid in read)
    counts = dict(hits.counts)
    for row in (match.row for rowid, match in matches.items() if rowid not in read):
        # Where not all hits were read, an entry matched by its name may be among them already.
        all_read = of_type[row.type] == hits.counts[row.type]
        counts[row.type] += all_read or not has_all(row, reading.words)
    return counts


def _most_words(connection: sqlite3.Connection, reading: Reading) -> _Found:
    """Entries that have most of the words, a rare word counting for more than a common one."""
    found = [lookup.first_rowids(connection, match_expression(word), _COMMON) for word in reading.words]
    rarity = [math.log(1 + _COMMON / max(len(rowids), 1)) for rowids in found]
    weights = [weight / sum(rarity) for weight in rarity]
    sums: dict[int, float] = {}
    for rowids, weight in zip(found, weights, strict=True):
        for rowid in rowids:
            sums[rowid] = sums.get(rowid, 0.0) + weight
    enough = max(sums.values(), default=0.0) / 2
    rowids = sorted((rowid for rowid in sums if sums[rowid] >= enough), key=lambda r: (-sums[r], r))
    counts = dict.fromkeys(TYPES, 0)
    matches = []
    for row in lookup.rows(connection, rowids[: lookup.NAMES]):
        counts[row.type] += 1
        score = some_words(fit(row, reading.words, weights, reading.text))
        matches.append(_Match(row, score, "text"))
    return _Found(reading if matches else replace(reading, notes=()), matches, counts)


# -- showing -------------------------------------------------------------------------------


def _url(connection: sqlite3.Connection, type: str, id: str) -> str:
    """The page of an entry; a visit is on its trip's page, a policy on its institution's or document's."""
    if type == "visit":
        trip = lookup.trip_of(connection, id)
        return f"/trips/{quote(trip or '', safe='')}#visit-{quote(id, safe='')}"
    if type == "policy":
        type, id = lookup.home_of_policy(connection, id) or ("document", "")
    return f"/{type}s/{quote(id, safe='')}"


def _result(connection: sqlite3.Connection, match: _Match, reading: Reading) -> Result:
    """A match as it is shown."""
    row = match.row
    body = row.body if row.whole else lookup.body(connection, row.rowid)
    return Result(
        type=row.type,
        id=row.entity_id,
        title=row.title,
        url=_url(connection, row.type, row.entity_id),
        score=round(match.score, 4),
        why=match.why,
        snippet=snippet(body, row.subtitle, reading.words),
    )


def _completions(connection: sqlite3.Connection, reading: Reading, limit: int) -> list[Suggestion]:
    """The suggestions of one reading, one an entry and none twice by its text."""
    texts: dict[int, str] = {}
    beginning = lookup.names_beginning(connection, reading.key)
    for rowid, name, _ in sorted(beginning, key=lambda found: (len(found[2]), found[0], found[1])):
        texts.setdefault(rowid, name)
    # Titles repeat (one trip, many papers), so more are asked for than wanted.
    holding = lookup.first_rowids(connection, lookup.in_title(reading.expression), 4 * limit)
    found: dict[str, Suggestion] = {}
    for row in lookup.rows(connection, list(dict.fromkeys([*texts, *holding]))[: 5 * limit]):
        text = texts.get(row.rowid) or _holder(row, reading.key)
        url = _url(connection, row.type, row.entity_id)
        found.setdefault(text, Suggestion(text, row.type, row.entity_id, row.title, url))
        if len(found) == limit:
            break
    return list(found.values())


def _holder(row: Row, key: str) -> str:
    """The title or name of an entry that holds a name key; its title if only the words stand in it."""
    return next((text for text in (row.title, *row.names.splitlines()) if key in name_key(text)), row.title)
