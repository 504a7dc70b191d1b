"""Documents become facts: readers, extraction, checks, resolution and the base."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def extractor() -> str:
    """Version of what is read and extracted: a hash over this package's code, the same on every system.

    A document read by other code is read again, and nobody has to remember to raise a number.
    """
    made = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted(folder.rglob("*.py")):
        made.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()[:12]
