"""The search as a browser gets it: CPU of `kb serve` for a request, beside canned queries of plain Datasette.

Every request is another query, so that nothing is answered from a cache of answers. CPU is that of the server's
process while the request is answered; the canned queries are in the same metadata, over the same base, and ask:
for one row by its key; how many visits to a city there were each year, which reads all visits; for the best twenty
texts for a word, ranked by FTS5 itself.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from sqlite3 import connect
from urllib.parse import urlencode

import numpy as np
import yaml

from bench.measure import Report
from bench.name_corpus import NOISES
from bench.web_base import write_base
from bench.words import COUNTRIES
from search.keyboard import choseong, to_hangul, to_latin
from search.tokens import match_expression

QUERIES = 40  # of each kind
DOCUMENTS, FULL = 10, 100_000  # documents of the base for each that is asked for; those of --full
CANNED = {
    "a row by its key": "select type, entity_id, title, subtitle from search_entries where id = :asked",
    "visits by year": "select year, count(*) from visits where city = :asked group by year",
    "ranked full text": (
        "select e.type, e.entity_id, e.title, e.subtitle from search_fts join search_entries as e"
        " on e.id = search_fts.rowid where search_fts match :asked order by rank limit 20"
    ),
}
_ROOT = Path(__file__).parents[1]
_WORD = re.compile("[가-힣]{2,}")
_SEED, _SECONDS = 5, 60

Asked = dict[str, list[str]]
"""Paths with queries, by kind."""


def run(documents: int) -> Report:
    """CPU of each kind of request, and its p95 beside those of the canned queries."""
    count = FULL if documents >= 1000 else DOCUMENTS * documents
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "kb.db")
        names = write_base(base, count)
        return measured(base, names, count)


def measured(base: Path, names: Sequence[str], documents: int) -> Report:
    """The same of a base that is there, with the names of institutions in it."""
    canned, searches, suggestions = make_requests(base, names)
    with tempfile.TemporaryDirectory() as folder, serving(base, Path(folder)) as server:
        times = server.in_turns(canned | searches | suggestions)
        again = server.in_turns(searches | suggestions)
    for route, kinds in (("search.json", searches), ("suggest.json", suggestions)):
        times[f"{route}, all kinds"] = [one for kind in kinds for one in times[kind]]
        times[f"{route}, asked again"] = [one for kind in kinds for one in again[kind]]
    peers = [float(np.percentile(times[kind], 95)) for kind in canned]
    rows = [_row(kind, each, peers) for kind, each in times.items()]
    columns = ("", "p50, ms", "p95, ms", *(f"p95 / {kind}" for kind in CANNED))
    return Report(f"web ({documents} documents, {QUERIES} queries of a kind; CPU of the server)", columns, rows)


def _row(kind: str, times: Sequence[float], peers: Sequence[float]) -> tuple[str, ...]:
    middle, most = np.percentile(times, (50, 95))
    return kind, f"{1000 * middle:.2f}", f"{1000 * most:.2f}", *(f"{most / peer:.2f}" for peer in peers)


# -- what is asked -------------------------------------------------------------------------


def make_requests(base: Path, names: Sequence[str]) -> tuple[Asked, Asked, Asked]:
    """Canned queries, searches and suggestions, QUERIES of each kind; the same in every run."""
    chance = random.Random(_SEED)
    with closing(connect(base)) as connection:
        low, high = connection.execute("select min(id), max(id) from search_entries where type = 'policy'").fetchone()
        sql = "select id, title from search_entries where id >= ? limit 1"
        drawn = [connection.execute(sql, (chance.randint(low, high),)).fetchone() for _ in range(40 * QUERIES)]
    texts = [words for _, title in drawn if len(words := _WORD.findall(title)) > 1]
    words = list(dict.fromkeys(chance.choice(each) for each in texts))[: 3 * QUERIES]
    named, cities = chance.sample(names, QUERIES), [city for country in COUNTRIES for city in country.cities]
    keys = [str(id) for id, _ in drawn[:QUERIES]]
    canned = zip(CANNED, (keys, (cities * QUERIES)[:QUERIES], map(match_expression, words[:QUERIES])), strict=True)
    typed = {
        "one word": words[:QUERIES],
        "two words": [" ".join(chance.sample(each, 2)) for each in texts[:QUERIES]],
        "a word, year and country": [
            f"{chance.randint(2005, 2025)}년 {_country(chance)} {w}" for w in words[-QUERIES:]
        ],
        "year and country": [f"{chance.randint(2005, 2025)}년 {_country(chance)}" for _ in range(QUERIES)],
        "a name": named,
        "a name misspelt": [_misspelt(name, chance) for name in named],
        "initials": [choseong(name.split()[0]) for name in names if _WORD.match(name)][:QUERIES],
        "other layout": [to_latin(word) for word in words[QUERIES : 2 * QUERIES]],
    }
    begun = {
        "the first syllable": [word[:1] for word in words[:QUERIES]],
        "half a name": [name[: max(2, len(name) // 2)] for name in named],
        "half a word": [word[: max(1, len(word) // 2)] for word in words[QUERIES : 2 * QUERIES]],
        "initials, being typed": typed["initials"],
        "two words, being typed": [text[:-1] for text in typed["two words"]],
    }
    return (
        {
            f"canned: {kind}": [_path(f"/kb/{place}.json", asked=one) for one in each]
            for place, (kind, each) in enumerate(canned)
        },
        {f"search.json: {kind}": [_path("/search.json", q=one) for one in each] for kind, each in typed.items()},
        {f"suggest.json: {kind}": [_path("/suggest.json", q=one) for one in each] for kind, each in begun.items()},
    )


def _misspelt(name: str, chance: random.Random) -> str:
    """A name with a wrong key stroke, in its own script."""
    typed = NOISES["stroke replaced"](name, chance)
    return to_hangul(typed) if _WORD.search(name) else typed


def _country(chance: random.Random) -> str:
    return chance.choice(COUNTRIES).name


def _path(route: str, **values: str) -> str:
    return f"{route}?{urlencode(values)}"


# -- who answers ---------------------------------------------------------------------------


class Server:
    """A `kb serve` in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._clock = (~process.pid << 3) | 2  # Linux: the CPU clock of another process
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)

    def times(self, paths: Sequence[str], bodies: Sequence[bytes | None] = ()) -> list[float]:
        """CPU seconds of the server for each of the requests but the first; raises RuntimeError for one that fails.

        bodies: what is posted with each of them; without, they are got.
        """
        asked = list(zip(paths, bodies or [None] * len(paths), strict=True))
        return [self._timed(*one) for one in asked][1:]

    def in_turns(self, asked: Asked) -> dict[str, list[float]]:
        """The same for requests of several kinds, one of each after the other: what else the machine does hits all."""
        times: dict[str, list[float]] = {kind: [] for kind in asked}
        for turn in zip_longest(*asked.values()):
            for kind, path in zip(asked, turn, strict=True):
                if path:
                    times[kind].append(self._timed(path))
        return {kind: each[1:] for kind, each in times.items()}

    def _timed(self, path: str, body: bytes | None = None) -> float:
        before = time.clock_gettime(self._clock)
        self._ask(path, body)
        return time.clock_gettime(self._clock) - before

    def _ask(self, path: str, body: bytes | None) -> None:
        headers = {} if body is None else {"content-type": "application/octet-stream"}
        self._connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200].decode()}")


@contextmanager
def serving(base: Path, folder: Path) -> Iterator[Server]:
    """The base as `kb serve` serves it, with the canned queries in its metadata."""
    metadata = yaml.safe_load((_ROOT / "metadata.yml").read_text(encoding="utf-8"))
    metadata["databases"]["kb"]["queries"] |= {str(place): {"sql": sql} for place, sql in enumerate(CANNED.values())}
    described = folder / "metadata.json"
    described.write_text(json.dumps(metadata, ensure_ascii=False), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-X", "utf8", "-m", "ingest", "serve", "--db", str(base), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--metadata", str(described)], cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=_SECONDS)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; raises RuntimeError when it does not."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)) as connection:
            try:
                connection.request("GET", "/-/versions.json")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
    raise RuntimeError("kb serve does not answer")
