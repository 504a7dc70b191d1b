"""Names of institutions made up from towns and common words, half of them Korean, and the ways people mistype them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from ingest import authority
from search.keyboard import strokes, to_hangul, to_latin

_SEED = 1
_HANGUL = re.compile("[가-힣]")
_KEYS = "qwertyuiopasdfghjklzxcvbnm"
_SYLLABLES = tuple(
    "가나다라마바사아자카타파하로모보소오조코토노도미비시이리디네레베세에루무부수우크트스르드본론산란달반"
)
_LATIN = tuple(consonant + vowel for consonant in "bcdfglmnrstv" for vowel in "aeio")
_PARTICLES = ("의", "에", "에서", "과의", "으로", "는", "를")


def make_names(count: int) -> list[str]:
    """`count` different names, the same in every run: Korean ones and others by turns."""
    maker, made = _Maker(), dict[str, None]()
    while len(made) < count:
        made[maker.korean() if len(made) % 2 else maker.latin()] = None
    return list(made)


class _Maker:
    """Draws names of towns, proper words and common words."""

    def __init__(self) -> None:
        self._chance = random.Random(_SEED)
        known = authority.load()
        towns = [name for town in known.places.values() for name in town.names]
        words = {w: c.weight for c in known.concepts.values() for w in c.words}
        self._towns = _by_script(towns)
        self._ends = _by_script([word for word, weight in words.items() if weight != "topic"])
        self._topics = _by_script([word for word, weight in words.items() if weight == "topic"])

    def korean(self) -> str:
        """빌바오 사회혁신센터, 라모레 협동조합, …"""
        pick, proper = self._chance.choice, self._proper(_SYLLABLES)
        town, topic, end = (pick(words[True]) for words in (self._towns, self._topics, self._ends))
        return pick((f"{town} {end}", f"{town} {topic}{end}", f"{proper} {end}", f"{town} {proper} {topic} {end}"))

    def latin(self) -> str:
        """Bologna social centre, Cooperativa Lamore, …"""
        pick, proper = self._chance.choice, self._proper(_LATIN).title()
        town, topic, end = (pick(words[False]) for words in (self._towns, self._topics, self._ends))
        return pick((f"{town} {end}", f"{town} {topic} {end}", f"{end} {proper}", f"{proper} {end} {town}"))

    def _proper(self, syllables: Sequence[str]) -> str:
        return "".join(self._chance.choices(syllables, k=self._chance.randint(2, 4)))


def _by_script(words: Sequence[str]) -> dict[bool, list[str]]:
    """Words by whether they are in Hangul."""
    return {hangul: [word for word in words if bool(_HANGUL.search(word)) == hangul] for hangul in (True, False)}


# -- how a name is mistyped -----------------------------------------------------------------


def _substituted(name: str, chance: random.Random) -> str:
    before, _, after = _parted(name, chance)
    return before + chance.choice(_KEYS) + after


def _left_out(name: str, chance: random.Random) -> str:
    before, _, after = _parted(name, chance)
    return before + after


def _added(name: str, chance: random.Random) -> str:
    before, stroke, after = _parted(name, chance)
    return before + chance.choice(_KEYS) + stroke + after


def _swapped(name: str, chance: random.Random) -> str:
    before, stroke, after = _parted(name, chance)
    return before + after[:1] + stroke + after[1:]


def _spaced(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return name.replace(" ", "") if chance.random() < 0.5 else f"{name[:place]} {name[place:]}"


def _half_typed(name: str, chance: random.Random) -> str:
    return strokes(name)[: -chance.randint(1, 2)]


def _begun(name: str, chance: random.Random) -> str:
    key = strokes(name)
    return key[: max(4, round(len(key) * chance.uniform(0.5, 0.8)))]


def _with_particle(name: str, chance: random.Random) -> str:
    return name + chance.choice(_PARTICLES)


def _on_the_wrong_layout(name: str, chance: random.Random) -> str:
    return to_latin(name) if _HANGUL.search(name) else to_hangul(name.lower())


def _parted(name: str, chance: random.Random) -> tuple[str, str, str]:
    """The key strokes of a name: before one of them, it, and after it."""
    key = strokes(name)
    place = chance.randrange(len(key))
    return key[:place], key[place], key[place + 1 :]


NOISES: dict[str, Callable[[str, random.Random], str]] = {
    "stroke replaced": _substituted,
    "stroke left out": _left_out,
    "stroke added": _added,
    "strokes swapped": _swapped,
    "spaced otherwise": _spaced,
    "last syllable half typed": _half_typed,
    "only its beginning": _begun,
    "particle attached": _with_particle,
    "wrong keyboard": _on_the_wrong_layout,
}
"""The nine ways; each gives what is typed for a name. Texts in small Latin letters are key strokes."""
