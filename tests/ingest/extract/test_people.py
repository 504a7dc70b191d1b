import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Text
from ingest.extract.lexicon import Lexicon
from ingest.extract.people import headcount, letterhead, organizers


def lines(*texts: str) -> list[Text]:
    return [Text("paragraph", text, place=str(number)) for number, text in enumerate(texts, 1)]


def who(lexicon: Lexicon, *texts: str) -> list[tuple[str | None, str | None, str | None, int | None]]:
    return [(o.government, o.basic, o.department, o.headcount) for o in organizers(lines(*texts), lexicon)]


@pytest.mark.parametrize(
    ("texts", "people"),
    [
        (("15명 (순천시 1)",), 15),
        (("총 12명",), 12),
        (("영암군 1명, 광양시 1명",), 2),
        (("전라남도 3명", "순천시 2명"), 5),
        (("계: 7명 (도 3명, 시 4명)",), 7),
        (("과장 이OO 외 4명",), 5),
        (("의원 5인",), 5),
        (("Delegation from Suwon: 2 members of the council, 3 officials, 5 persons in total",), 5),
        (("The mayor, 4 members; 5 Persons In Total",), 5),
        (("12 participants",), 12),
        (("leader 1 person", "others 3 delegates"), 4),
        (("자원순환과장 외 5명",), 6),
        (("전라남도 3명", "합계 8명"), 8),
        (("사회적경제과",), None),
        ((), None),
    ],
)
def test_people_are_counted_as_stated_or_summed(texts: tuple[str, ...], people: int | None) -> None:
    counted = headcount(lines(*texts))
    assert (counted and counted[0]) == people


def test_a_count_knows_its_place() -> None:
    assert headcount(lines("전라남도 3명", "합계 8명")) == (8, "2")


def test_units_in_parentheses_inherit_the_province(lexicon: Lexicon) -> None:
    assert who(lexicon, "전라남도 사회적경제과 (순천시 자치혁신과)", "15명 (순천시 1)") == [
        ("전라남도", None, "사회적경제과", None),
        ("전라남도", "순천시", "자치혁신과", 1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("순천시 자치혁신과", ("전라남도", "순천시", "자치혁신과", None)),
        ("전남 순천시", ("전라남도", "순천시", None, None)),
        ("충남도청 경제정책과", ("충청남도", None, "경제정책과", None)),
        ("안산시의회 3명", ("경기도", "안산시", "안산시의회", 3)),
        ("서울특별시 성북구 2명", ("서울특별시", "성북구", None, 2)),
        ("부산광역시 중구", ("부산광역시", "중구", None, None)),
        ("강원도 고성군의회", ("강원도", "고성군", "고성군의회", None)),
    ],
)
def test_a_government_is_told_by_its_name(lexicon: Lexicon, text: str, expected: tuple[object, ...]) -> None:
    assert who(lexicon, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("순천시 자원순환과장 외 5명", ("전라남도", "순천시", "자원순환과", 6)),
        ("순천시 감사담당관장 외 1명", ("전라남도", "순천시", "감사담당관", 2)),
        ("전라남도 관광국장 외 3인", ("전라남도", None, "관광국", 4)),
    ],
)
def test_the_head_of_a_department_and_others_are_sent_by_it(
    lexicon: Lexicon, text: str, expected: tuple[object, ...]
) -> None:
    assert who(lexicon, text) == [expected]


def test_the_head_of_what_no_government_stands_before_sends_nobody(lexicon: Lexicon) -> None:
    assert who(lexicon, "자원순환과장 외 5명") == []


@pytest.mark.parametrize("count", ["3 persons", "3 people", "3 participants", "3 members", "3명"])
def test_a_government_s_people_are_counted_in_either_language(lexicon: Lexicon, count: str) -> None:
    assert who(lexicon, f"순천시 {count}") == [("전라남도", "순천시", None, 3)]


@pytest.mark.parametrize("text", ["중구", "고성군", "광주시", "홍길동", "", "한국사회적기업진흥원"])
def test_what_names_no_single_government_names_none(lexicon: Lexicon, text: str) -> None:
    assert who(lexicon, text) == []


def test_several_governments_keep_their_order_and_counts(lexicon: Lexicon) -> None:
    assert who(lexicon, "영암군 1명, 광양시 2명") == [
        ("전라남도", "영암군", None, 1),
        ("전라남도", "광양시", None, 2),
    ]


def test_two_departments_are_two_entries(lexicon: Lexicon) -> None:
    assert who(lexicon, "순천시 자치혁신과, 일자리경제과") == [
        ("전라남도", "순천시", "자치혁신과", None),
        ("전라남도", "순천시", "일자리경제과", None),
    ]


def test_a_name_after_a_department_appears_nowhere(lexicon: Lexicon) -> None:
    found = organizers(lines("순천시 자치혁신과 홍길동", "지방행정주사 김철수"), lexicon)
    assert "홍길동" not in repr(found)
    assert "김철수" not in repr(found)


def test_nobody_is_counted_twice(lexicon: Lexicon) -> None:
    assert who(lexicon, "순천시", "순천시 자치혁신과", "순천시 1명") == [("전라남도", "순천시", "자치혁신과", 1)]


@given(texts=st.lists(st.text("순천시전라남도 중구(),·과 12명외총홍", max_size=20), max_size=4))
def test_any_lines_name_known_governments_only(lexicon: Lexicon, texts: list[str]) -> None:
    found = organizers(lines(*texts), lexicon)
    assert all(o.government in lexicon.authority.governments_by_name for o in found)
    assert [o.role for o in found] == ["lead", *["member"] * (len(found) - 1)][: len(found)]
    counted = headcount(lines(*texts))
    assert counted is None or counted[0] >= 0


@pytest.mark.parametrize(
    ("text", "is_office"),
    [
        ("강원특별자치도 평창군 문화관광과", True),
        ("(대전광역시 유성구 미래전략과)", True),
        ("전라남도", True),
        ("평창군 산악관광 활성화 계획", False),
        ("문화관광과", False),
    ],
)
def test_a_line_of_nothing_but_an_office_is_its_letterhead(lexicon: Lexicon, text: str, is_office: bool) -> None:
    assert (letterhead(lines(text), lexicon) is not None) == is_office


def test_those_beside_a_head_and_others_are_counted_too() -> None:
    assert headcount(lines("도시재생과 과장 외 3명, 문화교육과 1명")) == (5, "1")
    assert headcount(lines("과장 외 4명(의원 3명, 직원 2명)")) == (5, "1")
