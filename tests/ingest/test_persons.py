"""Whom one meets: names go in any script wherever a heading or label says people stand there."""

import pytest

from ingest.persons import heads_people
from ingest.privacy import scrub, scrub_document
from ingest.readers import read_bytes


@pytest.mark.parametrize("heading", ["면담자", "만날 사람", "접촉예정인물", "면담자(직위)", "Contact person", "안내자"])
def test_headings_of_people(heading: str) -> None:
    assert heads_people(heading)


@pytest.mark.parametrize("heading", ["면담 내용", "방문기관", "소속", "Organisation", "통역비", "참가기관"])
def test_headings_of_anything_else(heading: str) -> None:
    assert not heads_people(heading)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("면담자 : 오가와 미도리 과장", "면담자 : [이름 삭제] 과장"),
        ("면담자: 마리아 로페스(국제협력 담당) / 장소: 시청", "면담자: [이름 삭제](국제협력 담당) / 장소: 시청"),
        ("만난 사람: 대출 심사역, 생산자 이사", "만난 사람: 대출 심사역, 생산자 이사"),
        ("접견자: Ms. Odile Tremblette, Head of Housing", "접견자: Ms. [이름 삭제], Head of Housing"),
        ("면담자 : 小川みどり 課長", "면담자 : [이름 삭제] 課長"),
        ("참석자 : 경상남도 김해시 농업기술과 3명", "참석자 : 경상남도 김해시 농업기술과 3명"),
        ("기안 주무관 표은설   검토 에너지팀장 갈현우", "기안 주무관 [이름 삭제]   검토 에너지팀장 [이름 삭제]"),
    ],
)
def test_names_behind_a_label_go_and_posts_stay(written: str, kept: str) -> None:
    assert scrub(written) == kept


def test_names_below_a_heading_go_in_every_script() -> None:
    table = (
        "| 면담자 | 소속 |\n|---|---|\n| 다케노 슌지 | 구청 |\n| Odile Tremblette | RISQ |\n| 小川 みどり | 시청 |\n"
    )
    lines = scrub_document(read_bytes(table.encode(), "met.md")).text.splitlines()
    assert lines == ["면담자\t소속", "[이름 삭제]\t구청", "[이름 삭제]\tRISQ", "[이름 삭제]\t시청"]


def test_names_beside_a_label_go_and_what_stands_below_it_stays() -> None:
    card = "| 기관명 | 시청 | 면담자 | 누리아 솔레 국장 |\n|---|---|---|---|\n| 소재지 | 빈 | 일시 | 6.12. |\n"
    lines = scrub_document(read_bytes(card.encode(), "card.md")).text.splitlines()
    assert lines == ["기관명\t시청\t면담자\t[이름 삭제] 국장", "소재지\t빈\t일시\t6.12."]
