"""Names of people where a heading or a label says that people stand there; their posts and offices stay.

A column or label such as 면담자, 만날 사람 or "Contact person" holds names in any script. Which word is a
name can't be told by the word, so every word goes that is no post, no office and no topic of one. The
words are kept here and not in the vocabulary: what protects people must not hang on a file one edits.
"""

from __future__ import annotations

import re
from functools import lru_cache

MARK = "[이름 삭제]"

_MET = (
    "면담|접견|접촉|응대|안내|설명|브리핑|발표|영접|대담|협의|강의|강연|진행|인솔|참석|대응|만날|만난|만나는|뵐|뵌"
    "|연락|통역|현지|기관|상대측|상대"
)
_WHO = r"(?:예정)?(?:대상)?(?:하신|한|할|해주신|해주실)?(?:자|인|인사|인물|사람|분|담당자?|참석자|실무자|책임자|관계자)"
_SPACED = _WHO.replace(")?(?:자", r")?\s?(?:자").replace("해주", r"해\s?주")
_ALONE = "담당자|참석자|통역사|통역원|가이드|코디네이터|강사|연사|발표자|책임자|서명|(?:만날|만난|뵐|뵌)이"
_ENGLISH = (
    r"contact(?:s|person|persons|name)?|interviewees?|(?:persons?|people)(?:we)?(?:met|tomeet|contacted)|metwith|speakers?"
    r"|interpreters?|guides?|attendees|counterparts?|representatives?"
)
_ADDED = r"(?:성명|이름|직위|직책|직급|소속|연락처|부서|및|등)*"
_PERSON = re.compile(rf"(?:주요|현지)?(?:(?:{_MET}){_WHO}|{_ALONE}|{_ENGLISH}){_ADDED}", re.I)
# The last words of headings of other columns, so that what stands beside a name's heading is not taken for a name.
_HEADING = re.compile(
    r".*(?:성명|성함|이름|참가자명|출장자명|연수자명|일시|일자|날짜|월일|시간|시각|때|장소|지역|도시|국가|기관|기관명|방문처|방문지|내용|사항|비고|소속|직위|직급"
    r"|직책|부서|업무|일|것|곳|점|분야|결과|번호|성격|주제|질문|질의|일정|구분|연번|순번|연락처|전화|이메일|인원|여부|성별"
    r"|date|time|place|where|organi[sz]ation|host|topics?|discussed|position|title|office|outcome|remarks?|notes?"
    r"|role|phone|tel|e-?mail)",
    re.I,
)
_HEADING_SHARE = 0.6  # of a row's cells, for the row to head columns
_LABELLED = re.compile(
    rf"(?<![가-힣A-Za-z])(?P<label>(?:(?:주요|현지|기관|상대측)\s?)?(?:(?:{_MET})\s?{_SPACED}|{_ALONE})(?:\s?[(（][^()（）]*[)）])?"
    r"|contact(?:\s(?:persons?|name))?|interviewees?|(?:persons?|people)\s(?:we\s)?(?:met|contacted)|interpreters?)"
    r"(?P<colon>\s*[:：]\s*)(?P<who>[^:：]+?)(?=\s*(?:$|\s/\s|[\])）】;]?\s*[가-힣A-Za-z ]{1,8}[:：]))",
    re.I,
)
_COUNTED = re.compile(r"^(?!.*외\s*\d).*\d\s*(?:명|인)(?![가-힣])")
_WORD = re.compile(r"\[[^\[\]]*\]|[^\W\d_][\w'’.\-]*")
_PIECES = re.compile(r"([,，;/()（）\n]|\s및\s|\sand\s|\s외\s)")

_POST = (
    "과장|국장|부장|팀장|실장|소장|원장|관장|회장|사장|서장|청장|시장|군수|구청장|의장|처장|차장|학장|총장|교장|조합장|촌장"
    "|이장|본부장|센터장|지부장|지점장|대표|대표자|이사|이사장|상무|전무|감사|간사|교수|박사|강사|연구원|연구관|연구사|심사역"
    "|매니저|디렉터|코치|코디네이터|컨설턴트|큐레이터|어드바이저|담당|담당자|담당관|책임자|관계자|참석자|실무자|전문가|전문위원|의원"
    "|위원|위원장|직원|공무원|사무관|서기관|주무관|주사|주사보|서기|비서관|보좌관|대사|영사|총영사|참사관|간호사|복지사"
    "|상담사|통역사|통역|가이드|해설사|안내원|강사|농장주|운영자|조합원|주민|대리|주임|선임|수석|책임|자문관|고문|단장|인솔자"
    "|협회|센터|재단|위원회|시청|구청|군청|도청|면사무소|기구|대학|대학교|대학원|연구소|연구원|기업|회사|공사|공단|병원|학교"
    "|은행|도서관|박물관|미술관|조합|협동조합|연합회|연맹|의회|사무국|사무소|사업소|대사관|영사관|총영사관|본부|사업부|추진부"
)
_OFFICE = "과|국|부|실|팀|처|청|소|계|반|단|관|회|측|급|직|자"
_TOPICS = (
    "국제|해외|대외|협력|교류|홍보|정책|기획|전략|사업|운영|관리|교육|연구|개발|지역|도시|주택|주거|환경|에너지|복지|재무|회계"
    "|총무|인사|행정|법무|대출|심사|투자|금융|연대|사회|경제|생산|소비|유통|판매|회원|사무|시설|기술|현장|실무|총괄|공보|언론"
    "|시민|주민|참여|마을|농업|임업|어업|수산|축산|관광|문화|예술|체육|도서|전시|교통|안전|보건|의료|간호|돌봄|요양|노인|고령자"
    "|아동|청년|여성|장애인|다문화|이민|고용|일자리|노동|산업|통상|수출|무역|물류|디자인|건축|토목|조경|공원|녹지|하수|상수도|폐기물"
    "|자원|순환|재활용|기후|대기|수질|재생|혁신|창업|지원|육성|상담|안내|견학|방문|접수|예약|통역|학예|사서|생활|건강|치매|재가"
    "|수석|선임|책임|전임|상임|명예|공동|지방|중앙|담당|현지|해당|업무|차량|기사|관련|분야|미정|추후|확정|예정|협의|섭외|조율"
    "|취소|무산|불발|불참|변경|연기|보류|휴관|파업|결항|인력|없음|동일|상동|해설|가이드|대표|이사|공무원|직원|신임|영업|매장|농장|공장|창고|지점|본점|대사|총영사"
)
_ALONE_KEPT = "부|각|측|중|등|외|명|총|인|과|국|실|팀|자|원|사|장|및|겸|전|현|시|구|군|도|계|급"
_KEPT = re.compile(
    rf"(?:[가-힣]*?(?:{_POST})|(?:{_TOPICS})+(?:{_OFFICE})?|[가-힣]{{3,}}(?:과|국|부|팀))(?:님|들|등|급)?|{_ALONE_KEPT}"
)
_SIGNED = re.compile(r".*[長課局担当係員]|.*[Oo○◯Ｏ*]{1,3}|○+")
_ENGLISH_KEPT = re.compile(
    r"(?:director|manager|head|officer|president|chair|advis[eo]r|consultant|professor|researcher|analyst|engineer|planner"
    r"|architect|librarian|curator|nurse|doctor|member|leader|coordinator|councillor|representative|official|team|division"
    r"|office|unit|section|cit(?:y|ie)|town|relation|affair|communication|service|product|resource|program|department)s?"
    r"|chairman|chairwoman|chairperson|secretary|general|assistant|senior|junior|lead|staff|chief|deputy|vice|bureau"
    r"|cent(?:re|er)|agency|council|commission|committee|ministry|institute|university|municipal(?:ity)?|county|state"
    r"|region(?:al)?|national|public|international|policy|planning|housing|transport|energy|climate|environment|welfare"
    r"|health|social|care|education|culture|tourism|finance|econom(?:y|ic)|development|research|project|programme|tb[da]"
    r"|none|mayor|commissioner|minister|board|executive|operations|human|community|urban|digital|technical|sales"
    r"|marketing|mrs?|ms|dr|prof",
    re.I,
)
_AROUND = re.compile(r"[\s()（）\[\]·/,_:：.-]+")  # what stands in and around a heading
_SPACING = re.compile(r"[\s()（）·/]+")


@lru_cache(maxsize=4096)
def heads_people(heading: str) -> bool:
    """Whether a heading or a label says that people stand below or beside it: 면담자, 만날 사람, "Contact person"."""
    return bool(_PERSON.fullmatch(_AROUND.sub("", heading)))


def heads_columns(row: list[str]) -> bool:
    """Whether a row of cells heads columns, and tells no value beside its label."""
    named = [heads_people(text) or bool(_HEADING.fullmatch(_SPACING.sub("", text))) for text in row]
    return sum(named) >= _HEADING_SHARE * len(row)


def without_people(text: str) -> str:
    """`text`, which says who someone is, without what may be a name: "린메이링 과장" becomes "[이름 삭제] 과장"."""
    return "".join(piece if at % 2 else _in_piece(piece) for at, piece in enumerate(_PIECES.split(text)))


def without_labelled(text: str) -> str:
    """`text` without the names behind labels in it such as "면담자 :"; who is counted there is no name."""
    return _LABELLED.sub(lambda m: m.group() if _COUNTED.search(m["who"]) else _unnamed(m), text)


def _unnamed(match: re.Match[str]) -> str:
    return f"{match['label']}{match['colon']}{without_people(match['who'])}"


def _in_piece(piece: str) -> str:
    topic = False  # behind "of" stands what an office is about

    def kept(match: re.Match[str]) -> str:
        nonlocal topic
        word = match.group()
        topic = topic or word in ("of", "for")
        return word if topic or _is_no_name(word) else MARK

    marked = _WORD.sub(kept, piece)
    return re.sub(rf"{re.escape(MARK)}(?:[\s·]*{re.escape(MARK)})+", MARK, marked)


def _is_no_name(word: str) -> bool:
    if word.startswith("["):
        return True
    if word.isascii():
        return word.islower() or bool(_ENGLISH_KEPT.fullmatch(word.strip(".")))
    return bool(_KEPT.fullmatch(word) or _SIGNED.fullmatch(word))
