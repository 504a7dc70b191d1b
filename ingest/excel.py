"""CSV that Excel on a Korean PC reads as what it is, and runs nothing of.

A byte order mark says that it is UTF-8; an apostrophe stands before a cell that a spreadsheet would
take for a formula. Numbers are left alone.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from urllib.parse import quote

KOREA = timezone(timedelta(hours=9), "KST")
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')  # what Windows takes in no name of a file
_LONGEST = 80  # characters of a name

BOM = b"\xef\xbb\xbf"

# What csv.writer writes: a quoted cell with its quotes doubled, or a bare one.
_CELL = re.compile(rb'"[^"]*+(?:""[^"]*+)*+"|[^",\r\n]++')
_FORMULA = tuple(sign.encode() for sign in "=+-@\t\r＝＋－＠")
_NUMBER = re.compile(rb"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


class SafeCsv:
    """Bytes of CSV in, the same rows out, safe for a spreadsheet.

    The bytes may be cut anywhere: rows leave when they are complete, the rest waits for ``close``.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._quoted = False
        self._mark = BOM

    def feed(self, data: bytes) -> bytes:
        """Return all rows that ``data`` completes."""
        cut = self._end_of_rows(data)
        if not cut:
            self._rest += data
            return b""
        rows, self._rest = self._rest + data[:cut], data[cut:]
        return self._safe(rows)

    def close(self) -> bytes:
        """Return what is left: a last row without a line end, and the mark of an empty file."""
        rows, self._rest = self._rest, b""
        return self._safe(rows)

    def _end_of_rows(self, data: bytes) -> int:
        """Return the place after the last line end outside quotes (a doubled quote leaves and enters)."""
        end = position = 0
        for number, part in enumerate(data.split(b'"')):
            if number:
                self._quoted = not self._quoted
                position += 1
            if not self._quoted and b"\n" in part:
                end = position + part.rindex(b"\n") + 1
            position += len(part)
        return end

    def _safe(self, rows: bytes) -> bytes:
        mark, self._mark = self._mark, b""
        return mark + _CELL.sub(_safe_cell, rows)


def _safe_cell(match: re.Match[bytes]) -> bytes:
    """Return the cell as it was, or behind an apostrophe when it begins like a formula."""
    cell = match[0]
    quote, value = (b'"', cell[1:]) if cell.startswith(b'"') else (b"", cell)
    if not value.startswith(_FORMULA) or _NUMBER.fullmatch(value.removesuffix(quote)):
        return cell
    return quote + b"'" + value


def safe_csv(data: bytes) -> bytes:
    """A whole CSV made safe."""
    filter_ = SafeCsv()
    return filter_.feed(data) + filter_.close()


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV, not made safe yet."""
    return csv_lines([columns, *rows]).encode()


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines of CSV, not made safe yet; what is no text in UTF-8 becomes a question mark."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace").decode()


def attachment(title: str, ending: str, day: date | None = None) -> str:
    """The header (Content-Disposition) by which a file is saved under its title and the day, today in Korea.

    The name stands twice, as RFC 6266 has it: for programs that know only ASCII by its ending alone.
    """
    day = day or datetime.now(KOREA).date()
    name = " ".join(_NO_NAME.sub(" ", title).split())[:_LONGEST].strip(" .") or "가본데"
    return (
        f"attachment; filename=\"gabonde-{day}.{ending}\"; filename*=UTF-8''{quote(f'{name}-{day}.{ending}', safe='')}"
    )
