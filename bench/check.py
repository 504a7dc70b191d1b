"""The check of drafts as a browser gets it: CPU of `kb serve` beside canned queries and beside reading the draft.

A draft is read in a process of its own, which the server's CPU does not hold: that is measured here, apart. What is
left is looking things up in the base and making the page, and must not grow with the base.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.check_base import drafts, fill
from bench.measure import Report
from bench.web import CANNED, make_requests, serving
from bench.web_base import write_base
from ingest import authority
from ingest.draft import Reader

DRAFTS = 20
SMALL, FULL = 10, 100_000  # documents of the base for each that is asked for; those of --full
FORMS = {"page": "/check?name=draft.md", "check.json": "/check.json?name=draft.md"}


def run(documents: int) -> Report:
    """CPU of checking a draft, beside canned queries and beside reading it."""
    count = FULL if documents >= 1000 else SMALL * documents
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "kb.db")
        names = write_base(base, count)
        fill(base)
        return measured(base, names, count)


def measured(base: Path, names: Sequence[str], documents: int) -> Report:
    """The same of a base that is there, with the names of institutions in it."""
    made = list(drafts(base, DRAFTS))
    canned, _, _ = make_requests(base, names)
    reader = Reader(authority.load())
    times = {"reading the draft": [_cpu_of(reader, one) for one in made]}
    with tempfile.TemporaryDirectory() as folder, serving(base, Path(folder)) as server:
        times |= {kind: server.times(paths) for kind, paths in canned.items()}
        times |= {form: server.times([path] * DRAFTS, made) for form, path in FORMS.items()}
    beside = ("reading the draft", *canned)
    rows = [_row(kind, each, [times[peer] for peer in beside]) for kind, each in times.items()]
    columns = ("", "p50, ms", "p95, ms", "p95 / reading", *(f"p95 / {kind}" for kind in CANNED))
    return Report(
        f"check ({documents} documents, {DRAFTS} drafts; CPU of the server, of reading elsewhere)", columns, rows
    )


def _cpu_of(reader: Reader, data: bytes) -> float:
    before = time.process_time()
    reader((data, "draft.md"))
    return time.process_time() - before


def _row(kind: str, times: Sequence[float], peers: Sequence[Sequence[float]]) -> tuple[str, ...]:
    middle, most = np.percentile(times, (50, 95))
    beside = (f"{most / np.percentile(peer, 95):.2f}" for peer in peers)
    return kind, f"{1000 * middle:.2f}", f"{1000 * most:.2f}", *beside
