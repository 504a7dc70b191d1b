"""A draft read: in a process of its own, with limits on time and memory, and kept nowhere."""

from __future__ import annotations

import hashlib

from ingest import pool
from ingest.authority import Authority
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.plan import Packed, Plan
from ingest.privacy import scrub
from ingest.readers import MAX_BYTES
from ingest.rows import block_rows
from ingest.sentences import Sentence, sentences
from ingest.worker import read_plan


class Draft(Packed, frozen=True):
    """What a draft says, without personal data: its plan and its sentences. name: of its file, sha256: of its bytes."""

    name: str
    sha256: str
    plan: Plan
    sentences: tuple[Sentence, ...]


class Reader:
    """Reads drafts, given as (bytes, name of the file); can be sent to another process."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def __call__(self, given: tuple[bytes, str]) -> Draft:
        """The draft; raises Rejected."""
        data, name = given
        document, plan = read_plan(data, name, Lexicon(self._authority))
        found = tuple(sentences(block_rows(document)))
        return Draft(scrub(name), hashlib.sha256(data).hexdigest(), plan, found)


def read(data: bytes, name: str, authority: Authority, timeout: float = pool.TIMEOUT, threads: bool = False) -> Draft:
    """The draft in `data`; `name` is the file's. timeout: seconds. threads: whether the caller has threads.

    Raises Rejected with one of the contract's codes, also where reading takes too long.
    """
    if len(data) > MAX_BYTES:
        raise Rejected("too_large")
    return pool.one((data, name), Reader(authority), timeout, threads)
