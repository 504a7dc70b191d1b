import pytest

from bench.entries import make_entries
from bench.fulltext import KINDS, make_queries, run
from bench.fulltext_truth import ExactBM25, Substrings
from search.entries import make_entry


def test_entries_and_queries_are_the_same_in_every_run():
    entries = list(make_entries(200))
    assert entries == list(make_entries(200))
    queries = list(make_queries(entries))
    assert queries == list(make_queries(entries))
    assert {kind for kind, _ in queries} == set(KINDS)


def test_every_query_stands_in_a_text():
    entries = list(make_entries(100))
    truth = Substrings(entries)
    assert all(truth.find(query) for _, query in list(make_queries(entries))[:200])


ENTRIES = [make_entry("policy", id, id) for id in ("빌바오 시청", "시청 시청 앞", "파리")]


@pytest.mark.parametrize(
    ("query", "found"), [("시청", {0, 1}), ("청앞", {1}), ("시청 빌", {0}), ("바", {0}), ("서울", set())]
)
def test_the_truth_is_found_by_looking_and_by_tokens(query, found):
    rowids = {ENTRIES[place].rowid for place in found}
    assert Substrings(ENTRIES).find(query) == rowids
    assert set(ExactBM25(ENTRIES).best(query)) == rowids


def test_exact_bm25_is_higher_for_what_says_it_twice():
    once, twice = (ExactBM25(ENTRIES).best("시청")[entry.rowid] for entry in ENTRIES[:2])
    assert twice > once


def test_a_small_run_finds_all_there_is():
    report = run(2)
    ours = dict(zip(report.columns, report.rows[0], strict=True))
    assert ours[""] == "gabonde"
    assert (ours["recall"], ours["recall, joined"]) == ("1.000", "1.000")
    assert float(ours["BM25 of the best 20"]) > 0.97
