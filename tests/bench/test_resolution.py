import pytest
from rapidfuzz.distance import Levenshtein

from bench.resolution import make_keys, make_mentions, nearest, run


def test_names_and_mentions_are_the_same_in_every_run():
    keys = make_keys(300)
    assert keys == make_keys(300)
    assert len(set(keys)) == 300
    assert make_mentions(keys) == make_mentions(keys)


def test_a_mention_is_a_name_with_a_wrong_stroke_or_two():
    keys = make_keys(300)
    apart = [Levenshtein.distance(key, mention) for key, mention in zip(keys, make_mentions(keys), strict=True)]
    assert max(apart) <= 4  # two swaps
    assert sum(map(bool, apart)) > 280  # a stroke may happen to be replaced by itself


def test_the_nearest_by_comparing_all():
    assert nearest(["abcd", "zzzz"], ["abcx", "abcde", "q"]) == pytest.approx([0.8, 0.0])


def test_a_small_run_makes_a_table():
    table = run(2).markdown()
    assert "200 mentions against 200 names" in table
    assert "recall@5 of the most alike | 1.000" in table
