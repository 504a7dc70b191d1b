"""In how many entries of each type a word, a pair of syllables or a syllable stands: the table search_terms.

The numbers are kept with every entry that comes or goes, so that they need no counting when they are asked for.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from search.rowids import TYPES

ALL = ""
"""The term of search_terms that counts the entries themselves."""
LENGTH = " "
"""The term that counts the tokens of all entries."""

_COLUMNS = ", ".join(TYPES)
_CHANGE = (
    f"insert into search_terms (term, {_COLUMNS}) values (?{', ?' * len(TYPES)})"
    f" on conflict (term) do update set {', '.join(f'{type} = {type} + excluded.{type}' for type in TYPES)}"
)
_FORGET = f"delete from search_terms where term = ? and {' + '.join(TYPES)} = 0"
_READ = f"select {_COLUMNS} from search_terms where term = ?"


class TermChanges:
    """Entries that came or went since the numbers were written."""

    def __init__(self) -> None:
        self._by_type: dict[str, Counter[str]] = {type: Counter() for type in TYPES}
        self._gone: set[str] = set()

    def add(self, type: str, terms: Iterable[str], length: int) -> None:
        """An entry of that type and length, with these terms, none twice."""
        self._by_type[type].update((*terms, ALL))
        self._by_type[type][LENGTH] += length

    def remove(self, type: str, terms: Iterable[str], length: int) -> None:
        """The entry is no more."""
        gone = (*terms, ALL)
        self._gone.update(gone, (LENGTH,))
        self._by_type[type].subtract(gone)
        self._by_type[type][LENGTH] -= length

    def write(self, connection: sqlite3.Connection) -> None:
        """Bring the table up to date."""
        by_type = self._by_type.values()
        rows = ((term, *(counts[term] for counts in by_type)) for term in sorted(set().union(*by_type)))
        connection.executemany(_CHANGE, (row for row in rows if any(row[1:])))
        connection.executemany(_FORGET, ((term,) for term in sorted(self._gone)))
        for counts in self._by_type.values():
            counts.clear()
        self._gone.clear()


def term_counts(connection: sqlite3.Connection, term: str) -> dict[str, int]:
    """The number of entries of each type that have a term; also of ALL and LENGTH."""
    row = connection.execute(_READ, (term,)).fetchone()
    return dict(zip(TYPES, row or [0] * len(TYPES), strict=True))


def terms_with(connection: sqlite3.Connection, syllable: str) -> list[str]:
    """The tokens of the index that begin with a syllable: those that are it alone, and the pairs."""
    found = connection.execute(
        "select term from search_terms where term > :syllable and term < :syllable || char(0x10ffff) order by term",
        {"syllable": syllable},
    )
    return [syllable, *(row[0] for row in found)]
