"""A small base with what a search goes by, made by hand."""

import sqlite3
from pathlib import Path

import pytest

from search.entries import Entry, entry_id, facet_lines, index_entry
from search.hangul import name_key
from search.initials import initials
from search.stored_names import renew_names

SCHEMA = Path(__file__).parents[2] / "ingest" / "schema.sql"
INSTITUTIONS = {
    "mondragon": ["몬드라곤 협동조합", "몬드라곤", "MCC", "Mondragon Corporation"],
    "mondragon-university": ["몬드라곤 대학교", "Mondragon University"],
    "lagun-aro": ["라군아로", "Lagun Aro EPSV"],
    "bilbao": ["빌바오 시청", "Ayuntamiento de Bilbao"],
    "kadiai": ["카디아이", "CADIAI"],
    "activa": ["바르셀로나 악티바", "Barcelona Activa"],
}
VISITS = [  # id, trip, institution, date, agenda
    ("v1", "t1", "lagun-aro", "2019-06-17", "고용재배치 등의 업무 수행 협의\n사회보장 재원"),
    ("v2", "t2", "lagun-aro", "2018-05-02", "복지 담당자 면담"),
    ("v3", "t1", "bilbao", "2019-06-18", "협동조합 관리 및 지원사업, 사회적경제과 소관"),
]

WORDS = [  # key, kind, value, label
    ("스페인", "country", "ES", "스페인"),
    ("브라질", "country", "BR", "브라질"),
    ("빌바오", "city", "빌바오", "빌바오"),
    ("전라남도", "government", "전라남도", "전라남도"),
    ("전남", "government", "전라남도", "전라남도"),
    ("출장", "type", "trip", "출장"),
    ("취소된", "status", "cancelled", "취소"),
    ("고용재배치", "theme", "P04", "고용재배치·위기대응"),
    ("redeployment", "theme", "P04", "고용재배치·위기대응"),
    ("협동조합사업", "theme", "P01", "협동조합 설립·전환 지원"),
    ("상호공제", "same", "상호부조", "상호부조"),
    ("물어본", "filler", "", "물어본"),
    ("것", "filler", "", "것"),
    ("어떤", "filler", "", "어떤"),
    ("곳", "filler", "", "곳"),
]


def entry(type, id, title, names="", subtitle="", body="", date=None, facets=()):
    return Entry(entry_id(type, id, date), type, id, title, names, subtitle, body, facet_lines(facets))


def insert(base, table, **values):
    marks = ", ".join("?" * len(values))
    base.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))


def add_institution(base, id, names):
    facets = [("institution", id), ("country", "ES")]
    made = entry("institution", id, names[0], "\n".join(names), "스페인", facets=facets)
    insert(
        base,
        "institutions",
        id=id,
        name_ko=names[0],
        origin="authority",
        checked="sourced",
        search_id=made.rowid,
    )
    for name in names:
        values = {"institution_id": id, "name": name, "language": "ko", "origin": "authority"}
        insert(base, "institution_names", **values, name_key=name_key(name))
        for key in initials(name):
            insert(base, "name_initials", initials=key, institution_id=id, name=name)
    index_entry(base, made)


def add_document(base):
    body = (
        "1. 개요\n전라남도 연수단의 결과보고서\n"
        + "쉬는 날 " * 200
        + "\n치매마을 견학 소감"
        + " 끝" * 200
        + "\n퀘벡 이야기"
    )
    made = entry("document", "d1", "결과보고서", body=body)
    values = {"id": "d1", "path": "a.txt", "sha256": "", "size": 1, "status": "ingested", "extractor": "1"}
    insert(base, "documents", **values, search_id=made.rowid)
    insert(base, "blocks", document_id="d1", block="1", seq=1, kind="paragraph", text="", depth=0)
    index_entry(base, made)


def add_trip(base, id, title, date):
    facets = [("trip", id), ("year", date[:4]), ("country", "ES"), ("government", "전라남도"), ("theme", "P04")]
    made = entry("trip", id, title, date=date, body="전라남도 순천시, 전라남도의회", facets=facets)
    insert(base, "trips", id=id, title=title, start_date=date, search_id=made.rowid)
    index_entry(base, made)


def add_visit(base, id, trip, institution, date, agenda):
    name = INSTITUTIONS[institution][0]
    status = "cancelled" if date == "2018-05-02" else "planned"
    facets = [("trip", trip), ("institution", institution), ("year", date[:4]), ("country", "ES"), ("status", status)]
    made = entry("visit", id, f"{name} 방문", subtitle="전라남도", body=agenda, date=date, facets=facets)
    values = {"name_as_written": name, "date": date, "status": status, "agenda": agenda, "block": "1"}
    insert(
        base,
        "visits",
        id=id,
        trip_id=trip,
        institution_id=institution,
        document_id="d1",
        **values,
        search_id=made.rowid,
    )
    index_entry(base, made)


def add_policy(base, id, institution, statement):
    facets = [("institution", institution), ("country", "ES"), ("theme", "P04")] if institution else []
    made = entry("policy", id, statement, facets=facets)
    values = {"institution_id": institution, "document_id": "d1", "statement": statement, "block": "1"}
    insert(base, "policies", id=id, **values, search_id=made.rowid)
    index_entry(base, made)


def empty():
    connection = sqlite3.connect(":memory:")
    connection.execute("pragma foreign_keys = on")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    return connection


def add_words(base):
    insert(base, "countries", code="ES", name_ko="스페인", name_en="Spain")
    insert(base, "themes", id="P04", name_ko="고용재배치·위기대응", name_en="Redeployment")
    insert(base, "themes", id="P01", name_ko="협동조합 설립·전환 지원", name_en="Development")
    for key, kind, value, label in WORDS:
        insert(base, "search_words", key=key, kind=kind, value=value, label=label)


@pytest.fixture(scope="session")
def base():
    connection = empty()
    for id, names in INSTITUTIONS.items():
        add_institution(connection, id, names)
    add_document(connection)
    add_trip(connection, "t1", "사회적경제 선진지 연수", "2019-06-16")
    add_trip(connection, "t2", "스페인 협동조합 출장", "2018-05-01")
    for visit in VISITS:
        add_visit(connection, *visit)
    add_policy(connection, "p1", "lagun-aro", "131개 협동조합이 가입한 상호부조")
    add_policy(connection, "p2", None, "치매마을의 운영")
    add_words(connection)
    renew_names(connection, [name for names in INSTITUTIONS.values() for name in names])
    return connection
