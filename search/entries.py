"""The entries of the search: a row of search_entries, and its tokens under the same rowid in search_fts."""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from search.hangul import name_key
from search.impact import counted, length_of, marked
from search.rowids import TYPES, entry_id, type_range
from search.terms import TermChanges
from search.tokens import line_tokens

__all__ = ["FIELDS", "INSERT_ENTRY", "TYPES", "Entry", "Indexed", "entry_id", "facet_lines", "facet_token"]
__all__ += ["index_entry", "index_texts", "indexed", "make_entry", "type_range", "unindex_entry"]

FIELDS = "id, type, entity_id, title, names, subtitle, body, facets"
"""The columns of search_entries, in the order of an Entry."""
INSERT_ENTRY = f"insert into search_entries ({FIELDS}) values (?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = "title, body, facets, often"
_INSERT_TEXT = f"insert into search_fts (rowid, {_COLUMNS}) values (?, ?, ?, ?, ?)"
_DELETE_TEXT = f"insert into search_fts (search_fts, rowid, {_COLUMNS}) values ('delete', ?, ?, ?, ?, ?)"
_MAX_FACET = 64  # characters of a token


class Entry(NamedTuple):
    """What the search knows of one institution, policy, visit, trip or document.

    names: all names, one a line (institutions; else empty). rowid: from entry_id. facets: what a search can be
    narrowed by, one a line (facet_lines).
    """

    rowid: int
    type: str
    entity_id: str
    title: str
    names: str
    subtitle: str
    body: str
    facets: str = ""


def make_entry(
    type: str,
    entity_id: str,
    title: str,
    *,
    names: str = "",
    subtitle: str = "",
    body: str = "",
    facets: str = "",
    date: str | None = None,
) -> Entry:
    """An entry with the rowid that its type, id, date (YYYY-MM-DD) and length give it."""
    rowid = entry_id(type, entity_id, date, length_of(title, names, subtitle, body))
    return Entry(rowid, type, entity_id, title, names, subtitle, body, facets)


def facet_lines(facets: Iterable[tuple[str, str]]) -> str:
    """(kind, value) pairs as an entry keeps them: "country=ES\ncity=빌바오", in order, none twice."""
    pairs = {(kind, value if value.isalnum() else " ".join(value.split())) for kind, value in facets}
    return "\n".join(sorted([f"{kind}={value}" for kind, value in pairs if value]))


def facet_token(line: str) -> str:
    """A line of facets as one token of the index: government=전라남도 순천시 → government전라남도순천시."""
    return name_key(line)[:_MAX_FACET]


class Indexed(NamedTuple):
    """An entry as the index has it: columns of search_fts, terms for search_terms, the number of its tokens."""

    columns: tuple[str, str, str, str]
    terms: tuple[str, ...]
    length: int


def indexed(entry: Entry) -> Indexed:
    """What the index has of an entry."""
    title, body = line_tokens(entry.title, entry.names), line_tokens(entry.subtitle, entry.body)
    words, syllables, length = counted(title, body)
    often = " ".join(marked(words, syllables, length))
    columns = (" ".join(title.ordered), " ".join(body.ordered), _facet_tokens(entry.facets), often)
    return Indexed(columns, (*words, *syllables), length)


@lru_cache(maxsize=2**14)
def _facet_tokens(lines: str) -> str:
    """The tokens of facets; what is said at one visit has those of the visit."""
    return " ".join(map(facet_token, lines.splitlines()))


def index_entry(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write an entry. Raises sqlite3.IntegrityError, with nothing written, if its id is taken."""
    connection.execute(INSERT_ENTRY, entry)
    changes = TermChanges()
    index_texts(connection, [entry], changes)
    changes.write(connection)


def index_texts(connection: sqlite3.Connection, entries: Iterable[Entry], changes: TermChanges) -> None:
    """Put the texts of entries in the index; what that changes in search_terms is noted, not yet written."""
    connection.executemany(_INSERT_TEXT, (_noted(entry, changes) for entry in entries))


def _noted(entry: Entry, changes: TermChanges) -> tuple[int | str, ...]:
    found = indexed(entry)
    changes.add(entry.type, found.terms, found.length)
    return entry.rowid, *found.columns


def unindex_entry(connection: sqlite3.Connection, rowid: int, changes: TermChanges | None = None) -> None:
    """Remove the entry with this rowid, if there is one; with `changes`, search_terms is left to be written.

    A contentless table forgets a row only when told its very tokens, so they are made from the stored row.
    """
    row = connection.execute(f"select {FIELDS} from search_entries where id = ?", (rowid,)).fetchone()
    if row is None:
        return
    stored = Entry(*row)
    found = indexed(stored)
    connection.execute(_DELETE_TEXT, (stored.rowid, *found.columns))
    connection.execute("delete from search_entries where id = ?", (stored.rowid,))
    noted = TermChanges() if changes is None else changes
    noted.remove(stored.type, found.terms, found.length)
    if changes is None:
        noted.write(connection)
