"""Names that only documents know, put together where they are surely one institution's.

A name is met in a country; names of one sound skeleton, or of one meaning, are compared closely
(ingest.matching). What is surely one gets one provisional id, whatever the order of documents; what
may be one is a question for a person. No group holds two names that contradict each other, or that
people told apart.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ingest.cores import Core
from ingest.decisions import name_ref
from ingest.matching import DOUBTFUL, Match, Matcher
from ingest.plan import Packed
from ingest.resolve import provisional_id
from search.hangul import name_key
from search.phonetic import consonants, sounds

SURE = 0.8
"""From here on two names that only documents know are one institution's; below it a person is asked."""

_SOUNDS = 2  # readings of a name by which others are found
_FEWEST = 2  # consonants of a name by which others are found
_ONE_LESS = 5  # consonants from which on one of them may be off
_CROWD = 60  # names found by one key: so many have a common word, not a name, in common
_APART = frozenset(
    ("different", "city", "kind", "topic", "use", "place", "number", "country", "acronym", "parenthesis")
)

Ref = str
Differ = Callable[[Ref, Ref], bool]


class Unknown(Packed, frozen=True, order=True):
    """A name in its country, the city it was met in ("" if not told), and keys by which its like are found."""

    name: str
    country: str
    city: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The institution that a name may be, all its names, the one that was compared, and how alike the two are."""

    candidate: str
    names: tuple[Ref, ...]
    compared: str
    score: float


@dataclass(frozen=True, slots=True)
class Groups:
    """What became of the names.

    ids: name reference → the provisional id it shares, or has instead of its own. moved: own id → that
    which took its place. questions: name reference → what is to be asked of it.
    """

    ids: Mapping[Ref, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[Ref, Question] = field(default_factory=dict)

    def effects(self) -> dict[Ref, str]:
        """Reference → a text that changes with what is said of it here."""
        refs = sorted({*self.ids, *self.questions})
        return {ref: f"{self.ids.get(ref, '')} {self.questions.get(ref, '')}" for ref in refs}


def keys_of(cores: Iterable[Core]) -> tuple[str, ...]:
    """The keys by which names like one of these forms are found: by skeleton of sound, else by meaning."""
    return tuple(sorted({key for core in cores for key in _keys(core)}))


def _keys(core: Core) -> Iterator[str]:
    if core.rest:
        for sound in sounds(core.rest)[:_SOUNDS]:
            skeleton = consonants(sound)
            if len(skeleton) >= _FEWEST:
                yield skeleton
            if len(skeleton) >= _ONE_LESS:
                yield from (skeleton[:place] + skeleton[place + 1 :] for place in range(len(skeleton)))
    elif core.told:
        meant = " ".join(sorted(core.kinds | core.topics))
        yield from (f"{place} {meant}" for ids in core.places for place in ids)
        if not core.places:
            yield f"= {meant}"


class _Node:
    """A name as a reference, with all its spellings and cities."""

    def __init__(self, ref: Ref, met: Sequence[Unknown]) -> None:
        self.ref = ref
        self.name, self.country = min(one.name for one in met), met[0].country
        self.cities = frozenset(name_key(one.city).removesuffix("시") for one in met if one.city)
        self.keys = sorted({key for one in met for key in one.keys})
        self.own = sorted({provisional_id(one.name, self.country or None) for one in met})


Pair = tuple[_Node, _Node]


def grouped(
    unknown: Iterable[Unknown], matcher: Callable[[], Matcher], differ: Differ, canonical: Callable[[Ref], Ref]
) -> Groups:
    """Which names belong together, and which may.

    matcher: gives what compares names, asked for once there is something to compare. differ: whether
    two references are decided to be two. canonical: the same reference for all that is decided to be one.
    """
    nodes = _nodes(unknown)
    likely = _likely(nodes)
    compare = _Compare(matcher, differ)
    clusters = _Clusters(nodes, compare)
    for same in (lambda node: [canonical(node.ref)], lambda node: node.own):
        for members in _by(nodes, same):
            for node in members[1:]:
                clusters.unite(members[0], node, checked=False)
    scored = sorted(((compare(*pair).score, pair) for pair in likely), key=lambda each: -each[0])
    for score, pair in scored:
        if score >= SURE:
            clusters.unite(*pair)
    ids = clusters.ids()
    shared = {node.ref: ids[node.ref] for node in nodes if clusters.shares(node) or [ids[node.ref]] != node.own}
    moved = {own: ids[node.ref] for node in nodes for own in node.own if own not in ids.values()}
    return Groups(shared, moved, _questions(scored, ids, clusters))


def _nodes(unknown: Iterable[Unknown]) -> list[_Node]:
    """The names, one a reference, in order; one without a letter is none."""
    met: dict[Ref, list[Unknown]] = defaultdict(list)
    for one in sorted(set(unknown)):
        if name_key(one.name):
            met[name_ref(one.name, one.country or None)].append(one)
    return [_Node(ref, met[ref]) for ref in sorted(met)]


def _by(nodes: Iterable[_Node], of: Callable[[_Node], Iterable[str]]) -> Iterable[list[_Node]]:
    found: dict[str, list[_Node]] = defaultdict(list)
    for node in nodes:
        for key in of(node):
            found[key].append(node)
    return found.values()


def _likely(nodes: Iterable[_Node]) -> list[Pair]:
    """Pairs of names in one known country that share a key, each once, in order."""
    found: dict[tuple[str, str], list[_Node]] = defaultdict(list)
    for node in nodes:
        for key in node.keys if node.country else ():
            found[node.country, key].append(node)
    pairs = {
        (a.ref, b.ref): (a, b) for crowd in found.values() if len(crowd) <= _CROWD for a, b in combinations(crowd, 2)
    }
    return [pairs[refs] for refs in sorted(pairs)]


class _Compare:
    """Compares two names, once; what people or cities tell apart is not alike."""

    def __init__(self, matcher: Callable[[], Matcher], differ: Differ) -> None:
        self._matcher = matcher
        self._differ = differ
        self._known: dict[tuple[Ref, Ref], Match] = {}

    def __call__(self, a: _Node, b: _Node) -> Match:
        refs = a.ref, b.ref
        if refs not in self._known:
            self._known[refs] = self._match(a, b)
        return self._known[refs]

    def _match(self, a: _Node, b: _Node) -> Match:
        if self.told_apart(a, b):
            return Match(0.0, "different")
        if a.cities and b.cities and not a.cities & b.cities:
            return Match(0.0, "city")
        return self._matcher().match(a.name, b.name, (a.country or None, b.country or None))

    def told_apart(self, a: _Node, b: _Node) -> bool:
        """Whether people decided that the two are two."""
        return self._differ(a.ref, b.ref)

    def against(self, a: _Node, b: _Node) -> bool:
        """Whether something speaks against the two being one, however alike others of their groups are."""
        match = self(a, b)
        return match.rule == "branch" or (match.score == 0 and match.rule in _APART)


class _Clusters:
    """Groups of names that grow by one pair at a time, never over what tells two of their names apart."""

    def __init__(self, nodes: Iterable[_Node], compare: _Compare) -> None:
        self._lists = {node.ref: [node] for node in nodes}
        self._compare = compare

    def unite(self, a: _Node, b: _Node, checked: bool = True) -> None:
        """Make one group of two, unless something speaks against it; unchecked: unless people told them apart."""
        ours, theirs = self._lists[a.ref], self._lists[b.ref]
        against = self._compare.against if checked else self._compare.told_apart
        if ours is theirs or any(against(*sorted((x, y), key=_ref)) for x in ours for y in theirs):
            return
        ours.extend(theirs)
        for node in theirs:
            self._lists[node.ref] = ours

    def shares(self, node: _Node) -> bool:
        """Whether it is in a group with others."""
        return len(self._lists[node.ref]) > 1

    def members(self, node: _Node) -> tuple[Ref, ...]:
        """The references of its group, in order."""
        return tuple(sorted(one.ref for one in self._lists[node.ref]))

    def told_apart(self, a: _Node, b: _Node) -> bool:
        """Whether people told a name of the one's group apart from one of the other's."""
        return any(self._compare.told_apart(x, y) for x in self._lists[a.ref] for y in self._lists[b.ref])

    def ids(self) -> dict[Ref, str]:
        """Reference → the id of its group: the smallest own id in it that no group before it has."""
        taken: set[str] = set()
        found: dict[Ref, str] = {}
        for ref in sorted(self._lists):
            if ref not in found:
                members = self._lists[ref]
                own = sorted({own for node in members for own in node.own} - taken)
                id = own[0] if own else _further(ref)
                taken.add(id)
                found |= {node.ref: id for node in members}
        return found


def _ref(node: _Node) -> Ref:
    return node.ref


def _further(ref: Ref) -> str:
    """An id for a name whose own is another's: they have one name outside parentheses, but were told apart."""
    return f"doc-{hashlib.blake2b(ref.encode(), digest_size=5).hexdigest()}"


def _questions(
    scored: Iterable[tuple[float, Pair]], ids: Mapping[Ref, str], clusters: _Clusters
) -> dict[Ref, Question]:
    """What is to be asked: of two names that may be one the later, about the most likely; `scored` is in order."""
    found: dict[Ref, Question] = {}
    asked: set[frozenset[str]] = set()
    for score, (a, b) in scored:
        pair = frozenset((ids[a.ref], ids[b.ref]))
        if score < DOUBTFUL or len(pair) < 2 or pair in asked or b.ref in found or clusters.told_apart(a, b):
            continue
        asked.add(pair)
        found[b.ref] = Question(ids[a.ref], clusters.members(a), a.name, round(score, 3))
    return found
