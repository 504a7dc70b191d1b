"""The whole of it: Document → Plan, concern by concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from ingest.document import Document, Text
from ingest.extract import dates
from ingest.extract.assemble import Itinerary, Setting
from ingest.extract.costs import costs
from ingest.extract.itinerary import itinerary
from ingest.extract.labels import Labelled, labelled
from ingest.extract.lexicon import Lexicon
from ingest.extract.outcomes import outcomes
from ingest.extract.overview import Overview, document_kind, first_heading, overview
from ingest.extract.parts import numbered, parts_of
from ingest.extract.places import is_home, same_city
from ingest.extract.prose_sites import or_told
from ingest.extract.sites import sites
from ingest.extract.themes import themes
from ingest.plan import Date, DocumentKind, Plan, Site, Trip


def extract(document: Document, lexicon: Lexicon) -> Plan:
    """What the document says; what doesn't add up in it is left to the checks."""
    kind = document_kind(document, lexicon) or "plan"
    values = labelled(document, lexicon)
    trips = _trips(document, values, kind, lexicon)
    described, listed = sites(document, lexicon, [visit for trip in trips for visit in trip.visits])
    described = or_told(described, document, lexicon)
    described = _without_agenda(described, trips)
    heading = first_heading(document, lexicon)
    return Plan(
        document=document.name,
        date=_date(values),
        kind=_kind(document, bool(trips), lexicon),
        title=heading.text if heading else None,
        trips=trips,
        sites=tuple(described),
        lists_sites=listed,
        themes=tuple(themes(trips, described, lexicon)),
    )


def _date(values: Sequence[Labelled]) -> Date | None:
    """The date the document bears: drawn up, submitted or posted, where its year stands with it."""
    for value in values:
        spans = dates.spans(dates.readable(value.text)) if value.field == "date" else []
        if spans and spans[0].first.year:
            return dates.Calendar().date(spans[0].first)
    return None


def _without_agenda(described: list[Site], trips: tuple[Trip, ...]) -> list[Site]:
    """Sites without the lines that tell what was done at a visit: those are its agenda."""
    told = {fact.block for trip in trips for visit in trip.visits for fact in visit.agenda}
    kept = ((site, tuple([fact for fact in site.facts if fact.block not in told])) for site in described)
    return [site if facts == site.facts else structs.replace(site, facts=facts) for site, facts in kept if facts]


def _trips(document: Document, values: Sequence[Labelled], kind: DocumentKind, lexicon: Lexicon) -> tuple[Trip, ...]:
    """The trips of a document: one a part, where each part tells a period and days of its own."""
    pieces = parts_of(document, values)
    if len(pieces) > 1:
        told = [_read(piece, labelled(piece, lexicon), kind, lexicon, numbered(piece)) for piece in pieces]
        if all(part.found.visits or part.found.activities for part in told):
            return tuple(_trip(part, lexicon) for part in told if _is_trip(part))
    whole = _read(document, values, kind, lexicon)
    return (_trip(whole, lexicon),) if _is_trip(whole) else ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a document that may tell a trip, and what was read in it."""

    document: Document
    values: Sequence[Labelled]
    seen: Overview
    found: Itinerary


def _read(
    document: Document, values: Sequence[Labelled], kind: DocumentKind, lexicon: Lexicon, heading: Text | None = None
) -> _Part:
    seen = overview(document, values, lexicon, heading)
    setting = Setting(lexicon, seen.calendar, kind, seen.countries, seen.cities)
    return _Part(document, values, seen, itinerary(document, setting))


def _is_trip(part: _Part) -> bool:
    """A trip has a period or visits; a study note has neither."""
    return bool(part.found.visits or part.seen.start_date or len(part.found.activities) > 1)


def _kind(document: Document, has_trip: bool, lexicon: Lexicon) -> DocumentKind:
    told = document_kind(document, lexicon)
    return (told or "plan") if has_trip else "other"


def _each_once(cities: Sequence[str]) -> list[str]:
    """Cities in order, one that is written with and without its word for city (요코하마시, 요코하마) once."""
    found: list[str] = []
    for city in cities:
        if not any(same_city(city, other) for other in found):
            found.append(city)
    return found


def _trip(part: _Part, lexicon: Lexicon) -> Trip:
    document, seen, found = part.document, part.seen, part.found
    cities = [city.name for city in seen.cities]
    stays = [city for city in found.stays if not is_home(city, lexicon)]
    visited = [visit.city for visit in found.visits if visit.city and visit.status != "cancelled"]
    countries = [*seen.countries, *(visit.country for visit in found.visits if visit.country)]
    return Trip(
        title=seen.title,
        start_date=seen.start_date,
        end_date=seen.end_date,
        nights=seen.nights,
        days=seen.days,
        headcount=seen.headcount,
        purpose=seen.purpose,
        organizers=seen.organizers,
        countries=tuple(dict.fromkeys(countries)),
        cities=tuple(_each_once([*cities, *([] if cities else stays), *visited])),
        visits=tuple(found.visits),
        activities=tuple(found.activities),
        outcomes=tuple(outcomes(document, lexicon)),
        costs=tuple(costs(document, part.values, lexicon)),
        statements=seen.statements,
        written_dates=(*seen.written_dates, *found.written_dates),
        year_inferred=seen.year_inferred,
        block=seen.period.block if seen.period else "1",
    )
