"""Functions for people who write SQL: likeness of names, initials, letters and sounds of Korean.

Datasette's own search boxes use our tokens by ``escape_fts(q)``, which gives a query's words, phrases, exclusions.
"""

import sqlite3
from collections.abc import Callable

from pluggy import HookimplMarker
from rapidfuzz.distance import Levenshtein

from search import keyboard, phonetic, romanize
from search.query import parse

hookimpl = HookimplMarker("datasette")

_LONGEST = 200  # characters of a text that are looked at


def _text(value: object) -> str:
    return str(value)[:_LONGEST]


def escape_fts(query: object) -> str:
    """Return the FTS5 expression for what a person typed."""
    return parse("" if query is None else str(query)).expression


def fuzzy(one: object, other: object) -> float | None:
    """How alike two texts are by their key strokes, 0–1; null with null: fuzzy('몬드라콘', '몬드라곤') is 0.9."""
    if one is None or other is None:
        return None
    strokes = map(keyboard.strokes, (_text(one), _text(other)))
    return round(Levenshtein.normalized_similarity(*strokes), 3)


def sounds_like(one: object, other: object) -> float | None:
    """How alike two names sound, 0–1, in whatever script: sounds_like('몬드라곤', 'Mondragon')."""
    return None if one is None or other is None else round(phonetic.alike(_text(one), _text(other)), 3)


def _of_text(function: Callable[[str], str]) -> Callable[[object], str | None]:
    return lambda value: None if value is None else function(_text(value))


FUNCTIONS: dict[str, tuple[int, Callable[..., str | float | None]]] = {
    "escape_fts": (1, escape_fts),
    "fuzzy": (2, fuzzy),
    "sounds_like": (2, sounds_like),
    "choseong": (1, _of_text(keyboard.choseong)),
    "jamo": (1, _of_text(keyboard.jamo)),
    "romanize": (1, _of_text(romanize.romanize)),
}
"""Name → number of arguments and the function; metadata.yml has an example of each."""


@hookimpl(trylast=True)  # after Datasette's own escape_fts, so that ours stays
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Register the functions on every connection that Datasette opens."""
    for name, (arguments, function) in FUNCTIONS.items():
        conn.create_function(name, arguments, function, deterministic=True)
