"""Entries of the search as a large base has them, the same in every run: half as plans tell, half running text.

Names and places come from authority/, what is done there from the words of made-up plans. Running text is a
chain of words learned from the Korean texts of this project (the guide, the plans, the golden documents),
with towns and offices thrown in, so that frequent and rare words are as in writing by people.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

from bench.words import AGENDA, KINDS, OFFICES, PURPOSES, THEMES
from ingest import authority
from search.entries import Entry, make_entry

_ROOT = Path(__file__).parents[1]
_LEARNED = ("README.ko.md", "plans/*.md", "plans/*.txt", "tests/**/*.md", "tests/**/*.txt", "tests/**/*.json")
_SHARES = {"policy": 55, "visit": 30, "institution": 10, "trip": 5}  # of 100 entries
_LINE = re.compile(r"[^\n\"]*[가-힣][^\n\"]*")
_LINES = {"policy": 0, "visit": 3, "institution": 1, "trip": 5}  # of a body, at most
_SEED = 1


def make_entries(count: int) -> Iterator[Entry]:
    """`count` entries in no order of their rowids."""
    chance, chain = random.Random(_SEED), Chain()
    names, kinds = _names(chance), list(_SHARES)
    wheel = list(accumulate(_SHARES.values()))
    for number in range(count):
        kind = kinds[bisect(wheel, chance.randrange(100))]
        say = chain.sentence if chance.random() < 0.5 else planned
        yield _entry(number, kind, chance, say, names)


def _names(chance: random.Random) -> list[str]:
    """Names of institutions: of a town and what is there."""
    known = authority.load()
    towns = [town.names[0] for town in known.places.values() if re.match("[가-힣]", town.names[0])]
    words = [word for concept in known.concepts.values() if concept.weight != "form" for word in concept.words]
    words = [word for word in words if re.match("[가-힣]", word)]
    return [f"{chance.choice(towns)} {chance.choice(words)}" for _ in range(100_000)]


Say = Callable[[random.Random], str]


def _entry(number: int, kind: str, chance: random.Random, say: Say, bearers: list[str]) -> Entry:
    id, name = f"{kind}-{number}", chance.choice(bearers)
    date = f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    office = " ".join(chance.choice(OFFICES))
    subtitle = {"policy": name, "institution": name.split()[0]}.get(kind, f"{date} · {office}")
    title = name if kind in ("visit", "institution") else say(chance)
    names = f"{name}\n{chance.choice(bearers)}" if kind == "institution" else ""
    lines = _LINES[kind] and chance.randint(1, _LINES[kind])
    body = "\n".join(say(chance) for _ in range(lines))
    day = date if kind in ("visit", "trip") else None
    return make_entry(kind, id, title, names=names, subtitle=subtitle, body=body, date=day)


def planned(chance: random.Random) -> str:
    """A line as made-up plans have it."""
    return chance.choice(chance.choice((AGENDA, THEMES, PURPOSES, [did for _, did in KINDS])))


class Chain:
    """Words that follow one another as in the Korean texts of this project."""

    def __init__(self) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for line in self._learned():
            words = ["", *line.split()[:60], ""]
            for word, following in pairwise(words):
                self._next[word].append(following)

    @staticmethod
    def _learned() -> Iterator[str]:
        for pattern in _LEARNED:
            for file in sorted(_ROOT.glob(pattern)):
                if ".venv" not in file.parts:
                    yield from _LINE.findall(file.read_text(encoding="utf-8", errors="ignore"))

    def sentence(self, chance: random.Random) -> str:
        """Some words, at most twelve."""
        words: list[str] = []
        word = ""
        while len(words) < 12:
            word = chance.choice(self._next[word])
            if not word:
                if len(words) > 3:
                    break
                continue
            words.append(word)
        return " ".join(words)
