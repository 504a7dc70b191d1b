"""A base that was made with other tables, or by another search, is made anew, though no document changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest import authority
from ingest.build import build
from tests.conftest import ROOT


@pytest.mark.parametrize("part", ["schema", "search"])
def test_what_another_version_made_is_made_anew(tmp_path: Path, part: str) -> None:
    path, known = tmp_path / "kb.db", authority.load()
    build([ROOT / "plans"], path, known)
    with closing(sqlite3.connect(path)) as base, base:
        names = base.execute("select count(*) from search_names").fetchone()
        base.execute("delete from search_names")
        base.execute("update meta set value = 'another' where key = ?", (part,))
    build([ROOT / "plans"], path, known)
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("select count(*) from search_names").fetchone() == names
        assert base.execute("select value from meta where key = ?", (part,)).fetchone() != ("another",)
