"""What documents say of an institution that does not go together: other numbers in like words, another city.

Both may be right, at another time or of another branch; that they stand side by side is all that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from ingest.authority import Authority
from ingest.sentences import letters
from search.hangul import name_key

Row = Any  # by name: statement and document_id, or city and document_id, such as sqlite3.Row

LIKE = 0.55
"""Likeness of two statements without their numbers (0–1) from which on they are about the same."""
_MOST = 200  # statements that are compared
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\s?[십백천만억조]*")


class _Said(NamedTuple):
    row: Row
    words: str
    numbers: frozenset[str]


def numbers_apart(statements: Iterable[Row]) -> list[list[Row]]:
    """Statements of several documents that say other numbers in like words, those together that belong together."""
    said = [_said(row) for row in statements][:_MOST]
    groups: list[list[_Said]] = []
    for one in (one for one in said if one.numbers):
        group = next((group for group in groups if _alike(one, group[0])), None)
        groups.append([one]) if group is None else group.append(one)
    return [[one.row for one in group] for group in groups if _apart(group)]


def _said(row: Row) -> _Said:
    text = row["statement"]
    numbers = frozenset(re.sub(r"[,\s]", "", number) for number in _NUMBER.findall(text))
    return _Said(row, letters(_NUMBER.sub(" ", text)), numbers)


def _alike(one: _Said, other: _Said) -> bool:
    return Indel.normalized_similarity(one.words, other.words) >= LIKE


def _apart(group: Sequence[_Said]) -> bool:
    """Whether two documents differ in numbers: none says all that the other says."""
    others = ((one, other) for one in group for other in group if one.row["document_id"] != other.row["document_id"])
    return any(one.numbers - other.numbers and other.numbers - one.numbers for one, other in others)


def places_apart(city: str | None, visits: Iterable[Row], authority: Authority) -> list[Row]:
    """The visits of which a document tells another city than that of the institution, one a city and document."""
    if not city:
        return []
    known = city_keys(authority, city)
    told = {(name_key(row["city"]), row["document_id"]): row for row in visits if row["city"]}
    return [row for (key, _), row in told.items() if key not in known]


def city_keys(authority: Authority, city: str) -> set[str]:
    """The keys of all names of the cities of a name, itself included."""
    key = name_key(city)
    return {key, *(name_key(name) for place in authority.places_by_name.get(key, ()) for name in place.names)} - {""}
