"""What was read before: records by content, and which content a file had when it was last looked at.

Lives beside the base (kb.db.cache), can be thrown away at any time, and is never part of the base.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from ingest.corpus import Record, told
from ingest.errors import Rejected
from ingest.plan import Packed
from ingest.trips import Told

_SCHEMA = """
create table if not exists records (
  sha256 text, key text, told blob, record blob, primary key (sha256, key)
);
create table if not exists files (path blob primary key, size integer, mtime integer, sha256 text) without rowid;
create table if not exists roots (seq integer primary key, path blob);
"""
# A file written within this time before it was looked at may change again within one tick of its clock.
_RACY = 2 * 10**9  # nanoseconds


class Parcel(Packed, frozen=True):
    """A record packed, and apart from it its trips in short, which the whole corpus is arranged by."""

    sha256: str
    told: bytes
    record: bytes


def _packed(value: object) -> tuple[str, str]:
    """What is no Packed in a record: why a document was rejected."""
    assert isinstance(value, Rejected)
    return value.code, value.message


def _unpacked(kind: type, value: Any) -> Rejected:
    assert kind is Rejected
    return Rejected(*value)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_packed)
_RECORD = msgspec.msgpack.Decoder(Record, dec_hook=_unpacked)
_TOLD = msgspec.msgpack.Decoder(tuple[Told, ...])


def parcel(record: Record) -> Parcel:
    """A record as bytes, for keeping and for sending between processes; its document's id is left blank."""
    return Parcel(record.sha256, _ENCODER.encode(told("", record)), _ENCODER.encode(record))


def place(path: Path) -> bytes:
    """Where a file or folder is, as the file system has it: its name need not be text."""
    return os.path.abspath(os.fsencode(path))


class Cache:
    """Records under a key that stands for the code and lists they were made with."""

    def __init__(self, path: Path, key: str) -> None:
        self._key = key
        self._connection = _open(path)

    def close(self) -> None:
        """Write what is new and close."""
        self._connection.commit()
        self._connection.close()

    def commit(self) -> None:
        """Write what is new."""
        self._connection.commit()

    def record(self, sha256: str) -> Record:
        """The record of a content that is here; raises KeyError."""
        return _RECORD.decode(self._blob("record", sha256))

    def told(self, sha256: str) -> tuple[Told, ...]:
        """The trips in the record of a content that is here, in short; raises KeyError."""
        return _TOLD.decode(self._blob("told", sha256))

    def _blob(self, column: str, sha256: str) -> bytes:
        query = f"select {column} from records where sha256 = ? and key = ?"
        row = self._connection.execute(query, (sha256, self._key)).fetchone()
        if row is None:
            raise KeyError(sha256)
        return bytes(row[0])

    def contents(self) -> set[str]:
        """The hashes of all contents whose records are here."""
        query = "select sha256 from records where key = ?"
        return {row[0] for row in self._connection.execute(query, (self._key,))}

    def put(self, parcel: Parcel) -> None:
        """Keep a record."""
        row = (parcel.sha256, self._key, parcel.told, parcel.record)
        self._connection.execute("insert or replace into records values (?, ?, ?, ?)", row)

    def known_files(self) -> dict[bytes, tuple[int, int, str]]:
        """Path, as the file system has it → (size, mtime, sha256) of every file looked at before."""
        rows = self._connection.execute("select path, size, mtime, sha256 from files")
        return {path: (size, mtime, sha256) for path, size, mtime, sha256 in rows}

    def note_file(self, path: bytes, about: os.stat_result, sha256: str, now: int) -> None:
        """Note a file's content, unless it is so fresh that its time can't tell a later change. now: ns."""
        if now - about.st_mtime_ns > _RACY:
            row = (path, about.st_size, about.st_mtime_ns, sha256)
            self._connection.execute("insert or replace into files values (?, ?, ?, ?)", row)

    def note_roots(self, paths: Iterable[Path]) -> None:
        """Note what the base is built from."""
        self._connection.execute("delete from roots")
        rows = ((place(path),) for path in paths)
        self._connection.executemany("insert into roots (path) values (?)", rows)

    def keep_only(self, hashes: Iterable[str]) -> None:
        """Forget the records of all other contents, and those of other keys."""
        self._connection.execute("create temp table kept (sha256 text primary key)")
        self._connection.executemany("insert or ignore into kept values (?)", ((h,) for h in hashes))
        self._connection.execute(
            "delete from records where key <> ? or sha256 not in (select sha256 from kept)", (self._key,)
        )
        self._connection.execute("drop table kept")


def noted_roots(path: Path) -> tuple[Path, ...]:
    """What the base was last built from, by the cache at `path`, which a build may be writing to; none where nobody
    knows."""
    if not path.exists():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            return tuple(
                Path(os.fsdecode(root)) for (root,) in connection.execute("select path from roots order by seq")
            )
    except sqlite3.DatabaseError:  # of an older program, or damaged: the next build makes it anew
        return ()


def _open(path: Path) -> sqlite3.Connection:
    """The cache at `path`; one that is damaged is thrown away."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma synchronous = off")
        connection.executescript(_SCHEMA)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
