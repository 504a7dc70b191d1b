"""A list that can't be sorted or turned as asked is a 400 with a sentence; Datasette alone fails with 500."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from datasette.utils.asgi import BadRequest, Request
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

LAST = 2**63 - 1  # SQLite counts no further


def wrong_sort(args: Any, columns: Collection[str]) -> str | None:
    """Return what is wrong with ``_sort`` and ``_sort_desc``, if anything is."""
    asked = [args[name] for name in ("_sort", "_sort_desc") if args.get(name)]
    if len(asked) > 1:
        return "_sort와 _sort_desc 가운데 하나만 적어 주세요."
    if not set(asked) <= set(columns):
        return "그런 열로는 정렬할 수 없습니다. 주소에 적힌 열 이름을 확인해 주세요."
    return None


def wrong_place(place: str) -> str | None:
    """Return what is wrong with the ``_next`` of a view, where it is the number of rows to pass over."""
    if place.isascii() and place.isdigit() and len(place) < 20 and int(place) <= LAST:
        return None
    return "목록에 그런 자리가 없습니다. 주소의 _next를 지우고 처음부터 보아 주세요."


@hookimpl
def filters_from_request(request: Request, database: str, table: str, datasette: Any) -> Callable[[], Awaitable[None]]:
    """Look at the request before Datasette acts on it; no filter is added."""

    async def look() -> None:
        base = datasette.get_database(database)
        columns, is_view = await base.table_columns(table), table in await base.view_names()
        if not is_view and not await base.primary_keys(table):
            columns.append("rowid")
        place = request.args.get("_next")
        said = wrong_sort(request.args, columns) or (wrong_place(place) if is_view and place else None)
        if said:
            raise BadRequest(said)

    return look
