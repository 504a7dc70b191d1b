"""What is made from a base is made once, and again when the file has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """One thing a base file; two threads may make it at the same time, and either's is kept."""

    def __init__(self) -> None:
        self._made: dict[Path, tuple[tuple[int, int, int], T]] = {}

    def get(self, base: Path, make: Callable[[], T]) -> T:
        """Return what ``make`` gave for the file as it is now; asks ``make`` if it was not asked since it changed."""
        about = base.stat()
        version = (about.st_ino, about.st_size, about.st_mtime_ns)
        kept = self._made.get(base)
        if kept is None or kept[0] != version:
            kept = self._made[base] = (version, make())
        return kept[1]
