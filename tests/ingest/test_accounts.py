"""Accounts beside the base: hashes only, changed at once, taken out again."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import accounts
from ingest.accounts import AccountError
from ingest.cli import main

PASSWORD = "correct horse 하나"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return accounts.beside(tmp_path / "kb.db")


def test_a_password_is_kept_as_a_hash_that_only_the_owner_reads(file: Path) -> None:
    accounts.set_password(file, "하늘", PASSWORD)
    assert PASSWORD not in file.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    known = accounts.load(file)
    assert accounts.password_fits(known, "하늘", PASSWORD)
    assert not accounts.password_fits(known, "하늘", PASSWORD + "!")
    assert not accounts.password_fits(known, "바다", PASSWORD)


def test_a_new_token_takes_the_place_of_the_old_and_leaves_the_password(file: Path) -> None:
    accounts.set_password(file, "하늘", PASSWORD)
    old, new = accounts.make_token(file, "하늘"), accounts.make_token(file, "하늘")
    known = accounts.load(file)
    assert accounts.bearer(known, new) == "하늘"
    assert accounts.bearer(known, old) is None
    assert accounts.bearer(known, "") is None
    assert new not in file.read_text(encoding="utf-8")
    assert accounts.password_fits(known, "하늘", PASSWORD)


def test_who_is_taken_out_is_gone(file: Path) -> None:
    token = accounts.make_token(file, "봇")
    accounts.remove(file, "봇")
    assert accounts.bearer(accounts.load(file), token) is None
    with pytest.raises(AccountError, match="없습니다"):
        accounts.remove(file, "봇")


@pytest.mark.parametrize("name", ["", " ", " 하늘", "하\n늘", "가" * 41])
def test_a_name_that_no_one_could_type_is_refused(file: Path, name: str) -> None:
    with pytest.raises(AccountError):
        accounts.make_token(file, name)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"하늘": 1}', "\udcff"])
def test_a_file_that_is_something_else_says_what_to_do(file: Path, content: str) -> None:
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(AccountError, match="kb password"):
        accounts.load(file)


def test_the_command_asks_twice_and_prints_a_token_once(tmp_path: Path, file: Path) -> None:
    def password(*arguments: str, typed: str = "") -> tuple[int, str]:
        made = CliRunner().invoke(main, ["password", *arguments, "--db", str(tmp_path / "kb.db")], input=typed)
        return made.exit_code, made.stdout.strip()

    assert password("하늘", typed=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0
    assert accounts.password_fits(accounts.load(file), "하늘", PASSWORD)
    assert password("하늘", typed="short\nshort\n")[0] == 2
    status, token = password("봇", "--token")
    assert status == 0
    assert accounts.bearer(accounts.load(file), token) == "봇"
    assert password("봇", "--remove")[0] == 0
    assert password("봇", "--remove")[0] == 2
