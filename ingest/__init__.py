"""Documents become facts: readers, extraction, checks, resolution and the base."""

from functools import cache
from pathlib import Path

from search.version import digest


@cache
def extractor() -> str:
    """Version of what is read and extracted: a hash over this package's code, the same on every system.

    A document read by other code is read again, and nobody has to remember to raise a number.
    """
    return digest(Path(__file__).parent, "*.py")
