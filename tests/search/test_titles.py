"""Titles with a phrase, found by the rare pairs in it."""

import pytest

from search import titles
from search.entries import make_entry
from search.rowids import type_range
from search.titles import first_titled
from search.tokens import together
from tests.search.test_fulltext import base_of

TITLED = [
    "협동조합 시청",
    "협동조합시청",
    "협동조합",
    "시청 협동조합",
    "협동조합. 시청",
    "조합시청",
    "협동조합 2 시청",
    "협동조합 2",
]


@pytest.fixture(scope="module")
def base():
    entries = [make_entry("visit", title, title, body="협동조합시청") for title in TITLED]
    return base_of([*entries, make_entry("institution", "i", "시청", names="시청\n에너지협동조합시청")])


def found(base, text, **asked):
    rowids = first_titled(base, together(text), 10, **asked)
    return {row.entity_id for row in titles.titles(base, rowids)}


@pytest.mark.parametrize("walked", [0, 3, 10_000])
@pytest.mark.parametrize("read", [2, 100])
def test_what_counts_is_the_title_whichever_way_it_is_found(base, monkeypatch, walked, read):
    monkeypatch.setattr(titles, "_WALKED", walked)
    monkeypatch.setattr(titles, "_READ", read)
    monkeypatch.setattr(titles, "_MANY", 0)
    monkeypatch.setattr(titles, "_EACH", 0.01)
    assert found(base, "협동조합시청") == {"협동조합 시청", "협동조합시청", "i"}
    assert found(base, "협동조합시청", below=type_range("institution")[1]) == {"i"}
    assert found(base, "협동조합 2 시") == {"협동조합 2 시청"}
    assert found(base, "조합시청") == {"협동조합 시청", "협동조합시청", "조합시청", "i"}


def test_a_pair_that_stands_nowhere(base):
    assert found(base, "협동조합구청") == set()
