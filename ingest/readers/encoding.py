"""Bytes → text by a strict ladder. Guessers call short CP949 texts Big5, so nothing is guessed."""

from __future__ import annotations

import codecs

from ingest.errors import Rejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r")  # Word breaks lines by \x0b


def decode(data: bytes) -> str:
    """The text in `data`: by its byte order mark, else UTF-8, else CP949, else line by line.

    Raises Rejected("corrupt") where some line is neither UTF-8 nor CP949.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, (name,))
    try:
        return _strict(data, ("utf-8", "cp949"))
    except Rejected:
        return "".join(_strict(line, ("utf-8", "cp949")) for line in data.splitlines(keepends=True))


def looks_textual(data: bytes) -> bool:
    """Whether `data` may be text at all: no NUL outside UTF-16, few control characters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\x00" not in head and controls <= len(head) // 1000


def _strict(data: bytes, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Rejected("corrupt", "글자를 알아볼 수 없는 파일입니다. 원본을 UTF-8 텍스트로 다시 저장해 넣어 주세요.")
