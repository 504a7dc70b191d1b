"""Workbooks of Datasette's lists in Korean: what datasette-xlsx adds about a file, and the file's name.

The library writes all rows of a list with its filters, but names the file after the table, tells of it in Swedish,
and has the base's names and codes in it. Its writer is replaced by one with Korean heads and words for codes, in
which a date is a date; a file of nothing is a bad request.
"""

import io
from datetime import datetime
from typing import Any

import datasette_xlsx
from datasette.utils.asgi import BadRequest
from datasette_xlsx import EXCEL_MAX_CELL, _query_rows, _Writer
from openpyxl.styles import Font
from pluggy import HookimplMarker

from ingest.excel import KOREA, attachment
from ingest.workbook import Sheet, as_date, cell, set_widths
from web.words import codes, label_of

hookimpl = HookimplMarker("datasette")

ABOUT = "이 파일에 관하여"
# What the library tells of a file, by its own names, and what stands for it; the rest is nobody's business.
TOLD = {"Tabell/vy": "표", "Sparad fråga": "저장된 질문", "SQL": "SQL", "URL": "주소"}
SQL = "kb-fraga"  # how the library calls what someone asked in SQL
NO_SQL = "무엇을 내려받을지 적지 않았습니다. 표의 쪽에서 ‘엑셀’을 누르거나 주소에 sql을 적어 주세요."
LEFT_OUT = " …(줄임)"
CUT = "줄이 {most:,}개를 넘어 여기까지만 담았습니다. 조건을 더해 나누어 받거나 CSV로 받아 주세요."
SHORTENED = "{count:,}개 칸의 글이 엑셀 한 칸의 한도를 넘어 줄였습니다. 온전한 글은 CSV에 있습니다."

_known: dict[str, Any] = {}  # the metadata of the base that is served


def title_of(name: str) -> str:
    """Return the Korean title of a table, view or question."""
    if name == SQL:
        return "직접 물은 것"
    told = (_known.get("tables") or {}).get(name) or (_known.get("queries") or {}).get(name) or {}
    return str(told.get("title") or name)


def columns_of(name: str) -> dict[str, str]:
    """Return what the columns of a table or view mean."""
    columns: dict[str, str] = ((_known.get("tables") or {}).get(name) or {}).get("columns") or {}
    return columns


class Writer(_Writer):  # type: ignore[misc]
    """Writes a list as the library does, but in Korean, and tells of it in Korean."""

    def __init__(self, columns: Any, sheet_title: str, max_rows: int) -> None:
        names = [str(column) for column in columns]
        told = columns_of(sheet_title)
        self._codes = [codes(str(told.get(name) or "")) for name in names]
        super().__init__([label_of(name) for name in names], title_of(sheet_title), max_rows)
        self.columns = names

    def write(self, row: Any) -> bool:
        """Write a row with words for its codes; False where the most rows are reached."""
        values = (
            meaning.get(value, value) if isinstance(value, str) else value
            for value, meaning in zip(row, self._codes, strict=True)
        )
        return bool(super().write(list(values)))

    def _cell(self, value: Any) -> Any:
        if day := as_date(value):
            return cell(self.ws, day)
        if isinstance(value, str) and len(value) > EXCEL_MAX_CELL:
            self.truncated_cells += 1
            value = f"{value[: EXCEL_MAX_CELL - len(LEFT_OUT)]}{LEFT_OUT}"
        return super()._cell(value)

    def finish(self, info: dict[str, Any]) -> bytes:
        """Return the file: the rows, what they are and where they come from, and what the columns mean."""
        self._flush()
        self._close_table()
        name = str(info.get("Tabell/vy") or info.get("Sparad fråga") or "")
        rows = [(korean, str(info[key])) for key, korean in TOLD.items() if info.get(key)]
        rows = [(told, title_of(value) if value == name else value) for told, value in rows]
        rows += [("내려받은 때", f"{datetime.now(KOREA):%Y-%m-%d %H:%M}"), ("줄 수", f"{self.rows:,}")]
        rows += [("참고", CUT.format(most=self.max_rows))] if self.hit_limit else []
        rows += [("참고", SHORTENED.format(count=self.truncated_cells))] if self.truncated_cells else []
        rows += [
            (f"열 {label_of(column)}", meaning)
            for column, meaning in columns_of(name).items()
            if column in self.columns
        ]
        self._tell(Sheet(ABOUT, ("항목", "내용"), rows))
        out = io.BytesIO()
        self.wb.save(out)
        return out.getvalue()

    def _tell(self, sheet: Sheet) -> None:
        page = self.wb.create_sheet(sheet.title)
        set_widths(page, sheet)
        page.append([cell(page, head, Font(bold=True)) for head in sheet.columns])
        for row in sheet.rows:
            page.append([cell(page, value) for value in row])


async def query_rows(base: Any, sql: str | None, *more: Any) -> None:
    """Write the rows of a question as the library does; raises BadRequest where nothing is asked."""
    if not sql:
        raise BadRequest(NO_SQL)
    await _query_rows(base, sql, *more)


@hookimpl
def startup(datasette: Any) -> None:
    """Put the writer and the names in the place of the library's."""
    _known.clear()
    _known.update((datasette.metadata("databases") or {}).get("kb") or {})
    datasette_xlsx._Writer = Writer
    datasette_xlsx._query_rows = query_rows
    datasette_xlsx._filename_header = lambda name: attachment(title_of(name), "xlsx")
