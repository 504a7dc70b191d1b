from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.decisions import FILE, Decision, append, load, make
from ingest.folding import Conflict, Folded, fold

MONDRAGON, MCC, UNIVERSITY = "institution:mondragon", "institution:mcc", "institution:mondragon-university"
WRITTEN, SHORT, OTHER = "name:몬드라곤협동조합@ES", "name:엠씨씨@ES", "name:몬드라곤대@ES"


def decided(second: int, op: str, left: str, right: str = "", by: str = "하늘") -> Decision:
    scope = "visit" if "visit:" in left + right else "name"
    return make(op, left, right, by, scope=scope, at=f"2026-01-02T03:04:{second:02}.000000Z")


def meaning(folded: Folded) -> object:
    """Everything a folding says, to compare it whole."""
    refs = sorted(folded.effects())
    pairs = [(a, b) for a, b in combinations(refs, 2) if folded.are_different(a, b) or folded.is_unsure(a, b)]
    clusters = [(folded.canonical(ref), folded.members(ref)) for ref in refs]
    return clusters, pairs, folded.effects(), folded.aliases(), folded.conflicts, folded.history


def in_force(folded: Folded) -> list[Decision]:
    return [entry.decision for entry in folded.history if entry.in_force]


def test_what_nobody_decided_on_is_itself() -> None:
    folded = fold([])
    assert (folded.canonical(WRITTEN), folded.members(WRITTEN)) == (WRITTEN, (WRITTEN,))
    assert not folded.are_different(WRITTEN, SHORT)
    assert not folded.is_unsure(WRITTEN, SHORT)
    assert (folded.aliases(), folded.conflicts, folded.effects(), folded.history) == ((), (), {}, ())


def test_names_that_are_the_same_have_one_institution() -> None:
    folded = fold([decided(1, "same", WRITTEN, SHORT), decided(2, "same", MONDRAGON, SHORT)])
    assert {folded.canonical(ref) for ref in (WRITTEN, SHORT, MONDRAGON)} == {MONDRAGON}
    assert folded.members(SHORT) == (MONDRAGON, WRITTEN, SHORT)


def test_names_alone_are_represented_by_the_smallest() -> None:
    assert fold([decided(1, "same", SHORT, WRITTEN)]).canonical(SHORT) == min(SHORT, WRITTEN)


def test_one_place_in_a_document_is_decided_apart_from_its_name() -> None:
    visit = "visit:2e3f68790963:6.10.4.1"
    folded = fold([decided(1, "same", visit, UNIVERSITY), decided(2, "same", WRITTEN, MONDRAGON)])
    assert (folded.canonical(visit), folded.canonical(WRITTEN)) == (UNIVERSITY, MONDRAGON)


def test_a_merged_institution_leads_to_the_other() -> None:
    folded = fold([decided(1, "same", WRITTEN, MONDRAGON), decided(2, "same", MONDRAGON, MCC)])
    assert {folded.canonical(ref) for ref in (WRITTEN, MONDRAGON, MCC)} == {MCC}


def test_what_is_different_holds_for_all_that_is_the_same() -> None:
    folded = fold([decided(1, "different", MONDRAGON, UNIVERSITY), decided(2, "same", OTHER, UNIVERSITY)])
    assert folded.are_different(OTHER, MONDRAGON)
    assert folded.are_different(MONDRAGON, OTHER)
    assert not folded.are_different(OTHER, UNIVERSITY)


def test_the_latest_decision_on_a_pair_counts_whichever_side_is_left() -> None:
    earlier, later = decided(1, "different", WRITTEN, MONDRAGON), decided(2, "same", MONDRAGON, WRITTEN)
    folded = fold([later, earlier])
    assert folded.canonical(WRITTEN) == MONDRAGON
    assert not folded.are_different(WRITTEN, MONDRAGON)
    assert in_force(folded) == [later]
    assert folded.conflicts == ()


def test_a_revert_brings_the_decision_before_back() -> None:
    earlier, later = decided(1, "different", WRITTEN, MONDRAGON), decided(2, "same", WRITTEN, MONDRAGON)
    back = decided(3, "revert", later.id)
    assert fold([earlier, later, back]).are_different(WRITTEN, MONDRAGON)
    assert fold([earlier, later, back, decided(4, "revert", back.id)]).canonical(WRITTEN) == MONDRAGON


def test_the_history_tells_what_is_in_force_newest_first() -> None:
    first, second = decided(1, "same", WRITTEN, MONDRAGON), decided(2, "unsure", SHORT, MONDRAGON)
    back = decided(3, "revert", first.id)
    history = fold([first, second, back]).history
    assert [(entry.decision, entry.in_force) for entry in history] == [(back, True), (second, True), (first, False)]


def test_a_conflict_keeps_the_clusters_apart_and_is_listed() -> None:
    first = decided(1, "same", WRITTEN, MONDRAGON)
    apart = decided(2, "different", MONDRAGON, UNIVERSITY)
    last = decided(3, "same", WRITTEN, UNIVERSITY)
    folded = fold([first, apart, last])
    assert (folded.canonical(WRITTEN), folded.canonical(UNIVERSITY)) == (MONDRAGON, UNIVERSITY)
    assert folded.conflicts == (Conflict(last, apart),)
    assert in_force(folded) == [apart, first]


def test_of_a_conflict_decided_apart_last_the_latest_union_gives_way() -> None:
    first, second = decided(1, "same", WRITTEN, MONDRAGON), decided(2, "alias", WRITTEN, UNIVERSITY)
    apart = decided(3, "different", MONDRAGON, UNIVERSITY)
    folded = fold([first, second, apart])
    assert folded.canonical(WRITTEN) == MONDRAGON
    assert folded.conflicts == (Conflict(second, apart),)
    assert folded.aliases() == ()


def test_an_alias_unites_and_is_listed() -> None:
    folded = fold([decided(1, "alias", SHORT, MONDRAGON), decided(2, "same", WRITTEN, MONDRAGON)])
    assert folded.aliases() == ((SHORT, MONDRAGON),)
    assert folded.canonical(SHORT) == folded.canonical(WRITTEN) == MONDRAGON


def test_who_is_unsure_unites_nothing() -> None:
    folded = fold([decided(1, "unsure", WRITTEN, MONDRAGON), decided(2, "same", WRITTEN, SHORT)])
    assert folded.is_unsure(MONDRAGON, SHORT)
    assert folded.canonical(SHORT) != MONDRAGON
    assert not folded.are_different(MONDRAGON, SHORT)


def test_unsure_takes_an_earlier_decision_on_the_pair_out() -> None:
    folded = fold([decided(1, "same", WRITTEN, MONDRAGON), decided(2, "unsure", WRITTEN, MONDRAGON)])
    assert folded.canonical(WRITTEN) == WRITTEN


def test_who_knows_outranks_who_is_unsure() -> None:
    unsure, same = decided(1, "unsure", WRITTEN, MONDRAGON), decided(2, "same", WRITTEN, SHORT)
    assert not fold([unsure, same, decided(3, "same", SHORT, MONDRAGON)]).is_unsure(WRITTEN, MONDRAGON)
    assert not fold([unsure, same, decided(3, "different", SHORT, MONDRAGON)]).is_unsure(WRITTEN, MONDRAGON)


def test_effects_change_for_what_a_decision_changes_and_nothing_else() -> None:
    decisions = [
        decided(1, "same", WRITTEN, MONDRAGON),
        decided(2, "different", MONDRAGON, UNIVERSITY),
        decided(3, "unsure", "name:가@", "name:나@"),
    ]
    before, after = fold(decisions).effects(), fold([*decisions, decided(4, "same", OTHER, UNIVERSITY)]).effects()
    changed = {ref for ref in after if after[ref] != before.get(ref, "")}
    assert changed == {WRITTEN, MONDRAGON, UNIVERSITY, OTHER}  # Mondragon now differs from one name more


def test_what_is_taken_back_leaves_no_effect() -> None:
    same = decided(1, "same", WRITTEN, MONDRAGON)
    assert all(fold([same]).effects().values())
    assert fold([same, decided(2, "revert", same.id)]).effects() == {WRITTEN: "", MONDRAGON: ""}


def test_a_revert_of_what_is_not_there_does_nothing() -> None:
    assert fold([decided(1, "revert", "0" * 16)]).effects() == {}


REFS = [f"institution:{letter}" for letter in "abc"] + [f"name:{letter}@ES" for letter in "pqrst"] + ["visit:d:1"]


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    """Decisions on few references, so that many meet, at few times, some taken back."""
    made: list[Decision] = []
    for _ in range(draw(st.integers(0, 14))):
        op = draw(st.sampled_from(["same", "same", "different", "unsure", "alias", "revert"]))
        left, right = draw(st.lists(st.sampled_from(REFS), min_size=2, max_size=2, unique=True))
        if op == "alias":
            left, right = draw(st.sampled_from(REFS[3:8])), draw(st.sampled_from(REFS[:3]))
        if op == "revert":
            if not made:
                continue
            left, right = draw(st.sampled_from(made)).id, ""
        made.append(decided(draw(st.integers(0, 20)), op, left, right))
    return made


@given(logs(), st.randoms(use_true_random=False))
def test_any_order_of_lines_folds_to_the_same(log: list[Decision], random) -> None:  # type: ignore[no-untyped-def]
    assert meaning(fold(random.sample(log, len(log)))) == meaning(fold(log))


@given(logs(), st.data())
def test_duplicates_change_nothing(log: list[Decision], data: st.DataObject) -> None:
    twice = data.draw(st.lists(st.sampled_from(log), max_size=4)) if log else []
    assert meaning(fold([*log, *twice])) == meaning(fold(log))


@given(logs())
def test_no_cluster_holds_what_is_decided_different(log: list[Decision]) -> None:
    folded = fold(log)
    for one in in_force(folded):
        if one.op == "different":
            assert folded.canonical(one.left) != folded.canonical(one.right)
            assert folded.are_different(one.left, one.right)
        if one.op in ("same", "alias"):
            assert folded.canonical(one.left) == folded.canonical(one.right)
    for conflict in folded.conflicts:
        assert folded.are_different(conflict.left_out.left, conflict.left_out.right)
        assert conflict.different in in_force(folded)
        assert conflict.left_out not in in_force(folded)


@given(logs())
def test_every_reference_stands_in_one_cluster(log: list[Decision]) -> None:
    folded = fold(log)
    for ref in folded.effects():
        members = folded.members(ref)
        assert ref in members
        assert folded.canonical(ref) in members
        assert {folded.members(member) for member in members} == {members}
        assert not folded.are_different(ref, ref)


@given(logs())
def test_equal_effects_mean_equal_decisions(log: list[Decision]) -> None:
    before, after = fold(log[:-1]), fold(log)
    known = [ref for ref, effect in after.effects().items() if effect == before.effects().get(ref, "")]
    for ref in known:
        assert (after.canonical(ref), after.members(ref)) == (before.canonical(ref), before.members(ref))
        for other in REFS:
            assert after.are_different(ref, other) == before.are_different(ref, other)
            assert after.is_unsure(ref, other) == before.is_unsure(ref, other)


@given(logs())
def test_taking_everything_back_undoes_everything(log: list[Decision]) -> None:
    back = [decided(30, "revert", one.id) for one in log if one.op != "revert"]
    assert set(fold([*log, *back]).effects().values()) <= {""}


@given(logs(), logs(), logs())
def test_branches_merged_line_by_line_fold_alike(  # type: ignore[no-untyped-def]
    tmp_path_factory, common, ours, theirs
) -> None:
    """git's merge=union puts the lines of both sides one below the other, in either order."""
    folder: Path = tmp_path_factory.mktemp("authority")
    sides = [written(folder / name, [*common, *side]) for name, side in (("ours", ours), ("theirs", theirs))]
    expected = meaning(fold([*common, *ours, *theirs]))
    for merged in (sides[0] + sides[1], sides[1] + sides[0]):
        (folder / FILE).write_bytes(merged)
        assert meaning(fold(load(folder))) == expected


def written(folder: Path, decisions: list[Decision]) -> bytes:
    """The file that holds `decisions`."""
    folder.mkdir()
    (folder / FILE).touch()
    for decision in decisions:
        append(folder, decision)
    return (folder / FILE).read_bytes()


def test_the_decision_that_tells_of_an_institution_says_why() -> None:
    known, later = decided(1, "same", WRITTEN, MONDRAGON), decided(2, "same", WRITTEN, SHORT)
    folded = fold([known, later])
    assert (folded.deciding(WRITTEN), folded.deciding(SHORT), folded.deciding(OTHER)) == (known, later, None)


def test_a_difference_is_told_for_all_that_is_the_same() -> None:
    apart = decided(1, "different", WRITTEN, UNIVERSITY)
    folded = fold([apart, decided(2, "same", WRITTEN, SHORT)])
    assert (folded.difference(SHORT, UNIVERSITY), folded.difference(SHORT, MCC)) == (apart, None)
