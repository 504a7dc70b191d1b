"""Forms with files, taken apart as they come in, before what checks forms against forgery would hold them whole.

That check (asgi-csrf 0.11) can't read a form with a file (python-multipart 0.0.34); it gets the form's token as a
form of its own. A request that is wrong goes on as one that only wants to see the page, which says what was wrong.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from python_multipart import FormParser, create_form_parser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from ingest.errors import Rejected

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_FIELD = re.compile(rb"[A-Za-z_][\w.%+-]*=")
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
BROKEN = "보낸 양식을 읽지 못했습니다. 앞 쪽으로 돌아가 새로 고친 뒤 다시 보내 주세요."
TOO_SLOW = "보내는 것이 끊겨 받지 못했습니다. 연결을 확인하고 다시 보내 주세요."
TOO_MANY = "한 번에 받을 수 있는 것보다 많습니다. 나누어 보내 주세요."

IDLE = 60.0  # seconds in which some more has to come
_DRAINED = 4  # times the limit that is taken of what is too large, as a browser reads no answer before it has sent all
_MOST_FIELDS = 100


class Wrong(Exception):  # noqa: N818 - what was sent can't be answered
    """A request that can't be answered: a code, a sentence that says what to do, an HTTP status."""

    def __init__(self, message: str, status: int = 400, code: str = "bad_request") -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Sent(NamedTuple):
    """A file of a form: its name as sent, and its content, read from the beginning."""

    name: str
    file: IO[bytes]
    size: int


@dataclass
class Form:
    """The fields of a form, each with its last value, and its files; a body that is no form is `body`."""

    fields: dict[str, str]
    files: list[Sent] = field(default_factory=list)
    body: bytes | None = None

    def close(self) -> None:
        """Let go of the files; what lay on the disk is gone."""
        for sent in self.files:
            sent.file.close()


@dataclass(frozen=True, slots=True)
class Limits:
    """largest: bytes of a request. held: bytes of one field, and of one file that is held in memory; a larger file
    lies in a temporary one. files: how many there may be."""

    largest: int
    held: int
    files: int = 1


async def taken_apart(scope: Message, receive: Receive, limits: Limits) -> tuple[Message, Receive]:
    """The request with its form taken apart (scope["form"]), or with what is wrong with it (scope["wrong"])."""
    try:
        form = await read(scope, receive, limits)
        if not (token := form.fields.get("csrftoken", "")).isascii():
            form.close()
            raise Wrong(BROKEN)
    except Wrong as wrong:
        return {**scope, "method": "GET", "wrong": wrong}, receive
    kind = _header(scope, b"content-type")
    body = urlencode({"csrftoken": token}).encode() if form.body is None else form.body
    headers = dict(scope["headers"]) | {b"content-length": str(len(body)).encode()}
    if kind.startswith((FORM, PARTS)):
        headers[b"content-type"] = FORM.encode() if form.body is None else b"application/octet-stream"
    left = [body]

    async def again() -> Message:
        return {"type": "http.request", "body": left.pop(), "more_body": False} if left else await receive()

    return {**scope, "headers": list(headers.items()), "form": form}, again


def form_of(scope: Message) -> Form | None:
    """The form that came with a request, None where it only wants to see the page; raises Wrong."""
    if wrong := scope.get("wrong"):
        raise wrong
    form: Form | None = scope.get("form")
    return form


async def read(scope: Message, receive: Receive, limits: Limits) -> Form:
    """The form of a request; fields in the address count where the form has none of the name. Raises Wrong."""
    kind = _header(scope, b"content-type")
    query = dict(parse_qsl((scope.get("query_string") or b"").decode("latin-1"), keep_blank_values=True))
    if kind.startswith(PARTS):
        return await _parts(kind, query, _chunks(receive, limits.largest), limits)
    body = b"".join([chunk async for chunk in _chunks(receive, limits.largest)])
    # curl calls whatever it is told to send a form; a form begins with the name of a field.
    if kind.startswith(FORM) and (not body or _FIELD.match(body)):
        return Form(query | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))
    return Form(query, body=body)


def _header(scope: Message, name: bytes) -> str:
    value: bytes = dict(scope["headers"]).get(name, b"")
    return value.decode("latin-1").strip()


async def _chunks(receive: Receive, largest: int) -> AsyncIterator[bytes]:
    """The body piece by piece; of one that is too large the rest is taken but not given, and Wrong raised."""
    size, more = 0, True
    while more and size <= _DRAINED * largest:
        try:
            message = await asyncio.wait_for(receive(), IDLE)
        except TimeoutError as error:
            raise Wrong(TOO_SLOW, 408) from error
        if message["type"] == "http.disconnect":
            raise Wrong(TOO_SLOW)
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
        if size <= largest:
            yield message.get("body", b"")
    if size > largest:
        raise Wrong(Rejected("too_large").message, 413, "too_large")


async def _parts(kind: str, query: dict[str, str], chunks: AsyncIterator[bytes], limits: Limits) -> Form:
    """Take a form with files apart."""
    form, counted = Form(dict(query)), 0

    def on_field(one: Field) -> None:
        nonlocal counted
        counted += 1
        if counted > _MOST_FIELDS or len(one.value or b"") > limits.held:
            raise Wrong(TOO_MANY, 413, "too_large")
        form.fields[_text(one.field_name)] = _text(one.value)

    def on_file(one: File) -> None:
        one.file_object.seek(0)
        form.files.append(Sent(_text(one.file_name), one.file_object, one.size))
        if sum(bool(sent.size) for sent in form.files) > limits.files:
            raise Wrong(TOO_MANY, 413, "too_large")

    try:
        parser = _parser(kind, on_field, on_file, limits.held)
        async for chunk in chunks:
            parser.write(chunk)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        form.close()
        raise Wrong(BROKEN) from error
    except BaseException:
        form.close()
        raise
    return form


def _parser(kind: str, on_field: Callable[[Field], None], on_file: Callable[[File], None], held: int) -> FormParser:
    headers = {"Content-Type": kind.encode("latin-1")}
    return create_form_parser(headers, on_field, on_file, config={"MAX_MEMORY_FILE_SIZE": held})


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


async def drained(receive: Receive, most: int) -> None:
    """Take a body and hold nothing of it, up to `most` bytes: a browser reads no answer before it has sent all."""
    with suppress(Wrong):
        async for _ in _chunks(receive, most // _DRAINED):
            pass
