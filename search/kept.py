"""What was read of a base and is kept in memory until the base changes, for all connections of the process together."""

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from threading import Lock
from typing import Any

_BASES = 4  # files of which something is kept
_COUNTER = slice(24, 28)  # of a file of SQLite: a number that grows with each change
_Version = tuple[object, ...]

_lock = Lock()
_bases: OrderedDict[str, tuple[_Version, "Shelves"]] = OrderedDict()


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
        self.put_all({key: value}, [size])

    def put_all(self, values: Mapping[Any, Any], sizes: Iterable[int]) -> None:
        """Keep values of so many bytes each."""
        with self._lock:
            for (key, value), size in zip(values.items(), sizes, strict=True):
                self._size += size - self._values.pop(key, (None, 0))[1]
                self._values[key] = value, size
            while self._size > self._most:
                self._size -= self._values.popitem(last=False)[1][1]


class Shelves:
    """What is kept of one state of a base, under names."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}

    def shelf(self, name: str, most: int) -> Shelf:
        """What is kept under a name, at most so many bytes."""
        return self._shelves.setdefault(name, Shelf(most))


def shelves(connection: sqlite3.Connection) -> Shelves:
    """What is kept of a base: nothing once it has changed.

    Of a base in memory, and of one that the connection is changing, nothing is kept from one call to the next.
    """
    path = connection.execute("pragma database_list").fetchone()[2]
    # Read before anything else: what is kept may be newer than its version, never older.
    version = None if connection.in_transaction else _version(path)
    if version is None:
        return Shelves()
    with _lock:
        before, kept = _bases.pop(path, (None, None))
        _bases[path] = version, kept if kept is not None and before == version else Shelves()
        if len(_bases) > _BASES:
            _bases.popitem(last=False)
        return _bases[path][1]


def _version(path: str) -> _Version | None:
    """What tells a state of a file from those before; None where there is no file (any more)."""
    try:
        file = os.open(path, os.O_RDONLY)
        try:
            counter, about = os.read(file, _COUNTER.stop)[_COUNTER], os.fstat(file)
        finally:
            os.close(file)
    except OSError:
        return None
    return counter, about.st_ino, about.st_mtime_ns, about.st_size, _logged(f"{path}-wal")


def _logged(path: str) -> _Version | None:
    """What tells a state of a log (WAL), of what was changed and is not in the file yet, from those before."""
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
