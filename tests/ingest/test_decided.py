"""What people decided, applied to what the machine resolved."""

import pytest
from msgspec.structs import replace

from ingest.authority import Authority
from ingest.decided import Applied, Decisions, references
from ingest.decisions import Decision, institution_ref, make, name_ref, visit_ref
from ingest.resolve import Resolution, provisional_id

NAME, OTHER = "라군아로 보험", "라군 아로 상호회사"
REF, OTHER_REF = name_ref(NAME, "ES"), name_ref(OTHER, "ES")
LAGUN_ARO, MONDRAGON = institution_ref("lagun-aro"), institution_ref("mondragon")
OWN = provisional_id(NAME, "ES")
DOUBTFUL = Resolution(OWN, 0.7, "provisional", "lagun-aro", "라군아로")
SURE = Resolution("lagun-aro", 1.0, "exact")


def decided(op: str, left: str, right: str = "", **more: object) -> Decision:
    return make(op, left, right, "하늘", scope="visit" if "visit:" in left + right else "name", **more)  # type: ignore[arg-type]


def applied(authority: Authority, found: Resolution, *made: Decision, name: str = NAME) -> Applied:
    return Decisions(authority, made).applied("d1", "7.2", name, "ES", found, provisional_id(name, "ES"))


def test_what_nobody_decided_stays_as_the_machine_has_it(authority: Authority) -> None:
    for found in (DOUBTFUL, SURE, Resolution(None, 0.4, "ambiguous")):
        assert applied(authority, found) == Applied(found, REF)


@pytest.mark.parametrize("op", ["same", "alias"])
def test_a_name_decided_to_be_an_institution_is_it(authority: Authority, op: str) -> None:
    one = decided(op, REF, LAGUN_ARO)
    assert applied(authority, DOUBTFUL, one) == Applied(Resolution("lagun-aro", 1.0, "decision"), REF, one.id)


def test_a_decision_taken_back_leaves_nothing(authority: Authority) -> None:
    one = decided("same", REF, LAGUN_ARO)
    assert applied(authority, DOUBTFUL, one, decided("revert", one.id)) == Applied(DOUBTFUL, REF)


def test_a_name_in_another_country_is_another_name(authority: Authority) -> None:
    assert applied(authority, DOUBTFUL, decided("same", name_ref(NAME, "FR"), LAGUN_ARO)) == Applied(DOUBTFUL, REF)


def test_one_place_goes_before_its_name(authority: Authority) -> None:
    here = decided("same", visit_ref("d1", "7.2"), MONDRAGON)
    found = applied(authority, DOUBTFUL, decided("same", REF, LAGUN_ARO), here)
    assert (found.resolution.institution_id, found.decision_id) == ("mondragon", here.id)


def test_what_is_different_here_only_is_not_what_the_name_is(authority: Authority) -> None:
    here = decided("different", visit_ref("d1", "7.2"), LAGUN_ARO)
    found = applied(authority, DOUBTFUL, decided("same", REF, LAGUN_ARO), here)
    assert (found.resolution.institution_id, found.decision_id) == (OWN, here.id)


def test_a_part_of_a_name_leads_unless_the_whole_is_known(authority: Authority) -> None:
    one = decided("same", name_ref("라군아로 보험", "ES"), MONDRAGON)
    whole = f"Seguros ({NAME})"
    assert applied(authority, DOUBTFUL, one, name=whole).resolution.institution_id == "mondragon"
    assert applied(authority, SURE, one, name=whole).resolution == SURE


def test_different_takes_the_machines_choice_away(authority: Authority) -> None:
    one = decided("different", REF, LAGUN_ARO)
    assert applied(authority, SURE, one) == Applied(Resolution(OWN, 0.5, "provisional"), REF, one.id)


def test_different_takes_the_candidate_away(authority: Authority) -> None:
    one = decided("different", REF, LAGUN_ARO)
    assert applied(authority, DOUBTFUL, one) == Applied(Resolution(OWN, 0.5, "provisional"), REF, one.id)


def test_unsure_leaves_the_question_open_and_says_so(authority: Authority) -> None:
    assert applied(authority, DOUBTFUL, decided("unsure", REF, LAGUN_ARO)) == Applied(DOUBTFUL, REF, None, True)


def test_names_that_are_one_and_no_known_institution_share_a_provisional_one(authority: Authority) -> None:
    one = decided("same", name_ref("들어본 적 없는 곳", "ES"), name_ref("처음 듣는 곳", "ES"))
    unknown = Resolution("doc-0", 0.5, "provisional")
    found = [applied(authority, unknown, one, name=name) for name in ("들어본 적 없는 곳", "처음 듣는 곳")]
    assert {one.resolution.institution_id for one in found} == {provisional_id("들어본적없는곳", "ES")}
    assert {one.decision_id for one in found} == {one.id}


def test_names_that_are_one_are_what_the_machine_knows_of_one_of_them(authority: Authority) -> None:
    one = decided("same", name_ref("라군아로", "ES"), name_ref("처음 듣는 곳", "ES"))
    found = applied(authority, Resolution("doc-0", 0.5, "provisional"), one, name="처음 듣는 곳")
    assert found.resolution.institution_id == "lagun-aro"


def test_institutions_that_are_one_have_the_smallest_id_and_all_names(authority: Authority) -> None:
    one = decided("same", MONDRAGON, LAGUN_ARO)
    made = Decisions(authority, [one])
    mondragon = Resolution("mondragon", 1.0, "exact")
    assert applied(authority, mondragon, one) == Applied(replace(mondragon, institution_id="lagun-aro"), REF, one.id)
    listed = {institution.id: institution for institution, _ in made.institutions()}
    assert "mondragon" not in listed
    names = {claim.value for claim in authority.institutions["mondragon"].names}
    assert names <= {claim.value for claim in listed["lagun-aro"].names}
    assert made.redirects()["mondragon"] == "lagun-aro"


def test_an_institution_that_is_gone_decides_nothing(authority: Authority) -> None:
    made = Decisions(authority, [decided("same", REF, institution_ref("gone"))])
    assert made.applied("d1", "7.2", NAME, "ES", DOUBTFUL, OWN) == Applied(DOUBTFUL, REF)
    assert "gone" in made.problems[0]


def test_conflicts_are_told(authority: Authority) -> None:
    made = [
        decided("same", REF, LAGUN_ARO),
        decided("same", REF, MONDRAGON),
        decided("different", MONDRAGON, LAGUN_ARO),
    ]
    (problem,) = Decisions(authority, made).problems
    assert made[1].id in problem
    assert problem.endswith("주세요.")


def test_an_alias_is_named_as_it_was_written(authority: Authority) -> None:
    made = Decisions(authority, [decided("alias", OTHER_REF, LAGUN_ARO, evidence={"name": OTHER})])
    aliases = {one.id: names for one, names in made.institutions() if names}
    assert aliases == {"lagun-aro": (OTHER,)}


def test_provisional_ids_of_names_lead_to_their_institution(authority: Authority) -> None:
    redirects = Decisions(authority, [decided("same", REF, LAGUN_ARO)]).redirects()
    assert redirects[OWN] == "lagun-aro"
    for name, country in (("라군아로", "ES"), ("라군아로", None), ("Lagun Aro", "ES")):
        assert redirects[provisional_id(name, country)] == "lagun-aro"
    assert provisional_id("라군아로", "FR") not in redirects


def test_a_name_without_a_letter_has_no_reference() -> None:
    assert references("***", "ES") == ()
    assert references("Lagun Aro(라군아로)", "ES") == (
        "name:lagunaro라군아로@ES",
        "name:lagunaro@ES",
        "name:라군아로@ES",
    )
