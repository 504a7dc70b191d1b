"""A name taken apart: what it calls the institution, the places it names, and what its common words mean.

What a common word means is a concept (authority/concepts.tsv): a kind (시청, Ayuntamiento), a topic
(교통, transport), a use (식당, village) or a form (협동조합, S.Coop.).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.authority import Authority
from ingest.forms import Forms, alone, qualifies
from ingest.placenames import COUNTRY, NOTHING, Ids, PlaceNames
from search import han
from search.hangul import fold, name_key
from search.keyboard import strokes

# Katakana beside Chinese characters, and Latin beside Hangul, are words of their own: パルシステム東京, LA카운티.
_WORD = re.compile(r"[ァ-ヺー-ヿ]+|[a-z]{2,}(?=[가-힣])|(?:(?![ァ-ヺー-ヿ])[^\W_])+")
_HANGUL = re.compile("[가-힣]")
_EAST = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")  # written without spaces: words stand at the end of others
_NUMBER = re.compile(r"\d+")
_SHORTEST = 2  # syllables that stay when a common word or a particle is cut off a name's end
_LONGEST_WORD = 60  # letters; a longer one is no word that could be cut
_LATIN_ENDING = 4  # letters of a common Latin word that may end a compound
_LATIN_COMPOUND = 6  # letters of common words at the end of a Latin compound with a name: Caritasverband
_LATIN_NAME = 5  # letters of such a name
_PLACE_WORDS = 4  # of a place's name: Palma de Mallorca
_GOVERNMENT = frozenset(("government",))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name without the common words at its end; places: what it can name as one."""

    text: str
    places: Ids


@dataclass(frozen=True, slots=True)
class Core:
    """One form of a name: its key, and what it tells apart.

    raw: all words but stop words and those of level. spoken: with stop words, as a text. common: the
    common ones, as a key. words: the others. rest: them without its places; strokes: its key strokes.
    told: the concepts of each common word; kinds, topics and uses: all of one weight. latin: Latin
    words in a Korean name. levels: whose its places are, by their last letter: 오사카부, 오사카시. named: all
    but stop words, places and words of kind.
    """

    key: str
    raw: str
    spoken: str
    common: str
    words: tuple[Word, ...]
    rest: str
    strokes: str
    hangul: bool
    told: tuple[Ids, ...]
    kinds: Ids
    topics: Ids
    uses: Ids
    numbers: Ids
    latin: Ids
    levels: Ids
    named: str

    @property
    def proper(self) -> str:
        """The words that are not common, places among them, as a key."""
        return name_key("".join(word.text for word in self.words))

    @property
    def rest_spoken(self) -> str:
        """The rest as a text, word by word."""
        return " ".join(word.text for word in self.words if not word.places)

    @property
    def places(self) -> tuple[Ids, ...]:
        """What each place in it can mean."""
        return tuple(word.places for word in self.words if word.places)

    @property
    def branch(self) -> bool:
        """Whether a place stands behind its name: Legacoop Bologna."""
        return bool(self.rest and self.words[-1].places)

    @property
    def countries(self) -> Ids:
        """The codes of the countries it names."""
        ids = (id for word in self.words for id in word.places if id.startswith(COUNTRY))
        return frozenset(id.removeprefix(COUNTRY) for id in ids)


def with_words(core: Core, words: Iterable[Word]) -> Core:
    """The core with other words that are not common."""
    kept = tuple(words)
    rest = name_key("".join(word.text for word in kept if not word.places))
    return replace(core, words=kept, rest=rest, strokes=strokes(rest))


class Cores:
    """Takes names apart with the common words and places that authority/ knows."""

    def __init__(self, authority: Authority) -> None:
        words = authority.vocabulary
        told: dict[str, set[str]] = defaultdict(set)  # 미술관 is a museum, and about art
        for concept in authority.concepts.values():
            for word in concept.words:
                told[name_key(word)].add(concept.id)
        self._concepts = {key: frozenset(ids) for key, ids in told.items()}
        self._longest_ending = max((len(key) for key in self._concepts), default=0)
        self._phrase = max((len(_words(w)) for c in authority.concepts.values() for w in c.words), default=1)
        self._weights = {concept.id: concept.weight for concept in authority.concepts.values()}
        self._kinds = frozenset(key for key, ids in self._concepts.items() if self._weighing(ids, "kind"))
        self._stop = frozenset(map(name_key, words.get(("stopword", ""), ())))
        self._behind_places = frozenset(words.get(("placeending", ""), ()))
        self._levels = tuple(map(name_key, words.get(("level", ""), ())))
        self._names = PlaceNames(authority)
        self._places = self._names.of
        self._forms = Forms(authority, self._places)
        self._core = lru_cache(maxsize=2**10)(self._core_of)
        self._ended = lru_cache(maxsize=2**15)(self._cut)
        self.of = lru_cache(maxsize=2**17)(self._of)

    def _of(self, name: str) -> tuple[Core, ...]:
        """The forms of a name, each once."""
        forms = self._forms.written(name)
        for misleading in self._misleading(self._forms.bare(name)):
            forms.pop(self._forms.plain(misleading), None)
        forms |= dict.fromkeys(self._forms.further(tuple(forms)))
        cores = [self._core(form) for form in forms]
        shorter = filter(None, map(self._forms.before_purpose, forms))
        return tuple(dict.fromkeys((*cores, *(core for core in map(self._core, shorter) if core.rest))))

    def _misleading(self, name: str) -> Iterator[str]:
        """The parts of a name with parentheses that alone say too little.

        프랑크푸르트 시청(오더) is not any 프랑크푸르트 시청, and 府中市役所(東京都) not the 東京都.
        """
        outside, inside = alone(name) or ("", "")
        if not (outside and inside):
            return
        named, where = self._core(self._forms.plain(outside)), self._core(inside)
        if qualifies(outside, inside) and not named.rest:
            yield outside
        if named.kinds and where.words and not where.rest and not where.told:
            yield inside

    def _core_of(self, form: str) -> Core:
        words = self._without_level(_words(self._forms.bare(form)))
        hangul = bool(_HANGUL.search("".join(words)))
        proper, told = self._taken_apart(words, hangul)
        placed = tuple(Word(word, self._places(word)) for word in proper)
        raw = name_key("".join(word for word in words if word not in self._stop))
        rest = name_key("".join(word.text for word in placed if not word.places))
        concepts = frozenset(id for ids in told for id in ids)
        return Core(
            key=name_key(form),
            raw=raw,
            spoken=" ".join(words),
            common=_without(raw, proper),
            words=placed,
            rest=rest,
            strokes=strokes(rest),
            hangul=hangul,
            told=told,
            kinds=self._weighing(concepts, "kind") or self._government(proper, concepts),
            topics=self._weighing(concepts, "topic"),
            uses=self._weighing(concepts, "use"),
            numbers=frozenset(_NUMBER.findall(fold(form))),
            latin=frozenset(word for word in proper if word.isascii()) if hangul else NOTHING,
            levels=frozenset(level for word in proper if (level := self._names.level(word))),
            named=name_key("".join(self._unkind(word) for word in words)),
        )

    def _without_level(self, words: list[str]) -> list[str]:
        """The words without one of level (본부, HQ) at their end, also where it is written without a space."""
        while len(words) > 1 and words[-1] in self._levels:
            words = words[:-1]
        level = next((one for one in self._levels if words and words[-1].endswith(one)), None)
        if (
            level
            and _HANGUL.match(level)
            and len(words[-1]) >= len(level) + 2 * _SHORTEST
            and self._ends_in(words[-1], level)
        ):
            return [*words[:-1], words[-1].removesuffix(level)]
        return words

    def _ends_in(self, word: str, level: str) -> bool:
        """Whether a word of level is what a word ends in: 에너지부 ends in 부, not in 지부."""
        left, told = self._ended(word)
        return bool(left or not told or told[-1] & self._concepts.get(level, told[-1]))

    def _weighing(self, concepts: Iterable[str], weight: str) -> Ids:
        return frozenset(concept for concept in concepts if self._weights[concept] == weight)

    def _taken_apart(self, words: list[str], hangul: bool) -> tuple[list[str], tuple[Ids, ...]]:
        """(words that are not common, the concepts of each that is) of the words of a name."""
        proper: list[str] = []
        concepts: list[Ids] = []
        index = 0
        while index < len(words):
            size, told = self._phrase_at(words, index)
            place = self._place_at(words, index)
            if place > size or (place and not told):
                proper.append("".join(words[index : index + place]))
                size = place
            elif told:
                concepts.append(told)
            elif words[index] not in self._stop or (hangul and words[index].isascii() and self._places(words[index])):
                left, endings = self._without_endings(words[index])
                proper += left
                concepts += endings
            index += size
        return proper, tuple(concepts)

    def _government(self, proper: list[str], concepts: Ids) -> Ids:
        """The kind told by the end of a place's name which has it already: 바르셀로나시 (정부) is its city hall."""
        level = self._names.level(proper[-1]) if proper and concepts <= _GOVERNMENT else None
        return frozenset({level} if level else ())

    def _unkind(self, word: str) -> str:
        """A word without one of kind at its end; "" for a stop word and a place: 카를린재단 → 카를린."""
        if word in self._stop or self._places(word):
            return ""
        sizes = range(min(len(word), self._longest_ending), _SHORTEST - 1, -1)
        ends = (word[-size:] for size in sizes if word[-size:] in self._kinds)
        return word.removesuffix(next((end for end in ends if end == word or _may_end(word, end)), ""))

    def _place_at(self, words: list[str], index: int) -> int:
        """The number of words of the place of several words that begins here, 0 for none: New York, Emilia-Romagna."""
        sizes = range(min(_PLACE_WORDS, len(words) - index), 1, -1)
        return next((size for size in sizes if self._places("".join(words[index : index + size]))), 0)

    def _phrase_at(self, words: list[str], index: int) -> tuple[int, Ids]:
        """(number of words, concepts) of the longest common phrase that begins here."""
        for size in range(min(self._phrase, len(words) - index), 0, -1):
            told = self._concepts.get("".join(words[index : index + size]))
            if told:
                return size, told
        return 1, NOTHING

    def _without_endings(self, word: str) -> tuple[list[str], list[Ids]]:
        """A word without the common words at its end: 빌바오시청 → 빌바오, Umweltbundesamt → nothing.

        What stands before them may be a country and a name: 독일적십자사 is 독일 and 적십자사.
        """
        if len(word) > _LONGEST_WORD:
            return [word], []
        left, told = self._ended(word)
        east = bool(_EAST.search(word))
        if left and told and not east and not (self._places(left) or _names_first(word, left)):
            return [word], []  # a Latin word is a compound of common words as a whole or not at all
        return (self._parted(left) if east else [left]) if left else [], told

    def _cut(self, word: str) -> tuple[str, list[Ids]]:
        """(what is left, concepts) of a word whose end is cut into common words so that least is left of it.

        Of two ways that leave as much, that of fewer words: 연방에너지청 is 연방, 에너지, 청.
        """
        best: tuple[str, list[Ids]] = (word, [])
        if not word or self._places(word):
            return best
        if told := self._concepts.get(word):
            return "", [told]
        for size in range(min(len(word), self._longest_ending), 0, -1):
            ending = word[-size:]
            if ending in self._concepts and _may_end(word, ending) and (size > 1 or self._may_end_short(word)):
                left, before = self._ended(word[:-size])
                if (self._unknown(left), len(before) + 1) < (self._unknown(best[0]), len(best[1])):
                    best = left, [*before, self._concepts[ending]]
                    if not self._unknown(left) and not before:
                        break  # no other way leaves less, or has fewer words
        return best

    def _unknown(self, left: str) -> int:
        """How many letters of a word are neither common nor a place."""
        return 0 if self._places(left) else len(left)

    def _may_end_short(self, word: str) -> bool:
        """Whether one letter at a word's end is a word: 시 behind any name, 부 only in 교육부, behind a common word."""
        left = word[:-1]
        sizes = range(1, min(len(left), self._longest_ending) + 1)
        placed = word[-1] in self._behind_places and (len(left) > _SHORTEST or bool(self._places(left)))
        return placed or any(left[-size:] in self._concepts for size in sizes if size > 1)

    def _parted(self, word: str) -> list[str]:
        """A word without spaces, parted behind a place that it begins with: 독일카리타스 → 독일, 카리타스.

        In Hangul it has to be a country, since chance finds many a town.
        """
        if self._places(word):
            return [word]
        for size in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            places = self._places(word[:size])
            if any(id.startswith(COUNTRY) for id in places) or (places and han.has_han(word[:size])):
                return [word[:size], word[size:]]
        return [word]


def _names_first(word: str, left: str) -> bool:
    """Whether a Latin word is a name with common words behind it, each long enough: Caritasverband."""
    return len(left) >= _LATIN_NAME and len(word) - len(left) >= _LATIN_COMPOUND


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(name_key(word), "", 1)
    return text


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _may_end(word: str, ending: str) -> bool:
    left = len(word) - len(ending)
    if _EAST.match(ending):
        return left >= _SHORTEST
    return len(ending) >= _LATIN_ENDING and (left == 0 or left >= _LATIN_ENDING)
