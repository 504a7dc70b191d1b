"""Below another path than / (the setting ``base_url``) requests are taken with that path and without.

A proxy may take it away before it asks us, or leave it. Datasette 0.65 finds its pages either way, but where the
path is left, the links of its tables (sorting, facets, exports) bear it twice.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]


def without(scope: Message, base: str) -> Message:
    """Return the scope of a request with `base` taken from the front of its path, if it is there."""
    if scope["type"] != "http" or base == "/" or not scope["path"].startswith(base):
        return scope
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": scope["path"][len(base) - 1 :], "raw_path": raw[len(base.encode()) - 1 :]}


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Stand before everything that looks at a path."""

    def wrap(app: App) -> App:
        async def base_path(scope: Message, receive: Any, send: Any) -> None:
            await app(without(scope, datasette.setting("base_url")), receive, send)

        return base_path

    return wrap
