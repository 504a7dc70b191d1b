"""What a search of texts should find: by looking through them all, and ranked by exact BM25."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from search.entries import Entry, in_batches, indexed
from search.hangul import fold, squeeze
from search.postings import index_tokens
from search.tokens import query_words

Numbers = npt.NDArray[np.int64]
_K1, _B = 1.2, 0.75


def lines_of(entry: Entry) -> Iterable[str]:
    """The lines of an entry, as people read them."""
    return "\n".join((entry.title, entry.names, entry.subtitle, entry.body)).splitlines()


class Substrings:
    """All texts, looked through for every word of a query, wherever it stands and however it is spaced."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        texts = ["\n".join(squeeze(fold(line)) for line in lines_of(entry)) for entry in entries]
        self._rowids = [entry.rowid for entry in entries]
        self._text = "\n".join(texts)
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)])

    def find(self, query: str) -> set[int]:
        """The rowids of the entries in which all words stand."""
        return reduce(set.intersection, (self._holding(squeeze(fold(word))) for word in query.split()))

    def _holding(self, word: str) -> set[int]:
        places, place = [], self._text.find(word)
        while place >= 0:
            places.append(place)
            place = self._text.find(word, place + 1)
        return {self._rowids[i] for i in np.unique(np.searchsorted(self._starts, places, side="right")) - 1}


def columns_of(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """Each entry with the tokens of its two columns."""
    for batch in in_batches(entries):
        for entry, (title, body, _) in zip(batch, indexed(batch).columns, strict=True):
            yield entry, title, body


class ExactBM25:
    """BM25 of a query for every entry, as FTS5 has it, from all tokens of all texts in one array."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._numbers: dict[str, int] = {}
        texts = []
        for _, title, body in columns_of(entries):
            tokens = f"{title} ¶ {body}".split()
            texts.append(np.array([self._numbers.setdefault(t, len(self._numbers)) for t in tokens], dtype=np.int32))
        self._lengths = np.array([len(text) for text in texts])
        self._tokens = np.concatenate(texts)
        self._owners = np.repeat(np.arange(len(texts)), self._lengths)
        self._rowids = np.array([entry.rowid for entry in entries])

    def best(self, query: str) -> Counter[int]:
        """The score of every entry that has all words of the query."""
        words = [self._times(word) for word in query_words(query)]
        both = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), (owners for owners, _ in words))
        norm = _K1 * (1 - _B + _B * self._lengths[both] / self._lengths.mean())
        score = np.zeros(len(both))
        for owners, often in words:
            times = often[np.searchsorted(owners, both)]
            rare = math.log(1 + (len(self._lengths) - len(owners) + 0.5) / (len(owners) + 0.5))
            score += rare * times * (_K1 + 1) / (times + norm)
        return Counter(dict(zip(self._rowids[both].tolist(), score.tolist(), strict=True)))

    def _times(self, word: str) -> tuple[Numbers, Numbers]:
        """The entries that have a word, by their places, and how often."""
        tokens = index_tokens(word).split()
        if len(tokens) > 1:
            places = self._places([[self._numbers.get(token, -1)] for token in tokens[:-1]])
        else:  # a syllable begins every pair that has it first
            starts = [number for token, number in self._numbers.items() if token.startswith(word)]
            places = self._places([starts])
        owners, often = np.unique(self._owners[places], return_counts=True)
        return owners, often

    def _places(self, phrase: Sequence[Sequence[int]]) -> Numbers:
        """Where the tokens of a phrase stand one after another; each may be one of several."""
        places: Numbers = np.flatnonzero(np.isin(self._tokens, phrase[0]))
        for further, options in enumerate(phrase[1:], 1):
            places = places[places + further < len(self._tokens)]
            places = places[np.isin(self._tokens[places + further], options)]
        return places
