"""Full-text search beside its peers: CPU of the best twenty, what is found, what the index weighs and costs.

Queries are taken from the texts: words of one to four and more syllables, two words, and two words that stand
side by side written as one. Truth is looking through all texts. The share of the score is that of exact BM25 in the
best twenty. Peers that are not installed are left out (the extra "bench"; groonga and PostgreSQL of the system).
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bench.entries import make_entries
from bench.fulltext_engines import TOP, Engine, Ours, OursCounted, Scan, Stock, Tantivy, TantivyCounted, Trigrams
from bench.fulltext_truth import ExactBM25, Substrings, lines_of
from bench.measure import Report
from search.entries import Entry

QUERIES = 1000
SAMPLE = 120  # queries of which all hits are compared with the truth, and the best with exact BM25
SLOW = 30  # queries of a scan that are measured
FEW, FULL = 200, 1_000_000  # entries a document of the corpus; entries of --full
KINDS = ("1", "2", "3", "4+", "two words", "joined")
_HANGUL = re.compile("[가-힣]+")
_PAIR = re.compile("[가-힣]{2,4} [가-힣]{2,4}")
_SEED = 2


@dataclass
class Measured:
    """What was found of one engine: seconds of CPU a query; recall of a sample by kind; shares of the score."""

    name: str
    building: float
    size: float
    times: list[float] = field(default_factory=list)
    recall: dict[str, list[float]] = field(default_factory=dict)
    scores: list[float] = field(default_factory=list)


def run(documents: int) -> Report:
    """One row an engine; times and building are ratios to tantivy's, where it is installed."""
    count = FULL if documents >= 1000 else FEW * documents
    entries = list(make_entries(count))
    text = sum(len("\n".join(lines_of(entry)).encode()) for entry in entries)
    asked = list(make_queries(entries))
    sample = random.Random(_SEED).sample([one for one in asked if one[0] != "joined"], SAMPLE)
    sample += [one for one in asked if one[0] == "joined"][: SAMPLE // 5]
    truth = Substrings(entries)
    wanted = {query: truth.find(query) for _, query in sample}
    del truth
    exact = ExactBM25(entries)
    best = {query: exact.best(query) for _, query in sample}
    del exact
    measured = []
    for engine in engines():
        print(f"  {engine.name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as place:
            measured.append(_measure(engine(Path(place, "index")), entries, text, asked, sample, wanted, best))
    return _report(count, measured)


def engines() -> Iterator[type[Engine]]:
    """Those that can be measured here."""
    yield from (Ours, OursCounted)
    if find_spec("tantivy"):
        yield from (Tantivy, TantivyCounted)
    yield from (Stock, Trigrams, Scan)


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


Sample = Sequence[tuple[str, str]]


def _measure(
    engine: Engine,
    entries: Sequence[Entry],
    text: int,
    asked: Sample,
    sample: Sample,
    wanted: Mapping[str, set[int]],
    best: Mapping[str, Mapping[int, float]],
) -> Measured:
    started = engine.cpu()
    engine.build(entries)
    found = Measured(engine.name, engine.cpu() - started, engine.size() / text)
    for _, query in asked[:: 1 if engine.ranked else max(1, len(asked) // SLOW)]:
        started = engine.cpu()
        engine.top(query)
        found.times.append(engine.cpu() - started)
    for kind, query in sample[:: 1 if engine.ranked else max(1, len(sample) // SLOW)]:
        hits = wanted[query]
        found.recall.setdefault(kind, []).append(len(engine.every(query) & hits) / len(hits))
        if engine.ranked:
            scores = best[query]
            most = sum(sorted(scores.values(), reverse=True)[:TOP])
            found.scores.append(sum(scores.get(id, 0.0) for id in engine.rowids(engine.top(query))) / most)
    engine.close()
    return found


def _report(count: int, measured: Sequence[Measured]) -> Report:
    by_name = {one.name: one for one in measured}
    rows = []
    for one in measured:
        counted = "counts" in one.name
        peer = by_name.get("tantivy, with counts" if counted else "tantivy, same tokens")
        rows.append(_row(one, peer))
    columns = ("", "p50, ms", "p95, ms", "p95 / tantivy", "recall", "recall, 2 syllables", "recall, joined")
    more = (f"BM25 of the best {TOP}", "size / text", "building / tantivy")
    return Report(f"fulltext ({count} entries; CPU; recall of what is found at all)", columns + more, rows)


def _row(one: Measured, peer: Measured | None) -> tuple[str, ...]:
    all_recall = [value for kind, values in one.recall.items() if kind != "joined" for value in values]
    return (
        one.name,
        f"{1000 * _percentile(one.times, 0.5):.2f}",
        f"{1000 * _percentile(one.times, 0.95):.2f}",
        f"{_percentile(one.times, 0.95) / _percentile(peer.times, 0.95):.2f}" if peer else "",
        f"{_mean(all_recall):.3f}",
        f"{_mean(one.recall['2']):.3f}",
        f"{_mean(one.recall['joined']):.3f}",
        f"{_mean(one.scores):.3f}" if one.scores else "not ranked",
        f"{one.size:.2f}",
        f"{one.building / peer.building:.2f}" if peer else "",
    )


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
