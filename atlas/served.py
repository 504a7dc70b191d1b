"""The facts of the base that a Datasette serves."""

import sqlite3
from pathlib import Path
from typing import Any

from atlas.facts import Facts, load
from ingest import authority
from web.reading import ONCE, read


def lists_of(datasette: Any) -> Path:
    """Return the folder of lists and decisions that ``datasette`` was told of."""
    told = (datasette.plugin_config("gabonde") or {}).get("authority")
    return Path(told) if told else authority.DEFAULT


def facts_of(datasette: Any, conn: sqlite3.Connection) -> Facts:
    """Return the facts behind a connection of ``datasette``'s; city names are looked up in the lists it was told of."""
    return load(conn, Path(datasette.get_database("kb").path), lists_of(datasette))


async def facts_for(datasette: Any, request: Any) -> Facts:
    """Return the same for whoever asks; raises Datasette's Forbidden for those who may not see the base."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    return await kept_facts(datasette)


async def kept_facts(datasette: Any) -> Facts:
    """Return the facts; the first who asks after a build waits until they are made."""
    return await read(datasette, lambda conn: facts_of(datasette, conn), ONCE)
