"""How well an entry answers the terms of a query, by the entry alone: outside SQL, where bm25 costs most."""

from collections.abc import Sequence
from typing import NamedTuple

from search.asked import Reading, Term
from search.excerpt import densest, positions
from search.lookup import Row

SURE = 0.53  # the least score of a text one would stand by; without its particles a query keeps 95 %
_ASIDE = 0.505  # the least score of an entry that has the words aside
_SPAN = 300  # characters within which the words of a query belong together
_TITLE, _PHRASE, _OFTEN, _SHORT = 0.45, 0.25, 0.2, 0.1  # what makes up the quality; sum 1
_HALF_LENGTH = 500  # characters at which an entry is half as good as a very short one
_HALF_COUNT = 1.5  # hits of a word at which more hits begin to matter less
_NARROWED = 0.5  # the quality of an entry that was asked for by filters alone


class Fit(NamedTuple):
    """quality: 0–1; together: all words stand close by; coverage: 0–1, the weight of the terms answered.

    aside: the words stand nowhere but in the subtitle, which tells who and where, not what.
    """

    quality: float
    together: bool
    coverage: float
    aside: bool = False


def by_facet(row: Row, term: Term) -> bool:
    """Whether an entry answers a term by what it is about."""
    return any(map(row.has, term.facets))


def answers(row: Row, terms: Sequence[Term]) -> bool:
    """Whether an entry answers all terms, as far as it was read."""
    text = "\n".join((row.title, row.names, row.subtitle, row.body))
    return all(by_facet(row, term) or (not term.strict and all(positions(text, [term.text]))) for term in terms)


def has_any(row: Row, words: Sequence[str]) -> bool:
    """Whether one of the words stands in an entry, as far as it was read."""
    return bool(words) and any(positions("\n".join((row.title, row.names, row.subtitle, row.body)), words))


class Scale:
    """Measures entries against the terms of a reading and their text as a phrase; weights sum to 1."""

    def __init__(self, reading: Reading, weights: Sequence[float] = ()) -> None:
        self._terms = list(zip(reading.terms, weights or even(reading), strict=True))
        self._texts = [term.text for term in reading.terms]
        self._asked = reading.asked
        self._whole = " ".join(term.text for term in self._asked)

    def fit(self, row: Row) -> Fit:
        """How well an entry fits."""
        head = f"{row.title}\n{row.names}\n{row.subtitle}\n"
        text = head + row.body
        said = range(len(head) - len(row.subtitle) - 1, len(head))  # the subtitle
        titled = often = coverage = 0.0
        far: list[list[int]] = []
        for (term, weight), hits in zip(self._terms, positions(text, self._texts), strict=True):
            about = by_facet(row, term)
            if term.strict and not about:
                continue
            if about or hits:
                coverage += weight
                titled += weight * (about or hits[0] < said.start)
                often += weight * (1 if about else len(hits) / (len(hits) + _HALF_COUNT))
            if not about:
                far.append(hits)
        if not self._asked:
            return Fit(_NARROWED, True, coverage)
        quality = _TITLE * titled + _PHRASE * self._is_phrase(text, far) + _OFTEN * often
        quality += _SHORT * _HALF_LENGTH / (_HALF_LENGTH + len(text))
        aside = bool(far) and row.whole and all(hit in said for hits in far for hit in hits)
        return Fit(quality, _together(row, far, len(head)), coverage, aside)

    def _is_phrase(self, text: str, far: Sequence[Sequence[int]]) -> bool:
        """Whether the words stand in a text as they were typed."""
        if len(self._asked) == 1:
            return any(far)
        return any(positions(text, [self._whole]))


def _together(row: Row, found: Sequence[Sequence[int]], head: int) -> bool:
    """Whether the words stand near each other. The head (title, names, subtitle) is near all of the body."""
    if len(found) <= 1:
        return True
    body = [hits for hits in found if not hits or hits[0] >= head]
    seen = [hits for hits in body if hits]
    # A word that the index has and the pattern has not: written in another form, or beyond what was read.
    if len(seen) < len(body) and not row.whole:
        return False
    return not seen or densest(seen, _SPAN)[1] == len(seen)


def even(reading: Reading) -> list[float]:
    """The same weight for every term that asks; filters weigh nothing, unless there is nothing else."""
    asked = reading.asked or list(reading.terms)
    return [1 / len(asked) if term in asked else 0.0 for term in reading.terms]


def all_words(measured: Fit) -> float:
    """The score of an entry that has all words: SURE–0.73, or below 0.5 if they only lie far apart."""
    if measured.aside:
        return _ASIDE + 0.01 * measured.quality
    return SURE + 0.2 * measured.quality if measured.together else 0.35 + 0.14 * measured.quality


def some_words(measured: Fit) -> float:
    """The score of an entry that lacks words: always below 0.5."""
    return 0.45 * measured.coverage * (0.6 + 0.4 * measured.quality)
