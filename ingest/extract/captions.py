"""Captions below a visit: "주요내용 : …", "면담자 : 국장", "시간 : 10:00", "장소 : 빌바오", "기관 개요"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from ingest.document import Text
from ingest.extract.lexicon import Lexicon
from ingest.persons import heads_people

COLON = re.compile(r"^(?P<label>[^:：]{1,12}?)\s*[:：]\s*(?P<value>.*)$", re.S)
"""A short label and what stands behind its colon."""
_BRACKETED = re.compile(r"[<〈‹\[【]\s*(?P<label>[^<>〈〉‹›\[\]【】:：]{2,12}?)\s*[>〉›\]】]")
_CONTENT = ("agenda", "schedule", "fact")  # columns' roles that head what is done, or what an institution is
# Role of a caption → the groups of the vocabulary whose words are its labels.
_LABELS = {
    "content": [("column", "agenda"), ("column", "schedule")],
    "fact": [("column", "fact"), ("card", "fact")],
    "contact": [("column", "contact"), ("card", "contact")],
    "when": [("card", "when"), ("column", "time")],
    "where": [("card", "where")],
    "other": [("card", "other")],
}
# Words that are captions only where something stands behind or below them: alone they are a line of an agenda.
_HEADING = {"content": [("card", "agenda")], "outcome": [("card", "outcome")]}
_HEADS = ("content", "fact", "outcome")


_LONGEST = 20  # characters of a caption, its spaces included


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's role (content, fact, outcome, contact, when, where, other) and what stands behind its colon.

    alone: it is the whole line, without a colon, and heads what follows.
    """

    role: str
    value: str
    alone: bool = False


def caption(line: Text, lexicon: Lexicon, loosely: bool = False, heads: bool = False) -> Caption | None:
    """The caption in a line, or None. loosely: a label that only holds a word of content is one, too.

    heads: lines stand below it, so that it may be one of the words that say nothing of the kind alone.
    """
    return _caption(line.text, lexicon, loosely, heads)


@lru_cache(maxsize=2**13)
def _caption(text: str, lexicon: Lexicon, loosely: bool, heads: bool) -> Caption | None:
    match = COLON.match(text)
    bracketed = _BRACKETED.fullmatch(text.strip())
    label, value = (match["label"], match["value"].strip()) if match else (text, "")
    label, heads = (bracketed["label"], True) if bracketed else (label, heads)
    if len(label) > _LONGEST or (match and lexicon.is_word(label, "halfday")):
        return None
    if match and lexicon.is_word(label, "caption", "question"):
        return Caption("content", text)  # whole: who asks and who answers
    role = _role(label, lexicon)
    if role is None and (match or loosely or heads):
        role = _role(label, lexicon, heading=True)
    if role is None and loosely and lexicon.column(label) in _CONTENT:
        role = "content"
    if role is None and match and heads_people(label):
        role = "contact"
    if role is None or (match is None and role not in _HEADS):
        return None
    return Caption(role, value, match is None)


def _role(label: str, lexicon: Lexicon, heading: bool = False) -> str | None:
    """The role of the first group of words that the label is one of; heading: one that says nothing alone."""
    return _roles(lexicon, heading).get("".join(label.split()))


@lru_cache(maxsize=4)
def _roles(lexicon: Lexicon, heading: bool) -> dict[str, str]:
    """The role of each word that may be a caption."""
    found: dict[str, str] = {}
    for role, groups in (_HEADING if heading else _LABELS).items():
        for word in (word for group in groups for word in lexicon.words(*group)):
            found.setdefault(word, role)
    return found


def told(lines: Sequence[Text], lexicon: Lexicon) -> Iterator[tuple[str, Text]]:
    """Lines below a name, each with the role of the caption before it or above it, "" where there is none."""
    head: tuple[Text, str] | None = None
    for line, after in zip_longest(lines, lines[1:]):
        if head and not stands_below(line, head[0]):
            head = None
        headed = after is not None and stands_below(after, line)
        deeper = after is not None and headed and after.kind == "item"
        said = caption(line, lexicon, loosely=deeper, heads=headed)
        if said and said.role in _HEADS and (headed or said.value):
            head = (line, said.role) if headed else head
            if said.value:
                yield said.role, replace(line, text=said.value)
        elif said and not said.alone:
            yield said.role, replace(line, text=said.value)
        else:
            yield head[1] if head else "", line


def stands_below(line: Text, head: Text) -> bool:
    """Whether a line that follows a caption stands below it: deeper, or plain below an item."""
    if head.kind == "item":
        return line.kind == "paragraph" or (line.kind == "item" and line.depth > head.depth)
    return line.kind == "item"


def without_facts(lines: Sequence[Text], lexicon: Lexicon) -> list[Text]:
    """The lines of an itinerary without those that a caption below an entry says are about the institution."""
    facts = {line.place for role, line in told(lines[1:], lexicon) if role == "fact"} if len(lines) > 1 else set()
    return [line for line in lines if line.place not in facts] if facts else list(lines)
