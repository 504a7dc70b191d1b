"""What was read of a base and is kept in memory until the base changes, for all connections of the process together."""

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

_BASES = 4  # files of which something is kept
_COUNTER = slice(24, 28)  # of a file of SQLite: a number that grows with each change
_Version = tuple[object, ...]

_lock = Lock()
_bases: OrderedDict[str, tuple[_Version, dict[str, "Shelf"]]] = OrderedDict()


class Shelf:
    """Values by their keys, up to a size together; those that nobody asked for in a while go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """The value under a key, else None."""
        return self.of([key]).get(key)

    def of(self, keys: Iterable[Hashable]) -> dict[Any, Any]:
        """The values under some keys; those that are not there are left out."""
        with self._lock:
            found = {key: self._values[key][0] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of so many bytes."""
        with self._lock:
            self._size += size - self._values.pop(key, (None, 0))[1]
            self._values[key] = value, size
            while self._size > self._most:
                self._size -= self._values.popitem(last=False)[1][1]


def shelf(connection: sqlite3.Connection, name: str, most: int) -> Shelf:
    """What is kept of a base under a name, at most so many bytes; empty once the base has changed.

    Of a base in memory, and of one that the connection is changing, nothing is kept.
    """
    path = connection.execute("pragma database_list").fetchone()[2]
    # Read before anything else: what is kept may be newer than its version, never older.
    version = None if connection.in_transaction else _version(path)
    if version is None:
        return Shelf(most)
    with _lock:
        before, shelves = _bases.pop(path, (None, {}))
        if before != version:
            shelves = {}
        _bases[path] = version, shelves
        if len(_bases) > _BASES:
            _bases.popitem(last=False)
        return shelves.setdefault(name, Shelf(most))


def _version(path: str) -> _Version | None:
    """What tells a state of a file from those before; None where there is no file (any more)."""
    try:
        with open(path, "rb", buffering=0) as file:
            counter = file.read(_COUNTER.stop)[_COUNTER]
            about = os.fstat(file.fileno())
        log = Path(f"{path}-wal")  # what was changed and is not in the file yet
        logged = log.stat() if log.exists() else None
    except OSError:
        return None
    return counter, about.st_ino, about.st_mtime_ns, about.st_size, logged and (logged.st_mtime_ns, logged.st_size)
