"""Which code made what is stored: a hash over files, so that nobody has to remember to raise a number."""

import hashlib
from functools import cache
from pathlib import Path


def digest(folder: Path, *patterns: str) -> str:
    """A hash over the files of a folder that fit a pattern, their names and contents; the same on every system."""
    made = hashlib.sha256()
    for file in sorted({file for pattern in patterns for file in folder.rglob(pattern)}):
        made.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()[:12]


@cache
def search_version() -> str:
    """The version of what the search keeps in a base: of keys, sounds, tokens, rowids, and what they are made with."""
    return digest(Path(__file__).parent, "*.py", "*.tsv")
