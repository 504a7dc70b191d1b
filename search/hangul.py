"""Korean writing: one spelling for comparing, white space, particles.

Text is folded the same way wherever it is compared, so that the index, the names and the queries agree.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

# Characters written without spaces between words, as a regular expression class: Hangul syllables and jamo,
# kana, han. They are cut into syllables; every other script is cut into words.
SYLLABLES = (
    "\u1100-\u11ff\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)

_PLAIN = re.compile("[\x00-\x7f가-힣]*")  # what most texts are: folding lowers them, and that is all
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARKS = re.compile("[\u0300-\u036f]")
_UNDECOMPOSED = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_NOT_LETTERS = re.compile(r"[\W_]+")
# White space between syllables; that it begins with \s lets the search run from one white space to the next.
_GAP = re.compile(rf"\s(?<=[{SYLLABLES}]\s)\s*(?=[{SYLLABLES}])")

# Particles by what the syllable before them ends in; the longer ones are particles on particles.
# A name that happens to end like a particle (카디아이, 이켈란) mostly breaks these rules and stays whole.
_PARTICLES = {
    "any": (
        "의 에 에서 도 만 까지 부터 에게 에게서 께 께서 한테 처럼 보다 마다 조차 마저 밖에 하고"
        " 에는 에도 에의 에서는 에서도 에서의 에게는 에게도 까지는 까지도 까지의 부터는 부터의 만의 만은"
        " 엔 에선 에서만 에게선 에서부터 한테서 한테는 하고는 처럼은 보다는 보다도"
    ),
    "consonant": "은 이 을 과 이나 이란 이라는 이라고 이라도 이랑 이랑은 이든 과는 과의 과도",
    "vowel": "는 가 를 와 나 란 라는 라고 라도 랑 랑은 든 와는 와의 와도",
    "vowel or ㄹ": "로 로는 로도 로의 로서 로써 로부터",
    "consonant but ㄹ": "으로 으로는 으로도 으로의 으로서 으로써 으로부터",
}
_RIEUL = 8  # the place of ㄹ among the 28 finals of a syllable
_AFTER: dict[str, Callable[[int], bool]] = {
    "any": lambda final: True,
    "consonant": lambda final: final > 0,
    "vowel": lambda final: final == 0,
    "vowel or ㄹ": lambda final: final in (0, _RIEUL),
    "consonant but ㄹ": lambda final: final not in (0, _RIEUL),
}
_BY_LAST: dict[str, list[tuple[str, Callable[[int], bool]]]] = defaultdict(list)  # longest first
for _particle, _rule in sorted(
    ((particle, rule) for rule, listed in _PARTICLES.items() for particle in listed.split()),
    key=lambda pair: -len(pair[0]),
):
    _BY_LAST[_particle[-1]].append((_particle, _AFTER[_rule]))


def _base(match: re.Match[str]) -> str:
    """An accented letter without its accents; nothing for an accent that stands alone."""
    letter = _MARKS.sub("", unicodedata.normalize("NFD", match[0]))
    return _UNDECOMPOSED.get(letter, letter)


def fold(text: str) -> str:
    """Text as it is compared: NFKC, lower case, Latin accents and invisible characters gone."""
    if _PLAIN.fullmatch(text):
        return text.lower()
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    return _ACCENTED.sub(_base, plain)


@lru_cache(maxsize=2**16)
def name_key(text: str) -> str:
    """The key under which names are compared: folded, letters and digits only; may be empty."""
    return unicodedata.normalize("NFC", _NOT_LETTERS.sub("", fold(text)))


def squeeze(text: str) -> str:
    """Text without the white space between syllables: 빌바오 시청 → 빌바오시청, Lagun Aro stays."""
    return _GAP.sub("", text)


_READ_WITH_FINAL = frozenset("013678lmnr")  # 영 일 삼 육 칠 팔 엘 엠 엔 알


def _final(char: str) -> int | None:
    """The place (1–27) of a Hangul syllable's final consonant, 0 without one, None for other characters."""
    return (ord(char) - 0xAC00) % 28 if char and "가" <= char <= "힣" else None


def stems(word: str, least: int = 2) -> list[str]:
    """The word without its trailing particle, one entry a reading, longest particle first; [] without one.

    A particle has to fit the syllable before it (은 after a consonant, 는 after a vowel; after Latin or
    digits both do) and at least `least` characters stay.
    """
    found = []
    for particle, fits in _BY_LAST.get(word[-1:], ()):
        stem = word.removesuffix(particle)
        if stem == word or len(stem) < least or not stem[-1].isalnum():
            continue
        final = _final(stem[-1])
        # 몬드라곤으로 is 몬드라곤 + 으로: 몬드라곤으 + 로 is not looked at.
        rest = stem[-1] in "으이" and stem[:-1] in found
        if (final is None or fits(final)) and not rest:
            found.append(stem)
    return found


def quoted(word: object, pair: str) -> str:
    """A word in quotation marks with the particle that fits it; see `josa`."""
    return josa(f"‘{word}’", pair)


def josa(word: object, pair: str) -> str:
    """A word and the one of two particles that fits it: 은 of 은는 behind ‘뮌헨’, 는 behind ‘파리’.

    What goes by is the last letter or digit as it is read aloud: 2019-06-17 ends in 칠, KDI in 아이, OECD in 디. Latin
    words are taken by the name of their last letter, which is right for most.
    """
    told = next((char for char in reversed(str(word)) if char.isalnum()), "")
    final = _final(told)
    closed = final > 0 if final is not None else told.lower() in _READ_WITH_FINAL
    return f"{word}{pair[0] if closed else pair[1]}"
