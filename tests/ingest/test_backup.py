"""A backup is taken while others write, and serves when it is unpacked into an empty folder."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from ingest import accounts
from ingest.backup import BackupError, back_up, prune
from ingest.cli import main
from tests.browser.served import serving
from tests.conftest import ROOT

NOW = datetime(2025, 3, 1, 2, 30)


@pytest.fixture
def office(sample_base: Path, tmp_path: Path) -> Path:
    """A folder as an office has it: base, accounts, lists with a decision, documents in folders."""
    folder = tmp_path / "사무실"
    shutil.copytree(ROOT / "authority", folder / "authority")
    shutil.copytree(ROOT / "plans", folder / "plans" / "2024년")
    shutil.copy(sample_base, folder / "kb.db")
    (folder / "authority" / "decisions.jsonl").write_text("{}\n", encoding="utf-8")
    accounts.make_token(folder / accounts.FILE, "하늘")
    return folder


def backed_up(office: Path, now: datetime = NOW) -> Path:
    return back_up(office / "kb.db", office / "authority", office / "plans", office / "backup", now)


def dump(base: Path) -> list[str]:
    with closing(sqlite3.connect(base)) as connection:
        return list(connection.iterdump())


def test_a_backup_holds_all_that_can_not_be_made_again(office: Path) -> None:
    made = backed_up(office)
    assert made.name == "gabonde-20250301-023000.zip"
    names = zipfile.ZipFile(made).namelist()
    assert {"kb.db", "accounts.json", "authority/decisions.jsonl", "authority/claims.tsv"} <= set(names)
    assert [name for name in names if name.startswith("plans/")] == sorted(
        f"plans/2024년/{file.name}" for file in (ROOT / "plans").iterdir()
    )
    assert not [name for name in names if name.endswith(".lock")]
    assert [file.name for file in made.parent.iterdir()] == [made.name], "nothing half made is left"


def test_an_unpacked_backup_serves(office: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "새 폴더"
    zipfile.ZipFile(backed_up(office)).extractall(fresh)
    assert dump(fresh / "kb.db") == dump(office / "kb.db")
    with (
        serving(fresh / "kb.db", "--authority", str(fresh / "authority")) as address,
        urlopen(f"{address}/search.json?q=lagun", timeout=30) as answer,
    ):
        assert json.load(answer)["total"]


def test_what_is_being_written_is_in_it_whole_or_not_at_all(office: Path) -> None:
    before = dump(office / "kb.db")
    with closing(sqlite3.connect(office / "kb.db", isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("delete from costs")
        made = backed_up(office)
        writer.execute("rollback")
    zipfile.ZipFile(made).extract("kb.db", office / "then")
    assert dump(office / "then" / "kb.db") == before


def test_only_backups_are_pruned_and_only_the_old_ones(office: Path) -> None:
    made = [backed_up(office, NOW.replace(day=day)) for day in (3, 1, 2)]
    other = office / "backup" / "메모.txt"
    other.write_text("", encoding="utf-8")
    assert prune(office / "backup", keep=2) == [made[1]]
    assert sorted(other.parent.iterdir()) == [made[2], made[0], other]


def test_what_is_not_there_is_said(office: Path) -> None:
    with pytest.raises(BackupError, match="없습니다"):
        back_up(office / "kb.db", office / "nope", office / "plans", office / "backup", NOW)
    assert not (office / "backup").exists()
    (office / "broken.db").write_bytes(b"no base" * 1000)
    with pytest.raises(BackupError, match="다시 만들어"):
        back_up(office / "broken.db", office / "authority", office / "plans", office / "backup", NOW)
    assert list((office / "backup").iterdir()) == []


def test_the_command_says_where_the_backup_is(office: Path) -> None:
    options = ["--db", office / "kb.db", "--authority", office / "authority", "--plans", office / "plans"]
    done = CliRunner().invoke(main, ["backup", *map(str, [office / "backup", *options]), "--keep", "3"])
    assert (done.exit_code, done.stderr.startswith("백업했습니다: ")) == (0, True)
    assert len(list((office / "backup").glob("gabonde-*.zip"))) == 1
    missing = CliRunner().invoke(main, ["backup", str(office / "backup"), "--db", str(office / "nope.db")])
    assert missing.exit_code == 2
