from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Cell, Document, Table, Text, block_json, lines_of, placed, plain, tables_of


def line(text: str) -> Text:
    return Text("paragraph", text)


def cell(row: int, column: int, *blocks: Block, **spans: int) -> Cell:
    return Cell(row, column, blocks, **spans)


def documents() -> st.SearchStrategy[tuple[Block, ...]]:
    lines = st.builds(Text, st.just("paragraph"), st.text(max_size=8))

    def tables(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        rows = st.lists(st.lists(blocks, max_size=3), max_size=3)
        return st.tuples(rows, st.integers(1, 3)).map(
            lambda made: Table(
                tuple(
                    Cell(number, 0, tuple(content), rowspan=1, colspan=made[1])
                    for number, content in enumerate(made[0])
                )
            )
        )

    return st.lists(st.recursive(lines, tables, max_leaves=8), max_size=5).map(tuple)


def all_places(blocks: tuple[Block, ...]) -> list[str]:
    places = []
    for block in blocks:
        places.append(block.place)
        if isinstance(block, Table):
            for inner in block.cells:
                places += [inner.place, *all_places(inner.blocks)]
    return places


def test_blocks_count_from_one() -> None:
    assert [block.place for block in placed([line("가"), line("나")])] == ["1", "2"]


def test_a_place_is_the_path_of_row_and_column_and_line() -> None:
    table = Table((cell(0, 0, line("일자")), cell(1, 4, line("방문"), line("면담"))))
    (block,) = placed([table])
    assert isinstance(block, Table)
    assert [(inner.place, [text.place for text in inner.lines]) for inner in block.cells] == [
        ("1.1.1", ["1.1.1.1"]),
        ("1.2.5", ["1.2.5.1", "1.2.5.2"]),
    ]


def test_a_table_in_a_cell_has_places_below_the_cell() -> None:
    inner = Table((cell(0, 1, line("안")),))
    (block,) = placed([Table((cell(2, 0, line("앞"), inner),))])
    assert [text.place for text in lines_of([block])] == ["1.3.1.1", "1.3.1.2.1.2.1"]


@given(documents())
def test_every_place_stands_once(blocks: tuple[Block, ...]) -> None:
    places = all_places(placed(blocks))
    assert len(places) == len(set(places))
    assert all(places)


@given(documents())
def test_placing_again_changes_nothing(blocks: tuple[Block, ...]) -> None:
    assert placed(placed(blocks)) == placed(blocks)


def test_a_grid_repeats_the_anchor_under_its_spans() -> None:
    wide, tall, last = cell(0, 0, colspan=2), cell(0, 2, rowspan=2), cell(1, 0)
    table = Table((wide, tall, last))
    assert table.grid() == [[wide, wide, tall], [last, None, tall]]
    assert (table.height, table.width) == (2, 3)


def test_where_spans_overlap_the_earlier_cell_holds_the_slot() -> None:
    wide, over = cell(0, 0, colspan=2), cell(0, 1)
    assert Table((wide, over)).grid() == [[wide, wide]]


def test_a_table_without_cells_has_no_size() -> None:
    assert (Table(()).height, Table(()).width, Table(()).grid()) == (0, 0, [])


def test_lines_come_in_reading_order_through_nested_tables() -> None:
    inner = Table((cell(0, 0, line("둘")), cell(0, 1, line("셋"))))
    blocks = [line("하나"), Table((cell(0, 0, inner, line("넷")),)), line("다섯")]
    assert [text.text for text in lines_of(blocks)] == ["하나", "둘", "셋", "넷", "다섯"]


def test_an_outer_table_comes_before_those_within() -> None:
    inner = Table((cell(0, 0, line("안")),))
    outer = Table((cell(0, 0, inner),))
    assert list(tables_of([line("앞"), outer])) == [outer, inner]


def test_a_cell_s_text_is_its_lines() -> None:
    assert cell(0, 0, line("09:00"), line("14:00")).text == "09:00\n14:00"


def test_plain_text_keeps_markers_and_puts_tabs_between_cells() -> None:
    table = Table((cell(0, 0, line("일자")), cell(0, 1, line("지역")), cell(1, 0, line("6.16."), line("(일)"))))
    document = Document("a.txt", "txt", "0", (Text("item", "기간", 1, "○"), table))
    assert document.text == "○ 기간\n일자\t지역\n6.16. (일)"


def test_a_line_s_json_leaves_out_what_it_does_not_say() -> None:
    assert block_json(replace(line(""), place="4")) == {"kind": "paragraph", "place": "4", "text": ""}
    assert block_json(Text("item", "기간", 2, "○", True, 3, "7")) == {
        "kind": "item",
        "place": "7",
        "depth": 2,
        "marker": "○",
        "strong": True,
        "page": 3,
        "text": "기간",
    }


def test_a_table_s_json_tells_size_and_spans() -> None:
    (table,) = placed([Table((cell(0, 0, line("일정"), colspan=2),), page=4)])
    assert block_json(table) == {
        "kind": "table",
        "place": "1",
        "page": 4,
        "rows": 1,
        "columns": 2,
        "cells": [
            {
                "place": "1.1.1",
                "row": 0,
                "column": 0,
                "rowspan": 1,
                "colspan": 2,
                "header": False,
                "blocks": [{"kind": "paragraph", "place": "1.1.1.1", "text": "일정"}],
            }
        ],
    }


@given(documents())
def test_plain_loses_no_line(blocks: tuple[Block, ...]) -> None:
    text = "\n".join(map(plain, blocks))
    assert all(found.text in text for found in lines_of(blocks))
