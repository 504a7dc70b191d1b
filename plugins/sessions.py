"""A session ends where its account does: every request is asked again whether the one who sends it may still log in.

Datasette believes a cookie that it signed until that expires. Here it bears a mark of the password too, so that one who
was taken out, or whose password is another now, is logged out with the next request, on every browser.
"""

from collections.abc import Generator, Sequence
from typing import Any

from datasette.utils.asgi import Request
from pluggy import HookimplMarker

from ingest import accounts
from ingest.accounts import AccountError
from web.people import accounts_of

hookimpl = HookimplMarker("datasette")


def standing(datasette: Any, found: Sequence[Any]) -> list[Any]:
    """Return of those whom a request may come from the ones that an account of now stands behind.

    Who bears a token was looked up just now (plugins/login.py); the mark itself is for nobody else.
    """
    if all(one.get("token") for one in found):
        return list(found)
    try:
        known = accounts_of(datasette)
    except AccountError:
        return []
    marks = ((one, accounts.mark(known, str(one.get("id")))) for one in found)
    told = [one for one, mark in marks if one.get("token") or (mark and one.get("mark") == mark)]
    return [{key: value for key, value in one.items() if key != "mark"} for one in told]


@hookimpl(hookwrapper=True)
def actor_from_request(datasette: Any, request: Request) -> Generator[None, Any, None]:
    """Look at what Datasette and our own plugin say."""
    outcome = yield
    outcome.force_result(standing(datasette, [one for one in outcome.get_result() if isinstance(one, dict)]))
