"""CPU time, memory, and the machine they were measured on."""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Report:
    """What a benchmark found: a table under a title, each row beginning with what it is about."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def markdown(self) -> str:
        """The report as a Markdown table; numbers stand to the right."""
        lines = [self.columns, ("---", *["---:"] * (len(self.columns) - 1)), *self.rows]
        return "\n".join([f"### {self.title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def cpu(task: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """CPU seconds that `task(*args)` takes here and in the processes it starts and waits for."""
    before = _cpu_now()
    task(*args, **kwargs)
    return _cpu_now() - before


def _cpu_now() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def peak_memory(task: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """Megabytes at most resident in a fresh process that does `task(*args)`, or in one it starts."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_peak, args=(sender, task, args, kwargs))
    process.start()
    sender.close()
    try:
        return float(receiver.recv())
    finally:
        process.join()


def _peak(sender: object, task: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> None:
    task(*args, **kwargs)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sender.send(most / (1024 * 1024 if sys.platform == "darwin" else 1024))  # type: ignore[attr-defined]


def machine() -> str:
    """Processor, cores and Python, on one line."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
