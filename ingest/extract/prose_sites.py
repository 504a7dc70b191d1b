"""Institutions told of in lines of prose: "할레 2(Halle 2) - 뮌헨시 … 중고백화점이다." under a heading of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Document, Text
from ingest.extract.lexicon import Lexicon
from ingest.extract.prose import names_day
from ingest.extract.prose_sentences import is_told
from ingest.plan import Fact, Site

_TOLD_OF = re.compile(
    r"^(?P<name>[^:：]{2,45}?)(?:\s+[-–—]\s+|\s*[:：]\s+|(?<=[가-힣)])(?:은|는)\s+)(?P<fact>\S.{5,}?)\s*\.?$"
)
_LONGEST_HEADING = 30


def or_told(described: Sequence[Site], document: Document, lexicon: Lexicon) -> list[Site]:
    """The sites that were found, but for days with their sentences; where there are none, those told of in lines."""
    named = [site for site in described if not names_day(site.name)]
    return named or told_sites(document, lexicon)


def told_sites(document: Document, lexicon: Lexicon) -> list[Site]:
    """The institutions under headings that announce them, in reading order."""
    lines = document.lines
    heads = [index for index, line in enumerate(lines) if _announces(line, lexicon)]
    return [site for index in heads for site in _below(lines[index + 1 :], lexicon)]


def _announces(line: Text, lexicon: Lexicon) -> bool:
    """Whether a line is a heading about institutions: "우리가 만난 기관들"."""
    short = len(line.text) <= _LONGEST_HEADING and not is_told(line.text) and ":" not in line.text
    return short and (lexicon.section(line.text) == "sites" or lexicon.has(line.text, "announcement"))


def _below(lines: Sequence[Text], lexicon: Lexicon) -> Iterator[Site]:
    """A site a line, until one that tells of none."""
    for line in lines:
        match = _TOLD_OF.match(line.text)
        if match is None or not is_told(line.text) or lexicon.label(match["name"]):
            return
        yield Site(match["name"].strip(), line.place, (Fact(match["fact"].strip(), line.place),))
