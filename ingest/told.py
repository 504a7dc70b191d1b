"""What the common words of two names tell of each other: what contradicts, and what only one of them tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.cores import Core
from ingest.placenames import AREA, COUNTRY, Ids

_NATIONWIDE = frozenset(("national", "federal"))
_OFFICES = frozenset(("agency", "ministry", "institute", "statistics-office"))
_ORGANISED = frozenset(("agency", "ministry", "federation", "association"))
_LEVELS = frozenset(("national", "federal", "municipal", "metropolitan", "public", "local"))
_OWNERS = frozenset(("national", "federal", "prefectural", "municipal"))
_UNITED = frozenset(("federation", "association"))  # it matters of whom
_COOPERATIVE, _COMPANY = "cooperative", "company"
_ONE_EACH = frozenset(("city-hall", "region", "ministry", "council", "metropolis", "district"))  # that a place has


def of_the_country(core: Core) -> Core:
    """The form without what goes without saying of a country's office: Statistisches Bundesamt is a federal one."""
    kept = core.topics - _NATIONWIDE
    said = kept or core.kinds & _OFFICES
    return replace(core, topics=kept) if said and core.kinds <= _OFFICES and not core.rest else core


def council_as_city(core: Core) -> Core:
    """The form of a town's council as one of its city hall, where the council governs."""
    towns = any(not id.startswith((COUNTRY, AREA)) for ids in core.places for id in ids)
    return replace(core, kinds=core.kinds - {"council"} | {"city-hall"}) if towns and "council" in core.kinds else core


def contradiction(a: Core, b: Core, known: Ids) -> str | None:
    """What makes two names mean two institutions whatever else is alike."""
    told = (("kind", a.kinds, b.kinds), ("topic", a.topics, b.topics), ("use", a.uses, b.uses))
    for rule, ours, theirs in (*told, ("acronym", a.latin, b.latin)):
        if ours and theirs and not ours & (theirs | known):
            return rule
    if _whose(a) and _whose(b) and not _whose(a) & _whose(b):
        return "topic"  # 국립, 시립
    if elsewhere(a.places, b.places) and elsewhere(b.places, a.places):
        return "place"
    if a.levels and b.levels and not a.levels & b.levels:
        return "place"  # 오사카부, 오사카시
    return "number" if a.numbers != b.numbers else None


def _whose(core: Core) -> Ids:
    """Whether it is the state's, the prefecture's or the city's, as far as its name tells."""
    return frozenset("national" if id == "federal" else id for id in core.topics & _OWNERS)


def _alone(ours: Iterable[Ids], theirs: Iterable[Ids]) -> bool:
    """Whether one name has a common word that the other has no like of."""
    return any(not any(one & other for other in theirs) for one in ours)


def elsewhere(ours: Iterable[Ids], theirs: Iterable[Ids]) -> bool:
    """Whether one name has a place that the other does not name; Brooklyn lies in New York, but is not all of it."""
    return any(not any(one <= other or other <= one for other in theirs) for one in ours)


def office_alone(a: Core, b: Core) -> bool:
    """Whether two names tell one topic, and one of them alone what kind of office it is, or whose."""
    more = untold(a, b) | untold(b, a)
    return bool(more and (a.topics & b.topics) - _LEVELS) and more <= _ORGANISED | _LEVELS


def concepts(core: Core) -> Ids:
    """All that its common words mean."""
    return frozenset(id for ids in core.told for id in ids)


def untold(ours: Core, theirs: Core) -> Ids:
    """The kinds and topics that only one form tells.

    A word may be of two kinds, one of which its like in the other name is of (Department, 국); beside a
    name in another language it may tell a topic that its like leaves open (미술관, Museum).
    """
    told = concepts(theirs) | theirs.kinds
    alike = frozenset(id for ids in ours.told if ids & told for id in ids)
    free = bool(ours.rest and theirs.rest) and ours.hangul != theirs.hangul and len(ours.told) == len(theirs.told) == 1
    return frozenset((ours.kinds - theirs.kinds - alike) | (ours.topics - theirs.topics - (alike if free else told)))


def equal_told(a: Core, b: Core) -> bool:
    """Whether each common word has its like in the other name, and nothing is told that is not in both."""
    if not a.told or not b.told or untold(a, b) or untold(b, a) or a.uses != b.uses:
        return False
    formal = not (a.kinds or a.topics)  # nothing but forms is told: they have to be the same
    return not formal or not (_alone(a.told, b.told) or _alone(b.told, a.told))


def other_words(a: Core, b: Core) -> bool:
    """Whether two names of places and common words alone are told apart by these in one script.

    Université libre and Vrije Universiteit are two in Brussels. Of some kinds a place has but one.
    """
    if a.rest or b.rest or a.hangul != b.hangul or not a.told or not b.told or not equal_told(a, b):
        return False
    return not _shortened(a.common, b.common) and not (a.kinds and a.kinds <= _ONE_EACH)


def other_forms(a: Core, b: Core) -> bool:
    """Whether what two names of one place tell of its form makes two of them.

    Nothing but forms is told, and none in common (스코틀랜드 정부, 소셜 엔터프라이즈 스코틀랜드); or one
    alone is a company: City of London Corporation is not the city hall.
    """
    ours, theirs = concepts(a), concepts(b)
    if a.rest or b.rest:
        return False
    if a.kinds or b.kinds or a.topics or b.topics:
        return bool(a.kinds or b.kinds) and (_COMPANY in ours) != (_COMPANY in theirs)
    return bool(a.told and b.told) and not ours & theirs


def of_others(a: Core, b: Core) -> bool:
    """Whether one alone of two federations is said to be of co-operatives: Deutscher Raiffeisenverband, DGRV."""
    united = a.kinds & b.kinds & _UNITED
    return bool(united) and (_COOPERATIVE in concepts(a)) != (_COOPERATIVE in concepts(b))


def _shortened(one: str, other: str) -> bool:
    """Whether the common words of two names are one, or the one's but for a last syllable: 대학, 대학교."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= (long[-1:] >= "가")
