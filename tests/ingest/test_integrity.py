"""A reference that leads nowhere is found wherever it stands."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from ingest.integrity import check_references
from ingest.store import SCHEMA


def _references() -> list[tuple[str, str]]:
    """(table, column) of every reference of the schema."""
    empty = sqlite3.connect(":memory:")
    empty.executescript(SCHEMA.read_text(encoding="utf-8"))
    keys = "select m.name, k.[from] from sqlite_master m, pragma_foreign_key_list(m.name) k where m.type = 'table'"
    return sorted(empty.execute(keys).fetchall())


@pytest.fixture
def base(sample_base: Path, tmp_path: Path) -> sqlite3.Connection:
    """The samples' base, to be broken."""
    return sqlite3.connect(shutil.copy(sample_base, tmp_path / "kb.db"))


def test_a_base_that_was_built_is_whole(base: sqlite3.Connection) -> None:
    check_references(base)


@pytest.mark.parametrize(("table", "column"), _references())
def test_a_stray_is_found_as_sqlite_finds_it(base: sqlite3.Connection, table: str, column: str) -> None:
    if not base.execute(f"select 1 from {table} limit 1").fetchone():
        pytest.fail(f"the samples have no row of {table}: add one that has")
    first = f"select min({column}) from {table} where {column} is not null"
    base.execute(f"update or replace {table} set {column} = 'nowhere' where {column} is ({first})")
    assert base.execute(f"pragma foreign_key_check({table})").fetchall() != []
    with pytest.raises(sqlite3.IntegrityError, match=f"{table}: reference to nothing: .*nowhere"):
        check_references(base)
