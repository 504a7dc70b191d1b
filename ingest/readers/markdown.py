"""Markdown, with TAB tables and inline HTML as converters of Korean documents write it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Block
from ingest.readers.encoding import decode, looks_textual
from ingest.readers.lines import blocks_of

FORMAT = "md"

_SIGNS = re.compile(rb"^ {0,3}#{1,6} +\S|^\|?[ :-]+\|[ :|-]+$|\*\*\S", re.M)
_PIPES = re.compile(rb"^\|.*\|[ \t\r]*$", re.M)
_DRAWN = re.compile(rb"^[ \t]*\+[-=+]{4,}\+[ \t\r]*$", re.M)  # the rules of a table drawn in plain text


def score(data: bytes, name: str) -> float:
    """By Markdown's own signs (headings, pipe rows, emphasis); its suffix tips the balance."""
    if not looks_textual(data):
        return 0.0
    begin = data[:65536]
    signs = len(_SIGNS.findall(begin)) + (0 if _DRAWN.search(begin) else len(_PIPES.findall(begin)))
    named = name.lower().endswith((".md", ".markdown"))
    return min(0.8, 0.2 * signs) + (0.15 if named else 0.0)


def read(data: bytes) -> Sequence[Block]:
    """The blocks of a Markdown text."""
    return blocks_of(decode(data), markdown=True)
