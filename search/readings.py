"""What a query is taken for: terms that an entry has to answer, each a name, a facet or words of its text.

A reading is what was typed, or what it is without particles, or what other keys make of it. Which names
and words with a meaning stand in the query is looked up in the base; nothing here is about single words.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from search import lookup
from search.filters import STRICT, Meaning, dated, facet_expression, forms, meanings
from search.hangul import name_key, stems
from search.initials import has_lone
from search.named import Named, bearing, by_initials
from search.query import Query
from search.tokens import phrase
from search.verbs import noun_of, only_asks

_NAMED = 20  # institutions that one name is taken for
_SPAN = 5  # words of a name or of a word with a meaning
_NOTED = {"country": "국가", "city": "도시", "government": "지자체", "year": "연도", "month": "월"}
_NOTED |= {"status": "상태", "kind": "문서", "type": "종류"}


@dataclass(frozen=True)
class Term:
    """One thing asked for: text that an entry has, or else one of the facets; strict: the facet alone counts.

    named: the institutions that the text names. themes: facets that stand for other words of the same thing, and
    theme_names what people call them.
    """

    text: str
    facets: tuple[str, ...] = ()
    strict: bool = False
    named: tuple[Named, ...] = ()
    themes: tuple[str, ...] = ()
    theme_names: tuple[str, ...] = ()

    @property
    def is_filter(self) -> bool:
        """Whether the term narrows rather than asks."""
        return bool(self.facets) and not self.named

    def expression(self, themes: bool = False) -> str:
        """The FTS5 expression of what answers the term; themes: entries on the same theme as well."""
        lines = (*self.facets, *(self.themes if themes else ()))
        either = [facet_expression(lines)] if lines else []
        return " OR ".join([*([] if self.strict else [phrase(self.text)]), *either])


@dataclass(frozen=True)
class Reading:
    """Terms that all have to be answered; notes say in Korean how they differ from what was typed.

    types: types of entries that were asked for by a word. excluded: what must not stand in the text. less: what a
    score is multiplied by; why: the rule that all matches are found by, where it isn't their own.
    """

    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    less: float = 1.0
    why: str | None = None

    def expression(self, given: Sequence[str] = (), themes: bool = False) -> str:
        """The FTS5 expression; given: lines of facets, one a kind, by which people narrow the search besides."""
        wanted = [f"({term.expression(themes)})" for term in self.terms]
        wanted += [facet_expression([line]) for line in given]
        left_out = "".join(f" NOT {phrase(word)}" for word in self.excluded)
        both = " AND ".join(wanted)
        return f"({both}){left_out}" if left_out else both

    @property
    def asked(self) -> list[Term]:
        """The terms that are no filters."""
        return [term for term in self.terms if not term.is_filter]

    @property
    def marked(self) -> tuple[str, ...]:
        """The words to look for in a text: those asked for, and the names that were meant."""
        names = (one.name for term in self.terms for one in term.named[:3])
        texts = (term.text for term in self.terms if not term.strict)
        return tuple(dict.fromkeys((*texts, *names)))


@dataclass(frozen=True)
class Words:
    """A query with what its words mean in a base."""

    connection: sqlite3.Connection
    query: Query
    meanings: Mapping[str, Sequence[Meaning]]
    borne: Mapping[str, Sequence[Named]] = field(default_factory=dict)

    def named(self, text: str) -> Sequence[Named]:
        """The institutions that bear a text of the query as a name."""
        return self.borne.get(text, ())

    def of_kind(self, text: str, *kinds: str) -> list[Meaning]:
        """The meanings of a text, those of some kinds."""
        return [one for one in self.meanings.get(name_key(text), ()) if one.kind in kinds]


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
            return _with_particle(
                query.text, form, Reading((name_term(words.connection, form, named),), excluded=query.excluded), words
            )
    return None


def _with_particle(typed: str, form: str, reading: Reading, words: Words) -> Reading:
    if form == typed:
        return reading
    return replace(reading, notes=(_note(typed.split()[-1], form.split()[-1]),), less=0.95, why="particle")


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
    pieces = _cut(words)
    if not pieces and not words.query.phrases:
        return
    yield _put_together(words, pieces, bare=False)
    if any(isinstance(piece, str) and _bare(piece) != piece for piece in pieces):
        yield _put_together(words, pieces, bare=True)


class Meant(NamedTuple):
    """Words of a query that narrow it, as typed without a particle."""

    text: str
    meanings: tuple[Meaning, ...]


Piece = str | Term | Meant


def _cut(words: Words) -> list[Piece]:
    """The words of a query as pieces, the longest known runs first; fillers are left out, unless that is all."""
    typed = words.query.words
    pieces: list[Piece] = []
    place = 0
    while place < len(typed):
        size, piece = _longest(words, place)
        pieces += [piece] if piece is not None else []
        place += size
    return pieces or list(typed)


def _longest(words: Words, place: int) -> tuple[int, Piece | None]:
    """(number of words, piece) of the longest run from a place that is known; None for a filler."""
    typed = words.query.words
    for size in range(min(_SPAN, len(typed) - place), 0, -1):
        run = " ".join(typed[place : place + size])
        found = _name(words, run) or _meant(words, run) or (_theme(words, run) if size > 1 else None)
        if found:
            return size, found
    word = typed[place]
    return 1, None if _says_nothing(words, word) else word


def _says_nothing(words: Words, word: str) -> bool:
    return only_asks(word) or any(words.of_kind(form, "filler") for form in (*forms(word), *stems(word, least=1)))


def _name(words: Words, run: str) -> Term | None:
    """A run of words as a name; one with a lone consonant by its initials."""
    for form in forms(run):
        if named := words.named(form):
            return name_term(words.connection, form, named)
    if " " not in run and has_lone(run) and (named := by_initials(words.connection, run)):
        return name_term(words.connection, run, named)
    return None


def _meant(words: Words, run: str) -> Meant | None:
    """A run of words as a word with a meaning."""
    if years := dated(run):
        return Meant(run, tuple(years))
    for form in forms(run):
        if found := words.of_kind(form, *_NOTED):
            return Meant(form, tuple(found))
    return None


def _theme(words: Words, run: str) -> Term | None:
    """Words that together tell a theme."""
    found = (form for form in forms(run) if words.of_kind(form, "theme"))
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
        elif isinstance(piece, str):
            text = _bare(piece) if bare else piece
            notes += [_note(piece, text)] if text != piece else []
            terms.append(_text_term(words, text))
        else:
            types += [one.value for one in piece.meanings if one.kind == "type"]
            terms += _filters(piece)
            notes += _told(piece)
    if not terms:  # words for types alone are words like any other
        terms = [Term(word) for word in words.query.words]
    cut = bare and len(notes) > 0
    return Reading(
        tuple(terms),
        tuple(dict.fromkeys(notes)),
        tuple(types),
        words.query.excluded,
        0.95 if cut else 1.0,
        "particle" if cut else None,
    )


def _text_term(words: Words, text: str) -> Term:
    themes = {one.line: one.label for form in forms(text) for one in words.of_kind(form, "theme")}
    return Term(text, themes=tuple(themes), theme_names=tuple(themes.values()))


def _filters(piece: Meant) -> Iterator[Term]:
    lines = tuple(dict.fromkeys(one.line for one in piece.meanings if one.kind != "type"))
    if lines:
        yield Term(piece.text, lines, strict=any(one.kind in STRICT for one in piece.meanings))


def _told(piece: Meant) -> Iterator[str]:
    for kind in dict.fromkeys(one.kind for one in piece.meanings):
        labels = dict.fromkeys(one.label for one in piece.meanings if one.kind == kind)
        yield f"{_NOTED[kind]}: {', '.join(labels)}"
