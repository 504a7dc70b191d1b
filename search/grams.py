"""Trigrams of short keys as numbers, of many keys at once.

A key is in small letters and digits; what else stands in it is folded into what is left of an alphabet
of LETTERS. A key has an edge on both sides: the grams of "abc" are ^ab, abc, bc$.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LETTERS = 64
"""Size of the alphabet: edge, a–z, 0–9, the rest."""
GRAMS = LETTERS**3
"""Every gram is a number below this."""
LONGEST = 80
"""Letters of a key that are looked at."""

_EDGE, _DIGIT, _OTHER = 0, 27, 37

Ints = NDArray[np.int64]


def gram_table(keys: Sequence[str], ends: bool = True) -> tuple[Ints, Ints]:
    """(grams, places): each gram of each key with the key's place in the list, ascending, none twice.

    Without `ends` the keys are beginnings: their last edge makes no gram, and a single letter has every
    gram with which a key can begin that begins with it.
    """
    kept = [key[:LONGEST] for key in keys]
    sizes = lengths_of(kept)
    middles, codes = _coded("".join(kept), sizes)
    grams = (codes[middles - 1] * LETTERS + codes[middles]) * LETTERS + codes[middles + 1]
    pairs = grams << 32 | np.repeat(np.arange(len(kept)), sizes)
    if not ends:
        whole = codes[middles + 1] != _EDGE
        single = pairs[(codes[middles - 1] == _EDGE) & ~whole]
        begun = ((single[:, None] >> 32) + np.arange(LETTERS)) << 32 | (single[:, None] & 0xFFFFFFFF)
        pairs = np.concatenate((pairs[whole], begun.ravel()))
    pairs = distinct(pairs)
    return pairs >> 32, pairs & 0xFFFFFFFF


def lengths_of(keys: Sequence[str]) -> Ints:
    """The number of letters of each key."""
    return np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))


def distinct(numbers: Ints) -> Ints:
    """The different numbers, ascending; np.unique goes by hashes, and takes ten times as long."""
    ordered = np.sort(numbers)
    return ordered[firsts(ordered)]


def tallied(numbers: Ints) -> tuple[Ints, Ints]:
    """The different numbers, ascending, and how often each is there."""
    ordered = np.sort(numbers)
    places = firsts(ordered)
    return ordered[places], np.diff(places, append=len(ordered))


def firsts(ordered: Ints) -> Ints:
    """The places of numbers that are not the same as the one before; np.diff takes several times as long for few."""
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(first)


def _coded(text: str, sizes: Ints) -> tuple[Ints, Ints]:
    """(places of the letters, codes) of keys written one after the other with an edge around each."""
    edges = np.concatenate(([0], np.cumsum(sizes + 1)))
    inside = np.ones(edges[-1] + 1, dtype=bool)
    inside[edges] = False
    codes = np.full(len(inside), _EDGE, dtype=np.int64)
    codes[inside] = _codes(text)
    return np.flatnonzero(inside), codes


def _codes(text: str) -> Ints:
    """The code of every character."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    codes = _OTHER + signs % (LETTERS - _OTHER)
    letter, digit = (signs >= ord("a")) & (signs <= ord("z")), (signs >= ord("0")) & (signs <= ord("9"))
    codes[letter] = signs[letter] - ord("a") + 1
    codes[digit] = _DIGIT + signs[digit] - ord("0")
    return codes
