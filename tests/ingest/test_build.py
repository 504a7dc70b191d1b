"""Files to records: which files, under which paths, and what becomes of the ones that can't be read."""

import sqlite3
from pathlib import Path

import pytest

from ingest import authority
from ingest.build import build, sources

PLAN = "# 2019년 공무국외연수 계획서\n\n- 연수기간: 2019. 6. 16. ~ 6. 23. (6박 8일)\n"


def write(path: Path, text: str = PLAN) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_folders_are_walked_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "2019/a.md", ".hidden.md", ".git/c.md"):
        write(tmp_path / name)
    assert [source.path for source in sources([tmp_path])] == ["2019/a.md", "b.md"]


def test_paths_that_clash_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    write(tmp_path / "north" / "plan.md")
    write(tmp_path / "south" / "plan.md")
    found = sources([tmp_path / "south", tmp_path / "north"])
    assert [source.path for source in found] == ["north/plan.md", "south/plan.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "plan.md")
    assert len(sources([file, tmp_path])) == 1


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sources([tmp_path / "nowhere"])


def test_a_bad_file_is_rejected_and_everything_else_is_in(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    write(folder / "good.md")
    write(folder / "empty.txt", "")
    write(folder / "empty-too.txt", "")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 9)
    summary = build([folder], tmp_path / "kb.db", authority.load())
    rows = sqlite3.connect(tmp_path / "kb.db").execute(
        "select path, status, reason_code, reason is null from documents order by path"
    )
    assert rows.fetchall() == [
        ("empty-too.txt", "rejected", "empty", 0),
        ("empty.txt", "rejected", "empty", 0),
        ("good.md", "ingested", None, 1),
        ("noise.bin", "rejected", "unsupported", 0),
    ]
    assert (summary.ingested, len(summary.rejected)) == (1, 3)


def test_two_files_of_one_content_are_two_documents_of_one_trip(tmp_path: Path) -> None:
    text = PLAN + "- 주관부서: 전라남도 순천시 자치혁신과\n\n| 일자 | 방문기관 |\n|---|---|\n| 6. 17. | 라군아로 |\n"
    write(tmp_path / "plans" / "a.md", text)
    write(tmp_path / "plans" / "b.md", text)
    build([tmp_path / "plans"], tmp_path / "kb.db", authority.load())
    base = sqlite3.connect(tmp_path / "kb.db")
    ids = [row[0] for row in base.execute("select id from documents order by path")]
    assert ids[1] == f"{ids[0]}-2"
    assert base.execute("select count(*) from trips").fetchone() == (1,)
    assert base.execute("select visits, trips from visited_institutions").fetchall() == [(1, 1)]


def test_personal_data_reaches_no_table(tmp_path: Path) -> None:
    text = PLAN + "- 담당: 주무관 김OO (전화 010-1234-5678, kim@example.com)\n- 880101-1234567\n"
    write(tmp_path / "plans" / "a.md", text)
    build([tmp_path / "plans"], tmp_path / "kb.db", authority.load())
    dump = "\n".join(sqlite3.connect(tmp_path / "kb.db").iterdump())
    assert [word for word in ("1234-5678", "kim@example", "1234567") if word in dump] == []
