"""What people decided, applied to what the machine resolved: when rows are written, never before.

The record of a document keeps the machine's own view, so that a decision changes rows and no record,
and one taken back leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import structs

from ingest import decisions as log
from ingest.authority import Authority, Claim, Institution, load
from ingest.corpus import Record, as_visited
from ingest.decisions import INSTITUTION, NAME, VISIT, Decision, institution_ref, name_of, name_ref, visit_ref
from ingest.folding import Folded, fold
from ingest.grouping import Groups, Unknown, grouped
from ingest.matching import Matcher
from ingest.names import keys, parts
from ingest.plan import Packed, Plan, Visit
from ingest.resolve import Resolution, Resolver, provisional_id
from search.hangul import name_key

Place = tuple[str, str]  # block and name

_PROVISIONAL = "doc-"
_OWN = 0.5  # the score of a name that stands for itself
_ONE_OF_A_KIND = frozenset(("city", "country", "coordinates", "website", "description"))


class Applied(Packed, frozen=True):
    """What a name was taken for after people had their say.

    reference: the name in its country, None for a name without a letter. decision_id: the decision
    that settled it. unsure: someone was asked about the candidate and could not tell.
    """

    resolution: Resolution
    reference: str | None
    decision_id: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of one document were taken for, those of visits and those of described sites."""

    visits: dict[Place, Applied] = field(default_factory=dict)
    sites: dict[Place, Applied] = field(default_factory=dict)


@lru_cache(maxsize=2**14)
def references(name: str, country: str | None) -> tuple[str, ...]:
    """The references of a name and of its parts, the whole first; none for a name without a letter."""
    found = []
    for key in (name, *keys(name)):
        try:
            found.append(name_ref(key, country))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


class Decisions:
    """The decisions of authority/, folded, beside the institutions they are about."""

    def __init__(self, authority: Authority, decisions: Iterable[Decision] = ()) -> None:
        made = tuple(decisions)
        self.authority = authority
        self.folded: Folded = fold(made)
        self.groups = Groups()
        self._unknown = tuple(log.check(made, authority.institutions))

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """Korean sentences on decisions against each other and on what is not there."""
        return (*self._unknown, *(_told(c.left_out, c.different) for c in self.folded.conflicts))

    @cached_property
    def effects(self) -> dict[str, str]:
        """Reference → a text that changes with what is decided on it; only what something is decided on."""
        return {ref: effect for ref, effect in self.folded.effects().items() if effect}

    def group(self, unknown: Iterable[Unknown]) -> None:
        """Put the names that only documents know together, as far as people did not tell them apart."""
        self.groups = grouped(unknown, lambda: self._matcher, self.folded.are_different, self.folded.canonical)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.authority)

    # -- names ----------------------------------------------------------------------------------

    def names(self, document_id: str, record: Record) -> Names:
        """What each name of a document's record is taken for."""
        made = Names()
        plan = record.plan or Plan("", "other")
        for visit in (visit for trip in plan.trips for visit in trip.visits):
            place, found = (visit.block, visit.name), record.resolution(visit.block, visit.name)
            made.visits[place] = self.applied(document_id, *place, visit.country, found, self._own(visit))
        for site in plan.sites:
            place, found = (site.block, site.name), record.resolution(site.block, site.name)
            visited = as_visited(site, plan)
            if visited is None:
                made.sites[place] = self.applied(document_id, *place, None, found)
                continue
            one = self.applied(document_id, *place, visited.country, found, self._own(visited))
            if not one.decision_id and record.resolution(visited.block, visited.name) == found:
                one = structs.replace(made.visits[visited.block, visited.name], reference=one.reference)
            made.sites[place] = one
        return made

    def _own(self, visit: Visit) -> str | None:
        """The provisional institution of a visit, where a decision may call for it; a type of institution has none."""
        decided = bool(self.effects)
        return provisional_id(visit.name, visit.country) if decided and not visit.generic_type else None

    def applied(
        self,
        document_id: str,
        block: str,
        name: str,
        country: str | None,
        found: Resolution,
        own: str | None = None,
    ) -> Applied:
        """What a name is taken for that the machine took for `found`.

        Decided on this place comes before decided on the name, and that before its parts. own: the
        provisional id it falls back on where the machine's choice is decided to be wrong.
        """
        whole, *rest = references(name, country) or (None,)
        if not self.effects:  # nothing is decided on anything
            return self._in_group(Applied(found, whole))
        return self._in_group(self._settled(document_id, block, whole, rest, found, own))

    def _settled(
        self, document_id: str, block: str, whole: str | None, rest: Iterable[str], found: Resolution, own: str | None
    ) -> Applied:
        """What a name is taken for, but for the group it is in."""
        here = (visit_ref(document_id, block), *([whole] if whole else []))
        machine = self._standing(found, whole, here, own)
        sure = (machine.resolution.institution_id or _PROVISIONAL)[: len(_PROVISIONAL)] != _PROVISIONAL
        # A part of a name says less than the whole name does that authority/ has.
        for ref in (*here, *(() if sure and found.rule == "exact" else rest)):
            led = self._institution(ref)
            if led and not self._kept_apart(here, led):
                return Applied(Resolution(led, 1.0, "decision"), whole, self._why(ref))
            if not sure and ref in here and (shared := self._shared(ref)):
                made = structs.replace(machine.resolution, institution_id=shared, score=1.0, rule="decision")
                return structs.replace(machine, resolution=made, decision_id=self._why(ref))
        return machine

    def _in_group(self, one: Applied) -> Applied:
        """A name that only documents know, as one of its group, with the question whether it is in another."""
        found, ref = one.resolution, one.reference
        if found.rule != "provisional" or not ref:
            return one
        group = self.groups.ids.get(ref, found.institution_id)
        if group != found.institution_id:
            found = structs.replace(found, institution_id=group)
            one = structs.replace(one, resolution=found)
        asked = self.groups.questions.get(ref)
        if found.candidate or one.decision_id or not asked or any(map(self._institution, asked.names)):
            return one
        found = structs.replace(found, candidate=asked.candidate, compared=asked.compared, score=asked.score)
        unsure = any(self.folded.is_unsure(ref, name) for name in asked.names)
        return structs.replace(one, resolution=found, unsure=unsure)

    def _standing(self, found: Resolution, whole: str | None, here: Iterable[str], own: str | None) -> Applied:
        """The machine's choice and candidate, without what is decided to be another institution."""
        chosen, candidate = self._merged(found.institution_id), self._merged(found.candidate)
        if chosen and (apart := self._kept_apart(here, chosen)):
            left = Resolution(own, _OWN if own else 0.0, "provisional" if own else "unknown")
            return Applied(left, whole, apart.id)
        if candidate and (apart := self._kept_apart(here, candidate)):
            score = _OWN if chosen else 0.0
            rule = found.rule if chosen else "unknown"
            return Applied(Resolution(chosen, score, rule), whole, apart.id)
        unsure = bool(candidate and any(self.folded.is_unsure(ref, institution_ref(candidate)) for ref in here))
        merging = chosen != found.institution_id and found.institution_id
        why = self._why(institution_ref(merging)) if merging else None
        return Applied(structs.replace(found, institution_id=chosen, candidate=candidate), whole, why, unsure)

    def _kept_apart(self, refs: Iterable[str], id: str) -> Decision | None:
        """A decision that the institution `id` of authority/ is not what one of the references means."""
        if id.startswith(_PROVISIONAL):
            return None
        found = (self.folded.difference(ref, institution_ref(id)) for ref in refs)
        return next((one for one in found if one), None)

    def _merged(self, id: str | None) -> str | None:
        """The institution that an institution of authority/ is decided to be."""
        if id is None or id not in self.authority.institutions:
            return id
        return self._institution(institution_ref(id)) or id

    def _institution(self, ref: str) -> str | None:
        """The institution of authority/ that a reference is decided to be."""
        ids = (one.removeprefix(INSTITUTION) for one in self.folded.members(ref) if one.startswith(INSTITUTION))
        return next((id for id in ids if id in self.authority.institutions), None)

    def _shared(self, ref: str) -> str | None:
        """The institution of several names that are decided to be one, none of them one of authority/.

        It is what the machine takes any of the names for, else a provisional one of their own.
        """
        names = [one for one in self.folded.members(ref) if not one.startswith(INSTITUTION)]
        if len(names) < 2:
            return None
        for one in names:
            if one.startswith(NAME):
                found = self._merged(self.resolver.resolve(*name_of(one)).institution_id)
                if found and not self._kept_apart(names, found):
                    return found
        grouped_ids = (self.groups.ids[one] for one in names if one in self.groups.ids)
        if id := next(grouped_ids, None):
            return id
        return provisional_id(*name_of(names[0])) if names[0].startswith(NAME) else provisional_id(names[0], None)

    def _why(self, ref: str) -> str | None:
        decision = self.folded.deciding(ref)
        return decision.id if decision else None

    @cached_property
    def resolver(self) -> Resolver:
        """What the machine takes names for."""
        return Resolver(self.authority)

    # -- institutions ---------------------------------------------------------------------------

    def institutions(self) -> Iterator[tuple[Institution, tuple[str, ...]]]:
        """Every institution of authority/ and the names decided to be its aliases; merged ones are one."""
        merged: dict[str, list[Institution]] = {}
        for id, one in self.authority.institutions.items():
            merged.setdefault(self._merged(id) or id, []).append(one)
        for id in self.authority.institutions:
            if id in merged:
                others = [one for one in merged[id] if one.id != id]
                yield _one_of(self.authority.institutions[id], others), self._aliases.get(id, ())

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for one in self.folded.in_force("alias"):
            if id := self._institution(one.right):
                found.setdefault(id, {})[_written(one)] = None
        return {id: tuple(sorted(names)) for id, names in found.items()}

    def redirects(self) -> dict[str, str]:
        """Ids that led somewhere before → where they lead: what is decided first, then the names of authority/."""
        found: dict[str, str] = {}
        for id in self.authority.institutions:
            if (now := self._merged(id)) and now != id:
                found[id] = now
        for ref in self.folded.effects():
            if ref.startswith(NAME) and (led := self._institution(ref) or self._shared(ref)):
                found.setdefault(provisional_id(*name_of(ref)), led)
        for one in self.folded.in_force("same", "alias"):
            if one.left.startswith(NAME) and (led := self._institution(one.left)):
                found.setdefault(provisional_id(_written(one), name_of(one.left)[1]), led)
        for old, id, ref in self._known_names():
            if not self._kept_apart([ref], id):
                found.setdefault(old, id)
        return {**self.groups.moved, **found}

    def _known_names(self) -> Iterator[tuple[str, str, str]]:
        """(provisional id, institution, name reference) of every name of authority/, in and without its country."""
        bearers = self.authority.institutions_by_name
        for id, one in self.authority.institutions.items():
            for name in dict.fromkeys(claim.value for claim in one.names):
                outside = name_key(next(iter(parts(name)[1:]), name))
                if not outside or bearers.get(outside, (id,)) != (id,):
                    continue  # what is left of 스마트(벨기에) is another institution's name
                for country in dict.fromkeys((one.first("country"), None)):
                    yield provisional_id(name, country), self._merged(id) or id, name_ref(name, country)


def in_force(lists: Path) -> Decisions:
    """The lists with what people decided; read again only when a file changed. Raises AuthorityError."""
    files = sorted([*lists.glob("*.tsv"), *lists.glob("*.jsonl")])
    return _in_force(lists, tuple((file.name, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=1)
def _in_force(lists: Path, stamps: tuple[tuple[str, int], ...]) -> Decisions:
    return Decisions(load(lists), log.load(lists))


def _written(one: Decision) -> str:
    """The name a decision is about, as it was written where the decision says so, else its key."""
    return str(one.evidence.get("name") or name_of(one.left)[0])


def _one_of(one: Institution, others: Iterable[Institution]) -> Institution:
    """An institution with what is known of those that are merged into it: their names become aliases."""
    claims = dict.fromkeys(one.claims)
    has = {claim.property for claim in claims}
    for claim in (claim for other in others for claim in other.claims):
        if claim.property == "name":
            claims[replace(claim, property="alias")] = None
        elif not (claim.property in _ONE_OF_A_KIND and claim.property in has):
            claims[claim] = None
    return replace(one, claims=tuple(_once(claims)))


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, each value once."""
    seen: set[tuple[str, str, str]] = set()
    for claim in claims:
        key = (claim.property, claim.language, claim.value)
        if key not in seen:
            seen.add(key)
            yield claim


def _told(left_out: Decision, different: Decision) -> str:
    return (
        f"결정 {left_out.id}({left_out.by}: {left_out.left} = {left_out.right}): "
        f"결정 {different.id}({different.by}: {different.left} ≠ {different.right}) 내용과 어긋나 쓰지 않았습니다. "
        "둘 가운데 하나를 kb decide revert로 되돌려 주세요."
    )


def documents_of(refs: Iterable[str]) -> set[str]:
    """The documents that references of places are about."""
    return {ref.removeprefix(VISIT).split(":")[0] for ref in refs if ref.startswith(VISIT)}
