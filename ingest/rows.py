"""What was read and resolved → rows of the base, table by table. Nothing here touches a database."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ingest import EXTRACTOR
from ingest.authority import Authority, Institution, coordinates
from ingest.corpus import Corpus, Record, identified, resolve, told
from ingest.document import Block, Text, plain
from ingest.extract.lexicon import Lexicon
from ingest.extract.themes import told as themes_told
from ingest.names import parts
from ingest.plan import Date, Plan, Site, Trip, Visit, iso
from ingest.resolve import Resolution
from ingest.trips import Group, Told, grouped
from search.entries import Entry, entry_id
from search.hangul import name_key

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def rows_of(records: Iterable[Record], authority: Authority) -> tuple[Rows, list[Entry]]:
    """Every row of the base by table, in order of keys, and the entries of the search index."""
    corpus = Corpus(authority, Lexicon(authority), identified(records))
    rows: Rows = defaultdict(list)
    entries: list[Entry] = []
    resolve(corpus)
    _authority_rows(corpus, rows, entries)
    _provisional_rows(corpus, rows, entries)
    for id, record in corpus.records.items():
        _document_rows(id, record, rows, entries)
    groups = grouped(told(corpus))
    for group in groups:
        _trip_rows(group, corpus, rows, entries)
    trip_ids = {(told.document_id, told.number): group.id for group in groups for told in group.told}
    for id, record in corpus.records.items():
        if record.plan:
            _fact_rows(id, record.plan, trip_ids, corpus, rows, entries)
    return rows, entries


# -- what people know -------------------------------------------------------------------------


def _authority_rows(corpus: Corpus, rows: Rows, entries: list[Entry]) -> None:
    authority = corpus.authority
    rows["countries"] = [
        {"code": c.code, "name_ko": c.name_ko, "name_en": c.name_en} for c in authority.countries.values()
    ]
    for table, things in (("kinds", authority.kinds), ("themes", authority.themes)):
        rows[table] = [{"id": t.id, "name_ko": t.name_ko, "name_en": t.name_en} for t in things.values()]
    for institution in authority.institutions.values():
        _institution_rows(institution, authority, rows, entries)


def _institution_rows(one: Institution, authority: Authority, rows: Rows, entries: list[Entry]) -> None:
    place = authority.places.get(one.first("city") or "")
    point = coordinates(one.first("coordinates") or "")
    country = one.first("country")
    search_id = entry_id("institution", one.id)
    row = {
        "id": one.id,
        **{f"name_{language}": one.first("name", language) for language in ("ko", "en", "local")},
        "kind": one.kind,
        "is_type": int(one.is_type),
        "city": place.names[0] if place else None,
        "country_code": country,
        "latitude": point[0] if point else None,
        "longitude": point[1] if point else None,
        "website": one.first("website"),
        "description": one.first("description", "ko"),
        "origin": "authority",
        "checked": one.checked,
        "note": one.note or None,
        "search_id": search_id,
    }
    rows["institutions"].append(row)
    _authority_names(one, rows)
    for claim in one.claims:
        values = {"property": claim.property, "language": claim.language, "value": claim.value}
        rows["institution_claims"].append({"institution_id": one.id, **values, "source": claim.source or None})
        if claim.property == "theme":
            theme = {"institution_id": one.id, "theme_id": claim.value, "source": claim.source or None}
            rows["institution_themes"].append(theme)
    names = list(dict.fromkeys(claim.value for claim in one.names))
    told = [authority.themes[c.value].name_ko for c in one.claims if c.property == "theme"]
    where = [row["city"], authority.countries[country].name_ko if country else None]
    subtitle = " · ".join(filter(None, [authority.kinds[one.kind].name_ko, ", ".join(filter(None, where))]))
    body = "\n".join(filter(None, [row["description"], ", ".join(told)]))
    entries.append(Entry(search_id, "institution", one.id, _title(row), "\n".join(names), subtitle, body))


def _title(institution: Row) -> str:
    return str(institution["name_ko"] or institution["name_en"] or institution["name_local"])


def _authority_names(one: Institution, rows: Rows) -> None:
    seen: set[tuple[str, str]] = set()
    for claim in one.names:
        if (claim.value, claim.language) not in seen:
            seen.add((claim.value, claim.language))
            rows["institution_names"].append(_name_row(one.id, claim.value, claim.language, "authority"))


def _name_row(id: str, name: str, language: str, origin: str) -> Row:
    return {
        "institution_id": id,
        "name": name,
        "language": language,
        "origin": origin,
        "name_key": name_key(name),
    }


def _provisional_rows(corpus: Corpus, rows: Rows, entries: list[Entry]) -> None:
    """Institutions that only documents know, under the names the documents give them."""
    for id, met in sorted(corpus.spellings.items()):
        written = _commonest(visit.name for _, visit in met)
        names = parts(written)
        outside = names[1] if len(names) > 1 else written
        country = met[0][1].country
        city = _commonest(visit.city for _, visit in met if visit.city) or None
        search_id = entry_id("institution", id)
        rows["institutions"].append(
            {
                "id": id,
                "name_ko": outside if _is_hangul(outside) else None,
                "name_en": None if _is_hangul(outside) else outside,
                "name_local": next((name for name in names[2:] if not _is_hangul(name)), None),
                "kind": "unknown",
                "is_type": 0,
                "city": city,
                "country_code": country,
                "origin": "document",
                "checked": "document",
                "search_id": search_id,
            }
        )
        forms = sorted({form for _, visit in met for form in parts(visit.name)})
        for form in forms:
            rows["institution_names"].append(
                _name_row(id, form, "ko" if _is_hangul(form) else "local", "document")
            )
        where = ", ".join(filter(None, [city, corpus.authority.countries[country].name_ko if country else None]))
        entries.append(Entry(search_id, "institution", id, outside, "\n".join(forms), where, ""))


def _commonest(values: Iterable[str]) -> str:
    """The most frequent value, of several the first in order; "" of none."""
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return min(counts, key=lambda value: (-counts[value], value), default="")


def _is_hangul(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


# -- documents --------------------------------------------------------------------------------


def _document_rows(id: str, record: Record, rows: Rows, entries: list[Entry]) -> None:
    plan, document, rejected = record.plan, record.document, record.rejected
    search_id = entry_id("document", id)
    title = (plan.title if plan else None) or record.path.rsplit("/", 1)[-1]
    text = document.text if document else None
    rows["documents"].append(
        {
            "id": id,
            "path": record.path,
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
        entries.append(Entry(search_id, "document", id, title, "", record.path, text or ""))


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


# -- trips ------------------------------------------------------------------------------------


def _trip_rows(group: Group, corpus: Corpus, rows: Rows, entries: list[Entry]) -> None:
    """The trip as the paper nearest to what happened tells it; what that leaves open, by the others."""
    trips = [told.trip for told in group.told]
    first = {
        name: next((value for trip in trips if (value := getattr(trip, name)) is not None), None)
        for name in ("title", "start_date", "end_date", "nights", "days", "headcount", "purpose")
    }
    start: Date | None = first["start_date"]
    search_id = entry_id("trip", group.id, iso(start))
    dates = {"start_date": iso(start), "end_date": iso(first["end_date"]), "year": start.year if start else None}
    rows["trips"].append({"id": group.id, **first, **dates, "search_id": search_id})
    for told in group.told:
        rows["trip_documents"].append({"trip_id": group.id, "document_id": told.document_id, "role": told.role})
        _statement_rows(group.id, told, rows)
    places = _place_rows(group.id, trips, corpus.authority)
    rows["trip_places"].extend(places)
    who = ", ".join(dict.fromkeys(_who(trip) for trip in trips))
    where = ", ".join(dict.fromkeys(corpus.authority.countries[c].name_ko for trip in trips for c in trip.countries))
    cities = ", ".join(filter(None, (place["city"] for place in places)))
    subtitle = " · ".join(filter(None, [f"{dates['start_date'] or ''}", who, where]))
    names = dict.fromkeys(visit.name for trip in trips for visit in trip.visits)
    year = f"{start.year}년" if start else ""
    body = "\n".join(filter(None, [first["purpose"], cities, "\n".join(names), year]))
    entries.append(Entry(search_id, "trip", group.id, first["title"] or "(제목 없음)", "", subtitle, body))


def _who(trip: Trip) -> str:
    named = (" ".join(filter(None, (o.government, o.basic, o.department))) for o in trip.organizers)
    return ", ".join(named)


def _statement_rows(trip_id: str, told: Told, rows: Rows) -> None:
    prefix = f"{told.document_id}-t{told.number}"
    ids = {"trip_id": trip_id, "document_id": told.document_id}
    for n, s in enumerate(told.trip.statements, 1):
        values = {"field": s.field, "value": s.value, "block": s.block}
        rows["trip_statements"].append({"id": f"{prefix}-s{n}", **ids, **values})
    for n, o in enumerate(told.trip.organizers, 1):
        names = {"government": o.government, "basic": o.basic, "department": o.department}
        values = {**names, "headcount": o.headcount, "role": o.role, "block": o.block}
        rows["trip_participants"].append({"id": f"{prefix}-o{n}", **ids, **values})


def _place_rows(trip_id: str, trips: Sequence[Trip], authority: Authority) -> list[Row]:
    """Cities in order, each with its country where that is told or certain; then countries without a city."""
    told = {visit.city: visit.country for trip in trips for visit in trip.visits if visit.city}
    cities = dict.fromkeys(city for trip in trips for city in trip.cities)
    codes = list(dict.fromkeys(code for trip in trips for code in trip.countries))
    rows: list[Row] = []
    for city in cities:
        known = {p.country for p in authority.places_by_name.get(name_key(city), ()) if p.country in codes}
        only = next(iter(known)) if len(known) == 1 else (codes[0] if len(codes) == 1 else None)
        rows.append({"city": city, "country_code": told.get(city) or only})
    covered = {row["country_code"] for row in rows}
    rows += [{"city": None, "country_code": code} for code in codes if code not in covered]
    return [{"trip_id": trip_id, "seq": seq, **row} for seq, row in enumerate(rows, 1)]


# -- facts ------------------------------------------------------------------------------------


def _fact_rows(
    id: str,
    plan: Plan,
    trip_ids: dict[tuple[str, int], str],
    corpus: Corpus,
    rows: Rows,
    entries: list[Entry],
) -> None:
    counts: dict[str, int] = defaultdict(int)

    def numbered(letter: str) -> str:
        counts[letter] += 1
        return f"{id}-{letter}{counts[letter]}"

    for number, trip in enumerate(plan.trips, 1):
        here = {"trip_id": trip_ids[id, number], "document_id": id}
        for visit in trip.visits:
            _visit_rows(numbered("v"), visit, trip, here, corpus, rows, entries)
        for a in trip.activities:
            values = {"date": iso(a.date), "date_end": iso(a.date_end), "start_time": a.start_time, "kind": a.kind, "text": a.text}
            rows["activities"].append({"id": numbered("a"), **here, **values, "block": a.block})
        for o in trip.outcomes:
            rows["outcomes"].append({"id": numbered("e"), **here, "kind": o.kind, "text": o.text, "block": o.block})
        for p in trip.problems:
            values = {"code": p.code, "severity": "signal", "subject": p.where, "message": p.message}
            rows["findings"].append({"id": numbered("f"), **here, **values, "block": p.block})
    for site in plan.sites:
        _site_rows(id, site, corpus, rows, entries)
    for mention in plan.themes:
        values = {"theme_id": mention.theme, "keyword": mention.keyword, "block": mention.block}
        rows["document_themes"].append({"document_id": id, **values})


def _visit_rows(
    visit_id: str,
    visit: Visit,
    trip: Trip,
    here: Row,
    corpus: Corpus,
    rows: Rows,
    entries: list[Entry],
) -> None:
    document_id = str(here["document_id"])
    found = corpus.resolutions[document_id, visit.block]
    search_id = entry_id("visit", visit_id, iso(visit.date))
    agenda = "\n".join(fact.text for fact in visit.agenda)
    rows["visits"].append(
        {
            "id": visit_id,
            **here,
            "institution_id": found.institution_id,
            "name_as_written": visit.name,
            "generic_type": int(visit.generic_type),
            "date": iso(visit.date),
            "date_end": iso(visit.date_end),
            "year": visit.date.year if visit.date else (trip.start_date.year if trip.start_date else None),
            "start_time": visit.start_time,
            "city": visit.city,
            "country_code": visit.country,
            "status": visit.status,
            "agenda": agenda,
            "block": visit.block,
            "search_id": search_id,
        }
    )
    country = corpus.authority.countries[visit.country].name_ko if visit.country else ""
    status = {"planned": "계획", "done": "실시", "cancelled": "취소"}[visit.status]
    where = [iso(visit.date) or "", _who(trip), visit.city or "", country, status]
    subtitle = " · ".join(part for part in where if part)
    entries.append(Entry(search_id, "visit", visit_id, visit.name, "", subtitle, agenda))
    _mention_row(document_id, visit.name, visit.block, found, rows)
    for fact in visit.agenda:
        made = {"institution_id": found.institution_id, "visit_id": visit_id, "document_id": document_id}
        _policy_rows(made, fact.text, fact.block, visit.name, corpus, rows, entries)


def _site_rows(id: str, site: Site, corpus: Corpus, rows: Rows, entries: list[Entry]) -> None:
    found = corpus.resolutions[id, site.block]
    _mention_row(id, site.name, site.block, found, rows)
    for fact in site.facts:
        made = {"institution_id": found.institution_id, "visit_id": None, "document_id": id}
        _policy_rows(made, fact.text, fact.block, site.name, corpus, rows, entries)


def _mention_row(id: str, name: str, block: str, found: Resolution, rows: Rows) -> None:
    rows["mentions"].append(
        {
            "id": f"{id}-m{block}",
            "document_id": id,
            "block": block,
            "text": name,
            "institution_id": found.institution_id,
            "score": found.score,
            "rule": found.rule,
        }
    )


def _policy_rows(
    made: Row, statement: str, block: str, holder: str, corpus: Corpus, rows: Rows, entries: list[Entry]
) -> None:
    origin = made["visit_id"] or made["document_id"]
    digest = hashlib.blake2b(f"{origin}|{block}|{statement}".encode(), digest_size=5).hexdigest()
    policy_id = f"{made['document_id']}-p{digest}"
    search_id = entry_id("policy", policy_id)
    rows["policies"].append({"id": policy_id, **made, "statement": statement, "block": block, "search_id": search_id})
    for theme, keyword in themes_told(statement, corpus.lexicon):
        rows["policy_themes"].append({"policy_id": policy_id, "theme_id": theme, "keyword": keyword})
    entries.append(Entry(search_id, "policy", policy_id, statement, "", holder, ""))
