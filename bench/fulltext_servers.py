"""Full-text engines that run as processes of their own; measured where the system has them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.fulltext_engines import TOP, Engine
from bench.fulltext_truth import lines_of
from search.entries import Entry

_GROONGA = """
table_create Texts TABLE_HASH_KEY Int64
column_create Texts text COLUMN_SCALAR Text
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms places COLUMN_INDEX|WITH_POSITION Texts text
"""


def cpu_of(process: str) -> float:
    """Seconds of CPU that the main thread of another process used."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


class Groonga(Engine):
    """Its bigram tokenizer over the texts as they are; ranked by how often the words stand there."""

    name = "groonga TokenBigram"

    @staticmethod
    def is_here() -> bool:
        """Whether the command is installed, and the CPU of another process can be read."""
        return shutil.which("groonga") is not None and Path("/proc/self/schedstat").exists()

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        command = ["groonga", "-n", str(folder / "index.db")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _ask(self, command: str) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        head, *body = json.loads(self._process.stdout.readline())
        if head[0] != 0:
            raise RuntimeError(f"groonga: {head}")
        return body[0]

    def build(self, entries: Sequence[Entry]) -> None:
        """Texts and index; the texts are kept, as groonga needs them."""
        for command in _GROONGA.strip().splitlines():
            self._ask(command)
        rows = [{"_key": entry.rowid, "text": "\n".join(lines_of(entry))} for entry in entries]
        for start in range(0, len(rows), 10_000):
            self._ask(f"load --table Texts\n{json.dumps(rows[start : start + 10_000], ensure_ascii=False)}")

    def _select(self, query: str, limit: int) -> Any:
        words = " ".join(f'"{word}"' for word in query.split())
        how = f"--output_columns _key --sort_keys -_score --limit {limit} --cache no"
        return self._ask(f"select Texts --match_columns text --query '{words}' {how}")

    def top(self, query: str) -> Any:
        """By its own score."""
        return self._select(query, TOP)

    def every(self, query: str) -> set[int]:
        """All hits."""
        return set(self.rowids(self._select(query, -1)))

    def rowids(self, top: Any) -> list[int]:
        """The keys; before them stand the number of hits and the names of the columns."""
        return [row[0] for row in top[0][2:]]

    def cpu(self) -> float:
        """Of the other process alone."""
        return cpu_of(str(self._process.pid))

    def size(self) -> int:
        """Bytes on disk; its files are laid out larger than they are filled."""
        return sum(512 * file.stat().st_blocks for file in self.folder.iterdir())

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)


class Postgres(Engine):
    """LIKE over a GIN index of pg_trgm."""

    name, ranked = "PostgreSQL pg_trgm", False
    _END = "-- end"

    @staticmethod
    def tools() -> Path | None:
        """The folder of the newest server's commands, where CPU of another process can be read."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return found[-1].parent if found and Path("/proc/self/schedstat").exists() else None

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._bin = self.tools()
        self._user: list[str] = []
        if os.geteuid() == 0:  # which the server refuses to run as
            folder.parent.chmod(0o755)
            shutil.chown(folder, "postgres")
            self._user = ["runuser", "-u", "postgres", "--"]
        self._data = folder / "data"
        self._run("initdb", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off -c autovacuum=off -c max_wal_size=4GB"
        workers = "-c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0"
        self._run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"{settings} {workers}", "start")
        command = [*self._user, "psql", "-qAtX", "-h", str(folder), "-v", "ON_ERROR_STOP=1", "postgres"]
        self._psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._backend = self._ask("select pg_backend_pid();")[0]

    def _run(self, command: str, *options: str) -> None:
        subprocess.run(
            [*self._user, str(self._bin / command if self._bin else command), "-D", str(self._data), *options],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )

    def _ask(self, sql: str) -> list[str]:
        assert self._psql.stdin
        assert self._psql.stdout
        self._psql.stdin.write(f"{sql}\n\\echo '{self._END}'\n")
        self._psql.stdin.flush()
        lines = iter(lambda: self._psql.stdout.readline().rstrip("\n") if self._psql.stdout else self._END, self._END)
        return list(lines)

    def build(self, entries: Sequence[Entry]) -> None:
        """Texts and index; the texts are kept, as the index leads to them only."""
        self._ask("create extension pg_trgm; create table texts (id bigint, text text);")
        rows = (f"{entry.rowid}\t{' '.join(lines_of(entry)).replace(chr(92), '')}" for entry in entries)
        self._ask("copy texts from stdin;\n" + "\n".join(rows) + "\n\\.")
        self._ask("create index on texts using gin (text gin_trgm_ops); analyze texts;")

    def top(self, query: str) -> Any:
        """All that are found, as none is better."""
        where = " and ".join(f"text like '%{word}%'" for word in query.split())
        return self._ask(f"select id from texts where {where};")

    def every(self, query: str) -> set[int]:
        """What `top` gives."""
        return set(map(int, self.top(query)))

    def cpu(self) -> float:
        """Of the server's process for this connection."""
        return cpu_of(self._backend)

    def size(self) -> int:
        """Bytes of the table and its index."""
        return int(self._ask("select pg_total_relation_size('texts');")[0])

    def close(self) -> None:
        """Stop the server."""
        assert self._psql.stdin
        self._psql.stdin.close()
        self._psql.wait(timeout=60)
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
