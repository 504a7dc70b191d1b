"""``/stats`` and ``/stats.csv``: visits a year, a theme and a country, as charts beside their tables."""

import csv
import io
from typing import Any

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas import filters
from atlas.counts import BY, Count, counts
from atlas.filters import Filters
from atlas.served import facts_for

hookimpl = HookimplMarker("datasette")

DRAWN = 15
"""Bars of a chart; its table has all."""
UNKNOWN = "고른 조건이 이 자료에 없습니다. 조건을 다시 골라 주세요."
NO_CHART = f"by는 {', '.join(BY)} 가운데 하나로 적어 주세요."


async def stats(datasette: Any, request: Request) -> Response:
    """Render the charts with their tables."""
    known = await facts_for(datasette, request)
    wanted = filters.read_filters(request.args, known)
    visits = list(filters.visits(known, wanted or Filters()))
    page = {
        "facts": known,
        "wanted": wanted or Filters(),
        "error": None if wanted else UNKNOWN,
        "visits": len(visits),
        "trips": len({visit.trip_id for visit in visits}),
        "charts": {by: counts(known, visits, by) for by in BY},
        "drawn": DRAWN,
    }
    body = await datasette.render_template("stats.html", page, request=request)
    return Response.html(body, status=200 if wanted else 400)


def as_csv(rows: list[Count], by: str) -> str:
    """Return the lines of a chart's table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((by, "label", "visits", "trips", "institutions"))
    writer.writerows((row.key, row.label, row.visits, row.trips, row.institutions) for row in rows)
    return text.getvalue()


async def stats_csv(datasette: Any, request: Request) -> Response:
    """Answer with the table that ``by`` names, all lines of it."""
    known = await facts_for(datasette, request)
    wanted, by = filters.read_filters(request.args, known), request.args.get("by") or "year"
    if wanted is None or by not in BY:
        return Response.text(NO_CHART if wanted else UNKNOWN, status=400)
    named = {"content-disposition": f'attachment; filename="visits-by-{by}.csv"'}
    rows = counts(known, filters.visits(known, wanted), by)
    return Response(as_csv(rows, by), headers=named, content_type="text/csv; charset=utf-8")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the charts and their files."""
    return [(r"^/stats$", stats), (r"^/stats\.csv$", stats_csv)]
