"""Datasette's own pages say that they are Korean: ``<html lang="ko">``, for screen readers and fonts."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

PLAIN, KOREAN = b"<html>", b'<html lang="ko">'
REACH = 512  # the tag stands at the start of a page, or nowhere


class Language:
    """Bytes of a page in, the same page out with its language; the bytes may be cut anywhere."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._head = b""
        self._done = False

    def feed(self, data: bytes, last: bool) -> bytes:
        """Return what can be sent on; nothing while the tag may still come."""
        if self._done:
            return data
        head = self._head + data
        found = head.find(PLAIN, 0, REACH)
        if found < 0 and len(head) < REACH and not last:
            self._head = head
            return b""
        self._done = True
        return head.replace(PLAIN, KOREAN, 1) if found >= 0 else head


def _is_page(message: Message) -> bool:
    headers = {key.lower(): value for key, value in message.get("headers", [])}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


def _page_start(message: Message) -> Message:
    headers = [(key, value) for key, value in message["headers"] if key.lower() != b"content-length"]
    return {**message, "headers": headers}


def _in_korean(send: Send) -> Send:
    """Return a ``send`` that gives pages their language and passes everything else as it is."""
    page: Language | None = None

    async def rewrite(message: Message) -> None:
        nonlocal page
        if message["type"] == "http.response.start" and _is_page(message):
            page = Language()
            message = _page_start(message)
        elif message["type"] == "http.response.body" and page:
            last = not message.get("more_body", False)
            message = {**message, "body": page.feed(message.get("body", b""), last)}
        await send(message)

    return rewrite


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Wrap Datasette so that its HTML pages bear the language of the people who read them."""

    def wrap(app: App) -> App:
        async def korean(scope: Message, receive: Receive, send: Send) -> None:
            await app(scope, receive, _in_korean(send) if scope["type"] == "http" else send)

        return korean

    return wrap
