"""Bytes → Document. A reader is chosen by a score over the content; the file's name is a hint only."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Block, Document, placed
from ingest.errors import Rejected
from ingest.readers import docx, hancom, html, markdown, packages, pdf, text

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """What a format's module offers.

    score(data, name): how surely `data` is of the format, 0 to 1; the name may only tip the balance.
    read(data): the blocks, places not yet filled in; raises Rejected.
    """

    format: str
    score: Callable[[bytes, str], float]
    read: Callable[[bytes], Sequence[Block]]


READERS = (
    Reader("hwp", hancom.score_hwp, hancom.read_hwp),
    Reader("hwpx", hancom.score_hwpx, hancom.read_hwpx),
    *(Reader(module.FORMAT, module.score, module.read) for module in (pdf, docx, html, markdown, text)),
)

# First bytes of what offices send and no reader takes, with what to say.
_SECURED = (b"<MARKANY_DOCUMENTSAF", b"<DOCUMENT SAFER", b"SCDSA", b"\x9b\x20DRMONE", b"DRMONE", b"FASOO")
_FOREIGN = (
    (b"HWP Document File", "한글 3.0 이하의 문서입니다. 한글에서 열어 hwpx나 hwp(5.0)로 저장해 넣어 주세요."),
    (b"{\\rtf", "RTF 문서입니다. 워드나 한글에서 열어 docx나 hwpx로 저장해 넣어 주세요."),
    (b"<?xml", "XML(HML) 문서입니다. 한글에서 열어 hwpx로 저장해 넣어 주세요."),
)
_OLD_OFFICE = "옛 오피스(doc, xls, ppt) 문서입니다. docx나 pdf로 저장해 넣어 주세요."
_OTHER_ZIP = (
    "문서가 아닌 압축 파일이거나 읽지 못하는 문서(xlsx, pptx, odt)입니다. 안의 문서를 docx, hwpx, pdf로 넣어 주세요."
)
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


def read_file(path: Path) -> Document:
    """The document in the file `path`; raises Rejected, also when it can't be opened."""
    return read_bytes(content(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The document in `data`; `name` is the file's name. Raises Rejected."""
    if not data.strip(b"\x00\t\r\n\x0c \xef\xbb\xbf"):
        raise Rejected("empty")
    reader = _choose(data, name)
    blocks = placed(reader.read(data))
    document = Document(name, reader.format, hashlib.sha256(data).hexdigest(), blocks)
    if not document.text.strip():
        raise Rejected("empty")
    return document


def _choose(data: bytes, name: str) -> Reader:
    scores = [(reader.score(data, name), reader) for reader in READERS]
    best, reader = max(scores, key=lambda pair: pair[0])
    _refuse_foreign(data, best)
    return reader


def _refuse_foreign(data: bytes, best: float) -> None:
    """Raise Rejected for what no reader takes, saying what it is where that can be told."""
    if data.lstrip().startswith(_SECURED):
        raise Rejected("encrypted")
    known = next((message for magic, message in _FOREIGN if data.startswith(magic)), None)
    if known and best < 1:
        raise Rejected("unsupported", known)
    if best == 0 and packages.is_zip(data):
        packages.parts(data)  # says so where it is damaged, secured or too large
        raise Rejected("unsupported", _OTHER_ZIP)
    if best == 0 and data.startswith(packages.OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Rejected("encrypted")
        raise Rejected("unsupported", _OLD_OFFICE)
    if best == 0 and data.startswith(_PICTURE):
        raise Rejected("unsupported", "그림 파일입니다. 글자를 알아본 PDF나 원본 문서를 넣어 주세요.")
    if _is_json(data):
        raise Rejected("unsupported", "문서가 아니라 프로그램이 쓰는 자료(JSON)입니다. 문서 파일을 넣어 주세요.")
    if best == 0:
        raise Rejected("unsupported")


def _is_json(data: bytes) -> bool:
    if not data.lstrip().startswith((b"{", b"[")):
        return False
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


def content(path: Path) -> bytes:
    """The bytes of a regular file, opened without waiting on pipes and devices."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise Rejected("corrupt", f"파일을 열지 못했습니다({error.strerror}). 읽기 권한을 확인해 주세요.") from error
    about = os.fstat(handle)
    if stat.S_ISDIR(about.st_mode):  # which fdopen does not take
        os.close(handle)
        raise Rejected("unsupported", "폴더입니다. 문서 파일을 골라 주세요.")
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(about.st_mode):
            raise Rejected("unsupported", "보통 파일이 아닙니다. 문서 파일을 골라 주세요.")
        if about.st_size > MAX_BYTES:
            raise Rejected("too_large")
        data = file.read(MAX_BYTES + 1)
        after = os.fstat(file.fileno())
        if (after.st_size, after.st_mtime_ns) != (about.st_size, about.st_mtime_ns) or len(data) != after.st_size:
            raise Rejected("corrupt", "읽는 동안 파일이 바뀌었습니다. 저장이 끝난 뒤 다시 실행해 주세요.")
        return data
