"""The base: the same from the same files, whole at every moment, and closed in itself."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import authority
from ingest.authority import Claim
from ingest.build import build
from ingest.decided import Decisions
from ingest.store import StoreError, changed, rebuilt
from search.engine import search
from tests.conftest import ROOT

CONTRACT = {
    "documents": "id path format kind title date sha256 status reason_code reason text",
    "trips": "id title start_date end_date nights days headcount purpose",
    "trip_documents": "trip_id document_id role",
    "trip_participants": "trip_id government basic department headcount role",
    "trip_places": "trip_id seq city country_code",
    "institutions": "id name_ko name_en name_local kind is_type city country_code latitude longitude "
    "website description",
    "institution_names": "institution_id name language origin",
    "visits": "id trip_id institution_id document_id name_as_written date date_end start_time city country_code "
    "status agenda block",
    "activities": "trip_id document_id date start_time kind text block",
    "policies": "id institution_id visit_id document_id statement block",
    "themes": "id name_ko name_en",
    "policy_themes": "policy_id theme_id",
    "outcomes": "trip_id document_id kind text block",
    "costs": "trip_id document_id item amount currency payer block",
    "mentions": "id document_id block text institution_id score rule decision_id",
    "findings": "id document_id trip_id code severity message block",
    "blocks": "document_id block kind text page",
    "visit_log": "date institution city country who trip agenda document",
    "visited_institutions": "institution country city visits first_visit last_visit visitors",
}


def dump(path: Path) -> str:
    return "\n".join(sqlite3.connect(path).iterdump())


def logical(path: Path) -> list[str]:
    """The dump without the index's own blocks, whose cut depends on what came first."""
    return [line for line in dump(path).splitlines() if "search_fts" not in line]


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_and_views_have_the_contracts_columns(sample_base: Path, table: str) -> None:
    columns = {row[1] for row in sqlite3.connect(sample_base).execute(f"pragma table_info({table})")}
    assert set(CONTRACT[table].split()) <= columns


def test_no_reference_dangles(sample_base: Path) -> None:
    base = sqlite3.connect(sample_base)
    assert base.execute("pragma foreign_key_check").fetchall() == []
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    base.execute("insert into search_fts(search_fts) values ('integrity-check')")


def test_a_second_build_gives_the_same_dump(tmp_path: Path) -> None:
    build([ROOT / "plans"], tmp_path / "a.db", authority.load())
    first = dump(tmp_path / "a.db")
    build([ROOT / "plans"], tmp_path / "a.db", authority.load())
    build([ROOT / "plans"], tmp_path / "b.db", authority.load())
    assert dump(tmp_path / "a.db") == first == dump(tmp_path / "b.db")


def test_order_and_folder_of_the_files_do_not_matter(tmp_path: Path) -> None:
    files = sorted((ROOT / "plans").iterdir())
    build(files, tmp_path / "named.db", authority.load())
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for file in random.Random(7).sample(files, len(files)):
        shutil.copy(file, moved)
    build([moved], tmp_path / "moved.db", authority.load())
    build(files[::-1], tmp_path / "reversed.db", authority.load())
    assert dump(tmp_path / "named.db") == dump(tmp_path / "moved.db") == dump(tmp_path / "reversed.db")


def test_one_file_at_a_time_ends_where_all_at_once_does(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for file in sorted((ROOT / "plans").iterdir(), reverse=True):
        shutil.copy(file, folder)
        build([folder], tmp_path / "grown.db", authority.load())
    build([folder], tmp_path / "whole.db", authority.load())
    assert dump(tmp_path / "grown.db") == dump(tmp_path / "whole.db")


IN_PLACE = """
import sys; from pathlib import Path; from ingest import authority; from ingest.build import build
build([Path(sys.argv[1])], Path(sys.argv[3]), authority.load(), small=0)
"""


@pytest.mark.parametrize("how", [["-m", "ingest", "build"], ["-c", IN_PLACE]], ids=["anew", "in place"])
def test_a_killed_build_leaves_the_old_base(how: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    shutil.copytree(ROOT / "plans", folder)
    target = tmp_path / "kb.db"
    build([folder], target, authority.load())
    kept, old = target.read_bytes(), logical(target)
    shutil.copy(ROOT / "plans" / "sample-2019-jeonnam-plan.md", folder / "again.md")
    command = [sys.executable, *how, folder, "--db", target]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    new, whole_build = logical(target), time.perf_counter() - started
    assert new != old
    seen = []
    for part in range(1, 21):
        target.with_name("kb.db-journal").unlink(missing_ok=True)
        target.write_bytes(kept)
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole_build * part / 18)
        running.send_signal(signal.SIGKILL)
        running.wait()
        now = logical(target)
        assert now in (old, new), f"killed after {part}/18 of a build"
        seen.append(now == old)
    assert any(seen), "no build was killed before it ended"
    subprocess.run(command, check=True, capture_output=True)
    assert logical(target) == new
    assert not list(tmp_path.glob("kb.db.building*")), "the next build sweeps up"


@pytest.mark.parametrize("small", [0, 200], ids=["in place", "anew"])
def test_readers_go_on_through_a_build_and_see_the_new_base(small: int, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    shutil.copytree(ROOT / "plans", folder)
    known = authority.load()
    build([folder], tmp_path / "kb.db", known)
    reader = sqlite3.connect(f"{(tmp_path / 'kb.db').as_uri()}?mode=ro", uri=True)
    count = "select count(*) from documents"
    before = reader.execute(count).fetchone()
    shutil.copy(ROOT / "plans" / "sample-2019-jeonnam-plan.md", folder / "again.md")
    build([folder], tmp_path / "kb.db", known, small=small)
    assert reader.execute(count).fetchone() == (before[0] + 1,)


def test_a_file_that_is_no_base_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("회의 메모 " * 200, encoding="utf-8")
    with pytest.raises(StoreError, match="쓰지 못했습니다"):
        build([ROOT / "plans"], target, authority.load())
    assert target.read_text(encoding="utf-8") == "회의 메모 " * 200


def test_an_entry_that_stays_as_it_is_is_not_indexed_again(sample_base: Path, tmp_path: Path) -> None:
    target = shutil.copy(sample_base, tmp_path / "kb.db")
    statements: list[str] = []
    with changed(target, Decisions(authority.load())) as base:
        base.connection.set_trace_callback(statements.append)
        base.renew_known({"mondragon"})
    assert any("insert into [institutions]" in one for one in statements)
    assert not [one for one in statements if "into search_fts" in one]
    assert dump(target) == dump(sample_base)


def test_an_entry_that_is_another_now_takes_the_place_of_the_old(sample_base: Path, tmp_path: Path) -> None:
    target = shutil.copy(sample_base, tmp_path / "kb.db")
    known = authority.load()
    renamed = replace(known.institutions["mondragon"], claims=(Claim("name", "ko", "하늘나라조합", ""),))
    with changed(target, Decisions(replace(known, institutions={"mondragon": renamed}))) as base:
        base.renew_known({"mondragon"})
    with sqlite3.connect(target) as asked:
        assert search(asked, "하늘나라조합").results[0].id == "mondragon"
        titles = asked.execute("select title from search_entries where entity_id = 'mondragon'").fetchall()
    assert titles == [("하늘나라조합",)]


@pytest.mark.parametrize(
    "stray",
    [
        "insert into blocks (document_id, block, seq, kind, text, depth) values ('none', '1', 1, 'paragraph', '', 0)",
        "insert into sentences values ('none', '1', 1, 2)",
        "insert into trip_documents (trip_id, document_id, role) values ('none', 'none', 'plan')",
    ],
)
def test_a_row_that_refers_to_nothing_is_no_base(tmp_path: Path, stray: str) -> None:
    target = tmp_path / "kb.db"
    refused = pytest.raises(StoreError, match="reference to nothing")
    with refused, rebuilt(target, Decisions(authority.load()), {}) as base:
        base.connection.execute(stray)
    assert not target.exists()
