"""The entries of the search: a row of search_entries, and its tokens under the same rowid in search_fts."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.hangul import name_key
from search.impact import length_of
from search.postings import Postings, batches, postings
from search.rowids import TYPES, entry_id, type_range
from search.terms import TermChanges

__all__ = ["FIELDS", "INSERT_ENTRY", "TYPES", "Entry", "entry_id", "facet_lines", "facet_token", "index_entry"]
__all__ += ["in_batches", "index_texts", "indexed", "make_entry", "type_range", "unindex_entries", "with_facets"]

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


def with_facets(lines: str, more: str) -> str:
    """What facet_lines makes of the facets of both."""
    return "\n".join(sorted({*lines.splitlines(), *more.splitlines()}))


@lru_cache(maxsize=2**15)
def facet_token(line: str) -> str:
    """A line of facets as one token of the index: government=전라남도 순천시 → government전라남도순천시."""
    return name_key(line)[:_MAX_FACET]


def indexed(entries: Sequence[Entry]) -> Postings:
    """What the index has of entries, but for their facets: title and names in its first column, the rest behind."""
    return postings([(f"{one.title}\n{one.names}", f"{one.subtitle}\n{one.body}") for one in entries])


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
    for batch in in_batches(entries):
        found = indexed(batch)
        connection.executemany(_INSERT_TEXT, _texts(batch, found))
        changes.add([one.type for one in batch], found)


def unindex_entries(connection: sqlite3.Connection, rowids: Iterable[int], changes: TermChanges) -> None:
    """Remove the entries that have these rowids; what that changes in search_terms is noted, not yet written.

    A contentless table forgets a row only when told its very tokens, so they are made from the stored row.
    """
    select = f"select {FIELDS} from search_entries where id = ?"
    rows = [row for rowid in rowids for row in connection.execute(select, (rowid,))]
    for batch in in_batches(map(Entry._make, rows)):
        found = indexed(batch)
        connection.executemany(_DELETE_TEXT, _texts(batch, found))
        connection.executemany("delete from search_entries where id = ?", [(one.rowid,) for one in batch])
        changes.remove([one.type for one in batch], found)


def in_batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries in order, as many at a time as are best indexed together."""
    return batches(entries, lambda one: len(one.title) + len(one.names) + len(one.subtitle) + len(one.body))


def _texts(entries: Sequence[Entry], found: Postings) -> list[tuple[int | str, ...]]:
    """Rows of search_fts."""
    pairs = zip(entries, found.columns, strict=True)
    return [(one.rowid, title, body, _facet_tokens(one.facets), often) for one, (title, body, often) in pairs]
