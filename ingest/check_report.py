"""A check as people and programs take it away: text, JSON, CSV and XLSX, all from its JSON values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from ingest.excel import safe_csv
from ingest.workbook import Cells, Sheet, workbook

Made = dict[str, Any]  # Check.to_json()

# The first seven are what scripts rely on; a row that is no visit says in 구분 what it is.
_COLUMNS = ("기관", "이전 방문일", "누가", "상태", "협의사항", "문서", "위치", "구분", "우리 기관", "초안의 내용")
_STATUS = {"planned": "계획", "done": "실시", "cancelled": "취소"}
WHEN = {"recent": "최근", "older": "그 이전", "later": "나중", "undated": "날짜 없음", "same": "이 출장"}
KINDS = {"text": "본문", "introduction": "기관 소개", "name": "제목·이름·출장 정보", "form": "여러 문서에 나오는 문장"}
_ENTRY = {
    "event": "행사",
    "tourism": "관광",
    "transfer": "이동",
    "lodging": "숙박",
    "meal": "식사",
    "free": "자유",
    "other": "기타",
}
_SIGNAL = "검토 신호"


def sheets(made: Made) -> list[Sheet]:
    """The tables of a check, each under its title."""
    recent = f"최근 {made['years']}년"
    heads = ("기관", "초안의 날짜", f"{recent} 우리 기관", f"{recent} 다른 기관", "그 이전", "나중", "마지막 방문")
    return [
        Sheet("기관별", (*heads, "누가", "살펴볼 것"), [_summary(one) for one in made["institutions"]]),
        Sheet("이전 방문", _VISIT_HEADS, [row for one in made["institutions"] for row in _visits(one)]),
        Sheet("물을 것과 물은 것", _QUESTION_HEADS, [row for one in made["institutions"] for row in _questions(one)]),
        Sheet("날짜별", ("날짜", "요일", "방문", "그 밖", "표시"), [_day(day) for day in made["days"]]),
        Sheet("검토 신호", ("구분", "내용"), _signals(made)),
        Sheet("다른 선택지", _ALTERNATIVE_HEADS, [_alternative(one) for one in made["alternatives"]]),
        Sheet("겹치는 문장", _SENTENCE_HEADS, [row for one in made["sentences"] for row in _sentences(one)]),
    ]


_VISIT_HEADS = ("기관", "이전 방문일", "누가", "우리 기관", "구분", "상태", "협의사항", "출장", "문서", "위치")
_QUESTION_HEADS = ("기관", "초안의 협의사항", "구분", "이전에 물은 것", "날짜", "문서", "위치")
_ALTERNATIVE_HEADS = ("기관", "도시", "국가", "같은 주제", "거리(km, 어림)", "방문", "마지막 방문", "기관 정보")
_SENTENCE_HEADS = ("구분", "초안의 문장", "다른 문서의 문장", "같음", "문서", "문서나 출장의 날짜", "위치", "출장 수")
_CHECKED = {"sourced": "출처 확인", "unsourced": "출처 미확인", "document": "문서에서만 나옴"}


def _summary(one: Made) -> Cells:
    counts, last = one["counts"], one["last"] or {}
    numbers = (counts.get(name, 0) for name in ("recent_own", "recent_others", "older", "later"))
    return (one["name"], one["date"], *numbers, last.get("date"), last.get("who"), one["note"])


def _visits(one: Made) -> Iterator[Cells]:
    for row in one["visits"]:
        status, own = _STATUS[row["status"]], "예" if row["own"] else ""
        who = (one["name"], row["date"], row["who"], own, WHEN[row["when"]], status)
        yield (*who, row["agenda"], row["trip"], row["document"], row["block"])


def _questions(one: Made) -> Iterator[Cells]:
    """The draft's questions with what is like them, then all else that was asked."""
    shown = set()
    for question in one["questions"]:
        for row in question["similar"]:
            shown.add(row["statement"])
            told = (row["statement"], row["date"], row["document"], row["block"])
            yield (one["name"], question["text"], f"{_SIGNAL}: 비슷한 질문", *told)
        if not question["similar"]:
            yield (one["name"], question["text"], "비슷한 질문을 찾지 못함", None, None, None, None)
    for row in one["asked"]:
        if row["statement"] not in shown:
            told = (row["statement"], row["date"], row["document"], row["block"])
            yield (one["name"], None, "이전에 물은 것", *told)
    if one["lines"] > len(one["asked"]):
        yield (one["name"], None, f"{one['lines']}줄 가운데 새것부터 {len(one['asked'])}줄", None, None, None, None)


def _day(day: Made) -> Cells:
    others = ", ".join(f"{_ENTRY[kind]} {count}" for kind, count in day["kinds"].items())
    return (day["date"], day["weekday"], day["visits"], others, f"{_SIGNAL}: 방문 없음" if day["signal"] else None)


def _signals(made: Made) -> list[Cells]:
    told: list[Cells] = [(_SIGNAL, problem["message"]) for problem in made["problems"]]
    return [*told, *(("문서에서 확인 불가", sentence) for sentence in made["missing"])]


def _alternative(one: Made) -> Cells:
    where = (one["name"], one["city"], one["country"], ", ".join(one["themes"]), one["distance"])
    return (*where, one["visits"], one["last"], _CHECKED[one["checked"]])


def _sentences(one: Made) -> Iterator[Cells]:
    for row in one["places"]:
        told = (
            row["text"],
            "같음" if row["same"] else "거의 같음",
            row["document"],
            row["date"] or row["trip_date"],
            row["block"],
        )
        yield (KINDS[one["kind"]], one["text"], *told, one["trips"])
    if not one["places"]:
        yield (KINDS[one["kind"]], one["text"], None, None, None, None, None, one["trips"])


# -- formats ----------------------------------------------------------------------------------


def as_json(made: Made) -> bytes:
    """The check as JSON, in one line: indented, Python writes it ten times slower."""
    return (json.dumps(made, ensure_ascii=False) + "\n").encode()


def as_csv(made: Made) -> bytes:
    """One table of all, one row a previous visit, then the rest. Safe for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in _flat(made):
        writer.writerow(row)
    return safe_csv(out.getvalue().encode())


def _flat(made: Made) -> Iterator[Cells]:
    for one in made["institutions"]:
        for name, date, who, own, when, status, agenda, _, document, block in _visits(one):
            yield (name, date, who, status, agenda, document, block, f"방문({when})", own, None)
        if one["open"] or not one["visits"]:
            yield (one["name"], None, None, one["note"], None, None, None, "확인 필요", None, None)
        for name, question, kind, statement, date, document, block in _questions(one):
            if question and statement:
                yield (name, date, None, None, statement, document, block, kind, None, question)
    for kind, sentence in _signals(made):
        yield (None, None, None, None, sentence, None, None, kind, None, None)
    for alternative in made["alternatives"]:
        why = " · ".join([f"방문 {alternative['visits']}회", *alternative["themes"]])
        yield (alternative["name"], alternative["last"], None, None, why, None, None, "다른 선택지", None, None)
    for kind, text, other, _, document, date, block, _ in (row for one in made["sentences"] for row in _sentences(one)):
        yield (None, date, None, None, other, document, block, f"겹치는 문장({kind})", None, text)


def as_xlsx(made: Made) -> bytes:
    """A workbook of all tables."""
    return workbook(sheets(made))


def as_text(made: Made) -> bytes:
    """The check for a terminal."""
    return ("\n".join(_lines(made)) + "\n").encode()


def _lines(made: Made) -> Iterator[str]:
    whose = f", 우리 기관 {made['government']}" if made["government"] else ""
    yield f"{made['document']}: {made['day']} 기준, {made['since']}부터 최근 {made['years']}년{whose}"
    for trip in made["same_trips"]:
        yield f"이 초안과 같은 출장이 자료에 있어 이전 방문으로 세지 않았습니다: {trip['title'] or trip['id']}"
    for one in made["institutions"]:
        yield f"■ {one['name']}: {one['note']}"
        yield from _visit_lines(one)
        for question in one["questions"]:
            for row in question["similar"]:
                where = f"{row['date'] or '날짜 없음'} {row['document']} §{row['block']}"
                yield f"  [{_SIGNAL}] 비슷한 질문이 있었습니다: {question['text']} ↔ {row['statement']} ({where})"
        if one["unasked"]:
            yield f"  이 기관의 주제 가운데 물은 기록을 찾지 못한 것: {', '.join(one['unasked'])}"
    yield from (f"[{kind}] {text}" for kind, text in _signals(made))
    for one in made["alternatives"]:
        told = [one["city"], one["country"], *one["themes"], f"방문 {one['visits']}회"]
        yield f"다른 선택지: {one['name']} ({', '.join(filter(None, told))})"
    for kind, text, other, same, document, _, block, trips in (r for s in made["sentences"] for r in _sentences(s)):
        where = f"{same}: {other} ({document} §{block})" if document else f"출장 {trips}건 이상"
        yield f"겹치는 문장({kind}): {text} ↔ {where}"


def _visit_lines(one: Made) -> Iterator[str]:
    for row in one["visits"]:
        told = [_STATUS[row["status"]], WHEN[row["when"]], *(["우리 기관"] if row["own"] else [])]
        where = f"{row['document']} §{row['block']}"
        yield f"  - {row['date'] or '날짜 없음'} {row['who']} ({', '.join(told)}) {where}"
        yield from (f"      {line}" for line in row["agenda"].splitlines())


RENDERERS: dict[str, Callable[[Made], bytes]] = {"text": as_text, "json": as_json, "csv": as_csv, "xlsx": as_xlsx}
