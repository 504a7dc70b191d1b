"""Completions of a query while it is typed, and what may have been meant where nothing was found."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search import lookup
from search.hangul import name_key
from search.initials import has_lone
from search.kept import shelves
from search.keyboard import strokes, to_hangul, to_latin
from search.lookup import Titled
from search.named import Named, by_initials, half_typed, mistyped
from search.pages import pages_of
from search.query import parse
from search.readings import Words
from search.titles import first_titled
from search.tokens import together

_MOST = 50
_MEANT = 3
_CERTAIN = 0.5
_KEPT, _SIZE = 2**21, 700  # bytes of suggestions that are kept in memory, of one
_LIKELY = 6  # strokes from which on what was typed may be a name misspelt


@dataclass(frozen=True)
class Suggestion:
    """A completion of what was typed: text is the name or title that holds it, title the entry's own."""

    text: str
    type: str
    id: str
    title: str
    url: str

    def to_json(self) -> dict[str, Any]:
        """The suggestion as a JSON object."""
        return dict(vars(self))


def suggest(connection: sqlite3.Connection, query: str, limit: int = 8) -> list[Suggestion]:
    """Completions of a query while it is typed: names that begin with it, then titles that hold it.

    If there are none: by initials, by the keys typed so far, by the other layout of the keyboard, by likeness.
    """
    text = parse(query).text
    if not text:
        return []
    kept, asked = shelves(connection).shelf("suggestions", _KEPT), (text, min(max(limit, 1), _MOST))
    found: list[Suggestion] | None = kept.get(asked)
    if found is None:
        found = _suggested(connection, *asked)
        kept.put(asked, found, _SIZE * (1 + len(found)))
    return found


def _suggested(connection: sqlite3.Connection, text: str, limit: int) -> list[Suggestion]:
    if has_lone(text) and (found := _of_names(connection, by_initials(connection, text), limit)):
        return found
    if found := _completions(connection, text, limit):
        return found
    if found := _of_names(connection, half_typed(connection, text), limit):
        return found
    for other in dict.fromkeys((to_hangul(text), to_latin(text) if has_lone(text) else text)):
        if other == text:
            continue
        if found := _completions(connection, other, limit):
            return found
        if found := _of_names(connection, _begun(connection, other), limit):
            return found
    if len(strokes(text)) < _LIKELY:
        return []
    return _of_names(connection, mistyped(connection, text, doubtful=False), limit)


def _begun(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions with a name of which a text may be the beginning, its last syllable not done yet."""
    return by_initials(connection, text) if has_lone(text) else half_typed(connection, text)


def meant(words: Words, shown: Sequence[Any]) -> list[Suggestion]:
    """Institutions that may have been meant by a query, those not shown."""
    if not words.plain or not words.query.words:
        return []
    ids = {result.id for result in shown}
    found = _of_names(words.connection, words.misspelt(words.query.text), _MEANT + len(ids))
    return [one for one in found if one.id not in ids][:_MEANT]


def _of_names(connection: sqlite3.Connection, named: Iterable[Named], limit: int) -> list[Suggestion]:
    names: dict[int, str] = {}
    for one in named:
        names.setdefault(one.rowid, one.name)
    return _shown(connection, names, list(names)[:limit], "", limit)


def _completions(connection: sqlite3.Connection, text: str, limit: int) -> list[Suggestion]:
    """Names that begin with a text, then titles that hold it; one an entry and none twice by its text."""
    key = name_key(text)
    names: dict[int, str] = {}
    beginning = lookup.names_beginning(connection, key)
    for rowid, name, _ in sorted(beginning, key=lambda found: (len(found[2]), found[0], found[1])):
        names.setdefault(rowid, name)
    # Titles repeat (one trip, many papers), so more are asked for than wanted.
    full = len(names) >= limit
    holding = [] if full else first_titled(connection, together(text), 4 * limit)
    return _shown(connection, names, list(dict.fromkeys([*names, *holding]))[: 5 * limit], key, limit)


def _shown(
    connection: sqlite3.Connection, names: dict[int, str], rowids: Sequence[int], key: str, limit: int
) -> list[Suggestion]:
    if not rowids:
        return []
    found: dict[str, Titled] = {}
    for row in lookup.titles(connection, rowids):
        found.setdefault(names.get(row.rowid) or _holder(row, key), row)
        if len(found) == limit:
            break
    pages = pages_of(connection, [(row.type, row.entity_id) for row in found.values()])
    both = zip(found.items(), pages, strict=True)
    return [Suggestion(text, row.type, row.entity_id, row.title, page) for (text, row), page in both]


def _holder(row: Titled, key: str) -> str:
    """The title or name of an entry that holds a name key; its title if only the words stand in it."""
    return next((text for text in (row.title, *row.names.splitlines()) if key in name_key(text)), row.title)
