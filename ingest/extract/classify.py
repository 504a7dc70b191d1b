"""Visit or not: what kind of entry a line of an itinerary is, by its words and what stands around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from ingest.extract.lexicon import BRACKETED, Lexicon
from ingest.plan import ActivityKind

EntryKind = Literal["visit"] | ActivityKind

_ARROW = re.compile(r"(?<=.)(?:→|⇒|➔|➡|->)(?=.)", re.S)
_COUNTED = re.compile(
    r"\d+\s*(?:개소|개\s*(?:기관|학교|단체|업체|시설|농가|마을)|개교|개사|곳)|(?<![A-Za-z])[○OＯ]{2,}(?![A-Za-z])"
)
_NTH_MEETING = re.compile(r"제\s*\d+\s*[차회]\s")
_EDITION = re.compile(r"제\s*\d+\s*[차회]|20\d\d|\d+\s*일차")
_AFTERWARDS = re.compile(r"\s(?:후|뒤|다음)(?:에)?,?\s")
_COMMA = re.compile(r"[,、/]|\s및\s")
_LISTED = re.compile(r"[,、]")
_PLAIN: tuple[ActivityKind, ...] = ("other", "lodging", "meal")
_SIGHT_KINDS = frozenset(("museum", "event", "district"))
_LONGEST_NAME = 30
_SURE = 4  # points from which on a visit is one whatever else its words say


class Context(NamedTuple):
    """What stands around an entry: its agenda, whether it is bold or in a column of institutions, and
    the kind that a tag ("[공식]") or a column of kinds tells."""

    agenda: tuple[str, ...] = ()
    strong: bool = False
    institution_column: bool = False
    told: str | None = None


@lru_cache(maxsize=2**12)
def entry_kind(text: str, context: Context, lexicon: Lexicon) -> EntryKind:
    """The kind of an entry. Travel wins over what it mentions beside; an agenda makes a visit of a sight."""
    if lexicon.only_says_visit(text):
        return "other"
    if lexicon.is_word(text, "vehicle"):
        return "transfer"
    if _is_event(text, context, lexicon):
        return "event"
    visit = _visit_points(text, context, lexicon)
    travel = _is_travel(text, lexicon)
    if context.told in ("transfer", "free", "tourism", "event") and visit < _SURE:
        return context.told  # type: ignore[return-value]
    if lexicon.has(text, "activity", "free") and visit < _SURE:
        return "transfer" if travel and _is_travel(_COMMA.split(text)[0], lexicon) else "free"
    if travel and (visit < _SURE or not context.agenda):
        return "transfer"
    for kind in _PLAIN:
        if lexicon.has(text, "activity", kind) and visit < _SURE and not _names_office(text, lexicon):
            return kind
    tourism = _tourism_points(text, context, lexicon)
    asked = any(is_official(line, lexicon) for line in context.agenda)
    if visit > tourism or (asked and visit == tourism):
        return "visit"
    return "tourism" if tourism else _unmarked(text, lexicon)


def is_unmarked(text: str, context: Context, lexicon: Lexicon) -> bool:
    """Whether nothing in or around an entry says what it is."""
    return not _visit_points(text, context, lexicon) and not _tourism_points(text, context, lexicon)


def _unmarked(text: str, lexicon: Lexicon) -> EntryKind:
    """An entry without any sign: a short name is taken for an institution's, a list of names for sights."""
    bare = BRACKETED.sub("", text)
    if len(bare) > _LONGEST_NAME or re.search(r"[.!?]$|\s\S*[다음함임]\.?$", bare) or lexicon.only_says_cancelled(text):
        return "other"
    return "tourism" if re.search(r"[,、]\s*\S", bare) else "visit"


def _is_travel(text: str, lexicon: Lexicon) -> bool:
    """Whether an entry is mainly travel; sights seen before leaving ("시내 답사 후 출국") and an office
    that has a word of travel in its own last word ("항만공항국") are not."""
    if not _ARROW.search(text.strip()):
        own = lexicon.ends_as_institution(text)
        bare = BRACKETED.sub("", text).strip()
        if not lexicon.has(" ".join(bare.split()[:-1]) if own else text, "activity", "transfer"):
            return False
    before = _AFTERWARDS.split(text, maxsplit=1)[0]
    seen = lexicon.has(before, "activity", "tourism") or lexicon.has(before, "sight")
    return before == text or not seen or lexicon.has(before, "activity", "transfer")


def _is_event(text: str, context: Context, lexicon: Lexicon) -> bool:
    """A forum, fair or congress that one takes part in; an institution may be called Forum."""
    if not lexicon.has(text, "activity", "event"):
        return bool(_NTH_MEETING.search(text)) and lexicon.has(text, "participation")
    taken_part = lexicon.has(text, "participation") or bool(_EDITION.search(text))
    if _names_institution(text, lexicon) or context.told in ("visit", "look"):
        return taken_part  # the GSEF's third assembly, not a visit to the GSEF
    return taken_part or context.told == "event" or not context.institution_column


def _visit_points(text: str, context: Context, lexicon: Lexicon) -> int:
    points = 3 * _names_institution(text, lexicon) + 2 * lexicon.ends_as_institution(text)
    looked = context.told == "look"  # 견학 alone may be of a sight, with an agenda it is a visit
    said = context.told == "visit" or (looked and bool(context.agenda))
    points += 4 * (said or context.told == "cancelled") + 2 * (looked and not said)
    points += 2 * (said and bool(lexicon.institutions(text)))
    points += 2 * context.institution_column + context.strong + 2 * lexicon.has(text, "visitword")
    points += min(4, 2 * sum(is_official(line, lexicon) for line in context.agenda))
    return points + bool(context.agenda) + lexicon.has(text, "official")


def _tourism_points(text: str, context: Context, lexicon: Lexicon) -> int:
    visited = [text.partition(word)[0] for word in lexicon.words("visitword") if word in text]
    bare = _COUNTED.sub("", text).strip()
    named = any(map(lexicon.ends_as_institution, (text, bare, *visited)))  # a bureau of tourism is no sight
    sight = any(map(lexicon.names_sight, (text, *visited)))
    points = 4 * (lexicon.has(text, "activity", "tourism") and not named) + 3 * sight
    lines = [line for line in context.agenda if not is_official(line, lexicon)]
    toured = any(lexicon.has(line, "activity", "tourism") or lexicon.names_sight(line) for line in lines)
    several = [part for part in _LISTED.split(text) if part.strip()]
    points += 3 * (len(several) > 1 and all(map(lexicon.names_sight, several)))  # a list of sights is a tour
    return points + 3 * (toured and not named)  # an institution's agenda may be about tourism


@lru_cache(maxsize=2**12)
def is_official(line: str, lexicon: Lexicon) -> bool:
    """Whether a line of an agenda tells of business; "문화 체험" has a word for it but tells of sights."""
    return lexicon.has(lexicon.without(line, "activity", "tourism"), "official")


def _names_office(text: str, lexicon: Lexicon) -> bool:
    """Whether one of the names that a text lists ends as an institution's: a hotel school is no lodging."""
    return any(lexicon.ends_as_institution(part) for part in _LISTED.split(text))


def _names_institution(text: str, lexicon: Lexicon) -> bool:
    """Whether authority/ knows the name, as something other than a sight."""
    known = (lexicon.authority.institutions[id] for id in lexicon.institutions(text))
    return any(institution.kind not in _SIGHT_KINDS for institution in known)


def is_generic(name: str, lexicon: Lexicon) -> bool:
    """Whether a name tells a type of institution only: "사회적기업 육성기관 1개소", CAE, "노인요양시설"."""
    known = [lexicon.authority.institutions[id] for id in lexicon.institutions(name)]
    if known:
        return all(institution.is_type for institution in known)
    return bool(_COUNTED.search(name)) or lexicon.is_common_noun(name)
