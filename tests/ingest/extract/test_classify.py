import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.classify import Context, entry_kind, is_generic
from ingest.extract.lexicon import Lexicon

# 실제 계획서와 보고서의 줄, 그 아래 줄, 바른 읽기
LINES = [
    ("인천→빌바오", (), "transfer"),
    ("파리국제공항→인천공항", (), "transfer"),
    ("인천국제공항 도착", (), "transfer"),
    ("호텔", (), "lodging"),
    ("(숙박: 빌바오 ○○호텔 ★★★★)", (), "lodging"),
    ("MCC(몬드라곤협동조합복합체)", ("각 협동조합 지원정책 마련 협의",), "visit"),
    ("LagunAro(라군아로)", ("직원 복지 담당", "고용재배치 등의 업무 수행 협의"), "visit"),
    ("빌바오 시청", ("협동조합 관리 및 지원사업 진행",), "visit"),
    ("파리시청", ("파리 협동조합 및 사회적경제 정책관리",), "visit"),
    ("사업고용협동조합(CAE)", ("창업자 대상 컨설팅 등 맞춤형 지원관련 협의",), "visit"),
    ("파리 문화 탐방", ("몽마르뜨 언덕, 폰네프 다리",), "tourism"),
    ("파리 문화 탐방", ("루브르 박물관, 오르제 박물관",), "tourism"),
    ("루브르 박물관, 오르제 박물관", (), "tourism"),
    ("사그라다 파밀리아, 구엘 공원", (), "tourism"),
    ("자유일정", (), "free"),
    ("국제사회적경제협의체(GSEF) 3차 총회 참석", (), "event"),
    ("중식(현지식)", (), "meal"),
    ("샹티에(Chantier de l'économie sociale)", (), "visit"),
    ("바르셀로나 악티바(Barcelona Activa)", ("협의사항: 사회연대경제 지원제도",), "visit"),
    ("칸 바트요(Can Batlló) 도시재생 현장 시찰", (), "visit"),
    ("코인스트리트·로컬리티·SEUK 방문", (), "visit"),
    ("볼로냐 레가코프, 카디아이 방문", (), "visit"),
    ("결과보고서 작성 및 자료정리", (), "other"),
    ("다낭시 관광국 방문 및 관계자 간담회", ("관광객 분산 안내체계 운영 현황",), "visit"),
    ("오르후스 호텔학교, 아그로 푸드 파크", ("교육과정 설명",), "visit"),
    ("항만공항국", (), "visit"),
]


@pytest.mark.parametrize(("text", "agenda", "kind"), LINES)
def test_a_line_of_an_itinerary(lexicon: Lexicon, text: str, agenda: tuple[str, ...], kind: str) -> None:
    assert entry_kind(text, Context(agenda=agenda), lexicon) == kind


def test_an_agenda_makes_a_visit_of_a_sight(lexicon: Lexicon) -> None:
    museum = "시립 산업박물관"
    assert entry_kind(museum, Context(), lexicon) == "tourism"
    agenda = ("지역재생 사업 추진체계 설명 청취", "운영 예산과 조례 질의")
    assert entry_kind(museum, Context(agenda=agenda), lexicon) == "visit"


@pytest.mark.parametrize(
    ("name", "generic"),
    [
        ("사업고용협동조합(CAE)", True),
        ("CAE (사업고용협동조합)", True),
        ("사회적기업 육성기관 1개소", True),
        ("협동조합 2곳", True),
        ("MCC(몬드라곤협동조합복합체)", False),
        ("빌바오 시청", False),
        ("코파남(Coopaname)", False),
        ("처음 듣는 이름 센터", False),
    ],
)
def test_a_type_names_no_institution(lexicon: Lexicon, name: str, generic: bool) -> None:
    assert is_generic(name, lexicon) is generic


@given(
    text=st.text("시청방문→호텔탐방협의 관광GSEF총회()·", max_size=20),
    agenda=st.lists(st.text("협의면담박물관 ", max_size=8), max_size=3).map(tuple),
    strong=st.booleans(),
)
def test_any_line_has_a_kind(lexicon: Lexicon, text: str, agenda: tuple[str, ...], strong: bool) -> None:
    kinds = {"visit", "tourism", "transfer", "lodging", "meal", "free", "event", "other"}
    assert entry_kind(text, Context(agenda=agenda, strong=strong), lexicon) in kinds
    assert isinstance(is_generic(text, lexicon), bool)
