"""Names that look alike, among a million: trigram postings over short keys, the rarest grams first.

A key is a name in one alphabet of small letters and digits (key strokes, or sounds); what counts as
alike is then one edit distance for every script. Those that may be alike are found by search.shortlist,
and only those are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist, cpdist

from search.grams import GRAMS, LONGEST, Ints, gram_table, lengths_of
from search.shortlist import QUICK, THOROUGH, Effort, rank, shortlist

Likeness = NDArray[np.float32]
Places = NDArray[np.int64]
FEW = 2_000
"""Up to this many names every one is compared, which then takes less than to look for those that may be alike."""
ALIKE = 0.6  # likeness from which on keys have a gram in common, but for few


class Hit(NamedTuple):
    """A name by its place in the list, and how much its key is like the one asked for (0–1)."""

    position: int
    likeness: float


class NameIndex:
    """Postings over the keys of a list of names; the list itself stays with the caller."""

    def __init__(self, keys: Sequence[str]) -> None:
        kept = [key[:LONGEST] for key in keys]
        lengths = lengths_of(kept)
        self._order = np.argsort(lengths, kind="stable")
        self._keys = np.array([*kept, None], dtype=object)[self._order]
        self._postings = _InMemory(self._keys.tolist(), lengths[self._order])
        self._few = self._keys.tolist() if len(kept) <= FEW else []

    def __len__(self) -> int:
        return len(self._order)

    def find(self, key: str, limit: int = 10, least: float = 0.0, beginning: bool = False) -> list[Hit]:
        """The names whose keys are most like `key`, best first, of equals the first in the list.

        least: names less alike are left out. beginning: a name is compared by as much of its
        beginning as the key is long, for a key that is still being typed.
        """
        return self.find_many([key], limit, least, beginning, THOROUGH)[0]

    def find_many(
        self,
        keys: Sequence[str],
        limit: int = 10,
        least: float = 0.0,
        beginning: bool = False,
        effort: Effort = QUICK,
    ) -> list[list[Hit]]:
        """The same for each of many keys; together they cost a fraction of one by one."""
        asked = [key[:LONGEST] for key in keys]
        if len(self) <= FEW and least >= ALIKE and not beginning:
            place, number, likeness = self._every(asked, least)
        else:
            place, number = shortlist(asked, self._postings, least, beginning, effort)
            likeness = compared([asked[at] for at in place.tolist()], self._keys[number].tolist(), least, beginning)
        position = self._order[number]
        alike = np.flatnonzero(likeness >= max(least, 1e-9))
        order = alike[np.lexsort((position[alike], -likeness[alike], place[alike]))]
        order = order[rank(place[order]) < limit]
        found: list[list[Hit]] = [[] for _ in keys]
        for at, *hit in zip(place[order].tolist(), position[order].tolist(), likeness[order].tolist(), strict=True):
            found[at].append(Hit(*hit))
        return found

    def _every(self, asked: Sequence[str], least: float) -> tuple[Places, Places, Likeness]:
        """Every pair of a key asked for and a key that is at least so much like it: (which, number, likeness)."""
        likeness = cdist(
            asked, self._few, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=np.float32
        )
        likeness[[at for at, key in enumerate(asked) if not key]] = 0  # nothing is like nothing
        which, number = np.nonzero(likeness)
        return which, number, likeness[which, number]


def compared(keys: Sequence[str], others: Sequence[str], least: float, beginning: bool) -> Likeness:
    """How much each key is like the other one at its place (0–1, 0 below `least`), or like the beginning of it."""
    if beginning:
        others = [other[: len(key)] for key, other in zip(keys, others, strict=True)]
    return cpdist(keys, others, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=np.float32)


class _InMemory:
    """Postings over keys that are ordered by their length; a key's number is its place."""

    step = 1

    def __init__(self, keys: Sequence[str], lengths: Ints) -> None:
        self._lengths = lengths
        grams, numbers = gram_table(keys)
        self._numbers = numbers.astype(np.int32)
        present = grams[np.flatnonzero(np.diff(grams, prepend=-1))]
        self._rows = np.full(GRAMS, len(present))  # the last row is that of grams that no key has
        self._rows[present] = np.arange(len(present))
        width = LONGEST + 2
        cell = self._rows[grams] * width + lengths[numbers] + 1
        self._starts = np.cumsum(np.bincount(cell, minlength=(len(present) + 1) * width)).reshape(-1, width)
        self._starts = self._starts.astype(np.int32)

    def counts(self, grams: Ints) -> Ints:
        """A row a gram: in column n, how many keys of fewer than n letters have it."""
        counts: Ints = self._starts[self._rows[grams]]
        return counts

    def entries(self, grams: Ints, low: Ints, high: Ints) -> Ints:
        """The numbers under each gram with at least `low` and less than `high` letters."""
        rows = self._rows[grams]
        start = self._starts[rows, low].astype(np.int64)
        size = self._starts[rows, high] - start
        before = np.cumsum(size) - size
        places = np.repeat(start - before, size)
        places += np.arange(len(places))
        entries: Ints = self._numbers[places].astype(np.int64)
        return entries

    def lengths(self, numbers: Ints) -> Ints:
        """The lengths of keys."""
        return self._lengths[numbers]
