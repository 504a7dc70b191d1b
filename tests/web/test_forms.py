"""Forms with files, taken apart as they come in."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from web import forms
from web.forms import Form, Limits, Message, Wrong, drained, form_of, read, taken_apart

PARTS = b"multipart/form-data; boundary=x"
LIMITS = Limits(largest=10_000, held=1_000, files=2)


def part(name: str, content: bytes, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file is not None else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


class Sender:
    """A client that sends a body in pieces; `taken` counts those that were taken."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.taken = list(pieces), 0

    async def __call__(self) -> Message:
        if self.taken == len(self.pieces):
            return {"type": "http.disconnect"}
        self.taken += 1
        more = self.taken < len(self.pieces)
        return {"type": "http.request", "body": self.pieces[self.taken - 1], "more_body": more}


def scope(kind: bytes = PARTS, query: bytes = b"") -> Message:
    return {"method": "POST", "headers": [(b"content-type", kind)], "query_string": query}


def parsed(body: bytes, size: int = 7, **asked: Any) -> Form:
    """The form that a body holds, which comes a few bytes at a time."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    return asyncio.run(read(scope(**asked), Sender(pieces), LIMITS))


def test_fields_and_files_of_a_form() -> None:
    body = part("a", "가".encode()) + part("f", b"1" * 2000, "큰.txt") + part("f", b"2", "b.md") + b"--x--"
    form = parsed(body, query=b"a=q&b=q")
    assert form.fields == {"a": "가", "b": "q"}
    assert [(sent.name, sent.size, len(sent.file.read())) for sent in form.files] == [
        ("큰.txt", 2000, 2000),
        ("b.md", 1, 1),
    ]
    form.close()
    assert all(sent.file.closed for sent in form.files)


def test_a_body_that_is_no_form_is_kept_as_it_is() -> None:
    assert parsed(b"draft", kind=b"text/plain", query=b"name=a.md") == Form({"name": "a.md"}, body=b"draft")
    assert parsed(b"a=%EA%B0%80&a=2", kind=b"application/x-www-form-urlencoded") == Form({"a": "2"})
    assert parsed("a=가".encode(), kind=b"application/x-www-form-urlencoded") == Form({"a": "가"})
    assert parsed(b"", kind=b"application/x-www-form-urlencoded") == Form({})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part("f", b"x" * 11_000, "a") + b"--x--", 413),
        (part("a", b"x" * 1_001) + b"--x--", 413),
        (part("a", b"x") * 101 + b"--x--", 413),
        (b"".join(part("f", b"1", str(number)) for number in range(3)) + b"--x--", 413),
        (b"no boundary at all", 400),
    ],
    ids=["large", "long field", "many fields", "many files", "broken"],
)
def test_what_is_too_much_or_broken_is_wrong(body: bytes, status: int) -> None:
    with pytest.raises(Wrong) as wrong:
        parsed(body)
    assert wrong.value.status == status


def test_of_a_body_that_is_too_large_some_is_taken_and_nothing_held() -> None:
    sender = Sender([b"x" * 1000] * 1000)
    with pytest.raises(Wrong):
        asyncio.run(read(scope(b"text/plain"), sender, LIMITS))
    assert 40 <= sender.taken < 50, "four times the limit: a browser reads no answer before"
    sender = Sender([b"x" * 1000] * 1000)
    asyncio.run(drained(sender, 8_000))
    assert sender.taken < 12


def test_a_client_that_stops_sending_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "IDLE", 0.01)

    async def silent() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    with pytest.raises(Wrong) as wrong:
        asyncio.run(read(scope(), silent, LIMITS))
    assert wrong.value.status == 408
    with pytest.raises(Wrong):
        asyncio.run(read(scope(), Sender([]), LIMITS))


def test_the_check_against_forgery_gets_the_token_alone() -> None:
    body = part("csrftoken", b"abc") + part("f", b"1", "a.md") + b"--x--"

    async def run() -> tuple[Message, Message]:
        made, receive = await taken_apart(scope(), Sender([body]), LIMITS)
        return made, await receive()

    made, message = asyncio.run(run())
    assert message["body"] == b"csrftoken=abc"
    assert dict(made["headers"]) == {b"content-type": b"application/x-www-form-urlencoded", b"content-length": b"13"}
    form = form_of(made)
    assert form
    assert [sent.name for sent in form.files] == ["a.md"]


def test_what_is_wrong_goes_on_as_a_look_at_the_page() -> None:
    made, _ = asyncio.run(taken_apart(scope(), Sender([part("csrftoken", b"\xff") + b"--x--"]), LIMITS))
    assert made["method"] == "GET"
    with pytest.raises(Wrong):
        form_of(made)
    assert form_of({"method": "GET"}) is None


def test_a_draft_that_a_program_calls_a_form_is_a_draft() -> None:
    """curl --data-binary @draft.md says that it sends a form."""
    draft = "# 계획서\n\n- 인원: 5명 & 2명, a=b".encode()
    assert parsed(draft, kind=b"application/x-www-form-urlencoded").body == draft
    made, _ = asyncio.run(taken_apart(scope(b"application/x-www-form-urlencoded"), Sender([draft]), LIMITS))
    assert dict(made["headers"])[b"content-type"] == b"application/octet-stream", "nobody else takes it for one"
