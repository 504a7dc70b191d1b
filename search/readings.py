"""The ways to read a query: as typed, then without particles."""

from dataclasses import dataclass

from search.hangul import name_key, stems
from search.tokens import match_expression, query_words


@dataclass(frozen=True)
class Reading:
    """The words a query is taken for; notes say in Korean how they differ from what was typed."""

    words: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words, one space between."""
        return " ".join(self.words)

    @property
    def key(self) -> str:
        """The words as a name key."""
        return name_key(self.text)

    @property
    def expression(self) -> str:
        """The words as an FTS5 expression."""
        return match_expression(self.text)


def _note(word: str, stem: str) -> str:
    """What was left out of a word, as a phrase for people."""
    return f"‘{word}’ → ‘{stem}’ (조사 ‘{word[len(stem) :]}’ 제외)"


def _replaced(words: tuple[str, ...], stemmed: dict[int, str]) -> Reading:
    """The words with some (by place) replaced by their stems."""
    return Reading(
        tuple(stemmed.get(i, word) for i, word in enumerate(words)),
        tuple(_note(words[i], stem) for i, stem in stemmed.items()),
    )


def readings(query: str) -> list[Reading]:
    """All readings of a query, the likeliest first; [] for a query without letters or digits.

    As typed; without the particle of the last word (a name of several words takes one only there); without
    the particles of all words. Short particles go first: 라군아로의 is 라군아로 + 의, then 라군아 + 로의.
    """
    words = tuple(query_words(query))
    if not words:
        return []
    last = len(words) - 1
    found = [Reading(words)]
    found += [_replaced(words, {last: stem}) for stem in reversed(stems(words[last]))]
    stemmed = {i: options for i, word in enumerate(words) if (options := stems(word))}
    for shortest in (-1, 0):
        found.append(_replaced(words, {i: options[shortest] for i, options in stemmed.items()}))
    return list(dict.fromkeys(found))
