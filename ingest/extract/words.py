"""Which of many words stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Words(Generic[T]):
    """Words of two characters and more, each with what it tells.

    A text is looked at only where a word may begin by its first two characters: that is many times as fast as
    asking for each word.
    """

    def __init__(self, told: Iterable[tuple[str, T]]) -> None:
        self._begins: dict[str, list[tuple[str, T]]] = {}
        for word, tells in told:
            if len(word) > 1:
                self._begins.setdefault(word[:2], []).append((word, tells))
        first, second = (re.escape("".join(sorted({begin[i] for begin in self._begins}))) for i in (0, 1))
        self._may_begin = re.compile(f"[{first}](?=[{second}])" if first else "(?!)")

    def within(self, text: str) -> Iterator[T]:
        """What each of the words in `text` tells, from left to right."""
        for begin in self._may_begin.finditer(text):
            at = begin.start()
            for word, tells in self._begins.get(text[at : at + 2], ()):
                if text.startswith(word, at):
                    yield tells
