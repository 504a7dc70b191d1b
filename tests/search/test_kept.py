"""What is kept of a base in memory is never older than the base."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from search.engine import search, suggest
from search.kept import Shelf, shelves
from tests.search.conftest import SCHEMA, add_document, add_trip

MOST = 100


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kb.db"
    with closing(sqlite3.connect(made)) as connection:
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        add_document(connection)
        add_trip(connection, "t1", "사회적경제 선진지 연수", "2019-06-16")
        connection.commit()
    return made


def titles(connection: sqlite3.Connection, query: str) -> list[str]:
    return [result.title for result in search(connection, query, "trip").results]


def test_what_was_not_asked_for_goes_first() -> None:
    kept = Shelf(MOST)
    for key in range(3):
        kept.put(key, f"value {key}", 40)
        kept.get(0)
    assert [kept.get(key) for key in range(3)] == ["value 0", None, "value 2"]
    kept.put(0, "larger", 90)
    assert kept.of([0, 2]) == {0: "larger"}
    kept.put(4, "too large", MOST + 1)
    assert kept.of(range(5)) == {}


def test_connections_share_what_is_kept_until_one_of_them_changes_the_base(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path)) as other:
        shelves(one).shelf("names", MOST).put("key", "value", 1)
        assert shelves(other).shelf("names", MOST).get("key") == "value"
        assert shelves(other).shelf("grams", MOST).get("key") is None
        other.execute("insert into search_words values ('key', 'filler', '', '')")
        assert shelves(other).shelf("names", MOST).get("key") is None
        assert shelves(one).shelf("names", MOST).get("key") == "value"
        other.commit()
        assert shelves(one).shelf("names", MOST).get("key") is None


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_an_answer_is_of_the_base_as_it_is(path: Path, mode: str) -> None:
    with closing(sqlite3.connect(path)) as reader, closing(sqlite3.connect(path)) as writer:
        writer.execute(f"pragma journal_mode = {mode}")
        for _ in range(2):
            assert titles(reader, "선진지") == ["사회적경제 선진지 연수"]
            assert [one.text for one in suggest(reader, "사회적")] == ["사회적경제 선진지 연수"]
        add_trip(writer, "t2", "사회적기업 선진지 견학", "2020-01-01")
        assert len(titles(writer, "선진지")) == 2
        assert len(titles(reader, "선진지")) == 1
        writer.commit()
        assert len(titles(reader, "선진지")) == len(suggest(reader, "사회적")) == 2


def test_of_a_base_in_memory_nothing_is_kept() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        shelves(connection).shelf("names", MOST).put("key", "value", 1)
        assert shelves(connection).shelf("names", MOST).get("key") is None
