"""``/check`` and ``/check.json``: a draft plan against the base, as a paper that a committee can read.

A draft is held in memory while it is read in a process of its own, and then forgotten. The tables can
be taken away as CSV and XLSX: the page holds what was found, signed, in a hidden field, and sends it
back; the draft itself is in no page.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from datasette.utils.asgi import Request, Response
from itsdangerous import BadSignature
from pluggy import HookimplMarker

from atlas.served import lists_of
from ingest import check_report, draft, governments, pool
from ingest.authority import Authority, AuthorityError
from ingest.decided import in_force
from ingest.errors import Rejected
from ingest.excel import attachment
from ingest.precheck import MOST_YEARS, YEARS, Asked, check
from ingest.privacy import scrub
from ingest.readers import MAX_BYTES
from web import reading
from web.forms import App, Limits, Message, Receive, Send, Wrong, form_of, taken_apart

hookimpl = HookimplMarker("datasette")

Made = dict[str, Any]

LARGEST = MAX_BYTES + 2**20  # bytes of a request: a draft and the fields beside it
LIMITS = Limits(LARGEST, held=LARGEST + 1)  # a draft never lies on the disk
SECONDS = 60.0  # that reading a draft may take
WAITING = 8  # drafts that wait for their turn; further ones are asked to come again
SEALED = 2**20  # bytes of what was found that a page takes along
PASTED = "붙여 넣은 글.txt"
PATHS = ("/check", "/check.json", "/check/export")
TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATUSES = {"too_large": 413, "unsupported": 415, "timeout": 422}

NOTHING = "계획서 파일을 고르거나 글을 붙여 넣어 주세요."
BUSY = "점검을 기다리는 계획서가 많습니다. 잠시 뒤 다시 눌러 주세요."
NO_YEARS = f"최근 몇 년은 1부터 {MOST_YEARS}까지의 수로 적어 주세요."
NO_FORMAT = "format은 json, csv, xlsx 가운데 하나로 적어 주세요."
STALE = "점검 결과가 오래되었습니다. 계획서를 다시 점검한 뒤 내려받아 주세요."

_READING = ThreadPoolExecutor(2, "drafts")
_waiting = 0


# -- what comes in ----------------------------------------------------------------------------


class Draft(NamedTuple):
    """What came with a request: the fields of a form, and a draft's name and bytes."""

    fields: dict[str, str]
    name: str = ""
    data: bytes = b""


def draft_of(request: Request) -> Draft | None:
    """Return what a request sends, None where it only wants to see the page; raises Wrong.

    A body that is no form is the draft itself; its fields, and the draft's name, are in the address.
    """
    form = form_of(request.scope)
    if form is None:
        return None
    if form.body is not None:
        return Draft(form.fields, form.fields.get("name", ""), form.body)
    chosen = next((one for one in form.files if one.size), next(iter(form.files), None))
    name, data = (chosen.name, chosen.file.read()) if chosen else ("", b"")
    form.close()
    return Draft(form.fields, name.replace("\\", "/").rpartition("/")[2][:200], data)


def wanted(fields: dict[str, str], known: Authority) -> Asked:
    """Read from where the draft looks back; raises Wrong."""
    years = (fields.get("years") or str(YEARS)).strip()
    if not (years.isascii() and years.isdigit() and len(years) < 4 and 1 <= int(years) <= MOST_YEARS):
        raise Wrong(NO_YEARS)
    told = (fields.get("government") or "").strip()[:100]
    try:
        return Asked(date.today(), int(years), governments.one(told, known) if told else None)
    except ValueError as error:
        raise Wrong(str(error)) from error


# -- what is found ----------------------------------------------------------------------------


async def read(given: Draft, known: Authority) -> draft.Draft:
    """Read the draft in a process of its own; raises Wrong and Rejected."""
    global _waiting
    pasted = given.fields.get("text", "")
    if not given.data and not pasted.strip():
        raise Rejected("empty") if given.name else Wrong(NOTHING)
    data, name = (given.data, given.name or "draft") if given.data else (pasted.encode(), PASTED)
    if _waiting >= WAITING:
        raise Wrong(BUSY, 503, "busy")
    _waiting += 1
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_READING, draft.read, data, name, known, SECONDS, True)
    finally:
        _waiting -= 1


async def checked(datasette: Any, given: Draft) -> Made:
    """Check what was sent; raises Wrong, Rejected, AuthorityError."""
    known = await asyncio.to_thread(in_force, lists_of(datasette))
    asked = wanted(given.fields, known.authority)
    if given.fields.get("format", "html") not in ("", "html", *TYPES):
        raise Wrong(NO_FORMAT)
    found = await read(given, known.authority)
    return await reading.read(datasette, lambda conn: check(found, conn, known, asked).to_json())


# -- what goes out ----------------------------------------------------------------------------


def taken(made: Made, form: str) -> Response:
    """Return a check as a file."""
    headers = {"cache-control": "no-store"}
    if form != "json":
        headers["content-disposition"] = attachment("사전검토 자료", form)
    return Response(check_report.RENDERERS[form](made), headers=headers, content_type=TYPES[form])


async def page(datasette: Any, request: Request, values: Made, status: int = 200) -> Response:
    """Render the form, with what was found or what went wrong."""
    offered: dict[str, list[str]] = {}
    try:
        offered = governments.choices((await asyncio.to_thread(in_force, lists_of(datasette))).authority)
    except AuthorityError as error:
        values, status = {"said": _broken(error)}, 503
    told: Made = {
        "made": None,
        "said": None,
        "years": YEARS,
        "most_years": MOST_YEARS,
        "chosen": "",
        "offered": offered,
    }
    told |= {"WHEN": check_report.WHEN, "KINDS": check_report.KINDS, **values}
    body = await datasette.render_template("check.html", told, request=request)
    return Response.html(body, status=status, headers={"cache-control": "no-store"})


def _broken(error: AuthorityError) -> str:
    return f"목록이나 결정 파일을 고쳐 주세요. {' '.join(error.messages[:5])}"


def failure(error: Exception) -> tuple[str, str, int]:
    """Return (code, sentence, HTTP status) of what went wrong."""
    if isinstance(error, Rejected):
        return error.code, error.message, STATUSES.get(error.code, 422)
    if isinstance(error, AuthorityError):
        return "lists", _broken(error), 503
    assert isinstance(error, Wrong)
    return error.code, str(error), error.status


@cache
def warm() -> None:
    """Have the process that drafts are read from started while someone still looks for the file."""
    _READING.submit(pool.one, 0, abs, SECONDS, True)


async def show(datasette: Any, request: Request) -> Response:
    """Show the form; check what it sends."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    try:
        given = draft_of(request)
        if given is None:
            warm()
            return await page(datasette, request, {})
        made = await checked(datasette, given)
    except (Wrong, Rejected, AuthorityError) as error:
        _, sentence, status = failure(error)
        return await page(datasette, request, {"said": sentence}, status)
    form = given.fields.get("format") or "html"
    if form != "html":
        return await asyncio.to_thread(taken, made, form)
    sealed = datasette.sign(made, "check")
    values = {"made": made, "sealed": sealed if len(sealed) <= SEALED else None, "years": made["years"]}
    return await page(datasette, request, {**values, "chosen": given.fields.get("government") or ""})


async def show_json(datasette: Any, request: Request) -> Response:
    """Check for programs; without a draft say how one is sent."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    given = None
    try:
        given = draft_of(request)
        if given is None:
            return Response.json({"send": NOTHING, "fields": ["file", "text", "government", "years"]})
        made = await checked(datasette, given)
    except (Wrong, Rejected, AuthorityError) as error:
        code, sentence, status = failure(error)
        told = {"document": scrub((given and given.name) or PASTED), "error": {"code": code, "message": sentence}}
        return Response.json(told, status=status)
    return await asyncio.to_thread(taken, made, "json")


async def export(datasette: Any, request: Request) -> Response:
    """Give what a page found as a file; the page sends it back as it was signed."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    try:
        given = draft_of(request)
        if given is None:
            return Response.redirect(datasette.urls.path("/check"), status=303)
        fields = given.fields
        made: Made = datasette.unsign(fields.get("made", ""), "check")
        if fields.get("format") not in ("csv", "xlsx"):
            raise Wrong(NO_FORMAT)
    except BadSignature:
        return await page(datasette, request, {"said": STALE}, 400)
    except Wrong as error:
        return await page(datasette, request, {"said": str(error)}, error.status)
    return await asyncio.to_thread(taken, made, fields["format"])


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Take the forms of these pages apart before anything else holds them."""

    def wrap(app: App) -> App:
        async def with_form(scope: Message, receive: Receive, send: Send) -> None:
            path = scope.get("path", "")
            if scope["type"] == "http" and scope["method"] == "POST" and path.endswith(PATHS):
                scope, receive = await taken_apart(scope, receive, LIMITS)
            await app(scope, receive, send)

        return with_form

    return wrap


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the check of drafts."""
    return [(r"^/check$", show), (r"^/check\.json$", show_json), (r"^/check/export$", export)]
