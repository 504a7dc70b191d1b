"""In how many entries of each type a word, a pair of syllables or a syllable stands: the table search_terms.

The numbers are kept with every entry that comes or goes, so that they need no counting when they are asked for.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from search.grams import Ints, distinct, tallied
from search.postings import CODE_BITS, Postings, term_of
from search.rowids import TYPES

ALL = ""
"""The term of search_terms that counts the entries themselves."""
LENGTH = " "
"""The term that counts the tokens of all entries."""

_CODE = (1 << CODE_BITS) - 1
_NONE = np.zeros(0, dtype=np.int64)
_WAITING = 2**20  # codes that wait to be put together: 8 MB
_COLUMNS = ", ".join(TYPES)
_CHANGE = (
    f"insert into search_terms (term, {_COLUMNS}) values (?{', ?' * len(TYPES)})"
    f" on conflict (term) do update set {', '.join(f'{type} = {type} + excluded.{type}' for type in TYPES)}"
)
_FORGET = f"delete from search_terms where term = ? and {' + '.join(TYPES)} = 0"
_READ_MANY = f"select term, {' + '.join(TYPES)} from json_each(?) cross join search_terms on term = value"
_READ = f"select {_COLUMNS} from search_terms where term = ?"


class TermChanges:
    """Entries that came or went since the numbers were written.

    A term is counted as its type << CODE_BITS | its code (search.postings), a word as its type and itself.
    """

    def __init__(self) -> None:
        self._codes = self._numbers = _NONE
        self._waiting: dict[int, list[Ints]] = {1: [], -1: []}  # codes that came, that went
        self._words: Counter[tuple[int, str]] = Counter()

    def add(self, types: Sequence[str], found: Postings) -> None:
        """Entries of these types came, and have these postings."""
        self._note(types, found, 1)

    def remove(self, types: Sequence[str], found: Postings) -> None:
        """The entries are no more."""
        self._note(types, found, -1)

    def _note(self, types: Sequence[str], found: Postings, sign: int) -> None:
        ranks = [TYPES.index(type) for type in types]
        waiting = self._waiting[sign]
        waiting.append(np.array(ranks)[found.owners] << CODE_BITS | found.codes)
        if sum(map(len, waiting)) > _WAITING:
            self._gather()
        noted = Counter((ranks[owner], word) for owner, word in found.words)
        noted.update((rank, ALL) for rank in ranks)
        for rank, length in zip(ranks, found.lengths.tolist(), strict=True):
            noted[rank, LENGTH] += length
        (self._words.update if sign > 0 else self._words.subtract)(noted)

    def _gather(self) -> None:
        """Put what waits into one number a code."""
        for sign, waiting in self._waiting.items():
            if waiting:
                codes, times = tallied(np.concatenate(waiting))
                both = distinct(np.concatenate((self._codes, codes)))
                numbers = np.zeros(len(both), dtype=np.int64)
                numbers[np.searchsorted(both, self._codes)] = self._numbers
                numbers[np.searchsorted(both, codes)] += sign * times
                self._codes, self._numbers = both, numbers
                waiting.clear()

    def write(self, connection: sqlite3.Connection) -> None:
        """Bring the table up to date."""
        self._gather()
        changed: dict[str, list[int]] = defaultdict(lambda: [0] * len(TYPES))
        for code, number in zip(self._codes.tolist(), self._numbers.tolist(), strict=True):
            changed[term_of(code & _CODE)][code >> CODE_BITS] = number
        for (rank, word), number in self._words.items():
            changed[word][rank] = number
        rows = [(term, numbers) for term, numbers in sorted(changed.items()) if any(numbers)]
        connection.executemany(_CHANGE, [(term, *numbers) for term, numbers in rows])
        connection.executemany(_FORGET, [(term,) for term, numbers in rows if min(numbers) < 0])
        self._codes = self._numbers = _NONE
        self._words.clear()


def term_counts(connection: sqlite3.Connection, term: str) -> dict[str, int]:
    """The number of entries of each type that have a term; also of ALL and LENGTH."""
    row = connection.execute(_READ, (term,)).fetchone()
    return dict(zip(TYPES, row or [0] * len(TYPES), strict=True))


def numbers_of(connection: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
    """The number of entries that have each of some terms."""
    wanted = list(dict.fromkeys(terms))
    found = connection.execute(_READ_MANY, (json.dumps(wanted),))
    return dict.fromkeys(wanted, 0) | dict(found)


def terms_with(connection: sqlite3.Connection, syllable: str) -> list[str]:
    """The tokens of the index that begin with a syllable: those that are it alone, and the pairs."""
    found = connection.execute(
        "select term from search_terms where term > :syllable and term < :syllable || char(0x10ffff) order by term",
        {"syllable": syllable},
    )
    return [syllable, *(row[0] for row in found)]
