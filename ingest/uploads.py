"""Uploads and what became of them, kept beside the base, so that they outlive the server that took them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

from ingest.incoming import Placed

KEPT = 50  # uploads whose results can still be looked at
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
_UNFINISHED = "unfinished"

State = Literal["waiting", "ingested", "rejected", "refused"]

# A document by its content; one whose reading was cut off by its path, as nobody knows its content.
_DOCUMENT = """
select id, path, status, reason from documents where sha256 = :sha256
union all select id, path, status, reason from documents where path = :path and reason_code = 'timeout' limit 1
"""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files sent at once: when (UTC, ISO 8601), by whom, and what became of each on arrival."""

    id: str
    at: str
    by: str
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A file of an upload and its document in the base, if it is there yet."""

    placed: Placed
    state: State
    document_id: str = ""
    path: str = ""
    reason: str = ""


class Uploads:
    """The uploads to one base."""

    def __init__(self, base: Path) -> None:
        self._folder = base.with_name(f"{base.name}.uploads")

    def note(self, by: str, placed: Sequence[Placed]) -> Upload:
        """Keep an upload; the oldest are forgotten."""
        self._folder.mkdir(exist_ok=True)
        now = datetime.now(UTC)
        upload = Upload(f"{now:%Y%m%d-%H%M%S}-{token_hex(4)}", now.isoformat(timespec="seconds"), by, tuple(placed))
        file = self._folder / f"{upload.id}.json"
        file.write_text(json.dumps(asdict(upload), ensure_ascii=False), encoding="utf-8")
        for old in self._ids()[KEPT:]:
            (self._folder / f"{old}.json").unlink(missing_ok=True)
        return upload

    def get(self, id: str) -> Upload | None:
        """The upload of an id."""
        file = self._folder / f"{id}.json"
        if not _ID.fullmatch(id) or not file.is_file():
            return None
        told = json.loads(file.read_text(encoding="utf-8"))
        placed = tuple(Placed(**one) for one in told.pop("placed"))
        return Upload(**told, placed=placed)

    def last(self) -> Upload | None:
        """The newest upload."""
        ids = self._ids()
        return self.get(ids[0]) if ids else None

    def _ids(self) -> list[str]:
        return sorted((file.stem for file in self._folder.glob("*.json") if _ID.fullmatch(file.stem)), reverse=True)

    def begin(self) -> None:
        """Note that there is something to build."""
        self._folder.mkdir(exist_ok=True)
        (self._folder / _UNFINISHED).touch()

    def end(self) -> None:
        """Note that all is built."""
        (self._folder / _UNFINISHED).unlink(missing_ok=True)

    @property
    def unfinished(self) -> bool:
        """Whether a build was asked for and has not ended, also when the server was stopped meanwhile."""
        return (self._folder / _UNFINISHED).exists()


def results(connection: sqlite3.Connection, upload: Upload) -> list[Result]:
    """What became of each file, by the base as it is now."""
    return [_result(connection, placed) for placed in upload.placed]


def _result(connection: sqlite3.Connection, placed: Placed) -> Result:
    if placed.outcome == "refused":
        return Result(placed, "refused", reason=placed.reason)
    row = connection.execute(_DOCUMENT, {"sha256": placed.sha256, "path": placed.path}).fetchone()
    if row is None:
        return Result(placed, "waiting", path=placed.path)
    id, path, status, reason = row
    return Result(placed, status, id, path, reason or "")
