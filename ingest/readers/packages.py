"""What is inside containers (ZIP, OLE), without unpacking more than allowed."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from ingest.errors import Rejected

MAX_EXPANDED = 200_000_000  # bytes of all parts together
MAX_PARTS = 10_000

ZIP = b"PK\x03\x04"
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
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Rejected("corrupt") from error
    if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_EXPANDED:
        raise Rejected("too_large")
    if any(part.flag_bits & 1 for part in listed):
        raise Rejected("encrypted")
    return frozenset(part.filename for part in listed)


def part(data: bytes, name: str) -> bytes:
    """One part of a ZIP; raises Rejected where it is damaged or larger than it said."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as stream:
            content = stream.read(MAX_EXPANDED + 1)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise Rejected("corrupt") from error
    if len(content) > MAX_EXPANDED:
        raise Rejected("too_large")
    return content
