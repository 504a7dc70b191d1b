"""The entries of the search: a row of search_entries, and its tokens under the same rowid in search_fts."""

import datetime
import hashlib
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from search.hangul import name_key
from search.tokens import index_tokens

TYPES = ("institution", "policy", "visit", "trip", "document")
"""The types of entries, in the order of their rowids."""

_HASH_BITS = 44
_RECENCY_BITS = 16
_TYPE_SHIFT = _HASH_BITS + _RECENCY_BITS
_LATEST = datetime.date(2100, 1, 1).toordinal()
_UNDATED = (1 << _RECENCY_BITS) - 1
_FIELDS = "id, type, entity_id, title, names, subtitle, body, facets"
_MAX_FACET = 64  # characters of a token
_LINE_END = " ¶ "  # a token that no query has, so that no phrase runs from one line into the next


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


def facet_lines(facets: Iterable[tuple[str, str]]) -> str:
    """(kind, value) pairs as an entry keeps them: "country=ES\ncity=빌바오", in order, none twice."""
    pairs = {(kind, value if value.isalnum() else " ".join(value.split())) for kind, value in facets}
    return "\n".join(sorted([f"{kind}={value}" for kind, value in pairs if value]))


def facet_token(line: str) -> str:
    """A line of facets as one token of the index: government=전라남도 순천시 → government전라남도순천시."""
    return name_key(line)[:_MAX_FACET]


def _recency(date: str | None) -> int:
    """Days from the date (YYYY-MM-DD) to 2100, within 16 bits; the highest number for no or no valid date."""
    try:
        day = datetime.date.fromisoformat(date or "").toordinal()
    except ValueError:
        return _UNDATED
    return min(max(_LATEST - day, 0), _UNDATED - 1)


def entry_id(type: str, entity_id: str, date: str | None = None) -> int:
    """The rowid of an entry: a positive 63-bit number made from its content alone.

    From the top: 3 bits type, 16 bits recency (later is smaller, no date is last), 44 bits of a hash of
    type and id.
    Reading rows in ascending order thus gives institutions first, and within a type the latest first.
    Raises ValueError for a type that is not in TYPES.
    """
    low, _ = type_range(type)
    digest = hashlib.blake2b(f"{type}\0{entity_id}".encode(), digest_size=8).digest()
    return low | _recency(date) << _HASH_BITS | int.from_bytes(digest) >> (64 - _HASH_BITS)


def type_range(type: str) -> tuple[int, int]:
    """The lowest rowid of a type, and the lowest above them all. Raises ValueError for no type of TYPES."""
    if type not in TYPES:
        raise ValueError(f"not a type of entry: {type!r}")
    rank = TYPES.index(type) + 1
    return rank << _TYPE_SHIFT, (rank + 1) << _TYPE_SHIFT


def _line_tokens(*texts: str) -> str:
    """The tokens of the lines of some texts, lines kept apart."""
    lines = (index_tokens(line) for text in texts for line in text.splitlines())
    return _LINE_END.join(line for line in lines if line)


def index_tokens_of(entry: Entry) -> tuple[str, str, str]:
    """The title, the body and the facets column of search_fts for an entry."""
    title, body = _line_tokens(entry.title, entry.names), _line_tokens(entry.subtitle, entry.body)
    return title, body, _facet_tokens(entry.facets)


@lru_cache(maxsize=2**14)
def _facet_tokens(lines: str) -> str:
    """The tokens of facets; what is said at one visit has those of the visit."""
    return " ".join(map(facet_token, lines.splitlines()))


def index_entry(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write an entry. Raises sqlite3.IntegrityError, with nothing written, if its id is taken."""
    connection.execute(
        f"insert into search_entries ({_FIELDS}) values (?, ?, ?, ?, ?, ?, ?, ?)",
        entry,
    )
    connection.execute(
        "insert into search_fts (rowid, title, body, facets) values (?, ?, ?, ?)",
        (entry.rowid, *index_tokens_of(entry)),
    )


def unindex_entry(connection: sqlite3.Connection, rowid: int) -> None:
    """Remove the entry with this rowid, if there is one.

    A contentless table forgets a row only when told its very tokens, so they are made from the stored row.
    """
    row = connection.execute(
        f"select {_FIELDS} from search_entries where id = ?",
        (rowid,),
    ).fetchone()
    if row is None:
        return
    stored = Entry(*row)
    connection.execute(
        "insert into search_fts (search_fts, rowid, title, body, facets) values ('delete', ?, ?, ?, ?)",
        (stored.rowid, *index_tokens_of(stored)),
    )
    connection.execute("delete from search_entries where id = ?", (stored.rowid,))
