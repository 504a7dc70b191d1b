"""Names as written → the forms under which they are compared: the whole, and what its parentheses part."""

from __future__ import annotations

import re
from functools import lru_cache

from search.hangul import name_key

# Markup that a document shows as text is no part of a name.
_MARKUP = re.compile(r"<(script|style)\b[^<>]*>.*?</\1>|<[^<>]{1,200}>", re.I | re.S)
_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")


def parts(name: str) -> tuple[str, ...]:
    """("LagunAro(라군아로)", "LagunAro", "라군아로"): the name, what stands outside its parentheses, what inside."""
    inside = _PARENTHESES.findall(name)
    if not inside:
        return (name.strip(),) if name.strip() else ()
    found = (name, _PARENTHESES.sub(" ", name), *inside)
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))


@lru_cache(maxsize=16)
def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(name_key, words))


@lru_cache(maxsize=16_384)
def keys(name: str, levels: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Name keys of the parts, then of the parts without a word of level (본사, HQ) at their end.

    One letter is a name only where it is the whole of it (벵): the "주" of (주) is none.
    """
    plain = [name_key(part) for part in parts(_MARKUP.sub(" ", name) if "<" in name else name)]
    cut = [key.removesuffix(level) for key in plain for level in _keys(levels) if key.endswith(level)]
    return tuple(dict.fromkeys(key for key in (*plain, *cut) if len(key) > 1 or (key and key == plain[0])))
