"""What narrows a search: facets as an entry has them ("country=ES"), and the words of a query that mean them.

The words stand in the base (search_words), by key: a country, a city, a government, a status, a kind of document;
a type of entry that is wanted; a theme that has other words; or a filler that says nothing.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from search.entries import facet_token
from search.hangul import name_key, stems
from search.keyboard import strokes

FACETS = ("country", "city", "year", "theme", "government")
"""The kinds of facets that people choose from, in the order they are shown."""

STRICT = frozenset(("country", "government", "year", "month", "status", "kind"))
"""Kinds by which an entry that merely mentions the word is no match one stands by."""

_SYLLABLES = re.compile("[가-힣]{3,}")  # of a place that may be misspelt; shorter ones are like too many
_LONG = 10  # strokes of a place from which on two may be wrong


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


def place_like(connection: sqlite3.Connection, word: str) -> str | None:
    """The key of the country, government or city of the base that a word misspells by a stroke or two; None if none."""
    key, typed = name_key(word), strokes(name_key(word))
    if not _SYLLABLES.fullmatch(key):
        return None
    allowed = 1 + (len(typed) >= _LONG)
    found = connection.execute(
        "select distinct key from search_words where kind in ('country', 'city', 'government')"
        " and length(key) between :least and :most and (substr(key, 1, 1) = :first or substr(key, -1) = :last)",
        {"least": len(key) - 1, "most": len(key) + 1, "first": key[0], "last": key[-1]},
    )
    wrong = {other: Levenshtein.distance(typed, strokes(other), score_cutoff=allowed) for (other,) in found}
    near = min(wrong, key=lambda other: (wrong[other], other), default="")
    return near if near and wrong[near] <= allowed else None


def facet_expression(lines: Iterable[str]) -> str:
    """An FTS5 expression for entries with any of these facets."""
    tokens = " OR ".join(f'"{facet_token(line)}"' for line in lines)
    return f"facets : ({tokens})"
