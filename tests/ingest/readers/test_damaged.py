"""Whatever is fed to the readers, a Document comes out or a Rejected with a code, and soon."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from time import process_time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import FORMATS, make_draft, render, suffix
from ingest.document import Document, Table, tables_of
from ingest.errors import Code, Rejected
from ingest.readers import content, packages, read_bytes, read_file

SECONDS = 10.0  # of CPU that any case may take; nearly all take hundredths
SEED = 4
CONTAINERS = ("hwp", "hwpx", "docx", "pdf")  # can tell whether they are whole
CHECKED = ("hwpx", "docx")  # have a checksum for every part
COUNTS: Counter[tuple[str, str]] = Counter()

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = {"docx": "word/document.xml", "hwpx": "Contents/section0.xml"}


class Hang(BaseException):
    """No Exception: a reader that catches those must not catch this."""


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    """End what hangs."""

    def stop(*_: object) -> None:
        raise Hang

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 120)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture(scope="module", autouse=True)
def counted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print how many cases there were and what came of them."""
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print()
        for kind in sorted({kind for kind, _ in COUNTS}):
            found = {outcome: number for (other, outcome), number in sorted(COUNTS.items()) if other == kind}
            print(
                f"{kind:8} {sum(found.values()):5}", *(f"{name} {number}" for name, number in found.items()), sep="  "
            )


def verdict(kind: str, read: Callable[[], Document]) -> Document | Rejected:
    """What came out; fails where it is neither, or took too long."""
    result: Document | Rejected
    began = process_time()
    try:
        result = read()
    except Rejected as rejected:
        result = rejected
    assert process_time() - began < SECONDS
    code = "read" if isinstance(result, Document) else result.code
    assert code in ("read", *get_args(Code))
    assert isinstance(result, Document) or re.search("[가-힣]", result.message)
    COUNTS[kind, code] += 1
    return result


def reading(data: bytes, name: str) -> Document | Rejected:
    return verdict(name.partition(".")[2] or name, lambda: read_bytes(data, name))


def code(data: bytes, name: str) -> str | None:
    result = reading(data, name)
    return None if isinstance(result, Document) else result.code


@cache
def whole(format: str) -> tuple[bytes, str, Document]:
    """A sound file with its name and what it holds."""
    data, name = render(make_draft(SEED), format), f"plan.{suffix(format)}"
    return data, name, read_bytes(data, name)


# Cut short, and with bytes changed


def cuts(size: int) -> list[int]:
    """Lengths to cut a file to: all over it, and close to its end. Less than eight bytes are no format yet."""
    return sorted({*range(8, size, size // 30), *(size - back for back in (1, 2, 3, 7, 22, 23, 100, 511, 512, 600))})


@pytest.mark.parametrize("format", CONTAINERS)
def test_a_cut_file_is_refused_unless_nothing_is_lost(format: str) -> None:
    data, name, sound = whole(format)
    results = [reading(data[:length], name) for length in cuts(len(data))]
    read = [result for result in results if isinstance(result, Document)]
    assert all(result.blocks == sound.blocks for result in read)
    assert {result.code for result in results if isinstance(result, Rejected)} == {"corrupt"}


@pytest.mark.parametrize("format", sorted(set(FORMATS) - set(CONTAINERS)))
def test_a_cut_text_is_read_up_to_the_cut_or_refused(format: str) -> None:
    data, name, sound = whole(format)
    for length in cuts(len(data)):
        result = reading(data[:length], name)
        assert isinstance(result, Rejected) or len(result.text) <= len(sound.text) + len("</table>")


def flipped(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def scribbled(data: bytearray, rng: random.Random) -> None:
    for _ in range(30):
        data[rng.randrange(len(data))] = rng.randrange(256)


def shortened(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 2, 100, 5000))]


def blanked(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    data[at : at + 512] = bytes(len(data[at : at + 512]))


@pytest.mark.parametrize("damage", [flipped, scribbled, shortened, blanked])
@pytest.mark.parametrize("format", FORMATS)
def test_changed_bytes_are_survived(format: str, damage: Callable[[bytearray, random.Random], None]) -> None:
    data, name, sound = whole(format)
    rng = random.Random(SEED)
    for _ in range(16):
        damaged = bytearray(data)
        damage(damaged, rng)
        result = reading(bytes(damaged), name)
        if format in CHECKED and isinstance(result, Document):
            assert result.blocks == sound.blocks


MAGIC = (
    packages.ZIP,
    packages.OLE,
    b"%PDF-1.7\n",
    b"<html>",
    b"<table><tr><td rowspan=",
    b"\xff\xfe",
    b"# ",
    b"|",
    b"",
)


@given(st.sampled_from(MAGIC), st.binary(max_size=3000), st.sampled_from([*CONTAINERS, "html", "md", "txt", ""]))
def test_noise_is_survived(magic: bytes, noise: bytes, ending: str) -> None:
    verdict("noise", lambda: read_bytes(magic + noise, f"noise.{ending}"))


# Bombs


def refilled(format: str, main: bytes | Iterator[bytes]) -> bytes:
    """The format's sound file with another main part."""
    data, _, _ = whole(format)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as sound,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in sound.namelist():
            with made.open(name, "w") as part:
                pieces = sound.read(name) if name != MAIN[format] else main
                part.writelines([pieces] if isinstance(pieces, bytes) else pieces)
    return stream.getvalue()


@cache
def bomb(format: str) -> bytes:
    size = packages.MAX_EXPANDED // 1_000_000 + 1
    return refilled(format, (b" " * 1_000_000 for _ in range(size)))


@pytest.mark.parametrize("format", MAIN)
def test_what_expands_too_far_is_refused_unread(format: str) -> None:
    assert len(bomb(format)) < 2_000_000
    assert code(bomb(format), f"bomb.{format}") == "too_large"


@pytest.mark.parametrize("format", MAIN)
def test_what_expands_further_than_it_says_is_refused(format: str) -> None:
    size = (packages.MAX_EXPANDED // 1_000_000 + 1) * 1_000_000
    lying = bomb(format).replace(struct.pack("<I", size), struct.pack("<I", 1000))
    assert code(lying, f"bomb.{format}") == "corrupt"


@pytest.mark.parametrize("format", MAIN)
def test_many_parts_are_refused(format: str) -> None:
    data, name, _ = whole(format)
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(packages.MAX_PARTS + 1):
            archive.writestr(str(number), b"")
    assert code(stream.getvalue(), name) == "too_large"


LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "웃음">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "laughs": (LAUGHS + "]>", "&a9;", "웃음"),
    "file": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", "root:"),
}


def with_entity(format: str, declared: str, used: str) -> bytes:
    if format == "docx":
        body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>앞{used}</w:t></w:r></w:p></w:body></w:document>'
        return refilled(format, f'<?xml version="1.0" encoding="UTF-8"?>{declared}{body}'.encode())
    with zipfile.ZipFile(io.BytesIO(whole(format)[0])) as sound:
        section = sound.read(MAIN[format]).decode()
    section = re.sub(r"(<\?xml[^>]*\?>)?", lambda found: found.group() + declared, section, count=1)
    return refilled(format, section.replace("</hp:t>", used + "</hp:t>", 1).encode())


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("format", MAIN)
def test_entities_are_not_expanded(format: str, kind: str) -> None:
    declared, used, secret = ENTITIES[kind]
    result = reading(with_entity(format, declared, used), f"entity.{format}")
    assert isinstance(result, Rejected) or secret not in result.text


def test_a_pdf_page_that_expands_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data, name, _ = whole("pdf")
    monkeypatch.setattr(packages, "MAX_EXPANDED", 1000)
    assert code(data, name) == "too_large"


# Depth and size


@pytest.mark.parametrize("opening", ["<div>", "<table><tr><td>", "<b>", "<ul><li>", "<table><tbody>", "<p>"])
@pytest.mark.parametrize("depth", [50, 10_000])
def test_deep_html_is_read_or_refused(opening: str, depth: int) -> None:
    for before, name in (("<html>", "deep.html"), ("# 계획\n", "deep.md")):
        reading(f"{before}{opening * depth}속".encode(), name)


@pytest.mark.parametrize("depth", [10, 2000])
def test_deep_docx_tables_are_read_or_refused(depth: int) -> None:
    opening, closing = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    inner = f"{opening * depth}<w:p><w:r><w:t>속</w:t></w:r></w:p>{closing * depth}"
    data = refilled("docx", f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'.encode())
    result = reading(data, "deep.docx")
    assert isinstance(result, Rejected) if depth == 2000 else len(list(tables_of(result.blocks))) == depth


@pytest.mark.parametrize("depth", [10, 2000])
def test_deep_hwpx_tables_are_read_or_refused(depth: int) -> None:
    opening = '<hp:p><hp:run><hp:tbl rowCnt="1" colCnt="1"><hp:tr><hp:tc><hp:subList>'
    closing = (
        '</hp:subList><hp:cellAddr colAddr="0" rowAddr="0"/><hp:cellSpan colSpan="1" rowSpan="1"/>'
        "</hp:tc></hp:tr></hp:tbl></hp:run></hp:p>"
    )
    with zipfile.ZipFile(io.BytesIO(whole("hwpx")[0])) as sound:
        section = sound.read(MAIN["hwpx"]).decode()
    inner = f"{opening * depth}<hp:p><hp:run><hp:t>속</hp:t></hp:run></hp:p>{closing * depth}</hs:sec>"
    reading(refilled("hwpx", section.replace("</hs:sec>", inner).encode()), "deep.hwpx")


BIG = {
    "cells.html": b"<html><table>" + (b"<tr>" + b"<td>x</td>" * 100 + b"</tr>") * 1000 + b"</table>",
    "cells.md": b"# x\n" + b"\n".join([b"|" + b"x<br>y|" * 100] * 1000),
    "cells.txt": b"\n".join([b"x\t" * 99 + b"x"] * 1000),
}


@pytest.mark.parametrize("name", BIG)
def test_a_table_of_100_000_cells_is_read(name: str) -> None:
    result = reading(BIG[name], name)
    assert isinstance(result, Document)
    table = result.blocks[-1]
    assert isinstance(table, Table)
    assert len(table.cells) == 100_000


@pytest.mark.parametrize(("rows", "spans"), [(1000, "rowspan=9999 colspan=9999"), (3000, "colspan=1000")])
def test_spans_that_claim_millions_of_slots_are_refused(rows: int, spans: str) -> None:
    table = f"<tr>{f'<td {spans}>칸</td>' * 20}</tr>" * rows
    assert code(f"<html><table>{table}</table>".encode(), "spans.html") == "too_large"


MANY = 200_000
LINES = {
    "words.txt": "가나 다라 " * 400_000,
    "words.md": "# 계획\n" + "가나 다라 " * 400_000,
    "words.html": "<html>" + "가나 다라 " * 400_000,
    "marks.txt": "-" * 5_000_000 + "끝",
    "blanks.txt": "1." + " " * 5_000_000 + "끝",
    "tabs.txt": "가" + "\t" * 50_000 + "끝",
    "brackets.txt": "<b " * 1_000_000,
    "open.html": "<p " * 1_000_000,
    "bars.txt": "가 | " * MANY,
    "breaks.txt": "가" + "\n" * 2_000_000 + "끝",
    "emphasis.md": "# 계획\n" + "**가 " * MANY,
    "mixed.md": "# 계획\n" + "__가 **나 " * MANY,
    "heading.md": "# 계획" + " " * MANY + "끝",
    "closing.md": "# 계획" + "# " * MANY + "끝",
    "rule.md": "# 계획\n| 가 |\n|-" + " " * MANY + "끝|\n",
    "rules.md": "# 계획\n| 가 |\n|" + "-|" * 20_000 + "끝|\n",
    "comments.html": "<!---->" * 500 + "<p>끝",
    "comment.html": "<!--" + "-" * 5_000_000,
    "attributes.html": "<html><p " + "a=b " * MANY + ">끝",
    "entities.html": "<html>" + "&lt;" * MANY,
    "items.md": "# 계획\n" + "- 가<br>" * 50_000,
}


@pytest.mark.parametrize("name", LINES)
def test_endless_lines_take_no_time(name: str) -> None:
    reading(LINES[name].encode(), name)


# Encodings


ENCODINGS = {
    "two a file": "가나\n".encode() + "다라\n".encode("cp949"),
    "two a line": "가나".encode() + "다라".encode("cp949"),
    "utf-16 without mark": "가나다".encode("utf-16-le"),
    "utf-16 with an odd byte": "가나다".encode("utf-16") + b"x",
    "half a surrogate pair": b"\xff\xfe\x00\xac\x00\xd8",
    "nul": "가나".encode() + bytes(9),
    "nul in utf-16": "가\0나".encode("utf-16"),
    "utf-32": "가나다".encode("utf-32"),
    "latin-1": "Économie sociale".encode("latin-1"),
    "marks twice": b"\xef\xbb\xbf\xef\xbb\xbf" + "가나".encode(),
    "mark alone": b"\xff\xfe",
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_strange_encodings_are_read_or_refused(name: str, ending: str) -> None:
    result = reading(ENCODINGS[name], f"plan.{ending}")
    if isinstance(result, Document):
        assert "\0" not in result.text
        assert result.text.encode()


def test_a_text_in_two_encodings_is_read_line_by_line() -> None:
    result = reading(ENCODINGS["two a file"] * 3, "plan.txt")
    assert isinstance(result, Document)
    assert result.text == "\n".join(["가나", "다라"] * 3)


CODECS = (
    "unicode_escape",
    "raw_unicode_escape",
    "punycode",
    "idna",
    "utf-7",
    "hex",
    "zlib",
    "undefined",
    "utf-16",
    "x",
)


@pytest.mark.parametrize("declared", CODECS)
def test_a_page_may_declare_any_encoding(declared: str) -> None:
    page = rf'<html><meta charset="{declared}"><p>첫째 \ud800 {"x" * 100_000}</p>'
    result = reading(page.encode(), "plan.html")
    assert isinstance(result, Document)
    assert result.text.startswith(r"첫째 \ud800")


def test_a_page_in_korea_s_euc_kr_is_in_cp949() -> None:
    result = reading('<html><meta charset="euc-kr"><p>똠방각하 펲시콜라</p>'.encode("cp949"), "plan.html")
    assert isinstance(result, Document)
    assert result.text == "똠방각하 펲시콜라"


# Names that lie, and secured files


@pytest.mark.parametrize("ending", ["hwp", "hwpx", "docx", "pdf", "html", "md", "txt", "xlsx", ""])
@pytest.mark.parametrize("format", FORMATS)
def test_the_content_decides_whatever_the_name(format: str, ending: str) -> None:
    data, _, sound = whole(format)
    result = reading(data, f"plan.{ending}")
    assert isinstance(result, Document)
    assert (result.format, result.blocks) == (sound.format, sound.blocks)


def flagged(data: bytes, flag: int) -> bytes:
    """An HWP file with a flag set in its header."""
    at = data.index(b"HWP Document File") + 36
    return data[:at] + struct.pack("<I", struct.unpack_from("<I", data, at)[0] | flag) + data[at + 4 :]


def locked_zip(data: bytes) -> bytes:
    """A ZIP whose parts say that they are encrypted."""
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        pieces = data.split(magic)
        data = magic.join([pieces[0], *(p[: at - 4] + bytes([p[at - 4] | 1]) + p[at - 3 :] for p in pieces[1:])])
    return data


def locked_pdf(data: bytes) -> bytes:
    """A PDF that asks for a password."""
    key = b"<" + b"41" * 32 + b">"
    asking = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<41> <41>] /Root" % (key, key)
    head, _, tail = data.rpartition(b"/Root")
    return head + asking + tail


OLE_STUB = packages.OLE + bytes(504) + packages.SECURED + bytes(2000)
SECURED = {
    "envelope.hwp": lambda: b"<MARKANY_DOCUMENTSAFER V2.0>" + bytes(range(256)) * 40,
    "envelope.txt": lambda: b"<MARKANY_DOCUMENTSAFER V2.0>" + bytes(range(256)) * 40,
    "password.hwp": lambda: flagged(whole("hwp")[0], 1 << 1),
    "rights.hwp": lambda: flagged(whole("hwp")[0], 1 << 4),
    "password.docx": lambda: OLE_STUB,
    "password-docx-named.hwp": lambda: OLE_STUB,
    "password-part.docx": lambda: locked_zip(whole("docx")[0]),
    "password-part.hwpx": lambda: locked_zip(whole("hwpx")[0]),
    "password.pdf": lambda: locked_pdf(whole("pdf")[0]),
}


@pytest.mark.parametrize("name", SECURED)
def test_a_secured_file_is_said_to_be_one(name: str) -> None:
    assert code(SECURED[name](), name) == "encrypted"


# What lies where a file should


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_bytes(whole("md")[0])
    return path


def folder(path: Path) -> Path:
    (path / "folder.md").mkdir()
    return path / "folder.md"


def pipe(path: Path) -> Path:
    os.mkfifo(path / "pipe.md")
    return path / "pipe.md"


def link_to_pipe(path: Path) -> Path:
    (path / "link.md").symlink_to(pipe(path))
    return path / "link.md"


def dangling(path: Path) -> Path:
    (path / "dangling.md").symlink_to(path / "nowhere.md")
    return path / "dangling.md"


def looping(path: Path) -> Path:
    (path / "loop.md").symlink_to(path / "loop.md")
    return path / "loop.md"


def device(path: Path) -> Path:
    (path / "device.md").symlink_to("/dev/zero")
    return path / "device.md"


def missing(path: Path) -> Path:
    return path / "missing.md"


@pytest.mark.parametrize("made", [folder, pipe, link_to_pipe, dangling, looping, device, missing])
def test_what_is_no_file_is_refused(made: Callable[[Path], Path], tmp_path: Path) -> None:
    path = made(tmp_path)
    result = verdict("path", lambda: read_file(path))
    assert isinstance(result, Rejected)


def test_a_link_to_a_plan_is_the_plan(plan: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(plan)
    assert content(link) == whole("md")[0]
    assert read_file(link).blocks == whole("md")[2].blocks


def test_scripts_and_styles_say_nothing() -> None:
    page = (
        "<html><head><script>var 기관 = '가짜';</script><style>p { content: '가짜' }</style></head>"
        "<body onload='가짜()'><p>진짜<script>document.write('가짜')</script></p><iframe src='가짜'>가짜</iframe>"
        "<!-- 가짜 --><noscript>가짜</noscript><template>가짜</template></body></html>"
    )
    result = reading(page.encode(), "plan.html")
    assert isinstance(result, Document)
    assert result.text == "진짜"
