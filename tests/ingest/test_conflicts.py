import pytest

from ingest.authority import Authority
from ingest.conflicts import city_keys, numbers_apart, places_apart


def said(*statements: tuple[str, str]) -> list[dict[str, str]]:
    return [{"document_id": document, "statement": text} for document, text in statements]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("협동조합 131곳이 들어 있는 상호부조 조직", "협동조합 120곳이 들어 있는 상호부조 조직"),
        ("조합원 8만여 명의 협동조합 그룹", "조합원 6만 5천여 명의 협동조합 그룹"),
    ],
)
def test_other_numbers_in_like_words_stand_together(one: str, other: str) -> None:
    rows = said(("a", one), ("b", "시의 협동조합 정책"), ("b", other))
    assert numbers_apart(rows) == [[rows[0], rows[2]]]


@pytest.mark.parametrize(
    "rows",
    [
        said(("a", "협동조합 131곳이 모임"), ("b", "협동조합 131곳이 모임")),
        said(("a", "조합원 8만여명의 그룹"), ("b", "조합원 8만 여 명의 그룹")),
        said(("a", "협동조합 131곳이 모임"), ("a", "협동조합 120곳이 모임")),  # one document speaks of two things
        said(("a", "1956년에 세운 협동조합"), ("b", "조합원 8만 명, 매출 11조 원의 그룹")),
        said(("a", "협동조합 131곳이 모임"), ("b", "협동조합 131곳이 모임(2019)")),  # says more, not otherwise
    ],
)
def test_what_goes_together_is_no_conflict(rows: list[dict[str, str]]) -> None:
    assert numbers_apart(rows) == []


def test_another_city_is_told_once_a_document(authority: Authority) -> None:
    visits = [
        {"document_id": "a", "city": "빌바오"},
        {"document_id": "a", "city": "빌바오"},
        {"document_id": "b", "city": "몬드라곤"},
        {"document_id": "c", "city": None},
    ]
    assert places_apart("몬드라곤", visits, authority) == [visits[1]]
    assert places_apart(None, visits, authority) == []


def test_a_city_by_another_of_its_names_is_the_same(authority: Authority) -> None:
    assert places_apart("몬드라곤", [{"document_id": "a", "city": "Mondragón"}], authority) == []
    assert {"빌바오", "bilbao"} <= city_keys(authority, "빌바오")
