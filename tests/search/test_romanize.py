"""Examples from the rules themselves (국어의 로마자 표기법), and what must hold of any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.romanize import romanize

EXAMPLES = {
    "구미": "gumi", "백암": "baegam", "옥천": "okcheon", "합덕": "hapdeok", "월곶": "wolgot", "벚꽃": "beotkkot",
    "한밭": "hanbat", "설악": "seorak", "칠곡": "chilgok", "울릉": "ulleung", "대관령": "daegwallyeong",
    "백마": "baengma", "종로": "jongno", "왕십리": "wangsimni", "별내": "byeollae", "신라": "silla",
    "해돋이": "haedoji", "같이": "gachi", "좋고": "joko", "놓다": "nota", "독립문": "dongnimmun",
    "광희문": "gwanghuimun",
}  # fmt: skip


@pytest.mark.parametrize("written", EXAMPLES)
def test_korean_is_written_as_the_rules_say(written: str) -> None:
    assert romanize(written) == EXAMPLES[written]


def test_what_is_no_hangul_stays() -> None:
    assert romanize("몬드라곤 MCC(본사), 2019") == "mondeuragon MCC(bonsa), 2019"


@given(st.text("가각갉값닿좋을의 a1", max_size=12))
def test_no_hangul_is_left(text: str) -> None:
    assert not any("가" <= letter <= "힣" for letter in romanize(text))
