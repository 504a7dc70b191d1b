"""``/-/login`` and ``/-/logout`` in Korean, and tokens: who may decide is in accounts.json beside the base.

A session is the signed cookie that Datasette knows, for half a day at most (plugins/sessions.py);
``Authorization: Bearer TOKEN`` is for programs. Datasette's check against forged requests (asgi-csrf) holds for every
form; it lets only requests pass that bear no cookie or a token.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asgi_csrf
from datasette.utils import baseconv
from datasette.utils.asgi import NotFound, Request, Response
from pluggy import HookimplMarker

from ingest import accounts
from ingest.accounts import AccountError
from web.people import accounts_of

hookimpl = HookimplMarker("datasette")

HOURS = 12
COOKIE = "ds_actor"
AFTER = ("/review", "/upload", "/upload/files")  # pages that one may go on to
# One at a time: a password is compared slowly on purpose, and guessing must not take all of the machine.
_COMPARING = ThreadPoolExecutor(1, "passwords")
_STALE = "보낸 양식이 오래되었거나 다른 곳에서 왔습니다. 앞 쪽으로 돌아가 새로 고친 뒤 다시 보내 주세요."

asgi_csrf.error_messages.update(dict.fromkeys(asgi_csrf.Errors, _STALE))


def token_of(request: Request) -> str | None:
    """Return the token that a request bears, if it bears one."""
    kind, _, token = (request.headers.get("authorization") or "").partition(" ")
    return token.strip() if kind == "Bearer" else None


@hookimpl
def actor_from_request(datasette: Any, request: Request) -> dict[str, Any] | None:
    """Say who a token stands for; ``token`` tells that it was one."""
    token = token_of(request)
    try:
        name = accounts.bearer(accounts_of(datasette), token) if token else None
    except AccountError:
        return None
    return {"id": name, "token": True} if name else None


async def login(datasette: Any, request: Request) -> Response:
    """Show the form, or log in and go on to the questions."""
    page: dict[str, Any] = {"username": "", "error": None, "shortest": accounts.SHORTEST, "to": wanted(request.args)}
    status = 200
    try:
        page["anybody"] = bool(found := accounts_of(datasette))
    except AccountError as error:
        page |= {"anybody": False, "error": str(error)}
        found, status = {}, 500
    if request.method == "POST" and found:
        form = await request.post_vars()
        name, password = form.get("username", "").strip(), form.get("password", "")
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(_COMPARING, accounts.password_fits, found, name, password):
            return _logged_in(datasette, request, {"id": name, "mark": accounts.mark(found, name)}, wanted(form))
        page |= {
            "to": wanted(form),
            "username": name[:100],
            "error": "이름이나 비밀번호가 맞지 않습니다. 다시 적어 주세요.",
        }
        status = 403
    body = await datasette.render_template("login.html", page, request=request)
    return Response.html(body, status=status, headers={"cache-control": "no-store"})


def wanted(told: Any) -> str:
    """Return the page to go on to; none but those that need a login."""
    to = told.get("to") or ""
    return to if to in AFTER else AFTER[0]


def _logged_in(datasette: Any, request: Request, actor: dict[str, Any], to: str) -> Response:
    ends = baseconv.base62.encode(int(time.time()) + HOURS * 3600)
    response = Response.redirect(datasette.urls.path(to), status=303)
    signed = datasette.sign({"a": actor, "e": ends}, "actor")
    secure = request.scheme == "https"
    response.set_cookie(COOKIE, signed, max_age=HOURS * 3600, secure=secure, httponly=True)
    return response


async def logout(datasette: Any, request: Request) -> Response:
    """Ask, then forget who it was."""
    if request.method == "POST" or not request.actor:
        response = Response.redirect(datasette.urls.path("/"), status=303)
        response.set_cookie(COOKIE, "", expires=0, max_age=0)
        return response
    return Response.html(await datasette.render_template("logout.html", {}, request=request))


async def no_tool(request: Request) -> Response:
    """Hash no passwords for whoever asks: that is what kb password does."""
    raise NotFound("kb password를 쓰세요.")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Stand before the pages of Datasette and of datasette-auth-passwords."""
    return [(r"^/-/login$", login), (r"^/-/logout$", logout), (r"^/-/password-tool$", no_tool)]
