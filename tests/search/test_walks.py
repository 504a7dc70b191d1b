"""The hits of an expression, however many of them are read ahead."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.walks import Walk

ROWIDS = (2, 3, 5, 8, 13, 21)


@pytest.fixture(scope="module")
def texts() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table search_fts using fts5(title, content='')")
    rows = [(rowid, "빌바오 시청" if rowid in ROWIDS else "빌바오") for rowid in range(25)]
    connection.executemany("insert into search_fts (rowid, title) values (?, ?)", rows)
    return connection


SPANS = st.tuples(st.integers(0, 25), st.integers(0, 25)).map(sorted).map(tuple)


@given(ahead=st.integers(0, 9), span=SPANS, limit=st.integers(0, 9))
def test_what_is_read_ahead_changes_no_answer(
    texts: sqlite3.Connection, ahead: int, span: tuple[int, int], limit: int
) -> None:
    walk = Walk(texts, '"빌바오 시청"', ahead)
    inside = [rowid for rowid in ROWIDS if span[0] <= rowid < span[1]]
    assert walk.rowids(span, limit) == inside[:limit]
    assert walk.count(span) == len(inside)
