import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.markers import BULLETS, Outline, marker_class, split_marker


@pytest.mark.parametrize("bullet", "-○※‣*□◦·•․▸■▪‧")
def test_the_bullets_of_public_documents_are_known(bullet: str) -> None:
    assert split_marker(f"{bullet} 기간 : 2019. 6. 16.") == (bullet, "기간 : 2019. 6. 16.")


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("  ○  연수주제  ", "○", "연수주제"),
        ("·호텔", "·", "호텔"),
        ("▲영국 런던의 킹스크로스 재생지구", "▲", "영국 런던의 킹스크로스 재생지구"),
        ("ㅇ 추진배경", "ㅇ", "추진배경"),
        ("Ⅰ. 연수개요", "Ⅰ.", "연수개요"),
        ("Ⅲ.연수일정", "Ⅲ.", "연수일정"),
        ("Ⅱ 연수일정", "Ⅱ", "연수일정"),
        ("IV. 행정사항", "IV.", "행정사항"),
        ("① 첫째", "①", "첫째"),
        ("1. 추진배경", "1.", "추진배경"),
        ("12. 기타", "12.", "기타"),
        ("1) 기간", "1)", "기간"),
        ("(2) 장소", "(2)", "장소"),
        ("가. 방문개요", "가.", "방문개요"),
        ("나) 방문내용", "나)", "방문내용"),
        ("(다) 시사점", "(다)", "시사점"),
    ],
)
def test_a_marker_is_parted_from_its_line(line: str, marker: str, text: str) -> None:
    assert split_marker(line) == (marker, text)


@pytest.mark.parametrize(
    "line",
    [
        "6. 16.(일)",
        "6.  16.(일)",
        "6. 16. (일)",
        "6. 16 ~ 6. 23",
        "6. 16∼23",
        "9. 3월 방문",
        "2019. 6. 16.",
        "2019년 계획",
        "6.16. (일)",
        "10:00~12:00 면담",
        "-5도",
        "**강조**",
        "ㅇㅇ시",
        "○○시 사회적경제과",
        "○○○ 주무관",
        "△△군",
        "02)749-5701",
        "02) 749-5701",
        "(02) 749-5701",
        "(15명)",
        "가나다 협동조합",
        "MCC(몬드라곤협동조합복합체)",
        "□",
        "1.",
        "",
    ],
)
def test_what_only_looks_like_a_marker_stays(line: str) -> None:
    assert split_marker(line) == ("", line)


def test_markers_of_one_level_are_one_class() -> None:
    assert marker_class("가.") == marker_class("하.") == "가."
    assert marker_class("1)") == marker_class("12)") == "1)"
    assert marker_class("Ⅰ.") == marker_class("IV.") == "roman"
    assert marker_class("①") == marker_class("⑳") == "circled"
    assert len({marker_class(marker) for marker in ("○", "□", "-", "1.", "1)", "(1)", "가.", "가)", "(가)")}) == 9


def depths(*lines: tuple[int, str]) -> list[int]:
    outline = Outline()
    return [outline.depth(indent, marker) for indent, marker in lines]


def test_markers_nest_in_the_order_in_which_they_appear() -> None:
    assert depths((0, "□"), (0, "○"), (0, "-"), (0, "○"), (0, "-"), (0, "□")) == [1, 2, 3, 2, 3, 1]
    assert depths((0, "-"), (0, "□"), (0, "○"), (0, "□"), (0, "-")) == [1, 2, 3, 2, 1]


def test_numbers_of_one_class_stand_on_one_level() -> None:
    assert depths((0, "1."), (0, "가."), (0, "나."), (0, "2."), (0, "가.")) == [1, 2, 2, 1, 2]


def test_indent_nests_lines_of_one_marker() -> None:
    assert depths((0, "-"), (2, "-"), (4, "-"), (2, "-"), (0, "-")) == [1, 2, 3, 2, 1]


def test_one_column_more_or_less_is_carelessness() -> None:
    assert depths((2, "-"), (3, "-"), (2, "-"), (1, "-")) == [1, 1, 1, 1]


def test_indent_and_markers_together() -> None:
    assert depths((0, "□"), (1, "○"), (3, "-"), (3, "-"), (1, "○"), (0, "□"), (1, "○")) == [1, 2, 3, 3, 2, 1, 2]


@given(st.text(max_size=30))
def test_no_letter_is_lost(line: str) -> None:
    marker, text = split_marker(line)
    lost = "".join(line.split()).removeprefix(marker).removesuffix("".join(text.split()))
    assert lost in ("", ".")  # the full stop of "Ⅰ ." belongs to its number


@given(st.sampled_from(BULLETS), st.from_regex(r"[가-힣A-Z][가-힣A-Z ]{0,10}[가-힣]", fullmatch=True))
def test_what_is_put_together_comes_apart(bullet: str, text: str) -> None:
    assert split_marker(f"{bullet} {text}") == (bullet, text)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["□", "○", "-", "1.", "2.", "가.", "①"])), max_size=15))
def test_an_outline_goes_down_one_level_at_a_time(lines: list[tuple[int, str]]) -> None:
    found = depths(*lines)
    assert all(1 <= after <= before + 1 for before, after in zip([0, *found], found, strict=False))
