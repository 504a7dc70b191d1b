"""How surely two names mean one institution: what is alike in them, and what speaks against it.

A name is taken apart into what it calls the institution (its proper part), the places it names, and
the concepts in its common words: a kind (시청, Ayuntamiento), a topic (교통, transport), a form
(협동조합, S.Coop.). Proper parts are compared by key strokes within a script and by sound across
scripts. No likeness outweighs a contradiction of kind, topic, place or number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ingest.authority import Authority
from ingest.names import parts
from search.hangul import fold, name_key, stems
from search.keyboard import strokes
from search.phonetic import alike

SAME, DOUBTFUL = 0.7, 0.45
"""From SAME on two names are one institution's; from DOUBTFUL on a person is asked."""

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]")
_NUMBER = re.compile(r"\d+")
_SHORTEST = 2  # syllables that stay when a common word or a particle is cut off a name's end
_LATIN_PLACE = 4  # letters of a Latin word that may name a place: ICA is a town, too
_LATIN_ENDING = 4  # letters of a common Latin word that may end a compound
# Likeness from which on two proper parts may be one; short ones in brackets, in which a letter is much.
_STROKES = (0.85, 0.9)
_SOUND = (0.78, 0.9)
_SPELLING = (0.9, 0.97)  # two Korean spellings of one sound: 샹티에, 샨띠에
_RAW_SOUND = 0.84  # whole names by sound
_SHORT_STROKES, _SHORT_SOUND = 9, 4  # strokes, letters
_ONE_SIDED = 0.6  # what is left of a score where only one name tells a kind, a topic or a place behind it
_LOCATED = 0.8  # the same where only one names the city before it: 도쿄 국립서양미술관


@dataclass(frozen=True, slots=True)
class Match:
    """score: 0–1. rule: how the names were found alike, or what speaks against it ("kind", "place", …)."""

    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Core:
    """One form of a name: its key, and what it tells apart.

    raw: all words but stop words. proper: without the common ones. rest: without its places as well;
    strokes: its key strokes. places: what each place's name can mean. branch: a place stands behind the
    rest (Legacoop Bologna). latin: Latin words in a Korean name.
    """

    key: str
    raw: str
    rest: str
    strokes: str
    hangul: bool
    kinds: frozenset[str]
    topics: frozenset[str]
    proper: str
    places: tuple[frozenset[str], ...]
    branch: bool
    numbers: frozenset[str]
    latin: frozenset[str]


class Matcher:
    """Compares names with the common words and places that authority/ knows."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._weights = {concept.id: concept.weight for concept in authority.concepts.values()}
        told: dict[str, set[str]] = defaultdict(set)  # 미술관 is a museum, and about art
        for concept in authority.concepts.values():
            for word in concept.words:
                told[name_key(word)].add(concept.id)
        self._concepts = {key: frozenset(ids) for key, ids in told.items()}
        self._endings = sorted((key for key in self._concepts if _may_be_ending(key)), key=len, reverse=True)
        self._phrase = max((len(_words(w)) for c in authority.concepts.values() for w in c.words), default=1)
        self._stop = frozenset(map(name_key, authority.vocabulary.get(("stopword", ""), ())))
        self._tail = frozenset(authority.vocabulary.get(("visittail", ""), ()))
        self._parts = frozenset(map(name_key, authority.vocabulary.get(("partofcountry", ""), ())))
        self._corporate = _corporate(authority.vocabulary.get(("corporate", ""), ()))
        self.cores = lru_cache(maxsize=2**17)(self._cores)

    def match(self, left: str, right: str) -> Match:
        """The best match between any two forms of the names."""
        if _told_apart(left, right):
            return Match(DOUBTFUL, "parenthesis")
        pairs = (self.compare(a, b) for a in self.cores(left) for b in self.cores(right))
        return max(pairs, key=lambda match: match.score, default=Match(0.0, "unlike"))

    def compare(self, a: Core, b: Core) -> Match:
        """One form against another."""
        if a.key == b.key:
            return Match(1.0, "exact")
        against = _contradiction(a, b)
        whole = _whole_sound(a, b)
        if against:
            return Match(0.0, against)
        likeness, rule = _by_parts(a, b)
        one_sided = a.kinds != b.kinds or a.topics != b.topics
        return max(
            Match(likeness * (_ONE_SIDED if one_sided else 1.0), rule),
            Match(whole, "sound"),
            key=lambda match: match.score,
        )

    def _cores(self, name: str) -> tuple[Core, ...]:
        """The forms of a name: what its parentheses part, without words of visiting and without its particle."""
        bare = self._corporate.sub(" ", name)
        forms = dict.fromkeys(self._without_tail(part) for part in (name, *parts(bare)))
        stemmed = {form: next((s for s in stems(form)[:1] if len(name_key(s)) > _SHORTEST), form) for form in forms}
        found = (self._core(form) for pair in stemmed.items() for form in pair if name_key(form))
        return tuple(dict.fromkeys(found))

    def _without_tail(self, form: str) -> str:
        """A name without the words of a visit behind it: 네스타 벤치마킹, 레가코프와의 간담회."""
        words = form.split()
        while len(words) > 1 and words[-1] in self._tail:
            words.pop()
        return " ".join(words)

    def _core(self, form: str) -> Core:
        words = _words(self._corporate.sub(" ", form))
        proper, concepts = self._taken_apart(words)
        known = [self._places(word) for word in proper]
        rest = name_key("".join(word for word, ids in zip(proper, known, strict=True) if not ids))
        raw = name_key("".join(word for word in words if word not in self._stop))
        return Core(
            key=name_key(form),
            raw=raw,
            rest=rest,
            strokes=strokes(rest),
            hangul=bool(_HANGUL.search(raw)),
            kinds=self._weighing(concepts, "kind"),
            topics=self._weighing(concepts, "topic"),
            proper=name_key("".join(proper)),
            places=tuple(ids for ids in known if ids),
            branch=bool(rest and known and known[-1]),
            numbers=frozenset(_NUMBER.findall(fold(form))),
            latin=frozenset(word for word in proper if word.isascii()) if _HANGUL.search(raw) else frozenset(),
        )

    def _weighing(self, concepts: Iterable[str], weight: str) -> frozenset[str]:
        return frozenset(concept for concept in concepts if self._weights[concept] == weight)

    def _places(self, word: str) -> frozenset[str]:
        """The places that a word names, as it stands or as an adjective: Berliner, Københavns, 빌바오시."""
        key = name_key(word)
        if not _HANGUL.search(key) and len(key) < _LATIN_PLACE:
            return frozenset()
        known = self._authority.places_by_name
        forms = {key, *(key.removesuffix(ending) for ending in ("er", "s", "시") if len(key) > len(ending) + 1)}
        country = None if key in self._parts else self._authority.countries_by_name.get(key)
        found = {place.id for form in forms for place in known.get(form, ())}
        return frozenset(found | ({f"country {country}"} if country else set()))

    def _taken_apart(self, words: list[str]) -> tuple[list[str], frozenset[str]]:
        """(proper words, concepts) of the words of a name."""
        proper: list[str] = []
        concepts: frozenset[str] = frozenset()
        index = 0
        while index < len(words):
            size, told = self._phrase_at(words, index)
            if not told and words[index] not in self._stop:
                rest, told = self._without_endings(words[index])
                proper += [rest] if rest else []
            concepts |= told
            index += size
        return proper, concepts

    def _phrase_at(self, words: list[str], index: int) -> tuple[int, frozenset[str]]:
        """(number of words, concepts) of the longest common phrase that begins here."""
        for size in range(min(self._phrase, len(words) - index), 0, -1):
            told = self._concepts.get(name_key("".join(words[index : index + size])))
            if told:
                return size, told
        return 1, frozenset()

    def _without_endings(self, word: str) -> tuple[str, frozenset[str]]:
        """A word without the common words at its end: 빌바오시청 → 빌바오, Umweltbundesamt → nothing."""
        told: frozenset[str] = frozenset()
        left = word
        while left and not self._places(left):
            if told and left in self._concepts:
                return "", told | self._concepts[left]
            ending = next((e for e in self._endings if left.endswith(e) and _may_end(left, e)), None)
            if ending is None:
                break
            told |= self._concepts[ending]
            left = left.removesuffix(ending)
        if left and told and not _HANGUL.search(word) and not self._places(left):
            return word, frozenset()  # a Latin word is a compound of common words as a whole or not at all
        return left, told


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _may_be_ending(key: str) -> bool:
    return bool(_HANGUL.match(key)) or len(key) >= _LATIN_ENDING


def _may_end(word: str, ending: str) -> bool:
    left = len(word) - len(ending)
    return left >= _SHORTEST if _HANGUL.match(ending) else left == 0 or left >= _LATIN_ENDING


def _corporate(written: Iterable[str]) -> re.Pattern[str]:
    """Finds legal forms written as words of their own or in parentheses: (주), S.Coop., e.V."""
    each = "|".join(re.escape(word) for word in sorted(written, key=len, reverse=True))
    return re.compile(rf"[(（]\s*(?:{each})\s*[)）]|(?<!\w)(?:{each})(?!\w)" if each else "(?!)", re.I)


def _told_apart(left: str, right: str) -> bool:
    """Whether parentheses in one script tell two equal names apart: 포틀랜드 시청(오리건), 포틀랜드 시청(메인)."""
    a, b = parts(left), parts(right)
    if len(a) < 3 or len(b) < 3 or name_key(a[1]) != name_key(b[1]):
        return False
    same_script = bool(_HANGUL.search(a[2])) == bool(_HANGUL.search(b[2]))
    return same_script and Levenshtein.normalized_similarity(strokes(a[2]), strokes(b[2])) < _STROKES[0]


def _contradiction(a: Core, b: Core) -> str | None:
    """What makes two names mean two institutions whatever else is alike."""
    told = (("kind", a.kinds, b.kinds), ("topic", a.topics, b.topics), ("acronym", a.latin, b.latin))
    for rule, ours, theirs in told:
        if ours and theirs and not ours & theirs:
            return rule
    if _alone(a.places, b.places) and _alone(b.places, a.places):
        return "place"
    return "number" if a.numbers != b.numbers else None


def _alone(ours: Iterable[frozenset[str]], theirs: Iterable[frozenset[str]]) -> bool:
    """Whether one name has a place that the other doesn't name."""
    return any(not any(one & other for other in theirs) for one in ours)


def _whole_sound(a: Core, b: Core) -> float:
    """The score of two whole names in two scripts by sound: 라보랄 is no common word, Laboral is one."""
    if a.hangul == b.hangul or min(len(a.raw), len(b.raw)) < _SHORT_SOUND:
        return 0.0
    return _scored(alike(a.raw, b.raw), _RAW_SOUND)


def _by_parts(a: Core, b: Core) -> tuple[float, str]:
    """(score, rule) of the proper parts and the places."""
    if a.proper == b.proper and a.proper:
        return 0.95, "form"
    one_place = _alone(a.places, b.places) or _alone(b.places, a.places)
    if not a.rest and not b.rest:
        if not a.places or not b.places:
            return DOUBTFUL, "translation"
        return (_ONE_SIDED, "place") if one_place else (0.9, "place")
    whole = _spelled(a, b)  # a place misspelt is no place that is known: 바르세로나 시청
    if one_place and (a.branch or b.branch):
        return max((_ONE_SIDED, "branch"), whole)
    if not a.rest or not b.rest:
        return whole
    score, rule = (0.95, "form") if a.rest == b.rest else _alike(a, b)
    return max((score * (_LOCATED if one_place else 1.0), rule), whole)


def _spelled(a: Core, b: Core) -> tuple[float, str]:
    """(score, rule) of two Korean proper parts, places in them included, as spellings of one."""
    if not (a.hangul and b.hangul) or min(len(a.proper), len(b.proper)) < _SHORT_SOUND:
        return 0.0, "unlike"
    typed = Levenshtein.normalized_similarity(strokes(a.proper), strokes(b.proper))
    return max((_scored(typed, _STROKES[1]), "typo"), (_scored(alike(a.proper, b.proper), _SPELLING[1]), "sound"))


def _alike(a: Core, b: Core) -> tuple[float, str]:
    """(score, rule) of two proper parts that differ."""
    sound = alike(a.rest, b.rest)
    short = min(len(a.rest), len(b.rest)) < _SHORT_SOUND
    if a.hangul != b.hangul:
        return _scored(sound, _SOUND[short]), "sound"
    typed = Levenshtein.normalized_similarity(a.strokes, b.strokes)
    few = min(len(a.strokes), len(b.strokes)) < _SHORT_STROKES
    spelling = _scored(sound, _SPELLING[short]) if a.hangul else 0.0  # Latin acronyms sound alike by chance
    return max((_scored(typed, _STROKES[few]), "typo"), (spelling, "sound"))


def _scored(likeness: float, least: float) -> float:
    """A likeness as a score: from `least` up it rises from SAME to nearly sure, below it soon falls to nothing."""
    share = (likeness - least) / (1 - least)
    return SAME + 0.25 * share if share >= 0 else max(0.0, SAME - 0.05 + share)
