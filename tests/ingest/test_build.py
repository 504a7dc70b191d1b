"""Files to the base: which files, under which paths, what becomes of those that can't be read, and that
a base changed in place is the base made from scratch."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import authority
from ingest.build import apply_decisions, build
from ingest.decisions import append, institution_ref, load, make, name_ref
from ingest.sources import sources

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


def test_a_folder_named_twice_by_a_link_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.md").write_text("가", encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path / "plans")
    assert [source.path for source in sources([tmp_path / "plans", tmp_path / "again"])] == ["a.md"]


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


def test_a_link_out_of_the_folder_is_rejected(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.md")
    write(tmp_path / "plans" / "inside.md")
    (tmp_path / "plans" / "link.md").symlink_to(secret)
    (tmp_path / "plans" / "good-link.md").symlink_to(tmp_path / "plans" / "inside.md")
    build([tmp_path / "plans"], tmp_path / "kb.db", authority.load())
    rows = sqlite3.connect(tmp_path / "kb.db").execute("select path, status from documents order by path")
    assert rows.fetchall() == [("good-link.md", "ingested"), ("inside.md", "ingested"), ("link.md", "rejected")]


# -- changing a base in place ---------------------------------------------------------------------

DAYS = ("2019. 6. 16. ~ 6. 23. (6박 8일)", "2020. 1. 5. ~ 1. 11. (5박 7일)")
WHO = ("전라남도 순천시 자치혁신과", "경기도 수원시 지역경제과", "전라남도 사회적경제과")
UNHEARD, UNHEARD_TOO, NAMELESS = "듣도 보도 못한 협동조합", "듣도보도못한 협동조합(Unheard Coop)", "이름 없는 재단"
WHERE = ("라군아로", UNHEARD, UNHEARD_TOO, "빌바오 시청", NAMELESS, "라군아로 보험", "CAE")

plans = st.builds(
    lambda days, who, where, kind: (
        f"# 국외출장 {kind}\n\n- 출장명: 견본\n- 출장기간: {days}\n- 출장국: 스페인(빌바오)\n- 주관부서: {who}\n\n"
        "| 일자 | 방문기관 | 내용 |\n|---|---|---|\n"
        + "".join(
            f"| {days[6:].split('.')[0]}. {17 + i}. | {name} | 운영 방식 질의 |\n" for i, name in enumerate(where)
        )
        + f"\n## 방문기관 개요\n\n### {where[0]}\n\n- 1956년에 세워진 협동조합이다.\n"
    ),
    st.sampled_from(DAYS),
    st.sampled_from(WHO),
    st.lists(st.sampled_from(WHERE), min_size=1, max_size=3, unique=True),
    st.sampled_from(("계획서", "결과보고서", "계획(변경)")),
)
names = st.sampled_from(("a.md", "b.md", "c/d.md", "e.txt"))
files = st.dictionaries(names, st.one_of(st.none(), st.just(""), plans), max_size=3)
REFERENCES = (
    *(name_ref(name, "ES") for name in (*WHERE, "Unheard Coop")),
    name_ref("라군아로", None),
    *(institution_ref(id) for id in ("lagun-aro", "bilbao-city", "mondragon", "mcc")),
)
said = st.tuples(
    st.sampled_from(("same", "different", "unsure", "alias", "revert")),
    st.sampled_from(REFERENCES),
    st.sampled_from(REFERENCES),
    st.integers(0, 9),
)
steps = st.lists(st.tuples(files, st.lists(said, max_size=3), st.booleans()), min_size=1, max_size=5)


def say(log: Path, op: str, left: str, right: str, which: int) -> None:
    """Decide something, or take back one of the decisions so far."""
    if op == "revert":
        made = load(log)
        left, right = (made[which % len(made)].id if made else "0" * 16), ""
    with contextlib.suppress(ValueError):  # a pair that nobody can decide on
        append(log, make(op, left, right, "하늘"))


def dangling(path: Path) -> list[tuple[object, ...]]:
    return sqlite3.connect(path).execute("pragma foreign_key_check").fetchall()


def logical(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """The dump without the index's own blocks, and the index as (term, row, column, offset)."""
    base = sqlite3.connect(path)
    lines = [line for line in base.iterdump() if "search_fts" not in line]
    base.execute("create virtual table temp.v using fts5vocab(main, search_fts, instance)")
    return lines, base.execute("select * from v order by term, doc, col, offset").fetchall()


@settings(max_examples=20, deadline=None)
@given(steps)
def test_any_sequence_of_changes_and_decisions_ends_where_one_build_does(
    sequence: list[tuple[dict[str, str | None], list[tuple[str, str, str, int]], bool]],
) -> None:
    known = authority.load()
    with tempfile.TemporaryDirectory() as scratch:
        folder, log = Path(scratch, "plans"), Path(scratch)
        folder.mkdir()
        for changes, decided, at_once in sequence:
            for name, text in changes.items():
                if text is None:
                    (folder / name).unlink(missing_ok=True)
                else:
                    write(folder / name, text)
            for one in decided:
                say(log, *one)
            if at_once and Path(scratch, "grown.db").exists():
                apply_decisions(Path(scratch, "grown.db"), log, known)
            build([folder], Path(scratch, "grown.db"), known, small=0, log=log)
            assert dangling(Path(scratch, "grown.db")) == []
        build([folder], Path(scratch, "whole.db"), known, log=log)
        grown, whole = logical(Path(scratch, "grown.db")), logical(Path(scratch, "whole.db"))
        assert grown[0] == whole[0]
        assert grown[1] == whole[1]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    file = write(tmp_path / "plans" / "a.md")
    write(tmp_path / "plans" / "b.md", PLAN + "- 목적: 조사\n")
    old = time.time() - 60
    for path in (tmp_path / "plans").iterdir():
        os.utime(path, (old, old))
    known = authority.load()
    assert build([tmp_path / "plans"], tmp_path / "kb.db", known).read == 2
    assert build([tmp_path / "plans"], tmp_path / "kb.db", known).read == 0
    file.write_text(PLAN + "- 목적: 다른 조사\n", encoding="utf-8")
    assert build([tmp_path / "plans"], tmp_path / "kb.db", known).read == 1


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    write(tmp_path / "plans" / "a.md")
    build([tmp_path / "plans"], tmp_path / "kb.db", authority.load())
    (tmp_path / "kb.db.cache").write_bytes(b"no database at all" * 100)
    assert build([tmp_path / "plans"], tmp_path / "kb.db", authority.load()).ingested == 1


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    write(tmp_path / "plans" / "a.md")
    command = [sys.executable, "-m", "ingest", "build", tmp_path / "plans", "--db", tmp_path / "kb.db"]
    with FileLock(tmp_path / "kb.db.lock"):
        running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert running.stderr is not None
        assert "기다립니다" in running.stderr.readline()
        assert running.poll() is None
    assert running.wait(60) == 0


def test_a_killed_build_goes_on_where_it_was(tmp_path: Path) -> None:
    for number in range(300):
        write(tmp_path / "plans" / f"{number}.md", PLAN + f"- 목적: 조사 {number}\n" + "- 가나다라마바사\n" * 300)
    command = [sys.executable, "-m", "ingest", "build", tmp_path / "plans", "--db", tmp_path / "kb.db"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = 0
    while not kept and running.poll() is None:
        time.sleep(0.01)
        kept = records_in(tmp_path / "kb.db.cache")
    running.kill()
    running.wait()
    assert 0 < records_in(tmp_path / "kb.db.cache") < 300, "killed while it read"
    assert not (tmp_path / "kb.db").exists()
    # Which files had which content is noted with the records, unless they are only seconds old.
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "문서 300건이 들어 있습니다" in done.stderr


def records_in(cache: Path) -> int:
    if not cache.exists():
        return 0
    try:
        row = sqlite3.connect(cache, timeout=0.1).execute("select count(*) from records").fetchone()
    except sqlite3.OperationalError:
        return 0
    return int(row[0])
