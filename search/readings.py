"""What a query is taken for: terms that an entry has to answer, each a name, a facet or words of its text.

A reading is what was typed, or what it is without particles, or what other keys make of it. Which names
and words with a meaning stand in the query is looked up in the base; nothing here is about single words.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from search import lookup
from search.asked import Reading, Term
from search.filters import STRICT, Meaning, forms, meanings
from search.hangul import name_key, stems
from search.initials import has_lone
from search.named import Named, bearing, by_initials, misspelt
from search.periods import dated, is_vague
from search.query import Query
from search.verbs import noun_of, only_asks

_PLACES = frozenset(("city", "country", "government"))  # kinds of words that names of institutions have
_BARE = 0.95  # without particles a reading is a little less sure
_SYLLABLE = re.compile("[가-힣]")
_IN_NAMES = re.compile("[가-힣]|[A-Za-z]+")  # words that say nothing, and yet stand in names: 라 파헤다, by the
_DATES = ("year", "month")  # kinds of which one word may name both
_NAMED = 20  # institutions that one name is taken for
_SPAN = 5  # words of a name or of a word with a meaning
_NOTED = {"country": "국가", "city": "도시", "government": "지자체", "year": "연도", "month": "월"}
_NOTED |= {"status": "상태", "kind": "문서", "type": "종류"}


class Meant(NamedTuple):
    """Words of a query that narrow it, as typed without a particle; vague: they may mean nothing but what they say."""

    text: str
    meanings: tuple[Meaning, ...]
    vague: bool = False


class LeftOut(NamedTuple):
    """A word of a query that says nothing."""

    text: str


Piece = str | Term | Meant | LeftOut


def _in_names(piece: Piece) -> bool:
    """Whether a piece may be a part of a name."""
    if isinstance(piece, Meant):
        return any(one.kind in _PLACES for one in piece.meanings)
    if isinstance(piece, LeftOut):
        return _IN_NAMES.fullmatch(piece.text) is not None
    return not (isinstance(piece, Term) and piece.named)


@dataclass(frozen=True)
class Words:
    """A query with what its words mean in a base."""

    connection: sqlite3.Connection
    query: Query
    meanings: Mapping[str, Sequence[Meaning]]
    borne: Mapping[str, Sequence[Named]]
    _alike: dict[str, list[Named]] = field(default_factory=dict)

    def named(self, text: str) -> Sequence[Named]:
        """The institutions that bear a text of the query as a name."""
        return self.borne.get(text, ())

    def of_kind(self, text: str, *kinds: str) -> list[Meaning]:
        """The meanings of a text, those of some kinds."""
        return [one for one in self.meanings.get(name_key(text), ()) if one.kind in kinds]

    @cached_property
    def plain(self) -> bool:
        """Whether the query may be a name as a whole: short, without names in it and words that no name has."""
        return len(self.query.words) <= _SPAN and all(_in_names(piece) for piece in self.pieces)

    @property
    def left_out(self) -> list[str]:
        """The words of the query that say nothing."""
        return [piece.text for piece in self.pieces if isinstance(piece, LeftOut)]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words of the query, the longest known runs first."""
        return _cut(self)

    def misspelt(self, text: str) -> list[Named]:
        """The institutions with a name like a text of the query; looked for once."""
        if text not in self._alike:
            self._alike[text] = misspelt(self.connection, text)
        return self._alike[text]


def understood(connection: sqlite3.Connection, query: Query) -> Words:
    """Look up what the words of a query, and runs of them, mean."""
    spans = [" ".join(query.words[i:j]) for i, j in _spans(len(query.words))]
    texts = dict.fromkeys(form for span in spans for form in forms(span))
    short = [stem for word in query.words for stem in stems(word, least=1)]
    return Words(connection, query, meanings(connection, [*spans, *short]), bearing(connection, texts))


def _spans(count: int) -> list[tuple[int, int]]:
    """Places of runs of words, and of all words."""
    runs = {(i, j) for i in range(count) for j in range(i + 1, min(i + _SPAN, count) + 1)}
    return sorted(runs | ({(0, count)} if count else set()))


# -- the whole query as one name -----------------------------------------------------------


def whole_name(words: Words) -> Reading | None:
    """The query as the name of an institution: as typed, else without the particle of its last word."""
    query = words.query
    for form in forms(query.text) if query.words and not query.phrases else ():
        if named := words.named(form):
            whole = Reading((name_term(words.connection, form, named),), excluded=query.excluded)
            if form == query.text:
                return whole
            note = _note(query.text.split()[-1], form.split()[-1])
            return replace(whole, notes=(note,), less=_BARE, why="particle")
    return None


def name_term(connection: sqlite3.Connection, text: str, named: Sequence[Named]) -> Term:
    """A text that names institutions; entries that are about them answer it as well."""
    best = named[:_NAMED]
    ids = lookup.entity_ids(connection, [one.rowid for one in best])
    meant = tuple(one._replace(id=ids[one.rowid]) for one in best if one.rowid in ids)
    return Term(text, tuple(one.line for one in meant), named=meant)


def _note(word: str, stem: str) -> str:
    """What was left out of a word, as a phrase for people."""
    return f"‘{word}’ → ‘{stem}’ (조사 ‘{word[len(stem) :]}’ 제외)"


# -- the query word by word ----------------------------------------------------------------


def word_by_word(words: Words) -> Iterator[Reading]:
    """The query cut into names, words with a meaning and text: the text as typed, then without particles."""
    if not words.query.words and not words.query.phrases:
        return
    yield _put_together(words, words.pieces, bare=False)
    if any(isinstance(piece, str) and _bare(piece) != piece for piece in words.pieces):
        yield _put_together(words, words.pieces, bare=True)


def _cut(words: Words) -> list[Piece]:
    """The words of a query as pieces, the longest known runs first; fillers are left out, unless that is all."""
    typed = words.query.words
    pieces: list[Piece] = []
    place = 0
    while place < len(typed):
        size, piece = _longest(words, place)
        pieces.append(piece)
        place += size
    return list(typed) if all(isinstance(piece, LeftOut) for piece in pieces) else pieces


def _longest(words: Words, place: int) -> tuple[int, Piece]:
    """(number of words, piece) of the longest run from a place that is known."""
    typed = words.query.words
    for size in range(min(_SPAN, len(typed) - place), 0, -1):
        run = " ".join(typed[place : place + size])
        found = _name(words, run) or _meant(words, run) or (_theme(words, run) if size > 1 else None)
        if found:
            return size, found
    word = typed[place]
    return 1, LeftOut(word) if _says_nothing(words, word) else word


def _says_nothing(words: Words, word: str) -> bool:
    """Whether a word only asks, or is a syllable among other words: it stands in every other entry."""
    every = (*forms(word), *stems(word, least=1))
    if len(words.query.words) > 1 and any(map(_SYLLABLE.fullmatch, every)):
        return True
    return only_asks(word) or any(words.of_kind(form, "filler") for form in every)


def _name(words: Words, run: str) -> Term | None:
    """A run of words as a name; one with a lone consonant by its initials."""
    for form in forms(run):
        if named := words.named(form):
            note = _note(run.split()[-1], form.split()[-1]) if form != run else ""
            return replace(name_term(words.connection, form, named), note=note)
    if " " not in run and has_lone(run) and (named := by_initials(words.connection, run)):
        return name_term(words.connection, run, named)
    return None


def _meant(words: Words, run: str) -> Meant | None:
    """A run of words as a word with a meaning."""
    if period := dated(run, date.today()):
        return Meant(run, tuple(period), is_vague(run))
    for form in (*forms(run), *stems(run, least=1)):
        if found := words.of_kind(form, *_NOTED):
            return Meant(form, tuple(found))
    return None


def _theme(words: Words, run: str) -> Term | None:
    """Words that together tell a theme, or what other words tell as well."""
    found = (form for form in forms(run) if words.of_kind(form, "theme", "same"))
    return next((_text_term(words, form) for form in found), None)


def _bare(word: str) -> str:
    """A word of a text without its particle or the ending of a verb."""
    if noun := noun_of(word):
        return noun
    found = stems(word)
    return found[-1] if found else word


def _put_together(words: Words, pieces: Sequence[Piece], bare: bool) -> Reading:
    """The reading that pieces make."""
    terms: list[Term] = [Term(text) for text in words.query.phrases]
    notes: list[str] = []
    types: list[str] = []
    for piece in pieces:
        if isinstance(piece, Term):
            terms.append(piece)
            notes += [piece.note] if piece.note else []
        elif isinstance(piece, str):
            text = _bare(piece) if bare else piece
            notes += [_note(piece, text)] if text != piece else []
            terms.append(_text_term(words, text))
        elif isinstance(piece, Meant):
            types += [one.value for one in piece.meanings if one.kind == "type"]
            terms += _filters(piece)
            notes += _told(piece)
    if not terms:  # words for types alone are words like any other
        terms = [Term(word) for word in words.query.words]
    if words.left_out:
        notes.append(f"뺀 말: {', '.join(words.left_out)}")
    cut = bare or all(term.note for term in terms)
    return Reading(
        tuple(terms),
        tuple(dict.fromkeys(notes)),
        tuple(types),
        words.query.excluded,
        _BARE if cut else 1.0,
        "particle" if cut else None,
    )


def _text_term(words: Words, text: str) -> Term:
    meant = [one for form in forms(text) for one in words.of_kind(form, "theme", "same")]
    themes = {one.line: one.label for one in meant if one.kind == "theme"}
    same = dict.fromkeys(one.value for one in meant if one.kind == "same")
    return Term(text, themes=tuple(themes), theme_names=tuple(themes.values()), same=tuple(same))


def parts_of(words: Words, term: Term) -> list[Term]:
    """The words of a text as terms of their own; any other term as it is."""
    if term.named or term.facets or term.text in words.query.phrases:
        return [term]
    return [_text_term(words, word) for word in term.text.split()]


def _filters(piece: Meant) -> Iterator[Term]:
    """What a piece narrows to: a year, months of it, or any of what else the words mean."""
    apart: dict[str, list[Meaning]] = {}
    for one in piece.meanings:
        if one.kind != "type":
            apart.setdefault(one.kind if one.kind in _DATES else "", []).append(one)
    for meant in apart.values():
        strict = not piece.vague and any(one.kind in STRICT for one in meant)
        yield Term(piece.text, tuple(dict.fromkeys(one.line for one in meant)), strict=strict)


def _told(piece: Meant) -> Iterator[str]:
    for kind in dict.fromkeys(one.kind for one in piece.meanings):
        labels = dict.fromkeys(one.label for one in piece.meanings if one.kind == kind)
        yield f"{_NOTED[kind]}: {', '.join(labels)}"
