"""``/map`` and its files: institutions abroad on a map of our own, visited and not, beside a table of the same."""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas import filters
from atlas.facts import Facts
from atlas.filters import Filters, Place
from atlas.served import facts_for
from atlas.view import DEEPEST, View, fit, marks, read_view
from ingest.exports import export
from ingest.tsv import Problems, read_table
from ingest.workbook import Cells
from web.words import heads

hookimpl = HookimplMarker("datasette")

LISTED = 60
"""Rows of the table; the file has all."""
REGIONS = Path(__file__).resolve().parents[1] / "locale" / "regions.tsv"
UNKNOWN = "고른 조건이 이 자료에 없습니다. 조건을 다시 골라 주세요."
COLUMNS = (
    "institution_id",
    "institution",
    "kind",
    "country",
    "city",
    "latitude",
    "longitude",
    "coordinates",
    "visits",
    "last_visit",
)


class Row(NamedTuple):
    """A line of the table; ``anchor`` is set on the first line of a place."""

    place: Place
    anchor: str


@lru_cache(maxsize=1)
def regions() -> tuple[tuple[str, View], ...]:
    """Return the parts of the world by name, each with the view that shows it whole."""
    corners = ("south", "west", "north", "east")
    found = []
    for row in read_table(REGIONS, ("name_ko", *corners), Problems()):
        south, west, north, east = (float(row[name]) for name in corners)
        found.append((row["name_ko"], fit([(south, west), (north, east)])))
    return tuple(found)


def anchor(place: Place) -> str:
    """Return the name of a place's first line in the table."""
    assert place.spot.at
    return "at_{}_{}".format(*place.spot.at)


def listed(places: list[Place]) -> list[Row]:
    """Return the lines of the table: by country, city and place, who was visited first."""
    found: list[Row] = []
    seen: set[str] = set()
    order = sorted(
        places,
        key=lambda one: (one.spot.country or "", one.spot.city or "", one.spot.at or (), -one.visits, one.spot.name),
    )
    for place in order[:LISTED]:
        name = anchor(place) if place.spot.at else ""
        found.append(Row(place, "" if name in seen else name))
        seen.add(name)
    return found


def countries(places: list[Place]) -> list[tuple[str, str, int]]:
    """Return (code, name, institutions) of the countries that have places, by name."""
    counted = Counter((place.spot.country or "", place.spot.country_code or "") for place in places)
    return [(code, name, count) for (name, code), count in sorted(counted.items()) if code]


def read_map(known: Facts, wanted: Filters, args: Any) -> dict[str, Any]:
    """Return what the page shows of the base for a request's filters and view."""
    places, others = filters.places(known, wanted)
    placed = [place for place in places if place.spot.at]
    shown = read_view(args) or fit(place.spot.at for place in placed if place.spot.at)
    found = marks(placed, shown)
    inside = [place for mark in found for place in mark.places]
    rows = listed(inside)
    return {
        "facts": known,
        "wanted": wanted,
        "shown": shown,
        "deepest": DEEPEST,
        "marks": found,
        "rows": rows,
        "anchors": {row.anchor for row in rows},
        "inside": inside,
        "placed": placed,
        "nowhere": [place for place in places if not place.spot.at],
        "others": others,
        "regions": regions(),
        "countries": countries(placed),
        "fit": fit,
        "anchor": anchor,
    }


def table(places: list[Place]) -> list[Cells]:
    """Return the places as lines of a table, coordinates in degrees."""
    rows: list[Cells] = []
    for spot, visits, last in ((place.spot, place.visits, place.last) for place in places):
        kind = "" if spot.at is None else "institution" if spot.exact else "city"
        at = spot.at or (None, None)
        rows.append((spot.id, spot.name, spot.kind, spot.country, spot.city, *at, kind, visits, last))
    return rows


async def map_page(datasette: Any, request: Request) -> Response:
    """Render the map."""
    known = await facts_for(datasette, request)
    wanted = filters.read_filters(request.args, known)
    page = read_map(known, wanted or Filters(), request.args if wanted else {})
    page["error"] = None if wanted else UNKNOWN
    body = await datasette.render_template("map.html", page, request=request)
    return Response.html(body, status=200 if wanted else 400)


async def map_file(datasette: Any, request: Request) -> Response:
    """Answer with all places that the filters leave, whatever the view."""
    known = await facts_for(datasette, request)
    wanted = filters.read_filters(request.args, known)
    if wanted is None:
        return Response.text(UNKNOWN, status=400)
    places = filters.places(known, wanted)[0]
    ending = request.url_vars["ending"]
    made = export("지도의 기관", ending, heads(COLUMNS, ending), table(places))
    return Response(made.body, headers=made.headers, content_type=made.content_type)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the map and its file."""
    return [(r"^/map$", map_page), (r"^/map\.(?P<ending>csv|xlsx)$", map_file)]
