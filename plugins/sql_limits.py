"""How large the things may grow that one SQL statement makes: what a time limit can't stop is stopped here.

SQLite looks at the clock between its steps only; one step may make a text of a gigabyte or compare with a pattern of
thousands of wildcards (sqlite.org/security.html, "Untrusted SQL Inputs").
"""

import sqlite3

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64 * 2**20,  # bytes of one value; a document's text has at most 50 MB
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,  # bytes of a statement; Datasette's own have thousands at most
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 300,  # bytes of a pattern
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 300,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Set the limits on every connection that Datasette opens."""
    for limit, most in LIMITS.items():
        conn.setlimit(limit, most)
