"""Decisions in words, whether they are in the base, and those at odds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ingest.decisions import Decision, institution_ref, make, name_ref, visit_ref
from ingest.history import Past

REF, LAGUN_ARO, MONDRAGON = name_ref("라군아로 보험", "ES"), institution_ref("lagun-aro"), institution_ref("mondragon")


def decided(op: str, left: str, right: str = "", **more: object) -> Decision:
    return make(op, left, right, "하늘", scope="visit" if "visit:" in left else "name", **more)  # type: ignore[arg-type]


def test_sides_bear_names_where_the_base_has_them(sample_base: Path) -> None:
    with closing(sqlite3.connect(sample_base)) as base:
        document, block, written = base.execute("select document_id, block, text from mentions limit 1").fetchone()
        made = [
            decided("same", REF, LAGUN_ARO, evidence={"name": "라군아로 보험(주)"}),
            decided("different", visit_ref(document, block), institution_ref("gone")),
            decided("unsure", REF, name_ref("듣도 보도 못한 이름", None)),
        ]
        unsure, different, same = Past(made).told(base, 9, 0)
    assert [(side.label, side.country) for side in same.sides] == [("라군아로 보험(주)", "스페인"), ("라군아로", None)]
    assert (different.sides[0].label, different.sides[0].place) == (written, (document, block))
    assert (different.sides[1].label, different.sides[1].institution_id) == (None, "gone")
    assert [side.label for side in unsure.sides] == ["라군아로보험", "듣도보도못한이름"]


def test_a_decision_taken_back_stands_no_more_and_the_revert_says_what_it_took(sample_base: Path) -> None:
    same = decided("same", REF, LAGUN_ARO)
    past = Past([same, decided("revert", same.id)])
    with closing(sqlite3.connect(sample_base)) as base:
        back, first = past.told(base, 9, 0)
        assert past.told(base, 1, 1) == [first]
        assert past.of_id(base, same.id) == first
        assert past.of_id(base, "none") is None
        assert not past.is_pending(base), "as if nothing had been decided"
    assert (first.stands, first.in_force, back.in_force, back.reverted) == (False, False, True, same)


def test_what_the_base_was_not_written_with_is_pending(sample_base: Path) -> None:
    with closing(sqlite3.connect(sample_base)) as base:
        assert not Past([]).is_pending(base)
        assert Past([decided("same", REF, LAGUN_ARO)]).is_pending(base)


def test_decisions_at_odds_are_named_with_what_they_are_against(sample_base: Path) -> None:
    made = [
        decided("same", REF, LAGUN_ARO),
        decided("same", REF, MONDRAGON),
        decided("different", LAGUN_ARO, MONDRAGON),
    ]
    with closing(sqlite3.connect(sample_base)) as base:
        (odd,) = Past(made).at_odds(base)
    assert (odd.decision, odd.against, odd.in_force, odd.stands) == (made[1], made[2], False, True)
