"""One file with everything that can't be made again: the base, the documents, what people know and decided, accounts.

The base is copied with SQLite's online backup, so pages may be served and a build may run meanwhile; decisions are
copied under the lock they are written with. A zip file opens on every PC.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from ingest import accounts, decisions
from search.hangul import josa

PATTERN = "gabonde-*.zip"
"""What the names of backups look like; only such files are ever removed."""


class BackupError(ValueError):
    """What can't be backed up; the message is a Korean sentence that says what to do."""


def back_up(db: Path, authority: Path, plans: Path, folder: Path, now: datetime) -> Path:
    """Write a backup into `folder` and return its file; a file of that name appears only when it is whole.

    In it lie kb.db, accounts.json (where there is one), authority/ and plans/, to be unpacked into an empty folder.
    Raises BackupError where something to be kept isn't there, and OSError where the backup can't be written.
    """
    for path in (db, authority, plans):
        if not path.exists():
            raise BackupError(f"{josa(path, '이가')} 없습니다. 경로를 확인해 주세요.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"gabonde-{now:%Y%m%d-%H%M%S}.zip"
    with tempfile.TemporaryDirectory(dir=folder, prefix="unfinished-") as scratch:
        copy, made = Path(scratch) / "kb.db", Path(scratch) / target.name
        _copy_base(db, copy)
        with zipfile.ZipFile(made, "x", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as archive:
            archive.write(copy, "kb.db")
            for file, name in _files(db, authority, plans, folder):
                with FileLock(f"{file}.lock") if file.name == decisions.FILE else nullcontext():
                    archive.write(file, name)
        made.chmod(0o600)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(target)
    return target


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all backups of a folder but the newest `keep`; return those removed."""
    old = sorted(folder.glob(PATTERN))[:-keep]
    for file in old:
        file.unlink()
    return old


def _copy_base(db: Path, copy: Path) -> None:
    try:
        base = sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True)
        with closing(base), closing(sqlite3.connect(copy)) as other:
            base.backup(other)
    except sqlite3.Error as error:
        told = f"자료 파일 {josa(db, '을를')} 읽지 못했습니다({error}). kb build로 다시 만들어 주세요."
        raise BackupError(told) from error


def _files(db: Path, authority: Path, plans: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """The files beside the base, and their names in the backup; locks and older backups are left out."""
    known = accounts.beside(db)
    if known.exists():
        yield known, known.name
    for root, name in ((authority, "authority"), (plans, "plans")):
        for file in sorted(root.rglob("*")):
            mine = file.is_relative_to(folder)
            if file.is_file() and not mine and file.suffix != ".lock":
                yield file, f"{name}/{file.relative_to(root).as_posix()}"
