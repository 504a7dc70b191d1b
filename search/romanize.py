"""Korean in Latin letters: the Revised Romanization (국어의 로마자 표기법, 문화체육관광부고시 제2014-42호).

Sounds that meet change as the rules say (종로 Jongno, 신라 Silla); what depends on a word's parts
(학여울 Hangnyeoul, with a sound put in between) is not known from the letters and is left out.
"""

import re
from itertools import pairwise


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


_INITIALS = _listed("g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h")
_VOWELS = _listed("a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i")
# Of each final, as it sounds at the end; before a vowel, what stays and what moves.
_ENDS = _listed(",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t")
_STAYS = _listed(",,,k,,n,,,,l,l,l,l,l,l,,,,p,,,ng,,,,,,")
_MOVES = _listed(",g,kk,s,n,j,n,d,r,g,m,b,s,t,p,r,m,b,s,s,ss,,j,ch,k,t,p,")
# A final sound and the initial after it → what both become.
_MET = {
    **{("k", to): ("ng", "n" if to in "nr" else to) for to in ("n", "m", "r")},
    **{("t", to): ("n", "n" if to in "nr" else to) for to in ("n", "m", "r")},
    **{("p", to): ("m", "n" if to in "nr" else to) for to in ("n", "m", "r")},
    **{(end, "r"): (end, "n") for end in ("m", "ng")},
    ("n", "r"): ("l", "l"),
    ("l", "n"): ("l", "l"),
    ("l", "r"): ("l", "l"),
}
_ASPIRATED = {"g": "k", "d": "t", "b": "p", "j": "ch"}
_WITH_H = (6, 15, 27)  # the finals ㄶ ㅀ ㅎ
_PALATAL = {7: "j", 25: "ch"}  # ㄷ and ㅌ before 이
_SILENT, _I = 11, 20  # the initial ㅇ, the vowel ㅣ
_RUN = re.compile("[가-힣]+")


def romanize(text: str) -> str:
    """The text with its Hangul in Latin letters, in lower case: 몬드라곤 → mondeuragon; all else stays."""
    return _RUN.sub(lambda run: _word([_parts(syllable) for syllable in run[0]]), text)


def _parts(syllable: str) -> tuple[int, int, int]:
    """The places of a syllable's initial, vowel and final."""
    place = ord(syllable) - ord("가")
    return place // 588, place % 588 // 28, place % 28


def _word(syllables: list[tuple[int, int, int]]) -> str:
    """Syllables, each with what it becomes before the next."""
    first, *_ = syllables
    written = _INITIALS[first[0]]
    for (_, vowel, final), (initial, following, _) in pairwise([*syllables, (-1, -1, 0)]):
        end, begin = _met(final, initial, following)
        written += _VOWELS[vowel] + end + begin
    return written


def _met(final: int, initial: int, vowel: int) -> tuple[str, str]:
    """(end of a syllable, beginning of the next one); an initial of -1 stands for the end of the word."""
    end = _ENDS[final]
    if initial < 0:
        return end, ""
    begin = _INITIALS[initial]
    if initial == _SILENT:
        return _STAYS[final], _PALATAL[final] if vowel == _I and final in _PALATAL else _MOVES[final]
    if final in _WITH_H and begin in _ASPIRATED:
        return ("" if final == 27 else end), _ASPIRATED[begin]
    return _MET.get((end, begin), (end, begin))
