"""What all decisions together mean: who is one, who is not, and what two people decided against each other.

Decisions are folded by time, so that the order of lines doesn't matter and branches merge line by
line. Of several decisions on one pair the latest counts.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.decisions import INSTITUTION, Decision, standing

_UNITING = ("same", "alias")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision to unite that would have made one what was decided to be two; it is not in force."""

    left_out: Decision
    different: Decision


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as the history lists it."""

    decision: Decision
    in_force: bool


class Folded:
    """Clusters of references that are one institution; a reference nobody decided on is a cluster of its own."""

    def __init__(
        self,
        clusters: Iterable[tuple[str, ...]],
        counting: Iterable[Decision],
        conflicts: Iterable[Conflict],
        history: Iterable[Entry],
    ) -> None:
        self.conflicts = tuple(conflicts)
        self.history = tuple(history)
        self._counting = tuple(counting)
        self._members = {_representative(members): members for members in clusters}
        self._home = {ref: canonical for canonical, members in self._members.items() for ref in members}
        self._different = self._pairs("different")
        self._unsure = self._pairs("unsure")
        self._deciding = self._uniting()

    def _pairs(self, op: str) -> dict[frozenset[str], Decision]:
        return {frozenset(map(self.canonical, one.references)): one for one in self._counting if one.op == op}

    def _uniting(self) -> dict[str, Decision]:
        """By reference the decision that best says why it is one with others: on an institution, then the latest."""
        found: dict[str, Decision] = {}
        with_institution = sorted(
            self._counting, key=lambda one: any(r.startswith(INSTITUTION) for r in one.references)
        )
        for one in with_institution:
            if one.op in _UNITING:
                found |= dict.fromkeys(one.references, one)
        return found

    def canonical(self, ref: str) -> str:
        """Its cluster's representative: an institution of authority/ if there is one, of several the smallest."""
        return self._home.get(ref, ref)

    def members(self, ref: str) -> tuple[str, ...]:
        """All references that are one with `ref`, itself included, in order."""
        return self._members.get(self.canonical(ref), (ref,))

    def are_different(self, a: str, b: str) -> bool:
        """Whether something in a's cluster is decided different from something in b's."""
        return self.difference(a, b) is not None

    def difference(self, a: str, b: str) -> Decision | None:
        """The latest decision that something in a's cluster is different from something in b's."""
        return self._different.get(frozenset((self.canonical(a), self.canonical(b))))

    def deciding(self, ref: str) -> Decision | None:
        """A decision that made `ref` one with something else; None where none is about `ref`."""
        return self._deciding.get(ref)

    def is_unsure(self, a: str, b: str) -> bool:
        """Whether someone looked at the two clusters and could not tell, and nobody else has told since."""
        pair = frozenset((self.canonical(a), self.canonical(b)))
        return len(pair) == 2 and pair in self._unsure and pair not in self._different

    def aliases(self) -> tuple[tuple[str, str], ...]:
        """(name reference, institution reference) of each alias in force, in order."""
        return tuple(sorted((one.left, one.right) for one in self.in_force("alias")))

    def in_force(self, *ops: str) -> list[Decision]:
        """The decisions of some kinds that count, oldest first."""
        return [one for one in self._counting if one.op in ops]

    def effects(self) -> dict[str, str]:
        """Every reference that a decision touches → a text that changes with what is decided about it.

        "" where no decision is in force any more, as if there had never been one.
        """
        told: dict[str, set[str]] = defaultdict(set)
        clusters = {canonical: _digest(members) for canonical, members in self._members.items()}
        for one in self._counting:
            left, right = map(self.canonical, one.references)
            told[left].add(f"{one.op} {one.id} {clusters[left]} {clusters[right]}")
            told[right].add(f"{one.op} {one.id} {clusters[right]} {clusters[left]}")
        digests = {canonical: _digest(sorted(what)) for canonical, what in told.items()}
        return {ref: digests.get(canonical, "") for ref, canonical in sorted(self._home.items())}


def fold(decisions: Iterable[Decision]) -> Folded:
    """What `decisions` mean, whatever their order, however often each is there."""
    everything = sorted({one.id: one for one in decisions}.values(), key=lambda one: one.order)
    stands = standing(everything)
    counting = _latest(stands)
    clusters = _Clusters(one for one in counting if one.op == "different")
    for one in everything:
        clusters.know(*one.references)
    conflicts = []
    for one in counting:
        if one.op in _UNITING and (different := clusters.unite(one.left, one.right)):
            conflicts.append(Conflict(one, different))
    left_out = {conflict.left_out.id for conflict in conflicts}
    counting = [one for one in counting if one.id not in left_out]
    in_force = {one.id for one in (*counting, *(one for one in stands if one.op == "revert"))}
    history = [Entry(one, one.id in in_force) for one in reversed(everything)]
    return Folded(clusters.all(), counting, conflicts, history)


def _latest(stands: Iterable[Decision]) -> list[Decision]:
    """Of the decisions on each pair the latest, oldest first; `stands` is in order."""
    pairs: dict[frozenset[str], Decision] = {}
    for one in stands:
        if one.op != "revert":
            pairs[frozenset(one.references)] = one
    return sorted(pairs.values(), key=lambda one: one.order)


class _Clusters:
    """References united one pair at a time, never across a pair that is decided different."""

    def __init__(self, different: Iterable[Decision]) -> None:
        self._lists: dict[str, list[str]] = {}
        self._apart: Mapping[str, dict[str, Decision]] = defaultdict(dict)
        for one in different:
            self._apart[one.left][one.right] = self._apart[one.right][one.left] = one

    def know(self, *refs: str) -> None:
        """Let each ref be a cluster of its own, if it is in none yet."""
        for ref in refs:
            self._lists.setdefault(ref, [ref])

    def unite(self, a: str, b: str) -> Decision | None:
        """Make one cluster of two; where a decision keeps them apart, nothing changes and it is returned."""
        small, large = sorted((self._lists[a], self._lists[b]), key=len)
        if small is large:
            return None
        if kept := self._between(small, large):
            return kept
        large.extend(small)
        for ref in small:
            self._lists[ref] = large
        return None

    def _between(self, small: list[str], large: list[str]) -> Decision | None:
        """The oldest decision that something in the one differs from something in the other."""
        found = (one for a in small for b, one in self._apart.get(a, {}).items() if self._lists[b] is large)
        return min(found, key=lambda one: one.order, default=None)

    def all(self) -> list[tuple[str, ...]]:
        """Every cluster, its references in order."""
        return sorted({tuple(sorted(members)) for members in self._lists.values()})


def _representative(members: Iterable[str]) -> str:
    return min(members, key=lambda ref: (not ref.startswith(INSTITUTION), ref))


def _digest(texts: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()
