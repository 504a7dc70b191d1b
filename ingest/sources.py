"""Which files a build reads, and the path each goes by in the base, which no machine's folders are part of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Source:
    """A file and its path in the base. outside: a link that leads out of the folder that was named."""

    file: Path
    path: str
    outside: bool = False


def sources(paths: Sequence[Path]) -> list[Source]:
    """Every file under `paths` in order of its path in the base; hidden files are left out.

    A file goes by its path below the folder that was named. Where two folders hold the same path,
    as many parent folders are put before both as tell them apart. Raises FileNotFoundError.
    """
    files = {os.path.abspath(file): (file, root) for root in paths for file in _walk(root)}
    depth = 0
    while True:
        named = [Source(file, _relative(file, root, depth), _leads_out(file, root)) for file, root in files.values()]
        taken = Counter(source.path for source in named)
        if max(taken.values(), default=1) == 1:
            return sorted(named, key=lambda source: source.path)
        depth += 1


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        if not os.path.lexists(root):
            raise FileNotFoundError(root)
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _leads_out(file: Path, root: Path) -> bool:
    """Whether a link in a folder leads out of it; a file that was named itself is what was meant."""
    return file.is_symlink() and root.is_dir() and not file.resolve().is_relative_to(root.resolve())


def _relative(file: Path, root: Path, depth: int) -> str:
    """The path of `file` below `root`, with `depth` of the folders above it in front."""
    base = root if root.is_dir() else root.parent
    inside = file.relative_to(base).parts
    whole = base.resolve().parts
    above = whole[-depth:] if depth else ()
    return str(PurePosixPath(*(part for part in above if part != base.resolve().anchor), *inside))
