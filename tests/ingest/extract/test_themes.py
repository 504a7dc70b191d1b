from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.lexicon import Lexicon
from ingest.extract.themes import themes, told
from ingest.plan import Fact, Outcome, Site, Statement, ThemeMention, Trip, Visit


def visit(*agenda: str, name: str = "라군아로") -> Visit:
    lines = tuple(Fact(text, f"5.2.{number}") for number, text in enumerate(agenda, 1))
    return Visit(name, "5.2", date(2019, 6, 17), None, None, False, None, None, "planned", lines)


def site(*facts: str) -> Site:
    return Site("라군아로", "7.1", tuple(Fact(text, "7.2") for text in facts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("고용재배치 등의 업무 수행 협의", [("P04", "고용재배치")]),
        ("고용 재배치", [("P04", "고용재배치")]),
        ("상호 부조", [("P05", "상호부조")]),
        ("SCOP 설립 현황", [("P02", "SCOP")]),
        ("scope of work", []),
        ("예산과 인사", []),
        ("", []),
    ],
)
def test_a_line_tells_themes_by_their_words(lexicon: Lexicon, text: str, expected: list[tuple[str, str]]) -> None:
    assert list(told(text, lexicon)) == expected


def test_a_latin_word_beside_korean_particles_counts(lexicon: Lexicon) -> None:
    assert ("P02", "SCOP") in told("프랑스의 SCOP은 노동자가 소유한다", lexicon)


def test_what_is_studied_tells_a_theme_with_its_place(lexicon: Lexicon) -> None:
    trip = Trip(visits=(visit("직원 면담", "고용재배치 협의"),))
    assert themes([trip], [], lexicon) == [ThemeMention("P04", "고용재배치", "5.2.2")]


def test_title_purpose_and_lessons_that_come_again_tell_themes(lexicon: Lexicon) -> None:
    lesson = Outcome("effect", "고용재배치 도입", "9")
    for trip in (
        Trip(statements=(Statement("title", "고용재배치 연수", "2"),)),
        Trip(statements=(Statement("purpose", "배경\n고용재배치 사례", "2"),)),
        Trip(outcomes=(lesson, Outcome("effect", "고용재배치 기준 마련", "10"))),
    ):
        assert [mention.theme for mention in themes([trip], [], lexicon)] == ["P04"]
    assert themes([Trip(outcomes=(lesson,))], [], lexicon) == []


def test_visits_of_no_theme_belong_to_the_rest_and_point_at_the_title(lexicon: Lexicon) -> None:
    trip = Trip(statements=(Statement("title", "교통 연수", "2"),), visits=(visit("신호 체계", name="교통국"),))
    assert themes([trip], [], lexicon) == [ThemeMention("P38", "", "2")]


def test_one_description_alone_tells_no_theme_but_two_do(lexicon: Lexicon) -> None:
    assert themes([], [site("상호부조 조직")], lexicon) == []
    assert [m.theme for m in themes([], [site("상호부조 조직", "상호부조 급여")], lexicon)] == ["P05"]


@given(agenda=st.lists(st.sampled_from(["고용재배치", "상호부조", "공정무역 협의", "면담", "SCOP"]), max_size=5))
def test_themes_stand_once_in_order_and_with_their_word(lexicon: Lexicon, agenda: list[str]) -> None:
    found = themes([Trip(visits=(visit(*agenda, name="기관"),))], [], lexicon)
    assert [mention.theme for mention in found] == sorted({mention.theme for mention in found})
    assert all(any(mention.keyword in line for line in agenda) or mention.theme == "P38" for mention in found)


@given(text=st.text(max_size=40))
def test_any_text_tells_known_themes(lexicon: Lexicon, text: str) -> None:
    assert {theme for theme, _ in told(text, lexicon)} <= set(lexicon.authority.themes)
