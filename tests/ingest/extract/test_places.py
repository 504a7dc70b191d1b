import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.lexicon import Lexicon
from ingest.extract.places import City, chain, cities, countries, country_of, is_home, listed


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("스페인, 프랑스", ["ES", "FR"]),
        ("영국(런던)·독일(베를린)", ["GB", "DE"]),
        ("스코틀랜드", ["GB"]),
        ("호주/뉴질랜드", ["AU", "NZ"]),
        ("남아프리카 공화국", ["ZA"]),
        ("UAE", ["AE"]),
        ("대한민국 → 일본", ["JP"]),
        ("이란성 쌍둥이", []),
        ("빌바오", []),
        ("", []),
    ],
)
def test_countries_stand_as_words(lexicon: Lexicon, text: str, codes: list[str]) -> None:
    assert list(countries(text, lexicon)) == codes


def test_cities_keep_their_order_and_stand_once(lexicon: Lexicon) -> None:
    assert cities("인천 파리 빌바오 파리", lexicon, ("ES", "FR")) == [City("파리", "FR"), City("빌바오", "ES")]


def test_a_city_of_several_countries_is_known_by_the_trip_s(lexicon: Lexicon) -> None:
    assert country_of("발렌시아", lexicon, ("ES", "FR")) == "ES"
    assert country_of("발렌시아", lexicon, ("VE",)) == "VE"
    assert country_of("발렌시아", lexicon) is None


@pytest.mark.parametrize("text", ["볼로냐", "볼로냐시", "볼로냐 근교", "볼로냐 일대", "볼로냐 지역"])
def test_words_around_a_city_are_no_part_of_it(lexicon: Lexicon, text: str) -> None:
    assert [city.country for city in cities(text, lexicon)] == ["IT"]


def test_a_value_lists_countries_with_their_cities(lexicon: Lexicon) -> None:
    assert listed("스페인(빌바오, 몬드라곤) 프랑스(파리)", lexicon) == (
        ["ES", "FR"],
        [City("빌바오", "ES"), City("몬드라곤", "ES"), City("파리", "FR")],
    )


def test_an_unknown_town_behind_its_country_is_a_city(lexicon: Lexicon) -> None:
    assert listed("이탈리아(볼로냐, 듣도보도못한곳)", lexicon) == (
        ["IT"],
        [City("볼로냐", "IT"), City("듣도보도못한곳", "IT")],
    )


def test_parentheses_behind_no_word_name_no_country(lexicon: Lexicon) -> None:
    assert listed("→ (빌바오)", lexicon) == (["ES"], [City("빌바오", "ES")])


def test_cities_tell_their_country(lexicon: Lexicon) -> None:
    assert listed("빌바오, 바르셀로나(스페인)", lexicon)[0] == ["ES"]
    assert listed("몬트리올", lexicon)[0] == ["CA"]


def test_a_chain_keeps_every_stop_as_written(lexicon: Lexicon) -> None:
    assert chain("빌바오 → 몬드라곤 → 빌바오", lexicon) == ["빌바오", "몬드라곤", "빌바오"]
    assert chain("인천 파리 빌바오", lexicon) == ["인천", "파리", "빌바오"]
    assert chain("스페인(빌바오)", lexicon) == ["빌바오"]


@pytest.mark.parametrize(
    ("place", "home"),
    [*((place, True) for place in ("인천", "인천공항", "서울", "순천시", "기내")), ("파리", False), ("빌바오", False)],
)
def test_home_is_where_one_leaves_from(lexicon: Lexicon, place: str, home: bool) -> None:
    assert is_home(place, lexicon) is home


@given(text=st.text("스페인(빌바오, 파리) →·시일대발렌시아()/", max_size=30))
def test_any_text_lists_places_abroad_only(lexicon: Lexicon, text: str) -> None:
    codes, found = listed(text, lexicon)
    assert "KR" not in codes
    assert len(set(codes)) == len(codes)
    assert {city.country for city in found if city.country} <= set(codes)
