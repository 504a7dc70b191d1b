"""Questions as planners type them, each with the answers that are right for it."""

import csv
from pathlib import Path

import pytest

QUERIES = Path(__file__).parents[2] / "bench" / "queries" / "planners.tsv"
NAMES = {"exact", "spacing", "particle", "typo", "choseong", "keyboard", "partial", "crossscript", "acronym", "alias"}
KINDS = NAMES | {"policy", "multiword", "question", "negative"}
TYPES = {"institution", "policy", "visit", "trip", "document"}


@pytest.fixture(scope="module")
def queries() -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def test_every_query_stands_once_and_says_what_it_looks_for(queries):
    assert len({row["query"] for row in queries}) == len(queries)
    assert {row["kind"] for row in queries} == KINDS
    assert {row["target_type"] for row in queries} <= TYPES
    assert all(len(row) == 5 and row["query"].strip() and None not in row.values() for row in queries)


def test_only_a_negative_has_no_answer_and_no_answer_stands_twice(queries):
    for row in queries:
        answers = row["expected"].split("|") if row["expected"] else []
        assert (row["kind"] == "negative") == (not answers), row["query"]
        assert len(set(answers) - {""}) == len(answers), row["query"]
