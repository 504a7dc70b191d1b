"""Which of a million keys may be alike to a key: those that share many trigrams with it, found in few postings.

Postings stand by gram and, under it, by length. Of a rare gram all keys of a length that can be alike
are read; of a common one only those about as long, since a typing error changes the length by little.
The shortest lists go first, until a budget is spent. How often a key was met is counted in cells that
several keys share, which costs a tenth of sorting; only those in the fullest cells are counted exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from search.grams import LONGEST, Ints, firsts, gram_table, lengths_of

_NEAR = (LONGEST, 8, 4, 2)  # letters by which lengths may differ: the widest that a gram has few entries for
_BEGUN = (LONGEST, 32, 24, 16)  # the same for beginnings: what is typed is half of a name, or more
_ALIKE = 3  # times as many keys are compared with a beginning: many begin alike
_SHARE = 8  # a gram has few entries where they are at most this part of the budget
_ROOM = 2  # cells for every entry of the budget
_CELLS = 2**18  # cells counted at a time
_CLOSE = 8  # entries in full cells, for each key that is compared
_MOST = 64  # grams in common, counted no further


class Effort(NamedTuple):
    """How many entries of postings are read for a key, and how many keys are compared with it letter by letter."""

    budget: int
    compared: int
    strict: bool = False
    """Whether keys are left out that share fewer grams than any do that are alike enough letter by letter."""


THOROUGH = Effort(20_000, 64, strict=True)
"""Misses next to nothing among a million keys; some ten times the work of QUICK."""
QUICK = Effort(1000, 16)
"""For very many keys at once."""


class Postings(Protocol):
    """The keys (as numbers that grow with their length) under each gram."""

    step: int
    """Lengths that stand together: of those no one can be read without the others."""

    def counts(self, grams: Ints) -> Ints:
        """A row a gram: in column n, how many keys of fewer than n steps of letters have it; up to over LONGEST."""

    def entries(self, grams: Ints, low: Ints, high: Ints) -> Ints:
        """The numbers under each gram with lengths from step `low` to below step `high`, one gram after the other."""

    def lengths(self, numbers: Ints) -> Ints:
        """The lengths of keys."""


def shortlist(
    keys: Sequence[str], postings: Postings, least: float, beginning: bool, effort: Effort
) -> tuple[Ints, Ints]:
    """(places, numbers): for each key by its place, the keys of the postings that may be alike.

    least: likeness below which nobody is interested. beginning: keys are beginnings of what they are
    alike to. In order of places and of numbers.
    """
    step = max(1, _CELLS // _cells(effort.budget))
    found = [
        _shortlist(keys[start : start + step], postings, least, beginning, effort)
        for start in range(0, len(keys), step)
    ]
    places = [place + start * step for start, (place, _) in enumerate(found)]
    nothing = np.zeros(0, dtype=np.int64)
    return np.concatenate([nothing, *places]), np.concatenate([nothing, *(numbers for _, numbers in found)])


def _shortlist(
    keys: Sequence[str], postings: Postings, least: float, beginning: bool, effort: Effort
) -> tuple[Ints, Ints]:
    budget, compared = effort.budget, effort.compared * (_ALIKE if beginning else 1)
    grams, owners = gram_table(keys, ends=not beginning)
    counts = postings.counts(grams)
    low, high = _windows(counts, lengths_of(keys)[owners], postings.step, least, beginning, budget)
    size = _between(counts, low, high)
    chosen = _rarest(owners, size, budget)
    entries = postings.entries(grams[chosen], low[chosen], high[chosen])
    owner = np.repeat(owners[chosen], size[chosen])
    owner, entries = _often(owner, entries, len(keys), _cells(min(budget, len(entries))), compared * _CLOSE)
    fewest: NDArray[np.float64] = np.zeros(len(keys))
    if effort.strict and not beginning:
        fewest = np.bincount(owners[chosen], minlength=len(keys)) - _spoilt(lengths_of(keys), least)
    return _best(owner, entries, postings, beginning, compared, fewest)


def _spoilt(lengths: Ints, least: float) -> NDArray[np.float64]:
    """The grams, at most, that a key of a length has and a key that is as much alike has not: three for each edit."""
    edits = lengths * (1 / max(least, 1 / LONGEST) - 1)
    grams: NDArray[np.float64] = 3 * np.floor(edits + 1e-6)
    return grams


def _cells(budget: int) -> int:
    """The cells in which the entries of one key are counted: a power of two."""
    return 1 << (budget * _ROOM).bit_length()


def _between(counts: Ints, low: Ints, high: Ints) -> Ints:
    rows = np.arange(len(counts))
    return counts[rows, high] - counts[rows, low]


def _windows(counts: Ints, length: Ints, step: int, least: float, beginning: bool, budget: int) -> tuple[Ints, Ints]:
    """The steps of lengths (low, below high) of which a gram's entries are read."""
    lowest = np.ceil(length * least - 1e-6).astype(np.int64)
    longest = np.full(len(length), np.inf) if beginning else length / max(least, 1 / LONGEST)
    highest = np.minimum(longest + 1e-6, LONGEST).astype(np.int64)
    low = high = np.zeros(len(length), dtype=np.int64)
    many = np.ones(len(length), dtype=bool)
    for near in _BEGUN if beginning else _NEAR:
        if not many.any():
            break
        low = np.where(many, np.maximum(lowest, length - near) // step, low)
        high = np.where(many, np.minimum(highest, length + near) // step + 1, high)
        many &= _between(counts, low, high) > budget // _SHARE
    return low, high


def _rarest(owners: Ints, size: Ints, budget: int) -> Ints:
    """The places of the lists to read: of each owner the shortest until its budget is spent, at least one."""
    order = np.lexsort((size, owners))
    order = order[size[order] > 0]
    owner = owners[order]
    spent = np.cumsum(size[order])
    first = firsts(owner)
    before = np.repeat((spent - size[order])[first], np.diff(first, append=len(owner)))
    affordable = spent - before <= budget
    affordable[first] = True
    return order[affordable]


def _often(owner: Ints, entries: Ints, owners: int, cells: int, close: int) -> tuple[Ints, Ints]:
    """The entries in the fullest cells of each owner, about `close` of them."""
    cell = entries & (cells - 1)
    cell += owner * cells
    met = np.minimum(np.bincount(cell, minlength=owners * cells)[cell], _MOST - 1)
    more = np.bincount(owner * _MOST + met, minlength=owners * _MOST).reshape(owners, _MOST)
    more = more[:, ::-1].cumsum(axis=1)[:, ::-1]  # in column n, the entries of cells met n times or more
    fullest = (more > 0).sum(axis=1) - 1
    full = met >= np.minimum((more > close).sum(axis=1), fullest)[owner]
    return owner[full], entries[full]


def _best(
    owner: Ints, entries: Ints, postings: Postings, beginning: bool, compared: int, fewest: NDArray[np.float64]
) -> tuple[Ints, Ints]:
    """The numbers met most often by each owner, relative to their length; of beginnings, of equals the shortest."""
    both = np.sort(owner << 32 | entries)
    first = firsts(both)
    shared, both = np.diff(first, append=len(both)), both[first]
    enough = shared >= fewest[both >> 32]
    shared, both = shared[enough], both[enough]
    owner, number = both >> 32, both & 0xFFFFFFFF
    length = postings.lengths(number)
    score: NDArray[np.float64] = shared - length / 256 if beginning else shared / np.sqrt(length + 2)
    order = np.lexsort((number, -score, owner))
    kept = order[rank(owner[order]) < compared]
    kept = np.sort(kept)
    return owner[kept], number[kept]


def rank(owner: Ints) -> Ints:
    """How many of the same owner stand before each; owners ascend."""
    first = firsts(owner)
    return np.arange(len(owner)) - np.repeat(first, np.diff(first, append=len(owner)))
