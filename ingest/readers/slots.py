"""Which slots of a table are taken, and how many a table may have."""

from __future__ import annotations

from ingest.errors import Rejected

# A table of 100,000 cells is read; spans that claim millions of slots are a mistake or an attack.
MAX_SLOTS = 2_000_000


class Slots:
    """The slots that the cells of a table cover, as they come row by row."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()
        self._claimed = self._height = self._width = 0

    def __contains__(self, slot: tuple[int, int]) -> bool:
        return slot in self._taken

    def free(self, row: int, column: int) -> int:
        """The first column from `column` on that is free in the row."""
        while (row, column) in self._taken:
            column += 1
        return column

    def take(self, row: int, column: int, rows: int, columns: int) -> None:
        """Cover a block of slots; raises Rejected("too_large") where the table would grow past MAX_SLOTS."""
        self._claimed += rows * columns
        self._height, self._width = max(self._height, row + rows), max(self._width, column + columns)
        if max(self._claimed, self._height * self._width) > MAX_SLOTS:
            raise Rejected("too_large")
        self._taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
