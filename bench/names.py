"""Finding a name by what people type for it, among a million: recall and time, in memory and in a base.

Every way of mistyping has as many queries, and no query says which it is: it is looked up as typed and
without its particle; where that finds none for sure, also as a beginning. Times are CPU of one query.
The peer is rapidfuzz's cdist of the query's key with all keys and the best of them, which knows of no
particles and no beginnings.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from bench.measure import Report, cpu
from bench.name_corpus import NOISES, make_names
from search.entries import entry_id
from search.hangul import name_key, stems
from search.keyboard import strokes
from search.names import NameIndex
from search.shortlist import THOROUGH
from search.stored_names import StoredIndex, open_names, renew_names

NAMES = 1000  # names a document
QUERIES, SCANNED = 200, 50  # queries for each way of mistyping; queries compared with all names
FIRST, LEAST = 5, 0.6
ADDED = 10  # names added to a base
_BEGUN = 0.08  # how much less it is to be only a beginning
_TIED = 1e-6
SCHEMA = Path(__file__).parents[1] / "ingest" / "schema.sql"
_ALL = ("all", *NOISES)
_SEED = 2


class Typed(Protocol):
    """Something that is typed."""

    @property
    def typed(self) -> str:
        """The text."""


class Query(NamedTuple):
    """What is typed, for which name, and the way it is mistyped."""

    typed: str
    name: str
    noise: str


Found = dict[str, float]
"""Names and how much they are like what was typed."""
Finder = Callable[[Sequence[str], bool], Found]
"""(keys, whether they are beginnings) → the FIRST names."""


def run(documents: int) -> Report:
    """Time of a query, and recall for each way of mistyping, beside comparing with all names."""
    names = make_names(NAMES * documents)
    keys = [strokes(name) for name in names]
    queries = make_queries(names)
    scanned, _ = timed(partial(scan, keys), random.Random(_SEED).sample(queries, SCANNED))
    index = NameIndex(keys)
    in_memory, found = timed(partial(look_up, partial(find_in_memory, index, names)), queries)
    with empty_base() as base:
        writing = cpu(bear, base, names)
        base.execute("pragma cache_size = -2000")
        in_base, found_in_base = timed(partial(look_up, partial(find_in_base, open_names(base).strokes)), queries)
        adding = cpu(bear, base, [f"새로 생긴 기관 {number}" for number in range(ADDED)])
    rows = [_time_row(share, (scanned, in_memory, in_base)) for share in (95, 50)]
    rows += [(f"recall@{FIRST}, {noise}", "", *_recalls(queries, (found, found_in_base), noise)) for noise in _ALL]
    rows.append(("CPU to make it, s", "", f"{cpu(NameIndex, keys):.1f}", f"{writing:.1f}"))
    rows.append((f"CPU to add {ADDED} names, s", "", "", f"{adding:.3f}"))
    title = f"names ({len(names)} names, {len(queries)} queries; all compared with {SCANNED})"
    return Report(title, ("", "all compared", "in memory", "in a base"), rows)


def _time_row(share: int, seconds: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """The time that `share` percent of the queries don't exceed; behind it, what part of comparing all it is."""
    scanned, *ours = (1000 * float(np.percentile(each, share)) for each in seconds)
    parts = (f"{each:.2f} (1/{scanned / each:.0f})" for each in ours)
    return f"CPU of a query, ms, p{share}", f"{scanned:.2f}", *parts


def _recalls(queries: Sequence[Query], founds: Sequence[Sequence[Found]], noise: str) -> Iterator[str]:
    return (f"{recall(queries, found, noise):.3f}" for found in founds)


def make_queries(names: Sequence[str]) -> list[Query]:
    """QUERIES for each way of mistyping, the same in every run."""
    chance = random.Random(_SEED)
    drawn = [(noise, name) for noise in NOISES for name in chance.choices(names, k=QUERIES)]
    return [Query(NOISES[noise](name, chance), name, noise) for noise, name in drawn]


def timed(task: Callable[[str], Found], queries: Sequence[Typed]) -> tuple[list[float], list[Found]]:
    """(CPU seconds of each query, what it finds)."""
    seconds, found = [], []
    for query in queries:
        before = time.process_time()
        found.append(task(query.typed))
        seconds.append(time.process_time() - before)
    return seconds, found


def scan(keys: Sequence[str], typed: str) -> Found:
    """The FIRST keys by comparing all."""
    likeness = cdist([strokes(typed)], keys, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST)[0]
    best = np.argpartition(-likeness, FIRST)[:FIRST]
    return {keys[place]: float(likeness[place]) for place in best}


def look_up(find: Finder, typed: str) -> Found:
    """The FIRST names for a text: as typed and without its particle; where none is sure, also as a beginning."""
    keys = [strokes(typed), *map(strokes, stems(typed))]
    whole = find(keys, False)
    sure = max(whole.values(), default=0.0) >= 1 - _BEGUN  # no beginning can be more alike
    begun = {} if sure else {name: likeness - _BEGUN for name, likeness in find(keys[:1], True).items()}
    best = {name: max(whole.get(name, 0.0), begun.get(name, 0.0)) for name in (*whole, *begun)}
    return {name: best[name] for name in sorted(best, key=lambda name: -best[name])[:FIRST]}


def find_in_memory(index: NameIndex, names: Sequence[str], keys: Sequence[str], beginning: bool) -> Found:
    """The names of an index in memory."""
    found: Found = {}
    for hits in index.find_many(keys, FIRST, LEAST, beginning, THOROUGH):
        found |= {names[hit.position]: max(hit.likeness, found.get(names[hit.position], 0.0)) for hit in hits}
    return found


def find_in_base(index: StoredIndex, keys: Sequence[str], beginning: bool) -> Found:
    """The names of a base."""
    return {hit.name: hit.likeness for hit in index.find_any(keys, FIRST, LEAST, beginning)}


def recall(queries: Sequence[Query], found: Sequence[Found], noise: str) -> float:
    """The share of queries that find the name meant, or only names that are just as like what was typed."""
    asked = [(query, hits) for query, hits in zip(queries, found, strict=True) if noise in ("all", query.noise)]
    return sum(_is_found(query, hits) for query, hits in asked) / len(asked)


def _is_found(query: Query, hits: Found) -> bool:
    if query.name in hits:
        return True
    meant = look_up(partial(find_in_memory, NameIndex([strokes(query.name)]), [query.name]), query.typed)
    return len(hits) == FIRST and min(hits.values()) >= max(meant.values(), default=1.0) - _TIED


@contextmanager
def empty_base() -> Iterator[sqlite3.Connection]:
    """A base in a file that is thrown away."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder, "names.db"))) as base:
        base.execute("pragma synchronous = off")
        base.execute("pragma cache_size = -262144")  # of a build of this size; queries have what Datasette gives them
        base.executescript(SCHEMA.read_text(encoding="utf-8"))
        yield base


def bear(base: sqlite3.Connection, names: Sequence[str]) -> None:
    """Make an institution of each name, and index the names."""
    columns = "id, origin, checked, search_id"
    with base:
        rows = ((name, entry_id("institution", name)) for name in names)
        base.executemany(f"insert into institutions ({columns}) values (?, 'document', 'document', ?)", rows)
        named = ((name, name, name_key(name)) for name in names)
        base.executemany("insert into institution_names values (?, ?, 'local', 'document', ?)", named)
        renew_names(base, names)
