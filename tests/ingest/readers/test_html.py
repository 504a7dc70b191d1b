import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Table, Text, lines_of, plain
from ingest.errors import Rejected
from ingest.readers.html import fragment, read, score


def texts(markup: str) -> list[str]:
    return [line.text for line in lines_of(fragment(markup))]


def outline(markup: str) -> list[tuple[str, int, str, str]]:
    return [(line.kind, line.depth, line.marker, line.text) for line in lines_of(fragment(markup))]


def only_table(blocks: list[Block]) -> Table:
    (table,) = blocks
    assert isinstance(table, Table)
    return table


def slots(markup: str) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in only_table(fragment(markup)).grid()]


def test_headings_have_their_level() -> None:
    assert outline("<h1>계획서</h1><h3>□ 개요</h3>") == [("heading", 1, "", "계획서"), ("heading", 3, "□", "개요")]


def test_paragraphs_and_breaks_are_lines() -> None:
    assert texts("<p>6.16.<br>(일)</p>09:00<br/>14:00<div>빌바오</div>파리") == [
        "6.16.", "(일)", "09:00", "14:00", "빌바오", "파리",
    ]  # fmt: skip


def test_inline_elements_break_no_line() -> None:
    assert texts("<p>빌바오 <span>시<b>청</b></span>\n  <i>방문</i></p>") == ["빌바오 시청 방문"]


def test_nested_lists_deepen() -> None:
    markup = "<ul><li>· <b>MCC</b><ul><li>- 지원정책 협의</li><li>- 면담</li></ul></li><li>· 호텔</li></ul>"
    assert outline(markup) == [
        ("item", 1, "·", "MCC"),
        ("item", 2, "-", "지원정책 협의"),
        ("item", 2, "-", "면담"),
        ("item", 1, "·", "호텔"),
    ]


def test_a_list_without_markers_is_a_list_all_the_same() -> None:
    assert outline("<ol><li>하나<ol><li>둘</li></ol></li></ol>") == [("item", 1, "", "하나"), ("item", 2, "", "둘")]


def test_paragraphs_with_bullets_are_items() -> None:
    assert outline("<p>□ 개요</p><p>○ 기간</p><p>- 세부</p><p>○ 인원</p>") == [
        ("item", 1, "□", "개요"),
        ("item", 2, "○", "기간"),
        ("item", 3, "-", "세부"),
        ("item", 2, "○", "인원"),
    ]


def test_a_term_stands_before_its_definition() -> None:
    assert outline("<dl><dt>연수 <b>기간</b></dt><dd>2019. 6. 16.</dd><dt>방문국</dt><dd>스페인</dd></dl>뒤") == [
        ("item", 1, "", "연수 기간 : 2019. 6. 16."),
        ("item", 1, "", "방문국 : 스페인"),
        ("paragraph", 0, "", "뒤"),
    ]


def test_a_term_stands_before_the_first_of_its_definitions_only() -> None:
    assert texts("<dl><dt>인원<dd>총 5명<dd>순천시 2명</dl>") == ["인원 : 총 5명", "순천시 2명"]


def test_a_term_without_a_definition_is_a_line_in_its_place() -> None:
    assert texts("<dl><dt>개요</dt><dt>기간</dt><dd>6박 8일</dd><dt>끝</dt></dl>뒤") == [
        "개요",
        "기간 : 6박 8일",
        "끝",
        "뒤",
    ]


def test_a_definition_without_a_term_is_a_line() -> None:
    assert texts("<dl><dd>홀로</dd></dl>") == ["홀로"]


def test_groups_of_terms_and_lists_within_lists_are_read() -> None:
    assert outline("<ul><li>개요<dl><div><dt>기간</dt><dd>6박 8일</dd></div></dl></li></ul>") == [
        ("item", 1, "", "개요"),
        ("item", 2, "", "기간 : 6박 8일"),
    ]


def test_a_list_in_a_definition_stands_below_its_term() -> None:
    assert outline("<dl><dt>방문기관</dt><dd><ul><li>라군아로</li><li>MCC</li></ul></dd></dl>") == [
        ("item", 1, "", "방문기관 :"),
        ("item", 2, "", "라군아로"),
        ("item", 2, "", "MCC"),
    ]


@pytest.mark.parametrize(
    ("markup", "strong"),
    [
        ("<p><b>MCC</b></p>", True),
        ("<p>· <strong>MCC</strong></p>", True),
        ("<p><b>MCC</b> 방문</p>", False),
        ("<p><b>·</b> MCC</p>", False),
        ("<p>MCC</p>", False),
    ],
)
def test_a_line_is_strong_when_all_its_words_are(markup: str, strong: bool) -> None:
    (line,) = fragment(markup)
    assert isinstance(line, Text)
    assert line.strong is strong


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "iframe", "template", "object", "svg", "select"])
def test_what_no_reader_sees_is_silent(tag: str) -> None:
    assert texts(f"앞<{tag}>alert(1)</{tag}>뒤") in (["앞뒤"], ["앞", "뒤"])


def test_comments_and_titles_are_silent() -> None:
    page = "<!doctype html><html><head><title>제목</title></head><body><!-- 숨김 --><?php echo 1 ?>본문</body></html>"
    assert texts(page) == ["본문"]


def test_spans_cover_their_slots() -> None:
    markup = """<table>
        <tr><th rowspan=2>일자</th><th colspan=2>일정</th></tr>
        <tr><td>오전</td><td>오후</td></tr>
        <tr><td colspan="3">※ 변경될 수 있음</td></tr>
    </table>"""
    assert slots(markup) == [
        ["일자", "일정", "일정"],
        ["일자", "오전", "오후"],
        ["변경될 수 있음", "변경될 수 있음", "변경될 수 있음"],
    ]


def test_a_short_row_leaves_a_gap() -> None:
    assert slots("<table><tr><td>가<td>나<tr><td>다</table>") == [["가", "나"], ["다", None]]


def test_an_empty_cell_is_no_gap() -> None:
    assert slots("<table><tr><td>가<td></td><tr><td><td>나</table>") == [["가", ""], ["", "나"]]


def test_a_rowspan_ends_with_the_table() -> None:
    table = only_table(fragment("<table><tr><td rowspan=9>가<td>나<tr><td>다</table>"))
    assert (table.height, table.cells[0].rowspan) == (2, 2)


@pytest.mark.parametrize(
    ("written", "spans"), [("0", (1, 2)), ("-3", (1, 1)), ("둘", (1, 1)), ("", (1, 1)), ("99999999", (1000, 2))]
)
def test_odd_spans_are_read_as_browsers_do(written: str, spans: tuple[int, int]) -> None:
    markup = f"<table><tr><td colspan='{written}' rowspan='{written}'>가</td></tr><tr><td>나</td></tr></table>"
    cell = only_table(fragment(markup)).cells[0]
    assert (cell.colspan, cell.rowspan) == spans


def test_header_cells_are_told_by_th_and_thead() -> None:
    markup = "<table><thead><tr><td>일자</td></tr></thead><tr><th>1일차</th><td>빌바오</td></tr></table>"
    assert [cell.header for cell in only_table(fragment(markup)).cells] == [True, True, False]


def test_a_table_in_a_cell_stays_in_it() -> None:
    markup = "<table><tr><td>앞<table><tr><td>안1</td><td>안2</td></tr></table>뒤</td><td>옆</td></tr></table>"
    outer = only_table(fragment(markup))
    assert [cell.text for cell in outer.cells] == ["앞\n안1\n안2\n뒤", "옆"]
    inner = outer.cells[0].blocks[1]
    assert isinstance(inner, Table)
    assert (inner.height, inner.width) == (1, 2)


def test_lines_of_a_cell_are_its_blocks() -> None:
    table = only_table(fragment("<table><tr><td>09:00<br>14:00</td><td><ul><li>· MCC</li></ul></td></tr></table>"))
    assert [plain(block) for cell in table.cells for block in cell.blocks] == ["09:00", "14:00", "· MCC"]


def test_outlines_begin_anew_in_each_cell() -> None:
    assert outline("<p>□ 개요</p><table><tr><td>- 협의</td><td>- 면담</td></tr></table>") == [
        ("item", 1, "□", "개요"),
        ("item", 1, "-", "협의"),
        ("item", 1, "-", "면담"),
    ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<html><meta charset="euc-kr"><p>똠방각하</p></html>'.encode("cp949"), "똠방각하"),
        ('<html><meta charset="utf-8"><p>빌바오</p></html>'.encode("cp949"), "빌바오"),
        ('<html><meta charset="utf-8"><p>빌바오</p></html>'.encode("utf-8-sig"), "빌바오"),
        ('<html><meta charset="utf-16"><p>빌바오</p></html>'.encode("utf-16"), "빌바오"),
        ('<html><meta charset="no-such-thing"><p>빌바오</p></html>'.encode(), "빌바오"),
        ('<html><meta charset="idna"><p>빌바오</p></html>'.encode(), "빌바오"),
        ('<html><meta charset="undefined"><p>빌바오</p></html>'.encode(), "빌바오"),
        ('<html><meta charset="hex"><p>빌바오</p></html>'.encode(), "빌바오"),
        ("<html><p>빌바오</p></html>".encode("cp949"), "빌바오"),
        (
            b"<html><meta http-equiv=Content-Type content='text/html; charset=ks_c_5601-1987'><p>"
            + "빌바오".encode("cp949"),
            "빌바오",
        ),
    ],
    ids=[
        "cp949 called euc-kr",
        "cp949 called utf-8",
        "bom",
        "utf-16",
        "unknown",
        "idna",
        "undefined",
        "hex",
        "undeclared",
        "ks_c",
    ],
)
def test_a_page_is_decoded_by_what_it_is_whatever_it_declares(data: bytes, text: str) -> None:
    assert [line.text for line in lines_of(read(data))] == [text]


def test_entities_are_letters() -> None:
    assert texts("<p>&lt;6박&nbsp;8일&gt; R&amp;D</p>") == ["<6박 8일> R&D"]


def test_a_page_is_known_by_its_beginning() -> None:
    assert score(b"<!DOCTYPE html><p>x", "plan.txt") == 1.0
    assert score(b"\xef\xbb\xbf\n<!-- made by hwp -->\n<HTML>", "plan.hwp") == 1.0
    assert score("<6박 8일> 계획".encode(), "plan.html") == 0.0
    assert score(b"\x00<html>", "plan.html") == 0.0


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "<td rowspan=3>",
                "<td colspan=2>",
                "</td>",
                "<ul>",
                "<li>",
                "</ul>",
                "<b>",
                "</b>",
                "<br>",
                "<p>",
                "<h2>",
                "</h2>",
                "빌바오",
                "- 면담",
                "<!--",
                "-->",
                "<thead>",
                "</tr>",
                "&lt;",
                "<svg>",
            ]
        ),
        max_size=25,
    )
)
def test_broken_markup_still_gives_tables_with_sound_spans(pieces: list[str]) -> None:
    for block in fragment("".join(pieces)):
        if isinstance(block, Table):
            assert len(block.grid()) == block.height


@given(st.text(max_size=80))
def test_any_text_is_a_fragment(markup: str) -> None:
    assert all(line.text.strip() for line in lines_of(fragment(markup)))


def test_markup_nested_deep_is_read_and_beyond_all_measure_refused() -> None:
    assert texts("<div>" * 80 + "깊이" + "</div>" * 80) == ["깊이"]
    with pytest.raises(Rejected) as caught:
        fragment("<div>" * 3000 + "깊이" + "</div>" * 3000)
    assert caught.value.code == "corrupt"
