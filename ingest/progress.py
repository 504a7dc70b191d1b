"""How far a build is."""

from __future__ import annotations

import sys
from typing import Any

import click


class Progress:
    """A progress bar on stderr, for a person at a terminal."""

    def __init__(self, quiet: bool) -> None:
        self._hidden = quiet or not sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Move on by one of `total`."""
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
