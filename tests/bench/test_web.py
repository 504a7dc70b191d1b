"""The base that the pages are measured over is one as builds write, and every kind of request is answered."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.web import CANNED, make_requests, measured
from bench.web_base import VISITS, write_base


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = tmp_path_factory.mktemp("web") / "kb.db"
    return path, write_base(path, 60)


def test_what_documents_tell_is_in_the_views_and_in_the_search(base):
    with closing(sqlite3.connect(base[0])) as connection:
        assert connection.execute("select count(*) from visit_log").fetchone() == (60 * VISITS,)
        counts = dict(connection.execute("select type, count(*) from search_entries group by type"))
    assert (counts["document"], counts["trip"], counts["visit"]) == (60, 60, 60 * VISITS)
    assert counts["policy"] > 60 * VISITS


def test_requests_are_the_same_in_every_run(base):
    assert make_requests(*base) == make_requests(*base)


def test_every_kind_is_measured_beside_every_canned_query(base, monkeypatch):
    monkeypatch.setattr("bench.web.QUERIES", 2)
    report = measured(*base, 60)
    assert len(report.columns) == 3 + len(CANNED)
    kinds = [row[0] for row in report.rows]
    assert {"search.json: a name", "suggest.json: half a name", "search.json, all kinds"} <= set(kinds)
    assert all(float(row[1]) > 0 for row in report.rows)
