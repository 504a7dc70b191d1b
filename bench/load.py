"""Fifty planners at once before kb serve: how long pages take beside a table page of plain Datasette, and memory.

Wall-clock time, since people wait for it: the planners use our pages and plain Datasette's in turns. The CPU time
of the server for a page is measured before, one page after the other. Of the server's memory the resident part is
told, of it and the processes it started, when each page was opened a few times and after each turn.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.drafts import make_draft
from bench.load_planners import TIMEOUT, Taken, Visit, drive
from bench.measure import Report
from bench.render import render
from ingest import authority
from ingest.build import build
from tests.browser.served import free_port, wait_for

PLANNERS = 50
SECONDS, FULL_SECONDS = 15.0, 60.0
FULL = 1000  # documents from which on it is measured at full length
TURNS = 4
SEED = 1
COSTED = 8  # pages of a kind whose CPU time is measured
PLAIN = "plain Datasette, table"
# How often each kind of page is opened, beside the others.
SHARES = {
    "front": 14,
    "search": 22,
    "suggest": 16,
    "institution": 14,
    "trip": 10,
    "document": 8,
    "map": 3,
    "stats": 2,
    "table": 3,
    "CSV": 2,
    "check": 2,
}
WORDS = ("몬드라곤", "라군 아로의", "고용재배치", "협동조합 2019", "ㅁㄷㄹㄱ", "Lagun Aro", "돌봄", "빌바오")


def run(documents: int) -> Report:
    """Build a base of made-up plans, serve it, and let planners use it, in turns with plain Datasette."""
    seconds = FULL_SECONDS if documents >= FULL else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "kb.db"
        _build(base, documents)
        with _serving(_ours(base)) as (ours, server), _serving(_plain(base)) as (plain, other):
            visits, table = _visits(base, ours), [Visit(PLAIN, 1, f"{plain}/kb/visits")]
            costs = _costs(visits, server) | _costs(table, other)
            memory = [_resident(server.pid)]
            taken: list[Taken] = []
            for turn in range(TURNS):
                taken += _driven(table, seconds / TURNS / 2, turn)
                taken += _driven(visits, seconds / TURNS, turn)
                memory.append(_resident(server.pid))
    return _report(taken, costs, documents, seconds, memory)


def _build(base: Path, documents: int) -> None:
    plans = base.with_name("plans")
    plans.mkdir()
    for number in range(documents):
        (plans / f"{number:05d}.md").write_bytes(render(make_draft(number), "md"))
    build([plans], base, authority.load())


def _ours(base: Path) -> list[str]:
    return ["ingest", "serve", "--db", str(base)]


def _plain(base: Path) -> list[str]:
    return ["datasette", "serve", str(base)]


@contextmanager
def _serving(module: list[str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", *module, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.wait(timeout=60)


def _visits(base: Path, ours: str) -> list[Visit]:
    """The pages that planners open, of each kind several where there are several."""
    found: dict[str, list[str]] = {
        "front": ["/"],
        "search": [f"/search?q={quote(words)}" for words in WORDS],
        "suggest": [f"/suggest.json?q={quote(words[:length])}" for words in WORDS for length in (1, 2, 3)],
        "map": ["/map", "/map?theme=P05", "/map?at=43.2,-2.5&z=5"],
        "stats": ["/stats"],
        "table": ["/kb/visits", "/kb/visit_log", "/kb/institutions"],
        "CSV": ["/kb/visit_log.csv", "/kb/visited_institutions.csv"],
        **{kind: _some(base, kind) for kind in ("institution", "trip", "document")},
    }
    made = [Visit(kind, SHARES[kind] / len(urls), ours + url) for kind, urls in found.items() for url in urls]
    drafts = [render(make_draft(-number), "md") for number in range(1, 9)]
    return made + [Visit("check", SHARES["check"] / 8, f"{ours}/check.json?years=5", draft) for draft in drafts]


def _some(base: Path, kind: str) -> list[str]:
    """The pages of thirty things of a kind, of which half are those that documents tell most of."""
    most = {
        "institution": "select institution_id from visits where institution_id is not null group by 1",
        "trip": "select trip_id from visits group by 1",
        "document": "select document_id from visits group by 1",
    }[kind]
    with sqlite3.connect(base) as connection:
        ids = [row[0] for row in connection.execute(f"{most} order by count(*) desc, 1")]
    chosen = ids[:15] + random.Random(SEED).sample(ids[15:], min(15, len(ids[15:])))
    return [f"/{kind}s/{quote(id, safe='')}" for id in chosen]


def _driven(visits: Sequence[Visit], seconds: float, turn: int) -> list[Taken]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(drive, (visits, PLANNERS, seconds, SEED + turn * PLANNERS))


def _costs(visits: Sequence[Visit], server: subprocess.Popen[bytes]) -> dict[str, float]:
    """CPU seconds of the server for a page of each kind; each was opened before."""
    found = {}
    for kind in dict.fromkeys(visit.kind for visit in visits):
        some = [visit for visit in visits if visit.kind == kind][:COSTED]
        some = some * (COSTED // len(some))
        with httpx.Client(timeout=TIMEOUT) as client:
            for visit in dict.fromkeys(some):
                client.request("POST" if visit.body else "GET", visit.url, content=visit.body)
            before = _cpu(server.pid)
            for visit in some:
                client.request("POST" if visit.body else "GET", visit.url, content=visit.body)
        found[kind] = (_cpu(server.pid) - before) / len(some)
    return found


def _cpu(process: int) -> float:
    """CPU seconds of a process, its ended children and those that still run; 0 where /proc isn't there."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(_cpu, _children(process)))


def _resident(process: int) -> float:
    """Megabytes resident in a process and those it started; 0 where /proc isn't there."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own / 1024 + sum(map(_resident, _children(process)))


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _report(
    taken: Sequence[Taken], costs: dict[str, float], documents: int, seconds: float, memory: Sequence[float]
) -> Report:
    for error in sorted({one.error for one in taken if one.error})[:20]:
        print(error, file=sys.stderr)
    ours = sum(one.kind != PLAIN for one in taken)
    title = (
        f"load ({documents} documents, {PLANNERS} planners for {seconds:.0f} s, {ours / seconds:.0f} pages a second; "
        f"resident {', '.join(f'{one:.0f}' for one in memory)} MB)"
    )
    by_kind = {kind: [one for one in taken if one.kind == kind] for kind in (*SHARES, PLAIN)}
    plain = _centile(by_kind[PLAIN], 95), costs[PLAIN]
    rows = [_row(kind, ones, costs[kind], plain) for kind, ones in by_kind.items() if ones]
    columns = ("page", "opened", "errors", "median, ms", "p95, ms", "p95 : plain", "CPU, ms", "CPU : plain")
    return Report(title, columns, rows)


def _row(kind: str, ones: Sequence[Taken], cost: float, plain: tuple[float, float]) -> tuple[str, ...]:
    median, p95 = _centile(ones, 50), _centile(ones, 95)
    errors = sum(bool(one.error) for one in ones)
    waited = (f"{median * 1000:.0f}", f"{p95 * 1000:.0f}", f"{p95 / plain[0]:.2f}")
    return (kind, str(len(ones)), str(errors), *waited, f"{cost * 1000:.0f}", f"{cost / plain[1]:.2f}")


def _centile(taken: Sequence[Taken], percent: int) -> float:
    """The seconds that so many percent of pages stay below; not a number where none was opened."""
    ordered = sorted(one.seconds for one in taken)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")
