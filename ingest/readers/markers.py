"""Bullets and outline numbers: what stands before a line, and how deep it puts the line.

Korean documents nest by the kind of marker (□ ○ - ·), in an order that each document chooses anew;
so depth comes from indent and from which marker appeared first, never from a fixed table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.document import Text

# Leading bullets of 1,999 public files, most frequent first, and their look-alikes.
# The last ones are Hancom's private-use glyphs for bullets: the text keeps them as they are.
BULLETS = (
    "-○※‣*□◦·•․▸■▪‧∙◇◆●▶▷►▹➢➤⇒☞✓✔❍⊙◎▲△▣◈❑❖◉▶▫★☆ㅇo‥–—└┗ㆍ⦁‐⁃◾◽➣∎☐∗✱❏❐➔❯"
    "\U000f080f\uf0a8\uf0b7\uf0a7\uf0d8\uf06e\uf0fc\uf076"
)

# "○○시" and "△△군" are names left out, not bullets.
_BULLET = re.compile(rf"([{re.escape(BULLETS)}])(?!\1)(?:\s+|(?<=[^\-*ㅇo–—])(?=\S))")
_LOCAL_NUMBER = r"\s*\d{3,4}[-.\s]\d{4}(?!\d)"
_NUMBERS = (
    ("roman", re.compile(r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+\.?|[IVX]+\.)(?:\s*\.)?(?:\s+|(?<=[Ⅰ-Ⅹ]\.))")),
    ("circled", re.compile(r"([①-⑳㉮-㉻])\s*")),
    # "6. 16.(일)" is a date and "2019." a year: a number marker is short and no date follows it.
    ("1.", re.compile(r"(\d{1,2}\.)\s+(?!\s|\d{1,2}\s*[.월~∼～(])")),
    # "3-1. 도시재개발청"; "6-17." alone or before a weekday is a date.
    ("1-1.", re.compile(r"(\d{1,2}-\d{1,2}[.)])\s+(?=[^\s\d(~∼～])")),
    # "02) 749-5701" is a telephone number, which would be kept were it split.
    ("1)", re.compile(rf"(\d{{1,2}}\))(?!{_LOCAL_NUMBER})\s*")),
    ("(1)", re.compile(rf"(\(\d{{1,2}}\))(?!{_LOCAL_NUMBER})\s*")),
    ("가.", re.compile(r"([가나다라마바사아자차카타파하]\.)\s+")),
    ("가)", re.compile(r"([가나다라마바사아자차카타파하]\))\s*")),
    ("(가)", re.compile(r"(\([가나다라마바사아자차카타파하]\))\s*")),
)


def split_marker(line: str) -> tuple[str, str]:
    """("○", "기간: …") of "○ 기간: …"; the marker is "" where the line has none."""
    line = line.strip()
    for pattern in (_BULLET, *(pattern for _, pattern in _NUMBERS)):
        match = pattern.match(line)
        if match and match.end() < len(line):
            return match.group(1), line[match.end() :].strip()
    return "", line


def marker_class(marker: str) -> str:
    """Markers of one level share a class: a bullet is its own, "가." and "나." are one."""
    for name, pattern in _NUMBERS:
        if pattern.match(marker + " ") and marker not in BULLETS:
            return name
    return marker


@dataclass
class Outline:
    """Turns the markers and indents of successive lines into depths, from 1."""

    _levels: list[tuple[int, str]] = field(default_factory=list)
    _typed: int = 0  # depth of the last item since the heading
    _lists: dict[str, int] = field(default_factory=dict)

    def heading(self) -> None:
        """Tell that a heading stands between the items before and those that follow."""
        self._typed = 0
        self._lists.clear()

    def below_typed(self, style: str, level: int) -> int:
        """The depth of an item of an editor's own list: its level, but below the typed item that the list first
        follows."""
        return level + self._lists.setdefault(style, max(0, self._typed + 1 - level))

    def depth(self, indent: int, marker: str) -> int:
        """The depth of the next item, given its indent in columns and its marker."""
        self._typed = self._depth(indent, marker)
        return self._typed

    def _depth(self, indent: int, marker: str) -> int:
        kind = marker_class(marker)
        if (indent, kind) in self._levels:
            del self._levels[self._levels.index((indent, kind)) + 1 :]
            return len(self._levels)
        while self._levels and self._levels[-1][0] > indent:
            self._levels.pop()
        # One column more or less is carelessness, two are a deeper level.
        known = [i for i, (column, other) in enumerate(self._levels) if other == kind and indent <= column + 1]
        if known:
            del self._levels[known[0] + 1 :]
        else:
            self._levels.append((indent, kind))
        return len(self._levels)


def text_lines(written: str, outline: Outline, strong: bool = False, page: int | None = None) -> list[Text]:
    """The lines of a paragraph, each with its depth by marker and indent; a full-width space indents by two."""
    found = []
    for line in written.splitlines():
        marker, text = split_marker(line)
        indent = sum(2 if character == "\u3000" else 1 for character in line[: len(line) - len(line.lstrip())])
        if marker:
            found.append(Text("item", text, outline.depth(indent, marker), marker, strong, page))
        elif text:
            found.append(Text("paragraph", text, 0, "", strong, page))
    return found
