"""How well a Latin and a Hangul spelling fit as names of one thing, as far as spelling tells it.

    fits("Leeds", ["리즈", "레스", "Lyon"])    → about −12, −25 and nan: the higher the better

A sound says which names are worth comparing (search.phonetic); this says which of them was meant. What a few
Latin letters become in Hangul was learned from names of places: transliteration.tsv counts how often each one to
three letters stood for each none to three jamo, made by make_transliteration.py, which aligns many to many
(Jiampojamarn, Kondrak and Sherif 2007). A pair fits by the sum over all ways to cut both names into such units.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.hangul import fold
from search.phonetic import spelt_out

Fits = NDArray[np.float64]
Units = Mapping[str, Mapping[str, float]]
"""Of each unit of one script the weights of the units of the other; "" is what is not written."""
LONGEST_UNIT = 3
"""Letters or jamo of a unit."""
EDGE = " "
"""The letter before and after every Latin word, so that units know where words begin and end."""

_ANY, _DROPPED = 1e-6, 1e-5  # weights of a letter for any jamo, and of one that stands on one side alone
# A unit weighs what its pair is more frequent than its sides let expect, the Hangul side counting for more: of
# Hangul spellings short ones are many. Both were chosen on names that the units were learned from.
_LATIN_SHARE, _HANGUL_SHARE = 0.3, 0.6
_LEAST = 1e-300
_LONGEST = 40  # letters or jamo of a name
_APOSTROPHES = re.compile("[’'‘`ʼʻ]")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_LATIN = re.compile("[a-z ]+")
_HANGUL = re.compile("[가-힣]+")
_NULL = "\u110b"  # ᄋ before a vowel
_TABLE = Path(__file__).with_name("transliteration.tsv")


def latin_letters(text: str) -> str:
    """A Latin name as its units are cut: "Łódź, St." → " wods st "; "" for one with letters of other scripts."""
    words = _NO_LETTERS.sub(EDGE, _APOSTROPHES.sub("", fold(spelt_out(text)))).strip()
    return f"{EDGE}{words[:_LONGEST]}{EDGE}" if _LATIN.fullmatch(words) else ""


def hangul_letters(text: str) -> str:
    """A Hangul name as its units are cut: in conjoining jamo without silent ones; "" for one with other letters."""
    syllables = _NO_LETTERS.sub("", text)
    return unicodedata.normalize("NFD", syllables).replace(_NULL, "")[:_LONGEST] if _HANGUL.fullmatch(syllables) else ""


def fits(text: str, names: Sequence[str]) -> Fits:
    """How well a name in one script fits each name of the other: the logarithm of a likelihood, about 0 at best.

    nan for a name that is not in the other script, or where the text is in neither.
    """
    latin, hangul = latin_letters(text), hangul_letters(text)
    units, cut = (_tables().of_latin, hangul_letters) if latin else (_tables().of_hangul, latin_letters)
    others = {place: letters for place, name in enumerate(names) if (letters := cut(name))}
    found = np.full(len(names), np.nan)
    if others and (latin or hangul):
        found[list(others)] = _summed(latin or hangul, list(others.values()), units)
    return found


class _Tables(NamedTuple):
    of_latin: Units
    of_hangul: Units


@cache
def _tables() -> _Tables:
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    counts = {(latin.replace("_", EDGE), unicodedata.normalize("NFD", hangul)): float(n) for latin, hangul, n in rows}
    return weighted(counts)


def weighted(counts: Mapping[tuple[str, str], float]) -> _Tables:
    """The weights of units, by how often each pair of (Latin, Hangul) was counted."""
    all, latin, hangul = sum(counts.values()), defaultdict[str, float](float), defaultdict[str, float](float)
    for (letters, jamo), number in counts.items():
        latin[letters] += number / all
        hangul[jamo] += number / all
    tables: tuple[defaultdict[str, dict[str, float]], ...] = (defaultdict(dict), defaultdict(dict))
    for (letters, jamo), number in counts.items():
        expected = (latin[letters] ** _LATIN_SHARE if letters else 1) * (hangul[jamo] ** _HANGUL_SHARE if jamo else 1)
        tables[0][letters][jamo] = tables[1][jamo][letters] = number / all / expected
    return _Tables(*tables)


def _summed(asked: str, others: Sequence[str], units: Units) -> Fits:
    """The logarithm of the sum, over all ways to cut two names into units, of the product of their weights."""
    parts = {
        (at, size): units[part]
        for at in range(len(asked))
        for size in range(1, LONGEST_UNIT + 1)
        if (part := asked[at : at + size]) in units and at + size <= len(asked)
    }
    rows = [*parts.values(), units.get("", {})]
    numbers = {unit: number for number, unit in enumerate(dict.fromkeys(unit for row in rows for unit in row), 1)}
    codes = _codes(others, numbers)
    inserted = _row(rows[-1], numbers)[codes[1]] + _DROPPED
    sums = np.zeros((len(asked) + 1, len(others), codes.shape[2]))
    sums[0, :, 0] = 1
    for at, here in enumerate(sums):
        for place in range(here.shape[1] - 1):
            here[:, place + 1] += here[:, place] * inserted[:, place]
        for size in range(1, min(LONGEST_UNIT, len(asked) - at) + 1):
            row = _row(parts.get((at, size), {}), numbers)
            _pass_on(here, sums[at + size], row, codes, alone=size == 1)
    ends = [len(other) for other in others]
    summed: Fits = np.log(sums[-1][np.arange(len(others)), ends] + _LEAST)
    return summed


def _row(weights: Mapping[str, float], numbers: Mapping[str, int]) -> Fits:
    """The weights of units by their numbers; the unit "" has 0 if it has none."""
    row = np.zeros(len(numbers) + 1)
    row[[numbers[unit] for unit in weights]] = list(weights.values())
    return row


def _pass_on(here: Fits, there: Fits, row: Fits, codes: NDArray[np.int32], alone: bool) -> None:
    """Add to the sums behind a unit what the sums before it are worth with each unit of the other names."""
    there += here * (row[codes[0, 0, 0]] + _DROPPED * alone)
    for size in range(1, LONGEST_UNIT + 1):
        width = here.shape[1] - size
        if width > 0:
            there[:, size:] += here[:, :width] * (row[codes[size, :, :width]] + _ANY * (alone and size == 1))


def _codes(names: Sequence[str], numbers: Mapping[str, int]) -> NDArray[np.int32]:
    """The number of the unit of each size at each place of each name, 0 for one without a number."""
    codes = np.zeros((LONGEST_UNIT + 1, len(names), max(map(len, names)) + 1), dtype=np.int32)
    codes[0] = numbers.get("", 0)
    for size in range(1, LONGEST_UNIT + 1):
        for row, name in zip(codes[size], names, strict=True):
            found = [numbers.get(name[at : at + size], 0) for at in range(len(name) - size + 1)]
            row[: len(found)] = found
    return codes
