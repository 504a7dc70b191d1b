import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Table
from ingest.readers import read_bytes
from ingest.readers.columns import columnar

HEAD = """일자        지역        방문기관          내용
------------------------------------------------------
"""
TABLE = f"""{HEAD}6. 17.(월)  몬드라곤    라군아로          고용재배치 협의
                                          조합원 면담
            빌바오      빌바오 시청
6. 18.(화)  파리                          정책 설명
"""


def rows(text: str) -> list[list[str]]:
    """The rows of the one table in a text, its headings left out."""
    ((_, _, (_, *found)),) = columnar(text.splitlines())
    return found


def tables(text: str) -> int:
    return len(list(columnar(text.splitlines())))


def test_a_column_begins_where_its_heading_does() -> None:
    ((first, behind, found),) = columnar(["개요", *TABLE.splitlines(), "", "끝"])
    assert (first, behind) == (1, 7)
    assert found[0] == ["일자", "지역", "방문기관", "내용"]
    assert found[1][:3] == ["6. 17.(월)", "몬드라곤", "라군아로"]


def test_an_empty_cell_keeps_its_column() -> None:
    assert rows(TABLE)[1:] == [["", "빌바오", "빌바오 시청", ""], ["6. 18.(화)", "파리", "", "정책 설명"]]


def test_a_line_with_nothing_but_the_last_column_goes_on_with_the_row_above() -> None:
    assert rows(TABLE)[0] == ["6. 17.(월)", "몬드라곤", "라군아로", "고용재배치 협의\n조합원 면담"]


def test_a_piece_may_begin_a_little_before_its_heading() -> None:
    text = HEAD + (
        "6. 17.(월)  몬드라곤    라군아로\n"
        "6. 18.(화)  빌바오    빌바오 시청       협의\n"  # by two columns of the screen
        "6. 19.(수)  파리     파리시청\n"  # by three
    )
    assert rows(text)[1:] == [
        ["6. 18.(화)", "빌바오", "빌바오 시청", "협의"],
        ["6. 19.(수)", "파리 파리시청", "", ""],
    ]


def test_rules_between_rows_say_nothing() -> None:
    ruled = re.sub(r"(?m)^(?=6\. 18)", "─────────────────\n", TABLE)
    assert rows(ruled) == rows(TABLE)


def test_a_blank_line_ends_the_table() -> None:
    assert rows(TABLE + "\n6. 19.(수)  파리        파리시청\n") == rows(TABLE)


def test_without_a_rule_below_the_headings_there_is_no_table() -> None:
    assert tables(TABLE) == 1
    assert tables(re.sub(r"(?m)^-+\n", "", TABLE)) == 0


def test_two_columns_or_two_rows_make_no_table() -> None:
    two = "일자        내용\n----------------\n6. 17.      가\n            나\n6. 18.      다\n6. 19.\n"
    assert tables(two) == 0
    assert tables(HEAD + "6. 17.(월)  몬드라곤    라군아로          협의\n6. 18.(화)  파리\n") == 0


def test_lines_that_all_have_as_many_pieces_are_left_to_who_counts_pieces() -> None:
    assert tables(HEAD + "6. 17.(월)  몬드라곤    라군아로\n" * 3) == 0


def test_lines_that_stand_only_in_the_last_columns_make_no_table() -> None:
    assert tables(HEAD + "                        라군아로          협의\n                        MCC\n" * 2) == 0


def test_a_plain_text_has_the_table_among_its_lines() -> None:
    before, table, after = read_bytes(f"연수 일정\n\n{TABLE}\n이상 끝.\n".encode(), "plan.txt").blocks
    assert isinstance(table, Table)
    assert [[cell.text if cell else None for cell in row] for row in table.grid()][1:] == rows(TABLE)
    assert (before.place, table.place, after.place) == ("1", "2", "3")


LINES = st.lists(
    st.lists(
        st.tuples(st.integers(0, 14), st.sampled_from(["6. 17.", "빌바오", "가 나", "-", "○ 협의", "a"])), max_size=4
    ),
    max_size=7,
)


@given(LINES)
def test_every_piece_of_a_line_is_in_some_cell(written: list[list[tuple[int, str]]]) -> None:
    body = ["".join(" " * gap + text for gap, text in line) for line in written]
    lines = [*HEAD.splitlines(), *body]
    for first, behind, (heads, *found) in columnar(lines):
        cells = [cell for row in found for cell in row]
        assert all(len(row) == len(heads) for row in found)
        for line in lines[first + 2 : behind]:
            for piece in re.split(r"\s{2,}", line.strip()):
                assert any(piece in cell for cell in cells)


@given(st.lists(st.text("가나a 　\t-=─6.\u0301", max_size=30), max_size=12))
def test_any_lines_have_tables_or_none_and_tables_never_overlap(lines: list[str]) -> None:
    end = 0
    for first, behind, found in columnar(lines):
        assert end <= first < behind <= len(lines)
        assert len(found) > 1
        end = behind


@given(st.text(max_size=200))
def test_no_text_is_too_odd_for_columns(text: str) -> None:
    list(columnar(text.split("\n")))
