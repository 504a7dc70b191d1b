"""``/stats`` and its files: visits a year, a theme and a country, as charts beside their tables."""

from functools import lru_cache
from typing import Any

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas import filters
from atlas.counts import BY, counts
from atlas.facts import Facts
from atlas.filters import Filters
from atlas.served import facts_for
from ingest.exports import export
from web.words import heads

hookimpl = HookimplMarker("datasette")

DRAWN = 15
"""Bars of a chart; its table has all."""
UNKNOWN = "고른 조건이 이 자료에 없습니다. 조건을 다시 골라 주세요."
TITLES = {"year": "연도별 방문", "theme": "주제별 방문", "country": "나라별 방문"}
NO_CHART = f"by는 {', '.join(BY)} 가운데 하나로 적어 주세요."


@lru_cache(maxsize=64)
def counted(known: Facts, wanted: Filters) -> dict[str, Any]:
    """Return the numbers of the page; kept, as the same few filters are asked for again and again."""
    visits = list(filters.visits(known, wanted))
    return {
        "visits": len(visits),
        "trips": len({visit.trip_id for visit in visits}),
        "charts": {by: counts(known, visits, by) for by in BY},
    }


async def stats(datasette: Any, request: Request) -> Response:
    """Render the charts with their tables."""
    known = await facts_for(datasette, request)
    wanted = filters.read_filters(request.args, known)
    page = {
        "facts": known,
        "wanted": wanted or Filters(),
        "error": None if wanted else UNKNOWN,
        **counted(known, wanted or Filters()),
        "drawn": DRAWN,
        "TITLES": TITLES,
    }
    body = await datasette.render_template("stats.html", page, request=request)
    return Response.html(body, status=200 if wanted else 400)


async def stats_file(datasette: Any, request: Request) -> Response:
    """Answer with the table that ``by`` names, all lines of it."""
    known = await facts_for(datasette, request)
    wanted, by = filters.read_filters(request.args, known), request.args.get("by") or "year"
    if wanted is None or by not in BY:
        return Response.text(NO_CHART if wanted else UNKNOWN, status=400)
    rows = [
        (row.key, row.label, row.visits, row.trips, row.institutions) for row in counted(known, wanted)["charts"][by]
    ]
    columns = (by, "label", "visits", "trips", "institutions")
    ending = request.url_vars["ending"]
    made = export(TITLES[by], ending, heads(columns, ending), rows)
    return Response(made.body, headers=made.headers, content_type=made.content_type)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the charts and their files."""
    return [(r"^/stats$", stats), (r"^/stats\.(?P<ending>csv|xlsx)$", stats_file)]
