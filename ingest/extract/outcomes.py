"""Expected effects and lessons, and the places at home where they apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, lines_of
from ingest.extract.cards import table_cards
from ingest.extract.labels import Section, sections
from ingest.extract.lexicon import Lexicon
from ingest.plan import Outcome

_LIST = re.compile(r"[^,、]{2,20}(?:[,、]\s*[^,、]{2,20})+")
_NOTES = "※"


def outcomes(document: Document, lexicon: Lexicon) -> list[Outcome]:
    """Every line below a heading such as 기대효과 or 시사점, then what cards of institutions say of that."""
    found = {
        outcome.block: outcome
        for section in sections(document, lexicon)
        if section.name == "outcome"
        for outcome in _in_section(section)
    }
    for card in table_cards(document, lexicon):
        found |= {line.place: Outcome("effect", line.text, line.place) for line in card.lines("outcome")}
    return list(found.values())


def _in_section(section: Section) -> Iterator[Outcome]:
    depth = 0
    for line in lines_of(section.blocks):
        if line.marker in _NOTES and line.marker:
            continue
        deeper = line.kind == "item" and depth and line.depth > depth
        if deeper and _LIST.fullmatch(line.text):
            yield Outcome("place", line.text, line.place)
        else:
            depth = line.depth if line.kind == "item" else 0
            yield Outcome("effect", line.text, line.place)
