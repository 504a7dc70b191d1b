"""What planners type, one example of each kind and more."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import Answer, search, suggest
from tests.search.conftest import INSTITUTIONS


def first(base: sqlite3.Connection, query: str) -> tuple[str, str, str]:
    result = search(base, query).results[0]
    return result.type, result.id, result.why


def ids(answer: Answer, type: str) -> list[str]:
    return [result.id for result in answer.results if result.type == type]


@pytest.mark.parametrize(
    ("query", "id", "why"),
    [
        ("몬드라콘", "mondragon", "typo"),
        ("라군아루", "lagun-aro", "typo"),
        ("카디야이", "kadiai", "typo"),
        ("라 군아루", "lagun-aro", "typo"),
        ("셀로너 악티바", "activa", "typo"),
        ("바르셀로나 악띠바", "activa", "typo"),
        ("ㅁㄷㄹㄱ", "mondragon", "choseong"),
        ("ㄹㄱㅇㄹ", "lagun-aro", "choseong"),
        ("ㅇㅌㅂ", "activa", "choseong"),
        ("ㅁㄷㄹㄱ대학교", "mondragon-university", "choseong"),
        ("몬드라ㄱ", "mondragon", "choseong"),
        ("몬들", "mondragon", "partial"),
        ("ahsemfkrhs", "mondragon", "keyboard"),
        ("AHSEMFKRHS", "mondragon", "keyboard"),
        ("qlfqkdhtlcjd", "bilbao", "keyboard"),
        ("ㅡㅊㅊ", "mondragon", "keyboard"),
        ("Kadiai", "kadiai", "cross-script"),
        ("Mondragón", "mondragon", "cross-script"),
    ],
)
def test_a_name_is_found_however_it_is_typed(base: sqlite3.Connection, query: str, id: str, why: str) -> None:
    found = search(base, query).results[0]
    assert (found.type, found.id) == ("institution", id)
    assert found.why == why
    assert found.score >= 0.5


@pytest.mark.parametrize(
    "query",
    ["라군아로에서 물어본 것", "라군아로는 어떤 곳", "라군아로는 어떤 곳입니까", "라군 아로의 것은"],
)
def test_what_only_asks_is_left_out(base: sqlite3.Connection, query: str) -> None:
    answer = search(base, query)
    assert (answer.results[0].type, answer.results[0].id) == ("institution", "lagun-aro")
    assert answer.results[0].score >= 0.5


def test_two_names_give_both(base: sqlite3.Connection) -> None:
    assert set(ids(search(base, "라군아로와 카디아이"), "institution")[:2]) == {"lagun-aro", "kadiai"}


def test_the_words_of_a_name_may_stand_apart_and_turned(base: sqlite3.Connection) -> None:
    assert first(base, "악티바 바르셀로나") == ("institution", "activa", "partial")
    assert first(base, "Corporation Mondragon") == ("institution", "mondragon", "partial")


def test_words_that_mean_a_year_a_country_or_a_type_narrow(base: sqlite3.Connection) -> None:
    answer = search(base, "2018년 스페인 출장")
    assert answer.results[0].id == "t2"
    assert set(ids(answer, "trip")) == {"t2"}
    assert answer.read_as == ["연도: 2018년", "국가: 스페인", "종류: 출장"]
    assert ids(search(base, "2018~2019년 스페인"), "trip") == ["t1", "t2"]


def test_what_is_not_there_is_an_empty_answer(base: sqlite3.Connection) -> None:
    for query in ("2021년 브라질 출장", "2021년 라군아로", "2018년 브라질"):
        assert [result for result in search(base, query).results if result.score >= 0.5] == []
    assert search(base, "2021년 브라질 출장").results == []


def test_parts_of_years_and_ranges_narrow(base: sqlite3.Connection) -> None:
    assert ids(search(base, "2018년 이후 스페인 출장"), "trip") == ["t1", "t2"]
    assert ids(search(base, "2018년 이전 스페인 출장"), "trip") == ["t2"]
    assert ids(search(base, "18년도 스페인 출장"), "trip") == ["t2"]
    assert ids(search(base, "18년 스페인 출장"), "trip") == ["t2"]


def test_a_council_is_a_part_of_its_government(base: sqlite3.Connection) -> None:
    assert set(ids(search(base, "전남의회"), "trip")) == {"t1", "t2"}
    assert ids(search(base, "2018년 전남의회"), "trip") == ["t2"]


def test_of_several_years_any_will_do(base: sqlite3.Connection) -> None:
    assert set(ids(search(base, "2018년과 2019년 스페인 출장"), "trip")) == {"t1", "t2"}
    assert ids(search(base, "2018년 브라질이나 스페인 출장"), "trip") == ["t2"]


def test_a_place_misspelt_narrows_all_the_same(base: sqlite3.Connection) -> None:
    answer = search(base, "2018년 스패인 출장")
    assert ids(answer, "trip") == ["t2"]
    assert answer.read_as[0] == "‘스패인’ → ‘스페인’"
    assert answer.results[0].score >= 0.5
    assert search(base, "스위칠랜드 출장").results == []


def test_words_of_a_theme_may_stand_apart(base: sqlite3.Connection) -> None:
    answer = search(base, "협동조합 사업 지원")
    assert ids(answer, "visit") == ["v3"]  # 협동조합 관리 및 지원사업
    assert answer.results[0].score >= 0.5


def test_what_stands_without_the_particle_follows_what_stands_with_it(base: sqlite3.Connection) -> None:
    answer = search(base, "상호부조의")
    assert answer.read_as == ["‘상호부조의’ → ‘상호부조’ (조사 ‘의’ 제외)"]
    answer = search(base, "치매마을의")
    assert set(ids(answer, "policy")) == {"p2"}  # as typed
    assert set(ids(answer, "document")) == {"d1"}  # 치매마을 견학


def test_other_words_for_the_same_thing_find_what_papers_say(base: sqlite3.Connection) -> None:
    answer = search(base, "상호공제")
    assert ids(answer, "policy") == ["p1"]
    assert answer.read_as == ["비슷한 말: 상호부조"]
    assert 0.5 <= answer.results[0].score < search(base, "상호부조").results[0].score


def test_a_status_is_one_of_visits(base: sqlite3.Connection) -> None:
    assert ids(search(base, "취소된 라군아로 방문"), "visit") == ["v2"]


def test_a_word_that_narrows_may_be_a_part_of_a_name(base: sqlite3.Connection) -> None:
    assert first(base, "빌바오 시청") == ("institution", "bilbao", "exact")


def test_a_government_and_a_name(base: sqlite3.Connection) -> None:
    answer = search(base, "전남 라군아로")
    assert answer.read_as == ["지자체: 전라남도"]
    assert all(result.score < 0.5 for result in answer.results if result.type == "institution")


def test_words_for_one_theme_are_synonyms(base: sqlite3.Connection) -> None:
    answer = search(base, "redeployment")
    assert answer.read_as == ["주제: 고용재배치·위기대응"]
    assert {"t1", "t2", "p1"} <= {result.id for result in answer.results}
    assert first(base, "고용재배치")[:2] == ("visit", "v1")  # what has the word itself comes first


def test_a_phrase_and_what_is_not_wanted(base: sqlite3.Connection) -> None:
    assert ids(search(base, '"업무 수행"'), "visit") == ["v1"]
    assert ids(search(base, "협의"), "visit") == ["v1"]
    assert ids(search(base, "협의 -고용재배치"), "visit") == []
    assert search(base, "-라군아로").results[0].id == "lagun-aro"


def test_a_name_misspelt_is_read_among_other_words(base: sqlite3.Connection) -> None:
    answer = search(base, "라군아루 고용재배치")
    assert answer.results[0].id == "v1"
    assert "‘라군아루’ → ‘라군아로’" in answer.read_as


@pytest.mark.parametrize("query", ["라군어루우", "카다야히"])
def test_what_may_have_been_meant_is_suggested_and_no_result(base: sqlite3.Connection, query: str) -> None:
    answer = search(base, query)
    assert (answer.total, answer.results) == (0, [])
    assert [one.type for one in answer.suggestions] == ["institution"]


def test_facets_narrow_and_are_counted(base: sqlite3.Connection) -> None:
    answer = search(base, "라군아로", facets=True)
    assert answer.facets is not None
    years = {choice.value: choice.matches for choice in answer.facets["year"]}
    assert years == {"2019": 1, "2018": 1}
    assert answer.facets["country"][0][:2] == ("ES", "스페인")
    for year, count in years.items():
        narrowed = search(base, "라군아로", narrowed={"year": year})
        assert narrowed.total == count == len(narrowed.results)


def test_counts_of_facets_are_those_of_all_matches(base: sqlite3.Connection) -> None:
    for query in ("협동조합", "몬드라곤", "몬드라콘", "ㅁㄷㄹㄱ", "스페인"):
        shown = search(base, query, limit=1, facets=True)
        assert shown.facets is not None
        for kind, choices in shown.facets.items():
            for choice in choices:
                assert search(base, query, narrowed={kind: choice.value}).total == choice.matches


def test_an_unknown_facet_is_refused(base: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="country, city, year, theme, government"):
        search(base, "라군아로", narrowed={"colour": "red"})


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("몬드라ㄱ", "몬드라곤"),
        ("몬들", "몬드라곤"),
        ("ㅁㄷㄹ", "몬드라곤"),
        ("ahsem", "몬드라곤"),
        ("ㅡㅐㅜㅇ", "Mondragon"),
    ],
)
def test_suggestions_while_typing(base: sqlite3.Connection, typed: str, text: str) -> None:
    assert any(one.text.startswith(text) for one in suggest(base, typed))


# whatever is typed

NAMES = [name for names in INSTITUTIONS.values() for name in names]


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES), words=st.lists(st.sampled_from(["2018년", "것"])))
def test_an_exact_name_comes_before_what_is_like_it(
    base: sqlite3.Connection, name: str, other: str, words: list[str]
) -> None:
    results = search(base, name).results
    assert results[0].why in ("exact", "alias", "spacing")
    assert all(result.score <= results[0].score for result in results if result.why in ("typo", "cross-script"))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["고용재배치", "스페인", "2019년", "라군아로"]))
def test_the_order_of_words_changes_nothing(base: sqlite3.Connection, words: list[str]) -> None:
    usual = search(base, "고용재배치 스페인 2019년 라군아로")
    found = search(base, " ".join(words))
    assert [result.id for result in found.results] == [result.id for result in usual.results]
    assert found.total == usual.total
