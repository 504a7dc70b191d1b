"""Names that look alike, among a million: trigram postings over short keys, the rarest grams first.

A key is a name in one alphabet of small letters and digits (key strokes, or sounds); what counts as
alike is then one edit distance for every script. The method and its limits were measured against
other indexes: a query reads at most POSTINGS entries of the postings, keeps the names that share
most grams with it, and only those are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

POSTINGS = 60_000  # entries read for one query
COMPARED = 400  # names compared letter by letter
_LETTERS = 64  # size of the alphabet: edge, a–z, 0–9, the rest folded into what is left
_EDGE, _DIGIT, _OTHER = 0, 27, 37
_MOST = 255  # grams counted a name
_LONGEST = 80  # letters of a key that are looked at

Ints = NDArray[np.int32]


class Hit(NamedTuple):
    """A name by its place in the list, and how much its key is like the one asked for (0–1)."""

    position: int
    likeness: float


class NameIndex:
    """Postings over the keys of a list of names; the list itself stays with the caller."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [key[:_LONGEST] for key in keys]
        self._offsets, self._postings = _inverted(self._keys)
        self._lengths = np.fromiter((len(key) for key in self._keys), dtype=np.int32, count=len(self._keys))
        self._counts = np.zeros(len(self._keys), dtype=np.uint8)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, key: str, limit: int = 10, least: float = 0.0, beginning: bool = False) -> list[Hit]:
        """The names whose keys are most like `key`, best first, of equals the first in the list.

        least: names less alike are left out. beginning: a name is compared by as much of its
        beginning as the key is long, for a key that is still being typed.
        """
        key = key[:_LONGEST]
        if not key or not self._keys:
            return []
        chosen = self._candidates(key, beginning)
        kept = [self._keys[position] for position in chosen]
        if beginning:
            kept = [name[: len(key)] for name in kept]
        likeness = cdist([key], kept, scorer=Levenshtein.normalized_similarity, score_cutoff=least)[0]
        order = np.lexsort((chosen, -likeness))
        hits = (Hit(int(chosen[index]), float(likeness[index])) for index in order[:limit])
        return [hit for hit in hits if hit.likeness >= max(least, 1e-9)]

    def _candidates(self, key: str, beginning: bool) -> Ints:
        """The positions of the names that share most grams with a key, relative to their length."""
        lists = self._rarest(_grams(key, ends=not beginning))
        if not lists:
            return np.zeros(0, dtype=np.int32)
        for positions in lists:
            self._counts[positions] += 1  # each list holds a name once, so no entry is lost
        touched = np.flatnonzero(self._counts).astype(np.int32)
        shared = self._counts[touched].astype(np.float32)
        self._counts[touched] = 0
        if not beginning:
            shared /= np.sqrt(self._lengths[touched] + 2)
        if len(touched) > COMPARED:
            touched = np.sort(touched[np.argsort(-shared, kind="stable")[:COMPARED]])
        return touched

    def _rarest(self, grams: Sequence[int]) -> list[Ints]:
        """Postings of the grams, shortest first, until POSTINGS entries are reached."""
        spans = sorted((int(self._offsets[gram + 1] - self._offsets[gram]), gram) for gram in set(grams))
        found: list[Ints] = []
        left = POSTINGS
        for size, gram in spans[:_MOST]:
            if size and (left >= size or not found):
                found.append(self._postings[self._offsets[gram] : self._offsets[gram] + size])
                left -= size
        return found


def _codes(key: str) -> list[int]:
    return [_code(character) for character in key]


def _code(character: str) -> int:
    if "a" <= character <= "z":
        return ord(character) - 96
    if "0" <= character <= "9":
        return _DIGIT + ord(character) - 48
    return _OTHER + ord(character) % (_LETTERS - _OTHER)


def _grams(key: str, ends: bool = True) -> list[int]:
    """The numbers of the trigrams of ^key$; without `ends` the last is left out."""
    codes = [_EDGE, *_codes(key), *([_EDGE] if ends else [])]
    return [(a * _LETTERS + b) * _LETTERS + c for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)]


def _inverted(keys: Sequence[str]) -> tuple[NDArray[np.int64], Ints]:
    """(offsets, postings): the names with gram g are postings[offsets[g] : offsets[g + 1]], ascending."""
    made = [sorted(set(_grams(key))) for key in keys]
    grams = np.fromiter((gram for each in made for gram in each), dtype=np.int32)
    sizes = np.fromiter((len(each) for each in made), dtype=np.int32, count=len(made))
    positions = np.repeat(np.arange(len(made), dtype=np.int32), sizes)
    order = np.argsort(grams, kind="stable")
    counted = np.bincount(grams, minlength=_LETTERS**3)
    return np.concatenate(([0], np.cumsum(counted))).astype(np.int64), positions[order]
