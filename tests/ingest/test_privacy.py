import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Cell, Document, Table, Text, placed
from ingest.privacy import scrub, scrub_document
from ingest.readers import read_bytes

DIGITS = st.integers(0, 9999).map("{:04}".format)
BEFORE = st.sampled_from(["", "담당자 ", "문의: ", "(", "연락처 : ", "김OO 주무관, ", "T.", "전화번호는 "])
AFTER = st.sampled_from(["", " 로 연락", ")", "입니다.", ", 끝.", " / 팩스 없음", " (2019. 6. 16.)"])
DASH = st.sampled_from(["-", " - ", ".", "–", "‐", " ", "－"])
# 가로 묶음, 국번 앞 0의 유무까지 공문서에 나오는 전화번호 모양들
AREA = st.sampled_from(["10", "11", "16", "19", "2", "31", "41", "51", "61", "64", "70", "505"])
PHONE_STYLES = st.sampled_from(
    ["0{a}{d}{m}{d}{l}", "0{a}){m}{d}{l}", "0{a}) {m}{d}{l}", "(0{a}){m}{d}{l}", "(0{a}) {m}{d}{l}",
     "0{a}{m}{l}", "+82-{a}-{m}-{l}", "+82 {a} {m} {l}", "+82){a}-{m}-{l}", "(+82) {a}-{m}-{l}",
     "82-{a}-{m}-{l}", "+82-(0){a}-{m}-{l}", "+82{a}{m}{l}"]
)  # fmt: skip


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


@st.composite
def phones(draw: st.DrawFn) -> str:
    style = draw(PHONE_STYLES)
    return style.format(a=draw(AREA), d=draw(DASH), m=draw(DIGITS.map(lambda d: "5" + d[1:])), l=draw(DIGITS))


@st.composite
def resident_numbers(draw: st.DrawFn) -> str:
    birth = f"{draw(st.integers(0, 99)):02}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 31)):02}"
    rest = f"{draw(st.integers(1, 8))}{draw(st.integers(0, 999999)):06}"
    return birth + draw(st.sampled_from(["-", " - ", "–", "", " ", "~", "－"])) + rest


@st.composite
def emails(draw: st.DrawFn) -> str:
    name = draw(st.from_regex(r"[a-z][a-z0-9._-]{1,8}[a-z0-9]", fullmatch=True))
    host = draw(st.sampled_from(["korea.kr", "suncheon.go.kr", "sub.bilbao.eus", "naver.com"]))
    return name + draw(st.sampled_from(["@", " @ ", "＠"])) + host


@st.composite
def passports(draw: st.DrawFn) -> str:
    number = f"{draw(st.integers(0, 99999999)):08}"
    style = draw(st.sampled_from(["old", "two", "new"]))
    letter = draw(st.sampled_from("MSRDG"))
    return {
        "old": letter + number,
        "two": "M" + letter + number[:7],
        "new": letter + number[:3] + "A" + number[3:7],
    }[style]


@given(BEFORE, phones(), AFTER)
def test_no_phone_number_survives(before: str, phone: str, after: str) -> None:
    scrubbed = scrub(before + phone + after)
    assert digits_of(phone)[-8:] not in digits_of(scrubbed)
    assert "번호 삭제]" in scrubbed  # thirteen digits in a row may be a resident number as well
    assert scrubbed.endswith(after)


@given(BEFORE, resident_numbers(), AFTER)
def test_no_resident_number_survives(before: str, number: str, after: str) -> None:
    assert scrub(before + number + after) == f"{before}[주민등록번호 삭제]{after}"


@given(BEFORE, emails(), AFTER)
def test_no_address_for_mail_survives(before: str, email: str, after: str) -> None:
    assert scrub(before + email + after) in (f"{before}[전자우편 삭제]{after}", f"[전자우편 삭제]{after}")


@given(st.sampled_from(["", "여권 ", "(", "여권번호:"]), passports(), st.sampled_from(["", ")", " 소지", "번"]))
def test_no_passport_number_survives(before: str, passport: str, after: str) -> None:
    assert scrub(before + passport + after) == f"{before}[여권번호 삭제]{after}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tel: +46 8 718 80 00", "Tel: [전화번호 삭제]"),
        ("Tel. +34 943 77 93 00, Fax. +34 943 79 66 32", "Tel. [전화번호 삭제], Fax. [전화번호 삭제]"),
        ("+33 1 42 76 40 40 (파리시청)", "[전화번호 삭제] (파리시청)"),
        ("☎749-5701", "☎[전화번호 삭제]"),
        ("전화 749-5701", "전화[전화번호 삭제]"),
        ("010-1234-5678, 010-8765-4321", "[전화번호 삭제], [전화번호 삭제]"),
        ("문의 061-749-5701~3", "문의 [전화번호 삭제]~3"),
        ("010-1234-5678/hong@korea.kr", "[전화번호 삭제]/[전자우편 삭제]"),
    ],
)
def test_a_mark_says_what_stood_there(text: str, expected: str) -> None:
    assert scrub(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2019. 6. 16.(일) ~ 6. 23.(일) <6박 8일>",
        "2019. 6. 16.",
        "'19.6.16.~6.23.",
        "2019-06-16 ~ 2019-06-23",
        "20260527 ~ 20260531",
        "190616~190623",
        "09:05 14:10 17:05 18:40",
        "10:00~12:00",
        "8만여명의 조합원이 소속된 몬드라곤협동조합의 복합체",
        "131개 협동조합이 가입한 사회보장, 상호부조협동조합",
        "19,200천원",
        "소요예산: 1인 3,450,000원 × 15명 = 51,750,000원",
        "1유로=1,295.50원",
        "항공료 @2.5백만원 × 3명",
        "소요액 1234567890원",
        "1959년 설립, 조합원 2만 9천명",
        "Aldo Moro 16, 40127 Bologna / 창립연도 1860",
        "Granitvägen 15, 131 81 Nacka",
        "1431 rue Fullum, Montréal H2K 0B5",
        "5 Rue Lobau, 75004 Paris",
        "전라남도 순천시 장명로 30 (우 57956)",
        "43.064,-2.49",
        "위도 43.2630126, 경도 -2.9349852",
        "Plaça Pep Ventura 1, 08028 Barcelona",
        "2. 2018~2019년 추진 실적",
        "2. 100~2000명 규모의 조합",
        "31. 2018-2019 회계연도",
        "2 2018 - 2019 성과",
        "매출 2.352 - 2019년 기준",
        "Hotel 2019. 6. 17.(월) 체크인",
        "전화 2019. 5. 2.(목) 사전 협의",
        "항공편 KE902 / AF1537, B777",
        "문서번호 사회적경제과-12345(2019. 5. 2.)",
        "예산 +15000000원 증액",
        "사업고용협동조합(CAE), SCOP 2000여 개",
        "MCC(몬드라곤협동조합복합체), LagunAro(라군아로), Coop57, Optic 2000",
        "Chantier de l'économie sociale",
        "쪽 1-2-3, 제2-3-4호, 3.5.7",
    ],
)
def test_ordinary_text_survives(text: str) -> None:
    assert scrub(text) == text


@given(st.dates(), st.sampled_from(["%Y. %-m. %-d.", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y년 %-m월 %-d일"]))
def test_no_date_is_touched(date, style: str) -> None:  # type: ignore[no-untyped-def]
    text = f"{date.strftime(style)}~{date.strftime(style)} 출장"
    assert scrub(text) == text


@given(
    st.integers(0, 10**12),
    st.sampled_from(["", "소요예산 ", "총 ", "약 ", "2. "]),
    st.sampled_from(["원", "천원", "명", "유로", "개"]),
)
def test_no_amount_is_touched(amount: int, before: str, unit: str) -> None:
    text = f"{before}{amount:,}{unit}"
    assert scrub(text) == text


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_coordinates_are_touched(latitude: float, longitude: float) -> None:
    text = f"({latitude:.6f}, {longitude:.6f})"
    assert scrub(text) == text


def test_no_known_name_is_touched(authority) -> None:  # type: ignore[no-untyped-def]
    for institution in authority.institutions.values():
        for claim in institution.names:
            assert scrub(claim.value) == claim.value


@given(st.text(max_size=60))
def test_scrubbing_again_changes_nothing(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


def test_a_document_is_scrubbed_to_its_innermost_cell_and_keeps_its_places() -> None:
    phone = Text("paragraph", "010-1234-5678")
    inner = Table((Cell(0, 0, (phone,)),))
    blocks = placed([Text("item", "문의 hong@korea.kr", 1, "○"), Table((Cell(0, 1, (inner,)),))])
    scrubbed = scrub_document(Document("a.txt", "txt", "0", blocks))
    assert scrubbed.text == "○ 문의 [전자우편 삭제]\n[전화번호 삭제]"
    assert scrubbed.blocks == placed(scrubbed.blocks)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("담당 : 지방행정주사보 윤철수 / 문화관광과", "담당 : 지방행정주사보 [이름 삭제] / 문화관광과"),
        ("문의: 주무관 김영희(기획팀)", "문의: 주무관 [이름 삭제](기획팀)"),
        ("작성자: 박민수", "작성자: [이름 삭제]"),
        ("보고서 작성: 이상훈 주무관", "보고서 작성: [이름 삭제] 주무관"),
        ("과장 이OO 외 4명 (총 5명)", "과장 이OO 외 4명 (총 5명)"),
        ("팀장 외 3명", "팀장 외 3명"),
        ("사회적경제과 주무관 2명", "사회적경제과 주무관 2명"),
        ("몬드라곤 대학교 방문", "몬드라곤 대학교 방문"),
    ],
)
def test_names_beside_ranks_go_and_nothing_else(written: str, kept: str) -> None:
    assert scrub(written) == kept


def test_a_roster_loses_names_and_private_columns() -> None:
    head = "| 소속 | 직급 | 성 명 | 생년월일 | 기관명 |\n|---|---|---|---|---|\n"
    text = head + "| 경제과 | 7급 | 홍길동 | 1980. 1. 2. | 라군아로 |\n"
    document = scrub_document(read_bytes(text.encode(), "roster.md"))
    assert "홍길동" not in document.text
    assert "1980" not in document.text
    assert "경제과\t7급\t[이름 삭제]\t[개인정보 삭제]\t라군아로" in document.text


def test_a_table_of_institutions_keeps_its_names() -> None:
    text = "| 기관명 | 연락처 |\n|---|---|\n| 라군아로 | 담당 부서 |\n"
    document = scrub_document(read_bytes(text.encode(), "sites.md"))
    assert "라군아로\t담당 부서" in document.text


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("총괄 담당 : 춘천시 농식품유통과 남궁혜솔 (033-000-4416, food.cc@example.com)", "남궁혜솔"),
        ("글쓴이 : 환경과 현OO, 햇살마을네트워크 채다온 (sunny.net@example.com)", "채다온"),
        ("정리 : 시민단체 햇살마을 채다온", "채다온"),
        ("표은설 / 031-000-1234", "표은설"),
    ],
)
def test_a_name_before_a_number_or_behind_the_word_for_an_author_goes(line: str, name: str) -> None:
    assert name not in scrub(line)
    assert "[이름 삭제]" in scrub(line)


@pytest.mark.parametrize(
    "line", ["문의 : 도서관정책과 ☎ ", "연락 : 성북구 도시농업과 ", "담당: 주택국 ", "이민정책연구원 전화 ", "문의 "]
)
def test_an_office_before_a_number_stays(line: str) -> None:
    assert scrub(f"{line}02-500-1234") == f"{line}[전화번호 삭제]"
