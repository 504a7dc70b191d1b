import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.authority import ROOT, AuthorityError
from ingest.decisions import (
    FILE,
    Decision,
    append,
    check,
    institution_ref,
    load,
    make,
    name_ref,
    standing,
    visit_ref,
)

LAGUN_ARO = institution_ref("lagun-aro")
WRITTEN = name_ref("라군 아로", "ES")
AT = "2026-01-02T03:04:05.000000Z"


def decided(**changes: object) -> Decision:
    return make(**{"op": "same", "left": WRITTEN, "right": LAGUN_ARO, "by": "하늘", "at": AT, **changes})  # type: ignore[arg-type]


def revert(decision: Decision, at: str = AT) -> Decision:
    return make("revert", decision.id, "", "하늘", at=at)


def line(**changes: object) -> str:
    """A decision's line with fields changed after its id was made; None takes a field out."""
    decision = decided()
    content = {name: getattr(decision, name) for name in Decision.__slots__} | changes
    return json.dumps({name: value for name, value in content.items() if value is not None})


def problems(folder: Path, *lines: str) -> list[str]:
    folder = folder / "authority"
    folder.mkdir()
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(AuthorityError) as caught:
        load(folder)
    return caught.value.messages


def test_a_name_s_reference_does_not_depend_on_its_spelling() -> None:
    assert name_ref("Lagun-Aro", "ES") == name_ref("lagun aro", "ES") == "name:lagunaro@ES"
    assert name_ref("라군 아로", None) == "name:라군아로@"


def test_other_references() -> None:
    assert institution_ref("lagun-aro") == "institution:lagun-aro"
    assert visit_ref("2e3f68790963", "6.10.4.1") == "visit:2e3f68790963:6.10.4.1"


@pytest.mark.parametrize(
    ("make_ref", "parts"),
    [
        (institution_ref, ("Lagun Aro",)),
        (name_ref, ("?!", "ES")),
        (name_ref, ("MCC", "스페인")),
        (visit_ref, ("", "1")),
    ],
)
def test_what_cannot_be_referred_to_is_told(make_ref, parts) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="가리키는 대상이 아닙니다"):
        make_ref(*parts)


def test_equal_content_is_one_decision() -> None:
    assert decided() == decided()
    assert len({decided(), decided()}) == 1
    assert len({decided().id, decided(by="바다").id, decided(evidence={"visits": 3}).id}) == 3


def test_a_decision_is_made_now_unless_told() -> None:
    first, second = (make("same", WRITTEN, LAGUN_ARO, "하늘") for _ in range(2))
    assert AT < first.at <= second.at
    assert len(first.at) == len(AT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"op": "merge"}, "op ‘merge’는"),
        ({"scope": "trip"}, "scope ‘trip’는"),
        ({"by": " "}, "누가 결정했는지"),
        ({"at": "2026-01-02"}, "at 항목은"),
        ({"at": "2026-02-30T03:04:05.000000Z"}, "at 항목은"),
        ({"at": "٢٠٢٦-01-02T03:04:05.000000Z"}, "at 항목은"),
        ({"left": "라군 아로"}, "가리키는 대상이 아닙니다"),
        ({"left": LAGUN_ARO}, "저 자신과"),
        ({"op": "revert"}, "되돌리기"),
        ({"op": "alias", "left": LAGUN_ARO, "right": WRITTEN}, "별칭"),
        ({"scope": "visit"}, "scope는"),
        ({"left": visit_ref("2e3f", "1")}, "scope는"),
        ({"reason": 3}, "reason 항목에는"),
        ({"reason": "\ud800"}, "저장할 수 없는 글자"),
        ({"evidence": {"quotes": ["가", "나"]}}, "evidence 항목에는"),
        ({"evidence": {"score": float("nan")}}, "evidence 항목에는"),
    ],
)
def test_what_is_no_decision_is_told(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        decided(**changes)


def test_a_decision_on_one_place_has_the_scope_visit() -> None:
    assert decided(left=visit_ref("2e3f", "6.1"), scope="visit").scope == "visit"


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert load(tmp_path) == ()


def test_what_is_appended_is_loaded_in_order(tmp_path: Path) -> None:
    decisions = (decided(), decided(op="different", reason="보험사이다", evidence={"방문": 3, "score": 0.5, "x": None}))
    for decision in decisions:
        append(tmp_path, decision)
    assert load(tmp_path) == decisions
    assert "라군아로" in (tmp_path / FILE).read_text(encoding="utf-8")  # as people read it in a diff


def test_a_line_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    append(tmp_path, decided())
    append(tmp_path, decided())
    assert load(tmp_path) == (decided(),)


def test_other_line_endings_and_blank_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + line().encode() + b"\r\n\r\n")
    assert load(tmp_path) == (decided(),)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("<<<<<<< HEAD", "JSON 한 줄이 아닙니다. 저장하다 끊긴 줄이면 그 줄을 지우고 다시 결정해 주세요."),
        ("[" * 100_000, "JSON 한 줄이 아닙니다. 저장하다 끊긴 줄이면 그 줄을 지우고 다시 결정해 주세요."),
        ("[]", "결정은 {…} 꼴의 JSON이어야 합니다."),
        (line(by=None, at=None), "다음 항목이 없습니다: at, by"),
        (line(note=""), "모르는 항목이 있습니다. 지워 주세요: note"),
        (line(op="merge"), "op ‘merge’는 쓸 수 없습니다. 쓸 수 있는 말: same, different, unsure, alias, revert"),
        (line(op=["same"]), "op 항목에는 글자를 적어 주세요."),
        (line(evidence=[]), "evidence 항목에는 이름과, 글자나 수로 된 값만 적어 주세요."),
        (line(reason="고침"), "id가 내용과 맞지 않습니다. 줄을 고치지 말고, 원래대로 돌린 뒤 새로 결정해 주세요."),
    ],
)
def test_a_bad_line_is_told_with_file_and_line(tmp_path: Path, bad: str, sentence: str) -> None:
    assert problems(tmp_path, line(), bad, line()) == [f"authority/decisions.jsonl 2번째 줄: {sentence}"]


def test_all_bad_lines_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "{", line(), line(op="merge"))) == 2


def test_a_torn_line_does_not_spoil_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / FILE).write_text(line() + "\n" + line()[:40], encoding="utf-8")
    append(folder, decided(by="바다"))
    with pytest.raises(AuthorityError) as caught:
        load(folder)
    (told,) = caught.value.messages
    assert told.startswith("authority/decisions.jsonl 2번째 줄: ")
    lines = (folder / FILE).read_text(encoding="utf-8").split("\n")
    (folder / FILE).write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert load(folder) == (decided(), decided(by="바다"))


def test_a_whole_line_without_its_end_is_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(line(), encoding="utf-8")
    append(tmp_path, decided(by="바다"))
    assert load(tmp_path) == (decided(), decided(by="바다"))


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    append(tmp_path / "my" / "authority", decided())
    assert load(tmp_path / "my" / "authority") == (decided(),)


APPENDING = """
import sys
from pathlib import Path
from ingest.decisions import append, make
for number in range(30):
    append(Path(sys.argv[1]), make("same", "name:a@", "name:b@", sys.argv[2], reason=str(number) * 500))
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    people = ("하늘", "바다")
    command = [sys.executable, "-c", APPENDING, str(tmp_path)]
    running = [subprocess.Popen([*command, person], cwd=ROOT) for person in people]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    loaded = load(tmp_path)
    assert {(one.by, one.reason) for one in loaded} == {(by, str(n) * 500) for by in people for n in range(30)}


TEXTS = st.text(max_size=10)
VALUES = st.none() | TEXTS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)


@given(by=TEXTS.filter(str.strip), reason=TEXTS, evidence=st.dictionaries(TEXTS, VALUES, max_size=3))
def test_any_decision_is_loaded_as_it_was_appended(tmp_path_factory, by, reason, evidence) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("authority")
    decision = decided(by=by, reason=reason, evidence=evidence)
    append(folder, decision)
    assert load(folder) == (decision,)


def test_what_is_taken_back_no_longer_stands_until_that_is_taken_back() -> None:
    first = decided()
    back = revert(first)
    assert standing([first, back]) == [back]
    again = revert(back, at=AT.replace("2026", "2020"))  # on a PC whose clock is wrong
    assert set(standing([back, again, first])) == {first, again}


def test_one_of_two_reverts_is_enough() -> None:
    first = decided()
    one, two = revert(first), revert(first, at=AT.replace("2026", "2027"))
    assert first not in standing([first, one, two, revert(one)])


def test_reverts_of_reverts_go_any_depth() -> None:
    chain = [decided()]
    for _ in range(3000):
        chain.append(revert(chain[-1]))
    assert chain[0] in standing(chain)
    assert chain[0] not in standing(chain[:-1])


def test_what_decisions_are_about_has_to_be_there() -> None:
    gone, lost = decided(right=institution_ref("lagun-oro")), revert(decided(by="바다"))
    assert check([decided(), gone, lost], {"lagun-aro"}) == [
        f"결정 {one.id}: {sentence}"
        for one, sentence in sorted(
            [
                (gone, "기관 ‘lagun-oro’가 institutions.tsv에 없습니다. 기관을 다시 적거나 결정을 되돌려 주세요."),
                (lost, f"되돌릴 결정 ‘{lost.left}’가 없습니다. 빠진 줄이 있는지 확인해 주세요."),
            ],
            key=lambda pair: pair[0].order,
        )
    ]


def test_a_mistake_taken_back_is_no_mistake() -> None:
    gone = decided(right=institution_ref("lagun-oro"))
    assert check([gone, revert(gone)], {"lagun-aro"}) == []


def test_a_decision_can_t_be_changed() -> None:
    with pytest.raises(AttributeError):
        decided().op = "different"  # type: ignore[misc]


def test_who_looks_before_adding_sees_all_there_is_and_can_stop_it(tmp_path: Path) -> None:
    first = make("same", name_ref("가나다", "ES"), institution_ref("lagun-aro"), "하늘")
    second = make("different", name_ref("가나다", "ES"), institution_ref("lagun-aro"), "바다")
    append(tmp_path, first)

    def stop(made: tuple[Decision, ...]) -> None:
        raise ValueError(made[0].by)

    with pytest.raises(ValueError, match="하늘"):
        append(tmp_path, second, stop)
    assert load(tmp_path) == (first,)
