"""What narrows a search: facets as an entry has them ("country=ES"), and the words of a query that mean them.

The words stand in the base (search_words), by key: a country, a city, a government, a status, a kind of document;
a type of entry that is wanted; a theme that has other words; or a filler that says nothing.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search.entries import facet_token
from search.hangul import name_key, stems

FACETS = ("country", "city", "year", "theme", "government")
"""The kinds of facets that people choose from, in the order they are shown."""

STRICT = frozenset(("country", "government", "year", "month", "status", "kind"))
"""Kinds by which an entry that merely mentions the word is no match one stands by."""


class Meaning(NamedTuple):
    """What a word means: a kind and its value; label: the word people know it by."""

    kind: str
    value: str
    label: str

    @property
    def line(self) -> str:
        """The facet as an entry has it."""
        return f"{self.kind}={self.value}"


def forms(word: str) -> list[str]:
    """A word as typed, then without its particle."""
    return [word, *reversed(stems(word))]


def meanings(connection: sqlite3.Connection, words: Iterable[str]) -> Mapping[str, Sequence[Meaning]]:
    """What words mean, by their key; words that mean nothing more than they say are not there."""
    keys = dict.fromkeys(key for word in words for form in forms(word) if (key := name_key(form)))
    rows = connection.execute(
        "select w.key, w.kind, w.value, w.label from json_each(?) as wanted"
        " cross join search_words as w on w.key = wanted.value",
        (json.dumps(list(keys)),),
    )
    found: dict[str, list[Meaning]] = defaultdict(list)
    for key, *meaning in rows:
        found[key].append(Meaning(*meaning))
    return found


def facet_expression(lines: Iterable[str]) -> str:
    """An FTS5 expression for entries with any of these facets."""
    tokens = " OR ".join(f'"{facet_token(line)}"' for line in lines)
    return f"facets : ({tokens})"
