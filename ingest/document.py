"""What a page holds, and where: the model every reader produces and every extractor reads.

A document is an ordered tree of blocks. A block is a line of text (heading, paragraph, list item)
or a table; a table's cells hold blocks again. Each has a place, the path of ordinals to it from the
top, counted from 1: "7" is the seventh block, "7.2.5" the cell in its second row and fifth column,
"7.2.5.1" the first line in that cell. Places depend on the document's content alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeGuard, TypeVar

TABLES_KEPT = 64
"""Of how many tables what was found in them is kept; a document seldom has more."""

S = TypeVar("S")
V = TypeVar("V")


class kept(Generic[S, V]):  # noqa: N801 - a decorator, as functools.cached_property is
    """A property that is worked out when it is first asked for.

    functools has the same with a lock, up to Python 3.11: for the hundreds of cells of a document taking it
    costs more than putting their texts together.
    """

    def __init__(self, make: Callable[[S], V]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[S], name: str) -> None:
        self._name = name

    def __get__(self, of: S, owner: type[S]) -> V:
        """Python asks here only until the value is among the attributes."""
        value = of.__dict__[self._name] = self._make(of)
        return value


TextKind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line as written, its bullet apart.

    depth: level of a heading (1 is the highest) or of a list item (1 is the outermost); 0 for a
    paragraph. marker: the bullet or number that stood before the text. strong: wholly in bold.
    page: from 1, where the format has pages.
    """

    kind: TextKind
    text: str
    depth: int = 0
    marker: str = ""
    strong: bool = False
    page: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Cell:
    """An anchor cell: row and column count from 0, spans tell which slots it covers.

    It has no slots so that its lines and text, asked for many times, are put together once.
    """

    row: int
    column: int
    blocks: tuple[Block, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    place: str = ""

    @kept
    def lines(self) -> tuple[Text, ...]:
        """Every line in the cell in reading order, those of nested tables included."""
        return self.blocks if _is_line(self.blocks) else tuple(lines_of(self.blocks))

    @kept
    def text(self) -> str:
        """The cell's lines, one below the other."""
        return self.blocks[0].text if _is_line(self.blocks) else "\n".join(line.text for line in self.lines)


def _is_line(blocks: tuple[Block, ...]) -> TypeGuard[tuple[Text]]:
    """Whether one line is all that a cell holds, as it mostly is."""
    return len(blocks) == 1 and isinstance(blocks[0], Text)


@dataclass(frozen=True)
class Table:
    """Cells in reading order. A slot that no anchor covers is a gap in the document's own table.

    Several concerns read each table; what they find in it can be kept by the table, as it is quickly told
    from others (its hash is made once).
    """

    cells: tuple[Cell, ...]
    page: int | None = None
    place: str = ""

    def __hash__(self) -> int:
        return self._hash

    @kept
    def _hash(self) -> int:
        return hash((self.place, *(cell.text for cell in self.cells)))

    @kept
    def nested(self) -> tuple[Table, ...]:
        """Every table within the cells."""
        inner = (cell.blocks for cell in self.cells if any(isinstance(block, Table) for block in cell.blocks))
        return tuple(table for blocks in inner for table in tables_of(blocks))

    @kept
    def height(self) -> int:
        """Number of rows."""
        return max([cell.row + cell.rowspan for cell in self.cells], default=0)

    @kept
    def width(self) -> int:
        """Number of columns."""
        return max([cell.column + cell.colspan for cell in self.cells], default=0)

    def grid(self) -> list[list[Cell | None]]:
        """Rows of slots; a slot covered by a span holds the span's anchor cell. Not to be changed."""
        return self._slots

    @kept
    def rows(self) -> list[list[Cell]]:
        """The cells of each row of slots, each once. Not to be changed."""
        return [once(row) for row in self._slots]

    @kept
    def _slots(self) -> list[list[Cell | None]]:
        slots: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            if cell.rowspan == cell.colspan == 1:
                slots[cell.row][cell.column] = slots[cell.row][cell.column] or cell
                continue
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    slots[row][column] = slots[row][column] or cell
        return slots


Block = Text | Table


@dataclass(frozen=True)
class Document:
    """A document as read: name (the file's), format (the reader's), hash of its bytes, blocks."""

    name: str
    format: str
    sha256: str
    blocks: tuple[Block, ...] = field(default=())

    def __hash__(self) -> int:
        return hash(self.sha256)

    @kept
    def lines(self) -> tuple[Text, ...]:
        """The lines outside tables."""
        return tuple(block for block in self.blocks if isinstance(block, Text))

    @kept
    def tables(self) -> tuple[Table, ...]:
        """Every table, an outer one before those nested in it."""
        return tuple(tables_of(self.blocks))

    @kept
    def text(self) -> str:
        """The whole text: a line a block, table rows with tabs between cells."""
        return "\n".join(plain(block) for block in self.blocks)

    def to_json(self) -> dict[str, Any]:
        """The document model as `kb read` prints it."""
        return {
            "document": self.name,
            "format": self.format,
            "sha256": self.sha256,
            "blocks": [block_json(block) for block in self.blocks],
        }


def placed(blocks: Sequence[Block], prefix: str = "") -> tuple[Block, ...]:
    """The same blocks with their places filled in, below the place `prefix`."""
    return tuple(_place(block, f"{prefix}{number}") for number, block in enumerate(blocks, 1))


def _place(block: Block, place: str) -> Block:
    if isinstance(block, Text):
        return replace(block, place=place)
    cells = []
    for cell in block.cells:
        here = f"{place}.{cell.row + 1}.{cell.column + 1}"
        cells.append(replace(cell, place=here, blocks=placed(cell.blocks, here + ".")))
    return replace(block, place=place, cells=tuple(cells))


def once(cells: Iterable[Cell | None]) -> list[Cell]:
    """The cells of a row of slots, one that covers several only once."""
    return list({id(cell): cell for cell in cells if cell is not None}.values())


def lines_of(blocks: Sequence[Block]) -> Iterator[Text]:
    """Every line below `blocks` in reading order, through tables and nested tables."""
    for block in blocks:
        if isinstance(block, Text):
            yield block
        else:
            for cell in block.cells:
                yield from cell.lines


def tables_of(blocks: Sequence[Block]) -> Iterator[Table]:
    """Every table below `blocks`, an outer one before those nested in it."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
            yield from block.nested


def plain(block: Block) -> str:
    """A block as plain text: rows on lines of their own, cells apart by tabs."""
    if isinstance(block, Text):
        return f"{block.marker} {block.text}" if block.marker else block.text
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(" ".join(plain(inner) for inner in cell.blocks))
    return "\n".join("\t".join(row) for _, row in sorted(rows.items()))


def block_json(block: Block) -> dict[str, Any]:
    """A block as JSON values; fields that say nothing are left out."""
    if isinstance(block, Text):
        values = {
            "kind": block.kind,
            "place": block.place,
            "depth": block.depth,
            "marker": block.marker,
            "strong": block.strong,
            "page": block.page,
            "text": block.text,
        }
        return {key: value for key, value in values.items() if value not in ("", False, None) or key == "text"}
    return {
        "kind": "table",
        "place": block.place,
        **({"page": block.page} if block.page else {}),
        "rows": block.height,
        "columns": block.width,
        "cells": [_cell_json(cell) for cell in block.cells],
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "place": cell.place,
        "row": cell.row,
        "column": cell.column,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "header": cell.header,
        "blocks": [block_json(block) for block in cell.blocks],
    }
