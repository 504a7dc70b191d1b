"""Initial consonants of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.initials import fits, has_lone, initials, shown


def test_a_name_has_initials_from_each_of_its_words_on() -> None:
    assert initials("몬드라곤 대학교") == ["ㅁㄷㄹㄱㄷㅎㄱ", "ㄷㅎㄱ"]
    assert initials("파리") == ["ㅍㄹ"]
    assert initials("Lagun Aro") == initials("") == initials("빈") == []


@pytest.mark.parametrize("query", ["ㅁㄷㄹㄱ대학교", "ㅁㄷㄹㄱ", "몬드라ㄱ", "대ㅎㄱ", "몬드라곤대"])
def test_consonants_stand_for_syllables(query: str) -> None:
    assert fits(query, "몬드라곤 대학교")


@pytest.mark.parametrize("query", ["ㅁㄷㄹㄴ", "ㄷㄹㄱ", "몬드라곤 대학교들"])
def test_others_do_not_fit(query: str) -> None:
    assert not fits(query, "몬드라곤 대학교")


def test_lone_consonants_are_told_from_syllables() -> None:
    assert has_lone("몬드라ㄱ")
    assert not has_lone("몬드라곤 MCC")


@given(st.text())
def test_any_text_has_initials_and_is_shown(text: str) -> None:
    assert all(len(key) >= 2 for key in initials(text))
    assert len(shown(text)) == len(text)
