"""How much a word says of an entry, as far as the index can tell it: how often it stands there, in how long a text.

BM25 (Robertson and Zaragoza 2009, "The probabilistic relevance framework") weighs just these two. Long and
short is in the rowid of an entry (length_class), so that the index gives the shortest first. Often is told by
further tokens of the entry: 협동² stands where 협동 stands twice or more, 협³ where the syllable 협 stands three
times or more. No folded text has these marks, so no query meets them by chance.
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from search.hangul import SYLLABLES

LENGTH_CLASSES = 128
_REMEMBERED = 300  # characters of a text that may come again
_STEPS = 8  # classes while the length doubles
_K1, _B = 1.2, 0.75  # as FTS5, tantivy and Lucene have them
_SYLLABLE = re.compile(f"[{SYLLABLES}]")
_NO_SYLLABLES = re.compile(f"[^{SYLLABLES}]+")
_WORD = re.compile(rf"[^\W\d_{SYLLABLES}]+|\d+")


class Level(NamedTuple):
    """A mark and the least number of times it stands for."""

    mark: str
    least: int


LEVELS = (Level("²", 2), Level("³", 3), Level("⁴", 4), Level("⁶", 6), Level("⁸", 8))
ONCE = Level("¹", 1)
"""Of syllables in texts of at most BRIEF tokens: the best entries for a syllable that they have but once."""
BRIEF = 16


def length_of(*texts: str) -> int:
    """The number of tokens that texts have in the index: one a syllable, one a word or number."""
    return sum((_counted if len(text) < _REMEMBERED else _count)(text) for text in texts if text)


def _count(text: str) -> int:
    rest = "\n".join(others := _NO_SYLLABLES.findall(text))
    return len(text) - len(rest) + max(len(others) - 1, 0) + len(_WORD.findall(rest))


_counted = lru_cache(maxsize=2**13)(_count)  # names, and what a plan and its report say in the same words


def length_class(length: int) -> int:
    """A number of tokens as a class below LENGTH_CLASSES, the shortest first."""
    return min(LENGTH_CLASSES - 1, int(_STEPS * math.log2(length))) if length > 0 else 0


def weights(average: float) -> list[list[float]]:
    """The share of BM25 that is not of the whole base: [times][length class], times up to the highest level.

    average: tokens an entry.
    """
    lengths = [2 ** ((one + 0.5) / _STEPS) for one in range(LENGTH_CLASSES)]
    spread = [_K1 * (1 - _B + _B * length / max(average, 1.0)) for length in lengths]
    return [[times * (_K1 + 1) / (times + one) for one in spread] for times in range(LEVELS[-1].least + 1)]


def is_syllable(token: str) -> bool:
    """Whether a token is a syllable alone: the last of its run, which other tokens have as well."""
    return len(token) == 1 and _SYLLABLE.match(token) is not None
