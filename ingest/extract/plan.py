"""The whole of it: Document → Plan, concern by concern."""

from __future__ import annotations

from ingest.document import Document
from ingest.extract.itinerary import Itinerary, Setting, itinerary
from ingest.extract.labels import labelled
from ingest.extract.lexicon import Lexicon
from ingest.extract.outcomes import outcomes
from ingest.extract.overview import Overview, document_kind, overview
from ingest.extract.places import is_home
from ingest.extract.sites import sites
from ingest.extract.themes import themes
from ingest.plan import DocumentKind, Plan, Trip


def extract(document: Document, lexicon: Lexicon) -> Plan:
    """What the document says; what doesn't add up in it is left to the checks."""
    values = labelled(document, lexicon)
    seen = overview(document, values, lexicon)
    kind = document_kind(document, lexicon) or "plan"
    setting = Setting(lexicon, seen.calendar, kind, seen.countries, seen.cities)
    found = itinerary(document, setting)
    trips = (_trip(document, seen, found, lexicon),) if _is_trip(seen, found) else ()
    described, listed = sites(document, lexicon)
    return Plan(
        document=document.name,
        kind=_kind(document, bool(trips), lexicon),
        title=seen.heading or seen.title,
        trips=trips,
        sites=tuple(described),
        lists_sites=listed,
        themes=tuple(themes(trips, described, lexicon)),
    )


def _is_trip(seen: Overview, found: Itinerary) -> bool:
    """A trip has a time or a place in an itinerary; a study note has neither."""
    return bool(found.visits or found.activities or seen.start_date)


def _kind(document: Document, has_trip: bool, lexicon: Lexicon) -> DocumentKind:
    told = document_kind(document, lexicon)
    return (told or "plan") if has_trip else "other"


def _trip(document: Document, seen: Overview, found: Itinerary, lexicon: Lexicon) -> Trip:
    cities = [city.name for city in seen.cities]
    stays = [city for city in found.stays if not is_home(city, lexicon)]
    visited = [visit.city for visit in found.visits if visit.city]
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
        cities=tuple(dict.fromkeys([*cities, *([] if cities else stays), *visited])),
        visits=tuple(found.visits),
        activities=tuple(found.activities),
        outcomes=tuple(outcomes(document, lexicon)),
        statements=seen.statements,
        written_dates=(*seen.written_dates, *found.written_dates),
        year_inferred=seen.year_inferred,
        block=seen.period.block if seen.period else "1",
    )
