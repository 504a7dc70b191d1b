"""What can't be answered as asked is a 400 with a sentence; Datasette alone fails with 500, or says it in English."""

import re
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import ValueAsBooleanError
from datasette.utils.asgi import BadRequest, Request, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker

from web import reading

hookimpl = HookimplMarker("datasette")

LAST = 2**63 - 1  # SQLite counts no further
OURS = Path(__file__).resolve().parents[1]

TOO_LONG = (
    "찾는 데 {seconds:g}초가 넘게 걸려 멈추었습니다. 조건을 더하거나 SQL 끝에 limit 100처럼 적어 줄 수를 줄인 뒤 "
    "다시 해 주세요."
)
UNREADABLE = "주소에 적힌 조건 가운데 읽지 못하는 것이 있습니다. 물음표 뒤를 고치거나 지우고 다시 열어 주세요."

# What Python raises where Datasette takes an argument for what it isn't; see `misread`.
_MISREAD = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError),
    *(sqlite3.ProgrammingError, sqlite3.InterfaceError, ValueAsBooleanError),
)
_REFUSED_INSIDE = re.compile(r"4\d\d ")  # how datasette-xlsx begins when a page that it asks for is refused


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


def misread(request: Request, error: Exception) -> bool:
    """Return whether an error comes of the address: raised in Datasette's own code, none of ours taking part."""
    if isinstance(error, DatasetteError):
        return error.status == 500 and str(error.message).startswith("Invalid")
    if isinstance(error, RuntimeError) and not isinstance(error, RecursionError):
        return bool(_REFUSED_INSIDE.match(str(error)))
    frames = traceback.extract_tb(error.__traceback__)
    ours = any(Path(frame.filename).parent.parent == OURS for frame in frames)
    return isinstance(error, _MISREAD) and bool(request.query_string) and not ours


def no_file(error: Exception) -> bool:
    """Return whether an address below a folder of files, such as /static/a.js/b, can be none of a file."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, OSError | ValueError) and any(frame.name == "inner_static" for frame in frames)


def interrupted(error: Exception) -> bool:
    """Return whether a query was stopped because it took too long."""
    stopped = isinstance(error, DatasetteError) and error.title == "SQL Interrupted"
    return stopped or isinstance(error, QueryInterrupted)


@hookimpl
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Answer for what the address is the cause of; what else goes wrong is left to Datasette."""

    async def answer() -> Response | None:
        if no_file(exception):
            return Response.html(await datasette.render_template("404.html", {}, request=request), status=404)
        status = 400
        if isinstance(exception, reading.TooLong):
            said, status = str(exception), reading.STATUS
        elif interrupted(exception):
            said = TOO_LONG.format(seconds=datasette.setting("sql_time_limit_ms") / 1000)
        elif misread(request, exception):
            said = UNREADABLE
        else:
            return None
        told = {"ok": False, "error": said, "status": status, "title": None}
        if request.path.endswith(".json"):
            return Response.json(told, status=status)
        return Response.html(await datasette.render_template("error.html", told, request=request), status=status)

    return answer
