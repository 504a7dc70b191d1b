"""A name as written → the texts under which it is compared: by its parentheses, without particles, read, in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from ingest.authority import Authority
from ingest.names import parts
from ingest.placenames import Ids
from search import han
from search.hangul import fold, name_key, stems

_EAST = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")
_OF = re.compile(r"([가-힣]{2,})의(?=\s+[가-힣])")  # 바르셀로나의 시청
_GLUED = re.compile(r"\s+(?=[가-힣]{1,3}$)")
_SHORTEST = 2  # syllables that stay when a particle is cut off, and of a place at the beginning of a name
_LATIN_PLACE = 4  # letters of a Latin word that may name a place
_LONGEST_READ = 60  # characters of a name in which a place is looked for
_GLUED_FORM = 3  # characters of a legal form that may be written without a space: 株式会社日立製作所
_WITH_ONE_PARENTHESIS = 3  # parts of such a name: the whole, what is outside, what is inside


class Forms:
    """Finds the texts that a name may be compared by, with the words that authority/ knows."""

    def __init__(self, authority: Authority, places: Callable[[str], Ids]) -> None:
        words = authority.vocabulary
        self._places = places
        self._tail = frozenset(words.get(("visittail", ""), ()))
        self._corporate = _corporate(words.get(("corporate", ""), ()))
        self._purpose = _purpose(words.get(("purpose", ""), ()))
        self.bare = lru_cache(maxsize=2**10)(self._bare)
        self._levels = frozenset(name_key(level) for level in words.get(("level", ""), ()))
        self._acronyms = {fold(name): full for (group, name), full in words.items() if group == "worldwide"}

    def _bare(self, name: str) -> str:
        """A name without its legal forms: (주), S.Coop."""
        return self._corporate.sub(" ", name)

    def written(self, name: str) -> dict[str, None]:
        """What the parentheses of a name part, each without words of visiting, and without its particle."""
        forms = dict.fromkeys(self.plain(part) for part in (name, *parts(self.bare(name))))
        stemmed = {form: self._stemmed(form) for form in forms}
        return {form: None for pair in stemmed.items() for form in pair if name_key(form)}

    def further(self, forms: Iterable[str]) -> Iterable[str]:
        """Other texts for forms: Chinese characters as Koreans read them, the full name of an acronym."""
        for form in forms:
            yield from self._read(form)
            yield from self._in_full(form)

    def plain(self, part: str) -> str:
        """A part of a name without the words of a visit behind it, and without 의 behind a place."""
        return _OF.sub(self._of_place, self._without_tail(part))

    def before_purpose(self, form: str) -> str | None:
        """A name without what its body is for: Max-Planck-Gesellschaft zur Förderung der Wissenschaften."""
        found = self._purpose.search(form)
        return form[: found.start()].strip() if found else None

    def _stemmed(self, form: str) -> str:
        """A form without its particles; one that stood behind a parenthesis is a word of its own."""
        whole = _GLUED.sub("", form) if form.count(" ") else form
        found = (stem for each in (form, whole) for stem in stems(each)[:1] if len(name_key(stem)) > _SHORTEST)
        return next(found, form)

    def _of_place(self, found: re.Match[str]) -> str:
        """A place without the particle 의 behind it; any other word as it is."""
        return found[1] if self._places(found[1]) and not self._places(found[0]) else found[0]

    def _read(self, form: str) -> Iterable[str]:
        """A form with its Chinese characters as Koreans read them, but for the place that it begins with."""
        if not han.has_han(form):
            return ()
        sizes = range(min(len(form), _LONGEST_READ) - 1, _SHORTEST - 1, -1)
        place = next((size for size in sizes if self._places(form[:size])), 0)
        apart = (f"{form[:place]} {read}" for read in han.korean(form[place:])) if place else ()
        return (*han.korean(form), *apart)

    def _in_full(self, form: str) -> tuple[str, ...]:
        """The full name of a worldwide organisation's acronym: ILO 본부."""
        first, *others = fold(form).split() or [""]
        return self._acronyms.get(first, ()) if self._levels.issuperset(others) else ()

    def _without_tail(self, form: str) -> str:
        """A name without the words of a visit behind it: 네스타 벤치마킹, 레가코프와의 간담회."""
        words = form.split()
        while len(words) > 1 and words[-1] in self._tail:
            words.pop()
        return " ".join(words)


def alone(name: str) -> tuple[str, str] | None:
    """(what stands outside, what inside) of a name with one pair of parentheses; None of any other."""
    written = parts(name)
    return (written[1], written[2]) if len(written) == _WITH_ONE_PARENTHESIS else None


def qualifies(outside: str, inside: str) -> bool:
    """Whether parentheses say which one it is, in the same script: Frankfurt (Oder)."""
    acronym = inside.isupper() or (len(inside) < _LATIN_PLACE and inside.isascii())
    return not acronym and bool(_EAST.search(outside)) == bool(_EAST.search(inside))


def _purpose(written: Iterable[str]) -> re.Pattern[str]:
    """Finds the words with which the purpose of a body begins."""
    each = "|".join(map(re.escape, written))
    return re.compile(rf"(?<=\w)\W+(?:{each})\b" if each else "(?!)", re.I)


def _corporate(written: Iterable[str]) -> re.Pattern[str]:
    """Finds legal forms written as words of their own or in parentheses: (주), S.Coop., e.V.

    Long ones in eastern scripts may stand without a space at the beginning or the end of a name.
    """
    longest_first = sorted(written, key=len, reverse=True)
    if not longest_first:
        return re.compile("(?!)")
    each = "|".join(map(re.escape, longest_first))
    glued = "|".join(re.escape(one) for one in longest_first if _EAST.match(one) and len(one) >= _GLUED_FORM)
    alone = rf"[(（]\s*(?:{each})\s*[)）]|(?<!\w)(?:{each})(?!\w)"
    return re.compile(rf"{alone}|^\s*(?:{glued})|(?:{glued})\s*$" if glued else alone, re.I)
