"""Who sends a request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from ingest import accounts
from ingest.accounts import Accounts


def accounts_of(datasette: Any) -> Accounts:
    """Return the accounts that go with the base; nobody where there is no base in a file. Raises AccountError."""
    path = next((base.path for base in datasette.databases.values() if base.path), None)
    return accounts.load(accounts.beside(Path(path))) if path else {}


def bears_token(request: Request) -> bool:
    """Return whether it is a program that asks; a proxy's password is no token."""
    return (request.headers.get("authorization") or "").startswith("Bearer ")


def who(request: Request) -> str | None:
    """Return the name of who asks. A request that bears a token is that token's, whatever cookies it has."""
    actor = request.actor or {}
    if bears_token(request) and not actor.get("token"):
        return None
    return str(actor.get("name") or actor.get("id") or "").strip()[:100] or None


async def logged_in(datasette: Any, request: Request) -> bool:
    """Whether someone is logged in, for what stands before Datasette and can't wait till it has told."""
    found = [await await_me_maybe(one) for one in pm.hook.actor_from_request(datasette=datasette, request=request)]
    request.scope["actor"] = next(filter(None, found), None)
    return who(request) is not None
