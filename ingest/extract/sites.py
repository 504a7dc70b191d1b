"""What a document says its institutions are or do: tables, cards and lists of the sites to visit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from ingest.document import Cell, Document, Table, Text, tables_of
from ingest.extract import places
from ingest.extract.captions import caption, told
from ingest.extract.cards import Card, cards_in, is_card, line_cards, table_cards
from ingest.extract.grid import HEADER_ROWS, as_grid
from ingest.extract.labels import Section, below_line, sections
from ingest.extract.lexicon import Lexicon
from ingest.extract.roster import is_roster
from ingest.names import keys
from ingest.plan import Fact, Site, Visit

_NUMBERED = re.compile(r"^[\[(<【〈]\s*[^\[\]()<>]{0,3}\d+[^\[\]()<>]{0,3}[\])>】〉]\s*")
_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]")
_ORIGINAL = re.compile(r"[가-힣]\s?[(（][A-Z][^()가-힣]{3,}[)）]$")
_BEHIND_NAME = re.compile(r"\s+[-–—]\s.*$")
_HEADER_ROWS = 3
_LONGEST_NAME = 40
_WORDY = 8  # characters that a column without a known heading has on average where it tells facts
_CARD = re.compile(r"^(?P<name>[^:：]{2,60}?)(?:\s*[:：]\s*|\s+[-–—]\s+)(?P<fact>.{2,})$")


def sites(document: Document, lexicon: Lexicon, visits: Sequence[Visit] = ()) -> tuple[list[Site], bool]:
    """The sites a document describes, and whether it lists those to visit (and not only reports on them).

    `visits`: those of the document, by whose names captions below them are known to be about institutions.
    """
    tables = table_cards(document, lexicon)
    lines = line_cards(document, lexicon, visits)
    found = [site for card in (*tables, *lines) if (site := _of_card(card))]
    listed = bool(tables) and all(card.lines("fact") for card in tables)
    told_of = {card.head.place for card in lines if card.said}
    for section in sections(document, lexicon):
        if section.name in ("sites", "described", "content"):
            here = list(_in_section(section, lexicon, told_of))
            found += here
            listed = listed or (section.name == "sites" and bool(here))
    found += [site for site in _in_itineraries(document, lexicon) if site not in found]
    apart = [site for table in _loose_tables(document, lexicon) for site in _in_table(table, lexicon)]
    found += [site for site in apart if site not in found]
    introduced = [] if found else list(_introduced(document, visits) if visits else _noted(document, lexicon))
    return _once([*found, *introduced]), listed or bool(apart) or len(introduced) > 1


def _introduced(document: Document, visits: Sequence[Visit]) -> Iterator[Site]:
    """Lines anywhere that name an institution visited and say behind a colon or dash what it is."""
    names = {key for visit in visits for key in keys(visit.name)}
    told = {visit.block for visit in visits}
    lines = document.lines
    for index, line in enumerate(lines):
        card = _CARD.match(line.text) if line.place not in told else None
        if card and set(keys(card["name"])) & names:
            more = (Fact(under.text, under.place) for under in below_line(lines, index))
            yield Site(card["name"].strip(), line.place, (Fact(card["fact"].strip(), line.place), *more))


def _in_itineraries(document: Document, lexicon: Lexicon) -> Iterator[Site]:
    """What a column of an itinerary says its institutions are ("기관 성격"), beside what is to be done there."""
    for table in document.tables:
        # Few tables have such a column, and to ask their heads takes a fraction of making a grid.
        heads = (cell.text for cell in table.cells if cell.row < HEADER_ROWS)
        grid = as_grid(table, lexicon) if any(lexicon.column(text) == "fact" for text in heads) else None
        if grid is None or not grid.columns("fact") or not grid.columns("institution"):
            continue
        for number, row in grid.rows(lexicon):
            names = [c for c in grid.cells(row, "institution") if c.row == number and not lexicon.is_blank(c.text)]
            told = [c for c in grid.cells(row, "fact") if not (lexicon.is_blank(c.text) or lexicon.is_ditto(c.text))]
            facts = tuple(Fact(line.text, line.place) for cell in told for line in cell.lines)
            if names and facts:
                yield Site(" ".join(line.text for line in names[0].lines), names[0].lines[0].place, facts)


def _noted(document: Document, lexicon: Lexicon) -> Iterator[Site]:
    """What study notes say of institutions: items below a line that names one, as far as they go."""
    lines = document.lines
    for index, line in enumerate(lines):
        name = _BEHIND_NAME.sub("", _NUMBERED.sub("", line.text)).strip()
        bare = _BRACKETED.sub("", name)
        if line.kind == "item" or len(bare) > _LONGEST_NAME or ":" in name:
            continue
        if lexicon.institutions(name) or lexicon.ends_as_institution(name) or _ORIGINAL.search(name):
            below = takewhile(lambda one: one.kind == "item", lines[index + 1 :])
            facts = tuple(_facts(list(below), lexicon))
            if facts:
                yield Site(name, line.place, facts)


def _of_card(card: Card) -> Site | None:
    facts = tuple(Fact(line.text, line.place) for line in card.lines("fact"))
    return Site(card.name, card.head.place, facts) if facts else None


def _once(found: list[Site]) -> list[Site]:
    """Sites in reading order, each place once: sections nest."""
    once = {site.block: site for site in found}
    return sorted(once.values(), key=lambda site: [int(number) for number in site.block.split(".")])


def _in_section(section: Section, lexicon: Lexicon, told_of: Collection[str]) -> Iterator[Site]:
    """The sites of a section but those whose lines, at `told_of`, are known to be a card's heads."""
    texts = section.lines
    listed = section.name != "content"
    yield from (site for site in _named(texts, listed, lexicon) if site.block not in told_of)
    if listed:
        yield from _in_paragraphs(texts, lexicon)
        for table in tables_of(section.blocks):
            if not as_grid(table, lexicon):
                yield from _in_table(table, lexicon)


def _named(lines: Sequence[Text], listed: bool, lexicon: Lexicon) -> Iterator[Site]:
    """ "○ 샹티에 : 1999년 …" and a name with its facts in deeper lines below it."""
    begins = lines[0].kind if lines else ""
    plain = listed and begins == "item" and _alternate(lines, "item", "paragraph")
    headed = listed and begins == "paragraph" and _alternate(lines, "paragraph", "item")
    for index, line in enumerate(lines):
        card = _CARD.match(line.text) if listed and line.kind == "item" and line.marker != "※" else None
        if _is_label(line, lexicon) or places.only_places(line.text, lexicon):
            continue
        below = tuple(_facts(list(_below(lines, index, plain)), lexicon))
        if card:
            rest = [Fact(card.group("fact").strip(), line.place), *below]
            yield Site(card.group("name").strip(), line.place, tuple(rest))
        elif below and len(line.text) <= _LONGEST_NAME and (line.kind == "paragraph" if headed else _may_head(line)):
            yield Site(line.text, line.place, below)


def _may_head(line: Text) -> bool:
    return line.kind == "heading" or bool(line.marker)


def _alternate(lines: Sequence[Text], first: str, second: str) -> bool:
    """Whether lines of one kind have lines of another below them, time and again."""
    return sum(a.kind == first and b.kind == second for a, b in pairwise(lines)) > 1


def _in_paragraphs(lines: Sequence[Text], lexicon: Lexicon) -> Iterator[Site]:
    """ "할레 2 - 중고백화점이다." line by line below a section's name, as long as they go on."""
    matches = ((line, _CARD.match(line.text)) for line in lines if line.marker != "※")
    for line, card in takewhile(lambda pair: pair[0].kind == "paragraph" and pair[1], matches):
        if card and not _is_label(line, lexicon):
            yield Site(card["name"].strip(), line.place, (Fact(card["fact"].strip(), line.place),))


def _is_label(line: Text, lexicon: Lexicon) -> bool:
    """Whether a line is a caption ("일시 : …", "주요내용") or labelled for the whole trip, and names nobody."""
    if ":" in line.text or "：" in line.text:
        label = re.split("[:：]", line.text)[0]
        return lexicon.label(label) is not None or caption(line, lexicon) is not None
    return caption(line, lexicon, loosely=True) is not None


def _facts(below: Sequence[Text], lexicon: Lexicon) -> Iterator[Fact]:
    """What lines below a name say of it: those below a caption such as 기관 개요, else those without caption."""
    said = list(told(below, lexicon))
    role = "fact" if any(role == "fact" for role, _ in said) else ""
    for told_as, line in said:
        if told_as == role and (role or not _is_label(line, lexicon)):
            yield Fact(line.text, line.place)


def _below(lines: Sequence[Text], index: int, plain: bool) -> Iterator[Text]:
    """The lines below a name, until the next line of its own level. plain: those of its items are no items."""
    head = lines[index]
    for line in lines[index + 1 :]:
        same = line.kind == head.kind and line.depth <= head.depth
        if line.kind == "heading" or same or (head.kind == "item" and line.kind == "paragraph" and not plain):
            return
        if line.marker != "※":
            yield line


def _loose_tables(document: Document, lexicon: Lexicon) -> Iterator[Table]:
    """Tables outside a section of sites whose first cell says that they list them."""
    for table in document.tables:
        caption = table.cells[0].text if table.cells else ""
        if lexicon.section(caption) == "sites" and _alone(table) and not as_grid(table, lexicon):
            yield table


def _alone(table: Table) -> bool:
    """Whether the first row holds one text only: a caption inside the table."""
    return sum(bool(cell.text.strip()) for cell in table.cells if cell.row == 0) == 1


def _in_table(table: Table, lexicon: Lexicon) -> Iterator[Site]:
    if is_roster(table, lexicon):
        return
    cards = cards_in(table, lexicon)
    if not cards and is_card(table, lexicon):
        return  # of the name above it, told with the other cards
    yield from (site for card in cards if (site := _of_card(card)))
    if not cards:
        yield from _in_rows(table, lexicon)


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
        facts = [index for index, role in enumerate(roles) if role == "fact"]
        if "name" in roles and not facts and len(set(map(id, row))) > 1:
            facts = [index for index, cell in enumerate(row) if _is_wordy(cell, index, grid[number + 1 :], lexicon)]
        if "name" in roles and facts:
            return number + 1, roles.index("name"), facts
    header = 1 if _alone(table) else 0
    return (header, *_by_content(grid[header:], table.width, lexicon))


def _site_role(cell: Cell | None, lexicon: Lexicon) -> str | None:
    """ "name", "fact" or None for the heading of a column in a table of sites."""
    if cell is None:
        return None
    role, key = lexicon.column(cell.text), lexicon.card(cell.text)
    if key is not None:
        return {"name": "name", "fact": "fact", "content": "fact"}.get(key)
    if role in ("institution", "place") and "기관" in cell.text.replace(" ", ""):
        return "name"
    return {"institution": "name", "fact": "fact", "agenda": "fact", "schedule": "fact"}.get(role or "")


def _is_wordy(heading: Cell | None, index: int, rows: list[list[Cell | None]], lexicon: Lexicon) -> bool:
    """Whether a column under a heading nobody knows tells of its institutions, by the length of what it says."""
    if heading is None or not heading.text.strip() or lexicon.column(heading.text) or lexicon.card(heading.text):
        return False
    texts = [cell.text for row in rows if (cell := row[index]) is not None and cell.text.strip()]
    return bool(texts) and sum(map(len, texts)) >= _WORDY * len(texts)


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
