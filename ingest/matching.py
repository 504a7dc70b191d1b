"""How surely two names mean one institution: what is alike in them, and what speaks against it.

A name is taken apart into what it calls the institution (its proper part) and the concepts in its
common words: a kind (시청, Ayuntamiento), a topic (교통, transport), a form (협동조합, S.Coop.). Proper
parts are compared by key strokes within a script, by sound across scripts, and as places where both
are. No likeness outweighs a contradiction of kind, topic, place or number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ingest.authority import Authority
from ingest.names import parts
from search.hangul import fold, name_key, stems
from search.keyboard import strokes
from search.phonetic import alike

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]")
_NUMBER = re.compile(r"\d+")
_SHORTEST = 2  # syllables or letters that stay when a common word is cut off a name's end
SAME, DOUBTFUL = 0.7, 0.45
"""From SAME on two names are one institution's; from DOUBTFUL on a person is asked."""

# Likeness of the proper parts from which on they may be one, by how they were compared.
_STROKES, _SOUND = 0.8, 0.72
_SHORT_STROKES, _SHORT_SOUND = 0.9, 0.86  # the same for short ones, in which one letter is much
_SHORT = 8  # strokes
_ONE_SIDED = 0.6  # what is left of a score where only one name tells a kind or a topic


@dataclass(frozen=True, slots=True)
class Match:
    """score: 0–1. rule: how the names were found alike, or what speaks against it ("kind", "place", …)."""

    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Core:
    """One form of a name: its key, its proper part, and the concepts, places and numbers it tells."""

    key: str
    proper: str
    strokes: str
    hangul: bool
    kinds: frozenset[str]
    topics: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]


class Matcher:
    """Compares names with the common words and places that authority/ knows."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._weights = {concept.id: concept.weight for concept in authority.concepts.values()}
        words = ((name_key(word), concept.id) for concept in authority.concepts.values() for word in concept.words)
        self._concepts = {key: id for key, id in words}
        self._endings = sorted((key for key in self._concepts if _HANGUL.match(key)), key=len, reverse=True)
        self._phrase = max(len(_words(word)) for c in authority.concepts.values() for word in c.words)
        self._stop = frozenset(map(name_key, authority.vocabulary.get(("stopword", ""), ())))
        self._corporate = _corporate(authority.vocabulary.get(("corporate", ""), ()))
        self.cores = lru_cache(maxsize=2**17)(self._cores)

    def match(self, left: str, right: str) -> Match:
        """The best match between any two forms of the names."""
        return max(
            (self.compare(a, b) for a in self.cores(left) for b in self.cores(right)),
            key=lambda match: match.score,
            default=Match(0.0, "unlike"),
        )

    def compare(self, a: Core, b: Core) -> Match:
        """One form against another."""
        if a.key == b.key:
            return Match(1.0, "exact")
        against = _contradiction(a, b)
        if against:
            return Match(0.0, against)
        likeness, rule = _likeness(a, b)
        one_sided = a.kinds != b.kinds or a.topics != b.topics
        return Match(likeness * (_ONE_SIDED if one_sided else 1.0), rule)

    def _cores(self, name: str) -> tuple[Core, ...]:
        """The forms of a name: as written, without its particle, and what its parentheses part."""
        bare = self._corporate.sub(" ", name)
        forms = dict.fromkeys(part for part in (name, *parts(bare)) if name_key(part))
        made = [self._core(form) for form in forms]
        stemmed = (stem for form in forms for stem in stems(form.rstrip())[:1])
        return tuple(dict.fromkeys([*made, *map(self._core, stemmed)]))

    def _core(self, form: str) -> Core:
        words = _words(self._corporate.sub(" ", form))
        proper, concepts = self._taken_apart(words)
        told = {weight: frozenset(c for c in concepts if self._weights[c] == weight) for weight in ("kind", "topic")}
        key = name_key("".join(proper))
        known = (place.id for word in (*proper, " ".join(proper)) for place in self._places(word))
        numbers = frozenset(_NUMBER.findall(fold(form)))
        hangul = bool(_HANGUL.search(key))
        return Core(
            name_key(form), key, strokes(key), hangul, told["kind"], told["topic"], frozenset(known), numbers
        )

    def _places(self, word: str) -> Iterable[object]:
        return self._authority.places_by_name.get(name_key(word), ())

    def _taken_apart(self, words: list[str]) -> tuple[list[str], set[str]]:
        """(proper words, concepts) of the words of a name."""
        proper: list[str] = []
        concepts: set[str] = set()
        index = 0
        while index < len(words):
            size, concept = self._phrase_at(words, index)
            if concept:
                concepts.add(concept)
            elif words[index] not in self._stop:
                rest, told = self._without_endings(words[index])
                concepts |= told
                proper.append(rest)
            index += size
        return proper, concepts

    def _phrase_at(self, words: list[str], index: int) -> tuple[int, str | None]:
        """(number of words, concept) of the longest common phrase that begins here."""
        for size in range(min(self._phrase, len(words) - index), 0, -1):
            concept = self._concepts.get(name_key("".join(words[index : index + size])))
            if concept:
                return size, concept
        return 1, None

    def _without_endings(self, word: str) -> tuple[str, set[str]]:
        """A Korean word without the common words at its end: 빌바오시청 → 빌바오."""
        told: set[str] = set()
        while _HANGUL.search(word):
            ending = next((e for e in self._endings if word.endswith(e) and len(word) - len(e) >= _SHORTEST), None)
            if ending is None:
                break
            told.add(self._concepts[ending])
            word = word.removesuffix(ending)
        return word, told


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _corporate(written: Iterable[str]) -> re.Pattern[str]:
    """Finds legal forms written as words of their own or in parentheses: (주), S.Coop., e.V."""
    each = "|".join(re.escape(word) for word in sorted(written, key=len, reverse=True))
    return re.compile(rf"[(（]\s*(?:{each})\s*[)）]|(?<!\w)(?:{each})(?!\w)" if each else "(?!)", re.I)


def _contradiction(a: Core, b: Core) -> str | None:
    """What makes two names mean two institutions whatever else is alike."""
    if a.numbers != b.numbers:
        return "number"
    if a.kinds and b.kinds and not a.kinds & b.kinds:
        return "kind"
    if a.topics and b.topics and not a.topics & b.topics:
        return "topic"
    if a.places and b.places and not a.places & b.places:
        return "place"
    return None


def _likeness(a: Core, b: Core) -> tuple[float, str]:
    """(0–1, rule) of the proper parts; 0 below the least likeness of their comparison."""
    if not a.proper or not b.proper:
        return (DOUBTFUL, "translation") if a.proper == b.proper else (0.0, "unlike")
    if a.proper == b.proper:
        return 0.95, "form"
    if a.places & b.places:
        return 0.9, "place"
    short = min(len(a.strokes), len(b.strokes)) < _SHORT
    if a.hangul == b.hangul:
        likeness = Levenshtein.normalized_similarity(a.strokes, b.strokes)
        least, rule = (_SHORT_STROKES if short else _STROKES), "typo"
    else:
        likeness = alike(a.proper, b.proper)
        least, rule = (_SHORT_SOUND if short else _SOUND), "sound"
    # From the least likeness up the score rises from what is doubtful to what is nearly sure.
    share = (likeness - least) / (1 - least)
    return (SAME + 0.25 * share, rule) if share >= 0 else (max(0.0, DOUBTFUL + share), rule)
