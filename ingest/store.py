"""The schema, the transactions that fill the base, and the moment it becomes the new one."""

from __future__ import annotations

import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from functools import cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ingest.decided import Decisions, documents_of, references
from ingest.decisions import INSTITUTION, name_of
from ingest.integrity import check_references
from ingest.rows import BLOCK_COLUMNS, Chunk, Row
from ingest.rows_shared import authority_rows, institution_rows, provisional_rows
from ingest.sentences import Sentence, sentence_rows
from search.entries import FIELDS, INSERT_ENTRY, Entry, index_texts, unindex_entries
from search.stored_names import renew_names
from search.terms import TermChanges
from search.version import digest, search_version

SCHEMA = Path(__file__).with_name("schema.sql")

# Tables whose rows belong to one document, children before parents.
_OF_DOCUMENT = (
    "policies",
    "visits",
    "activities",
    "outcomes",
    "costs",
    "mentions",
    "findings",
    "document_themes",
    "trip_statements",
    "trip_participants",
    "trip_documents",
    "sentences",
    "blocks",
    "documents",
)
_INDEX = re.compile(r"^create index", re.M)
_BATCH = 500  # rows inserted in one statement
_ENTRIES = 4_000  # entries inserted at once, in order of their rowids: one by one they would go all over the table
_SEARCHED = frozenset(("policies", "visits", "documents"))
# Blocks are most of the rows: what insert_all does for each value would cost more than SQLite itself.
_INSERT_BLOCKS = f"insert into blocks (document_id, {', '.join(f'[{name}]' for name in BLOCK_COLUMNS)}) values "
_BLOCK = f"(?{', ?' * len(BLOCK_COLUMNS)})"
_BLOCKS = 16  # rows inserted in one step, which takes a tenth less than each alone
_INSERT_SENTENCE = "insert into sentences (document_id, block, first, second) values (?, ?, ?, ?)"
# Bytes of the index held in memory before they are written: the default of 1 MB makes many small pieces.
_FEWER_MERGES = "insert into search_fts(search_fts, rank) values ('hashsize', 33554432)"
_PAGES_HELD = 64 * 2**20  # bytes of the new base held in memory; the default of 2 MB writes pages again and again
# One piece of the index instead of some ten: each word of a query is looked up once.
_ONE_PIECE = "insert into search_fts(search_fts) values ('optimize')"


class StoreError(Exception):
    """The base can't be written; the message is a Korean sentence that says what to do."""


class Base:
    """A base under construction or change, within one transaction."""

    def __init__(self, connection: sqlite3.Connection, decisions: Decisions) -> None:
        self.connection = connection
        self._database = Database(connection)
        self._decisions = decisions
        self._pending: dict[str, list[Row]] = defaultdict(list)
        self._sentences: list[tuple[str, Sentence]] = []  # that wait, with their documents
        self._entries: list[Entry] = []  # that wait
        self.indexes: Sequence[str] = ()  # of tables, yet to be made
        self._renamed: set[str] = set()  # names that institutions got or lost
        self._terms = TermChanges()
        self._gone: dict[tuple[str, str], Entry] = {}  # entries whose rows were taken out; the same may come again

    def add(self, chunk: Chunk, index: bool = True) -> None:
        """Insert rows and search entries; without `index` the entries are indexed later, all at once."""
        self._renamed |= {row["name"] for row in chunk.rows.get("institution_names", ())}
        for table, rows in chunk.rows.items():
            self._pending[table] += rows
            if len(self._pending[table]) >= _BATCH:
                self._insert(table)
        self._insert_blocks(chunk.blocks)
        self._sentences += chunk.sentences
        if len(self._sentences) >= _BATCH:
            self._insert_sentences()
        self._entries += self._not_there(chunk.entries)
        if index:
            index_texts(self.connection, self._entries, self._terms)
        if index or len(self._entries) >= _ENTRIES:
            self._insert_entries()

    def flush(self) -> None:
        """Insert the rows that wait for a batch to fill, and make what finds them."""
        for table in self._pending:
            self._insert(table)
        self._insert_sentences()
        self._insert_entries()
        for statement in self.indexes:
            self.connection.execute(statement)
        self.indexes = ()

    def finish(self) -> None:
        """Write what is kept until the end: the names that institutions got or lost, the numbers of entries."""
        self.flush()
        unindex_entries(self.connection, [entry.rowid for entry in self._gone.values()], self._terms)
        renew_names(self.connection, self._renamed)
        self._terms.write(self.connection)

    def _insert(self, table: str) -> None:
        rows, self._pending[table] = self._pending[table], []
        if rows:
            columns = list(rows[0])
            names, marks = ", ".join(f"[{name}]" for name in columns), ", ".join("?" * len(columns))
            values = map(itemgetter(*columns), rows) if len(columns) > 1 else ([row[columns[0]]] for row in rows)
            self.connection.executemany(f"insert into [{table}] ({names}) values ({marks})", values)

    def _insert_blocks(self, rows: Sequence[tuple[Any, ...]]) -> None:
        rest = len(rows) - len(rows) % _BLOCKS
        several = (tuple(chain.from_iterable(rows[at : at + _BLOCKS])) for at in range(0, rest, _BLOCKS))
        self.connection.executemany(_INSERT_BLOCKS + ", ".join([_BLOCK] * _BLOCKS), several)
        self.connection.executemany(_INSERT_BLOCKS + _BLOCK, rows[rest:])

    def _insert_entries(self) -> None:
        self.connection.executemany(INSERT_ENTRY, sorted(self._entries))
        self._entries = []

    def _insert_sentences(self) -> None:
        self.connection.executemany(_INSERT_SENTENCE, sentence_rows(self._sentences))
        self._sentences = []

    def index_all(self) -> None:
        """Index every entry in order of its rank, so that the index is the same whatever came first."""
        rows = self.connection.cursor().execute(f"select {FIELDS} from search_entries order by id")
        index_texts(self.connection, map(Entry._make, rows), self._terms)
        self.connection.execute(_ONE_PIECE)

    def provisional(self, documents: Iterable[str] | None = None) -> set[str]:
        """Institutions that only documents know: all, or those that some documents name."""
        self.flush()
        query = "select distinct institution_id from mentions where institution_id glob 'doc-*'"
        if documents is None:
            return {row[0] for row in self.connection.execute(query)}
        one = f"{query} and document_id = ?"
        return {row[0] for id in documents for row in self.connection.execute(one, (id,))}

    def remove_documents(self, ids: Iterable[str]) -> None:
        """Take out all rows of documents."""
        for id in sorted(ids):
            policies = "select id from policies where document_id = ?"
            self.connection.execute(f"delete from policy_themes where policy_id in ({policies})", (id,))
            for table in _OF_DOCUMENT:
                key = "id" if table == "documents" else "document_id"
                if table in _SEARCHED:
                    self._unindex(table, key, id)
                self.connection.execute(f"delete from {table} where {key} = ?", (id,))

    def remove_trips(self, ids: Iterable[str]) -> None:
        """Take out trips; the documents that tell of them are taken out before."""
        for id in sorted(ids):
            self._unindex("trips", "id", id)
            self.connection.execute("delete from trip_places where trip_id = ?", (id,))
            self.connection.execute("delete from trips where id = ?", (id,))

    def renew_provisional(self, ids: Iterable[str], index: bool) -> None:
        """Make institutions that only documents know anew from all visits to them; one nobody names goes.

        One without a visit is decided to be what a document describes; it is made from its names there.
        """
        self.flush()
        visits = "select name_as_written, city, country_code from visits where institution_id = ?"
        described = "select text, null, null from mentions where institution_id = ?"
        for id in sorted(ids):
            self._remove_institution(id)
            met = self.connection.execute(visits, (id,)).fetchall()
            met = met or self.connection.execute(described, (id,)).fetchall()
            if met:
                self.add(provisional_rows(id, met, self._decisions.authority), index)

    def renew_known(self, ids: Collection[str]) -> None:
        """Make institutions of authority/ anew, as people decided on their names and on which are one."""
        for id in sorted(ids):
            self._remove_institution(id)
        self.add(institution_rows(ids, self._decisions))

    def _remove_institution(self, id: str) -> None:
        self._unindex("institutions", "id", id)
        names = self.connection.execute("select name from institution_names where institution_id = ?", (id,))
        self._renamed |= {row[0] for row in names}
        for table in ("institution_names", "name_initials", "institution_claims", "institution_themes"):
            self.connection.execute(f"delete from {table} where institution_id = ?", (id,))
        self.connection.execute("delete from institutions where id = ?", (id,))

    def note_decisions(self) -> None:
        """Keep what the rows were written with, and lead ids that are no more to those that took their place."""
        self.flush()
        self.connection.execute(
            "update mentions set candidate_id = null where candidate_id glob 'doc-*' "
            "and candidate_id not in (select id from institutions)"  # all of it was decided to be something else
        )
        self.connection.execute("delete from decision_effects")
        self.connection.execute("delete from institution_redirects")
        self.connection.execute("delete from name_groups")
        self.connection.executemany("insert into name_groups values (?, ?)", self._decisions.groups.effects().items())
        self.connection.executemany("insert into decision_effects values (?, ?)", self._decisions.effects.items())
        self.connection.executemany(
            "insert into institution_redirects select :old, :new "
            "where not exists (select 1 from institutions where id = :old) "
            "and exists (select 1 from institutions where id = :new)",
            ({"old": old, "new": new} for old, new in self._decisions.redirects().items()),
        )

    def undecided(self) -> set[str]:
        """The references on which another thing is decided now than when the rows were written."""
        return self._changed("decision_effects", self._decisions.effects)

    def regrouped(self) -> set[str]:
        """The references of names that are in another group now than when the rows were written."""
        return self._changed("name_groups", self._decisions.groups.effects())

    def _changed(self, table: str, now: Mapping[str, str]) -> set[str]:
        before = dict(self.connection.execute(f"select reference, effect from {table}"))
        return {ref for ref in before.keys() | now.keys() if before.get(ref) != now.get(ref)}

    def documents_naming(self, refs: AbstractSet[str]) -> set[str]:
        """The documents in which a reference stands: as a name, as a part of one, or as a place."""
        if not refs:
            return set()
        found = documents_of(refs)
        whole = "select distinct document_id from mentions where reference = ?"
        found |= {row[0] for ref in refs for row in self.connection.execute(whole, (ref,))}
        found |= self._naming_merged({ref.removeprefix(INSTITUTION) for ref in refs if ref.startswith(INSTITUTION)})
        parted = "select distinct document_id, text, reference from mentions where reference is not null"
        for document, name, ref in self.connection.execute(f"{parted} and text glob '*[(（[]*'"):
            if document not in found and not refs.isdisjoint(references(name, name_of(ref)[1])):
                found.add(document)
        return found

    def _unindex(self, table: str, key: str, value: str) -> None:
        """Note that the entries of rows go, unless they come again: to index one takes longer than all else of it."""
        ids = f"select search_id from {table} where {key} = ?"
        rows = self.connection.execute(f"select {FIELDS} from search_entries where id in ({ids})", (value,))
        self._gone |= {(entry.type, entry.entity_id): entry for entry in map(Entry._make, rows)}

    def _not_there(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries without those that were taken out just as they are; what else they replace goes now."""
        if not self._gone:
            return list(entries)
        before = [(entry, self._gone.pop((entry.type, entry.entity_id), None)) for entry in entries]
        unindex_entries(self.connection, [old.rowid for new, old in before if old and old != new], self._terms)
        return [new for new, old in before if old != new]

    def _naming_merged(self, ids: AbstractSet[str]) -> set[str]:
        """The documents that name one of several institutions, where some of them are made one or apart again."""
        query = "select 1 from institutions where id = ?"
        there = {id for id in ids if self.connection.execute(query, (id,)).fetchone()}
        if there == {one.id for one, _ in self._decisions.institutions() if one.id in ids}:
            return set()
        taken = "select document_id from mentions where institution_id = :id or candidate_id = :id"
        return {row[0] for id in ids for row in self.connection.execute(taken, {"id": id})}

    def trips_of_days(self, days: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
        """Trip id → its documents, for every trip with one of the (first, last) days."""
        found: dict[str, set[str]] = defaultdict(set)
        query = (
            "select t.id, d.document_id from trips t join trip_documents d on d.trip_id = t.id "
            "where t.start_date = ? and t.end_date = ?"
        )
        for pair in days:
            for trip, document in self.connection.execute(query, pair):
                found[trip].add(document)
        return found

    def trips_of_documents(self, ids: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """Trip id → (first, last day) of every trip that one of the documents tells of."""
        query = (
            "select t.id, t.start_date, t.end_date from trips t join trip_documents d on d.trip_id = t.id "
            "where d.document_id = ?"
        )
        rows = (row for id in ids for row in self.connection.execute(query, (id,)))
        return {trip: (first, last) for trip, first, last in rows}


@cache
def _made_with() -> dict[str, str]:
    """What a base is made with, beside the reading of documents: its tables, and what the search keeps in them."""
    return {"schema": digest(SCHEMA.parent, SCHEMA.name), "search": search_version()}


def documents(target: Path, meta: Mapping[str, str]) -> dict[str, tuple[str, str]] | None:
    """Path → (id, sha256) of the base at `target`; None where there is none made by the same code and lists."""
    if not target.exists():
        return None
    try:
        with closing(sqlite3.connect(target)) as connection:
            if dict(connection.execute("select key, value from meta")) != {**meta, **_made_with()}:
                return None
            rows = connection.execute("select path, id, sha256 from documents").fetchall()
    except sqlite3.DatabaseError:
        return None
    return {path: (id, sha256) for path, id, sha256 in rows}


def outcomes(target: Path) -> list[tuple[str, str | None, Any, str]]:
    """(path, format, reason's code, reason) of every document, in order of their paths."""
    with closing(sqlite3.connect(target)) as connection:
        listed = connection.execute("select path, id, format, reason_code from documents order by path").fetchall()
        reasons = dict(connection.execute("select id, reason from documents where reason_code is not null"))
    return [(path, format, code, reasons.get(id, "")) for path, id, format, code in listed]


@contextmanager
def rebuilt(target: Path, decisions: Decisions, meta: Mapping[str, str]) -> Iterator[Base]:
    """A new base to fill; when the block ends it takes the place of the one at `target`.

    It is built beside the old one and copied over it in one transaction of SQLite's backup API: a
    build killed at any moment leaves the old base, and pages that read it go on reading. Raises
    StoreError.
    """
    with saying_what_failed(target), _workshop(target) as path:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma synchronous = off")  # what a power cut spoils here is built again
            connection.execute("pragma journal_mode = memory")
            connection.execute(f"pragma cache_size = -{_PAGES_HELD // 1024}")
            tables, indexes = _schema()
            connection.executescript(tables)
            with connection:
                connection.execute(_FEWER_MERGES)
            base = Base(connection, decisions)
            with Database(connection).atomic():
                base.add(_meta(meta), index=False)
                base.add(authority_rows(decisions), index=False)
                base.indexes = indexes
                yield base
                base.flush()
                base.index_all()
                base.finish()
            check_references(connection)
        _publish(path, target)


@contextmanager
def changed(target: Path, decisions: Decisions) -> Iterator[Base]:
    """The base at `target` within one transaction; an error or a kill leaves it as it was. Raises StoreError.

    References are not checked row by row, which would look through whole tables; that they hold is
    tested, and checked whole when a base is made from scratch.
    """
    with saying_what_failed(target), closing(sqlite3.connect(target, timeout=60)) as connection:
        # What changes stays in memory until the end: a page written early locks all readers out till then.
        connection.execute("pragma cache_spill = off")
        with Database(connection).atomic():
            base = Base(connection, decisions)
            yield base
            base.finish()


@contextmanager
def saying_what_failed(target: Path) -> Iterator[None]:
    """Errors of the file system and of SQLite become a StoreError that names `target`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"자료 파일 {target}에 쓰지 못했습니다({error}). 경로와 쓰기 권한을 확인해 주세요.") from error


def _schema() -> tuple[str, list[str]]:
    """The script that makes tables and views, and the statements that make their indexes: those of a table
    that is filled already are sorted once, which takes less than keeping them in order row by row."""
    statements = re.split(r"(?<=;)\s*\n", SCHEMA.read_text(encoding="utf-8"))
    indexes = [one for one in statements if _INDEX.search(one)]
    return "\n".join(one for one in statements if one not in indexes), indexes


def _meta(meta: Mapping[str, str]) -> Chunk:
    chunk = Chunk()
    chunk.rows["meta"] = [{"key": key, "value": value} for key, value in {**meta, **_made_with()}.items()]
    return chunk


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A file beside `target` to build in; what a killed build left behind is swept away."""
    path = target.with_name(f"{target.name}.building")
    leftovers = [path, path.with_name(f"{path.name}-journal")]
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    try:
        yield path
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)


def _publish(path: Path, target: Path) -> None:
    """Copy the new base over the old one in one transaction; where there is none it becomes the base itself."""
    if not target.exists():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(target)
        return
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(target, timeout=60)) as base:
        base.execute("pragma schema_version").fetchone()  # raises where the file is something else
        new.backup(base)
