"""CSV of a saved question, and of SQL that someone writes, with all rows.

Datasette alone stops both at ``max_returned_rows`` without a word (datasette issue 526); its time limit still holds.
What a table or a view has it streams whole itself (plugins/excel_csv.py); workbooks are whole as well.
"""

import re
import sqlite3
from typing import Any

from datasette.utils import InvalidSql, derive_named_parameters, validate_sql_select
from datasette.utils.asgi import BadRequest, NotFound, Request, Response
from pluggy import HookimplMarker

from ingest.excel import attachment, table_csv

hookimpl = HookimplMarker("datasette")

NAME = "kb"


async def whole(datasette: Any, request: Request, sql: str, title: str) -> Response:
    """Answer with all rows of a question; raises BadRequest where SQLite can't answer it."""
    base = datasette.get_database(NAME)
    try:
        names = await derive_named_parameters(base, sql)
        params = {name: request.args.get(name) or "" for name in names}
        results = await base.execute(sql, params)
    except sqlite3.DatabaseError as error:
        raise BadRequest(str(error)) from error
    body = table_csv(results.columns, map(tuple, results.rows))
    headers = {"content-disposition": attachment(title, "csv")}
    return Response(body, headers=headers, content_type="text/plain; charset=utf-8")


async def saved_question(datasette: Any, request: Request) -> Response:
    """Answer a saved question for those who may see it."""
    name = request.url_vars["name"]
    query = await datasette.get_canned_query(NAME, name, request.actor)
    if not query:
        raise NotFound("그런 질문은 없습니다.")
    allowed = [("view-query", (NAME, name)), ("view-database", NAME), "view-instance"]
    await datasette.ensure_permissions(request.actor, allowed)
    return await whole(datasette, request, query["sql"], query.get("title") or name)


async def written(datasette: Any, request: Request) -> Response:
    """Answer SQL for those who may write some."""
    sql = (request.args.get("sql") or "").strip().rstrip(";")
    await datasette.ensure_permissions(request.actor, [("view-database", NAME), "view-instance"])
    await datasette.ensure_permissions(request.actor, [("execute-sql", NAME)])
    try:
        validate_sql_select(sql)
    except InvalidSql as error:
        raise BadRequest(str(error)) from error
    return await whole(datasette, request, sql, "직접 물은 것")


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Stand before Datasette's own answers to the questions that metadata.yml saves, and to SQL."""
    known = (datasette.metadata("databases") or {}).get(NAME) or {}
    names = "|".join(map(re.escape, known.get("queries") or {})) or "(?!)"
    return [(rf"^/{NAME}/(?P<name>{names})\.csv$", saved_question), (rf"^/{NAME}\.csv$", written)]
