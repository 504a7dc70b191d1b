from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.tsv import Problems, Row, read_table

COLUMNS = ("id", "name")
VALUE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\r\n"), max_size=12).map(str.strip)


def read(folder: Path, content: bytes) -> tuple[list[Row], list[str]]:
    path = folder / "authority" / "kinds.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    problems = Problems()
    return read_table(path, COLUMNS, problems), problems.messages


def test_rows_know_their_file_and_line(tmp_path: Path) -> None:
    rows, messages = read(tmp_path, "id\tname\nbank\t은행\ncare\t돌봄\n".encode())
    assert messages == []
    assert rows == [
        Row("authority/kinds.tsv", 2, {"id": "bank", "name": "은행"}),
        Row("authority/kinds.tsv", 3, {"id": "care", "name": "돌봄"}),
    ]


def test_windows_files_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    rows, messages = read(tmp_path, "\ufeffid\tname\r\nbank\t은행\r\n".encode())
    assert ([row["name"] for row in rows], messages) == (["은행"], [])


def test_columns_may_stand_in_any_order_and_more_may_be_there(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "note\tname\tid\n메모\t은행\tbank\n".encode())
    assert rows[0].values == {"note": "메모", "name": "은행", "id": "bank"}


def test_quotes_are_letters(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, b'id\tname\nbank\t"Coop" said\n')
    assert rows[0]["name"] == '"Coop" said'


def test_white_space_around_a_value_is_nothing(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, b"id\tname\n bank \t Bank \n")
    assert rows[0].values == {"id": "bank", "name": "Bank"}


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    rows, messages = read(tmp_path, b"id\tname\n\nbank\tBank\n\n")
    assert ([row.line for row in rows], messages) == ([3], [])


def test_a_line_with_too_few_values_is_told_and_left_out(tmp_path: Path) -> None:
    rows, messages = read(tmp_path, b"id\tname\nbank\ncare\tCare\n")
    assert [row["id"] for row in rows] == ["care"]
    assert messages == ["authority/kinds.tsv 2번째 줄: 칸이 2개여야 하는데 1개입니다. TAB을 확인해 주세요."]


def test_a_line_with_too_many_values_is_told(tmp_path: Path) -> None:
    _, messages = read(tmp_path, b"id\tname\nbank\tBank\tmore\n")
    assert messages == ["authority/kinds.tsv 2번째 줄: 칸이 2개여야 하는데 3개입니다. TAB을 확인해 주세요."]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    _, messages = read(tmp_path, b"title\nBank\n")
    assert messages == ["authority/kinds.tsv 1번째 줄: 첫 줄에 다음 열이 없습니다: id, name"]


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == ([], ["authority/kinds.tsv 1번째 줄: 첫 줄에 다음 열이 없습니다: id, name"])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    problems = Problems()
    assert read_table(tmp_path / "kinds.tsv", COLUMNS, problems) == []
    assert problems.messages == [f"{tmp_path.name}/kinds.tsv 1번째 줄: 파일이 없습니다."]


def test_another_encoding_is_told(tmp_path: Path) -> None:
    _, messages = read(tmp_path, "id\tname\nbank\t은행\n".encode("cp949"))
    assert messages == ["authority/kinds.tsv 1번째 줄: UTF-8 텍스트가 아닙니다. UTF-8로 저장해 주세요."]


def test_a_field_may_list_several_values() -> None:
    row = Row("f", 2, {"aliases": "순천| 전남 순천 ||", "none": ""})
    assert (row.listed("aliases"), row.listed("none")) == (("순천", "전남 순천"), ())


@given(st.lists(st.tuples(VALUE.filter(bool), VALUE), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path: Path, written: list[tuple[str, str]]) -> None:
    lines = ["id\tname", *("\t".join(pair) for pair in written)]
    rows, messages = read(tmp_path, "\n".join(lines).encode())
    assert messages == []
    assert [(row["id"], row["name"]) for row in rows] == written
    assert [row.line for row in rows] == list(range(2, len(written) + 2))
