"""What is inside containers (ZIP, OLE), without unpacking more than allowed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache

from ingest.errors import Rejected

MAX_EXPANDED = 200_000_000  # bytes of all parts together
MAX_PARTS = 10_000

# What zipfile raises on a damaged file; RuntimeError for a part that is encrypted in spite of its entry.
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, OSError, EOFError, RuntimeError)

SECURED = "EncryptedPackage".encode("utf-16-le")  # the stream of an Office document under a password
ZIP = b"PK\x03\x04"
_OLE_HEADER, _OLE_SPECIAL, _OLE_FREE = 512, 0xFFFFFFFA, 0xFFFFFFFF  # [MS-CFB] 2.1, 2.2
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_zip(data: bytes) -> bool:
    """Whether `data` opens as a ZIP."""
    return data.startswith(ZIP)


@lru_cache(maxsize=2)
def parts(data: bytes) -> frozenset[str]:
    """The names in a ZIP; raises Rejected where it is damaged, encrypted or would expand too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except _DAMAGES as error:
        raise Rejected("corrupt") from error
    if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_EXPANDED:
        raise Rejected("too_large")
    if any(part.flag_bits & 1 for part in listed):
        raise Rejected("encrypted")
    return frozenset(part.filename for part in listed)


def check_deflated(data: bytes) -> None:
    """Unpack a zlib stream and throw it away; raises Rejected where it is damaged or expands too far."""
    unpacker, expanded = zlib.decompressobj(), 0
    try:
        while data and not unpacker.eof:
            expanded += len(unpacker.decompress(data, 1 << 20))
            if expanded > MAX_EXPANDED:
                raise Rejected("too_large")
            data = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Rejected("corrupt") from error


def check(data: bytes) -> None:
    """Read every XML part once; raises Rejected where one is damaged or larger than it said."""
    for name in parts(data):
        if name.endswith((".xml", ".hpf")):
            part(data, name)


def ole_is_cut(data: bytes) -> bool:
    """Whether the allocation table of an OLE file names sectors behind the end of `data`."""
    if len(data) < _OLE_HEADER:
        return True
    size: int = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    tables = [at for at in struct.unpack_from("<109I", data, 76) if at < _OLE_SPECIAL]
    last = 0
    for number, at in enumerate(tables):
        start = (at + 1) * size
        if start + size > len(data):
            return True
        entries = struct.unpack_from(f"<{size // 4}I", data, start)
        used = (index for index in range(len(entries) - 1, -1, -1) if entries[index] != _OLE_FREE)
        last = max(last, number * len(entries) + next(used, 0))
    return (last + 1) * size >= len(data)


def part(data: bytes, name: str) -> bytes:
    """One part of a ZIP; raises Rejected where it is damaged or larger than it said."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as stream:
            content = stream.read(MAX_EXPANDED + 1)
    except _DAMAGES as error:
        raise Rejected("corrupt") from error
    if len(content) > MAX_EXPANDED:
        raise Rejected("too_large")
    return content
