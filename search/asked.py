"""What a search asks for: terms that an entry has to answer, and a reading of a query that has several of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.filters import facet_expression
from search.named import Named
from search.tokens import phrase


@dataclass(frozen=True)
class Term:
    """One thing asked for: text that an entry has, or else one of the facets; strict: the facet alone counts.

    note: how the text differs from what was typed. named: the institutions that the text names. themes: facets that
    stand for other words of the same thing, and theme_names what people call them. same: other words for it.
    """

    text: str
    facets: tuple[str, ...] = ()
    strict: bool = False
    named: tuple[Named, ...] = ()
    themes: tuple[str, ...] = ()
    theme_names: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_filter(self) -> bool:
        """Whether the term narrows rather than asks."""
        return bool(self.facets) and not self.named

    @property
    def is_widened(self) -> bool:
        """Whether entries that say it in other words may answer the term."""
        return bool(self.themes or self.same)

    def expression(self, wider: bool = False) -> str:
        """The FTS5 expression of what answers the term; wider: or says it in other words, or is on its theme."""
        lines = (*self.facets, *(self.themes if wider else ()))
        texts = [] if self.strict else [self.text, *(self.same if wider else ())]
        return " OR ".join([*map(phrase, texts), *([facet_expression(lines)] if lines else [])])


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

    def expression(self, given: Sequence[str] = (), wider: bool = False) -> str:
        """The FTS5 expression; given: lines of facets, one a kind, by which people narrow the search besides."""
        wanted = [f"({term.expression(wider)})" for term in self.terms]
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
        texts = (text for term in self.terms if not term.strict for text in (term.text, *term.same))
        return tuple(dict.fromkeys((*texts, *names)))
