"""A plan beside its report."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.compared import compare

ROLES = {"p": "plan", "a": "amendment", "r": "report"}


def visit(document: str, name: str, date: str | None, status: str = "planned") -> dict[str, Any]:
    return {"document_id": document, "text": name, "institution_id": None, "date": date, "status": status}


def differences(*records: dict[str, Any]) -> list[tuple[str, str]]:
    roles = {record["document_id"]: ROLES[record["document_id"]] for record in records}
    return [(one.first["text"], one.difference) for one in compare(records, roles)]


def test_each_way_in_which_a_visit_can_differ_has_a_word() -> None:
    assert differences(
        visit("p", "가", "2023-09-11"),
        visit("r", "가", "2023-09-11", "done"),
        visit("p", "나", "2023-09-12"),
        visit("r", "나", "2023-09-13", "done"),
        visit("p", "다", "2023-09-13"),
        visit("r", "다", "2023-09-13", "cancelled"),
        visit("p", "라", "2023-09-14"),
        visit("r", "마", "2023-09-14", "done"),
    ) == [("가", "same"), ("나", "moved"), ("다", "cancelled"), ("라", "untold"), ("마", "added")]


def test_an_amendment_counts_more_than_the_plan() -> None:
    plan = [visit("p", "가", "2023-09-11"), visit("p", "나", "2023-09-12")]
    amendment = [visit("a", "가", "2023-09-13"), visit("a", "나", "2023-09-12", "cancelled")]
    assert differences(*plan, *amendment, visit("r", "가", "2023-09-13", "done")) == [
        ("나", "withdrawn"),
        ("가", "same"),
    ]


def test_two_visits_to_one_institution_are_paired_by_their_days() -> None:
    planned = [visit("p", "가", "2023-09-11"), visit("p", "가", "2023-09-12")]
    told = [visit("r", "가", "2023-09-12", "done"), visit("r", "가", "2023-09-14", "done")]
    assert [one.difference for one in compare(planned + told, ROLES)] == ["moved", "same"]


def test_without_a_report_there_is_nothing_to_compare() -> None:
    assert differences(visit("p", "가", "2023-09-11")) == []


RECORDS = st.lists(
    st.builds(
        visit,
        st.sampled_from("pr"),
        st.sampled_from("가나다"),
        st.none() | st.sampled_from(["2023-09-11", "2023-09-12"]),
        st.sampled_from(["planned", "done", "cancelled"]),
    ),
    max_size=8,
)


@given(RECORDS)
def test_no_visit_is_lost_or_told_twice(records: list[dict[str, Any]]) -> None:
    found = [id(side) for one in compare(records, ROLES) for side in (one.planned, one.told) if side is not None]
    assert sorted(found) == sorted(map(id, records))
