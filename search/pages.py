"""Where entries are shown: a visit on its trip's page, a policy on its institution's or document's."""

import sqlite3
from collections.abc import Sequence
from urllib.parse import quote

from search import lookup


def pages_of(connection: sqlite3.Connection, entries: Sequence[tuple[str, str]]) -> list[str]:
    """The pages of entries, each given by its type and its id."""
    trips = lookup.trips_of(connection, [id for type, id in entries if type == "visit"])
    homes = lookup.homes_of_policies(connection, [id for type, id in entries if type == "policy"])
    return [_page(type, id, trips, homes) for type, id in entries]


def _page(type: str, id: str, trips: dict[str, str], homes: dict[str, tuple[str, str]]) -> str:
    if type == "visit":
        return f"/trips/{quote(trips.get(id, ''), safe='')}#visit-{quote(id, safe='')}"
    if type == "policy":
        type, id = homes.get(id, ("document", ""))
    return f"/{type}s/{quote(id, safe='')}"
