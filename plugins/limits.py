"""What a request may be: its method, its size, and headers that can be read; anything else gets a 4xx and a sentence.

Stands before the check against forged requests (asgi-csrf), which would hold the whole of a form first and fails
with 500 on bytes that are no text. Forms with files are taken by their own pages, which have their own limits.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes

from datasette.utils.asgi import NotFound, Request, Response
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FORM = b"application/x-www-form-urlencoded"
LONGEST_QUERY = 16_000  # bytes of an address after the question mark; the SQL that people write is in it
LARGEST_HEADERS = 32_000  # bytes of all headers
LARGEST_FORM = 2 * 2**20  # bytes of a form without files; pages may have lower limits of their own
DRAINED = 4 * LARGEST_FORM  # bytes of a larger one that are taken, as a browser reads no answer before all is sent
SECONDS = 30.0  # that a form may take to come in
WITH_FILES = ("/check", "/check.json", "/check/export", "/upload")

# Pages of Datasette's for those who make plugins.
HIDDEN = ("allow-debug", "messages", "patterns", "permissions", "threads")

NO_METHOD = "이 주소에서는 쓸 수 없는 방법(메서드)입니다. GET으로 다시 보내 주세요."
LONG_ADDRESS = "주소가 너무 깁니다. 조건이나 SQL을 줄여 다시 보내 주세요."
LONG_HEADERS = "요청의 머리(헤더)가 너무 큽니다. 브라우저의 쿠키를 지우고 다시 보내 주세요."
TOO_LARGE = "보낸 내용이 너무 큽니다. 나누어 다시 보내 주세요."
TOO_SLOW = "보내는 데 너무 오래 걸려 받지 못했습니다. 다시 보내 주세요."
NO_FILES = "이 주소는 파일을 받지 않습니다. 계획 점검이나 문서 올리기 쪽에서 보내 주세요."
BROKEN = "보낸 양식을 읽지 못했습니다. 앞 쪽으로 돌아가 새로 고친 뒤 다시 보내 주세요."


class Refused(Exception):  # noqa: N818 - the request is at fault
    """A request that is not let in: an HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def readable(headers: Headers) -> Headers:
    """Return the headers without those that nobody here can read, which would otherwise be a failure.

    A password for a proxy in front of us (Basic) says nothing to us; a cookie may come from another program of the
    same host.
    """
    return [(name, value) for name, value in headers if not _stranger(name.lower(), value)]


def _stranger(name: bytes, value: bytes) -> bool:
    if name == b"x-csrftoken":
        return not value.isascii()
    if name == b"authorization":
        return not value.isascii() or value[:5].lower() == b"basic"
    if name == b"cookie":
        try:
            SimpleCookie().load(value.decode())
        except (CookieError, UnicodeDecodeError):
            return True
    return False


def look(scope: Message) -> None:
    """Raise Refused for what can be told before the body comes."""
    if scope["method"] not in METHODS:
        raise Refused(405, NO_METHOD)
    if len(scope.get("query_string") or b"") > LONGEST_QUERY:
        raise Refused(414, LONG_ADDRESS)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
        raise Refused(431, LONG_HEADERS)


async def body_of(receive: Receive) -> bytes:
    """Return the body of a request; raises Refused."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, BROKEN)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
        parts = [*parts, message.get("body", b"")] if size <= LARGEST_FORM else []
    if size > LARGEST_FORM:
        raise Refused(413, TOO_LARGE)
    return b"".join(parts)


async def taken(scope: Message, receive: Receive) -> Receive:
    """Return what gives the body of a form again, which is whole, of a fitting size, and text; raises Refused."""
    try:
        body = await asyncio.wait_for(body_of(receive), SECONDS)
    except TimeoutError as error:
        raise Refused(408, TOO_SLOW) from error
    kind = dict(scope["headers"]).get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind == b"multipart/form-data":
        raise Refused(415, NO_FILES)
    if kind == FORM and not _is_text(body):
        raise Refused(400, BROKEN)
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again


def _is_text(form: bytes) -> bool:
    """Return whether a form is text, and its token one that can be compared."""
    try:
        form.decode()
        token = next((one for one in form.split(b"&") if one.startswith(b"csrftoken=")), b"")
        return unquote_to_bytes(token).isascii()
    except UnicodeDecodeError:
        return False


async def refuse(datasette: Any, scope: Message, refused: Refused) -> Response:
    """Return the answer to a request that is not let in, to programs in JSON."""
    headers = {"allow": ", ".join(METHODS)} if refused.status == 405 else {}
    told = {"ok": False, "error": str(refused), "status": refused.status}
    if scope["path"].endswith(".json"):
        return Response.json(told, status=refused.status, headers=headers)
    await datasette.invoke_startup()
    page = await datasette.render_template("error.html", told)
    return Response.html(page, status=refused.status, headers=headers)


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Stand before everything that reads a request."""

    def wrap(app: App) -> App:
        async def limits(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            scope = {**scope, "headers": readable(scope["headers"])}
            try:
                look(scope)
                if scope["method"] == "POST" and of_datasette(datasette, scope["path"]):
                    raise Refused(405, NO_METHOD)
                if scope["method"] == "POST" and not scope["path"].endswith(WITH_FILES):
                    receive = await taken(scope, receive)
            except Refused as refused:
                answer = await refuse(datasette, scope, refused)
                await answer.asgi_send(send)
                return
            await app(scope, receive, send)

        return limits

    return wrap


def of_datasette(datasette: Any, path: str) -> bool:
    """Return whether a page is one of Datasette's own about a base, all of which only read."""
    first = path.removeprefix(datasette.setting("base_url").rstrip("/")).split("/")[1:2]
    return any(one.partition(".")[0] in datasette.databases for one in first)


async def no_page(request: Request) -> Response:
    """Show nothing of what is for those who make plugins."""
    raise NotFound("그런 쪽은 없습니다.")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Stand before pages that nobody here needs."""
    return [(rf"^/-/({'|'.join(HIDDEN)})(\.json)?$", no_page)]
