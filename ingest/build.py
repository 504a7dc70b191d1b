"""A build: files → records → the base, with progress and a summary for the one who waits.

Files that are unchanged are not read again; a base that only few files change in is changed in
place, and comes out as a build from scratch would.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec.structs import replace

from ingest import authority as authorities
from ingest import decisions, extractor, pool, store
from ingest.authority import Authority
from ingest.cache import Cache, noted_roots, place
from ingest.collecting import seldom_collecting
from ingest.corpus import Record, identified
from ingest.decided import Decisions, Names
from ingest.decisions import INSTITUTION
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.rows import Chunk, document_entry, document_rows, fact_rows
from ingest.rows_shared import trip_rows
from ingest.sources import Source, sources
from ingest.store import Base, StoreError
from ingest.trips import Group, Told, grouped
from ingest.worker import Worker, unread
from search.hangul import josa

SMALL = 200
"""Up to this many documents a base is always made from scratch: it takes a second or two, and comes
out the same to the last byte of its index."""

_CHANGED_SHARE = 0.1  # of the documents; a base in which more changes is made from scratch
_KEPT_TOGETHER = 25  # records written to the cache in one go
_SHARED = 50  # files from which on it pays to make, before forking, what all workers need
_AT_HAND = 256  # records kept unpacked: those of one trip come close together

_NOT_KEPT = "자료 파일 {}: 만들 때 읽은 것이 남아 있지 않아 결정을 바로 반영하지 못했습니다. kb build를 실행해 주세요."

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: documents by format, rejected ones as (path, reason), how many were read anew.

    doubts: Korean sentences on decisions that could not be followed.
    """

    formats: Counter[str]
    rejected: tuple[tuple[str, Rejected], ...]
    read: int
    doubts: tuple[str, ...] = ()

    @property
    def ingested(self) -> int:
        """How many documents are in."""
        return sum(self.formats.values())


def build(
    paths: Sequence[Path],
    target: Path,
    authority: Authority,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
    small: int = SMALL,
    log: Path | None = None,
) -> Summary:
    """Make the base at `target` hold the documents under `paths`, and no others.

    log: the folder that has what people decided on names; without it nothing is decided.

    progress gets (done, all) as files are read; waiting is called when another build has to end
    first. small: up to how many documents the base is always made from scratch. Raises
    store.StoreError where the base can't be written, FileNotFoundError for a path that isn't there,
    AuthorityError where the log of decisions can't be read.
    """
    found = sources(paths)
    _decided(authority, log)  # a log that can't be read is said before anything else is
    with (
        store.saying_what_failed(target),
        _only_writer(target, waiting),
        _opened(target, authority) as cache,
        seldom_collecting(),
    ):
        made = _Build(found, target, authority, cache, small, log).run(progress)
        cache.note_roots(paths)
        return made


def built_from(target: Path) -> tuple[Path, ...]:
    """The folders and files that the base was last built from; none where nobody knows, as before the first build."""
    return noted_roots(_cache_of(target))


def apply_decisions(
    target: Path,
    authority_dir: Path,
    authority: Authority | None = None,
    waiting: Callable[[], None] | None = None,
) -> tuple[str, ...]:
    """Write anew what decisions changed since the base was written; reads no document.

    authority: what `authority_dir` holds, where it is loaded already. waiting is called when a build
    has to end first. Returns Korean sentences on decisions that could not be followed. Raises
    StoreError where the base has to be built first or can't be written, AuthorityError.
    """
    known = authority or authorities.load(authority_dir)
    if not target.exists():
        raise _to_be_built(target)
    with store.saying_what_failed(target), _only_writer(target, waiting), _opened(target, known) as cache:
        return _Build((), target, known, cache, 0, authority_dir).apply()


def _to_be_built(target: Path) -> StoreError:
    return StoreError(
        f"자료 파일 {josa(target, '이가')} 없거나 지금의 프로그램과 목록으로 만든 것이 아닙니다. "
        "kb build를 실행해 주세요."
    )


@contextmanager
def _opened(target: Path, authority: Authority) -> Iterator[Cache]:
    cache = Cache(_cache_of(target), f"{extractor()}:{authority.digest}")
    try:
        yield cache
    finally:
        cache.close()


def _cache_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.cache")


def _decided(authority: Authority, log: Path | None) -> Decisions:
    return Decisions(authority, decisions.load(log) if log else ())


@contextmanager
def _only_writer(target: Path, waiting: Callable[[], None] | None) -> Iterator[None]:
    """One build at a time: a second one waits until the first has ended."""
    lock = FileLock(f"{target}.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


class _Build:
    """One run over one set of files."""

    def __init__(
        self,
        found: Sequence[Source],
        target: Path,
        authority: Authority,
        cache: Cache,
        small: int,
        log: Path | None,
    ) -> None:
        self._sources = found
        self._target = target
        self._authority = authority
        self._lexicon = Lexicon(authority)
        self._cache = cache
        self._small = small
        self._log = log
        self._decisions = Decisions(authority)
        self._meta = {"extractor": extractor(), "authority": authority.digest}
        self._hashes: dict[str, str] = {}  # path → hash of its content
        self._paths: dict[str, str] = {}  # document id → path
        self._unkept: dict[str, Record] = {}  # records that are not to be kept, by hash
        self._record = lru_cache(_AT_HAND)(self._load)
        self._names = lru_cache(_AT_HAND)(self._taken_for)

    def run(self, progress: Progress | None) -> Summary:
        """Read what is new, then change the base or make it anew."""
        before = store.documents(self._target, self._meta)
        fresh = self._unknown()
        for done, _ in enumerate(self._read(fresh), 1):
            if progress:
                progress(done, len(fresh))
        ids = identified(self._hashes.items())
        self._paths = {id: path for path, id in ids.items()}
        self._decisions = _decided(self._authority, self._log)  # also what was decided while we read
        self._group()
        if before is None or not self._changes_little(before, ids):
            self._make()
            self._cache.keep_only(self._hashes.values())
        else:
            self._change(before, {path: (id, self._hashes[path]) for path, id in ids.items()})
        rows = store.outcomes(self._target)
        rejected = tuple((path, Rejected(code, reason)) for path, _, code, reason in rows if code)
        formats = Counter(format for _, format, _, _ in rows if format)
        return Summary(formats, rejected, len(fresh), self._decisions.problems)

    def apply(self) -> tuple[str, ...]:
        """Change what decisions change, in the base as it is."""
        before = store.documents(self._target, self._meta)
        if before is None:
            raise _to_be_built(self._target)
        self._decisions = _decided(self._authority, self._log)
        self._hashes = {path: sha256 for path, (_, sha256) in before.items()}
        self._paths = {id: path for path, (id, _) in before.items()}
        try:
            self._group()
            self._change(before, before)
        except KeyError as missing:
            raise StoreError(_NOT_KEPT.format(self._target)) from missing
        return self._decisions.problems

    # -- reading ------------------------------------------------------------------------------

    def _unknown(self) -> list[Source]:
        """The files to read; the hashes of the others are known from when they were last looked at."""
        known, kept = self._cache.known_files(), self._cache.contents()
        fresh = []
        for source in self._sources:
            size, mtime, sha256 = known.get(place(source.file), (-1, -1, ""))
            about = None if source.outside else _stat(source.file)
            same = about is not None and (about.st_size, about.st_mtime_ns) == (size, mtime)
            if same and sha256 in kept:
                self._hashes[source.path] = sha256
            else:
                fresh.append(source)
        return fresh

    def _read(self, fresh: Sequence[Source]) -> Iterator[Source]:
        """Read files and keep their records; gives each as it is done."""
        now = time.time_ns()
        worker = Worker(self._authority)
        if len(fresh) > _SHARED:
            worker.prepare()
        looked = {source: _stat(source.file) for source in fresh}
        for done, (source, result) in enumerate(pool.run(fresh, worker), 1):
            if done % _KEPT_TOGETHER == 0:
                self._cache.commit()  # a build that is killed goes on from here
            if isinstance(result, Rejected):  # killed: tried again at the next build
                record = unread(source, result)
                self._unkept[record.sha256] = record
                self._hashes[source.path] = record.sha256
            else:
                self._cache.put(result)
                self._hashes[source.path] = result.sha256
                about = looked[source]
                if about is not None and _same(about, _stat(source.file)):
                    self._cache.note_file(place(source.file), about, result.sha256, now)
            yield source

    def _load(self, document_id: str) -> Record:
        sha256 = self._hashes[self._paths[document_id]]
        return self._unkept.get(sha256) or self._cache.record(sha256)

    def _taken_for(self, document_id: str) -> Names:
        return self._decisions.names(document_id, self._record(document_id))

    def _told(self, document_id: str) -> list[Told]:
        sha256 = self._hashes[self._paths[document_id]]
        blank = () if sha256 in self._unkept else self._cache.told(sha256)
        return [replace(one, document_id=document_id) for one in blank]

    def _group(self) -> None:
        """Put names that only documents know together."""
        self._decisions.group(name for id in self._paths for one in self._told(id) for name in one.unknown)

    # -- writing ------------------------------------------------------------------------------

    def _make(self) -> None:
        """The whole base from scratch."""
        with store.rebuilt(self._target, self._decisions, self._meta) as base:
            self._write(base, self._paths, index=False)
            base.renew_provisional(base.provisional(), index=False)
            base.note_decisions()

    def _changes_little(self, before: dict[str, tuple[str, str]], ids: dict[str, str]) -> bool:
        changed = sum((id, self._hashes[path]) != before.get(path) for path, id in ids.items())
        removed = sum(path not in ids for path in before)
        return len(ids) > self._small and changed + removed <= max(1.0, _CHANGED_SHARE * len(ids))

    def _change(self, before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> None:
        """Take out what changed and all that may share its trips, and write it anew."""
        stale = {id for path, (id, _) in before.items() if after.get(path) != before[path]}
        fresh = {id for path, (id, _) in after.items() if after[path] != before.get(path)}
        with store.changed(self._target, self._decisions) as base:
            undecided = base.undecided() | base.regrouped()
            if not (stale or fresh or undecided):
                return
            touched = base.documents_naming(undecided) & {id for id, _ in before.values()}
            stale |= touched
            fresh |= touched & {id for id, _ in after.values()}
            trips, affected = _affected(base, stale, [one for id in fresh for one in self._told(id)])
            again = sorted((affected - stale) | fresh)
            named = base.provisional(affected)
            base.remove_documents(affected)
            base.remove_trips(trips)
            base.renew_known({ref.removeprefix(INSTITUTION) for ref in undecided if ref.startswith(INSTITUTION)})
            self._write(base, again, index=True)
            base.renew_provisional(named | base.provisional(again), index=True)
            base.note_decisions()

    def _write(self, base: Base, documents: Iterable[str], index: bool) -> None:
        """Write documents, the trips they tell of and their facts; those of one trip one after the other."""
        groups = grouped(one for id in documents for one in self._told(id))
        trip_ids = {(one.document_id, one.number): group.id for group in groups for one in group.told}
        left = dict.fromkeys(documents)
        for group in groups:
            base.add(self._trip(group), index)
            for one in group.told:
                if one.document_id in left:
                    del left[one.document_id]
                    self._write_document(base, one.document_id, trip_ids, index)
        for id in left:
            self._write_document(base, id, trip_ids, index)

    def _write_document(self, base: Base, id: str, trip_ids: dict[tuple[str, int], str], index: bool) -> None:
        record = self._record(id)
        entry = document_entry(id, self._paths[id], record)
        base.add(document_rows(id, self._paths[id], record, entry), index)
        base.add(fact_rows(id, record, entry, self._names(id), trip_ids, self._lexicon), index)

    def _trip(self, group: Group) -> Chunk:
        records = [(one.document_id, self._record(one.document_id)) for one in group.told]
        papers = [(record.plan, self._names(id)) for id, record in records if record.plan]
        return trip_rows(group, papers, self._authority)


def _affected(base: Base, stale: set[str], fresh: Sequence[Told]) -> tuple[set[str], set[str]]:
    """(trips, documents of the base) that may be grouped otherwise than before: what changed, and all
    that shares first and last day with it."""
    days = {(one.days[0].isoformat(), one.days[1].isoformat()) for one in fresh if one.days}
    affected = set(stale)
    while True:
        trips = base.trips_of_documents(affected)
        days |= {(first, last) for first, last in trips.values() if first and last}
        sharing = base.trips_of_days(days)
        more = {document for documents in sharing.values() for document in documents} - affected
        if not more:
            return {*trips, *sharing}, affected
        affected |= more


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


def _same(before: os.stat_result, after: os.stat_result | None) -> bool:
    return after is not None and (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
