"""Institutions by their names: the same, a part, initials, the wrong keyboard layout, misspelt, by sound."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import ne
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from search import lookup
from search.hangul import fold, name_key
from search.initials import fits
from search.keyboard import choseong, is_choseong, still_open, strokes
from search.phonetic import alike, consonants, sounds
from search.rowids import type_range
from search.stored_names import NameHit, open_names
from search.titles import first_titled
from search.tokens import is_syllables, phrase, query_words, together

EXACT, ALIAS, SPACING = 1.0, 0.98, 0.97
_INITIALS, _INITIALS_OF_WORD = 0.9, 0.8
_PART = 0.55  # the least score for a part of a name; the share of the name and its beginning add to it
_SURE, _LIKE = 0.52, 0.3  # a name misspelt: what its likeness adds to
_UNSURE = 0.45
_CANDIDATES = 40
_SIFTED = 2000  # names with the same initials that are compared with syllables typed among them
_LEAST = 0.6  # likeness of strokes or sounds from which on names are compared
_SOUND, _SOUND_PART = 0.84, 0.88  # likeness of two names by sound; the beginning of one has to be more alike
_SAME_SOUND, _SOUNDING = 0.95, 0.88  # likeness from which on two names sound the same; the score of one that does
_BY_SOUND = 0.75  # what sounds alike says less than what is typed alike
_BEHIND = 0.001  # what a name that sounds alike has less for each that sounds and is spelt more alike
_BEGUN = 4  # readings of which a name may be only the beginning
_SHORT = 4  # letters of a sound below which everything sounds alike
_ERRORS = ((5, 0), (8, 1), (13, 2), (20, 3))  # strokes of a name, and how many of them may be wrong
_MOST_ERRORS = 4
_ROUNDED = 1e-3  # likenesses are rounded
_LEAST_PART, _MOST_PART = 4, 12  # syllables of a part of a name that may be misspelt
_WRONG_IN_PART = 2  # strokes of it that may be wrong


class Named(NamedTuple):
    """An institution by a name: the rowid of its entry, score and rule, the name that was meant; its id once known."""

    rowid: int
    score: float
    why: str
    name: str
    id: str = ""

    @property
    def line(self) -> str:
        """The facet of entries about the institution."""
        return f"institution={self.id}"


def _literal(text: str) -> str:
    """A name as it is compared when white space and inner punctuation count."""
    return fold(" ".join(query_words(text)))


def _rule(text: str, title: str, names: Sequence[str]) -> tuple[float, str]:
    """Score and rule for an institution that bears the text: as title, as another name, spaced otherwise."""
    if _literal(text) == _literal(title):
        return EXACT, "exact"
    if any(_literal(text) == _literal(name) for name in names):
        return (SPACING, "spacing") if name_key(text) == name_key(title) else (ALIAS, "alias")
    return SPACING, "spacing"


def bearing(connection: sqlite3.Connection, texts: Iterable[str]) -> dict[str, list[Named]]:
    """The institutions that bear each text as a name; texts that nobody bears are not there."""
    keys = {text: name_key(text) for text in texts}
    equal = lookup.names_equal(connection, [key for key in keys.values() if key])
    found = {}
    for text, key in keys.items():
        borne: dict[tuple[int, str], list[str]] = {}
        for rowid, title, name in equal.get(key, ()):
            borne.setdefault((rowid, title), []).append(name)
        if borne:
            found[text] = [Named(id, *_rule(text, title, names), names[0]) for (id, title), names in borne.items()]
    return found


def holding(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions of whose name the text is a part: the more of it the better, its beginning best."""
    key = name_key(text)
    beginning = [(rowid, longer, name) for rowid, name, longer in lookup.names_beginning(connection, key)]
    _, end = type_range("institution")
    within = lookup.names_holding(connection, key, first_titled(connection, together(text), lookup.NAMES, end))
    parts = [
        Named(rowid, _PART + 0.3 * len(key) / len(longer) + 0.05 * longer.startswith(key), "partial", name)
        for rowid, longer, name in (*beginning, *within)
    ]
    return _best(parts)


def by_initials(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions whose names have these initials: ㅁㄷㄹㄱ, ㅁㄷㄹㄱ대학교, 몬드라ㄱ."""
    key = choseong(text)
    alone = is_choseong(text * 2)  # a single consonant as well
    found = lookup.names_with_initials(connection, key, lookup.NAMES if alone else _SIFTED)
    fitting = found if alone else islice((row for row in found if fits(text, row.name)), lookup.NAMES)
    return _best(Named(row.rowid, _initials_score(key, row), "choseong", row.name) for row in fitting)


def _initials_score(key: str, row: lookup.InitialsHit) -> float:
    whole = choseong(row.name) == row.initials
    if key == row.initials:
        return _INITIALS if whole else _INITIALS_OF_WORD
    return _PART + 0.2 * len(key) / len(row.initials) + 0.05 * whole


def half_typed(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions with a name that goes on where the last syllable is not done yet: 몬들 for 몬드라곤."""
    still = still_open(text)
    return [one._replace(why="partial") for one in by_initials(connection, still)] if still != text else []


def mistyped(connection: sqlite3.Connection, text: str, doubtful: bool = True) -> list[Named]:
    """The institutions with a name like the text by its key strokes; what is doubtful, if wanted, is below 0.5."""
    key = strokes(text)
    certain = 1 - _allowed(len(key)) / max(len(key), 1) - _ROUNDED
    hits = open_names(connection).strokes.find(key, _CANDIDATES, _LEAST if doubtful else max(_LEAST, certain))
    return _best(one for hit in hits if (one := _typed(key, hit)) and (doubtful or one.score >= _SURE))


def misspelt(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions with a name like the text by its key strokes or its sound; what is doubtful is below 0.5."""
    found, heard = mistyped(connection, text), sounds(text)
    if heard and max(map(len, heard)) >= _SHORT:
        names = open_names(connection)
        alike_sounding = names.sounding(text, _CANDIDATES, _LEAST)
        found += [one for place, hit in enumerate(alike_sounding) if (one := _heard(text, hit, place))]
        found += _heard_beginning(text, names.sounds.find_any(heard[:_BEGUN], _CANDIDATES, _SOUND_PART, beginning=True))
    if not any(one.score >= _SURE for one in found):
        found += _misspelt_part(connection, name_key(text))
    return _best(found)


def _misspelt_part(connection: sqlite3.Connection, key: str) -> Iterator[Named]:
    """The institutions of whose name a text is a part but for one wrong syllable: 총합상황실 in 119 종합상황실.

    One half of it is right then, and leads to the names.
    """
    if not _LEAST_PART <= len(key) <= _MOST_PART or not is_syllables(key):
        return
    _, end = type_range("institution")
    middle = len(key) // 2
    for half, before in ((key[:middle], 0), (key[middle:], middle)):
        hits = first_titled(connection, phrase(half), lookup.NAMES, end)
        for rowid, longer, name in lookup.names_holding(connection, half, hits):
            start = max(longer.find(half) - before, 0)
            if _one_wrong(key, longer[start : start + len(key)]):
                yield Named(rowid, _SURE + _LIKE * (len(key) - 1) / len(longer), "typo", name)


def _one_wrong(key: str, part: str) -> bool:
    """Whether a part of a name differs from a key by few strokes of one syllable."""
    if len(part) != len(key) or sum(map(ne, part, key)) != 1:
        return False
    return Levenshtein.distance(strokes(key), strokes(part), score_cutoff=_WRONG_IN_PART) <= _WRONG_IN_PART


def sounding(connection: sqlite3.Connection, text: str) -> list[Named]:
    """The institutions with a name in another script that sounds the same: Mondragón, 몬드라곤."""
    heard = sounds(text)
    if not heard or len(heard[0]) < _SHORT:
        return []
    hits = open_names(connection).sounds.find_any(heard, _CANDIDATES, _SAME_SOUND)
    others = (hit for hit in hits if is_hangul(text) != is_hangul(hit.name))
    return _best(Named(hit.rowid, _SOUNDING * alike(text, hit.name), "cross-script", hit.name) for hit in others)


def _allowed(strokes: int) -> int:
    """How many strokes of a name may be wrong."""
    return next((errors for most, errors in _ERRORS if strokes <= most), _MOST_ERRORS)


def _typed(key: str, hit: NameHit) -> Named | None:
    """A name by how many of its strokes are wrong."""
    other = strokes(hit.name)
    wrong = Levenshtein.distance(key, other)
    allowed = _allowed(min(len(key), len(other)))
    if wrong <= allowed:
        return Named(hit.rowid, _SURE + _LIKE * (1 - wrong / max(len(key), len(other))), "typo", hit.name)
    return Named(hit.rowid, _UNSURE * hit.likeness, "typo", hit.name) if wrong <= allowed + 2 else None


def _heard(text: str, hit: NameHit, place: int) -> Named | None:
    """A name by how alike it sounds, and by its place among those; one that begins otherwise is another."""
    behind = _BEHIND * place
    likeness = alike(text, hit.name) if _beginnings(text) & _beginnings(hit.name) else 0.0
    why = "typo" if is_hangul(text) == is_hangul(hit.name) else "cross-script"
    least = _SOUND if why == "cross-script" else 0.95
    if likeness >= least:
        return Named(hit.rowid, _SURE + _LIKE * likeness * _BY_SOUND - behind, why, hit.name)
    return Named(hit.rowid, _UNSURE * likeness - behind, why, hit.name) if likeness >= least - 0.1 else None


def _heard_beginning(text: str, hits: Iterable[NameHit]) -> list[Named]:
    """Names in another script that begin with the sound of a text: Zollverein, 촐페라인 재단."""
    if len(consonants(sounds(text)[0])) < _SHORT:
        return []
    others = (hit for hit in hits if is_hangul(text) != is_hangul(hit.name))
    return [Named(hit.rowid, _PART + 0.1 * hit.likeness, "cross-script", hit.name) for hit in others]


def _beginnings(text: str) -> set[str]:
    """The consonants that a text may begin with."""
    return {consonants(sound)[:1] for sound in sounds(text)}


def is_hangul(text: str) -> bool:
    """Whether a text has Hangul syllables."""
    return any("가" <= character <= "힣" for character in text)


def _best(found: Iterable[Named]) -> list[Named]:
    """Each institution once, by its best name; the best first."""
    best: dict[int, Named] = {}
    for one in found:
        if one.rowid not in best or one.score > best[one.rowid].score:
            best[one.rowid] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.rowid))
