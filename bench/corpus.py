"""A folder of made-up plans in mixed formats, with the truth about each.

    python -m bench.corpus FOLDER COUNT [--seed N]

writes COUNT documents into FOLDER and FOLDER.truth.json beside it. Every document has a plan of its
own, but for PDF: WeasyPrint takes a quarter of a second for one, so at most DISTINCT_PDF plans are set
in print, and further PDFs are those again with another comment at their end (other bytes, same plan).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.drafts import Box, Draft, Grid, Line, make_draft
from bench.render import FORMATS, render, suffix

__all__ = ["FORMATS", "Box", "Draft", "Grid", "Line", "make_draft", "render", "suffix", "write_corpus"]

# Of 100 documents so many are of each format: what offices keep is Hancom's and PDF.
SHARES = {
    "hwp": 40,
    "pdf": 20,
    "hwpx": 15,
    "docx": 8,
    "html": 6,
    "md": 5,
    "txt": 3,
    "txt-cp949": 2,
    "txt-utf16": 1,
}
DISTINCT_PDF = 40


def write_corpus(
    folder: Path, count: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> dict[str, dict[str, Any]]:
    """Write `count` documents into `folder`; gives the truth by file name. `progress` gets (done, all)."""
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, dict[str, Any]] = {}
    for number, format in enumerate(_formats(count, seed)):
        data, draft = _document(seed, number, format)
        name = f"{number:05d}.{suffix(format)}"
        (folder / name).write_bytes(data)
        truth[name] = {"document": name, **draft.truth}
        if progress:
            progress(number + 1, count)
    return truth


def _formats(count: int, seed: int) -> list[str]:
    """A format for each document, in the shares above as near as `count` allows, shuffled."""
    wheel = [format for format, share in SHARES.items() for _ in range(share)]
    random.Random(0).shuffle(wheel)
    formats = [wheel[number % len(wheel)] for number in range(count)]
    random.Random(seed).shuffle(formats)
    return formats


def _document(seed: int, number: int, format: str) -> tuple[bytes, Draft]:
    draft_seed = seed * 1_000_000 + number
    if format != "pdf":
        draft = make_draft(draft_seed)
        return render(draft, format), draft
    data, draft = _printed(seed * 1_000_000 + 500_000 + number % DISTINCT_PDF)
    return data + b"%% %d\n" % number, draft


@lru_cache(maxsize=DISTINCT_PDF)
def _printed(draft_seed: int) -> tuple[bytes, Draft]:
    draft = make_draft(draft_seed)
    return render(draft, "pdf"), draft


def _show(done: int, count: int) -> None:
    if done % 50 == 0 or done == count:
        print(f"\r{done}/{count}", end="\n" if done == count else "", file=sys.stderr, flush=True)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the documents go; made if it isn't there")
    parser.add_argument("count", type=int, help="how many documents")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other plans (default 1)")
    given = parser.parse_args()
    truth = write_corpus(given.folder, given.count, given.seed, _show)
    beside = given.folder.resolve().with_name(given.folder.resolve().name + ".truth.json")
    beside.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
