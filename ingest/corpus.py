"""The corpus: its records under their ids, and what each name in them was taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.authority import Authority
from ingest.document import Document
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.names import parts
from ingest.plan import Plan, Site, Visit
from ingest.resolve import Resolution, Resolver, provisional_id
from ingest.trips import Told, role_of
from search.hangul import name_key


@dataclass(frozen=True, slots=True)
class Record:
    """A file of the corpus: what it is, and either what was read from it or why it was rejected."""

    path: str
    sha256: str
    size: int
    document: Document | None = None
    plan: Plan | None = None
    rejected: Rejected | None = None


@dataclass
class Corpus:
    """The records with their ids, and what their names were taken for."""

    authority: Authority
    lexicon: Lexicon
    records: dict[str, Record]
    resolutions: dict[tuple[str, str], Resolution] = field(default_factory=dict)
    spellings: dict[str, list[tuple[str, Visit]]] = field(default_factory=lambda: defaultdict(list))


def identified(records: Iterable[Record]) -> dict[str, Record]:
    """Records by document id: the beginning of the content's hash; files with the same content are
    told apart by a number, in order of their paths."""
    made: dict[str, Record] = {}
    for record in sorted(records, key=lambda record: record.path):
        id, again = record.sha256[:12], 2
        while id in made:
            id, again = f"{record.sha256[:12]}-{again}", again + 1
        made[id] = record
    return dict(sorted(made.items()))


def resolve(corpus: Corpus) -> None:
    """Every name of every plan; a visit to nobody known founds a provisional institution."""
    resolver = Resolver(corpus.authority)
    for id, record in corpus.records.items():
        for trip in record.plan.trips if record.plan else ():
            for visit in trip.visits:
                found = resolver.resolve(visit.name, visit.country, visit.city)
                if found.rule == "unknown" and not visit.generic_type:
                    provisional = provisional_id(visit.name, visit.country)
                    corpus.spellings[provisional].append((id, visit))
                    found = Resolution(provisional, 0.5, "provisional")
                corpus.resolutions[id, visit.block] = found
        for site in record.plan.sites if record.plan else ():
            found = resolver.resolve(site.name)
            if found.institution_id is None:
                found = _as_visited(id, site, record.plan, corpus) or found
            corpus.resolutions[id, site.block] = found


def _as_visited(id: str, site: Site, plan: Plan | None, corpus: Corpus) -> Resolution | None:
    """A described site that bears the name of a visit of the same document is the one visited."""
    names = {name_key(part) for part in parts(site.name)}
    for trip in plan.trips if plan else ():
        for visit in trip.visits:
            if names & {name_key(part) for part in parts(visit.name)}:
                return corpus.resolutions[id, visit.block]
    return None


def told(corpus: Corpus) -> Iterator[Told]:
    """Each trip as each document tells it."""
    for id, record in corpus.records.items():
        plan = record.plan
        for number, trip in enumerate(plan.trips if plan else (), 1):
            targets = (corpus.resolutions[id, v.block].institution_id or name_key(v.name) for v in trip.visits)
            role = role_of(plan.kind, plan.title) if plan else "plan"
            yield Told(id, number, trip, role, frozenset(targets))
