"""``/search``, ``/search.json`` and ``/suggest.json``: one box over everything the base holds.

Whatever is typed gets an answer; a type or a limit that can't be meant gets 400 and a sentence.
"""

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from search.engine import MAX_LIMIT, Answer, highlight, search, suggest
from search.entries import TYPES

hookimpl = HookimplMarker("datasette")

DEFAULT_LIMIT = 20
SUGGESTED = 8
SUBTITLE = "select subtitle from search_entries where type = ? and entity_id = ?"


class Asked(NamedTuple):
    """What a request asks for; ``error`` is a sentence for people when it can't be answered."""

    query: str
    type: str | None
    limit: int
    error: str | None = None


def asked(args: Any, default_limit: int = DEFAULT_LIMIT) -> Asked:
    """Read ``q``, ``type`` and ``limit`` from a request; a limit above the highest is the highest."""
    query = (args.get("q") or "").replace("\x00", " ").strip()
    type_, limit = args.get("type") or None, (args.get("limit") or str(default_limit)).strip()
    if type_ and type_ not in TYPES:
        return Asked(query, None, default_limit, f"type은 {', '.join(TYPES)} 가운데 하나로 적어 주세요.")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit)):
        return Asked(query, type_, default_limit, f"limit은 1부터 {MAX_LIMIT}까지의 수로 적어 주세요.")
    return Asked(query, type_, min(int(limit), MAX_LIMIT))


def joined(parts: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the parts of a snippet with hits that touch put together."""
    groups = groupby(parts, key=itemgetter(1))
    return [("".join(text for text, _ in group), hit) for hit, group in groups]


def shown(conn: sqlite3.Connection, answer: Answer, query: str) -> list[dict[str, Any]]:
    """Return the results as the page shows them: with the entry's subtitle, the hits in the snippet apart."""
    results = []
    for result in answer.results:
        entry = conn.execute(SUBTITLE, (result.type, result.id)).fetchone()
        subtitle = entry["subtitle"].replace("\n", " · ") if entry else ""
        parts = joined(highlight(result.snippet, query)) if result.snippet != subtitle else []
        results.append({**result.to_json(), "subtitle": subtitle, "parts": parts})
    return results


def read_page(conn: sqlite3.Connection, wanted: Asked) -> dict[str, Any]:
    """Return what the page of results shows."""
    answer = search(conn, wanted.query, wanted.type, wanted.limit)
    more = len(answer.results) == wanted.limit < min(answer.total, MAX_LIMIT)
    return {
        "read_as": answer.read_as,
        "counts": answer.counts,
        "results": shown(conn, answer, wanted.query),
        "more": min(wanted.limit * 5, MAX_LIMIT) if more else 0,
    }


async def run(datasette: Any, request: Request, work: Any) -> Any:
    """Run ``work(connection)`` in one of Datasette's reading threads, for those who may see the base."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    return await datasette.get_database("kb").execute_fn(work)


def refused(sentence: str) -> Response:
    """Return the JSON answer to a request that can't be meant."""
    return Response.json({"ok": False, "error": sentence, "status": 400}, status=400)


async def search_page(datasette: Any, request: Request) -> Response:
    """Render the page of results."""
    wanted = asked(request.args)
    page = {"query": wanted.query, "type": wanted.type or "", "error": wanted.error}
    if wanted.query and not wanted.error:
        page |= await run(datasette, request, lambda conn: read_page(conn, wanted))
    body = await datasette.render_template("search.html", page, request=request)
    return Response.html(body, status=400 if wanted.error else 200)


async def search_json(datasette: Any, request: Request) -> Response:
    """Answer a search with the JSON that scripts rely on."""
    wanted = asked(request.args)
    if wanted.error:
        return refused(wanted.error)
    answer = await run(datasette, request, lambda conn: search(conn, wanted.query, wanted.type, wanted.limit))
    return Response.json(answer.to_json())


async def suggest_json(datasette: Any, request: Request) -> Response:
    """Answer with completions of what is being typed."""
    wanted = asked(request.args, SUGGESTED)
    if wanted.error:
        return refused(wanted.error)
    found = await run(datasette, request, lambda conn: suggest(conn, wanted.query, wanted.limit))
    return Response.json({"query": wanted.query, "suggestions": [one.to_json() for one in found]})


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the search and the completions."""
    return [
        (r"^/search$", search_page),
        (r"^/search\.json$", search_json),
        (r"^/suggest\.json$", suggest_json),
    ]
