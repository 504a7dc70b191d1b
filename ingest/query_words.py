"""Words of a query that are more than text, from authority/: what narrows a search, and what says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.authority import Authority, Government
from ingest.rows import Row
from search.hangul import name_key

_SUFFIXES = ("시", "군")  # of a government; people leave them out
_SHORTEST = 2  # syllables that stay
_PROVINCE = "도"
_WITH_OFFICE = (_PROVINCE, "시", "군", "구")
_OFFICE = "청"
_AMBIGUOUS = "ambiguous"

Word = tuple[str, str, str, str]  # word, kind, value, label


def query_word_rows(authority: Authority) -> list[Row]:
    """The rows of search_words."""
    found: dict[tuple[str, str, str], str] = {}
    for make in (_countries, _cities, _governments, _themes, _same, _listed):
        for word, kind, value, label in make(authority):
            if key := name_key(word):
                found.setdefault((key, kind, value), label)
    return [{"key": key, "kind": kind, "value": value, "label": found[key, kind, value]} for key, kind, value in found]


def _countries(authority: Authority) -> Iterator[Word]:
    ambiguous = _ambiguous(authority)
    for one in authority.countries.values():
        for name in (one.name_ko, one.name_en, *one.aliases):
            if name_key(name) not in ambiguous:
                yield name, "country", one.code, one.name_ko


def _cities(authority: Authority) -> Iterator[Word]:
    for place in authority.places.values():
        for name in place.names:
            yield name, "city", place.names[0], place.names[0]


def _ambiguous(authority: Authority) -> frozenset[str]:
    """Names that are common words as well: 예산, 수단."""
    return frozenset(map(name_key, authority.vocabulary.get(("query", _AMBIGUOUS), ())))


def _governments(authority: Authority) -> Iterator[Word]:
    ambiguous = _ambiguous(authority)
    renamed = _renamed(authority.governments.values())
    for one in authority.governments.values():
        for same in renamed[one.id]:
            for value in _full_names(same, renamed, authority):
                for name in _short_names(one):
                    if name_key(name) not in ambiguous:
                        yield name, "government", value, one.name


def _renamed(governments: Iterable[Government]) -> dict[str, list[Government]]:
    """Each government with those it was before or is now, under another name."""
    listed = list(governments)
    by_id = {one.id: one for one in listed}
    found: dict[str, list[Government]] = {one.id: [one] for one in listed}
    for one in listed:
        if one.successor:
            found[one.id].append(by_id[one.successor])
            found[one.successor].append(one)
    return found


def _full_names(one: Government, renamed: dict[str, list[Government]], authority: Authority) -> Iterator[str]:
    """The name as facets have it, behind that of its province under each of the province's names."""
    if not one.parent:
        yield one.name
        return
    for upper in renamed[authority.governments[one.parent].id]:
        yield f"{upper.name} {one.name}"


def _short_names(one: Government) -> Iterator[str]:
    """What a government is called, its office too: 전라남도, 전남, 전남도, 전남도청."""
    names = [one.name, *one.aliases]
    stem = one.name[:-1]
    if one.parent and one.name.endswith(_SUFFIXES) and len(stem) >= _SHORTEST:
        names.append(stem)
    if one.name.endswith(_PROVINCE):
        names += [alias + _PROVINCE for alias in one.aliases if len(alias) == _SHORTEST]
    yield from names
    yield from (name + _OFFICE for name in names if name.endswith(_WITH_OFFICE))


def _themes(authority: Authority) -> Iterator[Word]:
    for one in authority.themes.values():
        for word in (one.name_ko, *one.name_ko.split("·"), one.name_en, *one.keywords):
            yield word, "theme", one.id, one.name_ko


def _same(authority: Authority) -> Iterator[Word]:
    """Each word with the others for the same thing."""
    for (group, _), words in authority.vocabulary.items():
        if group == "same":
            yield from ((word, "same", other, other) for word in words for other in words if other != word)


def _listed(authority: Authority) -> Iterator[Word]:
    """The words of the group "query": its names are kinds ("filler") or kinds with a value ("status=cancelled")."""
    listed = ((name, words) for (group, name), words in authority.vocabulary.items() if group == "query")
    for name, words in listed:
        if name == _AMBIGUOUS:
            continue
        kind, _, value = name.partition("=")
        for word in words:
            yield word, kind, value, words[0]
