"""Chinese characters as Koreans write them, and by how they sound to who hears Japanese or Mandarin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.han import alike, has_han, korean
from search.phonetic import alike as alike_by_sound


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("東京大学", ("동경대학",)),
        ("国立国会図書館", ("국립국회도서관", "국입국회도서관")),
        ("日本労働者協同組合連合会", ("일본로동자협동조합련합회", "일본노동자협동조합연합회")),
        ("臺北市政府", ("대북시정부",)),
        ("コープこうべ", ()),
        ("몬드라곤", ()),
    ],
)
def test_a_korean_reads_characters_as_text(written, read):
    assert korean(written) == read


@pytest.mark.parametrize(
    ("written", "heard"),
    [("阪急電鉄", "한큐덴테쓰"), ("理研", "리켄"), ("全労済", "젠로사이"), ("誠品", "청핀"), ("大阪", "Osaka")],
)
def test_a_name_is_heard_in_japanese_or_mandarin(written, heard):
    assert alike(written, heard) == alike(heard, written) == 1


@pytest.mark.parametrize(("written", "heard"), [("阪神電気鉄道", "한큐덴테쓰"), ("東海", "도쿄"), ("港", "미")])
def test_another_name_is_not_heard_so(written, heard):
    assert alike(written, heard) < 0.78


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_texts_are_alike_to_a_degree(one, other):
    assert 0 <= alike(one, other) <= 1
    if not has_han(one + other):
        assert alike(one, other) == alike_by_sound(one, other)
