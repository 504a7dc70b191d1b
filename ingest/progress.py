"""How far a build is, and what came of it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ingest.build import Summary


class Progress:
    """A progress bar on stderr, for a person at a terminal; lines of JSON on stdout, for another program."""

    def __init__(self, quiet: bool, lines: bool = False) -> None:
        self._lines = lines
        self._hidden = quiet or not sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Move on by one of `total`."""
        if self._lines:
            click.echo(json.dumps({"done": done, "all": total}))
        if self._hidden:
            return
        if self._bar is None:
            label = "문서 읽는 중"
            self._bar = click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True)
            self._bar.__enter__()
        self._bar.update(1)

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def ended(summary: Summary, db: Path) -> Iterator[str]:
    """Return what is said when a build of `db` has ended, in Korean, one sentence a line."""
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(summary.formats.items()))
    yield f"문서 {summary.ingested}건이 들어 있습니다({kinds or '없음'}): {db}"
    yield f"이번에 읽은 파일 {summary.read}건, 넣지 못한 파일 {len(summary.rejected)}건"
    if codes := Counter(rejected.code for _, rejected in summary.rejected):
        yield "까닭: " + ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    for path, rejected in summary.rejected:
        yield f"넣지 못함: {path} [{rejected.code}] {rejected.message}"
    yield from summary.doubts
