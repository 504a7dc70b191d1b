"""``/upload``: documents come into the folder that the base is built from; the base is built anew beside the server.

For those who are logged in. What became of an upload is told by the base itself, so that it is right whatever server
took the files; how far the build is is told by this one.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from atlas.served import lists_of
from ingest import incoming, uploads
from ingest.background import NOTHING_KNOWN, Builder
from ingest.build import built_from
from ingest.incoming import Placed
from ingest.readers import MAX_BYTES
from ingest.sources import sources
from ingest.uploads import Upload, Uploads
from web.forms import App, Form, Limits, Message, Receive, Send, Wrong, drained, form_of, taken_apart
from web.people import logged_in, who

hookimpl = HookimplMarker("datasette")

FILES = 50  # at once
LARGEST = 6 * MAX_BYTES  # bytes of a request
LIMITS = Limits(LARGEST, held=2**20, files=FILES)
SHOWN = 50  # documents a page of the folder
HEADERS = {"cache-control": "no-store"}

NOBODY = "문서는 로그인한 사람만 올리거나 치울 수 있습니다. 로그인한 뒤 다시 해 주세요."
NOTHING = "올릴 파일을 골라 주세요."
NOT_THERE = "폴더에 그런 파일이 없습니다. 이미 치웠을 수 있으니 목록을 새로 고쳐 확인해 주세요."
NOT_MOVED = "파일을 치우지 못했습니다({}). 폴더의 쓰기 권한을 확인해 주세요."
LISTED = "select path, id, title, status, reason from documents where path in (select value from json_each(?))"


class Desk(NamedTuple):
    """Where the documents of a base come in."""

    base: Path
    uploads: Uploads
    builder: Builder

    def folders(self) -> list[Path]:
        """Return the folders that the base is built from."""
        return [root for root in built_from(self.base) if root.is_dir()]

    def folder(self) -> Path:
        """Return the folder that documents are put into, the first; raises Wrong where nobody knows it."""
        found = next(iter(self.folders()), None)
        if found is None:
            raise Wrong(NOTHING_KNOWN, 503)
        return found


@cache
def _desk(base: Path, lists: Path) -> Desk:
    return Desk(base, Uploads(base), Builder(base, lists))


def desk(datasette: Any) -> Desk:
    """Return the one desk of the base that is served."""
    return _desk(Path(datasette.get_database("kb").path).resolve(), lists_of(datasette).resolve())


# -- what is told -----------------------------------------------------------------------------


def results(at: Desk, upload: Upload | None) -> list[dict[str, Any]]:
    """Return what became of the files of an upload."""
    if upload is None:
        return []
    with closing(sqlite3.connect(f"{at.base.as_uri()}?mode=ro", uri=True)) as connection:
        return [asdict(one) for one in uploads.results(connection, upload)]


def told(at: Desk, id: str | None) -> dict[str, Any]:
    """Return what the page shows: how far the build is, and an upload, the newest where none is named."""
    state = at.builder.state
    upload = at.uploads.get(id) if id else at.uploads.last()
    return {"state": asdict(state), "upload": upload, "results": results(at, upload), "folders": at.folders()}


async def page(datasette: Any, request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    """Render a page that is nobody else's."""
    values = {"who": who(request), "said": None, "files": FILES, "megabytes": MAX_BYTES // 10**6, **values}
    body = await datasette.render_template(template, values, request=request)
    return Response.html(body, status=status, headers=HEADERS)


async def refused(datasette: Any, request: Request, wrong: Wrong) -> Response:
    """Answer with what is wrong: to those who may upload beside the form, to others with the way to log in."""
    if not who(request):
        to = "/upload/files" if request.path.endswith("/files") else "/upload"
        return await page(datasette, request, "upload_login.html", {"said": NOBODY, "to": to}, 403)
    values = await asyncio.to_thread(told, desk(datasette), None)
    return await page(datasette, request, "upload.html", {**values, "said": str(wrong)}, wrong.status)


def only_for_those_logged_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view that says to others how to log in, and to all what was wrong."""

    async def careful(datasette: Any, request: Request) -> Response:
        await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
        try:
            if not who(request):
                raise Wrong(NOBODY, 403)
            answer: Response = await view(datasette, request)
        except Wrong as wrong:
            return await refused(datasette, request, wrong)
        return answer

    return careful


# -- pages ------------------------------------------------------------------------------------


async def upload(datasette: Any, request: Request) -> Response:
    """Show the form and what became of an upload; take files in."""
    at = desk(datasette)
    form = form_of(request.scope)
    if form is None:
        values = await asyncio.to_thread(told, at, request.args.get("id"))
        return await page(datasette, request, "upload.html", values)
    placed = await asyncio.to_thread(taken_in, at.folder(), form)
    made = await asyncio.to_thread(at.uploads.note, who(request) or "", placed)
    if any(one.outcome in ("new", "replaced") for one in placed):
        at.builder.start()
    return Response.redirect(datasette.urls.path(f"/upload?{urlencode({'id': made.id})}"), status=303)


def taken_in(folder: Path, form: Form) -> list[Placed]:
    """Put the files of a form into the folder; raises Wrong where there are none."""
    chosen = [sent for sent in form.files if sent.size or sent.name]
    if not chosen:
        raise Wrong(NOTHING)
    replace = form.fields.get("same_name") == "replace"
    return [incoming.put(folder, sent.name, sent.file, sent.size, replace) for sent in chosen]


async def status(datasette: Any, request: Request) -> Response:
    """Tell how far the build is, for the script of the page."""
    if not who(request):
        return Response.json({"ok": False, "error": NOBODY, "status": 403}, status=403, headers=HEADERS)
    return Response.json({"ok": True, **asdict(desk(datasette).builder.state)}, headers=HEADERS)


async def rebuild(datasette: Any, request: Request) -> Response:
    """Read the folder again, for what was put there in other ways."""
    if request.method == "POST":
        desk(datasette).folder()
        desk(datasette).builder.start()
    return Response.redirect(datasette.urls.path("/upload"), status=303)


def listed(at: Desk, folder: Path, query: str, number: int) -> dict[str, Any]:
    """Return a page of the files in the folder, those whose name has all words of the query."""
    words = query.casefold().split()
    found = [one.path for one in sources([folder]) if all(word in one.path.casefold() for word in words)]
    here = found[(number - 1) * SHOWN : number * SHOWN]
    with closing(sqlite3.connect(f"{at.base.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(LISTED, (json.dumps(here),)).fetchall()
    known = {path: {"id": id, "title": title, "status": state, "reason": why} for path, id, title, state, why in rows}
    entries = [{"path": path, **known.get(path, {"status": "waiting"})} for path in here]
    return {"entries": entries, "total": len(found), "pages": max(1, -(-len(found) // SHOWN))}


async def files(datasette: Any, request: Request) -> Response:
    """List the files in the folder."""
    at = desk(datasette)
    asked = request.args.get("page") or ""
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    query = (request.args.get("q") or "")[:200]
    values = await asyncio.to_thread(listed, at, at.folder(), query, number)
    return await page(datasette, request, "upload_files.html", {**values, "number": number, "q": query})


async def remove(datasette: Any, request: Request) -> Response:
    """Ask, then take a file out of the folder and build without it."""
    at = desk(datasette)
    if request.method != "POST":
        path = request.args.get("path") or ""
        there = any(one.path == path for one in await asyncio.to_thread(sources, [at.folder()]))
        if not there:
            raise Wrong(NOT_THERE, 404)
        return await page(datasette, request, "upload_remove.html", {"path": path})
    form = await request.post_vars()
    try:
        moved = await asyncio.to_thread(incoming.take_out, at.folder(), form.get("path", ""))
    except OSError as error:
        raise Wrong(NOT_MOVED.format(error.strerror), 503) from error
    if moved is None:
        raise Wrong(NOT_THERE, 404)
    at.builder.start()
    return Response.redirect(datasette.urls.path("/upload/files"), status=303)


# -- hooks ------------------------------------------------------------------------------------


async def with_files(datasette: Any, scope: Message, receive: Receive) -> tuple[Message, Receive]:
    """Return an upload taken apart; nothing is kept of what someone sends who isn't logged in."""
    if await logged_in(datasette, Request(scope, receive)):
        return await taken_apart(scope, receive, LIMITS)
    await drained(receive, LARGEST)
    return {**scope, "method": "GET", "wrong": Wrong(NOBODY, 403)}, receive


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Take uploads apart before anything else holds them, and let go of their files at the end."""

    def wrap(app: App) -> App:
        async def with_upload(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "POST" and scope["path"].endswith("/upload"):
                scope, receive = await with_files(datasette, scope, receive)
            try:
                await app(scope, receive, send)
            finally:
                if form := scope.get("form"):
                    form.close()

        return with_upload

    return wrap


@hookimpl
def startup(datasette: Any) -> Callable[[], Any]:
    """Go on with what a server that was stopped left: half a file is swept away, a build begun anew."""

    async def resume() -> None:
        if "kb" not in datasette.databases:
            return
        at = desk(datasette)
        at.builder.resume()
        for root in built_from(at.base):
            await asyncio.to_thread(incoming.sweep, root)

    return resume


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for uploads."""
    views = {"": upload, "/build": rebuild, "/files": files, "/remove": remove}
    routes = [(rf"^/upload{path}$", only_for_those_logged_in(view)) for path, view in views.items()]
    return [*routes, (r"^/upload/status\.json$", status)]
