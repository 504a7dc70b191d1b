"""Full-text search beside its peers: CPU of the best twenty, what is found, what the index weighs and costs.

Queries are taken from the texts: words of one to four and more syllables, two words, and two words that stand
side by side written as one. Truth is looking through all texts. The share of the score is that of exact BM25 in the
best twenty. Peers that are not installed are left out (the extra "bench"; groonga and PostgreSQL of the system).
"""

from __future__ import annotations

import heapq
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from bench.entries import make_entries
from bench.fulltext_engines import TOP, Engine, Ours, Scan, Stock, Tantivy, Trigrams
from bench.fulltext_servers import Groonga, Postgres
from bench.fulltext_truth import ExactBM25, Substrings, lines_of
from bench.measure import Report
from search.entries import Entry

QUERIES = 1000
SAMPLE = 90  # queries of which all hits are compared with the truth, and the best with exact BM25
FEWER, SLOW = 200, 30  # queries of peers that can't count and of a scan that are measured
FEW, FULL = 200, 1_000_000  # entries a document of the corpus; entries of --full
KINDS = ("1", "2", "3", "4+", "two words", "joined")
_HANGUL = re.compile("[가-힣]+")
_PAIR = re.compile("[가-힣]{2,4} [가-힣]{2,4}")
_SEED = 2
P = TypeVar("P")


@dataclass
class Measured:
    """What was found of one engine.

    building, times, counted: seconds of CPU, of the best and of the best with the number of all, a query. size: bytes a
    byte of text. recall: of a sample, by kind of query. scores: shares of the best possible score of a sample.
    """

    name: str
    building: float
    size: float
    times: list[float]
    counted: list[float]
    recall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    scores: list[float] = field(default_factory=list)


def run(documents: int) -> Report:
    """One row an engine; times and building are ratios to tantivy's, where it is installed."""
    count = FULL if documents >= 1000 else FEW * documents
    entries = list(make_entries(count))
    text = sum(len("\n".join(lines_of(entry)).encode()) for entry in entries)
    asked = list(make_queries(entries))
    truth = _truth(entries, asked)
    measured = []
    for engine in engines():
        with tempfile.TemporaryDirectory() as place, closing(engine(Path(place, "index"))) as index:
            measured.append(_measure(index, entries, text, asked, truth))
        print("  " + " | ".join(_row(measured[-1], None)), file=sys.stderr, flush=True)
    return _report(count, measured)


def engines() -> Iterator[type[Engine]]:
    """Those that can be measured here."""
    yield Ours
    if find_spec("tantivy"):
        yield Tantivy
    yield from (Stock, Trigrams, Scan)
    if Groonga.is_here():
        yield Groonga
    if Postgres.tools():
        yield Postgres


def make_queries(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """(kind, query): QUERIES of the first kinds in turn, and as many joined ones as of each; all stand in a text."""
    chance = random.Random(_SEED)
    made = 0
    while made < QUERIES * len(KINDS) // (len(KINDS) - 1):
        kind = KINDS[made % len(KINDS)]
        lines = [line for line in lines_of(chance.choice(entries)) if line]
        if query := _taken(chance.choice(lines), kind, chance):
            made += 1
            yield kind, query


def _taken(line: str, kind: str, chance: random.Random) -> str | None:
    """A query of some kind out of a line; None if the line has none."""
    if kind == "joined":
        pairs = _PAIR.findall(line)
        return chance.choice(pairs).replace(" ", "") if pairs else None
    least = {"4+": 4, "two words": 2}.get(kind) or int(kind)
    words = [word for word in _HANGUL.findall(line) if len(word) >= least]
    if kind == "two words":
        return " ".join(w[: chance.randint(2, 4)] for w in chance.sample(words, 2)) if len(words) > 1 else None
    return (chance.choice(words)[: None if kind == "4+" else least]) if words else None


Queries = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Truth:
    """Queries of which is known what they find, and how well it fits."""

    queries: Queries
    found: Mapping[str, set[int]]
    scores: Mapping[str, Mapping[int, float]]


def _truth(entries: Sequence[Entry], asked: Queries) -> _Truth:
    sample = random.Random(_SEED).sample(asked, SAMPLE)
    look = Substrings(entries)
    found = {query: look.find(query) for _, query in sample}
    del look  # gigabytes
    exact = ExactBM25(entries)
    return _Truth(sample, found, {query: exact.best(query) for _, query in sample})


def _measure(engine: Engine, entries: Sequence[Entry], text: int, asked: Queries, truth: _Truth) -> Measured:
    building = _cpu(engine, engine.build, entries)
    few = asked if engine.counted else random.Random(_SEED).sample(asked, FEWER if engine.ranked else SLOW)
    timed = [query for _, query in few]
    times = [_cpu(engine, engine.top, query) for query in timed]
    counted = [_cpu(engine, engine.top_counted, query) for query in timed] if engine.counted else []
    found = Measured(engine.name, building, engine.size() / text, times, counted)
    for kind, query in truth.queries[:: 1 if engine.ranked else SAMPLE // SLOW]:
        hits, scores = truth.found[query], truth.scores[query]
        found.recall[kind].append(len(engine.every(query) & hits) / len(hits))
        if engine.ranked:
            most = sum(heapq.nlargest(TOP, scores.values()))
            found.scores.append(sum(scores.get(rowid, 0.0) for rowid in engine.rowids(engine.top(query))) / most)
    return found


def _cpu(engine: Engine, task: Callable[[P], object], given: P) -> float:
    before = engine.cpu()
    task(given)
    return engine.cpu() - before


def _report(count: int, measured: Sequence[Measured]) -> Report:
    peer = next((one for one in measured if one.name == Tantivy.name), None)
    rows = []
    for one in measured:
        rows.append(_row(one, peer))
        if one.counted:
            rows.append(
                (f"{one.name}, with the number of all", *_times(one.counted, peer.counted if peer else []), *[""] * 6)
            )
    columns = ("", "p50, ms", "p95, ms", "p95 / tantivy", "recall", "recall, 2 syllables", "recall, joined")
    more = (f"BM25 of the best {TOP}", "size / text", "building / tantivy")
    return Report(f"fulltext ({count} entries; CPU; recall of what is found at all)", columns + more, rows)


def _times(times: Sequence[float], peer: Sequence[float]) -> tuple[str, str, str]:
    most = _percentile(times, 0.95)
    ratio = f"{most / _percentile(peer, 0.95):.2f}" if peer else ""
    return f"{1000 * _percentile(times, 0.5):.2f}", f"{1000 * most:.2f}", ratio


def _row(one: Measured, peer: Measured | None) -> tuple[str, ...]:
    recall = [value for kind, values in one.recall.items() if kind != "joined" for value in values]
    return (
        one.name,
        *_times(one.times, peer.times if peer else []),
        *(f"{_mean(values):.3f}" for values in (recall, one.recall["2"], one.recall["joined"])),
        f"{_mean(one.scores):.3f}" if one.scores else "not ranked",
        f"{one.size:.2f}",
        f"{one.building / peer.building:.2f}" if peer else "",
    )


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
