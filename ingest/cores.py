"""A name taken apart: what it calls the institution, the places it names, and what its common words mean.

What a common word means is a concept (authority/concepts.tsv): a kind (시청, Ayuntamiento), a topic
(교통, transport), a use (식당, village) or a form (협동조합, S.Coop.).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.authority import Authority
from ingest.names import parts
from search import han
from search.hangul import fold, name_key, stems
from search.keyboard import strokes

Ids = frozenset[str]

COUNTRY = "country "
"""Before the code of a country among the ids of places."""

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[가-힣]")
_EAST = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")  # written without spaces: words stand at the end of others
_NUMBER = re.compile(r"\d+")
_GLUED = re.compile(r"\s+(?=[가-힣]{1,3}$)")
_SHORTEST = 2  # syllables that stay when a common word or a particle is cut off a name's end
_LONGEST_WORD = 60  # letters; a longer one is no word that could be cut
_LATIN_PLACE = 4  # letters of a Latin word that may name a place: ICA is a town, too
_LATIN_ENDING = 4  # letters of a common Latin word that may end a compound
_PLACE_WORDS = 4  # of a place's name: Palma de Mallorca
_GLUED_FORM = 3  # characters of a legal form that may be written without a space: 株式会社日立製作所
_ADJECTIVES = ("er", "s", "시", "현", "市", "県", "府", "縣")  # Berliner, Københavns, 빌바오시
_WITH_ONE_PARENTHESIS = 3  # parts of such a name: the whole, what is outside, what is inside
_NOTHING: Ids = frozenset()


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
    words in a Korean name.
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
        self._authority = authority
        words = authority.vocabulary
        told: dict[str, set[str]] = defaultdict(set)  # 미술관 is a museum, and about art
        for concept in authority.concepts.values():
            for word in concept.words:
                told[name_key(word)].add(concept.id)
        self._concepts = {key: frozenset(ids) for key, ids in told.items()}
        self._longest_ending = max((len(key) for key in self._concepts), default=0)
        self._phrase = max((len(_words(w)) for c in authority.concepts.values() for w in c.words), default=1)
        self._weights = {concept.id: concept.weight for concept in authority.concepts.values()}
        self._stop = frozenset(map(name_key, words.get(("stopword", ""), ())))
        self._tail = frozenset(words.get(("visittail", ""), ()))
        self._behind_places = frozenset(words.get(("placeending", ""), ()))
        self._levels = tuple(map(name_key, words.get(("level", ""), ())))
        self._parts = frozenset(map(name_key, words.get(("partofcountry", ""), ())))
        self._corporate = _corporate(words.get(("corporate", ""), ()))
        self._placenames = self._spelled_places()
        self._places = lru_cache(maxsize=2**14)(self._placed)
        self._ended = lru_cache(maxsize=2**15)(self._cut)
        self.of = lru_cache(maxsize=2**17)(self._of)

    def _spelled_places(self) -> dict[str, Ids]:
        """Other forms of places and countries in names: Helsingin is Helsinki, française is France."""
        found: dict[str, Ids] = {}
        for (group, name), forms in self._authority.vocabulary.items():
            if group == "placename":
                known = self._authority.places_by_name.get(name_key(name), ())
                code = self._authority.countries_by_name.get(name_key(name))
                ids = {place.id for place in known} or {COUNTRY + code if code else f"area {name}"}
                for form in (name, *forms):
                    found[name_key(form)] = found.get(name_key(form), _NOTHING) | ids
        return found

    def _of(self, name: str) -> tuple[Core, ...]:
        """The forms of a name: what its parentheses part, without words of visiting and without its particle."""
        bare = self._corporate.sub(" ", name)
        forms = dict.fromkeys(self._without_tail(part) for part in (name, *parts(bare)))
        stemmed = {form: self._stemmed(form) for form in forms}
        found = {form: None for pair in stemmed.items() for form in pair if name_key(form)}
        found |= {read: None for form in tuple(found) for read in han.korean(form)}
        if (outside := _qualified(bare)) and not self._core(self._without_tail(outside)).rest:
            found.pop(self._without_tail(outside), None)  # 프랑크푸르트 시청(오더) is not any 프랑크푸르트 시청
        return tuple(dict.fromkeys(self._core(form) for form in found))

    def _stemmed(self, form: str) -> str:
        """A form without its particle; one that stood behind a parenthesis is a word of its own."""
        whole = _GLUED.sub("", form) if form.count(" ") else form
        found = (stem for each in (form, whole) for stem in stems(each)[:1] if len(name_key(stem)) > _SHORTEST)
        return next(found, form)

    def _without_tail(self, form: str) -> str:
        """A name without the words of a visit behind it: 네스타 벤치마킹, 레가코프와의 간담회."""
        words = form.split()
        while len(words) > 1 and words[-1] in self._tail:
            words.pop()
        return " ".join(words)

    def _core(self, form: str) -> Core:
        words = self._without_level(_words(self._corporate.sub(" ", form)))
        proper, told = self._taken_apart(words)
        placed = tuple(Word(word, self._places(word)) for word in proper)
        raw = name_key("".join(word for word in words if word not in self._stop))
        rest = name_key("".join(word.text for word in placed if not word.places))
        concepts = frozenset(id for ids in told for id in ids)
        hangul = bool(_HANGUL.search(raw))
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
            kinds=self._weighing(concepts, "kind") if told else self._city(proper),
            topics=self._weighing(concepts, "topic"),
            uses=self._weighing(concepts, "use"),
            numbers=frozenset(_NUMBER.findall(fold(form))),
            latin=frozenset(word for word in proper if word.isascii()) if hangul else _NOTHING,
        )

    def _without_level(self, words: list[str]) -> list[str]:
        """The words without one of level (본부, HQ) at their end, also where it is written without a space."""
        while len(words) > 1 and words[-1] in self._levels:
            words = words[:-1]
        level = next((one for one in self._levels if words and words[-1].endswith(one)), None)
        if level and _HANGUL.match(level) and len(words[-1]) >= len(level) + 2 * _SHORTEST:
            return [*words[:-1], words[-1].removesuffix(level)]
        return words

    def _weighing(self, concepts: Iterable[str], weight: str) -> Ids:
        return frozenset(concept for concept in concepts if self._weights[concept] == weight)

    def _placed(self, word: str) -> Ids:
        """The places that a word names, as it stands, as an adjective or in another form."""
        key = name_key(word)
        if not _EAST.search(key) and len(key) < _LATIN_PLACE:
            return _NOTHING
        known = self._authority.places_by_name
        forms = {key, *(key.removesuffix(ending) for ending in _ADJECTIVES if len(key) > len(ending) + 1)}
        country = None if key in self._parts else self._authority.countries_by_name.get(key)
        found = {place.id for form in forms for place in known.get(form, ())}
        found |= self._placenames.get(key, _NOTHING)
        return frozenset(found | ({COUNTRY + country} if country else set()))

    def _taken_apart(self, words: list[str]) -> tuple[list[str], tuple[Ids, ...]]:
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
            elif words[index] not in self._stop:
                left, endings = self._without_endings(words[index])
                proper += left
                concepts += endings
            index += size
        return proper, tuple(concepts)

    def _city(self, proper: list[str]) -> Ids:
        """The kind that 시 tells at the end of a place's name which has it already: 바르셀로나시 is its city hall."""
        last = proper[-1] if proper else ""
        told = self._concepts.get(last[-1:], _NOTHING) if last[-1:] in self._behind_places else _NOTHING
        return self._weighing(told, "kind") if told and self._places(last) and self._places(last[:-1]) else _NOTHING

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
        return 1, _NOTHING

    def _without_endings(self, word: str) -> tuple[list[str], list[Ids]]:
        """A word without the common words at its end: 빌바오시청 → 빌바오, Umweltbundesamt → nothing.

        What stands before them may be a country and a name: 독일적십자사 is 독일 and 적십자사.
        """
        if len(word) > _LONGEST_WORD:
            return [word], []
        left, told = self._ended(word)
        east = bool(_EAST.search(word))
        if left and told and not east and not self._places(left):
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
        return word[-1] in self._behind_places or any(left[-size:] in self._concepts for size in sizes if size > 1)

    def _parted(self, word: str) -> list[str]:
        """A word without spaces, parted behind a country that it begins with: 독일카리타스 → 독일, 카리타스."""
        if self._places(word):
            return [word]
        for size in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            if any(id.startswith(COUNTRY) for id in self._places(word[:size])):
                return [word[:size], word[size:]]
        return [word]


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(name_key(word), "", 1)
    return text


def _qualified(name: str) -> str | None:
    """What stands outside a name's parentheses where they say which one it is, in the same script: Frankfurt (Oder)."""
    written = parts(name)
    if len(written) != _WITH_ONE_PARENTHESIS:
        return None
    outside, inside = written[1:]
    acronym = inside.isupper() or (len(inside) < _LATIN_PLACE and inside.isascii())
    same_script = bool(_EAST.search(outside)) == bool(_EAST.search(inside))
    return outside if same_script and not acronym else None


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _may_end(word: str, ending: str) -> bool:
    left = len(word) - len(ending)
    if _EAST.match(ending):
        return left >= _SHORTEST
    return len(ending) >= _LATIN_ENDING and (left == 0 or left >= _LATIN_ENDING)


def _corporate(written: Iterable[str]) -> re.Pattern[str]:
    """Finds legal forms written as words of their own or in parentheses: (주), S.Coop., e.V.

    Long ones in eastern scripts may stand without a space at the beginning or the end of a name.
    """
    longest_first = sorted(written, key=len, reverse=True)
    if not longest_first:
        return re.compile("(?!)")
    each = "|".join(map(re.escape, longest_first))
    glued = "|".join(re.escape(one) for one in longest_first if _EAST.match(one) and len(one) >= _GLUED_FORM)
    alone = rf"[(（]\s*(?:{each})\s*[)）]|(?<!\w)(?:{each})(?!\w)"
    return re.compile(rf"{alone}|^\s*(?:{glued})|(?:{glued})\s*$" if glued else alone, re.I)
