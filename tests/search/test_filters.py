"""Words of a query that narrow it."""

import sqlite3

from search.filters import Meaning, facet_expression, forms, meanings


def test_a_word_is_looked_up_with_and_without_its_particle(base: sqlite3.Connection) -> None:
    found = meanings(base, ["스페인에서", "Spain", "취소된"])
    assert found["스페인"] == [Meaning("country", "ES", "스페인")]
    assert found["취소된"][0].line == "status=cancelled"
    assert "spain" not in found
    assert forms("스페인에서") == ["스페인에서", "스페인"]


def test_a_facet_is_one_token_of_the_index() -> None:
    lines = ["government=전라남도 순천시", "country=ES"]
    assert facet_expression(lines) == 'facets : ("government전라남도순천시" OR "countryes")'
