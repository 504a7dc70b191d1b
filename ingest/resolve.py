"""A name in a text → an institution, with the reason; below certainty it stays unresolved.

First the name itself, its parts, and it without words of level, as authority/ writes them; then names
that look or sound alike (ingest.matching). Scores are not probabilities but ranks of rules.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from ingest.authority import Authority, Institution
from ingest.cores import Core
from ingest.matching import DOUBTFUL, SAME, Match, Matcher
from ingest.names import keys, parts
from ingest.placenames import Ids
from ingest.plan import Packed
from search.hangul import name_key
from search.keyboard import strokes
from search.names import NameIndex
from search.phonetic import sounds
from search.shortlist import THOROUGH

_SHORTEST = 3  # letters of a name that can be alike to another
_LIKE = 0.6  # likeness of keys from which on two names are compared closely
_COMPARED = 6  # names compared closely, by each key
_SOUNDS = 3  # readings of a name by which it is looked for
_ELSEWHERE = 0.8  # what is left of a score where the institution is known to be in another city
_ACRONYM = 5  # letters of a name that two institutions may share
_AGAINST = frozenset(("kind", "topic", "use", "place", "number", "country"))  # rules of ingest.matching
_APART = 0.05  # two institutions nearer than this to a name leave it open


class Resolution(Packed, frozen=True):
    """The institution a name was taken for (None: not resolved), how surely, and by which rule.

    candidate: where the likeness is doubtful, the institution a person is asked about. compared: the
    name of the institution that was compared, where it is not the one written.
    """

    institution_id: str | None
    score: float
    rule: str
    candidate: str | None = None
    compared: str | None = None


class Bearer(NamedTuple):
    """An institution that a name is compared with: its id, names and country (ISO code) if known."""

    id: str
    names: Sequence[str]
    country: str | None


class Resolver:
    """Looks names up in authority/."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._levels = authority.vocabulary.get(("level", ""), ())
        self._resolved = lru_cache(maxsize=2**14)(self._resolve)

    def resolve(self, name: str, country: str | None = None, city: str | None = None) -> Resolution:
        """The institution of `name`. country (ISO code) and city are evidence for and against."""
        return self._resolved(name, country, city)

    def _resolve(self, name: str, country: str | None, city: str | None) -> Resolution:
        whole, *rest = keys(name, self._levels) or ("",)
        plain = set(keys(name))
        steps = [("exact", 1.0, [whole]), ("part", 0.95, [key for key in rest if key in plain])]
        steps.append(("level", 0.85, [key for key in rest if key not in plain]))
        for rule, score, tried in steps:
            found = self._candidates(tried, country)
            if len(found) > 1:
                found = [one for one in found if city and city in self._cities(one)] or found
            if len(found) == 1 and rule == "part" and (belied := self._belied(name, found[0], country)):
                return self._of_another(found[0].id, belied[0], self.resolve(belied[1], country, city))
            if len(found) == 1:
                return Resolution(found[0].id, score, rule)
            if found:
                return Resolution(None, 0.4, "ambiguous")
        return self._best(name, country, city)

    def likeness(self, name: str, other: Bearer, country: str | None = None) -> Match:
        """How surely `name`, in a country if known, is one of the names of an institution of authority/ or the base."""
        told = self._names.told.get(other.id, frozenset())
        countries = country, other.country
        matches = (self._names.matcher.match(name, borne, countries, told) for borne in other.names)
        return max(matches, key=lambda match: match.score, default=Match(0.0, "unlike"))

    def prepare(self) -> None:
        """Make the indexes that the first unknown name would have made."""
        assert self._names

    def forms(self, name: str) -> tuple[Core, ...]:
        """The forms of a name as it is compared (ingest.cores)."""
        return self._names.matcher.cores(name)

    def _candidates(self, tried: Iterable[str], country: str | None) -> list[Institution]:
        """Institutions under any of the keys; one known to be in another country is none."""
        ids = dict.fromkeys(id for key in tried for id in self._authority.institutions_by_name.get(key, ()))
        found = [self._authority.institutions[id] for id in ids]
        return [one for one in found if not country or one.first("country") in (country, None)]

    def _belied(self, name: str, institution: Institution, country: str | None) -> tuple[str, str] | None:
        """(acronym, other part) of a name by whose acronym alone an institution was found that it can hardly mean.

        Its other part is a proper name like none of the institution's, or its common words contradict
        them all: two have the acronym DRV.
        """
        borne = {name_key(claim.value): claim.value for claim in institution.names}
        acronym, other = _acronym_and_other(name)
        if name_key(acronym) not in borne or name_key(other) in borne:
            return None
        names = [written for key, written in borne.items() if key != name_key(acronym)]
        match = self.likeness(other, Bearer(institution.id, names, institution.first("country")), country)
        proper = any(core.rest for core in self.forms(other)[:1])
        belied = names and match.score < DOUBTFUL and (proper or match.rule in _AGAINST)
        return (acronym, other) if belied else None

    def _of_another(self, id: str, acronym: str, found: Resolution) -> Resolution:
        """What the other part of such a name resolves to; else a question about the acronym's institution."""
        asked = Resolution(None, DOUBTFUL, "doubtful", id, acronym)
        return found if found.institution_id or found.candidate else asked

    def _cities(self, institution: Institution) -> tuple[str, ...]:
        place = self._authority.places.get(institution.first("city") or "")
        return place.names if place else ()

    def _best(self, name: str, country: str | None, city: str | None) -> Resolution:
        """The institution whose name is most like `name`, or why there is none."""
        best: dict[str, Resolution] = {}
        if len(name_key(name)) < _SHORTEST:
            return Resolution(None, 0.0, "unknown")
        for id, other in self._names.near(name):
            institution = self._authority.institutions[id]
            if country and institution.first("country") not in (country, None):
                continue
            countries = country, institution.first("country")
            match = self._names.matcher.match(name, other, countries, self._names.told[id])
            cities = self._cities(institution)
            elsewhere = bool(city and cities and city not in cities)
            score = round(match.score * (_ELSEWHERE if elsewhere else 1.0), 3)
            if score >= DOUBTFUL and (id not in best or score > best[id].score):
                best[id] = Resolution(id, score, match.rule, compared=other)
        ranked = sorted(best.values(), key=lambda one: (-one.score, one.institution_id or ""))
        return _settled(ranked)

    @cached_property
    def _names(self) -> _Names:
        return _Names(self._authority)


def _settled(ranked: list[Resolution]) -> Resolution:
    """The first of the ranked resolutions where it is sure and alone; else it is a question."""
    if not ranked:
        return Resolution(None, 0.0, "unknown")
    first, *others = ranked
    alone = not others or first.score - others[0].score >= _APART
    if first.score >= SAME and alone:
        return first
    return Resolution(None, first.score, "doubtful", first.institution_id, first.compared)


def _acronym_and_other(name: str) -> tuple[str, str]:
    """(acronym, the other part) of a name of two parts of which one alone is an acronym; ("", "") of any other."""
    written = parts(name)[1:]
    told = [part for part in written if part.isascii() and part.isupper() and len(part) <= _ACRONYM]
    others = [part for part in written if part not in told]
    return (told[0], others[0]) if len(told) == len(others) == 1 else ("", "")


class _Names:
    """The names of authority/, to be looked up by how they look and sound."""

    def __init__(self, authority: Authority) -> None:
        self.matcher = Matcher(authority)
        named = {(one.id, claim.value): one for one in authority.institutions.values() for claim in one.names}
        self._named = [pair for pair in named if not named[pair].is_type]
        cores = [(number, core) for number, (_, name) in enumerate(self._named) for core in self.matcher.cores(name)]
        typed = [(number, key) for number, core in cores for key in _typed(core)]
        heard = [(number, key) for number, core in cores for key in sounds(_spoken(core))]
        self._typed, self._of_typed = NameIndex([key for _, key in typed]), [number for number, _ in typed]
        self._heard, self._of_heard = NameIndex([key for _, key in heard]), [number for number, _ in heard]
        self._meaning: dict[tuple[str, Ids], list[int]] = defaultdict(list)
        self.near = lru_cache(maxsize=2**12)(self._near)  # of one name in several cities, and where none is told
        self.told: dict[str, Ids] = defaultdict(frozenset)
        for number, core in cores:
            self.told[self._named[number][0]] |= core.kinds | core.topics
            for meant in _meanings(core):
                self._meaning[meant].append(number)

    def _near(self, name: str) -> list[tuple[str, str]]:
        """(institution's id, name) of the names that look or sound like a name, or mean the same."""
        found: dict[int, None] = {}
        cores = self.matcher.cores(name)
        typed = list(dict.fromkeys(key for core in cores for key in _typed(core)))
        heard = list(dict.fromkeys(key for core in cores for key in sounds(_spoken(core))[:_SOUNDS]))
        for asked, index, numbers in ((typed, self._typed, self._of_typed), (heard, self._heard, self._of_heard)):
            for hits in index.find_many(asked, _COMPARED, _LIKE, effort=THOROUGH):
                found |= {numbers[hit.position]: None for hit in hits}
        for core in cores:
            for meant in _meanings(core):
                found |= dict.fromkeys(self._meaning.get(meant, ()))
        return [self._named[number] for number in sorted(found)]


def _typed(core: Core) -> Iterable[str]:
    """The key strokes by which a name is looked for: of all words, of the proper ones, of those but places."""
    return dict.fromkeys(key for key in (strokes(core.raw), strokes(core.proper), core.strokes) if key)


def _spoken(core: Core) -> str:
    return core.rest or core.proper or core.raw


def _meanings(core: Core) -> Iterator[tuple[str, Ids]]:
    """What a name of places and common words alone means: each place with the kinds and topics."""
    if not core.rest and core.told:
        for place in dict.fromkeys(id for ids in core.places for id in sorted(ids)) or ("",):
            yield place, core.kinds | core.topics


@lru_cache(maxsize=2**13)
def provisional_id(name: str, country: str | None) -> str:
    """The id of an institution that only documents know: made from its name and country alone."""
    outside = next(iter(parts(name)[1:]), name)
    made = hashlib.blake2b(f"{name_key(outside)}|{country or ''}".encode(), digest_size=5)
    return f"doc-{made.hexdigest()}"
