"""Plain text: outlines by bullets and numbers, TAB tables."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Block
from ingest.readers.encoding import decode, looks_textual
from ingest.readers.lines import blocks_of

FORMAT = "txt"


def score(data: bytes, name: str) -> float:
    """Whatever is text and nothing more."""
    return 0.3 if looks_textual(data) else 0.0


def read(data: bytes) -> Sequence[Block]:
    """The blocks of a plain text."""
    return blocks_of(decode(data), markdown=False)
