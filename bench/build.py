"""What a build costs beside the reading it can't do without, and whether its memory grows with the corpus."""

from __future__ import annotations

import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.corpus import write_corpus
from bench.measure import Report, cpu, peak_memory
from ingest import authority
from ingest.build import build
from ingest.readers import read_bytes


def run(documents: int) -> Report:
    """CPU of reading against CPU of a build of the same files; peak memory at that size and at twice it.

    The files are read in as many processes as a build has: processes that share a core's caches, and
    a processor its clock, take more CPU each than one that is alone.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, twice = Path(name, "plans"), Path(name, "twice")
        write_corpus(folder, documents, 1)
        write_corpus(twice, 2 * documents, 1)
        read_all(folder)  # imports and caches are nobody's cost
        reading = cpu(read_all, folder)
        abreast = cpu(read_abreast, folder)
        building = cpu(build_base, folder)
        small, large = peak_memory(build_base, folder), peak_memory(build_base, twice)
    return Report(
        f"build ({documents} documents)",
        ("", "reading", "build", "ratio"),
        [
            ("CPU, s, read in as many processes", f"{abreast:.2f}", f"{building:.2f}", f"{building / abreast:.2f}"),
            ("CPU, s, read in one process", f"{reading:.2f}", f"{building:.2f}", f"{building / reading:.2f}"),
            ("CPU, ms a document", *(f"{1000 * used / documents:.1f}" for used in (abreast, building)), ""),
            (
                f"peak memory of a build, MB, {documents} → {2 * documents}",
                f"{small:.0f}",
                f"{large:.0f}",
                f"{large / small:.2f}",
            ),
        ],
    )


def read_all(folder: Path) -> None:
    """Read every file of the folder, and nothing more."""
    for path in sorted(folder.iterdir()):
        read_one(path)


def read_abreast(folder: Path) -> None:
    """The same in as many processes as there are cores."""
    with ProcessPoolExecutor() as processes:
        list(processes.map(read_one, sorted(folder.iterdir())))


def read_one(path: Path) -> None:
    """Read a file."""
    read_bytes(path.read_bytes(), path.name)


def build_base(folder: Path) -> None:
    """Build a base from the folder and throw it away."""
    with tempfile.TemporaryDirectory() as place:
        build([folder], Path(place, "kb.db"), authority.load())
