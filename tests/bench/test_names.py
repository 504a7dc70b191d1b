import random

import pytest

from bench.name_corpus import NOISES, make_names
from bench.names import Query, make_queries, recall, run
from search.keyboard import strokes


def test_names_are_different_half_korean_and_the_same_in_every_run():
    names = make_names(400)
    assert names == make_names(400)
    assert len(set(names)) == 400
    assert sum(any("가" <= letter <= "힣" for letter in name) for name in names) == 200


@pytest.mark.parametrize("noise", ["spaced otherwise", "wrong keyboard"])
def test_some_ways_of_mistyping_leave_the_strokes_as_they_are(noise):
    for name in ("빌바오 시청", "Legacoop Bologna"):
        assert strokes(NOISES[noise](name, random.Random(1))) == strokes(name)


def test_every_way_of_mistyping_has_as_many_queries():
    queries = make_queries(make_names(50))
    assert len({sum(query.noise == noise for query in queries) for noise in NOISES}) == 1
    assert queries == make_queries(make_names(50))


def test_a_name_counts_as_found_where_five_are_just_as_alike():
    query = Query(strokes("가나"), "가나", "only its beginning")
    assert recall([query], [{"가나": 1.0}], "all") == 1
    assert recall([query], [{"가다": 0.7}], "all") == 0
    assert recall([query], [dict.fromkeys("abcde", 1.0)], "all") == 1


def test_a_small_run_makes_a_table(monkeypatch):
    monkeypatch.setattr("bench.names.QUERIES", 10)
    monkeypatch.setattr("bench.names.SCANNED", 5)
    table = run(2).markdown()
    assert "2000 names, 90 queries" in table
    assert "recall@5, all |  | 1.000 | 1.000" in table
