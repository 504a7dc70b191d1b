"""Precision and recall over pairs judged by hand, and every single verdict as it was frozen.

After a change of matching that is meant: python -m bench.pairs --freeze
"""

import json

import pytest

from bench.pairs import (
    HELD_OUT,
    PAIRS,
    PRECISION,
    Pair,
    Tally,
    best_threshold,
    changes,
    frozen_lines,
    judged,
    load_pairs,
    report,
    result_lines,
    tally,
    verdict,
    without_acronyms,
)
from bench.peers import romanised
from ingest.authority import load
from ingest.matching import SAME, Match, Matcher

RECALL = 0.95  # as measured, rounded down


@pytest.fixture(scope="module")
def results() -> dict[Pair, Match]:
    return judged(load_pairs(), Matcher(load()))


def test_precision_and_recall_hold(results):
    counted = tally(without_acronyms(results), {pair: match.score for pair, match in results.items()}, SAME)
    assert counted.precision >= PRECISION
    assert counted.recall >= RECALL


@pytest.mark.parametrize(
    ("path", "precision", "recall"),
    list(zip(HELD_OUT.values(), (PRECISION, PRECISION, 0.97), (0.95, 0.92, 0.88), strict=True)),
)
def test_they_hold_on_pairs_held_out_too(path, precision, recall):
    scores = {pair: match.score for pair, match in judged(load_pairs(path), Matcher(load())).items()}
    counted = tally(without_acronyms(scores), scores, SAME)
    assert counted.precision >= precision
    assert counted.recall >= recall


def test_no_verdict_changed_unseen(results):
    changed = "\n".join(changes(frozen_lines(), result_lines(results)))
    assert not changed, f"what was meant? python -m bench.pairs --freeze\n{changed}"


def test_every_pair_stands_once_and_is_told_for_its_tier():
    pairs = load_pairs()
    assert len({(pair.left, pair.right) for pair in pairs}) == len(pairs)
    assert {pair.tier for pair in pairs} - {pair.tier for pair in without_acronyms(pairs)} == {"acronym"}
    assert {(pair.tier, pair.same) for pair in pairs} == {(p.tier, same) for p in pairs for same in (True, False)}


def test_two_known_countries_are_two_institutions():
    card, other = (
        Pair("lookalike", "카리타스", "카리타스", False, "DE", "AT"),
        Pair("", "카리타스", "카리타스", True, "DE", ""),
    )
    assert [match.rule for match in judged([card, other], Matcher(load())).values()] == ["country", "exact"]


def test_a_change_is_told_pair_by_pair():
    head = "left\tright\tverdict\tscore\trule"
    before = [head, "샹티에\t샨띠에\tsame\t0.95\tsound", "A\tB\tsame\t1.00\texact"]
    after = [head, "샹티에\t샨띠에\tasked\t0.60\tbranch", "C\tD\tasked\t0.50\ttypo"]
    assert list(changes(before, after)) == [
        "샹티에 = 샨띠에: same 0.95 sound → asked 0.60 branch",
        "A = B: same 1.00 exact → not there",
        "C = D: not there → asked 0.50 typo",
    ]
    assert list(changes(before, before)) == []


def test_others_are_asked_about_the_same_pairs(tmp_path):
    rows = [
        {"left": pair.left, "right": pair.right, "score": float(pair.same)}
        for path in (PAIRS, *HELD_OUT.values())
        for pair in load_pairs(path)
    ]
    (tmp_path / "scores.json").write_text(json.dumps(rows), encoding="utf-8")
    table = report(tmp_path / "scores.json")
    assert table.columns[-2:] == ("logic-v2 precision", "logic-v2 recall")
    assert {row[-2:] for row in table.rows} <= {("1.000", "1.000"), ("1.000", "0.000")}
    assert romanised("몬드라곤 Čoop") == "mondeuragon coop"


@pytest.mark.parametrize(
    ("score", "said"), [(1.0, "same"), (0.7, "same"), (0.69, "asked"), (0.45, "asked"), (0.4, "different")]
)
def test_verdicts(score, said):
    assert verdict(Match(score, "")) == said


def test_the_best_threshold_is_the_least_that_keeps_the_precision():
    pairs = [Pair("", str(number), "", number != 2, "", "") for number in range(5)]
    scores = dict(zip(pairs, (0.9, 0.8, 0.6, 0.5, 0.0), strict=True))
    assert best_threshold(pairs, scores, 1.0) == 0.8
    assert best_threshold(pairs, scores, 0.7) == 0.5
    assert best_threshold(pairs, scores, 0.76) == 0.8
    assert best_threshold(pairs[2:3], scores, 1.0) == float("inf")
    assert tally(pairs, scores, 0.5) == Tally(right=3, wrong=1, missed=1)
    assert Tally(0, 0, 0).precision == Tally(0, 0, 0).recall == 1
