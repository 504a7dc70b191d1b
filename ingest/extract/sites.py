"""What a document says its institutions are or do: tables, cards and lists of the sites to visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Cell, Document, Table, Text, once, tables_of
from ingest.extract import places
from ingest.extract.grid import as_grid
from ingest.extract.labels import Section, sections
from ingest.extract.lexicon import Lexicon
from ingest.plan import Fact, Site

_HEADER_ROWS = 3
_CARD_ROWS = 2
_LONGEST_NAME = 40
_CARD = re.compile(r"^(?P<name>[^:：]{2,40}?)\s*[:：]\s*(?P<fact>.{2,})$")


def sites(document: Document, lexicon: Lexicon) -> tuple[list[Site], bool]:
    """The sites a document describes, and whether it lists those to visit (and not only reports on them)."""
    found: list[Site] = []
    listed = False
    for section in sections(document, lexicon):
        if section.name in ("sites", "content"):
            here = list(_in_section(section, lexicon))
            found += here
            listed = listed or (section.name == "sites" and bool(here))
    apart = [site for table in _loose_tables(document, lexicon) for site in _in_table(table, lexicon)]
    found += [site for site in apart if site not in found]
    return _once(found), listed or bool(apart)


def _once(found: list[Site]) -> list[Site]:
    """Sites in order, each place once: sections nest."""
    return list({site.block: site for site in found}.values())


def _in_section(section: Section, lexicon: Lexicon) -> Iterator[Site]:
    texts = [block for block in section.blocks if isinstance(block, Text)]
    yield from _cards(texts, section.name == "sites", lexicon)
    if section.name == "sites":
        for table in tables_of(section.blocks):
            if not as_grid(table, lexicon):
                yield from _in_table(table, lexicon)


def _cards(lines: Sequence[Text], listed: bool, lexicon: Lexicon) -> Iterator[Site]:
    """ "○ 샹티에 : 1999년 …" and a name with its facts in deeper lines below it."""
    for index, line in enumerate(lines):
        card = _CARD.match(line.text) if listed and line.kind == "item" and line.marker != "※" else None
        below = tuple(fact for fact in _below(lines, index) if not _is_label(fact.text, lexicon))
        if _is_label(line.text, lexicon) or places.only_places(line.text, lexicon):
            continue
        if card:
            rest = [Fact(card.group("fact").strip(), line.place), *below]
            yield Site(card.group("name").strip(), line.place, tuple(rest))
        elif below and len(line.text) <= _LONGEST_NAME and (line.kind == "heading" or line.marker):
            yield Site(line.text, line.place, below)


def _is_label(text: str, lexicon: Lexicon) -> bool:
    """Whether a line only says when or where ("일시 : …"), or heads what follows ("주요내용")."""
    label = text.split(":")[0] if ":" in text else text
    bare = re.sub(r"\s+", "", label)
    timed = bare in lexicon.words("card", "when") or bare in lexicon.words("card", "where")
    return timed or (bare == re.sub(r"\s+", "", text) and lexicon.column(text) in ("agenda", "schedule", "fact"))


def _below(lines: Sequence[Text], index: int) -> Iterator[Fact]:
    """The facts below a name, until the next line of its own level."""
    head = lines[index]
    for line in lines[index + 1 :]:
        same = line.kind == head.kind and line.depth <= head.depth
        if line.kind == "heading" or same or (head.kind == "item" and line.kind == "paragraph"):
            return
        if line.marker != "※":
            yield Fact(line.text, line.place)


def _loose_tables(document: Document, lexicon: Lexicon) -> Iterator[Table]:
    """Tables outside a section of sites whose first cell says that they list them."""
    for table in tables_of(document.blocks):
        caption = table.cells[0].text if table.cells else ""
        if lexicon.section(caption) == "sites" and _alone(table) and not as_grid(table, lexicon):
            yield table


def _alone(table: Table) -> bool:
    """Whether the first row holds one text only: a caption inside the table."""
    return sum(bool(cell.text.strip()) for cell in table.cells if cell.row == 0) == 1


def _in_table(table: Table, lexicon: Lexicon) -> Iterator[Site]:
    cards = list(_in_cards(table, lexicon))
    yield from cards or _in_rows(table, lexicon)


def _in_cards(table: Table, lexicon: Lexicon) -> Iterator[Site]:
    """Cards: rows of a key (분야, 소재지, 특징) and its value, beside or below the name they belong to."""
    rows = [once(row) for row in table.grid()]
    keyed = [[index for index, cell in enumerate(row) if lexicon.card(cell.text)] for row in rows]
    if sum(len(keys) == 1 for keys in keyed) < _CARD_ROWS or any(len(keys) > 1 for keys in keyed):
        return
    name: Cell | None = None
    facts: dict[Cell, list[Fact]] = {}
    for row, keys in zip(rows, keyed, strict=True):
        key = keys[0] if keys else len(row)
        if keys and key + 1 < len(row) and lexicon.card(row[key].text) == "name":
            name = row[key + 1]
        elif key and row[0].text.strip() and not lexicon.is_blank(row[0].text):
            name = row[0]
        if name and key + 1 < len(row) and lexicon.card(row[key].text) == "fact":
            told = [Fact(line.text, line.place) for line in row[key + 1].lines]
            facts.setdefault(name, []).extend(told)
    for named, told in facts.items():
        if told:
            yield Site(" ".join(line.text for line in named.lines), named.lines[0].place, tuple(told))


def _in_rows(table: Table, lexicon: Lexicon) -> Iterator[Site]:
    header, name_column, fact_columns = _columns(table, lexicon)
    grid = table.grid()
    for number, row in enumerate(grid[header:], header):
        name = row[name_column] if name_column < len(row) else None
        if name is None or name.row != number or lexicon.is_blank(name.text):
            continue
        facts = tuple(
            Fact(line.text, line.place)
            for index in fact_columns
            if (cell := row[index]) is not None and not lexicon.is_blank(cell.text)
            for line in cell.lines
        )
        if facts:
            yield Site(" ".join(line.text for line in name.lines), name.lines[0].place, facts)


def _columns(table: Table, lexicon: Lexicon) -> tuple[int, int, list[int]]:
    """(header rows, column of names, columns of facts): by the headings, else by what the columns hold."""
    grid = table.grid()
    for number, row in enumerate(grid[:_HEADER_ROWS]):
        roles = [_site_role(cell, lexicon) for cell in row]
        if "name" in roles and "fact" in roles:
            facts = [index for index, role in enumerate(roles) if role == "fact"]
            return number + 1, roles.index("name"), facts
    header = 1 if _alone(table) else 0
    return (header, *_by_content(grid[header:], table.width, lexicon))


def _site_role(cell: Cell | None, lexicon: Lexicon) -> str | None:
    """ "name", "fact" or None for the heading of a column in a table of sites."""
    role = lexicon.column(cell.text) if cell else None
    if role in ("institution", "place") and cell and "기관" in cell.text.replace(" ", ""):
        return "name"
    return {"institution": "name", "fact": "fact", "agenda": "fact"}.get(role or "")


def _by_content(rows: list[list[Cell | None]], width: int, lexicon: Lexicon) -> tuple[int, list[int]]:
    """Without headings: the last column tells, the one before it names; a column of countries is neither."""
    filled = [i for i in range(width) if any(row[i] is not None and row[i].text.strip() for row in rows)]  # type: ignore[union-attr]
    named = [index for index in filled if not _is_countries(rows, index, lexicon)]
    if len(named) < 2:
        return width, []
    return named[0], named[1:]


def _is_countries(rows: list[list[Cell | None]], index: int, lexicon: Lexicon) -> bool:
    texts = [cell.text for row in rows if (cell := row[index]) is not None and cell.text.strip()]
    return bool(texts) and all(places.countries(text, lexicon) for text in texts)
