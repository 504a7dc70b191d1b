"""Personal data out, before anything is extracted or stored.

Numbers and addresses that belong to a person are replaced by a mark that says what stood there, so
that nobody takes the gap for a reading error. Sources: the resident registration number is six
digits of birth date, seven more, the seventh telling century and sex (주민등록법 시행규칙 제2조);
a Korean passport number is one or two letters and seven or eight digits, since 2021 with a letter
in the middle (외교부 여권안내).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.document import Block, Document, Table, Text

_HYPHENS = "-‐‑‒–—―−－"
_DASH = rf"\s{{0,9}}[{_HYPHENS}~.∼]\s{{0,9}}"
_GAP = rf"(?:\s*[{_HYPHENS}.]\s*|\)?\s*)"  # between the parts of a telephone number, which may touch
_AREA = r"(?:1[016789]|2|[3-6][1-5]|[78]0|50\d?)"
_DATE = r"(?:19|20)\d\d\s*[-./년]\s*\d{1,2}(?!\d)"
_PHONE_LABEL = r"(?:(?<=tel)(?<![a-z]tel)|(?<=fax)|(?<=전화)|(?<=팩스)|(?<=휴대폰)|(?<=핸드폰)|(?<=연락처)|(?<=[☎☏✆]))"
_PATTERNS = (
    ("주민등록번호", re.compile(rf"(?<!\d)\d{{6}}(?:{_DASH}|\s?)[1-8]\d{{6}}(?!\d)")),
    ("전자우편", re.compile(r"(?<![\w.+%-])[\w.+%-]+\s?[@＠]\s?(?:[\w-]+\.)+[A-Za-z]{2,}")),
    # Korean numbers: 0 or +82 before the area is what tells "02-749-5701" from "2. 2018-2019".
    (
        "전화번호",
        re.compile(
            rf"(?<!\d)(?<!\d[.,:])(?:(?:\(?\+82\)?{_GAP}|\(?82\)?(?!\d){_GAP})\(?0?\)?|\(?0)"
            rf"{_AREA}\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
        ),
    ),
    # Numbers abroad, by their country code.
    (
        "전화번호",
        re.compile(
            rf"(?<!\d)\+(?!{_DATE})\d{{1,3}}(?=(?:[\s.()/-]*\d){{7}})(?:[\s.()/-]{{1,3}}\d{{1,10}}){{1,6}}(?!\d)"
        ),
    ),
    ("전화번호", re.compile(r"(?<!\d)\+\d{10,14}(?!\d|\s*[천만억]?원)")),
    (
        "전화번호",
        re.compile(rf"{_PHONE_LABEL}(?:번호)?(?!\W{{0,5}}{_DATE})\s?[.:：]?\s{{0,2}}\+?[\d()\s.-]{{7,24}}\d", re.I),
    ),
    ("여권번호", re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d{7,8}|[A-Z]\d{3}[A-Z]\d{4})(?![A-Za-z0-9])")),
)


def scrub(text: str) -> str:
    """`text` with each piece of personal data replaced by a mark such as "[전화번호 삭제]"."""
    for what, pattern in _PATTERNS:
        text = pattern.sub(f"[{what} 삭제]", text)
    return text


def scrub_document(document: Document) -> Document:
    """The same document, its places unchanged, without personal data."""
    return replace(document, blocks=tuple(_scrub_block(block) for block in document.blocks))


def _scrub_block(block: Block) -> Block:
    if isinstance(block, Text):
        return replace(block, text=scrub(block.text))
    return _scrub_table(block)


def _scrub_table(table: Table) -> Table:
    cells = tuple(replace(cell, blocks=tuple(_scrub_block(block) for block in cell.blocks)) for cell in table.cells)
    return replace(table, cells=cells)
