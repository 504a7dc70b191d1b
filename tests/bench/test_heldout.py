"""Pairs of names judged before the rules of their time were tried on them."""

import csv
from pathlib import Path

import pytest

PAIRS = Path(__file__).parents[2] / "bench" / "pairs"


def rows(name: str) -> list[dict[str, str]]:
    with (PAIRS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@pytest.fixture(scope="module", params=["heldout.tsv", "heldout_authority.tsv", "heldout_later.tsv"])
def heldout(request) -> list[dict[str, str]]:
    return rows(request.param)


def names(pairs: list[dict[str, str]]) -> set[frozenset[str]]:
    return {frozenset((row["left"], row["right"])) for row in pairs}


def test_every_pair_stands_once_with_a_verdict(heldout):
    assert len(names(heldout)) == len(heldout)
    assert all(row["left"].strip() and row["right"].strip() and None not in row.values() for row in heldout)
    assert {row["same"] for row in heldout} == {"0", "1"}


def test_columns_are_those_of_the_pairs_it_is_held_against(heldout):
    assert list(heldout[0]) == list(rows("institutions.tsv")[0])


def test_tiers_are_those_of_the_pairs_it_is_held_against():
    heldout, known = rows("heldout.tsv"), rows("institutions.tsv")
    assert {(row["tier"], row["same"]) for row in heldout} == {(row["tier"], row["same"]) for row in known}


def test_no_pair_was_seen_before(heldout):
    others = [
        pairs for pairs in map(rows, ("institutions.tsv", "heldout.tsv", "heldout_authority.tsv")) if pairs != heldout
    ]
    assert not any(names(heldout) & names(pairs) for pairs in others)
