"""Tables that people edit: TAB-separated text with a header line, read with messages that name file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its file, its number from 1 and its values by column name."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def listed(self, column: str) -> tuple[str, ...]:
        """The values of a field that lists several, apart by "|"."""
        return tuple(value.strip() for value in self.values[column].split("|") if value.strip())


class Problems:
    """Collects what is wrong with the tables, each with its file and line."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, row: Row, message: str) -> None:
        """Note that `message` (a Korean sentence) holds for `row`."""
        self.at(row.file, row.line, message)

    def at(self, file: str, line: int, message: str) -> None:
        """Note that `message` holds for a line of `file`."""
        self.messages.append(f"{file} {line}번째 줄: {message}")


def read_table(path: Path, columns: Sequence[str], problems: Problems) -> list[Row]:
    """The rows of the table at `path`; what is wrong with it goes to `problems`."""
    file = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.at(file, 1, "파일이 없습니다.")
        return []
    except UnicodeDecodeError:
        problems.at(file, 1, "UTF-8 텍스트가 아닙니다. UTF-8로 저장해 주세요.")
        return []
    lines = text.split("\n")  # not splitlines: a form feed or U+2028 within a value ends no line
    head = lines[0].split("\t")
    missing = [column for column in columns if column not in head]
    if missing:
        problems.at(file, 1, f"첫 줄에 다음 열이 없습니다: {', '.join(missing)}")
        return []
    return list(_rows(file, head, lines[1:], problems))


def _rows(file: str, head: list[str], lines: list[str], problems: Problems) -> Iterator[Row]:
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        values = line.split("\t")
        if len(values) != len(head):
            problems.at(file, number, f"칸이 {len(head)}개여야 하는데 {len(values)}개입니다. TAB을 확인해 주세요.")
            continue
        yield Row(file, number, dict(zip(head, map(str.strip, values), strict=True)))
