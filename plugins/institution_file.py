"""``/institutions/ID.xlsx``: all that the base has on one institution, a table a sheet, to take home."""

import sqlite3
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Request, Response
from pluggy import HookimplMarker

from ingest.excel import attachment
from ingest.workbook import TYPE, Sheet, workbook
from web import reading
from web.words import label_of

hookimpl = HookimplMarker("datasette")

NAME = "select coalesce(name_ko, name_en, name_local) from institutions where id = ?"

# The sheets by their titles; the heads of their columns are those of the SQL, in Korean.
SHEETS = {
    "방문": """
select date, date_end, start_time, year, institution, name_as_written, kind, city, country, who, government, trip,
  headcount, case status when 'planned' then '계획' when 'done' then '다녀옴' else '취소' end as status, agenda,
  document, block, institution_id, trip_id, document_id, visit_id
from visit_log where institution_id = ?
""",
    "물은 것": """
select distinct visits.date as 날짜, policies.statement as "물은 것", visit_log.who as 누가, visit_log.trip as 출장,
  (select group_concat(themes.name_ko, ', ') from policy_themes join themes on themes.id = policy_themes.theme_id
   where policy_themes.policy_id = policies.id) as 주제, visit_log.document as 문서, policies.block as 자리
from visit_log
join visits on visits.id = visit_log.visit_id
join policies on policies.visit_id = visits.id
where visit_log.institution_id = ? order by visits.date desc, policies.id
""",
    "문서가 말하는 것": """
select policies.statement as 내용, documents.path as 문서, documents.date as "문서의 날짜", policies.block as 자리
from policies join documents on documents.id = policies.document_id
where policies.institution_id = ? and policies.visit_id is null order by documents.date desc, documents.id, policies.id
""",
    "이름": """
select name as 이름, case language when 'ko' then '한국어' when 'en' then '영어' else '현지어' end as 언어,
  case origin when 'authority' then '기준 목록' when 'document' then '문서 표기' else '사람의 결정' end as "온 곳"
from institution_names where institution_id = ? order by language = 'ko' desc, language, name
""",
    "확인한 내용": """
select property as 항목, language as 언어, value as 내용, coalesce(source, '출처 미확인') as 출처
from institution_claims where institution_id = ? order by property, language, value
""",
}


def read_sheets(conn: sqlite3.Connection, id: str) -> tuple[str, list[Sheet]] | None:
    """Return the institution's name and its tables, or nothing when the base has no such institution."""
    found = conn.execute(NAME, (id,)).fetchone()
    if not found:
        return None
    sheets = []
    for title, sql in SHEETS.items():
        cursor = conn.execute(sql, (id,))
        heads = [label_of(column[0]) for column in cursor.description]
        sheets.append(Sheet(title, heads, list(map(tuple, cursor))))
    return str(found[0]), sheets


async def institution_file(datasette: Any, request: Request) -> Response:
    """Answer with the workbook of an institution."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    id = unquote(request.url_vars["id"])

    def make(conn: sqlite3.Connection) -> tuple[str, bytes] | None:
        found = read_sheets(conn, id)
        return (found[0], workbook(found[1])) if found else None

    made = await reading.read(datasette, make)
    if made is None:
        raise NotFound("그런 기관은 없습니다.")
    headers = {"content-disposition": attachment(made[0], "xlsx")}
    return Response(made[1], headers=headers, content_type=TYPE)


@hookimpl(tryfirst=True)
def register_routes() -> list[tuple[str, Any]]:
    """Stand before the page of an institution."""
    return [(r"^/institutions/(?P<id>[^/]+)\.xlsx$", institution_file)]
