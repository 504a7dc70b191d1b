"""Fingerprints of sentences, by which one that stands in other documents is found among all of them.

A sentence is reduced to its letters: spacing, marks, case and numbers don't count. Its fingerprint is
the least hash of its shingles (runs of SHINGLE letters) under each of two orders: min-wise hashing after
Broder, "On the resemblance of documents" (1997). Equal sentences have equal fingerprints, and two that
share a part J of their shingles share each hash with probability J.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHORTEST = 14
"""Letters of the shortest sentence that has a fingerprint: shorter ones are names and labels."""

SHINGLE = 4  # letters

_END = re.compile(r"(?<=[가-힣)]\.)\s+")
_NO_LETTER = re.compile(r"[^\n가-힣a-zA-Z\u00c0-\u024f\u3040-\u30ff\u4e00-\u9fff]+")
_LINES = frozenset(("heading", "paragraph", "item"))
# Odd numbers that scatter what they multiply: splitmix64's and two of xxHash64's.
_WEIGHTS = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F], np.uint64)
_ORDERS = np.array([[0x9E3779B97F4A7C15], [0x165667B19E3779F9]], np.uint64)
_HALF, _SIGN = np.uint64(32), 2**31
_LAST = np.uint64(2**64 - 1)

BlockRow = tuple[str | int | None, ...]


class Sentence(NamedTuple):
    """A sentence as written, the block it stands in, and the kind of that."""

    block: str
    kind: str
    text: str


class Fingerprint(NamedTuple):
    """The least hashes of a sentence's shingles, as signed numbers of 32 bits."""

    first: int
    second: int


def sentences(blocks: Iterable[BlockRow]) -> list[Sentence]:
    """The sentences of a document's blocks (in the order of ingest.rows.BLOCK_COLUMNS); a line is one at least."""
    lines: list[Any] = [(row[0], row[2], row[3]) for row in blocks if row[2] in _LINES]
    return [
        Sentence(block, kind, part)
        for block, kind, text in lines
        for part in (_END.split(text) if ". " in text else (text,))
        if len(part) >= SHORTEST
    ]


def letters(text: str) -> str:
    """What of a sentence is compared: its letters, small. Line ends stay."""
    return _NO_LETTER.sub("", text).lower()


def fingerprints(found: Sequence[Sentence]) -> list[tuple[Sentence, Fingerprint]]:
    """The sentences that are long enough, each with its fingerprint."""
    pairs = zip(found, _prints([one.text for one in found]), strict=True)
    return [(one, print) for one, print in pairs if print]


def _prints(texts: Sequence[str]) -> Iterator[Fingerprint | None]:
    """The fingerprint of each text, None of one that is too short; many at once take a fraction of one by one."""
    lines = letters("\n".join([text.replace("\n", " ") for text in texts])).split("\n")[: len(texts)]
    long = [line for line in lines if len(line) >= SHORTEST]
    made = zip(*_least(long).tolist(), strict=True) if long else iter(())
    return (Fingerprint(*next(made)) if len(line) >= SHORTEST else None for line in lines)


def _least(lines: list[str]) -> NDArray[np.int64]:
    """For each order a row: the least hash of the shingles of each line."""
    codes = np.frombuffer("\n".join(lines).encode("utf-32-le"), np.uint32).astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    made = np.zeros(count, np.uint64)
    for place, weight in enumerate(_WEIGHTS):
        made += codes[place : place + count] * weight
    made ^= made >> _HALF
    hashes = made * _ORDERS
    hashes ^= hashes >> _HALF
    hashes *= _WEIGHTS[0]
    ends = np.flatnonzero(codes == ord("\n"))
    for back in range(SHINGLE):  # shingles that run from one line into the next
        hashes[:, ends - back] = _LAST
    starts = np.concatenate(([0], ends + 1))
    return (np.minimum.reduceat(hashes, starts, axis=1) >> _HALF).astype(np.int64) - _SIGN


def sentence_rows(found: Sequence[tuple[str, Sentence]]) -> list[tuple[str, str, int, int]]:
    """(document, block, first, second) of (document, sentence) pairs, each once."""
    pairs = zip(found, _prints([one.text for _, one in found]), strict=True)
    return list(dict.fromkeys((document, one.block, *print) for (document, one), print in pairs if print))
