"""A record → its rows of the base, table by table. Nothing here touches a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest import EXTRACTOR
from ingest.corpus import Record
from ingest.document import Block, Text, plain
from ingest.extract.lexicon import Lexicon
from ingest.extract.themes import told as themes_told
from ingest.plan import Site, Trip, Visit, iso
from ingest.resolve import Resolution
from search.entries import Entry, entry_id

Row = dict[str, Any]

_STATUS = {"planned": "계획", "done": "실시", "cancelled": "취소"}


@dataclass
class Chunk:
    """Rows by table, and entries of the search index."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    entries: list[Entry] = field(default_factory=list)


def document_rows(id: str, path: str, record: Record) -> Chunk:
    """The document and its blocks; a rejected one has its reason."""
    chunk = Chunk()
    _document_rows(id, path, record, chunk)
    return chunk


def fact_rows(id: str, record: Record, trip_ids: Mapping[tuple[str, int], str], lexicon: Lexicon) -> Chunk:
    """What a document says; trip_ids: the trip behind each (document id, number)."""
    facts = _Facts(id, record, lexicon)
    for number, trip in enumerate(record.plan.trips if record.plan else (), 1):
        facts.add_trip(trip, trip_ids[id, number])
    for site in record.plan.sites if record.plan else ():
        facts.add_site(site)
    for mention in record.plan.themes if record.plan else ():
        values = {"theme_id": mention.theme, "keyword": mention.keyword, "block": mention.block}
        facts.chunk.rows["document_themes"].append({"document_id": id, **values})
    return facts.chunk


def who_of(trip: Trip) -> str:
    """ "전라남도 사회적경제과, 전라남도 순천시 자치혁신과"."""
    return ", ".join(" ".join(filter(None, (o.government, o.basic, o.department))) for o in trip.organizers)


def _document_rows(id: str, path: str, record: Record, chunk: Chunk) -> None:
    rows, entries = chunk.rows, chunk.entries
    plan, document, rejected = record.plan, record.document, record.rejected
    search_id = entry_id("document", id)
    title = (plan.title if plan else None) or path.rsplit("/", 1)[-1]
    text = document.text if document else None
    rows["documents"].append(
        {
            "id": id,
            "path": path,
            "format": document.format if document else None,
            "kind": plan.kind if plan else None,
            "title": title,
            "date": iso(plan.date) if plan else None,
            "sha256": record.sha256,
            "size": record.size,
            "status": "rejected" if rejected else "ingested",
            "reason_code": rejected.code if rejected else None,
            "reason": rejected.message if rejected else None,
            "text": text,
            "extractor": EXTRACTOR,
            "search_id": search_id,
        }
    )
    if document:
        rows["blocks"].extend(
            {"document_id": id, "seq": seq, **row} for seq, row in enumerate(_block_rows(document.blocks), 1)
        )
        entries.append(Entry(search_id, "document", id, title, "", path, text or ""))


def _block_rows(blocks: Sequence[Block]) -> Iterator[Row]:
    """A row for each block and cell, an outer one before those in it."""
    empty = dict.fromkeys(("row", "column", "rowspan", "colspan"))
    for block in blocks:
        own = {"block": block.place, "page": block.page, **empty}
        if isinstance(block, Text):
            text = plain(block)
            yield {**own, "kind": block.kind, "text": text, "depth": block.depth, "strong": int(block.strong)}
            continue
        yield {**own, "kind": "table", "text": "", "depth": 0, "strong": 0}
        for cell in block.cells:
            spans = {"row": cell.row, "column": cell.column, "rowspan": cell.rowspan, "colspan": cell.colspan}
            kind = {"kind": "cell", "text": cell.text, "depth": 0, "strong": int(cell.header)}
            yield {**own, "block": cell.place, **spans, **kind}
            yield from _block_rows(cell.blocks)


class _Facts:
    """Collects the rows of one document's facts; ids count up within it, kind by kind."""

    def __init__(self, id: str, record: Record, lexicon: Lexicon) -> None:
        self.chunk = Chunk()
        self._id = id
        self._record = record
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
        for p in trip.problems:
            told = {"code": p.code, "severity": "signal", "subject": p.where, "message": p.message}
            self._add("findings", id=self._next("f"), **here, **told, block=p.block)

    def _add_visit(self, visit: Visit, trip: Trip, here: Row) -> None:
        found = self._record.resolution(visit.block, visit.name)
        visit_id = self._next("v")
        search_id = entry_id("visit", visit_id, iso(visit.date))
        agenda = "\n".join(fact.text for fact in visit.agenda)
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
            block=visit.block,
            search_id=search_id,
        )
        country = self._lexicon.authority.countries[visit.country].name_ko if visit.country else ""
        where = [iso(visit.date) or "", who_of(trip), visit.city or "", country, _STATUS[visit.status]]
        subtitle = " · ".join(part for part in where if part)
        self.chunk.entries.append(Entry(search_id, "visit", visit_id, visit.name, "", subtitle, agenda))
        self._add_mention(visit.name, visit.block, found)
        for fact in visit.agenda:
            self._add_policy(found, visit_id, fact.text, fact.block, visit.name)

    def add_site(self, site: Site) -> None:
        """What the document says of an institution."""
        found = self._record.resolution(site.block, site.name)
        self._add_mention(site.name, site.block, found)
        for fact in site.facts:
            self._add_policy(found, None, fact.text, fact.block, site.name)

    def _add_mention(self, name: str, block: str, found: Resolution) -> None:
        taken = {"institution_id": found.institution_id, "score": found.score, "rule": found.rule}
        self._add("mentions", id=self._next("m"), document_id=self._id, block=block, text=name, **taken)

    def _add_policy(self, found: Resolution, visit_id: str | None, statement: str, block: str, holder: str) -> None:
        policy_id = self._next("p")
        search_id = entry_id("policy", policy_id)
        self._add(
            "policies",
            id=policy_id,
            institution_id=found.institution_id,
            visit_id=visit_id,
            document_id=self._id,
            statement=statement,
            block=block,
            search_id=search_id,
        )
        for theme, keyword in themes_told(statement, self._lexicon):
            self._add("policy_themes", policy_id=policy_id, theme_id=theme, keyword=keyword)
        self.chunk.entries.append(Entry(search_id, "policy", policy_id, statement, "", holder, ""))
