import pytest

from ingest.document import Text, plain
from ingest.extract.labels import labelled, sections, split_label
from ingest.extract.lexicon import Lexicon
from ingest.readers import read_bytes


def values(text: str, lexicon: Lexicon) -> list[tuple[str, str, bool]]:
    return [(v.field, v.text, v.nested) for v in labelled(read_bytes(text.encode(), "a.md"), lexicon)]


def named_sections(text: str, lexicon: Lexicon) -> list[tuple[str, list[str]]]:
    document = read_bytes(text.encode(), "a.md")
    return [(section.name, [plain(block) for block in section.blocks]) for section in sections(document, lexicon)]


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("연수주제", "title"),
        ("주제(연수명)", "title"),
        ("출 장 명", "title"),
        ("연수목적 [필요성]", "purpose"),
        ("출장동기 및 배경", "purpose"),
        ("주관부서", "organizer"),
        ("주최/주관", "organizer"),
        ("구성인원", "people"),
        ("여 행 자", "people"),
        ("연수기간", "period"),
        ("실제 출장기간", "period"),
        ("국가(도시명)", "country"),
        ("방문국(도시)", "country"),
        ("소요예산", "cost"),
        ("오늘의 날씨", None),
        ("", None),
        ("사회적경제 업무 담당자의 업무역량을 제고하고 사기진작을 도모하는 연수기간", None),
    ],
)
def test_labels_are_known_whatever_their_spaces(lexicon: Lexicon, label: str, field: str | None) -> None:
    assert lexicon.label(label) == field


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("기간 : 2019. 6. 16. 09:00", ("period", "2019. 6. 16. 09:00")),
        ("기간：6박 8일", ("period", "6박 8일")),
        ("인원: 15명", ("people", "15명")),
        ("연수 기간:", ("period", "")),
        ("비가 오면: 실내", None),
        ("10:00 면담", None),
    ],
)
def test_a_label_is_split_from_its_value(lexicon: Lexicon, line: str, expected: tuple[str, str] | None) -> None:
    split = split_label(Text("item", line), lexicon)
    assert (split and (split[0], split[2].text)) == expected


def test_values_stand_behind_a_colon_or_below_it(lexicon: Lexicon) -> None:
    assert values(
        "□ 출장개요\n ○ 기간 : 2019. 6. 16.\n ○ 목적\n ○ 출장자 :\n  - 전라남도 1명\n  - 순천시 2명", lexicon
    ) == [
        ("period", "2019. 6. 16.", False),
        ("people", "전라남도 1명\n순천시 2명", False),
    ]


def test_values_stand_to_the_right_in_tables(lexicon: Lexicon) -> None:
    text = "<b>주관부서</b>\t전라남도 사회적경제과\t구성인원\t15명\n연수기간\t2019. 6. 16.\t\t"
    assert values(text, lexicon) == [
        ("organizer", "전라남도 사회적경제과", False),
        ("people", "15명", False),
        ("period", "2019. 6. 16.", False),
    ]


def test_a_label_spanning_rows_has_all_their_values(lexicon: Lexicon) -> None:
    text = "<table><tr><th rowspan=2>출장자</th><td>순천시 1명</td></tr><tr><td>영암군 1명</td></tr></table>"
    assert values(text, lexicon) == [("people", "순천시 1명", False), ("people", "영암군 1명", False)]


def test_a_label_inside_another_value_is_nested(lexicon: Lexicon) -> None:
    text = "| 연수주제 | • 주제(연수명) : 사회적경제 벤치마킹<br>• 선정이유 : 역량 제고 |"
    assert ("title", "사회적경제 벤치마킹", True) in values(text, lexicon)
    assert ("purpose", "역량 제고", True) in values(text, lexicon)


def test_sections_reach_to_the_next_heading_of_their_level(lexicon: Lexicon) -> None:
    text = "# 계획서\n## ■ 연수개요\n- 기간\n### 세부\n- 인원\n## ■ 시정 기대효과\n- 발전방향 모색"
    assert named_sections(text, lexicon) == [
        ("overview", ["- 기간", "세부", "- 인원"]),
        ("outcome", ["- 발전방향 모색"]),
    ]


def test_an_outline_item_heads_a_section_too(lexicon: Lexicon) -> None:
    text = "□ 출장개요\n ○ 기간 : 2019. 6. 16.\n□ 시사점\n ○ 협동조합 지원\n  - 조례 개정\n□ 행정사항\n ○ 사전교육"
    assert named_sections(text, lexicon) == [
        ("overview", ["○ 기간 : 2019. 6. 16."]),
        ("outcome", ["○ 협동조합 지원", "- 조례 개정"]),
        ("admin", ["○ 사전교육"]),
    ]


def test_a_value_is_no_label_because_of_a_word_in_its_parentheses(lexicon: Lexicon) -> None:
    assert values("| 주관부서 | 전라남도(총괄) |", lexicon) == [("organizer", "전라남도(총괄)", False)]


def test_values_may_stand_below_their_labels(lexicon: Lexicon) -> None:
    table = "| 출장기간 | 출장지역 | 출장인원 |\n|---|---|---|\n| 2019. 10. 14. ~ 10. 19. | 태국 방콕 | 6명 |\n"
    assert values(f"# 계획\n\n{table}", lexicon) == [
        ("period", "2019. 10. 14. ~ 10. 19.", False),
        ("country", "태국 방콕", False),
        ("people", "6명", False),
    ]


def test_headings_of_a_list_are_no_labels_of_its_first_row(lexicon: Lexicon) -> None:
    rows = "| 2019. 10. 14. | 방콕 | 6명 |\n| 2019. 11. 4. | 하노이 | 4명 |\n"
    found = values(f"# 계획\n\n| 출장기간 | 출장지역 | 출장인원 |\n|---|---|---|\n{rows}", lexicon)
    assert not [value for value in found if value[0] == "period"]


def test_a_title_is_told_in_its_line(lexicon: Lexicon) -> None:
    letter = "제목 : 대만 출장 승인 요청\n  가. 출장기간: 2025. 3. 3. ~ 3. 7.\n  나. 출장지: 대만\n"
    document = read_bytes(letter.encode(), "a.txt")
    assert [value.text for value in labelled(document, lexicon) if value.field == "title"] == ["대만 출장 승인 요청"]
