"""Files that people send into the folder that the base is built from: names made safe, nothing overwritten or lost."""

from __future__ import annotations

import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from filelock import FileLock

from ingest.errors import Rejected
from ingest.readers import MAX_BYTES
from ingest.sources import sources

Outcome = Literal["new", "replaced", "same", "refused"]

REMOVED = ".removed"
"""The folder inside, hidden from builds, that files go to when they are taken out or replaced."""
_LOCK = ".lock"
_COMING = ".coming-"  # a hidden file on its way in
_STALE = 3600  # seconds after which nothing is on its way any more
_LONGEST = 180  # bytes of a name in UTF-8; file systems take 255, and a number or a time may be added
_PIECE = 2**20

# What no file name has on Windows (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_NAMELESS = "문서"

NO_ROOM = "서버에 적지 못했습니다({}). 저장 공간과 폴더의 쓰기 권한을 확인하고 다시 올려 주세요."


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a file: its name as sent, the path it has in the folder, its hash; the reason if refused."""

    name: str
    outcome: Outcome
    path: str = ""
    sha256: str = ""
    reason: str = ""


def safe_name(name: str) -> str:
    """A file name for any system: no folder, no hidden file, nothing invisible, no device of Windows'."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(char for char in last if char.isspace() or unicodedata.category(char)[0] != "C")
    plain = _FORBIDDEN.sub("_", " ".join(shown.split())).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, suffix = plain, ""
    stem = _cut(stem, _LONGEST - len(suffix.encode()) - 1).strip(". ") or _NAMELESS
    made = f"{stem}.{suffix}" if suffix else stem
    return f"_{made}" if _DEVICES.match(made) else made


def _cut(text: str, most: int) -> str:
    """The beginning of a text that has at most so many bytes; a combined character stays whole."""
    return text.encode()[: max(most, 0)].decode("utf-8", "ignore")


def put(folder: Path, name: str, content: IO[bytes], size: int, replace: bool) -> Placed:
    """Put a file into the folder.

    A file with the same bytes stays the only one. One with the same name and other bytes is kept beside, the new one
    gets a number; or, with `replace`, goes to the hidden folder of what was taken out.
    """
    if not size:
        return Placed(name, "refused", reason=Rejected("empty").message)
    if size > MAX_BYTES:
        return Placed(name, "refused", reason=Rejected("too_large").message)
    try:
        with _coming(folder, content) as (coming, sha256), FileLock(folder / _LOCK):
            there = _same_bytes(folder, size, sha256)
            if there:
                return Placed(name, "same", there, sha256)
            return _put(folder, name, coming, sha256, replace)
    except OSError as error:
        return Placed(name, "refused", reason=NO_ROOM.format(error.strerror or type(error).__name__))


def _put(folder: Path, name: str, coming: Path, sha256: str, replace: bool) -> Placed:
    safe, taken = safe_name(name), {_key(entry.name): entry for entry in folder.iterdir()}
    outcome: Outcome = "new"
    before = taken.get(_key(safe))
    if before is not None and replace and before.is_file() and not before.is_symlink():
        _put_away(folder, before)
        outcome, safe = "replaced", before.name
    elif before is not None:
        safe = _numbered(safe, taken)
    _named(coming, folder / safe)
    return Placed(name, outcome, safe, sha256)


def _named(coming: Path, target: Path) -> None:
    """Give a file its name; unlike renaming, linking fails where someone has put a file meanwhile."""
    try:
        os.link(coming, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        coming.rename(target)


def _key(name: str) -> str:
    """What two names share that some systems hold for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _numbered(name: str, taken: dict[str, Path]) -> str:
    path = PurePosixPath(name)
    number = 2
    while _key(f"{path.stem} ({number}){path.suffix}") in taken:
        number += 1
    return f"{path.stem} ({number}){path.suffix}"


@contextmanager
def _coming(folder: Path, content: IO[bytes]) -> Iterator[tuple[Path, str]]:
    """A hidden file in the folder with the content, whole on the disk, and its hash; gone at the end if not renamed."""
    path = folder / f"{_COMING}{os.getpid()}-{os.urandom(8).hex()}"
    digest = hashlib.sha256()
    try:
        with path.open("xb") as file:
            while piece := content.read(_PIECE):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        yield path, digest.hexdigest()
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def _same_bytes(folder: Path, size: int, sha256: str) -> str | None:
    """The path of the file that has these bytes already."""
    for source in sources([folder]):
        with suppress(OSError):
            if not source.outside and source.file.stat().st_size == size and _hash(source.file) == sha256:
                return source.path
    return None


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def take_out(folder: Path, path: str) -> Path | None:
    """Take a file out of the folder; where it lies now, None where there is no such file. Raises OSError."""
    with FileLock(folder / _LOCK):
        found = next((one for one in sources([folder]) if one.path == path), None)
        return _put_away(folder, found.file) if found else None


def _put_away(folder: Path, file: Path) -> Path:
    away = folder / REMOVED
    away.mkdir(exist_ok=True)
    target = away / f"{datetime.now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()}-{file.name}"
    file.rename(target)
    return target


def sweep(folder: Path) -> None:
    """Delete what was on its way in when a server was stopped, an hour ago or more."""
    for left in folder.glob(f"{_COMING}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
