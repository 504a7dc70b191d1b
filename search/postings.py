"""Many texts at once into the tokens of the index (search.tokens), with how often each stands in each text.

The texts are one array of character codes, in which every step is taken for all of them: a loop over their tokens
takes several times as long as SQLite needs to index them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.grams import Ints, tallied
from search.hangul import SYLLABLES, fold, squeeze
from search.impact import BRIEF, LEVELS, ONCE
from search.tokens import LINE_END, MAX_LETTERS

T = TypeVar("T")
Bools = NDArray[np.bool_]

CODE_BITS = 42
"""A pair of syllables is a number below 1 << CODE_BITS, as is a single one: see term_of."""
_CHAR_BITS = 21
_CHAR = (1 << _CHAR_BITS) - 1

_FIELD, _END = "\ue000", "\ue001"  # between the columns of a text, and behind a text; taken out of what is written
_RESERVED = str.maketrans(dict.fromkeys((LINE_END, _FIELD, _END), " "))
_IS_RESERVED = re.compile(f"[{LINE_END}{_FIELD}{_END}]")

_OTHER, _SYLLABLE, _LETTER, _DIGIT, _LINE, _NEXT, _LAST, _UNSEEN = range(8)
_KINDS = (
    (_SYLLABLE, re.compile(f"[{SYLLABLES}]")),
    (_DIGIT, re.compile(r"\d")),
    (_LETTER, re.compile(r"[^\W_]")),
    (_LINE, re.compile(LINE_END)),
    (_NEXT, re.compile(_FIELD)),
    (_LAST, re.compile(_END)),
)
_kinds = np.full(0x110000, _UNSEEN, dtype=np.uint8)  # of every character; found out when one is met first

_SPACE = ord(" ")
_LEASTS = np.array([level.least for level in LEVELS])
_MARKS = np.array([ord(level.mark) for level in (ONCE, *LEVELS)])


class Postings(NamedTuple):
    """What the index has of some texts, the first of which has the number 0.

    columns: the tokens of the two columns of each text, and those that tell what stands in it how often
    (search.impact). lengths: the number of tokens of each text. owners, codes: for every pair and every syllable of a
    text its number and the code of the pair or syllable, none twice. words: number and word, none twice.
    """

    columns: list[tuple[str, str, str]]
    lengths: Ints
    owners: Ints
    codes: Ints
    words: Sequence[tuple[int, str]]


def postings(texts: Sequence[tuple[str, str]]) -> Postings:
    """The postings of texts of two columns; lines of a column are kept apart."""
    text = _Text("".join([f"{_lines(one)}{_FIELD}{_lines(other)}{_END}" for one, other in texts]), len(texts))
    words = Counter(zip(text.word_owners.tolist(), text.words(), strict=True))
    keys, times = tallied(text.keys())
    owners = keys >> CODE_BITS
    brief = (text.lengths <= BRIEF)[owners] & (keys & ((1 << CODE_BITS) - 1) <= _CHAR)
    often = _often(keys, times, brief, len(texts))
    for (owner, word), number in words.items():
        often[owner] += "".join(f"{word}{level.mark} " for level in LEVELS if number >= level.least)
    columns = [(*found.split(_FIELD, 1), marks) for found, marks in zip(text.tokens(), often, strict=True)]
    return Postings(columns, text.lengths, owners, keys & ((1 << CODE_BITS) - 1), list(words))  # type: ignore[arg-type]


def index_tokens(text: str) -> str:
    """A text → its tokens in reading order, white space between them, ready for an FTS5 column."""
    return " ".join(postings([(text, "")]).columns[0][0].split())


def term_of(code: int) -> str:
    """The token of a code."""
    first, second = code >> _CHAR_BITS, code & _CHAR
    return chr(first) + chr(second) if first else chr(second)


def batches(items: Iterable[T], size: Callable[[T], int], most: int = 50_000) -> Iterator[list[T]]:
    """Items in order, in lists of about so many characters: arrays that a processor's cache can hold."""
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if total >= most:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


class _Text:
    """Texts one behind the other: the codes of their characters, and what each character is part of."""

    def __init__(self, written: str, count: int) -> None:
        self._text = squeeze(fold(written))
        self._codes = np.frombuffer(self._text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
        self._kinds = _kinds_of(self._codes)
        before, behind = np.append(_OTHER, self._kinds[:-1]), np.append(self._kinds[1:], _OTHER)
        self._owners = np.cumsum(self._kinds == _LAST)
        self._syllables = np.flatnonzero(self._kinds == _SYLLABLE)
        self._pairs = self._syllables[behind[self._syllables] == _SYLLABLE]
        in_word = (self._kinds == _LETTER) | (self._kinds == _DIGIT)
        self._starts = np.flatnonzero(in_word & (before != self._kinds))
        self._stops = np.flatnonzero(in_word & (behind != self._kinds)) + 1
        self.word_owners = self._owners[self._starts]
        found = np.concatenate((self._owners[self._syllables], self.word_owners))
        self.lengths = np.bincount(found, minlength=count)

    def words(self) -> list[str]:
        """The words and numbers."""
        places = zip(self._starts.tolist(), self._stops.tolist(), strict=True)
        return [self._text[start : min(stop, start + MAX_LETTERS)] for start, stop in places]

    def keys(self) -> Ints:
        """Number of the text << CODE_BITS | code, for every pair of syllables and every syllable."""
        owners, codes = self._owners << CODE_BITS, self._codes
        pairs = owners[self._pairs] | codes[self._pairs] << _CHAR_BITS | codes[self._pairs + 1]
        return np.concatenate((pairs, owners[self._syllables] | codes[self._syllables]))

    def tokens(self) -> list[str]:
        """The tokens of each text, _FIELD between its columns: three places a character, of which many stay empty."""
        written = np.zeros((len(self._codes), 3), dtype="<u4")
        written[:, 0] = np.where(self._kinds == _OTHER, 0, self._codes)
        written[self._kinds == _LINE, 1] = _SPACE
        written[self._syllables, 1:] = _SPACE
        written[self._pairs, 1] = self._codes[self._pairs + 1]
        written[self._stops - 1, 1] = _SPACE
        for word in np.flatnonzero(self._stops - self._starts > MAX_LETTERS):
            written[self._starts[word] + MAX_LETTERS : self._stops[word], 0] = 0
        return _decoded(written).split(_END)[:-1]


def _lines(texts: str) -> str:
    """Text with LINE_END between its lines."""
    plain = texts.translate(_RESERVED) if _IS_RESERVED.search(texts) else texts
    return f"\n{LINE_END}".join([line for line in plain.splitlines() if line and not line.isspace()])


def _kinds_of(codes: Ints) -> NDArray[np.uint8]:
    """What each character is."""
    found = _kinds[codes]
    if (unseen := codes[found == _UNSEEN]).size:
        for code in set(unseen.tolist()):
            _kinds[code] = next((kind for kind, pattern in _KINDS if pattern.match(chr(code))), _OTHER)
        found = _kinds[codes]
    return found


def _often(keys: Ints, times: Ints, brief: Bools, count: int) -> list[str]:
    """The tokens of each of so many texts that tell how often its pairs and syllables stand there."""
    marks = np.searchsorted(_LEASTS, times, side="right") + brief
    marked = np.repeat(keys, marks)
    nth = np.arange(len(marked)) - np.repeat(np.cumsum(marks) - marks, marks)
    written = np.empty((len(marked), 4), dtype="<u4")
    written[:, 0] = marked >> _CHAR_BITS & _CHAR
    written[:, 1] = marked & _CHAR
    written[:, 2] = _MARKS[nth + np.repeat(~brief, marks)]
    written[:, 3] = _SPACE
    sizes = np.bincount(marked >> CODE_BITS, weights=3 + (written[:, 0] > 0), minlength=count).astype(np.int64)
    text, stops = _decoded(written), np.cumsum(sizes).tolist()
    return [text[start:stop] for start, stop in zip([0, *stops], stops, strict=False)]


def _decoded(codes: NDArray[np.uint32]) -> str:
    written: bytes = codes[codes != 0].tobytes()
    return written.decode("utf-32-le", "surrogatepass")
