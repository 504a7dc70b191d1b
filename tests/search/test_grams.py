import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.grams import GRAMS, LETTERS, LONGEST, gram_table

KEY = st.text("abc1", max_size=6) | st.text(max_size=100)


def grams(key: str, ends: bool = True) -> list[int]:
    return gram_table([key], ends)[0].tolist()


def test_a_key_has_a_gram_for_each_of_its_letters():
    assert len(grams("ahsemfkrhs")) == 10
    assert grams("aaaa") == grams("aaa")
    assert grams("") == []


@pytest.mark.parametrize("key", ["ab", "abc", "abca"])
def test_a_key_that_is_still_typed_has_no_last_edge(key):
    assert set(grams(key, ends=False)) < set(grams(key))
    assert set(grams(key, ends=False)) < set(grams(f"{key}d"))


def test_one_letter_has_any_gram_that_begins_so():
    begun = set(grams("a", ends=False))
    assert len(begun) == LETTERS
    assert all(begun & set(grams(key)) for key in ("a", "ab", "a1", "a가"))
    assert not begun & set(grams("bab"))


@given(st.lists(KEY, max_size=20))
@example(["", "\ud800", "\0", ""])
def test_the_table_of_many_keys_has_the_grams_of_each(keys):
    found, places = gram_table(keys)
    pairs = list(zip(found.tolist(), places.tolist(), strict=True))
    assert pairs == sorted({(gram, place) for place, key in enumerate(keys) for gram in grams(key)})
    assert all(0 <= gram < GRAMS for gram, _ in pairs)


@given(KEY, st.booleans())
def test_letters_after_the_longest_do_not_count(key, ends):
    assert grams(key, ends) == grams(key[:LONGEST], ends)
