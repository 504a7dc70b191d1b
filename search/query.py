"""A query taken apart: words, phrases in quotation marks, words that must not stand in an entry."""

import re
from dataclasses import dataclass

from search.tokens import MAX_WORDS, NOTHING, phrase, query_words, runs, well_formed

_QUOTED = re.compile(r'(?<!\S)(-?)["“”„«]([^"“”„»]*)["“”»]')
_EXCLUDED = re.compile(r"(?<!\S)[-−–](?=\w)(\S+)")
_LENGTH = 4000  # characters that are looked at


@dataclass(frozen=True)
class Query:
    """words: in order, as typed. phrases: wanted as they stand. excluded: words or phrases not wanted."""

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words, one space between."""
        return " ".join(self.words)

    @property
    def expression(self) -> str:
        """The FTS5 expression of what has all words and phrases and nothing excluded, whatever they mean."""
        wanted = " AND ".join(map(phrase, (*self.words, *self.phrases))) or NOTHING
        return f"({wanted})" + "".join(f" NOT {phrase(word)}" for word in self.excluded) if self.excluded else wanted


def parse(query: str) -> Query:
    """Take a query apart; whatever it is, this succeeds. A "-word" alone excludes nothing, it is a word."""
    text = well_formed(query[:_LENGTH])
    phrases: list[str] = []
    excluded: list[str] = []

    def quoted(match: re.Match[str]) -> str:
        whole = " ".join(query_words(match[2]))
        if whole:
            (excluded if match[1] else phrases).append(whole)
        return " "

    def left_out(match: re.Match[str]) -> str:
        excluded.extend(query_words(match[1])[:1])
        return " "

    rest = _EXCLUDED.sub(left_out, _QUOTED.sub(quoted, text))
    words = tuple(query_words(rest))
    if not words and not phrases:
        return Query(tuple(query_words(text)))
    return Query(words, _few(phrases), _few(excluded))


def _few(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if runs(word)))[:MAX_WORDS]
