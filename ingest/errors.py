"""Why a document is refused: the contract's codes, each with a Korean sentence that says what to do."""

from __future__ import annotations

from typing import Literal

Code = Literal["empty", "corrupt", "encrypted", "too_large", "unsupported", "timeout"]

MESSAGES: dict[Code, str] = {
    "empty": "읽을 내용이 없는 파일입니다. 원본을 열어 내용이 있는지 확인하고 다시 저장해 넣어 주세요.",
    "corrupt": "파일이 깨져 있어 읽지 못했습니다. 원본을 다시 받거나 다른 이름으로 저장해 넣어 주세요.",
    "encrypted": "암호나 문서 보안이 걸린 파일입니다. 암호를 풀어 저장한 뒤 다시 넣어 주세요.",
    "too_large": "한 번에 읽기에 너무 큰 파일입니다. 필요한 부분만 나누어 저장해 넣어 주세요.",
    "unsupported": "읽지 못하는 형식입니다. hwp, hwpx, pdf, docx, html, md, txt 가운데 하나로 저장해 넣어 주세요.",
    "timeout": "정해진 시간 안에 읽지 못했습니다. 문서를 나누거나 다른 형식으로 저장해 넣어 주세요.",
}


class Rejected(Exception):  # noqa: N818 - a document is rejected; the program made no error
    """A document that can't be read.

    code: one of the contract's codes. message: a Korean sentence that says what to do next.
    """

    def __init__(self, code: Code, message: str | None = None) -> None:
        self.code: Code = code
        self.message = message or MESSAGES[code]
        super().__init__(self.message)

    def __reduce__(self) -> tuple[type[Rejected], tuple[Code, str]]:
        """Workers send it between processes."""
        return Rejected, (self.code, self.message)
