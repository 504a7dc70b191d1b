"""Institutions to visit that are only listed, without days: the lines or the table of their section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import Cell, Document, Table, tables_of
from ingest.extract import places
from ingest.extract.captions import COLON
from ingest.extract.classify import Context, entry_kind
from ingest.extract.grid import as_grid
from ingest.extract.labels import Section, sections
from ingest.extract.lexicon import Lexicon
from ingest.extract.turns import VisitCard, lines_below

_HEADER_ROWS = 2


def listed(document: Document, lexicon: Lexicon) -> Iterator[VisitCard]:
    """The institutions of the sections that list those to visit, as visits without a day."""
    for section in sections(document, lexicon):
        if section.name != "sites":
            continue
        tables = [table for table in tables_of(section.blocks) if not as_grid(table, lexicon)]
        for table in tables:
            yield from _in_table(table, lexicon)
        if not tables:
            yield from _in_lines(section, lexicon)


def _in_lines(section: Section, lexicon: Lexicon) -> Iterator[VisitCard]:
    """The items that name an institution, grouped by country or city."""
    lines = section.lines
    chain: tuple[str, ...] = ()
    described: set[str] = set()
    for index, line in enumerate(lines):
        below = list(lines_below(lines, index))
        named = entry_kind(line.text, Context(), lexicon) == "visit" and not COLON.match(line.text)
        if line.place in described:
            continue
        if below and not (named and lexicon.ends_as_institution(line.text)):
            chain = tuple(places.chain(line.text, lexicon))
        elif line.kind == "item" and line.marker != "※" and named:
            described |= {told.place for told in below}  # what an institution is, not what was done there
            yield VisitCard(line, "", line.place, None, None, chain, ())


def _in_table(table: Table, lexicon: Lexicon) -> Iterator[VisitCard]:
    """A visit a row of a table with a column of institutions and one of what is to be asked there."""
    grid = table.grid()
    for number, row in enumerate(grid[:_HEADER_ROWS]):
        roles = [lexicon.column(cell.text) if cell else None for cell in row]
        if "institution" in roles and "agenda" in roles:
            yield from _in_rows(grid[number + 1 :], number + 1, roles, lexicon)
            return


def _in_rows(
    rows: Sequence[Sequence[Cell | None]], first: int, roles: Sequence[str | None], lexicon: Lexicon
) -> Iterator[VisitCard]:
    for number, row in enumerate(rows, first):
        held = {role: cell for role, cell in zip(roles, row, strict=False) if role and cell and cell.lines}
        name = held.get("institution")
        if name is None or name.row != number or lexicon.is_blank(name.text):
            continue
        where = held.get("place") or held.get("location")
        told = [cell for role, cell in zip(roles, row, strict=False) if role == "agenda" and cell]
        agenda = tuple(line for cell in told if not lexicon.is_blank(cell.text) for line in cell.lines)
        chain = tuple(places.chain(where.lines[-1].text, lexicon)) if where else ()
        contact = held["contact"].text if "contact" in held else None
        yield VisitCard(name.lines[0], "", name.lines[0].place, None, None, chain, agenda, contact)
