"""The index of names in a base: what it finds, and that its tables are the same however they came about."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.entries import entry_id
from search.hangul import name_key
from search.keyboard import strokes
from search.names import NameIndex
from search.phonetic import sounds
from search.stored_names import open_names, renew_names

SCHEMA = Path(__file__).parents[2] / "ingest" / "schema.sql"
NAMES = (
    "몬드라곤",
    "몬드라곤 대학교",
    "Mondragon",
    "라군 아로",
    "에로스키",
    "레가코프",
    "Legacoop Bologna",
    "빌바오 시청",
    "벵",
)
TABLES = ("search_names", "search_name_grams")


def bear(base: sqlite3.Connection, names: list[str] | tuple[str, ...]) -> None:
    """Make an institution of each name."""
    columns = "id, origin, checked, search_id"
    for name in names:
        row = (name, entry_id("institution", name))
        base.execute(f"insert into institutions ({columns}) values (?, 'authority', 'sourced', ?)", row)
        base.execute("insert into institution_names values (?, ?, 'ko', 'authority', ?)", (name, name, name_key(name)))
    renew_names(base, names)


def forget(base: sqlite3.Connection, names: list[str]) -> None:
    for name in names:
        base.execute("delete from institution_names where institution_id = ?", (name,))
        base.execute("delete from institutions where id = ?", (name,))
    renew_names(base, names)


def empty() -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.executescript(SCHEMA.read_text(encoding="utf-8"))
    return base


def tables(base: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [base.execute(f"select * from {table}").fetchall() for table in TABLES]


@pytest.fixture(scope="module")
def base() -> sqlite3.Connection:
    base = empty()
    bear(base, NAMES)
    return base


@pytest.mark.parametrize("name", NAMES)
def test_a_name_finds_itself_first(base, name):
    best = open_names(base).strokes.find(strokes(name), 1)[0]
    assert (best.name, best.likeness) == (name, 1.0)
    assert best.rowid == entry_id("institution", name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("몽드라곤", "몬드라곤"), ("라군아루", "라군 아로"), ("ㅣㄷㅎㅁ채ㅔ ㅠㅐㅣㅐ후ㅁ", "Legacoop Bologna")],
)
def test_a_typo_finds_the_name_meant(base, typed, name):
    assert open_names(base).strokes.find(strokes(typed), least=0.7)[0].name == name


@pytest.mark.parametrize("typed", ["ㅁ", "몬", "몬ㄷ", "몬드라곤"])
def test_a_beginning_finds_all_that_begin_so_the_shortest_first(base, typed):
    hits = open_names(base).strokes.find(strokes(typed), beginning=True, least=1.0)
    assert [hit.name for hit in hits] == ["몬드라곤", "몬드라곤 대학교"]


def test_a_name_is_found_by_its_sound_in_the_other_script(base):
    by_sound = open_names(base).sounds
    assert {hit.name for hit in by_sound.find_any(sounds("몬드라곤"), least=0.9)} == {"몬드라곤", "Mondragon"}
    assert {hit.name for hit in by_sound.find_any(sounds("Mondragón"), least=0.9)} == {"몬드라곤", "Mondragon"}
    assert by_sound.find_any([]) == []


def test_a_name_of_two_institutions_is_found_for_both():
    base = empty()
    bear(base, ["빌바오 시청"])
    base.execute(
        "insert into institutions (id, origin, checked, search_id) values ('other', 'authority', 'sourced', 99)"
    )
    base.execute("insert into institution_names values ('other', '빌바오 시청', 'ko', 'document', '빌바오시청')")
    renew_names(base, ["빌바오 시청"])
    assert len({hit.rowid for hit in open_names(base).strokes.find(strokes("빌바오시청"))}) == 2


def test_a_base_without_names_finds_nothing():
    assert open_names(empty()).strokes.find("abc") == []


NAME = st.text("가나다a ", min_size=1, max_size=4) | st.sampled_from(NAMES)
LISTS = st.lists(NAME, max_size=8, unique=True)


@settings(deadline=None)
@given(LISTS, LISTS, st.data())
def test_the_tables_are_the_same_however_names_came_and_went(before, after, data):
    at_once, grown = empty(), empty()
    bear(at_once, sorted(after))
    for name in before:
        bear(grown, [name])
    forget(grown, [name for name in before if name not in after])
    for name in data.draw(st.permutations([name for name in after if name not in before])):
        bear(grown, [name])
    assert tables(grown) == tables(at_once)


def test_names_that_share_a_number_do_not_take_each_others_postings(monkeypatch):
    monkeypatch.setattr("search.stored_names._hash", lambda name: len(name))
    grown, at_once = empty(), empty()
    bear(grown, ["가나다", "가나라", "가나"])
    forget(grown, ["가나다"])
    bear(at_once, ["가나", "가나라"])
    assert tables(grown) == tables(at_once)
    assert [hit.name for hit in open_names(grown).strokes.find(strokes("가나라"), least=0.9)] == ["가나라"]


@settings(deadline=None)
@given(LISTS, st.text("가나다a", min_size=1, max_size=4), st.booleans())
def test_it_is_as_alike_as_the_index_in_memory_finds(names, typed, beginning):
    base = empty()
    bear(base, names)
    stored = open_names(base).strokes.find(strokes(typed), 100, 0.5, beginning)
    memory = NameIndex([strokes(name) for name in names]).find(strokes(typed), 100, 0.5, beginning)
    assert sorted((hit.name, hit.likeness) for hit in stored) == sorted(
        (names[hit.position], hit.likeness) for hit in memory
    )
