"""The answer of a search as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def as_text(answer: dict[str, Any]) -> str:
    """Return the JSON of a search (see search.engine.Answer) as text: how it was read, how many, one result a line."""
    return "\n".join(_lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    yield from answer["read_as"]
    yield f"모두 {answer['total']}건"
    if answer["suggestions"]:
        yield f"이것을 찾으셨나요? {', '.join(one['text'] for one in answer['suggestions'])}"
    for result in answer["results"]:
        yield f"[{result['type']}] {result['title']}  {result['url']}  ({result['why']}, {result['score']:.2f})"
        if result["snippet"]:
            yield f"    {result['snippet']}"
