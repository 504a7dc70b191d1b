"""Datasette's own search boxes use our tokens: ``escape_fts(q)`` in SQL gives a query's words, phrases, exclusions."""

import sqlite3

from pluggy import HookimplMarker

from search.query import parse

hookimpl = HookimplMarker("datasette")


def escape_fts(query: object) -> str:
    """Return the FTS5 expression for what a person typed."""
    return parse("" if query is None else str(query)).expression


@hookimpl(trylast=True)  # after Datasette's own function of this name, so that ours stays
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Register the function on every connection that Datasette opens."""
    conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
