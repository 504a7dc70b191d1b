"""A base of very many documents for measuring the pages, written as a build writes one, without reading any.

A document tells of one trip of three visits with some six things said; words are those of bench.entries, names those
of bench.name_corpus, one for five documents. No document has blocks but one, and nothing but its first lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.entries import Chain, planned
from bench.name_corpus import make_names
from bench.words import COUNTRIES, OFFICES
from ingest import authority
from ingest.authority import Authority
from ingest.decided import Decisions
from ingest.rows import Chunk
from ingest.rows_shared import provisional_rows
from ingest.store import rebuilt
from search.entries import facet_lines, make_entry

VISITS, LINES = 3, 6  # of a document
SAID = 3  # at a visit, at most
_SHARED = 5  # documents a name of an institution
_SEED = 4
Facets = list[tuple[str, str]]


def write_base(path: Path, documents: int) -> list[str]:
    """Write the base, the same in every run; gives the names of its institutions."""
    known = authority.load()
    homes = _homes(documents)
    with rebuilt(path, Decisions(known), {}) as base:
        for document in _documents(documents, homes, known):
            base.add(document, index=False)
        base.flush()
        for home in homes:
            base.add(provisional_rows(home.id, [(home.name, home.city, home.country)], known), index=False)
    return [home.name for home in homes]


class _Home(NamedTuple):
    """An institution: its id, name, city and country's code."""

    id: str
    name: str
    city: str
    country: str


def _homes(documents: int) -> list[_Home]:
    chance = random.Random(_SEED)
    where = [(city, country.code) for country in COUNTRIES for city in country.cities]
    return [_Home(f"doc-{name}", name, *chance.choice(where)) for name in make_names(max(documents // _SHARED, 50))]


def _documents(documents: int, homes: Sequence[_Home], known: Authority) -> Iterator[Chunk]:
    chance, chain = random.Random(_SEED), Chain()
    by_country: dict[str, list[_Home]] = {}
    for home in homes:
        by_country.setdefault(home.country, []).append(home)
    for number in range(documents):
        country = chance.choice(sorted(by_country))
        visited = chance.choices(by_country[country], k=VISITS)
        yield _Document(number, chance, chain).chunk(visited, known.countries[country].name_ko)


class _Document:
    """Draws what one document says."""

    def __init__(self, number: int, chance: random.Random, chain: Chain) -> None:
        self._id, self._trip = f"d{number}", f"t{number}"
        self._chance, self._chain = chance, chain
        self._date = f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        self._office = chance.choice(OFFICES)
        self._made = Chunk()

    def chunk(self, visited: Sequence[_Home], country: str) -> Chunk:
        """Rows and entries; visited: institutions in one country."""
        year, month, _ = self._date.split("-")
        governments = [self._office[0], " ".join(self._office[:-1])]
        facets = [("year", year), ("month", str(int(month))), ("country", visited[0].country), ("trip", self._trip)]
        facets += [("government", one) for one in governments]
        self._tell(facets + [("institution", home.id) for home in visited])
        for number, home in enumerate(visited):
            self._visit(f"{self._id}-{number}", home, country, facets)
        return self._made

    def _say(self) -> str:
        return self._chain.sentence(self._chance) if self._chance.random() < 0.5 else planned(self._chance)

    def _add(self, table: str, **values: object) -> None:
        self._made.rows[table].append(values)

    def _tell(self, facets: Facets) -> None:
        """The document and its trip."""
        title, lines = self._say(), facet_lines(facets)
        body = "\n".join(self._say() for _ in range(LINES))
        document = make_entry("document", self._id, title, subtitle=f"{self._id}.md", body=body, facets=lines)
        trip = make_entry("trip", self._trip, title, subtitle=" ".join(self._office), facets=lines, date=self._date)
        self._made.entries += [document, trip]
        self._made.blocks.append((self._id, "1", 1, "paragraph", title, None, 0, None, None, None, None, 0))
        found = {"path": f"{self._id}.md", "format": "md", "kind": "plan", "title": title, "sha256": self._id}
        found |= {"status": "ingested", "text": body, "extractor": "bench"}
        self._add("documents", id=self._id, **found, size=len(body), search_id=document.rowid)
        year = int(self._date[:4])
        self._add("trips", id=self._trip, title=title, start_date=self._date, year=year, search_id=trip.rowid)
        self._add("trip_documents", trip_id=self._trip, document_id=self._id, role="plan")
        who = {"government": self._office[0], "department": self._office[-1], "role": "lead", "block": "1"}
        self._add("trip_participants", id=self._trip, trip_id=self._trip, document_id=self._id, **who)

    def _visit(self, id: str, home: _Home, country: str, of_trip: Facets) -> None:
        facets = [*of_trip, ("city", home.city), ("institution", home.id), ("document", self._id)]
        agenda = [self._say() for _ in range(self._chance.randint(1, SAID))]
        subtitle = f"{self._date} · {' '.join(self._office)} · {home.city} · {country}"
        body, lines = "\n".join(agenda), facet_lines(facets)
        entry = make_entry("visit", id, home.name, subtitle=subtitle, body=body, facets=lines, date=self._date)
        self._made.entries.append(entry)
        of = {"trip_id": self._trip, "institution_id": home.id, "document_id": self._id, "block": "1"}
        there = {"date": self._date, "city": home.city, "country_code": home.country}
        told = {"name_as_written": home.name, "status": "planned", "agenda": body, "search_id": entry.rowid}
        self._add("visits", id=id, year=int(self._date[:4]), **of, **there, **told)
        for number, statement in enumerate(agenda):
            self._policy(f"{id}-{number}", id, statement, home, lines)

    def _policy(self, id: str, visit: str, statement: str, home: _Home, lines: str) -> None:
        entry = make_entry("policy", id, statement, subtitle=home.name, facets=lines)
        self._made.entries.append(entry)
        of = {"institution_id": home.id, "visit_id": visit, "document_id": self._id, "block": "1"}
        self._add("policies", id=id, **of, statement=statement, search_id=entry.rowid)
