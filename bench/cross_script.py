"""Finding a name by how it sounds in the other script: real pairs of place names among made-up ones.

The pairs are the places of authority/geonames.tsv with a Korean name, without the word for a city where one
side lacks it; asked for are those that search/transliteration.tsv was not learned from. The other names are
spliced from halves of the names of all places, so that whatever half a name has, many have as well; that
makes them harder to tell apart than real names are. Times are CPU of one query, beside comparing the
query's sounds with those of all names.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from bench.measure import Report
from bench.names import Found, bear, empty_base, timed
from search.make_transliteration import bare, held_out
from search.phonetic import sounds
from search.stored_names import StoredNames, open_names

DISTRACTORS = 100  # made-up names a document
QUERIES, SCANNED = 1000, 10
FIRST, LEAST = 5, 0.5
_PAIRS = Path(__file__).parents[1] / "authority" / "geonames.tsv"
_SEED = 3


class Pair(NamedTuple):
    """The names of one place in the two scripts; held_out: nothing was learned from them."""

    korean: tuple[str, ...]
    latin: tuple[str, ...]
    held_out: bool


class Query(NamedTuple):
    """What is typed, and the names in the other script that it means."""

    typed: str
    meant: tuple[str, ...]


def run(documents: int) -> Report:
    """Recall@5 and time of a query, from each script to the other."""
    pairs = load_pairs()
    count = DISTRACTORS * documents
    asked = random.Random(_SEED).sample([pair for pair in pairs if pair.held_out], QUERIES)
    korean, latin = ([pair.korean for pair in pairs], [pair.latin for pair in pairs])
    to_korean = _measured([Query(pair.latin[0], pair.korean) for pair in asked], korean, count)
    to_latin = _measured([Query(pair.korean[0], pair.latin) for pair in asked], latin, count)
    title = f"cross-script ({len(pairs)} pairs, {count} other names, {QUERIES} queries; all compared with {SCANNED})"
    names = (f"recall@{FIRST}", "CPU of a query, ms, p95", "all compared, ms, p95", "ratio")
    return Report(title, ("", "Latin → Korean", "Korean → Latin"), list(zip(names, to_korean, to_latin, strict=True)))


def load_pairs() -> list[Pair]:
    """The places with names in both scripts."""
    with _PAIRS.open(encoding="utf-8", newline="") as file:
        return [_pair(row) for row in csv.DictReader(file, delimiter="\t")]


def _pair(row: Mapping[str, str]) -> Pair:
    """A place's names without the word for a city where one side may lack it: 나고야 시 is Nagoya."""
    korean, latin = row["names_ko"].split("|"), row["names_latin"].split("|")
    both = [bare(one, other) for one in korean for other in latin]
    one_side, other_side = (tuple(dict.fromkeys(names)) for names in zip(*both, strict=True))
    return Pair(one_side, other_side, held_out(row["id"]))


def splice(names: Sequence[str], count: int) -> list[str]:
    """`count` other names: the first half of one and the second half of another; the same in every run."""
    chance, made, known = random.Random(_SEED), dict[str, None](), set(names)
    while len(made) < count:
        one, other = chance.choice(names), chance.choice(names)
        spliced = one[: max(1, round(len(one) / 2))] + other[len(other) // 2 :]
        if spliced not in known:
            made[spliced] = None
    return list(made)


def _measured(asked: Sequence[Query], places: Sequence[Sequence[str]], count: int) -> tuple[str, ...]:
    """(recall, p95, p95 of comparing all, ratio) of one direction, among the names of places and `count` others."""
    real = list(dict.fromkeys(name for names in places for name in names))
    names = [*real, *splice(real, count)]
    with empty_base() as base:
        bear(base, names)
        seconds, found = timed(partial(find, open_names(base)), asked)
    scanned, _ = timed(partial(scan, [key for name in names for key in sounds(name)]), asked[:SCANNED])
    recall = sum(not hits.keys().isdisjoint(query.meant) for query, hits in zip(asked, found, strict=True)) / len(asked)
    ours, theirs = (1000 * float(np.percentile(each, 95)) for each in (seconds, scanned))
    return f"{recall:.3f}", f"{ours:.2f}", f"{theirs:.2f}", f"1/{theirs / ours:.0f}"


def find(names: StoredNames, typed: str) -> Found:
    """The FIRST names of a base that sound like a text."""
    return {hit.name: hit.likeness for hit in names.sounding(typed, FIRST, LEAST)}


def scan(keys: Sequence[str], typed: str) -> Found:
    """The FIRST of all keys that are like any key of a text."""
    likeness = cdist(sounds(typed), keys, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST).max(axis=0)
    best = np.argpartition(-likeness, FIRST)[:FIRST]
    return {keys[place]: float(likeness[place]) for place in best}
