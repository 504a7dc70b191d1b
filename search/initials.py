"""Initial consonants of names: the keys under which ㅁㄷㄹㄱ finds 몬드라곤, and ㄷㅎㄱ finds 몬드라곤 대학교."""

import re
import unicodedata

from search.hangul import fold, name_key
from search.keyboard import choseong

_LEAST = 2  # initials of a key
_MOST = 40
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[가-힣]")
_LONE = re.compile("[\u1100-\u1112]")


def initials(name: str) -> list[str]:
    """The initials of a Korean name from each of its words on; what is not Hangul stays as it is."""
    words = [word.start() for word in _WORD.finditer(name)]
    rests = (name[start:] for start in words)
    keys = (choseong(rest)[:_MOST] for rest in rests if _HANGUL.match(rest))
    return list(dict.fromkeys(key for key in keys if len(key) >= _LEAST))


def has_lone(text: str) -> bool:
    """Whether a lone consonant stands in a text: ㅁㄷㄹㄱ, ㅁㄷㄹㄱ대학교, 몬드라ㄱ."""
    return _LONE.search(unicodedata.normalize("NFKC", text)) is not None


def shown(text: str) -> str:
    """A text with its lone consonants as keyboards write them (ㅁ), not as folding leaves them."""
    return _LONE.sub(lambda lone: choseong(lone[0]), text)


def fits(query: str, name: str) -> bool:
    """Whether a name begins, at one of its words, with a query in which consonants stand for syllables."""
    wanted = name_key(query)
    return any(_begins(wanted, name_key(name[word.start() :])) for word in _WORD.finditer(fold(name)))


def _begins(wanted: str, key: str) -> bool:
    if len(key) < len(wanted):
        return False
    return all(a == b or (_LONE.match(a) and choseong(b) == choseong(a)) for a, b in zip(wanted, key, strict=False))
