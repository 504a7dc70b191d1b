"""Visit or not: what kind of entry a line of an itinerary is, by its words and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.extract.lexicon import Lexicon
from ingest.plan import ActivityKind

EntryKind = Literal["visit"] | ActivityKind

_ARROW = re.compile(r"\S\s*(?:→|⇒|➔|➡|->)\s*\S")
_COUNTED = re.compile(r"\d+\s*(?:개소|개\s*기관|곳)|[○OＯ]{2,}|○○")
_ENDING = re.compile(r"[)）\]\s]+$")
_PLAIN: tuple[ActivityKind, ...] = ("other", "lodging", "meal")
_SIGHT_KINDS = frozenset(("museum", "event", "district"))


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around an entry: its agenda, whether it is bold, and in a column of institutions."""

    agenda: tuple[str, ...] = ()
    strong: bool = False
    institution_column: bool = False


def entry_kind(text: str, context: Context, lexicon: Lexicon) -> EntryKind:
    """The kind of an entry. Travel wins over what it mentions beside; an agenda makes a visit of a sight."""
    visit = _visit_points(text, context, lexicon)
    travel = bool(_ARROW.search(text)) or lexicon.has(text, "activity", "transfer")
    if lexicon.has(text, "activity", "free") and visit < 4:
        return "free"
    if travel and (visit < 4 or not context.agenda):
        return "transfer"
    if lexicon.has(text, "activity", "event") and not _names_institution(text, lexicon):
        return "event"
    for kind in _PLAIN:
        if lexicon.has(text, "activity", kind) and visit < 4:
            return kind
    tourism = _tourism_points(text, context, lexicon)
    if visit > tourism:
        return "visit"
    return "tourism" if tourism else "other"


def _visit_points(text: str, context: Context, lexicon: Lexicon) -> int:
    points = 3 * _names_institution(text, lexicon) + 2 * _ends_as_institution(text, lexicon)
    points += 2 * context.institution_column + context.strong
    points += 2 * lexicon.has(text, "visitword")
    points += min(4, 2 * sum(lexicon.has(line, "official") for line in context.agenda))
    return points + bool(context.agenda) + lexicon.has(text, "official")


def _tourism_points(text: str, context: Context, lexicon: Lexicon) -> int:
    points = 4 * lexicon.has(text, "activity", "tourism") + 3 * lexicon.has(text, "sight")
    lines = [line for line in context.agenda if not lexicon.has(line, "official")]
    toured = any(lexicon.has(line, "activity", "tourism") or lexicon.has(line, "sight") for line in lines)
    return points + 3 * toured


def _names_institution(text: str, lexicon: Lexicon) -> bool:
    """Whether authority/ knows the name, as something other than a sight."""
    known = (lexicon.authority.institutions[id] for id in lexicon.institutions(text))
    return any(institution.kind not in _SIGHT_KINDS for institution in known)


def _ends_as_institution(text: str, lexicon: Lexicon) -> bool:
    """Whether the name, or what stands outside its parentheses, ends in a word such as 센터."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text)
    forms = [_ENDING.sub("", form).replace(" ", "") for form in (text, bare)]
    return any(form.endswith(word) for form in forms for word in lexicon.words("institution"))


def is_generic(name: str, lexicon: Lexicon) -> bool:
    """Whether a name tells a type of institution only: "사회적기업 육성기관 1개소", CAE."""
    known = [lexicon.authority.institutions[id] for id in lexicon.institutions(name)]
    return bool(_COUNTED.search(name)) or (bool(known) and all(institution.is_type for institution in known))
