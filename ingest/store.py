"""The schema, the one transaction that fills it, and the moment the base becomes the new one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from ingest.rows import Row, Rows
from search.entries import Entry, index_entry

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = "1"


class StoreError(Exception):
    """The base can't be written; the message is a Korean sentence that says what to do."""


def write(target: Path, rows: Rows, entries: Iterable[Entry]) -> None:
    """Make the base at `target` hold exactly `rows` and `entries`; raises StoreError.

    The new base is built beside the old one and takes its place in one transaction, so that a
    build killed at any moment leaves the old base, and pages that read it go on reading.
    """
    try:
        with _workshop(target) as path:
            _fill(path, rows, entries)
            _publish(path, target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"자료 파일 {target}에 쓰지 못했습니다({error}). 경로와 쓰기 권한을 확인해 주세요.") from error


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A file beside `target` to build in; what a killed build left behind is swept away."""
    for leftover in target.parent.glob(f"{target.name}.building-*"):
        leftover.unlink(missing_ok=True)
    path = target.with_name(f"{target.name}.building-{os.getpid()}")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _fill(path: Path, rows: Rows, entries: Iterable[Entry]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma synchronous = off")  # a workshop: what a power cut spoils is built again
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        database = Database(connection)
        with database.atomic():
            _insert(database, {"meta": [{"key": "schema", "value": VERSION}], **rows})
            for entry in sorted(entries, key=lambda entry: entry.rowid):
                index_entry(connection, entry)
        dangling = connection.execute("pragma foreign_key_check").fetchone()
        if dangling:
            raise sqlite3.IntegrityError(f"dangling reference: {dangling}")


def _insert(database: Database, rows: Rows) -> None:
    """All rows, each table in order of its primary key, so that equal contents give equal dumps."""
    for name, listed in rows.items():
        table = database.table(name)
        keys = table.pks
        table.insert_all(sorted(listed, key=lambda row: _order(row, keys)))


def _order(row: Row, keys: list[str]) -> list[tuple[int, str]]:
    """Numbers by value, texts by code point."""
    return [(row[key], "") if isinstance(row[key], int) else (0, str(row[key])) for key in keys]


def _publish(path: Path, target: Path) -> None:
    """Copy the new base over the old one in one transaction of SQLite's backup API."""
    with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(target, timeout=60)) as base:
        base.execute("pragma schema_version").fetchone()  # raises where the file is something else
        new.backup(base)
