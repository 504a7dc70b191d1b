"""How well an entry answers a query, by the entry's text alone: outside SQL, where bm25 costs most."""

from collections.abc import Sequence
from typing import NamedTuple

from search.excerpt import densest, pattern, positions
from search.lookup import Row

SURE = 0.53  # the least score of a text one would stand by; without its particles a query keeps 95 %
_SPAN = 300  # characters within which the words of a query belong together
_TITLE, _PHRASE, _OFTEN, _SHORT = 0.45, 0.25, 0.2, 0.1  # what makes up the quality; sum 1
_HALF_LENGTH = 500  # characters at which an entry is half as good as a very short one
_HALF_COUNT = 1.5  # hits of a word at which more hits begin to matter less


class Fit(NamedTuple):
    """quality: 0–1; together: all words stand close by; coverage: 0–1, the weight of the words found."""

    quality: float
    together: bool
    coverage: float


def fit(row: Row, words: Sequence[str], weights: Sequence[float], phrase: str) -> Fit:
    """Measure an entry against the words of a query (weights sum to 1) and the query as a phrase."""
    head = f"{row.title}\n{row.names}\n{row.subtitle}\n"
    text = head + row.body
    found = positions(text, words)
    titled = often = coverage = 0.0
    for weight, hits in zip(weights, found, strict=True):
        if hits:
            coverage += weight
            titled += weight * (hits[0] < len(head) - len(row.subtitle) - 1)
            often += weight * len(hits) / (len(hits) + _HALF_COUNT)
    whole = pattern(phrase)
    quality = (
        _TITLE * titled
        + _PHRASE * (whole is not None and whole.search(text) is not None)
        + _OFTEN * often
        + _SHORT * _HALF_LENGTH / (_HALF_LENGTH + len(text))
    )
    return Fit(quality, _together(row, found, len(head)), coverage)


def _together(row: Row, found: Sequence[Sequence[int]], head: int) -> bool:
    """Whether the words stand near each other. The head (title, names, subtitle) is near all of the body."""
    if len(found) == 1:
        return True
    body = [hits for hits in found if not hits or hits[0] >= head]
    seen = [hits for hits in body if hits]
    # A word that the index has and the pattern has not: written in another form, or beyond what was read.
    if len(seen) < len(body) and not row.whole:
        return False
    return not seen or densest(seen, _SPAN)[1] == len(seen)


def has_all(row: Row, words: Sequence[str]) -> bool:
    """Whether all words stand in the entry, as far as it was read."""
    return all(positions("\n".join((row.title, row.names, row.subtitle, row.body)), words))


def all_words(measured: Fit) -> float:
    """The score of an entry that has all words: SURE–0.73, or below 0.5 if they only lie far apart."""
    return SURE + 0.2 * measured.quality if measured.together else 0.35 + 0.14 * measured.quality


def some_words(measured: Fit) -> float:
    """The score of an entry that lacks words: always below 0.5."""
    return 0.45 * measured.coverage * (0.6 + 0.4 * measured.quality)
