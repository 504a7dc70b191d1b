"""What stands in the base for words that mean more than they say."""

import pytest

from ingest.authority import load
from ingest.query_words import query_word_rows


@pytest.fixture(scope="module")
def governments() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in query_word_rows(load()):
        if row["kind"] == "government":
            found.setdefault(row["key"], set()).add(row["value"])
    return found


@pytest.mark.parametrize("word", ["전라남도", "전남", "전남도", "전남도청", "전라남도청"])
def test_a_province_by_its_short_name_and_its_office(governments: dict[str, set[str]], word: str) -> None:
    assert governments[word] == {"전라남도"}


@pytest.mark.parametrize("word", ["순천시", "순천", "순천시청"])
def test_a_city_by_its_short_name_and_its_office(governments: dict[str, set[str]], word: str) -> None:
    assert governments[word] == {"전라남도 순천시"}


def test_an_office_without_a_name_is_none(governments: dict[str, set[str]]) -> None:
    assert not {"시청", "도청", "구청", "의회"} & governments.keys()


def test_words_for_the_same_thing_lead_to_each_other() -> None:
    same = {(row["key"], row["value"]) for row in query_word_rows(load()) if row["kind"] == "same"}
    assert {("트램", "노면전차"), ("노면전차", "트램")} <= same
    assert ("트램", "트램") not in same
