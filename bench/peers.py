"""What others make of two names: the functions that the matcher is compared with.

Romanising is the common advice for names in two scripts; nomenklatura's logic-v2 is what screening of
sanctions lists uses. It is too large to be installed here: bench/score_nomenklatura.py, run where it
is, writes its scores to a file that `python -m bench.pairs --nomenklatura FILE` reads.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

from rapidfuzz.fuzz import token_sort_ratio

from search.hangul import fold

# Revised Romanization (National Institute of Korean Language, 2000), letter by letter; jamo in the order of Unicode.
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_SYLLABLES = {
    0xAC00 + place: "".join(parts).replace("-", "")
    for place, parts in enumerate(product(_INITIALS.split(), _VOWELS.split(), _FINALS.split()))
}


def romanised(name: str) -> str:
    """A name in Latin letters: 몬드라곤 → mondeuragon; other scripts stay as they are."""
    return fold(name).translate(_SYLLABLES)


def romanised_likeness(left: str, right: str) -> float:
    """How alike two names are once both are in Latin letters, 0–100, whatever the order of their words."""
    return token_sort_ratio(romanised(left), romanised(right))


def scores_in(file: Path) -> dict[tuple[str, str], float]:
    """(left, right) → score, from the file that bench/score_nomenklatura.py writes."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return {(row["left"], row["right"]): float(row["score"]) for row in rows}
