"""The Korean words for what the base calls by short names: columns, and codes in them."""

import re
from collections.abc import Sequence
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"
_CODE = re.compile(r"([a-z]+) ([^,]+)")
_CODES = re.compile(r"[a-z]+ [^,a-z]+(?:, [a-z]+ [^,a-z]+)+")


def read_lines(name: str) -> list[tuple[str, ...]]:
    """Return the lines of a table of locale/, without its heading. White space counts: pieces may begin with it."""
    lines = (LOCALE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]


def read_words(name: str) -> dict[str, str]:
    """Return the pieces of a table of locale/ by what they are replaced with."""
    return {line[0]: line[1] for line in read_lines(name)}


COLUMNS = read_words("columns.tsv")


def label_of(column: str) -> str:
    """Return the Korean name of a column, or its own where it has none."""
    return COLUMNS.get(column, column)


def codes(description: str) -> dict[str, str]:
    """Return what codes mean that a column's description lists: "planned 계획, done 다녀옴, cancelled 취소"."""
    return dict(_CODE.findall(description)) if _CODES.fullmatch(description) else {}


def heads(columns: Sequence[str], ending: str) -> Sequence[str]:
    """Return the heads of a file: in a workbook, for people, Korean; in CSV, for scripts too, the base's own names."""
    return columns if ending == "csv" else [label_of(column) for column in columns]
