"""The places that words of a name can mean."""

import pytest

from ingest.authority import load
from ingest.placenames import AREA, COUNTRY, PlaceNames

PLACES = PlaceNames(load())


@pytest.mark.parametrize("word", ["빌바오", "빌바오시", "Bilbao", "bilbao", "Bilboko"])
def test_a_place_in_any_spelling(word):
    assert "bilbao" in PLACES.of(word)


@pytest.mark.parametrize("word", ["독일", "Deutsche", "deutscher", "ドイツ"])
def test_a_country_and_its_adjectives(word):
    assert COUNTRY + "DE" in PLACES.of(word)


def test_parts_of_a_country_are_areas():
    assert PLACES.of("스코틀랜드") == PLACES.of("Scottish") == {AREA + "스코틀랜드"}


def test_short_latin_words_are_no_places_unless_they_are_listed():
    assert PLACES.of("ICA") == frozenset()
    assert COUNTRY + "US" in PLACES.of("us")


@pytest.mark.parametrize(
    ("word", "level"),
    [("오사카부", "region"), ("大阪府", "region"), ("오사카시", "city-hall"), ("오사카", None), ("구로부", None)],
)
def test_the_end_of_a_place_tells_what_governs_it(word, level):
    assert PLACES.level(word) == level
