"""A question as a person is shown it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from ingest import cards
from ingest.authority import Authority
from ingest.decisions import name_ref
from ingest.matching import Matcher
from tests.plugins.reviewing import NAME, House


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(House(tmp_path_factory.mktemp("house")).db)) as connection:
        yield connection


def card(base: sqlite3.Connection, authority: Authority) -> cards.Card:
    found = cards.one(base, Matcher(authority), name_ref(NAME, "ES"), "lagun-aro")
    assert found
    return found


def test_both_sides_and_all_visits_of_the_name(base: sqlite3.Connection, authority: Authority) -> None:
    one = card(base, authority)
    assert (one.name, one.country, one.cities, one.changing) == (NAME, "스페인", ("빌바오",), 2)
    assert (one.candidate.name, one.candidate.kind, one.candidate.city) == ("라군아로", "공제·보험", "몬드라곤")
    assert one.rule in ("sound", "form", "typo")
    assert len(one.about) == 3, "the name and two visits"
    assert one.own == {visit["institution_id"] for visit in one.visits}


def test_a_quote_is_the_row_of_the_table(base: sqlite3.Connection, authority: Authority) -> None:
    texts = [quote["text"] for quote in card(base, authority).quotes]
    assert [text.split(" · ")[:2] for text in texts] == [["5. 17.", NAME], ["6. 17.", NAME]]


def test_pages_hold_every_question_once(base: sqlite3.Connection, authority: Authority) -> None:
    total, matcher = cards.open_questions(base), Matcher(authority)
    found = [one for number in range(total) for one in cards.page(base, matcher, 1, number)]
    assert len({(one.reference, one.candidate.id) for one in found}) == total > 1
    assert cards.page(base, matcher, 1, total) == []


def test_what_is_no_question_is_no_card(base: sqlite3.Connection, authority: Authority) -> None:
    matcher = Matcher(authority)
    assert cards.one(base, matcher, name_ref(NAME, "ES"), "mondragon") is None
    assert cards.one(base, matcher, "", "") is None
    assert cards.known(base, "nowhere") is None
