"""The base read for a page, within a time: whoever waits is told what to do rather than waiting on.

Datasette stops the queries that people write (sql_time_limit_ms), not what a plugin does with a connection. SQLite asks
every STEPS steps of its own whether to go on (sqlite.org/c3ref/progress_handler.html).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

SECONDS = 10.0
"""Seconds that a page may read; our own pages take a tenth of one at 100,000 documents."""
ONCE = 120.0
"""Seconds that what is made once for a base, and kept, may take."""
STEPS = 20_000  # Datasette asks every 1,000; each time a thread has to wait for its turn in Python
STATUS = 503

TOO_LONG = (
    "자료를 읽는 데 {seconds:g}초가 넘게 걸려 멈추었습니다. 서버가 바쁠 수 있으니 잠시 뒤 다시 열어 주세요. "
    "계속되면 찾는 조건을 더하거나 관리자에게 알려 주세요."
)


class TooLong(Exception):  # noqa: N818 - nothing is at fault
    """Reading was stopped; the message is a Korean sentence that says what to do."""


def limited(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T], seconds: float) -> T:
    """Return what ``work`` reads; raises TooLong where a query of it still runs after so many seconds."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() >= end, STEPS)
    try:
        return work(connection)
    except sqlite3.OperationalError as error:
        if error.args == ("interrupted",):
            raise TooLong(TOO_LONG.format(seconds=seconds)) from error
        raise
    finally:
        connection.set_progress_handler(None, STEPS)


async def read(datasette: Any, work: Callable[[sqlite3.Connection], T], seconds: float | None = None) -> T:
    """Return what ``work`` reads of the base in one of Datasette's reading threads; raises TooLong."""
    most = SECONDS if seconds is None else seconds
    made: T = await datasette.get_database("kb").execute_fn(lambda conn: limited(conn, work, most))
    return made
