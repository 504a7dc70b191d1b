"""Rows that no single document owns: what people know, institutions only documents know, trips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from ingest.authority import Authority, Institution, coordinates
from ingest.decided import Decisions, Names
from ingest.facets import institution_facets, place_facets, trip_facets
from ingest.names import parts
from ingest.plan import Date, Plan, Trip, iso
from ingest.query_words import query_word_rows
from ingest.rows import Chunk, Row, who_of
from ingest.trips import Group, Told
from search.entries import facet_lines, make_entry
from search.hangul import name_key
from search.initials import initials

# -- what people know -------------------------------------------------------------------------


def authority_rows(decisions: Decisions) -> Chunk:
    """Everything under authority/ that the base shows."""
    chunk, authority = Chunk(), decisions.authority
    rows = chunk.rows
    rows["countries"] = [
        {"code": c.code, "name_ko": c.name_ko, "name_en": c.name_en} for c in authority.countries.values()
    ]
    for table, things in (("kinds", authority.kinds), ("themes", authority.themes)):
        rows[table] = [{"id": t.id, "name_ko": t.name_ko, "name_en": t.name_en} for t in things.values()]
    rows["search_words"] = query_word_rows(authority)
    for rule in authority.rules.values():
        one = authority.governments[rule.government]
        upper = authority.governments[one.parent] if one.parent else one
        chunk.rows["rules"].append(
            {
                "id": rule.id,
                "government": upper.name,
                "basic": one.name if one.parent else None,
                "name": rule.name,
                "version": rule.version or None,
                "plan_days_before": rule.plan_days_before,
                "report_days_after": rule.report_days_after,
                "source": rule.source or None,
            }
        )
    for institution, aliases in decisions.institutions():
        _institution_rows(institution, aliases, authority, chunk)
    return chunk


def institution_rows(ids: Collection[str], decisions: Decisions) -> Chunk:
    """Those of the institutions `ids` of authority/ that stand for themselves: one merged into another has no rows."""
    chunk = Chunk()
    for institution, aliases in decisions.institutions():
        if institution.id in ids:
            _institution_rows(institution, aliases, decisions.authority, chunk)
    return chunk


def _institution_rows(one: Institution, aliases: Sequence[str], authority: Authority, chunk: Chunk) -> None:
    rows = chunk.rows
    place = authority.places.get(one.first("city") or "")
    point = coordinates(one.first("coordinates") or "")
    country = one.first("country")
    row: Row = {
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
    }
    rows["institutions"].append(row)
    _name_rows(one, aliases, rows)
    for claim in one.claims:
        values = {"property": claim.property, "language": claim.language, "value": claim.value}
        rows["institution_claims"].append({"institution_id": one.id, **values, "source": claim.source or None})
        if claim.property == "theme":
            theme = {"institution_id": one.id, "theme_id": claim.value, "source": claim.source or None}
            rows["institution_themes"].append(theme)
    names = list(dict.fromkeys((*(claim.value for claim in one.names), *aliases)))
    told = [authority.themes[c.value].name_ko for c in one.claims if c.property == "theme"]
    where = [row["city"], authority.countries[country].name_ko if country else None]
    subtitle = " · ".join(filter(None, [authority.kinds[one.kind].name_ko, ", ".join(filter(None, where))]))
    body = "\n".join(filter(None, [row["description"], ", ".join(told)]))
    facets = [
        *place_facets(row["city"], country, authority),
        *institution_facets(one.id, [c.value for c in one.claims if c.property == "theme"]),
    ]
    texts = {"names": "\n".join(names), "subtitle": subtitle, "body": body}
    entry = make_entry("institution", one.id, _title(row), **texts, facets=facet_lines(facets))
    row["search_id"] = entry.rowid
    chunk.entries.append(entry)


def _title(institution: Row) -> str:
    return str(institution["name_ko"] or institution["name_en"] or institution["name_local"])


def _name_rows(one: Institution, aliases: Sequence[str], rows: dict[str, list[Row]]) -> None:
    known = {(claim.value, claim.language): "authority" for claim in one.names}
    decided = {(name, "ko" if _is_hangul(name) else "local"): "decision" for name in aliases}
    _add_names(one.id, decided | known, rows)


def _add_names(id: str, origins: Mapping[tuple[str, str], str], rows: dict[str, list[Row]]) -> None:
    """Names by (name, language) with their origins, and the initials of each."""
    for (name, language), origin in origins.items():
        values = {"institution_id": id, "name": name, "language": language, "origin": origin}
        rows["institution_names"].append({**values, "name_key": name_key(name)})
    for name in dict.fromkeys(name for name, _ in origins):
        rows["name_initials"] += [{"initials": key, "institution_id": id, "name": name} for key in initials(name)]


def provisional_rows(id: str, met: Sequence[tuple[str, str | None, str | None]], authority: Authority) -> Chunk:
    """An institution that only documents know, from the (name, city, country) of every visit to it.

    Its name is the one most documents give it.
    """
    chunk = Chunk()
    names = parts(_commonest(name for name, _, _ in met))
    outside = names[1] if len(names) > 1 else names[0]
    city = _commonest(city for _, city, _ in met if city) or None
    country = _commonest(country for _, _, country in met if country) or None
    forms = sorted({form for name, _, _ in met for form in parts(name)})
    where = ", ".join(filter(None, [city, authority.countries[country].name_ko if country else None]))
    facets = facet_lines([*place_facets(city, country, authority), *institution_facets(id, ())])
    entry = make_entry("institution", id, outside, names="\n".join(forms), subtitle=where, facets=facets)
    chunk.entries.append(entry)
    chunk.rows["institutions"].append(
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
            "search_id": entry.rowid,
        }
    )
    _add_names(id, {(form, "ko" if _is_hangul(form) else "local"): "document" for form in forms}, chunk.rows)
    return chunk


def _commonest(values: Iterable[str]) -> str:
    """The most frequent value, of several the first in order; "" of none."""
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return min(counts, key=lambda value: (-counts[value], value), default="")


def _is_hangul(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


# -- trips ------------------------------------------------------------------------------------


def trip_rows(group: Group, papers: Sequence[tuple[Plan, Names]], authority: Authority) -> Chunk:
    """The trip as the paper nearest to what happened tells it; what that leaves open, by the others.

    papers: the papers of the group in its order, and what their names were taken for.
    """
    trips = [plan.trips[one.number - 1] for one, (plan, _) in zip(group.told, papers, strict=True)]
    chunk = Chunk()
    rows = chunk.rows
    first: Row = {
        name: next((value for trip in trips if (value := getattr(trip, name)) is not None), None)
        for name in ("title", "start_date", "end_date", "nights", "days", "headcount", "purpose")
    }
    start: Date | None = first["start_date"]
    dates: Row = {
        "start_date": iso(start),
        "end_date": iso(first["end_date"]),
        "year": start.year if start else None,
    }
    for told, trip in zip(group.told, trips, strict=True):
        rows["trip_documents"].append({"trip_id": group.id, "document_id": told.document_id, "role": told.role})
        _statement_rows(group.id, told, trip, rows)
    places = _place_rows(group.id, trips, authority)
    rows["trip_places"].extend(places)
    who = ", ".join(dict.fromkeys(who_of(trip) for trip in trips))
    where = ", ".join(dict.fromkeys(authority.countries[c].name_ko for trip in trips for c in trip.countries))
    cities = ", ".join(filter(None, (place["city"] for place in places)))
    subtitle = " · ".join(filter(None, [f"{dates['start_date'] or ''}", who, where]))
    names = dict.fromkeys(visit.name for trip in trips for visit in trip.visits)
    year = f"{start.year}년" if start else ""
    body = "\n".join(filter(None, [first["purpose"], cities, "\n".join(names), year]))
    both = zip(trips, papers, strict=True)
    facets = [facet for trip, paper in both for facet in trip_facets(trip, *paper, authority)]
    lines = facet_lines([*facets, ("trip", group.id)])
    title, day = first["title"] or "(제목 없음)", dates["start_date"]
    entry = make_entry("trip", group.id, title, subtitle=subtitle, body=body, facets=lines, date=day)
    rows["trips"].append({"id": group.id, **first, **dates, "search_id": entry.rowid})
    chunk.entries.append(entry)
    return chunk


def _statement_rows(trip_id: str, told: Told, trip: Trip, rows: dict[str, list[Row]]) -> None:
    prefix = f"{told.document_id}-t{told.number}"
    ids = {"trip_id": trip_id, "document_id": told.document_id}
    for n, s in enumerate(trip.statements, 1):
        said = {"field": s.field, "value": s.value, "block": s.block}
        rows["trip_statements"].append({"id": f"{prefix}-s{n}", **ids, **said})
    for n, o in enumerate(trip.organizers, 1):
        names = {"government": o.government, "basic": o.basic, "department": o.department}
        more = {"headcount": o.headcount, "role": o.role, "block": o.block}
        rows["trip_participants"].append({"id": f"{prefix}-o{n}", **ids, **names, **more})


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
