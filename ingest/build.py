"""A build: files → records → rows → the base, with progress and a summary for the one who waits."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest import store
from ingest.authority import Authority
from ingest.checks import checked
from ingest.corpus import Record
from ingest.document import Document
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.extract.plan import extract
from ingest.plan import Plan
from ingest.privacy import scrub_document
from ingest.readers import content, read_bytes
from ingest.rows import rows_of


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the path it goes by in the base, which no machine's folders are part of."""

    file: Path
    path: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did: documents by format, rejected ones by path with their reasons."""

    formats: Counter[str]
    rejected: tuple[Record, ...]

    @property
    def ingested(self) -> int:
        """How many documents were read."""
        return sum(self.formats.values())


def build(
    paths: Sequence[Path], target: Path, authority: Authority, progress: Callable[[int, int], None] | None = None
) -> Summary:
    """Make the base at `target` from the documents under `paths`; `progress` gets (done, all).

    Raises store.StoreError where the base can't be written, FileNotFoundError for a path that isn't there.
    """
    found = sources(paths)
    lexicon = Lexicon(authority)
    records = []
    for done, source in enumerate(found, 1):
        records.append(record_of(source, lexicon))
        if progress:
            progress(done, len(found))
    rows, entries = rows_of(records, authority)
    store.write(target, rows, entries)
    formats = Counter(record.document.format for record in records if record.document)
    return Summary(formats, tuple(record for record in records if record.rejected))


def record_of(source: Source, lexicon: Lexicon) -> Record:
    """The file read and extracted, or rejected with the reason."""
    data = b""
    try:
        data = content(source.file)
        document, plan = read_plan(data, PurePosixPath(source.path).name, lexicon)
        return Record(source.path, document.sha256, len(data), document, plan)
    except Rejected as rejected:
        return Record(source.path, hashlib.sha256(data).hexdigest(), len(data), rejected=rejected)


def read_plan(data: bytes, name: str, lexicon: Lexicon) -> tuple[Document, Plan]:
    """A document without personal data and the checked plan in it; raises Rejected."""
    document = scrub_document(read_bytes(data, name))
    return document, checked(extract(document, lexicon), lexicon)


def sources(paths: Sequence[Path]) -> list[Source]:
    """Every file under `paths` in order of its path in the base; hidden files are left out.

    A file goes by its path below the folder that was named. Where two folders hold the same path,
    as many parent folders are put before both as tell them apart.
    """
    files = {file.resolve(): (file, root) for root in paths for file in _walk(root)}
    depth = 0
    while True:
        named = [Source(file, _relative(file, root, depth)) for file, root in files.values()]
        taken = Counter(source.path for source in named)
        if max(taken.values(), default=1) == 1:
            return sorted(named, key=lambda source: source.path)
        depth += 1


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        if not root.exists():
            raise FileNotFoundError(root)
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _relative(file: Path, root: Path, depth: int) -> str:
    """The path of `file` below `root`, with `depth` of the folders above it in front."""
    base = root if root.is_dir() else root.parent
    inside = file.relative_to(base).parts
    above = base.resolve().parts[-depth:] if depth else ()
    return str(PurePosixPath(*(part for part in above if part != base.anchor), *inside))
