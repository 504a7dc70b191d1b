"""One trip, several papers: which documents' trips are the same trip, and what that trip is called.

A plan, its amendment and its report tell of one trip, and so do the papers of each government on a
joint trip: same first and last day, a common institution, and a common government or the same
number of visits in common. Two trips that merely fall on the same days stay two.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from ingest.grouping import Unknown
from ingest.plan import Date, DocumentKind, Packed
from search.hangul import name_key

Role = Literal["plan", "amendment", "report"]
_ORDER: dict[Role, int] = {"report": 0, "amendment": 1, "plan": 2}
_AMENDED = re.compile(r"변경|수정")
_COMMON_VISITS = 3  # as many common visits make one trip of two governments' papers


class Told(Packed, frozen=True):
    """A trip as one document tells it, in short.

    governments: (government, basic) of those who send people. targets: what its visits went to, as
    institution ids or, unresolved, name keys. unknown: names of the document that nobody knows, with
    its first trip.
    """

    document_id: str
    number: int
    role: Role
    start_date: Date | None
    end_date: Date | None
    title: str
    countries: tuple[str, ...]
    governments: frozenset[tuple[str | None, str | None]]
    targets: frozenset[str]
    unknown: tuple[Unknown, ...] = ()

    @property
    def days(self) -> tuple[Date, Date] | None:
        """First and last day, None where either isn't told: such a trip is no other document's."""
        return (self.start_date, self.end_date) if self.start_date and self.end_date else None


@dataclass(frozen=True, slots=True)
class Group:
    """One trip and the papers that tell of it, what happened before what was planned."""

    id: str
    told: tuple[Told, ...]


def role_of(kind: DocumentKind, title: str | None) -> Role:
    """What a document is to its trip."""
    if kind == "report":
        return "report"
    return "amendment" if _AMENDED.search(title or "") else "plan"


def grouped(all_told: Iterable[Told]) -> list[Group]:
    """The trips behind `all_told`, in order of their ids; the order of the input doesn't matter."""
    buckets: dict[object, list[Told]] = defaultdict(list)
    for told in sorted(all_told, key=lambda told: (told.document_id, told.number)):
        buckets[told.days or (told.document_id, told.number)].append(told)
    clusters = [cluster for bucket in buckets.values() for cluster in _clusters(bucket)]
    return _named(clusters)


def _clusters(bucket: Sequence[Told]) -> list[list[Told]]:
    """The bucket's trips united wherever two are the same."""
    home = {index: index for index in range(len(bucket))}
    for a, b in combinations(range(len(bucket)), 2):
        if _same(bucket[a], bucket[b]):
            old, new = home[b], home[a]
            home = {index: new if place == old else place for index, place in home.items()}
    return [[bucket[i] for i in home if home[i] == place] for place in dict.fromkeys(home.values())]


def _same(a: Told, b: Told) -> bool:
    common = a.targets & b.targets
    if a.document_id == b.document_id:
        return False  # a document that tells of two trips means two
    return len(common) >= _COMMON_VISITS or bool(common and a.governments & b.governments)


def _named(clusters: Iterable[list[Told]]) -> list[Group]:
    groups: dict[str, Group] = {}
    for cluster in sorted(clusters, key=lambda cluster: [(t.document_id, t.number) for t in cluster]):
        papers = sorted(cluster, key=lambda told: (_ORDER[told.role], told.document_id, told.number))
        wanted = _id(papers)
        id, again = wanted, 2
        while id in groups:
            id, again = f"{wanted}-{again}", again + 1
        groups[id] = Group(id, tuple(papers))
    return [groups[id] for id in sorted(groups)]


def _id(papers: Sequence[Told]) -> str:
    """First day and a hash of who goes where; the plan's words where there is one, so that the
    report that follows doesn't rename the trip."""
    first = papers[-1]
    who = sorted(f"{government} {basic}" for government, basic in first.governments)
    what: list[object] = [first.end_date, *who, *first.countries, name_key(first.title)]
    if first.start_date is None:
        what += [first.document_id, first.number]
    digest = hashlib.blake2b("|".join(map(str, what)).encode(), digest_size=4).hexdigest()
    return f"{first.start_date.isoformat() if first.start_date else 'undated'}-{digest}"
