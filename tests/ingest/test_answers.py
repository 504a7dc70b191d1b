"""Answers are noted only where nobody else answered meanwhile."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.answers import (
    LONGEST_REASON,
    Answer,
    DecidedMeanwhileError,
    NothingToDecideError,
    answer,
    latest,
    revert,
    state,
)
from ingest.authority import Authority
from ingest.decisions import Decision, institution_ref, load, make, name_ref, visit_ref

REF, PLACE = name_ref("라군아로 보험", "ES"), visit_ref("d1", "7.2")
ABOUT = (REF, PLACE)
IDS = ("lagun-aro", "mondragon")


def given_by(by: str, op: str = "same", **more: object) -> Answer:
    return Answer(op, REF, "lagun-aro", by, about=ABOUT, **more)  # type: ignore[arg-type]


def test_who_comes_second_is_told_who_came_first(tmp_path: Path, authority: Authority) -> None:
    first = answer(tmp_path, authority, given_by("하늘", seen=""))
    with pytest.raises(DecidedMeanwhileError) as told:
        answer(tmp_path, authority, given_by("바다", "different", seen=""))
    assert told.value.decision == first
    assert load(tmp_path) == (first,)
    seen = state(load(tmp_path), ABOUT)
    answer(tmp_path, authority, given_by("바다", "different", seen=seen))
    assert len(load(tmp_path)) == 2


def test_one_who_presses_twice_decides_once(tmp_path: Path, authority: Authority) -> None:
    first, second = (answer(tmp_path, authority, given_by("하늘", seen="")) for _ in range(2))
    assert first == second
    assert load(tmp_path) == (first,)


def test_what_was_taken_back_meanwhile_is_told_too(tmp_path: Path, authority: Authority) -> None:
    first = answer(tmp_path, authority, given_by("하늘", "unsure"))
    seen = state(load(tmp_path), ABOUT)
    revert(tmp_path, first.id, "바다")
    with pytest.raises(DecidedMeanwhileError) as told:
        answer(tmp_path, authority, given_by("나무", seen=seen))
    assert told.value.decision is None
    with pytest.raises(NothingToDecideError, match="이미 되돌린"):
        revert(tmp_path, first.id, "바다")


def test_one_visit_is_its_own_scope(tmp_path: Path, authority: Authority) -> None:
    made = answer(tmp_path, authority, given_by("하늘", place=("d1", "7.2")))
    assert (made.left, made.scope) == (PLACE, "visit")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("누리집에서\n확인", "누리집에서 확인"),
        ("\x1b[31m빨강\x00", "[31m빨강"),
        ("  ", ""),
        ("가" * LONGEST_REASON, None),
    ],
)
def test_a_reason_is_one_line_of_what_can_be_seen(
    tmp_path: Path, authority: Authority, written: str, kept: str | None
) -> None:
    assert answer(tmp_path, authority, given_by("하늘", reason=written)).reason == (written if kept is None else kept)


def test_a_reason_without_end_is_not_noted(tmp_path: Path, authority: Authority) -> None:
    with pytest.raises(ValueError, match="줄여서"):
        answer(tmp_path, authority, given_by("하늘", reason="가" * (LONGEST_REASON + 1)))
    assert load(tmp_path) == ()


@given(st.lists(st.tuples(st.sampled_from(["same", "different", "unsure"]), st.sampled_from(IDS)), max_size=6))
def test_the_state_changes_with_every_decision_on_the_name_and_with_no_other(made: list[tuple[str, str]]) -> None:
    other = make("same", name_ref("다른 이름", "ES"), institution_ref("mondragon"), "바다")
    decided: list[Decision] = []
    seen = {state(decided, ABOUT)}
    assert seen == {""}
    for op, id in made:
        decided.append(make(op, REF, institution_ref(id), "하늘"))
        assert state(decided, ABOUT) not in seen
        assert state([*decided, other], ABOUT) == state(reversed(decided), ABOUT)
        seen.add(state(decided, ABOUT))
        assert latest(decided, ABOUT)[0] == max(decided, key=lambda one: one.order)
