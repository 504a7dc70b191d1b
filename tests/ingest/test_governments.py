"""Governments by their names, as people write them."""

import pytest

from ingest.authority import Authority
from ingest.governments import choices, full_name, named, with_predecessors


@pytest.mark.parametrize("text", ["전라남도 순천시", "전라남도순천시", "전남 순천시", "순천시"])
def test_a_name_in_any_form_is_one_government(authority: Authority, text: str) -> None:
    assert named(text, authority) == [("전라남도", "순천시")]


def test_a_province_is_itself_and_a_name_that_several_bear_is_several(authority: Authority) -> None:
    assert named("전라남도", authority) == [("전라남도", None)]
    assert len(named("중구", authority)) > 1
    assert named("어디에도 없는 시", authority) == []


def test_every_choice_names_one_government(authority: Authority) -> None:
    for names in choices(authority).values():
        for name in names:
            assert [full_name(pair) for pair in named(name, authority)] == [name]


def test_what_a_government_was_before_is_its_own(authority: Authority) -> None:
    assert ("인천광역시", "남구") in with_predecessors(("인천광역시", "미추홀구"), authority)
