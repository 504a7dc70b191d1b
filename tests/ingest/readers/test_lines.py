import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Table, Text, lines_of
from ingest.readers.lines import blocks_of


def outline(text: str, markdown: bool = True) -> list[tuple[str, int, str, str]]:
    return [(line.kind, line.depth, line.marker, line.text) for line in lines_of(blocks_of(text, markdown))]


def rows(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text if cell else "" for cell in row] for row in block.grid()]


def test_every_line_is_a_block_and_blank_ones_are_none() -> None:
    assert outline("개요\n\n  \n기간") == [("paragraph", 0, "", "개요"), ("paragraph", 0, "", "기간")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert [text for *_, text in outline(f"□ 개요{end}○ 기간{end}")] == ["개요", "기간"]


def test_markdown_headings_have_their_level() -> None:
    assert outline("# 2019년 계획서\n## ■ 연수개요 ##\n#태그") == [
        ("heading", 1, "", "2019년 계획서"),
        ("heading", 2, "■", "연수개요"),
        ("paragraph", 0, "", "#태그"),
    ]


def test_plain_text_has_no_headings_and_pipes() -> None:
    assert outline("# 제목", markdown=False) == [("paragraph", 0, "", "# 제목")]
    assert outline("|가|나|", markdown=False) == [("paragraph", 0, "", "|가|나|")]


def test_items_nest_by_marker_and_indent() -> None:
    assert outline("□ 개요\n ○ 기간\n  - 세부\n ○ 인원\n□ 일정") == [
        ("item", 1, "□", "개요"),
        ("item", 2, "○", "기간"),
        ("item", 3, "-", "세부"),
        ("item", 2, "○", "인원"),
        ("item", 1, "□", "일정"),
    ]


def test_a_full_width_space_indents_by_two() -> None:
    assert outline("- 가\n\u3000- 나\n  - 다") == [
        ("item", 1, "-", "가"),
        ("item", 2, "-", "나"),
        ("item", 2, "-", "다"),
    ]


def test_a_heading_begins_a_new_outline() -> None:
    assert outline("□ 가\n- 나\n# 다\n- 라")[-1] == ("item", 1, "-", "라")


def test_emphasis_marks_go_and_make_a_line_strong() -> None:
    assert blocks_of("- **MCC** 방문\n- **MCC**\n__라군아로__", True) == [
        Text("item", "MCC 방문", 1, "-"),
        Text("item", "MCC", 1, "-", strong=True),
        Text("paragraph", "라군아로", strong=True),
    ]


def test_lines_with_tabs_are_a_table() -> None:
    (table,) = blocks_of("일 자\t지 역\t일 정\n6.16. (일)\t인천 빌바오\t· 호텔\n6.17. (월)\t\t", False)
    assert rows(table) == [["일 자", "지 역", "일 정"], ["6.16. (일)", "인천 빌바오", "호텔"], ["6.17. (월)", "", ""]]


def test_a_tab_before_a_line_only_indents_it() -> None:
    assert outline("□ 가\n\t- 나", False) == [("item", 1, "□", "가"), ("item", 2, "-", "나")]


def test_a_blank_line_parts_two_tables() -> None:
    one, other = blocks_of("가\t나\n\n다\t라", True)
    assert (rows(one), rows(other)) == ([["가", "나"]], [["다", "라"]])


def test_pipes_are_a_table_with_a_head() -> None:
    (table,) = blocks_of("| 일자 | 일정 |\n|:---|---:|\n| 6.17. | MCC \\| 라군아로 |", True)
    assert rows(table) == [["일자", "일정"], ["6.17.", "MCC | 라군아로"]]
    assert isinstance(table, Table)
    assert [cell.header for cell in table.cells] == [True, True, False, False]


def test_empty_cells_keep_their_place() -> None:
    (table,) = blocks_of("| 일자 | 지역 | 일정 |\n|---|---|---|\n|  | | MCC |\n|| 빌바오 ||", True)
    assert rows(table)[1:] == [["", "", "MCC"], ["", "빌바오", ""]]


def test_inline_html_is_read_in_a_cell() -> None:
    (table,) = blocks_of("<b>기간</b>\t<ul><li>· <b>MCC</b><ul><li>- 면담</li></ul></li></ul>", True)
    assert isinstance(table, Table)
    assert [(line.depth, line.marker, line.text, line.strong) for line in table.cells[1].lines] == [
        (1, "·", "MCC", True),
        (2, "-", "면담", False),
    ]
    assert table.cells[0].lines[0].strong


def test_breaks_in_a_cell_are_lines() -> None:
    (table,) = blocks_of("| 09:00<br>14:00 | MCC |", True)
    assert rows(table) == [["09:00\n14:00", "MCC"]]


def test_an_html_table_may_take_up_many_lines() -> None:
    text = """앞
<table>
<tr><th rowspan="2">6.17.</th><td>10:00</td></tr>

<tr><td>14:00 <6박 8일></td></tr>
</table>
뒤"""
    before, table, after = blocks_of(text, True)
    assert rows(table) == [["6.17.", "10:00"], ["6.17.", "14:00 <6박 8일>"]]
    assert [block.text for block in (before, after) if isinstance(block, Text)] == ["앞", "뒤"]


def test_a_table_that_is_never_closed_swallows_no_other_line() -> None:
    assert outline("<table>\n□ 개요\n# 일정") == [("item", 1, "□", "개요"), ("heading", 1, "", "일정")]


def test_angle_brackets_around_other_words_are_text() -> None:
    assert outline("2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>") == [
        ("paragraph", 0, "", "2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>")
    ]
    assert outline("<b>기간</b> <6박 8일>") == [("paragraph", 0, "", "기간 <6박 8일>")]


def test_a_drawn_table_is_a_table() -> None:
    drawn = "┌─────┬─────┐\n│일자 │일정 │\n├─────┼─────┤\n│6.17.│MCC  │\n└─────┴─────┘"
    (table,) = blocks_of(drawn, False)
    assert rows(table) == [["일자", "일정"], ["6.17.", "MCC"]]


def test_rules_say_nothing() -> None:
    assert outline("개요\n----------\n기간") == [("paragraph", 0, "", "개요"), ("paragraph", 0, "", "기간")]


BROKEN = "○ 방문목적 : 협동조합 지원 정책과 고용재배치 제도를 현장에서 살펴"


def test_an_item_broken_at_the_margin_goes_on_in_the_deeper_line() -> None:
    assert outline(f"{BROKEN}\n  보고 우리 시에 적용\n○ 기간", markdown=False) == [
        ("item", 1, "○", f"{BROKEN[2:]} 보고 우리 시에 적용"),
        ("item", 1, "○", "기간"),
    ]


def test_a_line_broken_twice_is_joined_twice() -> None:
    middle = "보고 의원 연구 모임의 조례 제정 및 개정에 쓸 자료를 널리 모음"
    assert outline(f"{BROKEN}\n  {middle}\n  하고자 함", markdown=False) == [
        ("item", 1, "○", f"{BROKEN[2:]} {middle} 하고자 함")
    ]


def test_a_line_with_room_before_the_margin_is_not_joined() -> None:
    assert [text for *_, text in outline("○ 방문목적 : 고용재배치\n  제도를 살펴봄", markdown=False)] == [
        "방문목적 : 고용재배치",
        "제도를 살펴봄",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BROKEN, "보고 우리 시에 적용"),  # no deeper than the item
        (BROKEN, "  - 보고 우리 시에 적용"),  # an item itself
        (BROKEN[2:], "  보고 우리 시에 적용"),  # no item was broken
        (BROKEN + "봄.", "  우리 시에 적용"),  # the sentence is over
        (BROKEN + " 내용:", "  우리 시에 적용"),  # a label whose value begins
    ],
)
def test_a_full_line_that_another_does_not_go_on_with_is_not_joined(first: str, second: str) -> None:
    assert len(outline(f"{first}\n{second}", markdown=False)) == 2


def test_a_blank_line_ends_a_line_that_was_broken() -> None:
    assert len(outline(f"{BROKEN}\n\n  보고 우리 시에 적용", markdown=False)) == 2


@given(
    st.lists(
        st.lists(
            st.from_regex(r"[가-힣0-9][가-힣0-9 .]{0,6}", fullmatch=True)
            .map(str.strip)
            .map(lambda text: text.replace(".", "")),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_tab_table_is_read_back(written: list[list[str]]) -> None:
    (table,) = blocks_of("\n".join("\t".join(row) for row in written), False)
    assert isinstance(table, Table)
    found: list[list[str]] = [[] for _ in written]
    for cell in table.cells:
        found[cell.row].append(cell.text)
    assert found == written


@given(st.text(max_size=120), st.booleans())
def test_any_text_has_blocks(text: str, markdown: bool) -> None:
    assert all(line.text.strip() for line in lines_of(blocks_of(text, markdown)))


@given(
    st.lists(
        st.sampled_from(["|", "│", "\t", "\n", "**", "<b>", "</b>", "<td>", "- ", "# ", "-----", "MCC", "6. ", " "]),
        max_size=30,
    ),
    st.booleans(),
)
def test_any_mixture_of_signs_has_blocks(pieces: list[str], markdown: bool) -> None:
    blocks = blocks_of("".join(pieces), markdown)
    written = "".join(line.text + line.marker for line in lines_of(blocks))
    assert written.count("MCC") == pieces.count("MCC")
