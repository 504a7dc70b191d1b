"""One file → its record: read, freed of personal data, extracted, checked, resolved."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from ingest.authority import Authority
from ingest.cache import Parcel, parcel
from ingest.checks import checked
from ingest.corpus import Record, resolved, unknown
from ingest.document import Document
from ingest.errors import Rejected
from ingest.extract.lexicon import Lexicon
from ingest.extract.plan import extract
from ingest.plan import Plan
from ingest.privacy import scrub_document
from ingest.readers import content, read_bytes
from ingest.resolve import Resolver
from ingest.rows import block_rows
from ingest.sources import Source

_OUTSIDE = "폴더 밖을 가리키는 연결 파일입니다. 문서 파일 자체를 넣어 주세요."


class Worker:
    """Makes records; runs in processes of its own (ingest.pool)."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._lexicon = Lexicon(authority)
        self._resolver = Resolver(authority)

    def __reduce__(self) -> tuple[type[Worker], tuple[Authority]]:
        """Where a process is not forked it makes its own; what is remembered between documents can't be sent."""
        return Worker, (self._authority,)

    def prepare(self) -> None:
        """Make what all documents are read and all names compared with, once for the processes forked from this one."""
        self._lexicon.prepare()
        self._resolver.prepare()

    def __call__(self, source: Source) -> Parcel:
        """The file's record as a parcel."""
        return parcel(self.record(source))

    def record(self, source: Source) -> Record:
        """The file's record; what can't be read has the reason in it."""
        if source.outside:
            return unread(source, Rejected("unsupported", _OUTSIDE))
        try:
            data = content(source.file)
        except Rejected as rejected:
            return unread(source, rejected)
        try:
            document, plan = read_plan(data, PurePosixPath(source.path).name, self._lexicon)
        except Rejected as rejected:
            return Record(hashlib.sha256(data).hexdigest(), len(data), rejected=rejected)
        names = resolved(plan, self._resolver)
        new = unknown(plan, names, self._resolver)
        blocks = block_rows(document)
        return Record(document.sha256, len(data), document.format, document.text, blocks, plan, names, new)


def read_plan(data: bytes, name: str, lexicon: Lexicon) -> tuple[Document, Plan]:
    """A document without personal data and the checked plan in it; raises Rejected."""
    document = scrub_document(read_bytes(data, name))
    return document, checked(extract(document, lexicon), lexicon)


def unread(source: Source, rejected: Rejected) -> Record:
    """The record of a file whose content was not taken; its path stands in for the content's hash."""
    return Record(hashlib.sha256(source.path.encode("utf-8", "surrogateescape")).hexdigest(), 0, rejected=rejected)
