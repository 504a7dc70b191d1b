"""What reading costs, format by format."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.corpus import FORMATS, suffix, write_corpus
from bench.measure import Report, cpu
from ingest.readers import read_bytes


def run(documents: int) -> Report:
    """CPU a document in each format, as a multiple of plain text, and each format's share of the whole."""
    with tempfile.TemporaryDirectory() as name:
        write_corpus(Path(name), documents, 1)
        files = {format: sorted(Path(name).glob(f"*.{format}")) for format in dict.fromkeys(map(suffix, FORMATS))}
        used = {format: _reading(paths) for format, paths in files.items() if paths}
    each = {format: seconds / len(files[format]) for format, seconds in used.items()}
    rows = [
        (
            format,
            str(len(files[format])),
            f"{1000 * each[format]:.1f}",
            f"{each[format] / each['txt']:.1f}",
            f"{100 * seconds / sum(used.values()):.0f} %",
        )
        for format, seconds in sorted(used.items(), key=lambda pair: -each[pair[0]])
    ]
    columns = ("format", "documents", "CPU, ms a document", "× txt", "share of the CPU")
    return Report(f"reading ({documents} documents)", columns, rows)


def _reading(paths: list[Path]) -> float:
    _read(paths[:1])  # imports are nobody's cost
    return cpu(_read, paths)


def _read(paths: list[Path]) -> None:
    for path in paths:
        read_bytes(path.read_bytes(), path.name)
