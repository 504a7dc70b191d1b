"""Days whose cells hold tables of their own, written out as one table."""

from ingest.document import Table
from ingest.extract.lexicon import Lexicon
from ingest.extract.nested import written_out
from ingest.readers import read_bytes

DAYS = (
    "<table><tr><th>날</th><th>그날의 일정</th></tr>"
    "<tr><td>9.2.(일)</td><td><table><tr><td>14:20</td><td>인천 출발</td></tr></table></td></tr>"
    "<tr><td>9.3.(월)</td><td><table><tr><th>시각</th><th>찾아갈 곳</th><th>물어볼 것</th></tr>"
    "<tr><td>10:00</td><td>사회국</td><td>거점 지정 기준</td></tr>"
    "<tr><td>14:00</td><td>위생국</td><td>거점 배치 원칙</td></tr></table></td></tr></table>"
)


def table(markup: str) -> Table:
    block = read_bytes(f"<html><body>{markup}</body></html>".encode(), "days.html").blocks[0]
    assert isinstance(block, Table)
    return block


def test_rows_of_the_tables_within_become_rows_below_their_headings(lexicon: Lexicon) -> None:
    whole = written_out(table(DAYS), lexicon)
    assert whole is not None
    rows = [[cell.text if cell else "" for cell in row] for row in whole.grid()]
    assert rows[0][0] == "날"
    assert {"시각", "찾아갈 곳", "물어볼 것"} <= set(rows[0])
    assert [row[0] for row in rows[1:]] == ["9.2.(일)", "9.3.(월)", "9.3.(월)"]
    assert rows[3][rows[0].index("찾아갈 곳")] == "위생국"


def test_a_table_with_one_table_in_it_stays(lexicon: Lexicon) -> None:
    one = "<table><tr><td>인원</td><td><table><tr><td>경제과</td><td>3</td></tr></table></td></tr></table>"
    assert written_out(table(one), lexicon) is None
