"""``python -m tests.plugins.against_schemas FOLDER [kb.db]``: our answers against the specification's own schemas.

FOLDER is ``0.2`` of a checkout of https://github.com/reconciliation-api/specs, with ``schemas`` and ``examples``. A
real ``kb serve`` over the base is asked what OpenRefine asks; each answer has to meet the schema, each example of a
query that the specification calls invalid has to be refused, each valid one answered, and no answer that it calls
invalid may pass our own shapes (tests/plugins/openrefine.py). Ends with status 1 where something does not hold.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.browser.served import ROOT, serving
from tests.plugins.openrefine import SHAPES, session

QUERIES = "reconciliation-query-batch"
SITES = ROOT.parent / "shared" / "data" / "sites.tsv"
NAMES = [("빌바오 시청", "스페인"), ("Mondragon Corporation", "Spain"), ("파리시청", "FR"), ("없는 기관", "")]


def read(path: Path) -> Any:
    """What a file of JSON says."""
    return json.loads(path.read_text(encoding="utf-8"))


def validators(folder: Path) -> dict[str, Draft202012Validator]:
    """The specification's schemas by name, which may refer to each other."""
    schemas = {path.stem: read(path) for path in sorted((folder / "schemas").glob("*.json"))}
    made = {schema["$id"]: Resource(schema, DRAFT202012) for schema in schemas.values()}
    registry: Registry[Any] = Registry().with_resources(made.items())
    return {name: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()}


def names() -> list[tuple[str, str]]:
    """Names of institutions and their countries, as a column of someone's table has them."""
    lines = SITES.read_text(encoding="utf-8").splitlines()[1:] if SITES.exists() else []
    return NAMES + [(cells[1], "") for cells in (line.split("\t") for line in lines) if len(cells) > 1 and cells[1]]


def wrong_answers(service: str, known: dict[str, Draft202012Validator]) -> Iterator[str]:
    """Answers that are not as the schemas say."""
    heard = list(session(service, names()))
    for one in heard:
        if one.schema in known:
            yield from (
                f"{one.asked[:200]}: {error.message[:300]}" for error in known[one.schema].iter_errors(one.answer)
            )
    held = {one.schema for one in heard} & set(known)
    print(f"{sum(one.schema in known for one in heard)} answers against {len(held)} schemas: {', '.join(sorted(held))}")


def wrong_examples(service: str, folder: Path) -> Iterator[str]:
    """Examples that are taken otherwise than the specification has them."""
    for path in sorted((folder / "examples").glob("*/*/*.json")):
        (name, verdict), example = path.parts[-3:-1], read(path)
        if name == QUERIES:
            status = httpx.post(service, data={"queries": json.dumps(example)}, timeout=60).status_code
            if (status == 200) != (verdict == "valid"):
                yield f"{path}: answered with {status}"
        elif verdict == "invalid" and name in SHAPES and Draft202012Validator(SHAPES[name]).is_valid(example):
            yield f"{path}: our own shape takes it"


def main(folder: str, base: str = str(ROOT / "kb.db")) -> int:
    """Tell what does not hold; returns how the program ends."""
    with serving(Path(base)) as address:
        service = f"{address}/reconcile"
        wrong = [*wrong_answers(service, validators(Path(folder))), *wrong_examples(service, Path(folder))]
    print(*wrong, f"{len(wrong)} do not hold", sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
