"""A record → its rows of the base, table by table. Nothing here touches a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest import extractor
from ingest.corpus import Record
from ingest.decided import Applied, Names
from ingest.document import Block, Document, Text, plain
from ingest.extract.lexicon import Lexicon
from ingest.extract.themes import told as themes_told
from ingest.facets import document_facets, institution_facets, visit_facets
from ingest.plan import Fact, Plan, Site, Trip, Visit, iso
from ingest.resolve import Resolution
from ingest.sentences import Sentence, sentences
from search.entries import Entry, facet_lines, make_entry, with_facets

Row = dict[str, Any]

_STATUS = {"planned": "계획", "done": "실시", "cancelled": "취소"}


@dataclass
class Chunk:
    """Rows by table, and entries of the search index.

    blocks: rows of the table, by far the most, as document id and BLOCK_COLUMNS. sentences: (document id,
    sentence), of which the table has the fingerprints.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    blocks: list[tuple[str | int | None, ...]] = field(default_factory=list)
    sentences: list[tuple[str, Sentence]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def document_entry(id: str, path: str, record: Record) -> Entry:
    """The entry of a document in the search, but for its facets."""
    return make_entry("document", id, _title(path, record.plan), subtitle=path, body=record.text or "")


def document_rows(id: str, path: str, record: Record, entry: Entry) -> Chunk:
    """The document and its blocks; a rejected one has its reason."""
    chunk = Chunk()
    plan, rejected = record.plan, record.rejected
    chunk.rows["documents"].append(
        {
            "id": id,
            "path": path,
            "format": record.format,
            "kind": plan.kind if plan else None,
            "title": _title(path, plan),
            "date": iso(plan.date) if plan else None,
            "sha256": record.sha256,
            "size": record.size,
            "status": "rejected" if rejected else "ingested",
            "reason_code": rejected.code if rejected else None,
            "reason": rejected.message if rejected else None,
            "text": record.text,
            "extractor": extractor(),
            "search_id": entry.rowid,
        }
    )
    if plan:
        chunk.blocks = [(id, *block) for block in record.blocks]
        chunk.sentences = [(id, sentence) for sentence in sentences(record.blocks)]
    return chunk


def _title(path: str, plan: Plan | None) -> str:
    """What a document is called: by its own title, else by its file."""
    return (plan.title if plan else None) or path.rsplit("/", 1)[-1]


def fact_rows(
    id: str, record: Record, entry: Entry, names: Names, trip_ids: Mapping[tuple[str, int], str], lexicon: Lexicon
) -> Chunk:
    """What a document says, and its entry in the search with facets.

    names: what its names are taken for, as people decided on them. trip_ids: the trip behind each
    (document id, number).
    """
    plan = record.plan
    if plan is None:
        return Chunk()
    facts = _Facts(id, names, lexicon)
    trips = [trip_ids[id, number] for number in range(1, len(plan.trips) + 1)]
    for trip, trip_id in zip(plan.trips, trips, strict=True):
        facts.add_trip(trip, trip_id)
    for site in plan.sites:
        facts.add_site(site)
    facets = facet_lines(document_facets(plan, trips, names, lexicon.authority))
    facts.chunk.entries.append(entry._replace(facets=facets))
    for mention in plan.themes:
        values = {"theme_id": mention.theme, "keyword": mention.keyword, "block": mention.block}
        facts.chunk.rows["document_themes"].append({"document_id": id, **values})
    return facts.chunk


def who_of(trip: Trip) -> str:
    """ "전라남도 사회적경제과, 전라남도 순천시 자치혁신과"."""
    return ", ".join(" ".join(filter(None, (o.government, o.basic, o.department))) for o in trip.organizers)


BLOCK_COLUMNS = (
    "block", "seq", "kind", "text", "page", "depth", "row", "column", "rowspan", "colspan", "strong"
)  # fmt: skip


def block_rows(document: Document) -> tuple[tuple[str | int | None, ...], ...]:
    """A row for each block and cell in the order of BLOCK_COLUMNS, an outer one before those in it."""
    rows: list[tuple[str | int | None, ...]] = []
    _add_rows(document.blocks, rows)
    return tuple(rows)


def _add_rows(blocks: Sequence[Block], rows: list[tuple[str | int | None, ...]]) -> None:
    for b in blocks:
        seq = len(rows) + 1
        if isinstance(b, Text):
            text = plain(b) if b.marker else b.text
            rows.append((b.place, seq, b.kind, text, b.page, b.depth, None, None, None, None, int(b.strong)))
            continue
        rows.append((b.place, seq, "table", "", b.page, 0, None, None, None, None, 0))
        for c in b.cells:
            here = (c.row, c.column, c.rowspan, c.colspan, int(c.header))
            rows.append((c.place, len(rows) + 1, "cell", c.text, b.page, 0, *here))
            _add_rows(c.blocks, rows)


class _Facts:
    """Collects the rows of one document's facts; ids count up within it, kind by kind."""

    def __init__(self, id: str, names: Names, lexicon: Lexicon) -> None:
        self.chunk = Chunk()
        self._id = id
        self._names = names
        self._lexicon = lexicon
        self._counts: dict[str, int] = defaultdict(int)

    def _next(self, letter: str) -> str:
        self._counts[letter] += 1
        return f"{self._id}-{letter}{self._counts[letter]}"

    def _add(self, table: str, **values: Any) -> None:
        self.chunk.rows[table].append(values)

    def add_trip(self, trip: Trip, trip_id: str) -> None:
        """Visits, activities, outcomes, costs and findings of a trip."""
        here = {"trip_id": trip_id, "document_id": self._id}
        for visit in trip.visits:
            self._add_visit(visit, trip, here)
        for a in trip.activities:
            days = {"date": iso(a.date), "date_end": iso(a.date_end), "start_time": a.start_time}
            self._add("activities", id=self._next("a"), **here, **days, kind=a.kind, text=a.text, block=a.block)
        for o in trip.outcomes:
            self._add("outcomes", id=self._next("e"), **here, kind=o.kind, text=o.text, block=o.block)
        for c in trip.costs:
            values = {"item": c.item, "amount": c.amount, "currency": c.currency, "payer": c.payer}
            self._add("costs", id=self._next("c"), **here, **values, block=c.block)
        for p in trip.problems:
            told = {"code": p.code, "severity": "signal", "subject": p.where, "message": p.message}
            self._add("findings", id=self._next("f"), **here, **told, block=p.block)

    def _add_visit(self, visit: Visit, trip: Trip, here: Row) -> None:
        applied = self._names.visits[visit.block, visit.name]
        found = applied.resolution
        visit_id = self._next("v")
        themes = [theme for fact in visit.agenda for theme, _ in themes_told(fact.text, self._lexicon)]
        facets = visit_facets(visit, trip, found.institution_id, themes, self._lexicon.authority)
        of_trip = [*facets, ("trip", here["trip_id"])]
        of_visit = facet_lines([facet for facet in of_trip if facet[0] != "theme"])
        agenda = "\n".join(fact.text for fact in visit.agenda)
        entry = self._visit_entry(visit_id, visit, trip, agenda, facet_lines(of_trip))
        self.chunk.entries.append(entry)
        told = visit.date or trip.start_date
        self._add(
            "visits",
            id=visit_id,
            **here,
            institution_id=found.institution_id,
            name_as_written=visit.name,
            generic_type=int(visit.generic_type),
            date=iso(visit.date),
            date_end=iso(visit.date_end),
            year=told.year if told else None,
            start_time=visit.start_time,
            city=visit.city,
            country_code=visit.country,
            status=visit.status,
            agenda=agenda,
            contact=visit.contact,
            remark=visit.remark,
            block=visit.block,
            search_id=entry.rowid,
        )
        self._add_mention(visit.name, visit.block, applied)
        for doubt in visit.doubts:
            finding = {"code": "uncertain", "severity": "review", "subject": visit.name, "message": doubt}
            self._add("findings", id=self._next("f"), **here, **finding, block=visit.block)
        for fact in visit.agenda:
            self._add_policy(found, visit_id, fact, visit.name, of_visit)

    def _visit_entry(self, id: str, visit: Visit, trip: Trip, agenda: str, facets: str) -> Entry:
        country = self._lexicon.authority.countries[visit.country].name_ko if visit.country else ""
        where = [iso(visit.date) or "", who_of(trip), visit.city or "", country, _STATUS[visit.status]]
        subtitle = " · ".join(part for part in where if part)
        return make_entry("visit", id, visit.name, subtitle=subtitle, body=agenda, facets=facets, date=iso(visit.date))

    def add_site(self, site: Site) -> None:
        """What the document says of an institution."""
        applied = self._names.sites[site.block, site.name]
        self._add_mention(site.name, site.block, applied)
        for fact in site.facts:
            self._add_policy(applied.resolution, None, fact, site.name, "")

    def _add_mention(self, name: str, block: str, applied: Applied) -> None:
        found = applied.resolution
        taken = {
            "reference": applied.reference,
            "institution_id": found.institution_id,
            "score": found.score,
            "rule": found.rule,
            "compared": found.compared,
            "candidate_id": found.candidate,
            "unsure": int(applied.unsure),
            "decision_id": applied.decision_id,
        }
        self._add("mentions", id=self._next("m"), document_id=self._id, block=block, text=name, **taken)

    def _add_policy(self, found: Resolution, visit_id: str | None, fact: Fact, holder: str, of_visit: str) -> None:
        policy_id = self._next("p")
        told = themes_told(fact.text, self._lexicon)
        facets = _policy_facets(of_visit, self._id, found.institution_id, tuple([theme for theme, _ in told]))
        entry = make_entry("policy", policy_id, fact.text, subtitle=holder, facets=facets)
        self.chunk.entries.append(entry)
        self._add(
            "policies",
            id=policy_id,
            institution_id=found.institution_id,
            visit_id=visit_id,
            document_id=self._id,
            statement=fact.text,
            block=fact.block,
            search_id=entry.rowid,
        )
        for theme, keyword in told:
            self._add("policy_themes", policy_id=policy_id, theme_id=theme, keyword=keyword)


@lru_cache(maxsize=2**10)
def _policy_facets(of_visit: str, document: str, institution: str | None, themes: tuple[str, ...]) -> str:
    """The facets of what is said of an institution, beside those of the visit: of many lines they are the same."""
    return with_facets(of_visit, facet_lines([*institution_facets(institution, themes), ("document", document)]))
