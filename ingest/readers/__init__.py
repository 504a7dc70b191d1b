"""Bytes → Document. A reader is chosen by a score over the content; the file's name is a hint only."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ingest.document import Block, Document, placed
from ingest.errors import Rejected
from ingest.readers import html, markdown, text

MAX_BYTES = 50_000_000


class Reader(Protocol):
    """What a format's module offers."""

    FORMAT: str

    @staticmethod
    def score(data: bytes, name: str) -> float:
        """How surely `data` is of this format, 0 to 1; `name` may only tip the balance."""

    @staticmethod
    def read(data: bytes) -> Sequence[Block]:
        """The blocks of the document, places not yet filled in; raises Rejected."""


READERS: tuple[Reader, ...] = (html, markdown, text)

# First bytes of formats that offices send and no reader here takes.
_FOREIGN = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "압축(hwpx, docx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "한글(hwp)"),
    (b"HWP Document File", "한글 3.0"),
)


def read_file(path: Path) -> Document:
    """The document in the file `path`; raises Rejected, also when it can't be opened."""
    return read_bytes(content(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The document in `data`; `name` is the file's name. Raises Rejected."""
    if not data.strip(b"\x00\t\r\n\x0c \xef\xbb\xbf"):
        raise Rejected("empty")
    reader = _choose(data, name)
    blocks = placed(reader.read(data))
    document = Document(name, reader.FORMAT, hashlib.sha256(data).hexdigest(), blocks)
    if not document.text.strip():
        raise Rejected("empty")
    return document


def _choose(data: bytes, name: str) -> Reader:
    foreign = next((label for magic, label in _FOREIGN if data.startswith(magic)), None)
    if foreign:
        raise Rejected(
            "unsupported",
            f"{foreign} 형식은 아직 읽지 못합니다. 텍스트(.txt), 마크다운(.md), HTML로 저장해 넣어 주세요.",
        )
    if _is_json(data):
        raise Rejected("unsupported", "문서가 아니라 프로그램이 쓰는 자료(JSON)입니다. 문서 파일을 넣어 주세요.")
    best = max(READERS, key=lambda reader: reader.score(data, name))
    if best.score(data, name) <= 0:
        raise Rejected("unsupported")
    return best


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
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise Rejected("unsupported", "보통 파일이 아닙니다. 문서 파일을 골라 주세요.")
        if about.st_size > MAX_BYTES:
            raise Rejected("too_large")
        return file.read(MAX_BYTES + 1)
