"""What can be told of institutions as columns of someone's table: each property with the SQL of its values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Value = str | int | float

_LINES = "char(10)"  # between several values of one property
_HELD = "visits where institution_id = institutions.id and status <> 'cancelled'"  # visits that were not called off


class Property(NamedTuple):
    """A property: its id, its name and what it means in Korean, its SQL over a row of institutions.

    several: the SQL gives several values, one a line.
    """

    id: str
    name: str
    description: str
    sql: str
    several: bool = False


PROPERTIES = (
    Property("country", "국가", "국가의 한국어 이름", "(select name_ko from countries where code = country_code)"),
    Property("country_code", "국가 부호", "ISO 3166-1 두 글자", "country_code"),
    Property("city", "도시", "도시", "city"),
    Property("kind", "기관의 종류", "기관의 종류", "(select name_ko from kinds where kinds.id = institutions.kind)"),
    Property("name_en", "영어 이름", "영어 이름", "name_en"),
    Property("name_local", "현지어 이름", "현지어 이름", "name_local"),
    Property(
        "names",
        "모든 이름",
        "기관이 불리는 모든 이름",
        f"(select group_concat(name, {_LINES}) from (select distinct name from institution_names"
        " where institution_id = institutions.id order by name))",
        several=True,
    ),
    Property("website", "누리집", "누리집 주소", "website"),
    Property("description", "설명", "무엇을 하는 곳인지", "description"),
    Property(
        "theme",
        "주제",
        "기준 목록에 적힌 정책 주제",
        f"(select group_concat(name_ko, {_LINES}) from (select themes.name_ko from institution_themes"
        " join themes on themes.id = theme_id where institution_id = institutions.id order by themes.id))",
        several=True,
    ),
    Property(
        "visits",
        "방문 횟수",
        "취소된 방문은 빼고, 한 방문을 여러 문서가 말해도 한 번으로 셉니다",
        f"(select count(distinct trip_id || ' ' || coalesce(date, '')) from {_HELD})",
    ),
    Property("first_visit", "첫 방문", "날짜가 적힌 첫 방문", f"(select min(date) from {_HELD})"),
    Property(
        "last_visit", "마지막 방문", "날짜가 적힌 마지막 방문", f"(select max(coalesce(date_end, date)) from {_HELD})"
    ),
    Property(
        "visitor",
        "다녀온 곳",
        "다녀온 기관과 부서, 먼저 다녀온 곳부터",
        f"(select group_concat(who, {_LINES}) from (select trip_who.who from (select trip_id, date from {_HELD})"
        " as held join trip_who on trip_who.trip_id = held.trip_id"
        " group by trip_who.who order by min(date), trip_who.who))",
        several=True,
    ),
    Property("latitude", "위도", "위도(도). 대개 도시의 것입니다", "latitude"),
    Property("longitude", "경도", "경도(도). 대개 도시의 것입니다", "longitude"),
    Property(
        "checked",
        "출처 확인",
        "출처를 확인했는지",
        "case checked when 'sourced' then '출처 확인' when 'unsourced' then '출처 미확인' else '문서에서만 나옴' end",
    ),
)
BY_ID = {one.id: one for one in PROPERTIES}

EVIDENCE = ("country", "city", "kind")
"""The properties that tell institutions of one name apart."""


def read_properties(
    connection: sqlite3.Connection, ids: Iterable[str], wanted: Sequence[Property]
) -> dict[str, list[list[Value]]]:
    """Id → the values of each wanted property, in the order wanted; an id of before leads to its institution.

    What the base does not know has no value; nor has an id that is nobody's.
    """
    columns = "".join(f", {one.sql}" for one in wanted)
    asked = list(dict.fromkeys(ids))
    rows = connection.execute(
        f"select asked.value{columns} from json_each(?) as asked"
        " cross join institutions on institutions.id = coalesce("
        "(select institution_id from institution_redirects where old_id = asked.value), asked.value)",
        (json.dumps(asked),),
    )
    found = {
        row[0]: [_values(one, value) for one, value in zip(wanted, row[1:], strict=True)] for row in map(tuple, rows)
    }
    return {id: found.get(id, [[] for _ in wanted]) for id in asked}


def _values(of: Property, value: Value | None) -> list[Value]:
    if value is None or value == "":
        return []
    return list(str(value).split("\n")) if of.several else [value]
