"""Several trips in one file: where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Document, Text
from ingest.extract import dates
from ingest.extract.labels import Labelled, rank

_NUMBERED = re.compile(
    r"[\[(<【〈]?\s*(?:(?:제\s*)?\d{1,2}\s*(?:건|부|편|장|조|차|기|팀)\b|(?:연수|출장|견학|시찰|여행|방문)\s*\d{1,2}(?=\s*[\])>】〉:.]))"
    r"[\])>】〉:.\s]*(?=\S)"
)


def parts_of(document: Document, values: Sequence[Labelled]) -> list[Document]:
    """The document cut before the heading of each trip but the first; places stay those of the whole.

    values: the document's labelled values. A trip begins where a period of other days is labelled; its
    heading is the highest one since the period before. Periods with no heading between them (당초, 변경)
    are of one trip.
    """
    cuts = [0]
    before = -1
    days: set[str] = set()
    for index, period in _periods(document, values):
        if period not in days:
            heading = _highest(document.blocks, before + 1, index) if days else None
            if heading is not None:
                cuts.append(heading)
            days.add(period)
            before = index
    ends = [*cuts[1:], len(document.blocks)]
    return [replace(document, blocks=document.blocks[start:end]) for start, end in zip(cuts, ends, strict=True)]


def _periods(document: Document, values: Sequence[Labelled]) -> list[tuple[int, str]]:
    """(index of the block, days as text to compare) of every labelled period that has a last day."""
    index = {block.place: number for number, block in enumerate(document.blocks)}
    found = []
    for value in values:
        spans = dates.spans(dates.readable(value.text)) if value.field == "period" else []
        if spans and spans[0].last:
            first, last = spans[0].first, spans[0].last
            days = f"{first.year}-{first.month}-{first.day} {last.year}-{last.month}-{last.day}"
            found.append((index[value.block.split(".")[0]], days))
    return sorted(found)


def _highest(blocks: Sequence[Block], start: int, stop: int) -> int | None:
    """The last of the highest headings and outline items in a stretch of blocks; "제2건 …" heads what follows."""
    lines = [(index, block) for index, block in enumerate(blocks[start:stop], start) if isinstance(block, Text)]
    found = [index for index, line in lines if line.kind == "paragraph" and _NUMBERED.match(line.text)]
    if found:
        return found[-1]
    ranked = [(rank(line), -index) for index, line in lines if line.kind != "paragraph" and ":" not in line.text]
    return -min(ranked)[1] if ranked else None


def numbered(document: Document) -> Text | None:
    """The heading of a part that bears a number ("제2건 …", "■ 연수 2. …"), without it."""
    lines = document.lines
    heading = next((line for line in lines if _NUMBERED.match(line.text) and ":" not in line.text), None)
    return replace(heading, text=_NUMBERED.sub("", heading.text, count=1)) if heading else None
