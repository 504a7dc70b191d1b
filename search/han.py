"""Chinese characters by how they are read: in Korean as text, in Japanese and Mandarin by sound.

労働者 is 노동자 to a Korean reader, 理研 is heard as 리켄, 誠品 as 청핀. Which of a character's Japanese
readings is meant is not written, so a name is compared with all of them at once. The readings are those
of Unihan (han.tsv, made by make_han.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from search import phonetic

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]")
_LETTER = re.compile(r"[^\W_]")
_LANGUAGES = ("Japanese, Korean", "Chinese")  # as search.phonetic names its tables
_LONGEST = 24  # characters of a name that are read
_FEWEST = 4  # sounds of a name that can be alike by readings one may choose
_LEAST = 0.5  # likeness below which two names are not alike at all: most are not, which is soon seen
_STRICT = 1.5  # a letter that is off counts as so many: with readings to choose from, chance finds much
_ASSIMILATED = re.compile("(?<=.)(?:k[ui]|s|ci)$")  # gaku + kou is gakkou
# What a syllable with ㄹ becomes at the beginning of a word, by its vowel.
_TO_N, _TO_NONE = "ㅏㅐㅗㅚㅜㅡ", "ㅑㅕㅖㅛㅠㅣ"
_RIEUL, _NIEUN, _IEUNG = 5, 2, 11  # places of the initials
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


class Reading(NamedTuple):
    """How a character is read: in Hangul, and in Latin letters in Japanese and in Mandarin; "" where unknown."""

    korean: str
    japanese: str
    mandarin: str


def has_han(text: str) -> bool:
    """Whether a Chinese character is in the text."""
    return bool(_HAN.search(text))


def korean(text: str) -> tuple[str, ...]:
    """The text as Koreans read its characters; () without any, or where one has no reading.

    Twice where it depends on the words in it: ㄹ is lost at their beginning (連合会 연합회, 国立 국립).
    """
    table = _table()
    if not has_han(text) or any(_HAN.match(one) and not table.get(one, _NONE).korean for one in text):
        return ()
    read = "".join(table[one].korean if one in table else one for one in text)
    softened = "".join(_softened(new) if one in table else one for one, new in zip(text, read, strict=True))
    first = next((place for place, one in enumerate(text) if one in table), 0)
    return tuple(dict.fromkeys((read[:first] + softened[first : first + 1] + read[first + 1 :], softened)))


def _softened(syllable: str) -> str:
    """A syllable as it stands at the beginning of a word: 로 → 노, 려 → 여."""
    initial, rest = divmod(ord(syllable) - 0xAC00, 588)
    vowel = _VOWELS[rest // 28] if 0 <= initial < 19 else ""
    if initial == _RIEUL and vowel:
        return chr(0xAC00 + (_NIEUN if vowel in _TO_N else _IEUNG) * 588 + rest)
    return chr(0xAC00 + _IEUNG * 588 + rest) if initial == _NIEUN and vowel and vowel in _TO_NONE else syllable


def alike(one: str, other: str) -> float:
    """How alike two names sound, 0–1; Chinese characters in one of them by their Japanese and Mandarin readings.

    By such readings names are alike by half at least, or not at all.
    """
    if has_han(one) == has_han(other):
        return phonetic.alike(one, other)
    written, heard = (one, other) if has_han(one) else (other, one)
    return max((_heard_as(written[:_LONGEST], key) for key in phonetic.sounds(heard)[:2]), default=0.0)


@lru_cache(maxsize=2**12)
def _heard_as(written: str, key: str) -> float:
    """How well a key can be a reading of what is written, in the better of the languages."""
    if len(key) < _FEWEST:
        return 0.0
    letters = _LETTER.findall(written)
    most = int((1 - _LEAST) * len(key) / _STRICT)
    costs = [_cost([_sounds(one, language) for one in letters], key, most) for language in _LANGUAGES]
    return max((1 - _STRICT * cost / len(key) for cost in costs if cost is not None), default=0.0)


@lru_cache(maxsize=2**13)
def _sounds(character: str, language: str) -> tuple[str, ...]:
    """The keys by sound of what a character may be read as; of any other character its own."""
    reading = _table().get(character)
    if reading is None:
        return phonetic.sounds(character)[:1] or ("",)
    told = reading.japanese if language == "Japanese, Korean" else reading.mandarin
    keys = [phonetic.sound_in(one, language) for one in told.split()]
    keys += [short for key in keys if (short := _ASSIMILATED.sub("", key))]
    return tuple(dict.fromkeys(keys)) or ("?",)  # unread: it sounds like nothing in the other name


def _cost(readings: list[tuple[str, ...]], key: str, most: int) -> int | None:
    """The fewest letters to change until one reading each makes the key (Levenshtein, over all choices); None for
    more than `most`."""
    row = list(range(len(key) + 1))
    for choices in readings:
        ends = [_extended(row, reading, key) for reading in choices]
        row = [min(costs) for costs in zip(*ends, strict=True)] if len(ends) > 1 else ends[0]
        if min(row) > most:  # it never falls again
            return None
    return row[-1] if row[-1] <= most else None


def _extended(row: list[int], reading: str, key: str) -> list[int]:
    """The row of the table of edit distances after the letters of one reading more."""
    for letter in reading:
        made = [cost := row[0] + 1]
        for place, other in enumerate(key):
            # Neighbours in a row differ by one at most, so that an equal letter costs no more than any other way.
            cost = row[place] if letter == other else 1 + min(row[place], row[place + 1], cost)
            made.append(cost)
        row = made
    return row


_NONE = Reading("", "", "")


@cache
def _table() -> dict[str, Reading]:
    lines = Path(__file__).with_name("han.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {han: Reading(*readings) for han, *readings in (line.split("\t") for line in lines)}
