"""The benchmarks: python -m bench [NAME …]. What a ratio is made of is measured in one run, in CPU time."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

from bench.measure import Report, machine

# A benchmark is a module here with run(documents) -> Report.
BENCHMARKS = {
    "reading": "CPU of reading a document, format by format",
    "build": "CPU of a build beside that of the reading in it, and whether memory grows with the corpus",
    "pairs": "precision and recall over pairs of names judged by hand, beside rapidfuzz's",
    "names": "recall and CPU of finding a mistyped name in memory and in a base, beside comparing all",
    "fulltext": "CPU, recall and size of the full-text index beside tantivy's, SQLite's and others'",
    "cross_script": "recall and CPU of finding a name by its sound in the other script, beside comparing all",
    "web": "CPU of kb serve for searches and suggestions, beside canned queries of plain Datasette",
    "check": "CPU of kb serve for the check of a draft, beside canned queries and beside reading the draft",
    "load": "time to a page, errors and memory with fifty planners at once, beside plain Datasette's table page",
    "resolution": "CPU and recall of the fuzzy name index beside comparing every mention with every name",
}
DOCUMENTS, FULL = 200, 1000


def main() -> None:
    """Run the named benchmarks, or all of them, and print their tables."""
    given = _arguments()
    documents = given.documents or (FULL if given.full else DOCUMENTS)
    print(f"{machine()}\n")
    for name in given.names or BENCHMARKS:
        print(_benchmark(name)(documents).markdown() + "\n", flush=True)


def _arguments() -> argparse.Namespace:
    about = "\n".join(f"  {name:10} {about}" for name, about in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures ratios of CPU time over made-up plans.",
        epilog=f"benchmarks:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks (default: all)")
    parser.add_argument("--documents", type=int, metavar="N", help=f"how many documents (default {DOCUMENTS})")
    parser.add_argument("--full", action="store_true", help=f"{FULL} documents")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return given


def _benchmark(name: str) -> Callable[[int], Report]:
    run: Callable[[int], Report] = importlib.import_module(f"bench.{name}").run
    return run


if __name__ == "__main__":
    main()
