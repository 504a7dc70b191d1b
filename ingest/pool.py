"""Documents are read in worker processes that can be killed: no file stops or slows the others.

A worker that takes too long is killed and its document rejected; one that dies takes nothing with it
but the document it was reading. Each worker is held to a limit of memory where the system has one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

from ingest.collecting import seldom_collecting
from ingest.errors import Rejected

TIMEOUT = 120.0  # seconds a document may take
MAX_MEMORY = 3 * 2**30  # bytes of address space of a worker, beside what it has from the process it is forked from
_TASKS_PER_WORKER = 2_000  # then a fresh one takes over, so that no library's leak adds up

T = TypeVar("T")
R = TypeVar("R")

# Forking starts a worker in milliseconds with everything loaded; Windows has no fork.
_FORKING = hasattr(os, "fork")
_CONTEXT: Any = multiprocessing.get_context("fork" if _FORKING else "spawn")
# A process with threads can't be forked: what one of them holds at that moment nobody in the child lets go of.
_APART: Any = multiprocessing.get_context("forkserver" if _FORKING else "spawn")
if _FORKING:
    _APART.set_forkserver_preload(["ingest.worker"])


@dataclass
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    task: T | None = None
    since: float = 0.0
    done: int = field(default=0)


def run(
    tasks: Iterable[T],
    work: Callable[[T], R],
    workers: int | None = None,
    timeout: float = TIMEOUT,
    threads: bool = False,
) -> Iterator[tuple[T, R | Rejected]]:
    """(task, result) for each task, in the order they are done.

    work runs in a worker process; a Rejected that it raises is a result, and so is a worker that
    dies ("corrupt") or takes more than `timeout` seconds ("timeout"). threads: whether the caller has
    threads; then work must be something that can be pickled.
    """
    waiting = deque(tasks)
    start = partial(_start, work, _APART if threads else _CONTEXT)
    crew = [start() for _ in range(min(len(waiting), workers or os.cpu_count() or 1))]
    try:
        while waiting or any(worker.task is not None for worker in crew):
            for index, worker in enumerate(crew):
                if worker.task is None and waiting:
                    if worker.done >= _TASKS_PER_WORKER:
                        _stop(worker)
                        crew[index] = worker = start()
                    worker.task, worker.since = waiting.popleft(), monotonic()
                    worker.pipe.send(worker.task)
            yield from _finished(crew, start, timeout)
    finally:
        for worker in crew:
            _stop(worker)


def one(task: T, work: Callable[[T], R], timeout: float = TIMEOUT, threads: bool = False) -> R:
    """The result of a single task in a worker of its own; raises Rejected. The rest is as in run."""
    for _, result in run([task], work, 1, timeout, threads):
        if isinstance(result, Rejected):
            raise result
        return result
    raise AssertionError("one task gives one result")


def _finished(
    crew: list[_Worker[T]], start: Callable[[], _Worker[T]], timeout: float
) -> Iterator[tuple[T, R | Rejected]]:
    """Results that came in; workers that died or ran out of time are replaced."""
    busy = {worker.pipe: index for index, worker in enumerate(crew) if worker.task is not None}
    first = min(crew[index].since for index in busy.values())
    ready = wait(list(busy), max(0.0, first + timeout - monotonic()))
    for pipe, index in busy.items():
        worker = crew[index]
        task = worker.task
        assert task is not None
        if pipe in ready:
            try:
                yield task, pipe.recv()
                worker.task, worker.done = None, worker.done + 1
                continue
            except (EOFError, OSError):
                result = Rejected("corrupt")
        elif monotonic() - worker.since >= timeout:
            result = Rejected("timeout")
        else:
            continue
        _stop(worker)
        crew[index] = start()
        yield task, result


def _start(work: Callable[[T], R], context: Any) -> _Worker[T]:
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, here, work), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _stop(worker: _Worker[T]) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, other: Connection, work: Callable[[T], R]) -> None:
    """A worker's life: take a task, send its result, until the pipe closes."""
    other.close()
    _limit_memory()
    with seldom_collecting():
        gc.freeze()  # what was loaded before the fork stays
        while True:
            try:
                task = pipe.recv()
                pipe.send(_result(task, work))
            except (EOFError, OSError):
                return


def _result(task: T, work: Callable[[T], R]) -> R | Rejected:
    try:
        return work(task)
    except Rejected as rejected:
        return rejected
    except MemoryError:
        return Rejected("too_large")
    except RecursionError:
        return Rejected("corrupt")
    except Exception as error:  # a fault of ours must not stop the others; what it was is said, the text isn't
        where = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__}, {os.path.basename(where.filename)} {where.lineno}"
        return Rejected("corrupt", f"읽는 중에 프로그램 오류가 났습니다({kind}). 파일과 함께 관리자에게 알려 주세요.")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MAX_MEMORY + _inherited(resource.getpagesize())
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _inherited(page: int) -> int:
    """Bytes of address space that a forked process has from its parent, which may be a server with many threads."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * page
    except (OSError, ValueError):  # a system that doesn't tell
        return 0
