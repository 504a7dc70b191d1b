"""Datasette's own search boxes use our tokens: ``escape_fts(q)`` in SQL is search.tokens.match_expression."""

import sqlite3

from pluggy import HookimplMarker

from search.tokens import match_expression

hookimpl = HookimplMarker("datasette")

NOTHING = '""'  # a phrase without words: FTS5 finds nothing with it, and does not complain


def escape_fts(query: object) -> str:
    """Return the FTS5 expression for what a person typed."""
    return match_expression("" if query is None else str(query)) or NOTHING


@hookimpl(trylast=True)  # after Datasette's own function of this name, so that ours stays
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Register the function on every connection that Datasette opens."""
    conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
