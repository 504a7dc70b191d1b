"""Drafts are compared with a base as builds write one, and find in it what they are to find."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bench.check import FORMS, measured
from bench.check_base import MOST_VISITED, STOPS, drafts, fill
from bench.web import CANNED
from bench.web_base import write_base
from ingest import authority
from ingest.decided import Decisions
from ingest.draft import Reader
from ingest.precheck import Asked, check
from tests.ingest.test_precheck import TODAY


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    path = tmp_path_factory.mktemp("check") / "kb.db"
    names = write_base(path, 120)
    fill(path)
    return path, names


def test_drafts_find_visits_questions_and_sentences(base):
    known = authority.load()
    draft = Reader(known)((next(drafts(base[0], 1)), "draft.md"))
    with closing(sqlite3.connect(base[0])) as connection:
        found = check(draft, connection, Decisions(known), Asked(TODAY))
    assert len(found.institutions) == STOPS
    assert next(one.institution_id for one in found.institutions if one.records) == MOST_VISITED
    assert sum(one.records > 0 for one in found.institutions) == STOPS
    assert {one.kind for one in found.sentences} >= {"text", "form"}


def test_a_request_is_measured_beside_reading_and_canned_queries(base, monkeypatch):
    monkeypatch.setattr("bench.web.QUERIES", 2)
    monkeypatch.setattr("bench.check.DRAFTS", 2)
    report = measured(*base, 120)
    assert [row[0] for row in report.rows[-2:]] == list(FORMS)
    assert len(report.columns) == 4 + len(CANNED)
    assert all(float(row[1]) > 0 for row in report.rows)
