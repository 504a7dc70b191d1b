"""Personal data out, before anything is extracted or stored.

Numbers, addresses and names that belong to a person are replaced by a mark that says what stood there, so
that nobody takes the gap for a reading error. Sources: the resident registration number is six
digits of birth date, seven more, the seventh telling century and sex (주민등록법 시행규칙 제2조);
a Korean passport number is one or two letters and seven or eight digits, since 2021 with a letter
in the middle (외교부 여권안내). Names of people are told by a civil servant's rank beside them and by the
headings of rosters; names of institutions stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from operator import is_

from ingest.document import Block, Cell, Document, Table, Text, once
from ingest.persons import MARK, heads_columns, heads_people, without_labelled, without_people

_HYPHENS = "-‐‑‒–—―−－"
_DASH = rf"\s{{0,9}}[{_HYPHENS}~.∼]\s{{0,9}}"
_GAP = rf"(?:\s*[{_HYPHENS}.]\s*|\)?\s*)"  # between the parts of a telephone number, which may touch
_AREA = r"(?:1[016789]|2|[3-6][1-5]|[78]0|50\d?)"
_DATE = r"(?:19|20)\d\d\s*[-./년]\s*\d{1,2}(?!\d)"
_PHONE_LABEL = r"(?:(?<=tel)(?<![a-z]tel)|(?<=fax)|(?<=전화)|(?<=팩스)|(?<=휴대폰)|(?<=핸드폰)|(?<=연락처)|(?<=[☎☏✆]))"
_PATTERNS = (
    ("주민등록번호", re.compile(rf"(?<!\d)\d{{6}}(?:{_DASH}|\s?)[1-8]\d{{6}}(?!\d)")),
    ("전자우편", re.compile(r"(?<![\w.+%-])[\w.+%-]+\s?[@＠]\s?(?:[\w-]+\.)+[A-Za-z]{2,}")),
    # Korean numbers: 0 or +82 before the area is what tells "02-749-5701" from "2. 2018-2019".
    (
        "전화번호",
        re.compile(
            rf"(?<!\d)(?<!\d[.,:])(?:(?:\(?\+82\)?{_GAP}|\(?82\)?(?!\d){_GAP})\(?0?\)?|\(?0)"
            rf"{_AREA}\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
        ),
    ),
    # Numbers abroad, by their country code.
    (
        "전화번호",
        re.compile(
            rf"(?<!\d)\+(?!{_DATE})\d{{1,3}}(?=(?:[\s.()/-]*\d){{7}})(?:[\s.()/-]{{1,3}}\d{{1,10}}){{1,6}}(?!\d)"
        ),
    ),
    ("전화번호", re.compile(r"(?<!\d)\+\d{10,14}(?!\d|\s*[천만억]?원)")),
    (
        "전화번호",
        re.compile(rf"{_PHONE_LABEL}(?:번호)?(?!\W{{0,5}}{_DATE})\s?[.:：]?\s{{0,2}}\+?[\d()\s.-]{{7,24}}\d", re.I),
    ),
    ("여권번호", re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d{7,8}|[A-Z]\d{3}[A-Z]\d{4})(?![A-Za-z0-9])")),
)


# Names: behind a civil servant's rank, before a rank that only civil servants have, and in rosters.
_RANKS = (
    "주무관|사무관|서기관|부이사관|이사관|행정주사보?|주사보?|서기보?|주임|팀장|과장|국장|실장|계장|담당관|단장|인솔자|"
    "작성자|보고자|담당자|연구사|연구관|지도사|통역|가이드"
)
_OFFICIAL_RANKS = "주무관|사무관|서기관|주사보|주사|서기보|주임"
_NAME = "[가-힣]{2,4}"
_SIGNS = "기안|작성|검토|협조|결재|전결|시행"  # what those do who sign a letter
_BEHIND_RANK = re.compile(
    rf"((?:{_RANKS})\s*[:：]?\s+)({_NAME})(?=\s*(?:[,/()·☎]|$|외\s*\d|\d|(?:{_SIGNS})(?:권?자|\s|$)|(?:[가-힣]+)?(?:{_RANKS})\s))"
)
_BEFORE_RANK = re.compile(
    rf"(?<![가-힣])([가-힣]{{3}})(?=\s(?:[가-힣]{{2}}\d급\s)?(?:지방)?(?:{_OFFICIAL_RANKS})(?![가-힣]))"
)
# Names by where they stand: right before a number or address that was taken out, and behind "글쓴이 :".
_SURNAMES = (
    "남궁|황보|제갈|선우|사공|서문|독고|"
    "[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소"
    "석선설마길연위표명기반왕금옥육인맹제모탁국어은편경봉사부피감빈동온호범좌팽승간상갈단견당]"
)
# What such a word ends in where it is an office, or a word of the line itself.
_NO_NAME = (
    "과|팀|청|회|처|실|센터|본부|지부|서관|사무소|연구원|교육원|연구소|교육부|재단|공사|기관|담당|번호|주소|"
    "(?:주택|도시|환경|교통|문화|복지|경제|건설|행정|기획|보건|산업|농업|교육|정책|관광|안전|사무)국"
)
_PERSON = rf"(?!\S{{0,4}}(?:{_NO_NAME})(?![가-힣]))(?:{_SURNAMES})[가-힣]{{1,2}}(?![가-힣])"
_BEFORE_CONTACT = re.compile(
    rf"(?<![가-힣])({_PERSON})(?=\s*(?:님|씨)?[\s(（<,/·∙|:：☎☏]{{0,4}}(?:tel|전화|메일)?[\s.:)]{{0,3}}"
    r"\[(?:전화번호|전자우편) 삭제\])",
    re.I,
)
_BY_AUTHOR = re.compile(
    r"^\W*(?:글쓴이|글|지은이|작성|정리|집필|기록|기안|편집|총괄|실무|문의|연락|책임|담당|총괄\s?담당|실무\s?담당|작성\s?책임)\s*[:：]\s*(?=\S)"
)
_IN_CHARGE = re.compile(rf"((?:맡은\s?이|글쓴이|지은이)\s+){_PERSON}(?=\s*(?:$|[,/)）·]))")
_AUTHOR = re.compile(rf"(?:(?<=\S\s)|(?<=^))({_PERSON})(?=\s*(?:[,/()（）·\[]|$|외\s*\d))")
# A line without any of these holds nothing that the patterns look for; most lines are such.
_SUSPECT = re.compile(
    rf"\d{{3}}|\d\W\d{{2}}|[@＠]|{_RANKS}|{_OFFICIAL_RANKS}|(?:글|이|작성|정리|집필|기록|기안|편집|총괄|실무|문의|연락|책임|담당)\s?[:：]"
    r"|(?:맡은\s?|글쓴|지은)이\s"
)
_ROSTER = re.compile(r"성명|성함|이름|참가자명|출장자명|연수자명|name", re.I)
_PRIVATE_COLUMN = re.compile(
    r"주민(?:등록)?번호|생년월일|여권번호|연락처|전화(?:번호)?|휴대폰|핸드폰|이메일|전자우편|e-?mail", re.I
)
_LONGEST_HEADING = 40  # characters, white space and parentheses included
_KEPT_IN_ROSTER = frozenset(
    [
        "외",
        "명",
        "총",
        "계",
        "인",
        "합계",
        "소계",
        "미정",
        "추후",
        "확정",
        "예정",
        "직원",
        "공무원",
        "담당",
        "행정",
        "지방행정",
        "통역",
        "현지",
        "과장",
        "국장",
        "실장",
        "팀장",
        "계장",
        "주무관",
        "사무관",
        "서기관",
        "주사",
        "주사보",
        "서기",
        "서기보",
        "주임",
        "단장",
        "대표",
        "이사장",
        "센터장",
        "의원",
        "의장",
        "부의장",
        "위원장",
        "시장",
        "군수",
        "구청장",
        "도지사",
        "부시장",
        "부군수",
        "사정",
        "병가",
        "부재",
        "출장",
        "면담",
        "설명",
        "협의",
        "회의",
        "의견",
        "휴가",
        "연락",
        "연락처",
        "문의",
        "문의처",
        "전화",
        "전송",
        "안내",
        "신청",
        "이메일",
        "주소",
        "부서",
        "소속",
    ]
)
_MARKS = re.compile(r"[\s()（）·/]+")
_WORD_OF_NAMES = re.compile(
    r"(?<![가-힣A-Za-z])(?:[가-힣]{2,5}|[가-힣](?:\s[가-힣]){1,3}|[A-Z][A-Za-z-]+(?:\s[A-Z][A-Za-z-]+)*)(?![가-힣A-Za-z])"
)


@lru_cache(maxsize=2**13)
def scrub(text: str) -> str:
    """`text` with each piece of personal data replaced by a mark such as "[전화번호 삭제]"."""
    if ":" in text or "：" in text:
        text = without_labelled(text)
    if not _SUSPECT.search(text):
        return text
    for what, pattern in _PATTERNS:
        text = pattern.sub(f"[{what} 삭제]", text)
    text = _BEHIND_RANK.sub(_without_name, text)
    text = _BEFORE_RANK.sub("[이름 삭제]", text)
    text = _IN_CHARGE.sub(r"\1[이름 삭제]", text)
    return _without_author(_BEFORE_CONTACT.sub(_unless_kept, text))


def _without_author(text: str) -> str:
    """A line such as "글쓴이 : 환경과 현소라, 채다온" without the names behind its label."""
    label = _BY_AUTHOR.match(text)
    return text[: label.end()] + _AUTHOR.sub(_unless_kept, text[label.end() :]) if label else text


def _unless_kept(match: re.Match[str]) -> str:
    return match.group() if match.group(1) in _KEPT_IN_ROSTER else "[이름 삭제]"


def _without_name(match: re.Match[str]) -> str:
    kept = match.group(2) in _KEPT_IN_ROSTER
    return match.group() if kept else f"{match.group(1)}[이름 삭제]"


def scrub_document(document: Document) -> Document:
    """The same document, its places unchanged, without personal data."""
    return replace(document, blocks=tuple(_scrub_block(block) for block in document.blocks))


def _scrub_block(block: Block) -> Block:
    if isinstance(block, Text):
        clean = scrub(block.text)
        return block if clean == block.text else replace(block, text=clean)
    return _scrub_table(_scrub_roster(block))


def _scrub_roster(table: Table) -> Table:
    """A table without the names below and beside headings of names, and with them all in columns of numbers."""
    short = [cell for cell in table.cells if len(cell.text) <= _LONGEST_HEADING]
    heads = [(cell, change) for cell in short if (change := _change(cell.text))]
    if not heads:
        return table
    changes: dict[str, Callable[[str], str]] = {}
    private = [cell for cell in short if _heads(cell.text, _PRIVATE_COLUMN)]
    for head, change in heads:
        changes |= {cell.place: change for cell in _about(head, table)}
    for head in private:
        changes |= {cell.place: _without_number for cell in table.cells if _is_below(cell, head)}
    cells = (_each_line(cell, changes[cell.place]) if cell.place in changes else cell for cell in table.cells)
    return replace(table, cells=tuple(cells))


@lru_cache(maxsize=2**14)
def _change(heading: str) -> Callable[[str], str] | None:
    """What is to be done with what stands below or beside a heading of names; None where it is none."""
    if _heads(heading, _ROSTER):
        return _without_roster_names
    return without_people if heads_people(heading) else None


def _about(head: Cell, table: Table) -> list[Cell]:
    """The cells below a heading; for a label the one beside it, and below a label of names whatever heads nothing."""
    row = once(table.grid()[head.row])
    below = [cell for cell in table.cells if _is_below(cell, head)]
    card = heads_columns([cell.text for cell in below]) or not head.header
    if heads_columns([cell.text for cell in row if cell.text.strip()]) or not card:
        return below
    beside = row[row.index(head) + 1 :][:1]
    return beside + [cell for cell in below if _heads(head.text, _ROSTER) and not heads_columns([cell.text])]


def _is_below(cell: Cell, head: Cell) -> bool:
    return cell.column == head.column and cell.row > head.row and bool(cell.text.strip())


def _without_number(_: str) -> str:
    return "[개인정보 삭제]"


def _heads(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a cell's text is the heading of a column that `pattern` names; 기관명 and the like are not."""
    return bool(pattern.fullmatch(_MARKS.sub("", text)))


def _each_line(cell: Cell, change: Callable[[str], str]) -> Cell:
    blocks = (replace(block, text=change(block.text)) if isinstance(block, Text) else block for block in cell.blocks)
    return replace(cell, blocks=tuple(blocks))


def _without_roster_names(text: str) -> str:
    """Every word that may be a person's name, ranks and counts left."""
    plain = _WORD_OF_NAMES.sub(lambda match: match.group() if match.group() in _KEPT_IN_ROSTER else MARK, text)
    return without_people(plain)


def _scrub_table(table: Table) -> Table:
    cells = tuple([_scrub_cell(cell) for cell in table.cells])
    return table if all(map(is_, cells, table.cells)) else replace(table, cells=cells)


def _scrub_cell(cell: Cell) -> Cell:
    blocks = tuple([_scrub_block(block) for block in cell.blocks])
    return cell if all(map(is_, blocks, cell.blocks)) else replace(cell, blocks=blocks)
