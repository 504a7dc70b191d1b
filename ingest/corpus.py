"""A document read, extracted and resolved: what the base is made of, and the little of it that is
needed to see which documents tell of one trip and which institutions only documents know."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ingest.errors import Rejected
from ingest.grouping import Unknown, keys_of
from ingest.names import keys
from ingest.plan import Packed, Plan, Site, Visit
from ingest.resolve import Resolution, Resolver, provisional_id
from ingest.trips import Told, role_of
from search.hangul import name_key

_OWN = 0.5  # the score of a name that stands for itself


class Record(Packed, frozen=True):
    """What was read from a file's content, or why it was rejected.

    format, text and blocks are the document's: a tuple for each block, in the order of
    ingest.rows.BLOCK_COLUMNS. resolutions: what each name was taken for, by the block it stands in
    and the name itself. unknown: the names of visits that are no known institution's.
    """

    sha256: str
    size: int
    format: str | None = None
    text: str | None = None
    blocks: tuple[tuple[str | int | None, ...], ...] = ()
    plan: Plan | None = None
    resolutions: dict[tuple[str, str], Resolution] | None = None
    unknown: tuple[Unknown, ...] = ()
    rejected: Rejected | None = None

    def resolution(self, block: str, name: str) -> Resolution:
        """What the name in `block` was taken for."""
        return (self.resolutions or {})[block, name]


def resolved(plan: Plan, resolver: Resolver) -> dict[tuple[str, str], Resolution]:
    """Every name of a plan; a visit to nobody known founds a provisional institution."""
    found: dict[tuple[str, str], Resolution] = {}
    for trip in plan.trips:
        for visit in trip.visits:
            resolution = resolver.resolve(visit.name, visit.country, visit.city)
            if resolution.rule in ("unknown", "doubtful") and not visit.generic_type:
                own = provisional_id(visit.name, visit.country)
                score = resolution.score or _OWN
                resolution = replace(resolution, institution_id=own, score=score, rule="provisional")
            found[visit.block, visit.name] = resolution
    for site in plan.sites:
        resolution = resolver.resolve(site.name)
        if resolution.institution_id is None:
            visited = as_visited(site, plan)
            resolution = found[visited.block, visited.name] if visited else resolution
        found[site.block, site.name] = resolution
    return found


def unknown(plan: Plan, found: dict[tuple[str, str], Resolution], resolver: Resolver) -> tuple[Unknown, ...]:
    """The names of visits that only documents know, in order, each once."""
    visits = (visit for trip in plan.trips for visit in trip.visits)
    named = {
        (visit.name, visit.country or "", visit.city or "")
        for visit in visits
        if found[visit.block, visit.name].rule == "provisional"
    }
    return tuple(Unknown(*one, keys_of(resolver.forms(one[0]))) for one in sorted(named))


def as_visited(site: Site, plan: Plan) -> Visit | None:
    """A described site that bears the name of a visit of the same document is the one visited: the first such."""
    names = set(keys(site.name))
    visits = (visit for trip in plan.trips for visit in trip.visits)
    return next((visit for visit in visits if names & set(keys(visit.name))), None)


def told(document_id: str, record: Record) -> list[Told]:
    """Each trip as this document tells it, in short."""
    plan = record.plan
    if plan is None:
        return []
    made = []
    for number, trip in enumerate(plan.trips, 1):
        targets = frozenset(
            record.resolution(visit.block, visit.name).institution_id or name_key(visit.name) for visit in trip.visits
        )
        governments = frozenset((o.government, o.basic) for o in trip.organizers)
        made.append(
            Told(
                document_id,
                number,
                role_of(plan.kind, plan.title),
                trip.start_date,
                trip.end_date,
                trip.title or "",
                trip.countries,
                governments,
                targets,
                record.unknown if number == 1 else (),
            )
        )
    return made


def identified(hashes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Path → document id, from (path, sha256) pairs: the beginning of the content's hash; files with
    the same content are told apart by a number, in order of their paths."""
    taken: set[str] = set()
    made: dict[str, str] = {}
    for path, sha256 in sorted(hashes):
        id, again = sha256[:12], 2
        while id in taken:
            id, again = f"{sha256[:12]}-{again}", again + 1
        taken.add(id)
        made[path] = id
    return made
