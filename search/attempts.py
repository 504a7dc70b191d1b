"""The ways to read a query, the likeliest first; each is tried only if those before it gave nothing certain."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from search import lookup
from search.asked import Reading, Term
from search.filters import forms, meanings, place_like
from search.hangul import name_key, stems
from search.initials import has_lone, shown
from search.keyboard import to_hangul, to_latin
from search.named import Named, by_initials, half_typed, holding
from search.query import Query
from search.readings import Words, name_term, parts_of, understood, whole_name, word_by_word
from search.tokens import phrase

_KEYBOARD = 0.92  # what is left of a score on the other layout
_REPAIRED = 0.95  # what is left of it with a place misspelt
_CERTAIN = 0.5
_SHORTEST = 2  # syllables of a government, and of an office behind it
_EITHER = ("year", "month", "country", "status", "kind")  # kinds of which an entry may have any
_SYLLABLES = re.compile(r"(?=.*[가-힣])(?:[^ㄱ-ㅎㅏ-ㅣ]|[ㄱ-ㅎ](?!\S))+")
_LATIN = re.compile("[A-Za-z]")


def attempts(words: Words) -> Iterator[Reading]:
    """Every reading of a query with words."""
    yield from _as_typed(words)
    yield from _offices(words)
    yield from _apart(words)
    yield from _either(words)
    yield from _other_layout(words)
    yield from _still_typed(words)
    yield from _misspelt_whole(words)
    yield from _misspelt_words(words)
    yield from _misspelt_places(words)


def last_reading(words: Words) -> Reading:
    """The reading of which entries may lack something: each word by itself, without particles."""
    return [*word_by_word(words), *_apart(words)][-1]


def _as_typed(words: Words) -> Iterator[Reading]:
    text = words.query.text
    if has_lone(text) and (named := by_initials(words.connection, text)):
        yield _name_reading(words, text, named)
    if whole := whole_name(words):
        yield whole
    if words.left_out and (named := holding(words.connection, text)):
        yield _name_reading(words, text, named)  # what would be left out is the beginning of a word: 바르셀로나 악
    yield from word_by_word(words)


def _offices(words: Words) -> Iterator[Reading]:
    """The query with its offices told as documents do, as a part of their government: 전남도의회, 경남교육청."""
    split = {word: _office(words.connection, word) for word in words.query.words}
    if any(split.values()):
        parts = tuple(part for word in words.query.words for part in split[word] or (word,))
        yield from word_by_word(understood(words.connection, replace(words.query, words=parts)))


def _office(connection: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """Government and office of a word that begins with the name of a government; () for any other."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) - _SHORTEST, _SHORTEST - 1, -1)]
    known = meanings(connection, [government for government, _ in cuts]) if cuts else {}
    governments = {key for key, meant in known.items() if any(one.kind == "government" for one in meant)}
    return next((cut for cut in cuts if name_key(cut[0]) in governments), ())


def _apart(words: Words) -> Iterator[Reading]:
    """The query with words apart that were taken together for a theme: 청년 … 창업."""
    reading = list(word_by_word(words))[-1]
    terms = [part for term in reading.terms for part in parts_of(words, term)]
    if len(terms) > len(reading.terms):
        yield replace(reading, terms=tuple(terms))


def _either(words: Words) -> Iterator[Reading]:
    """The query with any of several years or countries, where nothing is of all of them: 네덜란드나 벨기에."""
    reading = last_reading(words)
    same: dict[str, list[Term]] = {}
    for term in reading.terms:
        kinds = {line.partition("=")[0] for line in term.facets} if term.strict else set()
        same.setdefault(next((kind for kind in _EITHER if kind in kinds), ""), []).append(term)
    several = [terms for kind, terms in same.items() if kind and len(terms) > 1]
    if several:
        merged = [replace(terms[0], facets=tuple(line for term in terms for line in term.facets)) for terms in several]
        others = [term for term in reading.terms if not any(term in terms for terms in several)]
        yield replace(reading, terms=(*merged, *others))


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


def _misspelt_places(words: Words) -> Iterator[Reading]:
    """The query with places that stand nowhere taken for those they are like: 이탤리, 네델란드."""
    right = {word: near for word in words.query.words if (near := _place(words, word))}
    if right:
        query = replace(words.query, words=tuple(right.get(word, word) for word in words.query.words))
        notes = tuple(_read_as(word, near) for word, near in right.items())
        for reading in word_by_word(understood(words.connection, query)):
            yield replace(reading, notes=(*notes, *reading.notes), less=reading.less * _REPAIRED, why="typo")


def _place(words: Words, word: str) -> str | None:
    """The place that a word is like, if it is none itself and stands in no text; with its particle or without."""
    if any(name_key(form) in words.meanings for form in forms(word)):
        return None
    if lookup.first_rowids(words.connection, phrase(word), 1):
        return None
    return next((near for form in forms(word) if (near := place_like(words.connection, form))), None)


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
