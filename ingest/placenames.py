"""The places that the words of a name can mean, in any spelling that authority/ knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.authority import Authority
from search.hangul import name_key

Ids = frozenset[str]

COUNTRY, AREA = "country ", "area "
"""Before the code of a country, and before the name of a region, among the ids of places."""
NOTHING: Ids = frozenset()

_EAST = re.compile("[가-힣\u3041-\u30ff\u3400-\u9fff]")
_LATIN_PLACE = 4  # letters of a Latin word that may name a place, unless it is listed as one: ICA is a town, too
_ADJECTIVES = ("er", "s")  # Berliner, Københavns


class PlaceNames:
    """Looks words up among places and countries."""

    def __init__(self, authority: Authority) -> None:
        words = authority.vocabulary
        self._authority = authority
        self._parts = frozenset(map(name_key, words.get(("partofcountry", ""), ())))
        self._level_of = {word: name for (group, name), all in words.items() if group == "placelevel" for word in all}
        self._spelled = self._spellings()
        self.of = lru_cache(maxsize=2**14)(self._of)

    def _spellings(self) -> dict[str, Ids]:
        """Other forms of places and countries in names: Helsingin is Helsinki, française is France."""
        found: dict[str, Ids] = {}
        for (group, name), forms in self._authority.vocabulary.items():
            if group == "placename":
                known = self._authority.places_by_name.get(name_key(name), ())
                code = None if name_key(name) in self._parts else self._authority.countries_by_name.get(name_key(name))
                ids = {place.id for place in known} or {COUNTRY + code if code else AREA + name}
                for form in (name, *forms):
                    found[name_key(form)] = found.get(name_key(form), NOTHING) | ids
        return found

    def _of(self, word: str) -> Ids:
        """The places that a word names, as it stands, as an adjective or in another form."""
        key = name_key(word)
        if not _EAST.search(key) and len(key) < _LATIN_PLACE:
            return self._spelled.get(key, NOTHING)
        known = self._authority.places_by_name
        forms = {key, *self._without_ending(key)}
        country = None if key in self._parts else self._authority.countries_by_name.get(key)
        found = {place.id for form in forms for place in known.get(form, ())}
        found |= self._spelled.get(key, NOTHING)
        return frozenset(found | ({COUNTRY + country} if country else set()))

    def _without_ending(self, key: str) -> Iterator[str]:
        """A key without the ending of an adjective, or the letter that tells its level, if two letters are left."""
        cut = [len(ending) for ending in _ADJECTIVES if key.endswith(ending)]
        cut += [1] if key[-1] in self._level_of else []
        yield from (key[:-size] for size in cut if len(key) > size + 1)

    def level(self, word: str) -> str | None:
        """The concept of what governs a place, by the end of its name: city-hall for 오사카시, region for 오사카부."""
        level = self._level_of.get(word[-1:])
        return level if level and self.of(word) and self.of(word[:-1]) else None
