from ingest.extract.lexicon import Lexicon
from ingest.extract.roster import roster
from ingest.readers import read_bytes
from tests.ingest.extract.conftest import Extract

LIST = """소속\t직급\t성명
경기도 수원시 대중교통과\t과장\t홍길동
경기도 수원시 대중교통과\t주무관\t김철수
안산시 교통정책과\t팀장\t이영희
"""


def told(lexicon: Lexicon, table: str) -> list[str]:
    return [line.text for line in roster(read_bytes(table.encode(), "plan.md"), lexicon)]


def test_each_unit_of_a_list_of_people_is_a_line_with_how_many_it_sends(lexicon: Lexicon) -> None:
    assert told(lexicon, LIST) == ["경기도 수원시 대중교통과 2명", "안산시 교통정책과 1명"]


def test_names_of_people_are_in_no_line(lexicon: Lexicon) -> None:
    written = "\n".join(told(lexicon, LIST))
    assert not any(name in written for name in ("홍길동", "김철수", "이영희", "과장"))


def test_a_line_knows_where_its_unit_stands_first(lexicon: Lexicon) -> None:
    found = roster(read_bytes(LIST.encode(), "plan.md"), lexicon)
    assert [line.place for line in found] == ["1.2.1.1", "1.4.1.1"]


def test_a_column_of_numbers_says_how_many_a_row_is_about(lexicon: Lexicon) -> None:
    table = "소속\t직위\t인원\n광주광역시 동구\t과장 등\t3명\n전라남도 순천시\t팀장\t\n광주광역시 동구\t주무관\t2\n"
    assert told(lexicon, table) == ["광주광역시 동구 5명", "전라남도 순천시 1명"]


def test_the_first_number_of_a_count_is_that_of_all_and_a_telephone_number_is_none(lexicon: Lexicon) -> None:
    rows = ("3(남 1, 여 2)", "²", "062-608-2114", "")
    table = "소속\t직위\t인원\n" + "".join(f"광주광역시 동구\t과장\t{count}\n" for count in rows)
    assert told(lexicon, table) == ["광주광역시 동구 6명"]


def test_units_in_neighbouring_columns_are_one(lexicon: Lexicon) -> None:
    table = "기관\t부서\t직급\n광주광역시 동구\t일자리청년과\t6급\n광주광역시 동구\t복지정책과\t7급\n"
    assert told(lexicon, table) == ["광주광역시 동구 일자리청년과 1명", "광주광역시 동구 복지정책과 1명"]


def test_two_lists_side_by_side_are_read_one_after_the_other(lexicon: Lexicon) -> None:
    table = "소속\t성명\t소속\t성명\n순천시\t가\t광양시\t나\n영암군\t다\t\t\n"
    assert told(lexicon, table) == ["순천시 1명", "영암군 1명", "광양시 1명"]


def test_a_unit_that_spans_rows_sends_all_of_them(lexicon: Lexicon) -> None:
    table = """<table>
<tr><th>소속</th><th>직급</th></tr>
<tr><td rowspan=2>순천시 자치혁신과</td><td>5급</td></tr>
<tr><td>7급</td></tr>
</table>"""
    assert told(lexicon, table) == ["순천시 자치혁신과 2명"]


def test_headings_may_stand_below_a_title_of_the_table(lexicon: Lexicon) -> None:
    assert told(lexicon, "연수단 명단\t\t\n" + LIST)[0] == "경기도 수원시 대중교통과 2명"
    assert told(lexicon, "연수단 명단\t\t\n(가나다순)\t\t\n" + LIST) == []


def test_units_without_ranks_or_names_are_no_list_of_people(lexicon: Lexicon) -> None:
    assert told(lexicon, "소속\t업무\n순천시 자치혁신과\t연수 총괄\n") == []


def test_a_plan_takes_from_the_list_who_goes_and_how_many(plan_of: Extract) -> None:
    (trip,) = plan_of("# 2019년 공무국외연수 계획서\n\n- 기간 : 2019. 6. 16. ~ 6. 23.\n\n" + LIST).trips
    assert trip.headcount == 3
    assert [(o.government, o.basic, o.department, o.headcount, o.role) for o in trip.organizers] == [
        ("경기도", "수원시", "대중교통과", 2, "lead"),
        ("경기도", "안산시", "교통정책과", 1, "member"),
    ]


def test_a_list_of_how_many_each_office_sends_counts_them_without_its_total(lexicon: Lexicon) -> None:
    counts = "시군\t부서\t인원\n춘천시\t농정과\t4\n홍천군\t농업과\t3\n계\t\t7\n"
    assert told(lexicon, counts) == ["춘천시 농정과 4명", "홍천군 농업과 3명"]
    assert told(lexicon, "기관\t인원\n바스크 협동조합청\t12\n") == []
