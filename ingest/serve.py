"""Datasette over the base, with this project's metadata, plugins, templates and settings."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ingest.authority import ROOT

SETTINGS = {
    "suggest_facets": "off",  # its queries cost more than the page itself
    "default_page_size": "50",
    "max_returned_rows": "10000",  # exports stream in pages of this size
    "default_facet_size": "6",  # the rows come soon; … shows the rest
    "facet_time_limit_ms": "500",
    "sql_time_limit_ms": "3000",
    "num_sql_threads": "3",
    "cache_size_kb": "8000",  # of each thread: a search at 100,000 documents reads as much of the index again and again
    "allow_download": "on",
    "max_csv_mb": "0",  # exports are whole or nothing
}


SWITCH = 0.0005
"""Seconds after which a thread lets another one run, a tenth of Python's own.

The limit on a query's time asks the clock every thousand steps, each time in Python: with many people at once each
of these waits for its turn, and an export that takes 70 ms of work alone came to its limit of 3 s.
"""

AUTHORITY = "GABONDE_AUTHORITY"
"""The variable by which metadata.yml tells the plugins the folder of lists and decisions."""


def arguments(db: Path, host: str, port: int) -> list[str]:
    """Datasette's command line for serving `db`."""
    made = ["serve", str(db), "--host", host, "--port", str(port)]
    made += ["--metadata", str(ROOT / "metadata.yml"), "--plugins-dir", str(ROOT / "plugins")]
    made += ["--template-dir", str(ROOT / "templates"), "--static", f"static:{ROOT / 'static'}"]
    for name, value in SETTINGS.items():
        made += ["--setting", name, value]
    return made


def run(db: Path, host: str, port: int, authority: Path, options: Sequence[str] = ()) -> None:
    """Serve `db` until stopped; what people decide goes to `authority`; `options` are Datasette's own."""
    if locale.getencoding().lower() not in ("utf-8", "utf8") and not sys.flags.utf8_mode:
        again = ["serve", "--db", str(db), "--host", host, "--port", str(port), "--authority", str(authority)]
        _again_in_utf8([*again, *options])
    os.environ[AUTHORITY] = str(authority.resolve())
    sys.setswitchinterval(SWITCH)
    from datasette.cli import cli as datasette  # takes a second to import, which no other command needs

    datasette([*arguments(db, host, port), *options], prog_name="kb serve")


def _again_in_utf8(arguments: Sequence[str]) -> NoReturn:
    """Start over in UTF-8 mode: Datasette opens its files in the system's encoding, on Korean Windows CP949."""
    command = [sys.executable, "-X", "utf8", "-m", "ingest", *arguments]
    if os.name == "nt":  # there exec ends the parent, and the prompt comes back
        sys.exit(subprocess.run(command).returncode)
    os.execv(sys.executable, command)
