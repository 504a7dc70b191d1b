"""Planners before their browsers: each opens a page, reads for a while, opens the next.

Runs in a process of its own (see bench/load.py), so that what it costs is not the server's.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from typing import NamedTuple

import httpx

READING = 2.0  # seconds that a planner looks at a page, on average
TIMEOUT = 120.0
KEPT = 3.0  # seconds that an idle connection is used again: the server closes it after five, and httpx doesn't retry


class Visit(NamedTuple):
    """A page to open. share: how often, beside others; body: sent with POST where there is one."""

    kind: str
    share: float
    url: str
    body: bytes | None = None


class Taken(NamedTuple):
    """What came of opening a page: wall-clock seconds until all of it was there; error: "" or what went wrong."""

    kind: str
    seconds: float
    error: str


def drive(visits: Sequence[Visit], planners: int, seconds: float, seed: int) -> list[Taken]:
    """Let some planners at once open pages for some seconds; what each page took, in the order of their ends."""
    return asyncio.run(_drive(visits, planners, seconds, seed))


async def _drive(visits: Sequence[Visit], planners: int, seconds: float, seed: int) -> list[Taken]:
    taken: list[Taken] = []
    end = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=planners, max_keepalive_connections=planners, keepalive_expiry=KEPT)
    async with httpx.AsyncClient(timeout=TIMEOUT, limits=limits) as client:
        each = (_planner(client, visits, random.Random(seed + number), end, taken) for number in range(planners))
        await asyncio.gather(*each)
    return taken


async def _planner(
    client: httpx.AsyncClient, visits: Sequence[Visit], chance: random.Random, end: float, taken: list[Taken]
) -> None:
    shares = [visit.share for visit in visits]
    while True:
        await asyncio.sleep(chance.expovariate(1 / READING))
        if time.monotonic() > end:
            return
        taken.append(await _opened(client, chance.choices(visits, shares)[0]))


async def _opened(client: httpx.AsyncClient, visit: Visit) -> Taken:
    start = time.perf_counter()
    try:
        answer = await client.request("POST" if visit.body else "GET", visit.url, content=visit.body)
        error = "" if answer.status_code == 200 else f"{answer.status_code} {visit.url}"
    except httpx.HTTPError as wrong:
        error = f"{type(wrong).__name__} {visit.url}"
    return Taken(visit.kind, time.perf_counter() - start, error)
