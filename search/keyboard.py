"""The Korean two-set keyboard: key strokes, initial consonants, and what was typed on the wrong layout.

Strokes make one plain key of a name: 몬드라곤 → ahsemfkrhs. Typing errors within a syllable, a name typed half
(몬드라ㄱ) and the wrong layout (ahsemfkrhs) all stay close to it.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from search.hangul import fold, name_key

# Jamo in the order of Unicode; the first final is none.
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

# The jamo on the keys of the Latin layout; a capital is a key with Shift.
_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        strict=True,
    )
)
# The jamo that have no key, and what they are typed as.
_COMPOUND_FINALS = {
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}
_COMPOUND_VOWELS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}
_COMPOUNDS = _COMPOUND_FINALS | _COMPOUND_VOWELS

# Every syllable as its jamo, and the lone jamo as folding leaves them (NFKC: ㄱ U+3131 → ᄀ U+1100).
_SYLLABLES = {0xAC00 + place: "".join(parts) for place, parts in enumerate(product(_INITIALS, _VOWELS, _FINALS))}
_LONE = {
    first + place: jamo
    for first, row in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A7, _FINALS))
    for place, jamo in enumerate(row)
    if jamo
}
_JAMO = _SYLLABLES | _LONE
_CHOSEONG = {code: jamo[0] for code, jamo in _SYLLABLES.items()}
_CHOSEONG |= {code: _COMPOUND_FINALS.get(jamo, jamo) for code, jamo in _LONE.items()}
_SPLIT = str.maketrans(_COMPOUND_FINALS)

_KEY_OF = {jamo: key for key, jamo in _KEYS.items()}
_KEYS_OF = _KEY_OF | {one: "".join(map(_KEY_OF.__getitem__, typed)) for one, typed in _COMPOUNDS.items()}
_TYPED = {code: "".join(map(_KEYS_OF.__getitem__, jamo)) for code, jamo in _JAMO.items()}
_TYPED |= {ord(jamo): keys for jamo, keys in _KEYS_OF.items()}
_STROKES = {code: re.sub("[A-Z]", lambda key: key[0].lower() * 2, keys) for code, keys in _TYPED.items()}

# A syllable among jamo: a consonant goes to the syllable before it, unless a vowel follows it.
_SYLLABLE = re.compile(
    f"([{_INITIALS}])({'|'.join(_COMPOUND_VOWELS.values())}|[{_VOWELS}])"
    f"((?:{'|'.join(_COMPOUND_FINALS.values())}|[{''.join(_FINALS)}])(?![{_VOWELS}]))?"
)
_COMPOSED = {typed: one for one, typed in _COMPOUNDS.items()}
_LATIN_WORD = re.compile("[A-Za-z]+")
_LAYOUT = str.maketrans(_KEYS | {key.upper(): jamo for key, jamo in _KEYS.items() if key.upper() not in _KEYS})


def strokes(text: str) -> str:
    """The keys of a text in lower case, letters and digits only: 몬드라곤 → ahsemfkrhs, Lagun Aro → lagunaro.

    A key with Shift is the key twice (ㄲ → rr, ㅖ → pp), so that lower case keeps 가 and 까 apart, by one stroke.
    """
    return name_key(text).translate(_STROKES)


def jamo(text: str) -> str:
    """A folded text with its syllables taken apart: 몬드 → ㅁㅗㄴㄷㅡ."""
    return fold(text).translate(_JAMO)


@lru_cache(maxsize=2**14)
def choseong(text: str) -> str:
    """The initial consonants of a text: 몬드라곤 → ㅁㄷㄹㄱ; lone jamo, other letters and digits stay, folded."""
    return name_key(text.translate(_SPLIT)).translate(_CHOSEONG)


def is_choseong(text: str) -> bool:
    """Whether a text is two or more lone consonants and nothing else; the ㄳ of an input method is ㄱㅅ."""
    letters = unicodedata.normalize("NFKC", "".join(text.translate(_SPLIT).split()))
    return len(letters) > 1 and all("\u1100" <= letter <= "\u1112" for letter in letters)


def still_open(text: str) -> str:
    """A text with its last syllable still being typed: its final consonant may begin the next one, 몬들 → 몬드ㄹ.

    Of two consonants at its end the second goes on (닭 → 달ㄱ); a text that ends otherwise stays.
    """
    text = unicodedata.normalize("NFC", text)
    if not "가" <= text[-1:] <= "힣":
        return text
    place = (ord(text[-1]) - 0xAC00) % len(_FINALS)
    typed: str = _COMPOUND_FINALS.get(_FINALS[place], _FINALS[place])
    return text[:-1] + chr(ord(text[-1]) - place + _FINALS.index(typed[:-1])) + typed[-1:]


def to_hangul(text: str) -> str:
    """What was typed on the Latin layout with Hangul meant: ahsemfkrhs → 몬드라곤.

    A word all in capitals was typed with Caps Lock. Keys that make no syllable become lone jamo.
    """
    return _LATIN_WORD.sub(_typed_word, text)


def to_latin(text: str) -> str:
    """What was typed on the Korean layout with Latin meant, in lower case: ㅡㅐㅜㅇㄱㅁ해ㅜ → mondragon."""
    return unicodedata.normalize("NFC", text).translate(_TYPED).lower()


def _typed_word(match: re.Match[str]) -> str:
    """A word in Latin letters → the Hangul on its keys."""
    word = match[0]
    caps_lock = len(word) > 1 and word.isupper()
    return _SYLLABLE.sub(_compose, (word.lower() if caps_lock else word).translate(_LAYOUT))


def _compose(match: re.Match[str]) -> str:
    """The jamo of one syllable → the syllable."""
    initial, vowel, final = match[1], match[2], match[3] or ""
    place = _INITIALS.index(initial) * len(_VOWELS) + _VOWELS.index(_COMPOSED.get(vowel, vowel))
    return chr(0xAC00 + place * len(_FINALS) + _FINALS.index(_COMPOSED.get(final, final)))
