"""What is kept of uploads beside the base."""

import sqlite3
from pathlib import Path

import pytest

from ingest import uploads
from ingest.incoming import Placed
from ingest.uploads import Uploads, results

NEW = Placed("계획서.md", "new", "계획서.md", "ab")
REFUSED = Placed("빈 문서.md", "refused", reason="읽을 내용이 없는 파일입니다.")


def test_an_upload_is_there_after_a_restart(tmp_path: Path) -> None:
    made = Uploads(tmp_path / "kb.db").note("하늘", [NEW, REFUSED])
    again = Uploads(tmp_path / "kb.db")
    assert again.get(made.id) == again.last() == made


@pytest.mark.parametrize("id", ["", "..", "../kb", "20260101-000000-00000000", "x" * 1000])
def test_only_an_upload_is_found(tmp_path: Path, id: str) -> None:
    kept = Uploads(tmp_path / "kb.db")
    assert kept.get(id) is None
    assert kept.last() is None


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "KEPT", 2)
    kept = Uploads(tmp_path / "kb.db")
    for _ in range(5):
        kept.note("하늘", [NEW])
    assert len(list((tmp_path / "kb.db.uploads").glob("*.json"))) == 2


def test_that_something_is_to_be_built_outlives_the_server(tmp_path: Path) -> None:
    kept = Uploads(tmp_path / "kb.db")
    assert not kept.unfinished
    kept.begin()
    assert Uploads(tmp_path / "kb.db").unfinished
    kept.end()
    assert not kept.unfinished


def test_the_base_says_what_became_of_a_file(tmp_path: Path) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("create table documents (id, path, status, reason_code, reason, sha256)")
    slow = Placed("느린.pdf", "new", "느린.pdf", "cd")
    upload = Uploads(tmp_path / "kb.db").note("하늘", [NEW, REFUSED, slow])
    assert [one.state for one in results(base, upload)] == ["waiting", "refused", "waiting"]
    base.execute("insert into documents values ('d1', '다른 이름.md', 'ingested', null, null, 'ab')")
    base.execute(
        "insert into documents values ('d2', '느린.pdf', 'rejected', 'timeout', '나누어 주세요.', 'of its path')"
    )
    made = results(base, upload)
    assert [(one.state, one.document_id, one.reason) for one in made] == [
        ("ingested", "d1", ""),
        ("refused", "", REFUSED.reason),
        ("rejected", "d2", "나누어 주세요."),
    ]
