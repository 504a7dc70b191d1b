"""Which files a build reads, and the path each goes by in the base, which no machine's folders are part of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ingest.plan import Packed


class Source(Packed, frozen=True):
    """A file and its path in the base. outside: a link that leads out of the folder that was named."""

    file: Path
    path: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A file, the folders its path in the base is made of, and those above them."""

    file: str
    inside: tuple[str, ...]
    above: tuple[str, ...]
    outside: bool


def sources(paths: Sequence[Path]) -> list[Source]:
    """Every file under `paths` in order of its path in the base; hidden files are left out.

    A file goes by its path below the folder that was named. Where two folders hold the same path,
    as many parent folders are put before both as tell them apart. Names are text, whatever bytes the
    file system has. Raises FileNotFoundError.
    """
    files = {found.above + found.inside: found for root in paths for found in _walk(root)}
    depth = 0
    while True:
        named = ["/".join((*(found.above[-depth:] if depth else ()), *found.inside)) for found in files.values()]
        if max(Counter(named).values(), default=1) == 1:
            break
        depth += 1
    told = _as_text(named)
    listed = (Source(Path(f.file), told[path], f.outside) for f, path in zip(files.values(), named, strict=True))
    return sorted(listed, key=lambda source: source.path)


def _as_text(paths: Iterable[str]) -> dict[str, str]:
    """Each path as text that can be stored and shown; where two become the same the later one gets a number."""
    told: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths, key=lambda path: (not _is_text(path), path)):
        text = again = _decoded(path)
        for number in count(2):
            if again not in taken:
                break
            again = f"{text} ({number})"
        told[path] = again
        taken.add(again)
    return told


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:  # of bytes that are no UTF-8, which Python keeps as surrogates
        return False
    return True


def _decoded(path: str) -> str:
    """A path as text: names that are no UTF-8 are mostly CP949, as archives made on older Windows leave them."""
    if _is_text(path):
        return path
    written = os.fsencode(path)
    try:
        return written.decode("cp949")
    except UnicodeDecodeError:
        return written.decode("utf-8", "replace")


def _walk(root: Path) -> Iterator[_Found]:
    """The files below a folder, or the one file that `root` is."""
    base = os.path.realpath(root if root.is_dir() else root.parent)
    above = tuple(part for part in base.split(os.sep) if part)
    if root.is_dir():
        yield from _in_folder(str(root), (), base, above)
    elif os.path.lexists(root):
        yield _Found(str(root), (root.name,), above, False)
    else:
        raise FileNotFoundError(root)


def _in_folder(folder: str, inside: tuple[str, ...], base: str, above: tuple[str, ...]) -> Iterator[_Found]:
    with os.scandir(folder) as entries:
        listed = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    for entry in listed:
        here = (*inside, entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry.path, here, base, above)
        elif not (entry.is_symlink() and entry.is_dir()):  # links to folders are not followed
            yield _Found(entry.path, here, above, entry.is_symlink() and _leads_out(entry.path, base))


def _leads_out(file: str, base: str) -> bool:
    real = os.path.realpath(file)
    return os.path.commonpath((real, base)) != base
