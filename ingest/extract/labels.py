"""Labels and their values: "연수기간 | 2019. 6. 16. ~" in tables, "○ 기간 : …" in lines, sections under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile

from ingest.document import Block, Cell, Document, Table, Text
from ingest.extract import dates, places
from ingest.extract.lexicon import Lexicon
from ingest.plan import Packed
from search.hangul import name_key

_COLON = re.compile(r"^(?P<label>[^:：]{1,30}?)\s*[:：]\s*(?P<value>.*)$", re.S)
_WORDS = re.compile(r"(?P<first>[가-힣]{1,6})(?:\s(?P<second>[가-힣]{1,3}))?(?=\s+\S)")  # a label of a word, or of two
_LONGEST_FIRST = 4  # characters of the first of two words
_COUNTED = re.compile(r"\d+\s*명")
_NEAR_START = 3  # characters before a date that begins a value
_GAP = re.compile(r"^(?P<label>\S(?:\s?\S){0,5})\s{2,}(?P<value>\S.*)$", re.S)  # "제목  … 보고" of official letters
_MAY_GAP = re.compile(r".{1,11}?\s\s", re.S)
_ATTACHED = re.compile(r"^[\[(<【〈《]\s*(?:붙임|첨부|별첨|별지|참고)\s*\d*\s*[\])>】〉》]\s*")
_LONGEST_HEADING = 30
_WHO = ("people", "organizer")
_BY_LAST_WORD = ("period", "country", "people", "organizer")
_LONGEST_LABEL = 10  # characters of a label that only its last word tells
_LONGEST_WRITTEN = 3 * _LONGEST_LABEL  # its spaces included
_COUNT_ALONE = re.compile(r"\s*\d{1,3}\s*(?:명|인)\s*")
_IN_A_LINE = ("title",)  # fields whose value does not go on in the items below: "제목" heads a whole letter


class Labelled(Packed, frozen=True):
    """A field's value: its lines as written, the label itself taken off. nested: inside another's value."""

    field: str
    label: str
    lines: tuple[Text, ...]
    nested: bool = False

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def block(self) -> str:
        """Where the value begins."""
        return self.lines[0].place


class Section(Packed, frozen=True):
    """What stands below a heading whose words are known; name is the vocabulary's."""

    name: str
    heading: Text
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[Text]:
        """The lines outside tables."""
        return [block for block in self.blocks if isinstance(block, Text)]


def labelled(document: Document, lexicon: Lexicon) -> list[Labelled]:
    """Every labelled value of the document, in reading order; nested ones follow the one they stand in."""
    found: list[Labelled] = []
    found.extend(_in_lines(document.lines, lexicon, nested=False))
    for block in document.blocks:
        if isinstance(block, Table):
            found.extend(_in_table(block, lexicon))
    return found


def split_label(line: Text, lexicon: Lexicon) -> tuple[str, str, Text] | None:
    """(field, label, rest) of "기간 : 2019. 6. 16. ~", or None."""
    split = _split(line.text, lexicon)
    return (split[0], split[1], replace(line, text=split[2])) if split else None


@lru_cache(maxsize=2**13)
def _split(text: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """(field, label, value) of a line's text, or None."""
    match = _COLON.match(text) if ":" in text or "：" in text else None
    match = match or (_GAP.match(text) if _MAY_GAP.match(text) else None)
    field = _field(match["label"], match["value"], lexicon) if match else None
    if match is None or field is None:
        return _before_value(text, lexicon)
    return field, match.group("label"), match.group("value").strip()


def _field(label: str, value: str, lexicon: Lexicon) -> str | None:
    """The field that a label names; one nobody knows by its last word, where the value is surely of its kind."""
    return lexicon.label(label) or _by_last_word(label, value, lexicon)


def _by_last_word(label: str, value: str, lexicon: Lexicon) -> str | None:
    fields = _ending(label, lexicon) if len(label) <= _LONGEST_WRITTEN else ()
    return next((field for field in fields if _fits(field, value, lexicon)), None)


@lru_cache(maxsize=2**12)
def _ending(label: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The fields that the last word of a label may name."""
    key = name_key(label)
    fields = _BY_LAST_WORD if len(key) <= _LONGEST_LABEL else ()
    return tuple(field for field in fields if key.endswith(lexicon.words("labeltail", field)))


def _before_value(text: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """(field, label, value) of "기간 2025. 6. 15. ~", "간 사람 …과 3명": only where the value is of its kind."""
    match = _WORDS.match(text)
    if match is None:
        return None
    both = match["second"] and len(match["first"]) <= _LONGEST_FIRST
    for group in ("second", "first") if both else ("first",):
        label, value = text[: match.end(group)], text[match.end(group) :].strip()
        field = lexicon.label_in_hangul("".join(label.split()))
        if field and _fits(field, value, lexicon):
            return field, label, value
    return None


def _fits(field: str, value: str, lexicon: Lexicon) -> bool:
    """Whether a value is surely one of a field: a period has a date, countries are known, people are counted."""
    if field == "period":
        spans = dates.spans(dates.readable(value))
        return bool(spans) and spans[0].first.start < _NEAR_START
    if field == "country":
        return bool(places.countries(" ".join(value.split()[:1]), lexicon))
    if field == "organizer":
        return any(word in lexicon.authority.governments_by_name for word in value.split()[:1])
    return field == "people" and bool(_COUNTED.search(value))


def _in_lines(lines: Sequence[Text], lexicon: Lexicon, nested: bool) -> Iterator[Labelled]:
    for index, line in enumerate(lines):
        split = split_label(line, lexicon)
        if split:
            field, label, rest = split
            below = below_line(lines, index)
            if field in _WHO and not below and _COUNT_ALONE.fullmatch(rest.text):
                below = tuple(takewhile(_counts_people, lines[index + 1 :]))
            own = (rest,) if rest.text else ()
            if own or below:
                yield Labelled(field, label, own if own and field in _IN_A_LINE else (*own, *below), nested)
        elif line.kind != "paragraph" and (named := lexicon.label(line.text)):
            below = below_line(lines, index) or _plain_below(lines, index, named, lexicon)
            if below:
                yield Labelled(named, line.text, below, nested)


def _plain_below(lines: Sequence[Text], index: int, field: str, lexicon: Lexicon) -> tuple[Text, ...]:
    """The plain lines right below a label that stands alone on its line: "■ 출장기간", then "2019. 9. 1. ~".

    Below a heading only where they are surely such a value, as headings share words with labels.
    """
    below = list(
        takewhile(lambda line: line.kind == "paragraph" and not split_label(line, lexicon), lines[index + 1 :])
    )
    if (
        lines[index].kind == "heading"
        and field not in _IN_A_LINE
        and not any(_fits(field, x.text, lexicon) for x in below)
    ):
        return ()
    return tuple(below[:1] if field in _IN_A_LINE else below)


def _counts_people(line: Text) -> bool:
    return line.kind == "paragraph" and bool(_COUNTED.search(line.text))


def below_line(lines: Sequence[Text], index: int) -> tuple[Text, ...]:
    """The deeper items that follow lines[index]."""
    line = lines[index]
    below = []
    for follower in lines[index + 1 :]:
        if follower.kind != "item" or follower.depth <= line.depth or line.kind == "heading":
            break
        below.append(follower)
    return tuple(below)


def _in_table(table: Table, lexicon: Lexicon) -> Iterator[Labelled]:
    """Cells that are labels, each with the cell to its right; not in tables with columns of their own."""
    changed = _changed_column(table, lexicon)
    named = [[lexicon.label(cell.text) for cell in cells] for cells in table.rows]
    yield from _below_labels(table.rows, named)
    for row, cells, fields in zip(table.grid(), table.rows, named, strict=True):
        if len(cells) > 2 and all(lexicon.column(cell.text) for cell in cells):
            continue  # headings of columns, which share words with labels
        if changed and len(cells) > 2 and (now := row[changed]):
            cells = [cells[0], now]  # of "당초" and "변경" what holds now
            fields = [lexicon.label(cell.text) for cell in cells]
        for (label, value), (field, other) in zip(pairwise(cells), pairwise(fields), strict=True):
            field = field or _by_last_word(label.text, value.text, lexicon)
            if field and value.lines and not other:
                yield Labelled(field, label.text, _people(cells, label, fields) if field in _WHO else value.lines)
                yield from _in_lines(value.lines, lexicon, nested=True)
        yield from _nights_beside(cells, fields)
        yield from _in_single(cells, fields, lexicon)


def _nights_beside(cells: Sequence[Cell], fields: Sequence[str | None]) -> Iterator[Labelled]:
    """ "5박 7일" in a cell of its own behind that of the period."""
    for index, field in enumerate(fields[:-2]):
        cell = cells[index + 2]
        if field == "period" and not fields[index + 2] and dates.nights_days(cell.text):
            yield Labelled("nights", cells[index].text, cell.lines)


def _people(cells: Sequence[Cell], label: Cell, fields: Sequence[str | None]) -> tuple[Text, ...]:
    """Who goes, by all cells of the row up to the next label: units and their counts may stand in several.

    A count alone belongs to the unit before it; of a table within a cell each row is a line.
    """
    start = cells.index(label) + 1
    stop = next((i for i in range(start, len(cells)) if fields[i]), len(cells))
    lines: list[Text] = []
    for line in (line for cell in cells[start:stop] for line in _rows_of(cell)):
        if lines and _COUNT_ALONE.fullmatch(line.text):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {line.text.strip()}")
        else:
            lines.append(line)
    return tuple(lines)


def _rows_of(cell: Cell) -> Iterator[Text]:
    """The lines of a cell, the rows of a table in it as one line each."""
    for block in cell.blocks:
        if isinstance(block, Text):
            yield block
        else:
            for row in block.rows:
                lines = [line for inner in row for line in inner.lines]
                if lines:
                    yield replace(lines[0], text=" ".join(line.text for line in lines))


def _below_labels(rows: Sequence[list[Cell]], fields: Sequence[list[str | None]]) -> Iterator[Labelled]:
    """Values below their labels: a row of labels alone, one row of values, and no further one."""
    heads = [bool(named) and all(named) for named in fields]
    for number, cells in enumerate(rows[1:], 1) if any(heads) else ():
        last = number + 1 == len(rows) or heads[number + 1]
        if heads[number - 1] and last and not any(fields[number]) and len(cells) == len(rows[number - 1]):
            for label, field, value in zip(rows[number - 1], fields[number - 1], cells, strict=True):
                if field and value.lines:
                    yield Labelled(field, label.text, value.lines)


def _changed_column(table: Table, lexicon: Lexicon) -> int | None:
    """The column of what holds now in a table of labels with what was before and what is now."""
    roles = [lexicon.column(cell.text) if cell else None for cell in (table.grid() or [[]])[0]]
    return roles.index("after") if {"before", "after"} <= set(roles) and not {"date", "day"} & set(roles) else None


def _in_single(cells: Sequence[Cell], fields: Sequence[str | None], lexicon: Lexicon) -> Iterator[Labelled]:
    """Lines with labels of their own in cells that no label stands before."""
    for before, cell in zip([None, *fields], cells, strict=False):
        if before is None:
            yield from _in_lines(cell.lines, lexicon, nested=True)


def headed_places(document: Document, table: Table, lexicon: Lexicon) -> list[str]:
    """The cities that the last heading before a table names ("가. 일본 오사카"), as a chain of places."""
    last: Text | None = None
    for block in document.blocks:
        if block.place == table.place:
            break
        if isinstance(block, Text) and (block.kind != "paragraph" or len(block.text) <= _LONGEST_HEADING):
            last = block
    if last is None or _COLON.match(last.text) or lexicon.section(last.text) or len(last.text) > _LONGEST_HEADING:
        return []
    return [city.name for city in places.cities(last.text, lexicon, places.countries(last.text, lexicon))]


def is_heading(line: Text, below: bool) -> bool:
    """Whether a line heads what follows: a heading, or a short outline item with something below it."""
    if line.kind == "heading":
        return True
    return below and line.kind == "item" and len(line.text) <= _LONGEST_HEADING and not _COLON.match(line.text)


@lru_cache(maxsize=1)
def sections(document: Document, lexicon: Lexicon) -> tuple[Section, ...]:
    """The known sections, each reaching to the next heading of its own level or above.

    A plain line heads a section only when it is nothing but a section's name.
    """
    found = []
    blocks = document.blocks
    for index, block in enumerate(blocks):
        name = _section_name(block, index + 1 < len(blocks), lexicon)
        if name and isinstance(block, Text):
            found.append(Section(name, block, tuple(_reach(blocks[index + 1 :], block, lexicon))))
    return tuple(found)


def _section_name(block: Block, below: bool, lexicon: Lexicon) -> str | None:
    if not isinstance(block, Text) or not below:
        return None
    if block.kind == "paragraph":
        return lexicon.section_named(_ATTACHED.sub("", block.text, count=1))
    return lexicon.section(block.text) if is_heading(block, below) else None


def _reach(blocks: Sequence[Block], heading: Text, lexicon: Lexicon) -> Iterator[Block]:
    plain = heading.kind == "paragraph"
    for block in blocks:
        if plain and (_section_name(block, True, lexicon) or (isinstance(block, Text) and block.kind == "heading")):
            return
        if not plain and isinstance(block, Text) and rank(block) <= rank(heading):
            return
        yield block


def rank(line: Text) -> int:
    """Headings come above items, items above paragraphs."""
    return {"heading": line.depth, "item": 100 + line.depth, "paragraph": 1000}[line.kind]
