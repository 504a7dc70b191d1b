"""The ways to read a query, the likeliest first; each is tried only if those before it gave nothing certain."""

import re
from collections.abc import Iterator
from dataclasses import replace

from search import lookup
from search.asked import Reading, Term
from search.filters import meanings
from search.hangul import name_key, stems
from search.initials import has_lone, shown
from search.keyboard import to_hangul, to_latin
from search.named import Named, by_initials, half_typed, holding
from search.query import Query
from search.readings import Words, name_term, understood, whole_name, word_by_word
from search.tokens import phrase

_KEYBOARD = 0.92  # what is left of a score on the other layout
_CERTAIN = 0.5
_COUNCIL = "의회"
_SYLLABLES = re.compile(r"(?=.*[가-힣])(?:[^ㄱ-ㅎㅏ-ㅣ]|[ㄱ-ㅎ](?!\S))+")
_LATIN = re.compile("[A-Za-z]")


def attempts(words: Words) -> Iterator[Reading]:
    """Every reading of a query with words."""
    yield from _as_typed(words)
    yield from _councils(words)
    yield from _other_layout(words)
    yield from _still_typed(words)
    yield from _misspelt_whole(words)
    yield from _misspelt_words(words)


def last_reading(words: Words) -> Reading:
    """The reading of which entries may lack something: word by word, without particles."""
    return list(word_by_word(words))[-1]


def _as_typed(words: Words) -> Iterator[Reading]:
    text = words.query.text
    if has_lone(text) and (named := by_initials(words.connection, text)):
        yield _name_reading(words, text, named)
    if whole := whole_name(words):
        yield whole
    if words.left_out and (named := holding(words.connection, text)):
        yield _name_reading(words, text, named)  # what would be left out is the beginning of a word: 바르셀로나 악
    yield from word_by_word(words)


def _councils(words: Words) -> Iterator[Reading]:
    """The query with its councils told as documents do, as a part of their government: 전남도의회."""
    split = {word: _council(words, word) for word in words.query.words if _COUNCIL in word}
    if any(split.values()):
        parts = tuple(part for word in words.query.words for part in split.get(word) or (word,))
        yield from word_by_word(understood(words.connection, replace(words.query, words=parts)))


def _council(words: Words, word: str) -> tuple[str, ...]:
    """Government and council of a word like 전남도의회; () for any other."""
    government, found, _ = word.partition(_COUNCIL)
    known = meanings(words.connection, [government]).get(name_key(government), ()) if found else ()
    return (government, _COUNCIL) if any(one.kind == "government" for one in known) else ()


def _still_typed(words: Words) -> Iterator[Reading]:
    """The query as the beginning of a name, key by key."""
    if words.plain and (named := half_typed(words.connection, words.query.text)):
        yield _name_reading(words, words.query.text, named)


def _other_layout(words: Words) -> Iterator[Reading]:
    """The query as it would be on the other layout of the keyboard."""
    for other in _other_layouts(words.query.text):
        query = Query(tuple(other.split()), words.query.phrases, words.query.excluded)
        for reading in _as_typed(understood(words.connection, query)):
            notes = (f"{_read_as(words.query.text, other)} (한/영 자판)", *reading.notes)
            yield replace(reading, notes=notes, less=reading.less * _KEYBOARD, why="keyboard")


def _other_layouts(text: str) -> list[str]:
    """What other keys make of a text, if that may be a word: Hangul with no more lone letters than one at the end."""
    hangul = to_hangul(text) if _LATIN.search(text) else ""
    latin = to_latin(text) if has_lone(text) else ""
    return [other for other in (hangul if _SYLLABLES.fullmatch(hangul) else "", latin) if other and other != text]


def _misspelt_whole(words: Words) -> Iterator[Reading]:
    """The query as a name misspelt; without its particle, if it has one."""
    text = words.query.text
    for form in (text, *stems(text)[-1:]) if words.plain else ():
        if named := _sure(words.misspelt(form)):
            yield _name_reading(words, form, named)


def _sure(named: list[Named]) -> list[Named]:
    """The institutions that one would say were meant; others are only suggested."""
    return [one for one in named if one.score >= _CERTAIN]


def _misspelt_words(words: Words) -> Iterator[Reading]:
    """The query word by word, what stands nowhere taken for a name misspelt."""
    for reading in list(word_by_word(words))[-1:]:
        terms = [_repaired(words, term) for term in reading.terms]
        if any(term.named and term.named[0].why in ("typo", "cross-script") for term in terms):
            yield replace(reading, terms=tuple(terms), notes=(*reading.notes, *_repairs(reading, terms)))


def _repaired(words: Words, term: Term) -> Term:
    """A term that no text has, as the name that it is like; any other as it is."""
    if term.named or term.facets or lookup.first_rowids(words.connection, phrase(term.text), 1):
        return term
    named = _sure(words.misspelt(term.text))
    return name_term(words.connection, term.text, named) if named else term


def _repairs(reading: Reading, terms: list[Term]) -> Iterator[str]:
    for before, after in zip(reading.terms, terms, strict=True):
        if before is not after:
            yield _read_as(before.text, after.named[0].name)


def _name_reading(words: Words, text: str, named: list[Named]) -> Reading:
    """The query as one name, other than what was typed."""
    term = name_term(words.connection, text, named)
    other = term.named and named[0].why != "partial"
    notes = (_read_as(words.query.text, named[0].name),) if other else ()
    return Reading((term,), notes, excluded=words.query.excluded)


def _read_as(typed: str, name: str) -> str:
    return f"‘{shown(typed)}’ → ‘{name}’"
