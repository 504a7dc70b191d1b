"""Changes told in lines, a day above them: "당초: 오리건주 교통국", "변경: 방문 취소"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.document import Document, Text
from ingest.extract.captions import COLON
from ingest.extract.lexicon import Lexicon
from ingest.extract.outline import begins_day
from search.hangul import name_key

_NEAR = 6  # lines below the day


@dataclass(frozen=True, slots=True)
class Change:
    """What a line says was there before a change; day: the line above it that tells the day."""

    day: Text
    before: Text


def changes(document: Document, lexicon: Lexicon) -> Iterator[Change]:
    """What was planned before and is said to have changed, in order."""
    lines = document.lines
    for index, line in enumerate(lines):
        match = COLON.match(line.text)
        if match and match["value"] and name_key(match["label"]).startswith(lexicon.words("change", "before")):
            day = next((one for one in reversed(lines[max(0, index - _NEAR) : index]) if begins_day(one)), None)
            told = any(_tells_after(one, lexicon) for one in lines[index + 1 : index + 3])
            if day and told:
                yield Change(day, replace(line, text=match["value"]))


def _tells_after(line: Text, lexicon: Lexicon) -> bool:
    match = COLON.match(line.text)
    return match is not None and name_key(match["label"]) in (
        *lexicon.words("change", "after"),
        *lexicon.words("change", "said"),
    )
