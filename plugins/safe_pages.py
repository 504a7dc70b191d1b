"""Every answer tells the browser to run and show only what is ours, and all but a card to be in no page of others.

The policy (Content Security Policy, level 3) names no inline script or style. Datasette's own templates have some:
as they are compiled, each of their script and style tags gets a nonce, drawn anew for each answer, and their style
attributes, which no nonce allows, are taken out. Text from documents comes in only when a page is rendered, so
nothing in it can get the nonce.
"""

import mimetypes
import re
import secrets
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Wrapper = Callable[[App], App]

OURS = Path(__file__).resolve().parents[1] / "templates"

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}{made}; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
}

# A card to be shown in a frame of another program (plugins/reconcile.py): nothing on it can be pressed but one link.
FRAMED = "/reconcile/preview"

# The style element that a script of Datasette's (cm-resize) makes, first empty, then with its one fixed text.
MADE = ("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "sha256-38xqj8N9cygggde3AvM+xVgS15DUXTOhM9fjk0hLOS0=")

_TAG = re.compile(r"<(script|style)(?=[\s>])")
_ATTRIBUTE = re.compile(r'\s+style="(?:\{\{.*?\}\}|\{%.*?%\}|[^"{]|\{(?![{%]))*"', re.DOTALL)
_NONCE = r'<\1 nonce="{{ csp_nonce() }}"'


class Nonce:
    """What lets the inline scripts of one answer's template run; empty until the template asks for it."""

    def __init__(self) -> None:
        self.value = ""

    def __call__(self) -> str:
        """Return the nonce."""
        self.value = self.value or secrets.token_urlsafe(18)
        return self.value


_NOW: ContextVar[Nonce | None] = ContextVar("nonce of the answer that is made", default=None)


def csp_nonce() -> str:
    """Return the nonce of the answer that is made; empty outside of one."""
    nonce = _NOW.get()
    return nonce() if nonce else ""


def policy(nonce: str = "") -> str:
    """Return the policy for an answer; with a nonce the inline scripts and styles that bear it are let run."""
    made = "".join(f" '{one}'" for one in MADE) if nonce else ""
    return POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "", made=made)


class Nonces(Extension):
    """Gives a nonce to the inline scripts and styles of templates that are not ours."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template as the policy lets it work."""
        if filename is None or Path(filename).parent == OURS:
            return source
        return _TAG.sub(_NONCE, _ATTRIBUTE.sub("", source))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Teach the environment that all pages are rendered in."""
    env.globals["csp_nonce"] = csp_nonce
    env.add_extension(Nonces)


@hookimpl
def startup(datasette: Any) -> None:
    """Call scripts and styles what they are, whatever a Windows registry says: no other type is run."""
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/css", ".css")


def headers(path: str, nonce: str = "") -> dict[bytes, bytes]:
    """Return the headers that every answer bears."""
    ours = {**HEADERS, b"content-security-policy": policy(nonce).encode()}
    if path.endswith(FRAMED):
        del ours[b"x-frame-options"]
        ours[b"content-security-policy"] = policy().replace("frame-ancestors 'none'", "frame-ancestors *").encode()
    return ours


def _protecting(send: Send, path: str, nonce: Nonce) -> Send:
    async def protect(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = headers(path, nonce.value)
            kept = [(key, value) for key, value in message.get("headers", []) if key.lower() not in ours]
            message = {**message, "headers": [*kept, *ours.items()]}
        await send(message)

    return protect


def wrap(app: App) -> App:
    """Return the application with these headers on all its answers."""

    async def safe_pages(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        nonce = Nonce()
        before = _NOW.set(nonce)
        try:
            await app(scope, receive, _protecting(send, scope["path"], nonce))
        finally:
            _NOW.reset(before)

    return safe_pages


@hookimpl(wrapper=True)
def asgi_wrapper() -> Generator[None, list[Wrapper], list[Wrapper]]:
    """Stand around all other wrappers, whatever order they are loaded in: no answer leaves without these headers."""
    inner = yield
    return [*inner, wrap]
