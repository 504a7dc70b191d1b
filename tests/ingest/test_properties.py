import sqlite3
from pathlib import Path

import pytest

from ingest.properties import BY_ID, EVIDENCE, PROPERTIES, Property, Value, read_properties


def told(base: Path, id: str, *properties: str) -> list[list[Value]]:
    connection = sqlite3.connect(base)
    return read_properties(connection, [id], [BY_ID[name] for name in properties])[id]


def test_where_and_what_an_institution_is(sample_base: Path) -> None:
    assert told(sample_base, "bilbao-city", "country", "country_code", "city", "kind") == [
        ["스페인"],
        ["ES"],
        ["빌바오"],
        ["지방정부"],
    ]


def test_visits_are_counted_as_the_view_counts_them(sample_base: Path) -> None:
    connection = sqlite3.connect(sample_base)
    rows = connection.execute("select institution_id, visits, first_visit, last_visit from visited_institutions")
    viewed = {id: [[value] if value else [] for value in values] for id, *values in rows}
    assert viewed
    wanted = [BY_ID[name] for name in ("visits", "first_visit", "last_visit")]
    assert read_properties(connection, viewed, wanted) == viewed


def test_an_institution_that_nobody_visited(sample_base: Path) -> None:
    connection = sqlite3.connect(sample_base)
    id = connection.execute("select institution_id from unvisited_institutions").fetchone()[0]
    assert told(sample_base, id, "visits", "first_visit", "visitor") == [[0], [], []]


def test_several_values_stay_apart(sample_base: Path) -> None:
    names, themes = told(sample_base, "lagun-aro", "names", "theme")
    assert {"라군아로", "Lagun-Aro"} <= set(names)
    assert len(themes) > 1


def test_what_is_nobodys_has_no_values(sample_base: Path) -> None:
    assert told(sample_base, "nobody", "country", "visits") == [[], []]


@pytest.mark.parametrize("one", PROPERTIES, ids=lambda one: one.id)
def test_every_property_is_named_in_korean_and_can_be_read(sample_base: Path, one: Property) -> None:
    assert any("가" <= letter <= "힣" for letter in one.name)
    assert all(isinstance(value, str | int | float) for value in told(sample_base, "lagun-aro", one.id)[0])


def test_evidence_is_of_properties() -> None:
    assert set(EVIDENCE) <= BY_ID.keys()
