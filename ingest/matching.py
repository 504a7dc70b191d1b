"""How surely two names mean one institution: what is alike in them, and what speaks against it.

Names are taken apart (ingest.cores). Proper parts are compared by key strokes within a script and by
sound across scripts, common words by what they mean in any language. No likeness outweighs a
contradiction of kind, topic, use, place or number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from ingest.authority import Authority
from ingest.cores import Core, Cores, Word, with_words
from ingest.names import parts
from ingest.placenames import COUNTRY, Ids
from ingest.plan import Packed
from ingest.told import (
    contradiction,
    council_as_city,
    elsewhere,
    equal_told,
    of_others,
    of_the_country,
    office_alone,
    other_forms,
    other_words,
    untold,
)
from search.han import alike
from search.hangul import name_key
from search.keyboard import strokes
from search.phonetic import misheard, other_vowels

SAME, DOUBTFUL = 0.7, 0.45
"""From SAME on two names are one institution's; from DOUBTFUL on a person is asked."""

# Likeness from which on two proper parts may be one; short ones in brackets, in which a letter is much.
_STROKES = (0.85, 0.9)
_SOUND = (0.75, 0.93)
_SPELLING = (0.9, 0.97)  # two Korean spellings of one sound: 샹티에, 샨띠에
_MISHEARD = 0.8  # the score of two spellings that differ in a vowel that is easily misheard
_RAW_SOUND = 0.8  # whole names by sound
_WHOLE = 0.92  # strokes of whole names of which one has a slip in a common word: 몬드라곤 대힉교
_MANY_CONSONANTS = 5  # of a name that is told by them where no place is
_ARTICLES = ("라", "르", "레", "엘", "로", "더")  # as they are written before a name: 라사피엔차
_ACRONYM = 5  # letters
_SHORT_STROKES, _SHORT_SOUND = 9, 4  # strokes, letters
_DISTINCTIVE = (3, 5)  # syllables, Latin letters of a name that a use behind it does not change
_ONE_SIDED = 0.6  # what is left of a score where only one name tells a kind, a topic or a place behind it
_OFFICE_ALONE = 0.7  # the same of a place's office for a topic where one does not say what it is: Health Canada
_PLACE_ALONE = 0.48  # the same where the place is all they have in common: nobody need be asked
_LOCATED = (0.8, 0.9)  # the same where only one names the city before it, and in one country: 도쿄 국립서양미술관
_TRANSLATED = 0.9  # common words alone, all of them with their like in the other name
_WORLDWIDE = frozenset(("international", "european"))
_ONE_WORLDWIDE = frozenset(("agency", "bank", "council", "court", "federation", "fund"))  # of which there is one
_IDLE = 0.3  # nothing in common that is proper to the two: nobody need be asked


Countries = tuple[str | None, str | None]


class _Where(NamedTuple):
    """Whether two names are known to be in one country, and whether one of them says so."""

    one_country: bool
    named: bool


class Match(Packed, frozen=True):
    """score: 0–1. rule: how the names were found alike, or what speaks against it ("kind", "place", …)."""

    score: float
    rule: str


class Matcher:
    """Compares names with the common words and places that authority/ knows."""

    def __init__(self, authority: Authority) -> None:
        self.cores = Cores(authority).of
        self._governed_by_council = frozenset(authority.vocabulary.get(("councilcountry", ""), ()))

    def match(self, left: str, right: str, countries: Countries = (None, None), known: Ids = frozenset()) -> Match:
        """The best match between any two forms of the names.

        countries: where each is, if known (ISO codes). known: concepts that other names of the right
        one's institution tell of it, so that the left one may tell them too.
        """
        if _told_apart(left, right):
            return Match(DOUBTFUL, "parenthesis")
        ours, theirs = self.cores(left), self.cores(right)
        pairs = [(a, b) for a in ours for b in theirs]
        if not all(map(_is_acronym, (*ours, *theirs))) and not (len(ours) == 1 or len(theirs) == 1):
            pairs = [pair for pair in pairs if not all(map(_is_acronym, pair))]
        compared = (self.compare(a, b, countries, known) for a, b in pairs)
        return max(compared, key=lambda match: match.score, default=Match(0.0, "unlike"))

    def compare(self, a: Core, b: Core, countries: Countries = (None, None), known: Ids = frozenset()) -> Match:
        """One form against another."""
        if a.key == b.key:
            return Match(1.0, "exact")
        ours, theirs = (core.countries | {code} - {None} for core, code in zip((a, b), countries, strict=True))
        if ours and theirs and not ours & theirs:
            return Match(0.0, "country")
        shared = ours & theirs
        named, one_country = bool((a.countries | b.countries) & shared), bool(shared)
        a, b = _without_country(a, shared or ours), _without_country(b, shared or theirs)
        a, b = _respelled(a, b), _respelled(b, a)
        if shared & self._governed_by_council:
            a, b = council_as_city(a), council_as_city(b)
        if one_country and not a.places and not b.places:
            a, b = of_the_country(a), of_the_country(b)
        if against := contradiction(a, b, known):
            return Match(0.0, against)
        likeness, rule = _by_parts(a, b, _Where(one_country, named))
        return max(
            Match(likeness * _penalty(a, b, known), rule),
            Match(max(_whole_sound(a, b), _named_sound(a, b)), "sound"),
            Match(_slip(a, b), "typo"),
            key=lambda match: match.score,
        )


def _is_acronym(core: Core) -> bool:
    """Whether a form may be an acronym, which two institutions with names of their own can share: DRV."""
    name = core.rest or core.key
    return name.isascii() and len(name) <= _ACRONYM


def _without_country(core: Core, known: Iterable[str | None]) -> Core:
    """The form without a country that it is known to be in, if anything else is left of it."""
    ids = {f"{COUNTRY}{code}" for code in known}
    kept = [word for word in core.words if not word.places & ids]
    return core if len(kept) == len(core.words) or not (kept or core.told) else with_words(core, kept)


def _respelled(a: Core, b: Core) -> Core:
    """The form with its unknown words taken for the other's places that they are misspellings of."""
    missing = [word for word in b.words if word.places and not any(word.places & other for other in a.places)]
    if not missing or not a.rest or not a.hangul:
        return a
    return with_words(a, (_as_place(word, missing) for word in a.words))


def _as_place(word: Word, missing: Iterable[Word]) -> Word:
    if word.places:
        return word
    likes = (place for place in missing if misheard(word.text, place.text) or other_vowels(word.text, place.text))
    return Word(word.text, next((place.places for place in likes), word.places))


def _told_apart(left: str, right: str) -> bool:
    """Whether parentheses in one script tell two equal names apart: 포틀랜드 시청(오리건), 포틀랜드 시청(메인)."""
    a, b = parts(left), parts(right)
    if len(a) < 3 or len(b) < 3 or name_key(a[1]) != name_key(b[1]):
        return False
    same_script = _is_hangul(a[2]) == _is_hangul(b[2])
    return same_script and Levenshtein.normalized_similarity(strokes(a[2]), strokes(b[2])) < _STROKES[0]


def _is_hangul(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


def _penalty(a: Core, b: Core, known: Ids) -> float:
    """What is left of a score where one name alone tells a kind or topic, or a use of something short."""
    if untold(b, a) | (untold(a, b) - known):
        if a.rest and b.rest:
            return _ONE_SIDED
        return _OFFICE_ALONE if office_alone(a, b) else _PLACE_ALONE
    if of_others(a, b):
        return _ONE_SIDED
    short = min(len(a.rest), len(b.rest)) < _DISTINCTIVE[not (a.hangul or b.hangul)]
    return _ONE_SIDED if a.uses != b.uses and short else 1.0


def _whole_sound(a: Core, b: Core) -> float:
    """The score of two whole names in two scripts by sound: 라보랄 is no common word, Laboral is one."""
    if a.hangul == b.hangul or min(len(a.raw), len(b.raw)) < _SHORT_SOUND:
        return 0.0
    whole = alike(a.raw, b.raw)
    if any(" " in core.spoken and not core.hangul for core in (a, b)):
        whole = max(whole, alike(a.spoken, b.spoken))  # final letters are silent word by word: Caisse des Dépôts
    return _scored(whole, _RAW_SOUND)


def _named_sound(a: Core, b: Core) -> float:
    """The score of all but the words of kind and the places by sound: in 사그라다 파밀리아 성당, a family is a name."""
    if a.hangul == b.hangul or a.kinds != b.kinds or min(len(a.named), len(b.named)) < _SHORT_SOUND:
        return 0.0
    one_place = elsewhere(a.places, b.places) or elsewhere(b.places, a.places)
    return 0.0 if one_place else _scored(alike(a.named, b.named), _RAW_SOUND)


def _slip(a: Core, b: Core) -> float:
    """The score of two whole Korean names of which one has a slip in a common word."""
    one_sided = a.told != b.told and not (a.kinds and b.kinds)
    if not (one_sided and a.hangul and b.hangul) or min(len(a.raw), len(b.raw)) < 2 * _SHORT_SOUND - 2:
        return 0.0
    return _scored(Levenshtein.normalized_similarity(strokes(a.raw), strokes(b.raw)), _WHOLE)


def _by_parts(a: Core, b: Core, where: _Where) -> tuple[float, str]:
    """(score, rule) of the proper parts and the places."""
    if a.raw == b.raw or (a.proper == b.proper and a.proper):
        other = a.raw != b.raw and (other_words(a, b) or other_forms(a, b))
        return (DOUBTFUL if other else 0.95), "form"
    one_place = elsewhere(a.places, b.places) or elsewhere(b.places, a.places)
    if not a.rest and not b.rest:
        return _common(a, b, where, one_place)
    whole = _spelled(a, b)  # a place misspelt is no place that is known: 바르세로나 시청
    if not a.rest or not b.rest:
        return whole
    score, rule = (0.95, "form") if a.rest == b.rest else _alike(a, b)
    if one_place and (a.branch or b.branch or where.named):
        return max((min(score, _ONE_SIDED) if score >= SAME else 0.0, "branch"), whole)
    located = (_LOCATED[where.one_country]) if one_place else 1.0
    return max((score * located, rule), whole)


def _common(a: Core, b: Core, where: _Where, one_place: bool) -> tuple[float, str]:
    """(score, rule) of names of places and common words alone: 빌바오 시청, Bundesagentur für Arbeit."""
    told = equal_told(a, b)
    if other_words(a, b) or other_forms(a, b):
        return DOUBTFUL, "translation"
    if a.places and b.places:
        return (_ONE_SIDED, "place") if one_place else (_TRANSLATED, "place")
    if not told and not office_alone(a, b):
        return _IDLE, "translation"
    if a.places or b.places:
        return _ONE_SIDED, "place"
    several = where.named or len({id for ids in a.told for id in ids}) > 1
    alone = where.one_country or bool(a.topics & _WORLDWIDE and a.kinds & _ONE_WORLDWIDE)
    return (_TRANSLATED if alone and several else DOUBTFUL), "translation"


def _spelled(a: Core, b: Core) -> tuple[float, str]:
    """(score, rule) of two Korean proper parts, places in them included, as spellings of one."""
    if not (a.hangul and b.hangul) or min(len(a.proper), len(b.proper)) < _SHORT_SOUND:
        return 0.0, "unlike"
    typed = Levenshtein.normalized_similarity(strokes(a.proper), strokes(b.proper))
    return max(
        (_scored(typed, _STROKES[1]), "typo"),
        (_spelling(a.proper, b.proper, alike(a.proper, b.proper), _SPELLING[1]), "sound"),
    )


def _spelling(one: str, other: str, sound: float, least: float) -> float:
    """The score of two Korean spellings: by how alike they sound, or as one word heard otherwise."""
    return max(_scored(sound, least), _MISHEARD if misheard(one, other) else 0.0)


def _alike(a: Core, b: Core) -> tuple[float, str]:
    """(score, rule) of two proper parts that differ."""
    sound = alike(a.rest_spoken, b.rest_spoken)
    short = min(len(a.rest), len(b.rest)) < _SHORT_SOUND
    if a.hangul != b.hangul:
        return _scored(sound, _SOUND[short]), "sound"
    typed = Levenshtein.normalized_similarity(a.strokes, b.strokes)
    few = min(len(a.strokes), len(b.strokes)) < _SHORT_STROKES
    # Latin acronyms sound alike by chance.
    spelling = _spelling(a.rest, b.rest, sound, _SPELLING[short]) if a.hangul else 0.0
    if a.hangul and other_vowels(a.rest, b.rest, *(() if a.places and b.places else (_MANY_CONSONANTS,))):
        spelling = max(spelling, _MISHEARD)
    if _with_article(a.rest, b.rest):
        return _MISHEARD, "form"
    return max((_scored(typed, _STROKES[few]), "typo"), (spelling, "sound"))


def _with_article(one: str, other: str) -> bool:
    """Whether two Korean names differ by an article at the beginning: 라사피엔차, 사피엔차."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORT_SOUND and long.endswith(short) and long.removesuffix(short) in _ARTICLES


def _scored(likeness: float, least: float) -> float:
    """A likeness as a score: from `least` up it rises from SAME to nearly sure, below it soon falls to nothing."""
    share = (likeness - least) / (1 - least)
    return SAME + 0.25 * share if share >= 0 else max(0.0, SAME - 0.05 + share)
