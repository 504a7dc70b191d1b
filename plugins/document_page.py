"""``/documents/ID``: the document as it was, with the facts that rest on each of its lines."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Request, Response
from pluggy import HookimplMarker

from ingest.overlap import repeated_of
from web import reading

hookimpl = HookimplMarker("datasette")

Rows = list[sqlite3.Row]

DOCUMENT = "select * from documents where id = ?"
TRIPS = """
select trips.id, trips.title, trips.start_date, trip_documents.role
from trip_documents join trips on trips.id = trip_documents.trip_id
where trip_documents.document_id = ? order by trips.start_date, trips.id
"""
BLOCKS = "select * from blocks where document_id = ? order by seq"
FACTS = """
select facts.*, blocks.seq from (
  select block, 'visit' as kind, name_as_written as text, trip_id, id as visit_id, institution_id, date
    from visits where document_id = :document
  union all
  select block, kind, text, trip_id, null, null, date from activities where document_id = :document
  union all
  select policies.block, 'policy', policies.statement, visits.trip_id, policies.visit_id,
    coalesce(policies.institution_id, visits.institution_id), null
    from policies left join visits on visits.id = policies.visit_id where policies.document_id = :document
  union all
  select block, 'finding', message, trip_id, null, null, null
    from findings where document_id = :document
  union all
  select block, 'statement', value, trip_id, null, null, null
    from trip_statements where document_id = :document
  union all
  select block, 'participant', trim(coalesce(government, '') || ' ' || coalesce(basic, '') || ' ' ||
    coalesce(department, '')), trip_id, null, null, null from trip_participants where document_id = :document
  union all
  select block, 'outcome', text, trip_id, null, null, null from outcomes where document_id = :document
  union all
  select block, 'cost', trim(coalesce(item, '') || coalesce(' ' || printf('%,d', amount) ||
    case currency when 'KRW' then '원' else coalesce(' ' || currency, '') end, '')), trip_id, null, null, null
    from costs where document_id = :document
) as facts
left join blocks on blocks.document_id = :document and blocks.block = facts.block
order by blocks.seq is null, blocks.seq, facts.kind = 'visit' desc, facts.kind, facts.text
"""


@dataclass(slots=True)
class Node:
    """A block of the document with what lies in it and the facts that rest on it."""

    row: sqlite3.Row
    facts: Rows
    inner: list["Node"] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The block's place, which is its anchor on the page."""
        return str(self.row["block"])

    @property
    def parts(self) -> list["Part"]:
        """What lies in it, lists put together."""
        return parts(self.inner)

    @property
    def table_rows(self) -> list[list["Node"]]:
        """A table's cells by row; a row that spans cover whole is there, and empty."""
        height = max((cell.row["row"] + (cell.row["rowspan"] or 1) for cell in self.inner), default=0)
        rows: list[list[Node]] = [[] for _ in range(height)]
        for cell in sorted(self.inner, key=lambda cell: int(cell.row["column"])):
            rows[cell.row["row"]].append(cell)
        return rows


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the deeper ones below it."""

    node: Node
    inner: list["Item"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: one block, or a run of list items."""

    kind: str
    node: Node
    items: list[Item]


def parent(place: str, nodes: dict[str, Node]) -> Node | None:
    """Return the block that the one at ``place`` lies in, if it lies in one."""
    while "." in place:
        place = place.rpartition(".")[0]
        if place in nodes:
            return nodes[place]
    return None


def tree(rows: Rows, facts: Rows) -> list[Node]:
    """Return the document's blocks, each holding those that lie in it, in reading order."""
    resting: dict[str, Rows] = {}
    for fact in facts:
        resting.setdefault(fact["block"], []).append(fact)
    nodes = {row["block"]: Node(row, resting.get(row["block"], [])) for row in rows}
    top: list[Node] = []
    for place, node in nodes.items():
        holder = parent(place, nodes)
        (holder.inner if holder else top).append(node)
    return top


def nested(nodes: Iterable[Node]) -> list[Item]:
    """Return the outer list items, deeper ones below the item they follow."""
    outer: list[Item] = []
    path: list[Item] = []
    for node in nodes:
        while path and path[-1].node.row["depth"] >= node.row["depth"]:
            path.pop()
        item = Item(node, [])
        (path[-1].inner if path else outer).append(item)
        path.append(item)
    return outer


def lists(items: list[Item]) -> list[Part]:
    """Return the items as lists of one depth each: what follows a list may stand further out."""
    runs = groupby(items, key=lambda item: int(item.node.row["depth"]))
    return [Part("list", run[0].node, run) for run in (list(group) for _, group in runs)]


def parts(nodes: list[Node]) -> list[Part]:
    """Return the blocks with runs of list items put together to lists."""
    found: list[Part] = []
    for kind, group in groupby(nodes, key=lambda node: str(node.row["kind"])):
        if kind == "item":
            found += lists(nested(group))
        else:
            found += [Part(kind, node, []) for node in group]
    return found


def read_document(conn: sqlite3.Connection, document_id: str) -> dict[str, Any] | None:
    """Return what the page shows, or nothing when the base has no such document."""
    document = conn.execute(DOCUMENT, (document_id,)).fetchone()
    if document is None:
        return None
    facts = conn.execute(FACTS, {"document": document_id}).fetchall()
    blocks = conn.execute(BLOCKS, (document_id,)).fetchall()
    repeated = [one for one in repeated_of(conn, document_id, document["sha256"]) if one.kind == "text"]
    return {
        "document": document,
        "trips": conn.execute(TRIPS, (document_id,)).fetchall(),
        "facts": facts,
        "parts_of": parts(tree(blocks, facts)),
        "repeated": repeated,
        "shared_places": {one.block for one in repeated},
    }


async def document(datasette: Any, request: Request) -> Response:
    """Render the page of a document."""
    await datasette.ensure_permissions(request.actor, [("view-database", "kb"), "view-instance"])
    key = unquote(request.url_vars["id"])
    page = await reading.read(datasette, lambda conn: read_document(conn, key))
    template, status = ("document.html", 200) if page else ("404.html", 404)
    body = await datasette.render_template(template, page or {"what": "문서"}, request=request)
    return Response.html(body, status=status)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Answer for the pages of documents."""
    return [(r"^/documents/(?P<id>[^/]+)$", document)]
