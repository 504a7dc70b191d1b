import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from ingest.document import Table
from ingest.errors import Rejected
from ingest.readers import read_bytes, read_file

PLAN = "□ 연수개요\n ○ 기간 : 2019. 6. 16.\n"
MARKDOWN = "# 2019년 계획서\n\n## 연수개요\n\n- 기간\n"
PAGE = "<!doctype html><html><body><p>빌바오 시청</p></body></html>"
NAMES = st.sampled_from(
    ["plan.txt", "plan.md", "plan.html", "plan.pdf", "계획.hwp", "계획.hwpx", "a.docx", "이름없음", ""]
)


def refusal(data: bytes, name: str = "plan.txt") -> Rejected:
    with pytest.raises(Rejected) as caught:
        read_bytes(data, name)
    return caught.value


def file_refusal(path: Path) -> Rejected:
    with pytest.raises(Rejected) as caught:
        read_file(path)
    return caught.value


@pytest.mark.parametrize("name", ["plan.txt", "plan.md", "plan.html", "plan.hwp", "plan.pdf", "plan"])
@pytest.mark.parametrize(("text", "format"), [(MARKDOWN, "md"), (PAGE, "html")])
def test_the_content_decides_whatever_the_name(text: str, format: str, name: str) -> None:
    document = read_bytes(text.encode(), name)
    assert (document.format, document.name) == (format, name)


@pytest.mark.parametrize("name", ["plan.txt", "plan.hwp", "plan.pdf", "plan.html", "plan"])
def test_a_text_is_a_text_whatever_the_name(name: str) -> None:
    assert read_bytes(PLAN.encode("cp949"), name).format == "txt"


DRAWN = """연수 일정표

+----------+----------+--------------+
| 일자     | 지역     | 방문기관     |
+==========+==========+==============+
| 6. 17.   | 몬드라곤 | 라군아로     |
|          |          | (재단)       |
+----------+----------+--------------+
| 6. 18.   |          | 빌바오 시청  |
+----------+----------+--------------+
"""


@pytest.mark.parametrize("name", ["plan.txt", "plan"])
def test_a_table_drawn_with_rules_is_read_as_text(name: str) -> None:
    document = read_bytes(DRAWN.encode(), name)
    table = document.blocks[1]
    assert document.format == "txt"
    assert isinstance(table, Table)
    assert [[cell.text if cell else "" for cell in row] for row in table.grid()] == [
        ["일자", "지역", "방문기관"],
        ["6. 17.", "몬드라곤", "라군아로\n(재단)"],
        ["6. 18.", "", "빌바오 시청"],
    ]


def test_a_rule_drawn_in_one_stroke_makes_a_text_as_well() -> None:
    rule = "+" + "-" * 22 + "+\n"
    rows = "| 일자 | 방문기관 |\n| 6. 17. | 라군아로 |\n| 6. 18. | MCC |\n"
    assert read_bytes(f"{rule}{rows}{rule}".encode(), "plan.txt").format == "txt"
    assert read_bytes(rows.encode(), "plan.txt").format == "md"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    assert read_bytes(PLAN.encode(encoding), "a.txt").blocks == read_bytes(PLAN.encode(), "a.txt").blocks


def test_a_document_knows_the_hash_of_its_bytes_and_its_places() -> None:
    document = read_bytes(PLAN.encode(), "a.txt")
    assert document.sha256 == hashlib.sha256(PLAN.encode()).hexdigest()
    assert [block.place for block in document.blocks] == ["1", "2"]


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00" * 512, b"\xff\xfe", b"<html><body></body></html>", b"\xe3\x80\x80\n"],
)
def test_what_says_nothing_is_empty(data: bytes) -> None:
    assert refusal(data).code == "empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "unsupported"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "unsupported"),
        (b"\x7fELF" + bytes(range(64)), "unsupported"),
        (b"HWP Document File V3.00 \x1a\x01\x02", "unsupported"),
        (b"{\\rtf1\\ansi plan}", "unsupported"),
        (b'{"trips": []}', "unsupported"),
        (b"<MARKANY_DOCUMENTSAFER>" + bytes(64), "encrypted"),
        ("빌바오\n".encode() + b"\xff\xff\xff\n", "corrupt"),
        (b"PK\x03\x04" + b"\x00" * 40, "corrupt"),
    ],
    ids=["png", "jpeg", "elf", "hwp 3", "rtf", "json", "drm", "no encoding", "broken zip"],
)
def test_what_cannot_be_read_is_refused_by_its_code(data: bytes, code: str) -> None:
    for name in ("plan.txt", "plan.hwp", "plan"):
        assert refusal(data, name).code == code


def test_a_refusal_is_a_korean_sentence() -> None:
    for data in (b"", b"\x89PNG" + bytes(64), b"\xff\xff"):
        assert re.search(r"[가-힣]+ 주세요\.$", refusal(data).message)


def test_a_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "계획.txt").write_bytes(PLAN.encode())
    document = read_file(tmp_path / "계획.txt")
    assert (document.name, document.format) == ("계획.txt", "txt")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    assert file_refusal(tmp_path).code == "unsupported"


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    assert file_refusal(tmp_path / "plan.txt").code == "unsupported"


def test_a_device_is_no_document() -> None:
    assert file_refusal(Path("/dev/zero")).code == "unsupported"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert file_refusal(tmp_path / "plan.txt").code == "corrupt"


def test_a_file_beyond_the_limit_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "plan.txt").open("wb") as file:
        file.truncate(readers.MAX_BYTES + 1)
    assert file_refusal(tmp_path / "plan.txt").code == "too_large"


@given(st.binary(max_size=300), NAMES)
def test_any_bytes_are_a_document_or_refused(data: bytes, name: str) -> None:
    with suppress(Rejected):
        assert read_bytes(data, name).text.strip()


@given(st.text(max_size=300), NAMES, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_is_a_document_or_refused(text: str, name: str, encoding: str) -> None:
    with suppress(Rejected):
        assert read_bytes(text.encode(encoding), name).text.strip()


@given(
    st.sampled_from(
        [b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<?xml ", b"{", b"# "]
    ),
    st.binary(max_size=300),
    NAMES,
)
def test_any_bytes_behind_a_known_beginning_are_a_document_or_refused(magic: bytes, data: bytes, name: str) -> None:
    with suppress(Rejected):
        assert read_bytes(magic + data, name).text.strip()


@given(st.text("가나○-□ 12.\n\t|", max_size=60))
def test_reading_twice_gives_the_same(text: str) -> None:
    def read() -> object:
        try:
            return read_bytes(text.encode(), "a.md")
        except Rejected as rejected:
            return rejected.code

    assert read() == read()


def test_a_file_of_two_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as handle:
        handle.truncate(2 * 2**30)
    with pytest.raises(Rejected) as caught:
        read_file(file)
    assert caught.value.code == "too_large"
