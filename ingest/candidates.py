"""A name from someone's table → the institutions of the base it may mean, each with how surely and why.

The search finds who may be meant; how surely it is them is the resolver's measure, by which a build takes
the names of documents for institutions. What only the search finds stays below the resolver's mark.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.authority import Authority
from ingest.conflicts import city_keys
from ingest.decided import Decisions
from ingest.matching import SAME
from ingest.resolve import Bearer, provisional_id
from search.engine import search
from search.hangul import name_key

LONGEST = 200
"""Characters of a name or value that are looked at."""
FOUND = 0.9 * SAME
"""The most that an institution is scored which the search finds and the resolver would not stand by."""
_AGAINST = {"country": 0.5, "city": 0.8, "kind": 0.8}  # what is left of a score where one is another than asked for
_SPARE = 10  # institutions that are looked at beyond as many as are wanted

_INSTITUTIONS = """
select institutions.id, coalesce(institutions.name_ko, institutions.name_en, institutions.name_local) as name,
  institutions.kind, kinds.name_ko as kind_name, institutions.is_type, institutions.city,
  institutions.country_code, countries.name_ko as country
from json_each(?) as wanted cross join institutions on institutions.id = wanted.value
left join kinds on kinds.id = institutions.kind
left join countries on countries.code = institutions.country_code
"""
_NAMES = """
select institution_id, name from json_each(?) as wanted
cross join institution_names on institution_id = wanted.value order by institution_id, name
"""
_REDIRECT = "select institution_id from institution_redirects where old_id = ?"
_NOWHERE = ("table", "0")  # stands in for a document and a place in it: nothing is decided on it


@dataclass(frozen=True, slots=True)
class Asked:
    """A name and what else is known of what it means, as it stands in someone's table.

    kinds: ids of kinds, one of which it has to be; empty for any. The other values are evidence.
    """

    name: str
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    kind_names: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


class Known(NamedTuple):
    """An institution of the base."""

    id: str
    name: str
    kind: str | None
    kind_name: str | None
    is_type: int
    city: str | None
    country_code: str | None
    country: str | None


class Candidate(NamedTuple):
    """An institution that may be meant. score: 0–1; match: whether the resolver would stand by it.

    features: what the score is made of: name and search (0–1), and whether country, city and kind are those
    asked for, where both sides tell them.
    """

    known: Known
    score: float
    match: bool
    features: Mapping[str, float | bool]


def read_institutions(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Known]:
    """The institutions of the base with these ids, in this order; ids of none are left out."""
    found = connection.execute(_INSTITUTIONS, (json.dumps(list(ids)),))
    return {one.id: one for one in (Known(*row) for row in found)}


def current_id(connection: sqlite3.Connection, id: str) -> str:
    """The id that an id of before leads to, else the id itself."""
    row = connection.execute(_REDIRECT, (id,)).fetchone()
    return str(row[0]) if row else id


def candidates(connection: sqlite3.Connection, decisions: Decisions, asked: Asked, limit: int) -> list[Candidate]:
    """The institutions that may be meant, the likeliest first; at most `limit`."""
    evidence = _Evidence(decisions.authority, asked)
    words = asked.name.strip() or " ".join((*asked.countries, *asked.cities, *asked.kind_names))
    results = search(connection, words[:LONGEST], "institution", limit + _SPARE).results
    found = {one.id: one.score for one in results}
    naming = _Naming(connection, decisions, asked.name.strip()[:LONGEST], evidence, tuple(found))
    scored = []
    for row in read_institutions(connection, dict.fromkeys((*naming.ids, *found))).values():
        if asked.kinds and row.kind not in asked.kinds:
            continue
        features = {"name": round(naming.likeness(row), 4), "search": found.get(row.id, 0.0)}
        score = max(features["name"], FOUND * features["search"])
        told = evidence.of(row)
        for name, fits in told.items():
            score *= 1 if fits else _AGAINST[name]
        match = row.id == naming.sure and all(told.values())
        scored.append(Candidate(row, round(score, 4), match, {**features, **told}))
    return sorted(scored, key=lambda one: (-one.score, not one.match, one.known.id))[:limit]


class _Evidence:
    """What is asked for besides the name, as the base writes it."""

    def __init__(self, authority: Authority, asked: Asked) -> None:
        codes = (_country(authority, value) for value in asked.countries)
        self.countries = [code for code in codes if code]
        self.city = next(iter(asked.cities), None)
        self._cities = {key for value in asked.cities for key in city_keys(authority, value)}
        self._kinds = {id for value in asked.kind_names for id in _kinds(authority, value)}

    @property
    def country(self) -> str | None:
        """The code of the country, if one is told."""
        return next(iter(self.countries), None)

    def of(self, row: Known) -> dict[str, bool]:
        """Whether an institution is where and what is asked for, as far as both are told."""
        told = {
            "country": (row.country_code, self.countries),
            "city": (row.city and name_key(row.city), self._cities),
            "kind": (row.kind, self._kinds),
        }
        return {name: value in wanted for name, (value, wanted) in told.items() if value and wanted}


def _country(authority: Authority, value: str) -> str | None:
    code = value.strip().upper()
    return code if code in authority.countries else authority.countries_by_name.get(name_key(value))


def _kinds(authority: Authority, value: str) -> list[str]:
    key = name_key(value)
    return [
        one.id
        for one in authority.kinds.values()
        if key in (name_key(one.id), name_key(one.name_ko), name_key(one.name_en))
    ]


class _Naming:
    """What a name is taken for, and how surely it means any institution. sure: the id that one would stand by."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        decisions: Decisions,
        name: str,
        evidence: _Evidence,
        found: tuple[str, ...],
    ) -> None:
        self._connection, self._decisions, self._name, self._evidence = connection, decisions, name, evidence
        self._found = found
        machine = decisions.resolver.resolve(name, evidence.country, evidence.city)
        self._taken = decisions.applied(*_NOWHERE, name, evidence.country, machine).resolution
        self.sure = self._sure()

    @property
    def ids(self) -> list[str]:
        """Institutions that are meant or asked about, found by the search or not."""
        return [id for id in (self.sure, self._taken.candidate) if id]

    def likeness(self, row: Known) -> float:
        """How surely the name is the institution's, 0–1."""
        if not self._name or row.id == self._named_by_id:
            return float(bool(self._name))
        alike = self._decisions.resolver.likeness(
            self._name, Bearer(row.id, self._names.get(row.id, []), row.country_code), self._evidence.country
        )
        return max(alike.score, self._taken.score if row.id == self._taken.institution_id else 0.0)

    def _sure(self) -> str | None:
        if self._named_by_id:
            return self._named_by_id
        if self._taken.institution_id:
            return current_id(self._connection, self._taken.institution_id)
        if self._taken.rule != "unknown" or not self._name:
            return None
        grouped = current_id(self._connection, provisional_id(self._name, self._evidence.country))
        if read_institutions(self._connection, [grouped]):
            return grouped
        key = name_key(self._name)
        bearers = [id for id, names in self._names.items() if key and key in map(name_key, names)]
        return bearers[0] if len(bearers) == 1 else None

    @cached_property
    def _named_by_id(self) -> str | None:
        """The institution of which the name is the id, or was once."""
        id = current_id(self._connection, self._name)
        return id if read_institutions(self._connection, [id]) else None

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of the institutions that may be meant."""
        wanted = [id for id in (*self._found, self._taken.institution_id, self._taken.candidate) if id]
        names: dict[str, list[str]] = {}
        for id, name in self._connection.execute(_NAMES, (json.dumps(wanted),)):
            names.setdefault(id, []).append(name)
        return names
