"""The SQL of the search: it goes by keys, rowids and the full-text index; no statement scans a table."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.fulltext import FullText, spelt_out
from search.rowids import TYPES, type_of

PER_TYPE = 100  # full-text hits of a type that are read
ONE_TYPE = 500  # the same when one type only is wanted
NAMES = 200  # names or visits that are read
BODY = 8000  # characters of a body that are scored; a document's text may be far longer
_MAX_RANGE = "\U0010ffff"


class Row(NamedTuple):
    """An entry as it is scored: of a longer body only the first BODY characters.

    facets: one a line, with the end of a line on each side.
    """

    rowid: int
    type: str
    entity_id: str
    title: str
    names: str
    subtitle: str
    body: str
    facets: str

    @property
    def whole(self) -> bool:
        """Whether the body is all there."""
        return len(self.body) < BODY

    def has(self, facet: str) -> bool:
        """Whether the entry has a facet ("country=ES")."""
        return f"\n{facet}\n" in self.facets


class Titled(NamedTuple):
    """An entry by its title; names: the others, one a line."""

    rowid: int
    type: str
    entity_id: str
    title: str
    names: str


class Hits(NamedTuple):
    """What an expression finds: the best rowids of each type, and how many there are of each."""

    rowids: list[int]
    counts: dict[str, int]


class InitialsHit(NamedTuple):
    """A name of an institution (the rowid of its entry), from one of its words on, by its initials."""

    rowid: int
    initials: str
    name: str


def text_hits(
    connection: sqlite3.Connection, expression: str, only: str | None = None, per_type: int = PER_TYPE
) -> Hits:
    """What an FTS5 expression finds: the best of each type and those with a hit in the title; the counts are of all.

    only: the type of which rowids are wanted; its share is then larger. Without it all types are read, each up to
    per_type.
    """
    text = FullText(connection, expression)
    counts = text.counts()
    shares = {type: per_type if only is None else ONE_TYPE if only == type else 0 for type in TYPES}
    best: dict[str, list[int]] = {type: [] for type in TYPES}
    for rowid, _ in text.best_of_types({type: min(shares[type], counts[type]) for type in TYPES}):
        best[type_of(rowid)].append(rowid)
    not_all = {type: share // 2 for type, share in shares.items() if counts[type] > share}
    for type, titled in text.titled(not_all).items():
        best[type] = list(dict.fromkeys([*titled, *best[type]]))[: shares[type]]
    return Hits([rowid for type in TYPES for rowid in best[type]], counts)


def count(connection: sqlite3.Connection, expression: str) -> int:
    """How many entries an FTS5 expression finds."""
    return sum(FullText(connection, expression).counts().values())


def first_rowids(connection: sqlite3.Connection, expression: str, limit: int) -> list[int]:
    """The first rowids that the expression finds, over all types."""
    found = connection.execute(
        "select rowid from search_fts where search_fts match ? order by rowid limit ?",
        (spelt_out(connection, expression), limit),
    )
    return [row[0] for row in found]


def rows(connection: sqlite3.Connection, rowids: Sequence[int]) -> list[Row]:
    """The entries with these rowids, in this order; unknown rowids are left out."""
    found = connection.execute(
        "select e.id, e.type, e.entity_id, e.title, e.names, e.subtitle,"
        f" substr(e.body, 1, {BODY}), char(10) || e.facets || char(10)"
        " from json_each(?) as wanted cross join search_entries as e on e.id = wanted.value",
        (f"[{','.join(map(str, rowids))}]",),
    )
    return list(map(Row._make, found))


def titles(connection: sqlite3.Connection, rowids: Sequence[int]) -> list[Titled]:
    """The titles of the entries with these rowids, in this order; unknown rowids are left out."""
    found = connection.execute(
        "select e.id, e.type, e.entity_id, e.title, e.names"
        " from json_each(?) as wanted cross join search_entries as e on e.id = wanted.value",
        (f"[{','.join(map(str, rowids))}]",),
    )
    return list(map(Titled._make, found))


def body(connection: sqlite3.Connection, rowid: int) -> str:
    """The whole body of an entry."""
    found: str = connection.execute("select body from search_entries where id = ?", (rowid,)).fetchone()[0]
    return found


def entity_ids(connection: sqlite3.Connection, rowids: Sequence[int]) -> dict[int, str]:
    """The ids of the entries with these rowids."""
    found = connection.execute(
        "select e.id, e.entity_id from json_each(?) as wanted cross join search_entries as e on e.id = wanted.value",
        (json.dumps(list(rowids)),),
    )
    return dict(found.fetchall())


def names_equal(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, list[tuple[int, str, str]]]:
    """The institutions that bear a name with one of the keys: (rowid, title, that name) by key."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for key, *bearer in connection.execute(
        "select n.name_key, i.search_id, coalesce(i.name_ko, i.name_en, i.name_local), n.name"
        " from json_each(?) as wanted cross join institution_names as n on n.name_key = wanted.value"
        " cross join institutions as i on i.id = n.institution_id order by 1, 2, 4",
        (json.dumps(list(dict.fromkeys(keys))),),
    ):
        found.setdefault(key, []).append((bearer[0], bearer[1], bearer[2]))
    return found


def names_with_initials(connection: sqlite3.Connection, initials: str, limit: int = NAMES) -> list[InitialsHit]:
    """The names that begin with these initials, from one of their words on; the shortest first."""
    found = connection.execute(
        "select i.search_id, n.initials, n.name from name_initials as n"
        " cross join institutions as i on i.id = n.institution_id"
        " where n.initials >= ? and n.initials < ? order by n.initials limit ?",
        (initials, initials + _MAX_RANGE, limit),
    )
    return [InitialsHit(*row) for row in found]


def names_beginning(connection: sqlite3.Connection, key: str, limit: int = NAMES) -> list[tuple[int, str, str]]:
    """(rowid, name, name_key) of institutions with a name that begins with the key, by name_key."""
    return connection.execute(
        "select i.search_id, n.name, n.name_key from institution_names as n"
        " cross join institutions as i on i.id = n.institution_id"
        " where n.name_key >= ? and n.name_key < ? order by n.name_key limit ?",
        (key, key + _MAX_RANGE, limit),
    ).fetchall()


def names_holding(connection: sqlite3.Connection, key: str, rowids: Sequence[int]) -> list[tuple[int, str, str]]:
    """(rowid, name_key, name) of the names of some institutions, by the rowids of their entries, that hold the key."""
    return connection.execute(
        "select e.id, n.name_key, n.name from json_each(:rowids) as wanted"
        " cross join search_entries as e on e.id = wanted.value"
        " cross join institution_names as n on n.institution_id = e.entity_id"
        " where instr(n.name_key, :key)",
        {"key": key, "rowids": json.dumps(list(rowids))},
    ).fetchall()


def visits_of(connection: sqlite3.Connection, institution: int) -> list[int]:
    """The rowids of the visits to an institution (a rowid), the latest first, at most NAMES."""
    found = connection.execute(
        "select v.search_id from institutions as i cross join visits as v on v.institution_id = i.id"
        f" where i.search_id = ? order by v.date desc limit {NAMES}",
        (institution,),
    )
    return [row[0] for row in found]


def visited(connection: sqlite3.Connection, entries: Iterable[Row]) -> frozenset[str]:
    """The ids of those institutions among entries that somebody visited, or meant to."""
    ids = [row.entity_id for row in entries if row.type == "institution"]
    found = connection.execute(
        "select value from json_each(?) where exists (select 1 from visits where institution_id = value)",
        (json.dumps(ids),),
    )
    return frozenset(row[0] for row in found) if ids else frozenset()


def trips_of(connection: sqlite3.Connection, visits: Sequence[str]) -> dict[str, str]:
    """The id of the trip of each visit, by the visit's id."""
    sql = "select v.id, v.trip_id from json_each(?) as wanted cross join visits as v on v.id = wanted.value"
    return dict(map(tuple, connection.execute(sql, (json.dumps(visits),)))) if visits else {}


def homes_of_policies(connection: sqlite3.Connection, policies: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(institution or document, its id): where each policy is shown, by its id."""
    if not policies:
        return {}
    found = connection.execute(
        "select p.id, p.institution_id, p.document_id from json_each(?) as wanted"
        " cross join policies as p on p.id = wanted.value",
        (json.dumps(policies),),
    )
    return {id: ("institution", home) if home is not None else ("document", paper) for id, home, paper in found}
