"""Words of a query that narrow it."""

import sqlite3

import pytest

from search.filters import Meaning, dated, facet_expression, forms, meanings


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("2019", ["year=2019"]),
        ("2019년", ["year=2019"]),
        ("2019년에", ["year=2019"]),
        ("2019년도의", ["year=2019"]),
        ("2017~2019년", ["year=2017", "year=2018", "year=2019"]),
        ("2018-19", ["year=2018", "year=2019"]),
        ("6월", ["month=6"]),
        ("06월에는", ["month=6"]),
        ("13월", []),
        ("20190617", []),
        ("3000년", []),
    ],
)
def test_years_and_months(word: str, values: list[str]) -> None:
    assert [one.line for one in dated(word)] == values


def test_a_word_is_looked_up_with_and_without_its_particle(base: sqlite3.Connection) -> None:
    found = meanings(base, ["스페인에서", "Spain", "취소된"])
    assert found["스페인"] == [Meaning("country", "ES", "스페인")]
    assert found["취소된"][0].line == "status=cancelled"
    assert "spain" not in found
    assert forms("스페인에서") == ["스페인에서", "스페인"]


def test_a_facet_is_one_token_of_the_index() -> None:
    lines = ["government=전라남도 순천시", "country=ES"]
    assert facet_expression(lines) == 'facets : ("government전라남도순천시" OR "countryes")'
