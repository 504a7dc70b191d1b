import pytest

from tests.ingest.extract.conftest import Extract

TRIP = "# 계획서\n\n- 기간 : 2019. 6. 16. ~ 6. 23.\n\n"


def outcomes(plan_of: Extract, text: str) -> list[tuple[str, str]]:
    (trip,) = plan_of(TRIP + text).trips
    return [(outcome.kind, outcome.text) for outcome in trip.outcomes]


@pytest.mark.parametrize(
    "heading", ["시정 기대효과", "■ 시사점", "건의사항", "도입방안", "의정 반영계획", "Ⅳ. 기대효과"]
)
def test_lines_below_such_headings_are_outcomes(plan_of: Extract, heading: str) -> None:
    text = f"## {heading}\n\n- 발전방향 모색\n- 지원방안 강구\n\n## 행정사항\n\n- 사전교육\n"
    assert outcomes(plan_of, text) == [("effect", "발전방향 모색"), ("effect", "지원방안 강구")]


def test_a_deeper_list_names_the_places_at_home(plan_of: Extract) -> None:
    text = "## 기대효과\n\n- 마을들의 발전방향 모색\n  - 철도관사마을, 대학로, 향림골 등\n- 우수사례 공유\n"
    assert outcomes(plan_of, text) == [
        ("effect", "마을들의 발전방향 모색"),
        ("place", "철도관사마을, 대학로, 향림골 등"),
        ("effect", "우수사례 공유"),
    ]


def test_a_deeper_sentence_is_an_effect(plan_of: Extract) -> None:
    text = "## 시사점\n\n- 협동조합 지원\n  - 조합 간 연대기금을 조례로 뒷받침할 필요가 있음\n"
    assert outcomes(plan_of, text) == [
        ("effect", "협동조합 지원"),
        ("effect", "조합 간 연대기금을 조례로 뒷받침할 필요가 있음"),
    ]


def test_notes_are_no_outcomes(plan_of: Extract) -> None:
    assert outcomes(plan_of, "## 기대효과\n\n- 우수사례 공유\n※ 변경될 수 있음\n") == [("effect", "우수사례 공유")]


def test_an_outcome_knows_its_place(plan_of: Extract) -> None:
    (trip,) = plan_of(TRIP + "## 기대효과\n\n- 우수사례 공유\n").trips
    assert [outcome.block for outcome in trip.outcomes] == ["4"]


def test_without_such_a_heading_there_are_none(plan_of: Extract) -> None:
    assert outcomes(plan_of, "## 일정\n\n- 우수사례 공유\n") == []
