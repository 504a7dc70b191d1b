from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.trips import Group, Role, Told, grouped, role_of

JEONNAM = ("전라남도", None)
SUNCHEON = ("전라남도", "순천시")
YEONGAM = ("전라남도", "영암군")


def told(
    document: str,
    *targets: str,
    role: Role = "plan",
    start: date | None = date(2019, 6, 16),
    end: date | None = date(2019, 6, 23),
    who: tuple[tuple[str | None, str | None], ...] = (JEONNAM,),
    title: str = "사회적경제 연수",
    number: int = 1,
) -> Told:
    return Told(document, number, role, start, end, title, ("ES",), frozenset(who), frozenset(targets))


def papers(groups: list[Group]) -> set[tuple[str, ...]]:
    return {tuple(one.document_id for one in group.told) for group in groups}


def test_a_plan_and_its_report_are_one_trip_told_by_the_report_first() -> None:
    plan = told("plan", "lagun-aro", "bilbao-city")
    report = told("report", "lagun-aro", role="report", title="사회적경제 연수 결과")
    assert papers(grouped([plan, report])) == {("report", "plan")}


def test_what_happened_comes_before_what_was_amended_and_planned() -> None:
    roles: tuple[Role, ...] = ("plan", "amendment", "report")
    (group,) = grouped(told(f"{index}", "lagun-aro", role=role) for index, role in enumerate(roles))
    assert [one.role for one in group.told] == ["report", "amendment", "plan"]


def test_two_trips_on_the_same_days_stay_two() -> None:
    assert papers(grouped([told("a", "lagun-aro"), told("b", "legacoop")])) == {("a",), ("b",)}


def test_two_governments_at_one_institution_on_the_same_days_stay_two() -> None:
    one, other = told("a", "lagun-aro"), told("b", "lagun-aro", who=(YEONGAM,))
    assert papers(grouped([one, other])) == {("a",), ("b",)}


def test_three_common_visits_make_one_trip_of_two_governments_papers() -> None:
    common = ("lagun-aro", "mondragon", "bilbao-city")
    one, other = told("a", *common), told("b", *common, who=(YEONGAM,))
    assert papers(grouped([one, other])) == {("a", "b")}


def test_other_days_make_another_trip() -> None:
    one, other = told("a", "lagun-aro"), told("b", "lagun-aro", end=date(2019, 6, 24))
    assert papers(grouped([one, other])) == {("a",), ("b",)}


def test_trips_without_dates_are_never_united() -> None:
    one, other = (told(name, "lagun-aro", start=None, end=None) for name in "ab")
    groups = grouped([one, other])
    assert papers(groups) == {("a",), ("b",)}
    assert all(group.id.startswith("undated-") for group in groups)


def test_a_document_that_tells_of_two_trips_means_two() -> None:
    one, other = told("a", "lagun-aro", number=1), told("a", "lagun-aro", number=2)
    assert [len(group.told) for group in grouped([one, other])] == [1, 1]


def test_papers_unite_through_a_third() -> None:
    middle = told("b", "lagun-aro", "legacoop")
    assert papers(grouped([told("a", "lagun-aro"), middle, told("c", "legacoop")])) == {("a", "b", "c")}


def test_an_id_begins_with_the_first_day_and_outlives_the_report() -> None:
    plan = told("plan", "lagun-aro")
    (alone,) = grouped([plan])
    (both,) = grouped([plan, told("report", "lagun-aro", role="report", title="다른 제목")])
    assert alone.id.startswith("2019-06-16-")
    assert both.id == alone.id


def test_ids_never_collide() -> None:
    groups = grouped([told("a", "lagun-aro"), told("b", "legacoop"), told("c", "erkide")])
    assert len({group.id for group in groups}) == 3


@pytest.mark.parametrize(
    ("kind", "title", "role"),
    [
        ("plan", "2019년 공무국외연수 계획서", "plan"),
        ("plan", "캐나다 공무국외출장 계획 (수정)", "amendment"),
        ("plan", "공무국외출장 변경계획", "amendment"),
        ("plan", None, "plan"),
        ("report", "공무국외출장 결과보고서", "report"),
        ("report", "변경된 일정의 결과보고", "report"),
    ],
)
def test_a_document_s_role(kind, title, role) -> None:  # type: ignore[no-untyped-def]
    assert role_of(kind, title) == role


@st.composite
def many(draw: st.DrawFn) -> list[Told]:
    made = []
    for index in range(draw(st.integers(0, 6))):
        made.append(
            told(
                f"doc{index}",
                *draw(st.sets(st.sampled_from("abcd"), max_size=4)),
                role=draw(st.sampled_from(["plan", "amendment", "report"])),
                start=draw(st.sampled_from([None, date(2019, 6, 16)])),
                end=draw(st.sampled_from([date(2019, 6, 22), date(2019, 6, 23)])),
                who=draw(st.sampled_from([(JEONNAM,), (YEONGAM,), (JEONNAM, SUNCHEON), ()])),
                title=draw(st.sampled_from(["", "연수", "견학"])),
            )
        )
    return made


@given(many(), st.randoms())
def test_the_order_of_documents_does_not_matter(all_told: list[Told], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(all_told, len(all_told))
    assert grouped(shuffled) == grouped(all_told)


@given(many())
def test_every_paper_stands_in_one_trip(all_told: list[Told]) -> None:
    groups = grouped(all_told)
    assert sorted(one.document_id for group in groups for one in group.told) == [one.document_id for one in all_told]
    assert len({group.id for group in groups}) == len(groups)
