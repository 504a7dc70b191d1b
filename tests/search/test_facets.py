"""Facets as people see them."""

import sqlite3

from search.engine import search
from search.facets import SHOWN


def test_years_come_the_latest_first_others_the_most_frequent(base: sqlite3.Connection) -> None:
    facets = search(base, "협동조합", facets=True).facets
    assert facets is not None
    assert [choice.value for choice in facets["year"]] == ["2019", "2018"]
    for kind, choices in facets.items():
        matches = [choice.matches for choice in choices]
        assert len(choices) <= SHOWN
        assert kind == "year" or matches == sorted(matches, reverse=True)


def test_a_choice_is_called_what_people_call_it(base: sqlite3.Connection) -> None:
    answer = search(base, "협동조합", facets=True).to_json()
    assert answer["facets"]["country"] == [{"value": "ES", "label": "스페인", "count": 4}]
    assert {"value": "P04", "label": "고용재배치·위기대응"}.items() <= answer["facets"]["theme"][0].items()


def test_facets_are_counted_only_if_asked_for_and_for_the_type(base: sqlite3.Connection) -> None:
    assert search(base, "협동조합").facets is None
    assert "facets" not in search(base, "협동조합").to_json()
    of_visits = search(base, "협동조합", type="visit", facets=True).facets
    assert of_visits is not None
    assert {choice.value: choice.matches for choice in of_visits["year"]} == {"2019": 1}
