import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entries import TYPES, Entry, entry_id, index_entry, type_range, unindex_entries
from search.terms import ALL, TermChanges, term_counts
from search.tokens import match_expression

SCHEMA = Path(__file__).parents[2] / "ingest" / "schema.sql"
LAGUN_ARO = Entry(
    entry_id("institution", "lagun-aro"),
    "institution",
    "lagun-aro",
    "라군아로",
    "Lagun Aro EPSV\n라군 아로",
    "몬드라곤",
    "사회보장\n협동조합",
)


@pytest.fixture
def base():
    connection = sqlite3.connect(":memory:")
    connection.execute("pragma foreign_keys = on")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return connection


def find(base, query):
    sql = "select rowid from search_fts where search_fts match ?"
    return [row[0] for row in base.execute(sql, (match_expression(query),))]


def remove(base, rowid):
    changes = TermChanges()
    unindex_entries(base, [rowid], changes)
    changes.write(base)


def test_an_entry_is_found_by_its_title_names_subtitle_and_body(base):
    index_entry(base, LAGUN_ARO)
    for query in ("라군 아로", "lagun aro", "몬드라곤", "사회보장"):
        assert find(base, query) == [LAGUN_ARO.rowid]


def test_a_word_does_not_run_from_one_line_into_the_next(base):
    index_entry(base, LAGUN_ARO)
    assert find(base, "보장협동") == []


def test_a_removed_entry_leaves_nothing_behind(base):
    other = Entry(entry_id("trip", "t1"), "trip", "t1", "라군아로 출장", "", "", "")
    index_entry(base, LAGUN_ARO)
    index_entry(base, other)
    remove(base, LAGUN_ARO.rowid)
    assert find(base, "라군아로") == [other.rowid]
    assert base.execute("select entity_id from search_entries").fetchall() == [("t1",)]
    index_entry(base, LAGUN_ARO)
    assert find(base, "라군아로") == [LAGUN_ARO.rowid, other.rowid]


def test_removing_an_unknown_entry_does_nothing(base):
    remove(base, LAGUN_ARO.rowid)
    assert term_counts(base, ALL) == dict.fromkeys(TYPES, 0)


def test_the_same_entry_twice_is_refused(base):
    index_entry(base, LAGUN_ARO)
    with pytest.raises(sqlite3.IntegrityError):
        index_entry(base, LAGUN_ARO)
    assert find(base, "라군아로") == [LAGUN_ARO.rowid]


def test_rowids_ascend_by_type_then_from_the_latest_to_the_undated():
    ids = [entry_id(type, "x", date) for type in TYPES for date in ("2019-06-17", "2018-01-01", "1871-01-01", None)]
    assert ids == sorted(ids)
    assert entry_id("visit", "x", "2019-13-45") == entry_id("visit", "x", None)


def test_rowids_do_not_change_between_versions():
    assert entry_id("institution", "lagun-aro") == LAGUN_ARO.rowid == 1161928306394814093


def test_an_unknown_type_is_refused():
    with pytest.raises(ValueError, match="not a type of entry: 'person'"):
        entry_id("person", "x")


@given(st.sampled_from(TYPES), st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.dates().map(str))
def test_a_rowid_is_positive_has_63_bits_and_lies_within_its_type(type, entity_id, date):
    low, high = type_range(type)
    assert 0 < low <= entry_id(type, entity_id, date) < high <= 1 << 63
