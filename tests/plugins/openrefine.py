"""OpenRefine before the service: the shapes of the answers it needs, and the requests it sends."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

Json = dict[str, Any]
TEXT = {"type": "string", "minLength": 1}


def of(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """The schema of an object that has just these properties, all but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


KIND = of({"id": TEXT, "name": TEXT})
TYPE = of({"id": TEXT, "name": TEXT, "broader": many(KIND)}, "broader")
ADDRESS = {"type": "string", "pattern": "^https?://[^/]+/"}
TEMPLATE = {"type": "string", "pattern": r"^https?://[^/]+/.*\{\{id\}\}"}
SERVICE = of({"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
MANIFEST = of(
    {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": ADDRESS,
        "schemaSpace": ADDRESS,
        "defaultTypes": {**many(TYPE), "uniqueItems": True, "minItems": 1},
        "view": of({"url": TEMPLATE}),
        "preview": of({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": of({"entity": SERVICE, "property": SERVICE, "type": SERVICE}),
        "extend": of({"propose_properties": SERVICE, "property_settings": {"type": "array", "maxItems": 0}}),
        "batchSize": {"type": "integer", "minimum": 1},
    }
)
FEATURE = of({"id": TEXT, "value": {"type": ["number", "boolean"]}})
CANDIDATE = of(
    {
        "id": TEXT,
        "name": TEXT,
        "description": {"type": "string"},
        "type": many(KIND),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "features": many(FEATURE),
    }
)
RESULTS = {"type": "object", "additionalProperties": of({"result": many(CANDIDATE)})}
SUGGESTED = {
    "entity": of(
        {"result": many(of({"id": TEXT, "name": TEXT, "description": {"type": "string"}, "notable": many(KIND)}))}
    ),
    "property": of({"result": many(of({"id": TEXT, "name": TEXT, "description": TEXT}))}),
    "type": of({"result": many(TYPE)}),
}
VALUE = {
    "oneOf": [
        of({"str": {"type": "string"}}),
        of({"int": {"type": "integer"}}),
        of({"float": {"type": "number"}}),
    ]
}
EXTENDED = of(
    {
        "meta": many(KIND),
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": many(VALUE)}},
    }
)
PROPOSED = of({"type": TEXT, "limit": {"type": "integer"}, "properties": many(KIND)})

SUGGESTS = {
    "entity": "suggest-entities-response",
    "property": "suggest-properties-response",
    "type": "suggest-types-response",
}
"""What is completed, and the name of the specification's schema of its answers."""
SHAPES = {
    "manifest": MANIFEST,
    "reconciliation-result-batch": RESULTS,
    "data-extension-property-proposal": PROPOSED,
    "data-extension-response": EXTENDED,
} | {schema: SUGGESTED[what] for what, schema in SUGGESTS.items()}
"""Our own shapes by the names of the specification's schemas: each asks for all that we answer and nothing else."""


class Heard(NamedTuple):
    """An answer of the service: the schema it has to meet, what was asked, the answer itself."""

    schema: str
    asked: str
    answer: Any


def row(name: str, country: str) -> Json:
    """A cell of a column of names as OpenRefine asks about it, with the type one chose and a column beside it."""
    beside = [{"pid": "country", "v": country}]
    return {"query": name, "type": "city-government", "type_strict": "should", "properties": beside}


def session(service: str, names: Sequence[tuple[str, str]]) -> Iterator[Heard]:
    """Ask what OpenRefine asks to match a column of names (each with its country) and to add columns to it.

    Its pages ask from another address than the service has (CORS); batches and columns are asked for by its own
    server, as a form. Sources: OpenRefine's recon-manager.js and StandardReconConfig.java; the order is that of its
    dialogs "Start reconciling" and "Add columns from reconciled values".
    """
    with httpx.Client(headers={"origin": "http://127.0.0.1:3333"}, timeout=60) as client:

        def ask(schema: str, address: str, form: Json | None = None) -> Heard:
            data = {name: json.dumps(value) for name, value in (form or {}).items()}
            response = client.post(address, data=data) if form else client.get(address)
            assert response.status_code == 200, response.text
            assert response.headers["access-control-allow-origin"] == "*"
            return Heard(schema, f"{address} {form or ''}", response.json())

        yield (heard := ask("manifest", service))
        manifest = heard.answer
        yield ask("manifest", f"{service}?callback=jQuery111_1&_=2")  # by JSONP, where reading across hosts fails
        first = {f"q{place}": {"query": name, "limit": 3} for place, (name, _) in enumerate(names[:10])}
        yield ask("reconciliation-result-batch", service, {"queries": first})  # to guess the type of the column
        yield ask("reconciliation-result-batch", f"{service}?queries={quote(json.dumps(first))}")
        ids: dict[str, None] = {}
        for start in range(0, len(names), 10):
            batch = {f"q{place}": row(*told) for place, told in enumerate(names[start : start + 10])}
            yield (heard := ask("reconciliation-result-batch", service, {"queries": batch}))
            ids |= dict.fromkeys(one["id"] for each in heard.answer.values() for one in each["result"])
        for what, schema in SUGGESTS.items():
            told = manifest["suggest"][what]
            for arguments in ("prefix=", "prefix=%EA%B5%AD", "prefix=a&cursor=2", "prefix=city-government"):
                yield ask(schema, f"{told['service_url']}{told['service_path']}?{arguments}")
        told = manifest["extend"]["propose_properties"]
        yield (heard := ask("data-extension-property-proposal", f"{told['service_url']}{told['service_path']}?type=x"))
        wanted = [{"id": one["id"]} for one in heard.answer["properties"]]
        yield ask("data-extension-response", service, {"extend": {"ids": list(ids), "properties": wanted}})
