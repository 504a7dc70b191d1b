"""Captions below a visit: "주요내용 : …", "면담자 : 국장", "시간 : 10:00", "장소 : 빌바오", "협의사항"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.document import Text
from ingest.extract.lexicon import Lexicon

_COLON = re.compile(r"^(?P<label>[^:：]{1,12}?)\s*[:：]\s*(?P<value>.*)$", re.S)
_CONTENT = ("agenda", "schedule", "fact")  # columns' roles that head what is done
# Role of a caption → the groups of the vocabulary whose words are its labels.
_LABELS = {
    "content": [("column", role) for role in _CONTENT],
    "contact": [("column", "contact")],
    "when": [("card", "when"), ("column", "time")],
    "where": [("card", "where")],
    "other": [("card", "other")],
}


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's role (content, contact, when, where, other) and what stands behind its colon.

    alone: it is the whole line, without a colon, and heads what follows.
    """

    role: str
    value: str
    alone: bool = False


def caption(line: Text, lexicon: Lexicon, loosely: bool = False) -> Caption | None:
    """The caption in a line, or None. loosely: a label that only holds a word of content is one, too."""
    match = _COLON.match(line.text)
    label, value = (match["label"], match["value"].strip()) if match else (line.text, "")
    role = _role(label, lexicon)
    if role is None and loosely and lexicon.column(label) in _CONTENT:
        role = "content"
    if role is None or (match is None and role != "content"):
        return None
    return Caption(role, value, match is None)


def _role(label: str, lexicon: Lexicon) -> str | None:
    named = ((role, groups) for role, groups in _LABELS.items())
    return next((role for role, groups in named if any(lexicon.is_word(label, *group) for group in groups)), None)
