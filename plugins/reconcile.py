"""``/reconcile``: the Reconciliation Service API 0.2, by which OpenRefine matches a column of names with the base.

Protocol: Entity Reconciliation Community Group at the W3C, https://www.w3.org/community/reports/reconciliation/
CG-FINAL-specs-0.2-20230410/. Everything here only reads, and may be read by pages of other hosts (CORS), as the
protocol asks. JSONP, which it leaves to services, is not offered: it runs what a service says.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas.served import lists_of
from ingest.authority import AuthorityError
from ingest.candidates import LONGEST, Asked, Candidate, Known, candidates, current_id, read_institutions
from ingest.decided import Decisions, in_force
from ingest.properties import BY_ID, EVIDENCE, PROPERTIES, Property, read_properties
from search.engine import suggest
from search.hangul import name_key
from web import reading

hookimpl = HookimplMarker("datasette")

Json = dict[str, Any]
T = TypeVar("T")

BATCH = 50  # queries at once
LIMIT, MOST = 5, 50  # candidates of a query
EXTENDED = 500  # institutions of which columns are told at once
LARGEST = 2**20  # bytes of a request
SUGGESTED, FARTHEST = 20, 50  # completions, and how far one may page through them
INSTITUTION = {"id": "institution", "name": "기관"}
SCHEMA = "https://schema.org/Organization"
PREVIEW = (430, 220)  # pixels
KINDS = "select id, name_ko from kinds order by name_ko, id"
TEMPLATE = "reconcile_preview.html"

# Read by pages of any host, but with nobody's cookies.
CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
}

TOO_LARGE = "보낸 내용이 너무 깁니다. 한 번에 보내는 줄을 줄여 다시 보내 주세요."
TOO_MANY = f"한 번에 물음 {BATCH}개까지 답합니다. 나누어 보내 주세요."
TOO_MANY_IDS = f"한 번에 기관 {EXTENDED}곳까지 답합니다. 나누어 보내 주세요."
NO_JSON = "{} 값을 JSON으로 읽지 못했습니다. Reconciliation API 0.2의 꼴로 보내 주세요."
NO_SHAPE = "‘{}’의 꼴이 맞지 않습니다. Reconciliation API 0.2의 꼴로 보내 주세요."
NO_PROPERTY = "‘{}’ 항목은 없습니다. /reconcile/suggest/property에서 골라 주세요."
NO_NUMBER = "{}은 0 이상의 수로 적어 주세요."
NO_METHOD = "GET이나 POST로 보내 주세요."


class Wrong(Exception):  # noqa: N818 - what was sent can't be answered
    """A request that can't be answered: a sentence that says what to do, an HTTP status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


# -- what comes in ----------------------------------------------------------------------------


async def sent(request: Request) -> dict[str, str]:
    """Return the arguments of the address and of a form; raises Wrong for a form that is too large."""
    body = b""
    more = request.method == "POST"
    while more:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise Wrong(TOO_LARGE, 413)
    told = parse_qs(request.query_string, keep_blank_values=True)
    told |= parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in told.items()}


def read_json(text: str, name: str) -> Json:
    """Read an object; raises Wrong for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Wrong(NO_JSON.format(name)) from error
    return shaped(found, dict, name)


def shaped(value: Any, kind: type[T] | tuple[type[T], ...], name: str) -> T:
    """Return a value that is of a kind; raises Wrong with its name where it isn't."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Wrong(NO_SHAPE.format(name[:LONGEST]))
    return value


def listed(value: Any) -> list[Any]:
    """Return the values of what is one value or a list of them."""
    return value if isinstance(value, list) else [value]


def plain(text: str) -> str:
    """Return a text without what SQLite takes for its end, or can't store."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode()


def text_of(value: Any) -> str:
    """Return what a property's value says: an entity by its name, else its id; numbers as they are written."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("id") or ""
    return plain(str(value)[:LONGEST])


def read_query(key: str, query: Any) -> tuple[Asked, int]:
    """Return what a query asks for and how many candidates it wants; raises Wrong."""
    query = shaped(query, dict, key)
    told: dict[str, list[str]] = {name: [] for name in EVIDENCE}
    for one in shaped(query.get("properties") or [], list, key):
        values = [text_of(value) for value in listed(shaped(one, dict, key).get("v", ""))]
        told.get(shaped(one.get("pid"), str, key), []).extend(value for value in values if value.strip())
    name = plain(shaped(query.get("query") or "", str, key))
    if not name.strip() and not query.get("properties"):
        raise Wrong(NO_SHAPE.format(key[:LONGEST]))
    kinds = {shaped(type_, str, key) for type_ in listed(query.get("type") or [])}
    strict = query.get("type_strict") != "should" and INSTITUTION["id"] not in kinds
    limit = shaped(LIMIT if query.get("limit") is None else query["limit"], (int, float), key)
    if not limit >= 1:
        raise Wrong(NO_SHAPE.format(key[:LONGEST]))
    if query.get("type_strict") == "should":  # as OpenRefine always asks: a type counts, but shuts nobody out
        told["kind"].extend(sorted(kinds - {INSTITUTION["id"]}))
    country, city, kind = (tuple(told[one]) for one in EVIDENCE)
    return Asked(name, country, city, kind, frozenset(kinds if strict else ())), int(min(limit, MOST))


# -- what goes out ----------------------------------------------------------------------------


def types_of(row: Known) -> list[Json]:
    """Return the types of an institution: its kind, and that it is one."""
    return [{"id": row.kind, "name": row.kind_name}, INSTITUTION] if row.kind and row.kind_name else [INSTITUTION]


def described(row: Known) -> str:
    """Return what tells an institution from others of its name."""
    own = "기관의 유형" if row.is_type else row.kind_name
    return " · ".join(filter(None, (own, row.city, row.country)))


def as_result(one: Candidate) -> Json:
    """Return a candidate as the protocol has it; its score is 0–100."""
    return {
        "id": one.known.id,
        "name": one.known.name,
        "description": described(one.known),
        "type": types_of(one.known),
        "score": round(100 * one.score, 2),
        "match": one.match,
        "features": [{"id": name, "value": value} for name, value in one.features.items()],
    }


def answered(conn: sqlite3.Connection, known: Decisions, queries: dict[str, tuple[Asked, int]]) -> Json:
    """Answer each query by itself."""
    return {
        key: {"result": [as_result(one) for one in candidates(conn, known, asked, limit)]}
        for key, (asked, limit) in queries.items()
    }


def manifest(datasette: Any, request: Request, kinds: Sequence[Json]) -> Json:
    """Say what the service does and where."""

    def address(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    def service(name: str) -> Json:
        return {"service_url": address("/reconcile"), "service_path": f"/{name}"}

    return {
        "versions": ["0.2"],
        "name": "가본데 기관",
        "identifierSpace": address("/institutions/"),
        "schemaSpace": SCHEMA,
        "defaultTypes": [INSTITUTION, *kinds],
        "view": {"url": address("/institutions/") + "{{id}}"},
        "preview": {
            "url": address("/reconcile/preview") + "?id={{id}}",
            "width": PREVIEW[0],
            "height": PREVIEW[1],
        },
        "suggest": {name: service(f"suggest/{name}") for name in ("entity", "property", "type")},
        "extend": {"propose_properties": service("properties"), "property_settings": []},
        "batchSize": BATCH,
    }


def read_kinds(conn: sqlite3.Connection) -> list[Json]:
    """Return the kinds of institutions as types."""
    return [{"id": id, "name": name, "broader": [INSTITUTION]} for id, name in conn.execute(KINDS)]


def as_value(value: str | int | float) -> Json:
    """Return a value of a property as the protocol has it."""
    return {{str: "str", int: "int", float: "float"}[type(value)]: value}


def extended(conn: sqlite3.Connection, asked: Json) -> Json:
    """Answer a request for columns; raises Wrong."""
    ids = [plain(shaped(id, str, "ids")) for id in shaped(asked.get("ids"), list, "ids")]
    if len(ids) > EXTENDED:
        raise Wrong(TOO_MANY_IDS, 413)
    wanted = []
    for one in shaped(asked.get("properties"), list, "properties"):
        id = shaped(shaped(one, dict, "properties").get("id"), str, "properties")
        if id not in BY_ID:
            raise Wrong(NO_PROPERTY.format(id[:LONGEST]))
        wanted.append(BY_ID[id])
    wanted = list(dict.fromkeys(wanted))
    rows = {
        id: {one.id: [as_value(value) for value in values] for one, values in zip(wanted, found, strict=True)}
        for id, found in read_properties(conn, ids, wanted).items()
    }
    return {"meta": [{"id": one.id, "name": one.name} for one in wanted], "rows": rows}


def completed(conn: sqlite3.Connection, prefix: str, cursor: int) -> list[Json]:
    """Return the institutions whose names go on from a text; one by its id as well."""
    by_id = read_institutions(conn, [current_id(conn, prefix.strip())])
    found = [one for one in suggest(conn, prefix, FARTHEST) if one.type == "institution"]
    rows = by_id | read_institutions(conn, [one.id for one in found])
    return [
        {"id": row.id, "name": row.name, "description": described(row), "notable": types_of(row)}
        for row in list(rows.values())[cursor : cursor + SUGGESTED]
    ]


def fitting(prefix: str, offered: Iterable[Json]) -> list[Json]:
    """Return what is offered and has a text in its name or id, what begins with it first; all for no text."""
    key = name_key(prefix)
    places = [(min(_places(key, one), default=-1), one) for one in offered]
    return [one for place, one in sorted(places, key=lambda pair: pair[0]) if place >= 0]


def _places(key: str, one: Json) -> list[int]:
    return [place for text in (one["name"], one["id"]) if (place := name_key(text).find(key)) >= 0]


def as_offer(one: Property) -> Json:
    """Return a property as it is offered."""
    return {"id": one.id, "name": one.name, "description": one.description}


# -- routes -----------------------------------------------------------------------------------


async def answer(
    datasette: Any, request: Request, work: Callable[[sqlite3.Connection, dict[str, str]], Json]
) -> Response:
    """Answer with what ``work`` makes of the arguments, for those who may see the base, to whatever page asks."""
    if request.method == "OPTIONS":
        return Response("", status=204, headers=CORS)
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    try:
        if request.method not in ("GET", "HEAD", "POST"):
            raise Wrong(NO_METHOD, 405)
        told = await sent(request)
        made = await reading.read(datasette, lambda conn: work(conn, told))
    except (Wrong, AuthorityError, reading.TooLong) as error:
        status = error.status if isinstance(error, Wrong) else 503
        return Response.json({"ok": False, "error": str(error), "status": status}, status=status, headers=CORS)
    return Response.json(made, headers=CORS)


async def reconcile(datasette: Any, request: Request) -> Response:
    """Answer queries, a request for columns, or with the manifest."""

    def work(conn: sqlite3.Connection, told: dict[str, str]) -> Json:
        if "queries" in told:
            asked = read_json(told["queries"], "queries")
            if len(asked) > BATCH:
                raise Wrong(TOO_MANY, 413)
            queries = {key: read_query(key, query) for key, query in asked.items()}
            return answered(conn, in_force(lists_of(datasette)), queries)
        if "extend" in told:
            return extended(conn, read_json(told["extend"], "extend"))
        return manifest(datasette, request, read_kinds(conn))

    return await answer(datasette, request, work)


async def suggested(datasette: Any, request: Request) -> Response:
    """Complete the name of an institution, a property or a type."""
    what = request.url_vars["what"]

    def work(conn: sqlite3.Connection, told: dict[str, str]) -> Json:
        cursor, prefix = told.get("cursor") or "0", plain(told.get("prefix", ""))
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise Wrong(NO_NUMBER.format("cursor"))
        if what == "entity":
            return {"result": completed(conn, prefix, int(cursor))}
        offered = [INSTITUTION, *read_kinds(conn)] if what == "type" else map(as_offer, PROPERTIES)
        return {"result": fitting(prefix, offered)[int(cursor) :]}

    return await answer(datasette, request, work)


async def properties(datasette: Any, request: Request) -> Response:
    """Propose columns to add; every type of institution has the same."""

    def work(conn: sqlite3.Connection, told: dict[str, str]) -> Json:
        limit = told.get("limit") or str(len(PROPERTIES))
        if not (limit.isascii() and limit.isdigit() and len(limit) < 10):
            raise Wrong(NO_NUMBER.format("limit"))
        offered = [{"id": one.id, "name": one.name} for one in PROPERTIES[: int(limit)]]
        return {"type": told.get("type", INSTITUTION["id"]), "limit": int(limit), "properties": offered}

    return await answer(datasette, request, work)


async def preview(datasette: Any, request: Request) -> Response:
    """Render the card of an institution, which other pages may frame (plugins/safe_pages.py)."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    id = plain(request.args.get("id") or "")
    shown = ("kind", "city", "country", "visits", "last_visit", "website")

    def read(conn: sqlite3.Connection) -> Json:
        row = next(iter(read_institutions(conn, [current_id(conn, id)]).values()), None)
        values = read_properties(conn, [id], [BY_ID[name] for name in shown])[id]
        told = {name: found[0] for name, found in zip(shown, values, strict=True) if found}
        path = datasette.urls.path(f"/institutions/{quote(row.id, safe='')}") if row else ""
        return {"row": row, "told": told, "address": datasette.absolute_url(request, path)}

    page = await reading.read(datasette, read)
    body = await datasette.render_template(TEMPLATE, page, request=request)
    return Response.html(body, status=200 if page["row"] else 404, headers=CORS)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the service and what belongs to it."""
    return [
        (r"^/reconcile/?$", reconcile),
        (r"^/reconcile/suggest/(?P<what>entity|property|type)$", suggested),
        (r"^/reconcile/properties$", properties),
        (r"^/reconcile/preview$", preview),
    ]
