"""``/search`` (also as .json, .csv and .xlsx) and ``/suggest.json``: one box over everything the base holds.

Whatever is typed gets an answer; a type or a limit that can't be meant gets 400 and a sentence. A value of a
facet (country=ES&year=2018) narrows the results; one that nothing has finds nothing.

What scripts ask for while somebody types is answered before Datasette looks at the request: who asks, messages,
forged forms and routes cost it as much as the answer does.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import AsgiStream, Forbidden, Request, Response
from pluggy import HookimplMarker

from ingest.excel import attachment, csv_lines
from ingest.exports import CSV_TYPE
from ingest.workbook import MOST_ROWS, GrowingWorkbook
from ingest.workbook import TYPE as WORKBOOK
from search.engine import MAX_LIMIT, Answer, highlight, search, suggest
from search.entries import TYPES
from search.facets import Choice
from search.filters import FACETS
from search.whole import Whole, results, whole
from web import reading
from web.words import heads

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]
Rows = list[list[Any]]

DEFAULT_LIMIT = 20
SUGGESTED = 8
CSV_COLUMNS = ("type", "title", "snippet", "why", "score", "url")
BATCH = 500  # results of a file that are read at once
TOO_MANY = "찾은 것이 {count:,}건이라 엑셀 한 장에 다 담지 못합니다. 조건을 더해 나누어 받거나 CSV로 받아 주세요."
LONGEST = 200  # characters of a facet's value
# As the view visited_institutions has it, whose other columns cost more than these.
VISITED = """
select count(distinct trip_id || ' ' || coalesce(date, '')) as visits, max(coalesce(date_end, date)) as last_visit
from visits where institution_id = ? and status <> 'cancelled'
"""
THEMES = "select id, name_ko from themes order by id"
SUBTITLE = "select subtitle from search_entries where type = ? and entity_id = ?"


class Asked(NamedTuple):
    """What a request asks for; ``error`` is a sentence for people when it can't be answered."""

    query: str
    type: str | None
    limit: int
    narrowed: dict[str, str]
    facets: bool = False
    error: str | None = None

    def link(self, **changes: str) -> str:
        """Return the address of the page with some arguments changed; an empty one is left out."""
        values = {"q": self.query, "type": self.type or "", **self.narrowed, **changes}
        return "/search?" + urlencode({key: value for key, value in values.items() if value})


def asked(args: Any, default_limit: int = DEFAULT_LIMIT) -> Asked:
    """Read ``q``, ``type``, ``limit`` and the facets from a request; a limit above the highest is the highest."""
    query = (args.get("q") or "").replace("\x00", " ").strip()
    type_, limit = args.get("type") or None, (args.get("limit") or str(default_limit)).strip()
    narrowed = {kind: value for kind in FACETS if (value := " ".join((args.get(kind) or "").split())[:LONGEST])}
    facets = (args.get("facets") or "0") != "0"
    if type_ and type_ not in TYPES:
        error = f"type은 {', '.join(TYPES)} 가운데 하나로 적어 주세요."
        return Asked(query, None, default_limit, narrowed, facets, error)
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit)):
        error = f"limit은 1부터 {MAX_LIMIT}까지의 수로 적어 주세요."
        return Asked(query, type_, default_limit, narrowed, facets, error)
    return Asked(query, type_, min(int(limit), MAX_LIMIT), narrowed, facets)


def joined(parts: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the parts of a snippet with hits that touch put together."""
    groups = groupby(parts, key=itemgetter(1))
    return [("".join(text for text, _ in group), hit) for hit, group in groups]


def shown(conn: sqlite3.Connection, answer: Answer) -> list[dict[str, Any]]:
    """Return the results as the page shows them: with the entry's subtitle, the hits in title and snippet apart.

    An institution bears how often it was visited, and when last.
    """
    results = []
    for result in answer.results:
        entry = conn.execute(SUBTITLE, (result.type, result.id)).fetchone()
        subtitle = entry["subtitle"].replace("\n", " · ") if entry else ""
        told = result.snippet.strip("…") in subtitle  # what the line above says already
        parts = [] if told else joined(highlight(result.snippet, answer.marked))
        named = joined(highlight(result.title, answer.marked))
        visited = conn.execute(VISITED, (result.id,)).fetchone() if result.type == "institution" else None
        results.append({**result.to_json(), "subtitle": subtitle, "parts": parts, "named": named, "visited": visited})
    return results


def facet_rows(wanted: Asked, answer: Answer) -> list[dict[str, Any]]:
    """Return a row for each kind of facet: its choices as links; the one chosen can be taken back."""
    rows = []
    for kind in FACETS:
        chosen, choices = wanted.narrowed.get(kind, ""), (answer.facets or {}).get(kind, [])
        if chosen and chosen not in [choice.value for choice in choices]:
            choices = [Choice(chosen, chosen, 0), *choices]
        listed = [
            {**choice._asdict(), "chosen": choice.value == chosen, "link": wanted.link(**{kind: choice.value})}
            for choice in choices
            if not chosen or choice.value == chosen
        ]
        if listed:
            rows.append({"kind": kind, "choices": listed, "all": wanted.link(**{kind: ""}) if chosen else ""})
    return rows


def read_page(conn: sqlite3.Connection, wanted: Asked) -> dict[str, Any]:
    """Return what the page of results shows."""
    answer = search(conn, wanted.query, wanted.type, wanted.limit, wanted.narrowed, facets=True)
    more = len(answer.results) == wanted.limit < min(answer.total, MAX_LIMIT)
    return {
        "read_as": answer.read_as,
        "themes": [theme for theme in conn.execute(THEMES) if f"주제: {theme['name_ko']}" in answer.read_as],
        "counts": answer.counts,
        "tabs": {key: wanted.link(type=key) for key in ("", *TYPES)},
        "facets": facet_rows(wanted, answer),
        "narrowed": wanted.narrowed,
        "files": {ending: wanted.link().replace("/search?", f"/search.{ending}?", 1) for ending in ("xlsx", "csv")},
        "widest": Asked(wanted.query, None, 0, {}).link(),
        "suggestions": [one.to_json() for one in answer.suggestions],
        "results": shown(conn, answer),
        "more": wanted.link(limit=str(min(wanted.limit * 5, MAX_LIMIT))) if more else "",
    }


async def run(datasette: Any, request: Request, work: Any) -> Any:
    """Run ``work(connection)`` in one of Datasette's reading threads, for those who may see the base."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    return await reading.read(datasette, partial(plainly, work))


def plainly(work: Callable[[sqlite3.Connection], Any], conn: sqlite3.Connection) -> Any:
    """Return work(conn), with texts decoded by SQLite: Datasette calls Python for each, as any might be broken."""
    before, conn.text_factory = conn.text_factory, str
    try:
        return work(conn)
    finally:
        conn.text_factory = before


def refused(sentence: str, status: int = 400) -> Response:
    """Return the JSON answer to a request that can't be answered."""
    return Response.json({"ok": False, "error": sentence, "status": status}, status=status)


def answering(wanted: Asked) -> Callable[[sqlite3.Connection], Answer]:
    """Return what searches a connection for what is wanted."""
    return lambda conn: search(conn, wanted.query, wanted.type, wanted.limit, wanted.narrowed, wanted.facets)


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
    answer = await run(datasette, request, answering(wanted))
    return Response.json(answer.to_json())


async def search_file(datasette: Any, request: Request) -> Response | AsgiStream:
    """Answer with all results as a table for spreadsheets, or with the best of them where a limit is given."""
    wanted, ending = asked(request.args), request.url_vars["ending"]
    if wanted.error:
        return refused(wanted.error)
    found = await run(datasette, request, lambda conn: whole(conn, wanted.query, wanted.type, wanted.narrowed))
    count = min(found.total, wanted.limit) if request.args.get("limit") else found.total
    if ending == "xlsx" and count > MOST_ROWS:
        return refused(TOO_MANY.format(count=count), 413)
    batches = batches_of(datasette, found, count)
    first: Rows = await anext(batches, [])  # what goes wrong now can still be told
    headers = {"content-disposition": attachment(f"찾기 {wanted.query}", ending)}
    if ending == "xlsx":
        book = GrowingWorkbook(f"찾기 {wanted.query}", heads(CSV_COLUMNS, ending), first)
        async for rows in batches:
            await asyncio.to_thread(book.add, rows)
        return Response(await asyncio.to_thread(book.close), headers=headers, content_type=WORKBOOK)

    async def stream(writer: Any) -> None:
        await writer.write(csv_lines([CSV_COLUMNS, *first]))
        async for rows in batches:
            await writer.write(csv_lines(rows))

    return AsgiStream(stream, headers=headers, content_type=CSV_TYPE)


async def batches_of(datasette: Any, found: Whole, count: int) -> AsyncIterator[Rows]:
    """Give the rows of a file, some at a time; between them others get their turn."""
    for start in range(0, count, BATCH):
        stop = min(start + BATCH, count)
        made = await reading.read(datasette, partial(results, found=found, start=start, stop=stop))
        yield [[getattr(result, name) for name in CSV_COLUMNS] for result in made]


async def suggest_json(datasette: Any, request: Request) -> Response:
    """Answer with completions of what is being typed."""
    wanted = asked(request.args, SUGGESTED)
    if wanted.error:
        return refused(wanted.error)
    found = await run(datasette, request, lambda conn: suggest(conn, wanted.query, wanted.limit))
    return Response.json({"query": wanted.query, "suggestions": [one.to_json() for one in found]})


# -- without Datasette's ways ----------------------------------------------------------------

QUICK = {"/search.json": search_json, "/suggest.json": suggest_json}
ACTOR = b"ds_actor"


def quick_page(datasette: Any, scope: Message) -> Callable[[Any, Request], Awaitable[Response]] | None:
    """Return what answers a request at once: one for JSON, of which nothing says who asks."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    base = datasette.setting("base_url")
    path = scope["path"][len(base) - 1 :] if scope["path"].startswith(base) else scope["path"]
    if path not in QUICK or any(says_who(*header) for header in scope["headers"]):
        return None
    return QUICK[path]


def says_who(name: bytes, value: bytes) -> bool:
    """Return whether a header tells who asks."""
    return name == b"authorization" or (name == b"cookie" and ACTOR in value)


async def quick_answer(datasette: Any, scope: Message, receive: Any) -> Response | None:
    """Return the answer to a request that can be answered at once; None where Datasette has to look at it."""
    page = quick_page(datasette, scope)
    if page is None:
        return None
    await datasette.invoke_startup()
    try:
        response = await page(datasette, Request(scope, receive))
    except (Forbidden, sqlite3.Error):  # Datasette has the pages for them
        return None
    except reading.TooLong as error:
        response = refused(str(error), reading.STATUS)
    response.headers |= {"vary": "Cookie, Authorization", "content-length": str(len(response.body.encode()))}
    if any(name == b"cookie" for name, _ in scope["headers"]):
        response.headers["cache-control"] = "private, no-store"
    return response


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Stand before Datasette, behind what guards all pages; what can't be answered here is left to it."""

    def wrap(app: App) -> App:
        async def quick(scope: Message, receive: Any, send: Any) -> None:
            response = await quick_answer(datasette, scope, receive)
            await (response.asgi_send(send) if response else app(scope, receive, send))

        return quick

    return wrap


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the search and the completions."""
    return [
        (r"^/search$", search_page),
        (r"^/search\.json$", search_json),
        (r"^/search\.(?P<ending>csv|xlsx)$", search_file),
        (r"^/suggest\.json$", suggest_json),
    ]
