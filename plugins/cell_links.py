"""In Datasette's tables, names lead to our pages: an institution, a trip, the line of a document."""

import sqlite3
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")

# (table, column) -> the page and the columns of the row that fill it in; None is any table, view or query.
LINKS = {
    ("institutions", "name_ko"): ("/institutions/{}", ("id",)),
    ("institutions", "name_en"): ("/institutions/{}", ("id",)),
    ("institutions", "name_local"): ("/institutions/{}", ("id",)),
    ("trips", "title"): ("/trips/{}", ("id",)),
    ("documents", "title"): ("/documents/{}", ("id",)),
    ("documents", "path"): ("/documents/{}", ("id",)),
    ("visits", "name_as_written"): ("/trips/{}#visit-{}", ("trip_id", "id")),
    (None, "institution"): ("/institutions/{}", ("institution_id",)),
    (None, "trip"): ("/trips/{}", ("trip_id",)),
    (None, "document"): ("/documents/{}", ("document_id",)),
    (None, "block"): ("/documents/{}#b-{}", ("document_id", "block")),
    (None, "기관"): ("/institutions/{}", ("institution_id",)),
}


def page_of(row: sqlite3.Row, table: str | None, column: str) -> str | None:
    """Return the path of the page that a cell leads to, if its row names one."""
    page, columns = LINKS.get((table, column)) or LINKS.get((None, column)) or ("", ())
    present = row.keys()
    values = [row[name] if name in present else None for name in columns]
    # With labels, Datasette gives a reference as {"value": …, "label": …}.
    values = [value.get("value") if isinstance(value, dict) else value for value in values]
    if not values or any(value in (None, "") for value in values):
        return None
    return page.format(*(quote(str(value), safe="") for value in values))


@hookimpl
def render_cell(row: sqlite3.Row, value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    """Make the name in a cell a link to its page."""
    path = page_of(row, table, column) if isinstance(value, str) and value.strip() else None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), value) if path else None
