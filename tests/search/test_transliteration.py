import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.transliteration import fits, hangul_letters, latin_letters

NAMES = st.text("abcdeéghijlnñopqrstuvwxyz '-가몬드라곤리즈カ生1", max_size=30)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Łódź, St. John's", " wodzh st johns "), ("CADIAI 2", " cadiai "), ("コープ", ""), ("몬드라곤", ""), ("2", "")],
)
def test_latin_letters_have_edges(text, letters):
    assert latin_letters(text) == letters


def test_jamo_are_without_silent_ones():
    assert len(hangul_letters("라군 아로")) == len("ㄹㅏㄱㅜㄴㅏㄹㅗ")
    assert hangul_letters("몬드라곤 MCC") == hangul_letters("Mondragon") == ""


@pytest.mark.parametrize(
    ("text", "meant", "others"),
    [
        ("Leeds", "리즈", ["레", "로드스", "레이다스"]),
        ("Tullamore", "털러모어", ["투르아메", "티라머", "다라모"]),
        ("에든버러", "Edinburgh", ["Odnport", "Danbolu", "Hedonburu"]),
        ("칼라일", "Carlisle", ["Galille", "Kalile", "Calabria"]),
        ("우펑", "Wufeng", ["Upingqu", "Auburn", "Oppon"]),
    ],
)
def test_what_was_meant_fits_better_than_what_sounds_alike(text, meant, others):
    best, *rest = fits(text, [meant, *others])
    assert all(best > other for other in rest)


def test_names_of_the_same_script_or_of_none_do_not_compare():
    assert np.isnan(fits("Leeds", ["Leeds", "コープ", ""])).all()
    assert np.isnan(fits("コープ", ["Leeds", "리즈"])).all()
    assert len(fits("Leeds", [])) == 0


@given(NAMES, st.lists(NAMES, max_size=5))
def test_a_fit_depends_on_the_two_names_alone(text, names):
    together = fits(text, names)
    alone = [fits(text, [name])[0] for name in names]
    assert np.allclose(together, alone, equal_nan=True)
    assert all(math.isnan(fit) or math.isfinite(fit) for fit in together)
