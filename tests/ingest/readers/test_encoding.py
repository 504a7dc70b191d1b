import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Rejected
from ingest.readers.encoding import decode, looks_textual

PLAN = "전라남도 사회적경제과\n2019. 6. 16.(일)\n"
KOREAN = st.text("가각갂똠방빌바오시청 ABC09·○→\n", max_size=40)


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode("utf-8"),
        PLAN.encode("utf-8-sig"),
        PLAN.encode("cp949"),
        codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8-sig", "cp949", "utf-16-le", "utf-16-be"],
)
def test_a_text_is_read_in_the_encodings_of_korean_offices(data: bytes) -> None:
    assert decode(data) == PLAN


def test_a_short_text_in_cp949_is_never_taken_for_another_language() -> None:
    assert decode("빌바오".encode("cp949")) == "빌바오"
    assert decode("똠방각하".encode("cp949")) == "똠방각하"


def test_lines_of_two_encodings_are_read_line_by_line() -> None:
    assert (
        decode("빌바오\r\n".encode() + "몬드라곤\r\n".encode("cp949") + "파리".encode()) == "빌바오\r\n몬드라곤\r\n파리"
    )


@pytest.mark.parametrize(
    "data", [b"\xff\xff\xff", b"ok\n\x81\xff\n", codecs.BOM_UTF16_LE + b"\x00", codecs.BOM_UTF8 + b"\xff"]
)
def test_a_text_in_no_known_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected) as caught:
        decode(data)
    assert caught.value.code == "corrupt"


@given(KOREAN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_written_in_unicode_is_read_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text("가각갂똠방빌바오시청\n", min_size=1, max_size=40))
def test_what_is_written_in_cp949_is_read_back(text: str) -> None:
    # 한두 글자는 우연히 UTF-8이 될 수 있다(청 = û). 빌은 아니다.
    assert decode(f"빌{text}".encode("cp949")) == f"빌{text}"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(Rejected):
        assert isinstance(decode(data), str)


def test_text_looks_textual_and_binary_does_not() -> None:
    assert looks_textual(PLAN.encode())
    assert looks_textual(PLAN.encode("cp949"))
    assert looks_textual(PLAN.encode("utf-16"))
    assert looks_textual(b"\tone\x0btwo\x0c\r\n")
    assert not looks_textual(b"a\x00b")
    assert not looks_textual(bytes(range(1, 32)) * 4)


def test_a_stray_control_character_does_not_make_a_long_text_binary() -> None:
    assert looks_textual(PLAN.encode() * 100 + b"\x01")
