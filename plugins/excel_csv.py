"""CSV that Excel on a Korean PC opens well, whole, and without running anything in it.

Every ``.csv`` response gets a byte order mark, and an apostrophe before a cell that a spreadsheet
would take for a formula. It is saved under its Korean title and the day. Tables and views stream
whole instead of one page. ``?_excel=off`` gives scripts Datasette's own bytes.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from pluggy import HookimplMarker

from ingest.excel import SafeCsv, attachment

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

CSV_TYPE = b"text/csv; charset=utf-8"
_EXPORT_PATH = re.compile(rb"/[^/]+/[^/]+\.csv$")
_OF_BASE = re.compile(r"^/kb/(?P<name>[^/]+)\.csv$")


def whole(path: bytes, query: bytes) -> bytes:
    """Return the query string with which a table, view or query is exported whole.

    A caller who asks for a page (``_next``, a ``_size`` in figures) or streams anyway is left alone.
    """
    args = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    paged = args.get("_size", ["max"]) != ["max"]
    if not _EXPORT_PATH.search(path) or paged or args.keys() & {"_stream", "_next"}:
        return query
    size = b"" if "_size" in args else b"&_size=max"
    return query + (b"&" if query else b"") + b"_stream=on" + size


def _header(message: Message, name: bytes) -> bytes:
    return next((value for key, value in message.get("headers", []) if key.lower() == name), b"")


def _is_csv(message: Message) -> bool:
    kind = _header(message, b"content-type")
    encoded = _header(message, b"content-encoding")
    return message["status"] == 200 and not encoded and kind.startswith((b"text/plain", b"text/csv"))


def _csv_start(message: Message, title: str) -> Message:
    """Return the start of the response with the type of CSV and a name; its length is not known any more."""
    named = (
        _header(message, b"content-disposition") if b"filename*=" in _header(message, b"content-disposition") else b""
    )
    dropped = (b"content-type", b"content-length", b"content-disposition")
    headers = [(key, value) for key, value in message["headers"] if key.lower() not in dropped]
    named = named or attachment(title, "csv").encode()
    return {**message, "headers": [*headers, (b"content-type", CSV_TYPE), (b"content-disposition", named)]}


def title_of(datasette: Any, path: str) -> str:
    """Return the Korean title of the table, view or saved question behind a path."""
    match = _OF_BASE.match(path)
    if not match:
        return "가본데"
    known = (datasette.metadata("databases") or {}).get("kb") or {}
    name = match["name"]
    told = (known.get("tables") or {}).get(name) or (known.get("queries") or {}).get(name) or {}
    return str(told.get("title") or name)


def _rewriting(send: Send, title: str) -> Send:
    """Return a ``send`` that passes CSV bodies through SafeCsv and everything else as it is."""
    csv: SafeCsv | None = None

    async def rewrite(message: Message) -> None:
        nonlocal csv
        if message["type"] == "http.response.start" and _is_csv(message):
            csv = SafeCsv()
            message = _csv_start(message, title)
        elif message["type"] == "http.response.body" and csv:
            body = csv.feed(message.get("body", b""))
            body += b"" if message.get("more_body") else csv.close()
            message = {**message, "body": body}
        await send(message)

    return rewrite


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wrap Datasette: exports are whole, and safe unless ``_excel=off``."""

    def wrap(app: App) -> App:
        async def excel_csv(scope: Message, receive: Receive, send: Send) -> None:
            path: bytes = scope.get("raw_path") or scope.get("path", "").encode()
            path = path.partition(b"?")[0]
            if scope["type"] == "http" and path.endswith(b".csv"):
                query: bytes = scope.get("query_string") or b""
                scope = {**scope, "query_string": whole(path, query)}
                if b"_excel=off" not in query.split(b"&"):
                    send = _rewriting(send, title_of(datasette, scope["path"]))
            await app(scope, receive, send)

        return excel_csv

    return wrap
