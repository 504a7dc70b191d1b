"""Documents written by hand, in layouts of their own, against what a careful reader finds in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.layout_report import scorer
from ingest.extract.lexicon import Lexicon
from ingest.worker import read_plan

GOLDEN = Path(__file__).parents[2] / "golden"
# What is not yet read in all of them, with the least share that must be: every other figure is 1.
LEAST = {
    "facts": 0.97,
    "non_visits": 0.96,
    "organizers": 0.97,
    "problems": 0.9,
    "themes": 0.6,
    "trip.cities": 0.97,
    "trip.title": 0.97,
    "visit.agenda": 0.98,
    "visit.city": 0.98,
    "visit.country": 0.99,
    "visit.generic_type": 0.98,
    "visits": 0.98,
    "visits.name_only": 0.98,
}


def golds() -> Iterator[tuple[Path, dict[str, Any]]]:
    for file in sorted(GOLDEN.rglob("*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        yield file.parent / gold["document"], gold


@pytest.mark.parametrize(
    "kind",
    ["tables", "outlines", "papers", "varied", "usual", "offices", "desks", "forms", "shapes", "bureaus", "councils"],
)
def test_there_are_documents_of_each_kind(kind: str) -> None:
    assert sum(path.parent.name == kind for path, _ in golds()) >= 8


def test_what_is_read_is_what_a_reader_finds(
    lexicon: Lexicon, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    score = scorer(shared / "eval" / "score.py").Score(True)
    leaks = []
    for path, gold in golds():
        plan = read_plan(path.read_bytes(), path.name, lexicon)[1].to_json()
        score.document({**gold, "document": f"{path.parent.name}/{path.name}"}, plan)
        leaks += [text for text in gold.get("pii", []) if text in json.dumps(plan, ensure_ascii=False)]
    figures = {name: tally.figures()["f1"] for name, tally in score.tally.items()}
    short = {name: value for name, value in figures.items() if value < LEAST.get(name, 1.0)}
    assert not leaks
    assert not short, f"{short}\n{capsys.readouterr().out}"
