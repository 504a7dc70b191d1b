"""Datasette over the base, with this project's metadata, plugins, templates and settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.authority import ROOT

SETTINGS = {
    "suggest_facets": "off",  # its queries cost more than the page itself
    "default_page_size": "50",
    "max_returned_rows": "1000",
    "default_facet_size": "20",
    "facet_time_limit_ms": "500",
    "sql_time_limit_ms": "3000",
    "num_sql_threads": "3",
    "allow_download": "on",
    "max_csv_mb": "0",  # exports are whole or nothing
}


def arguments(db: Path, host: str, port: int) -> list[str]:
    """Datasette's command line for serving `db`."""
    made = ["serve", str(db), "--host", host, "--port", str(port)]
    made += ["--metadata", str(ROOT / "metadata.yml"), "--plugins-dir", str(ROOT / "plugins")]
    made += ["--template-dir", str(ROOT / "templates"), "--static", f"static:{ROOT / 'static'}"]
    for name, value in SETTINGS.items():
        made += ["--setting", name, value]
    return made


def run(db: Path, host: str, port: int, options: Sequence[str] = ()) -> None:
    """Serve `db` until stopped; `options` are Datasette's own."""
    from datasette.cli import cli as datasette  # takes a second to import, which no other command needs

    datasette([*arguments(db, host, port), *options], prog_name="kb serve")
