"""The calendar of a trip, read back with icalendar's parser and byte by byte."""

import re
import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import html

from tests.plugins.conftest import FORMULA, Site

Ids = dict[str, str]


def events(site: Site, trip: str) -> list[Any]:
    response = site.get(f"/trips/{trip}.ics")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def named(found: list[Any], words: str) -> Any:
    return next(one for one in found if words in one["summary"])


def test_the_trip_page_leads_to_it(site: Site, ids: Ids) -> None:
    page = html.fromstring(site.get(f"/trips/{ids['trip']}").content)
    assert page.xpath("//a[text()='달력(.ics)']/@href") == [f"/trips/{ids['trip']}.ics"]


def test_the_whole_trip_is_a_span_of_days(site: Site, ids: Ids) -> None:
    whole = named(events(site, ids["trip"]), "사회적경제 정책 현장 연수")
    assert whole["dtstart"].dt == date(2019, 6, 16)
    assert whole["dtend"].dt == date(2019, 6, 24)  # the day after the last: RFC 5545, 3.6.1
    assert whole["url"].endswith(f"/trips/{ids['trip']}")


def test_hours_are_those_of_the_place(site: Site, ids: Ids) -> None:
    visit = named(events(site, ids["trip"]), "라군아로")
    assert visit["dtstart"].dt == datetime(2019, 6, 17, 14, 0)  # no zone: floating
    assert "dtend" not in visit
    assert visit["location"] == "몬드라곤, 스페인"
    assert "일자리가 줄어든 조합의 고용재배치 업무" in visit["description"]
    assert "고용재배치 재원 질의" in visit["description"]
    assert visit["status"] == "CONFIRMED"


def test_what_the_report_cancels_is_cancelled(site: Site, ids: Ids) -> None:
    cancelled = [one["summary"] for one in events(site, ids["trip"]) if one.get("status") == "CANCELLED"]
    assert len(cancelled) == 1
    assert "파리" in cancelled[0]


def test_every_dated_visit_is_there_once(site: Site, base: Path) -> None:
    db = sqlite3.connect(base)
    for (trip,) in db.execute("select id from trips"):
        sql = """select count(distinct date || coalesce(institution_id, replace(name_as_written, ' ', '')))
          from visits where trip_id = ? and date is not null"""
        found = [one for one in events(site, trip) if "방문" in one["categories"].cats]
        assert len(found) == db.execute(sql, (trip,)).fetchone()[0]
        keys = [str(one["uid"]) for one in events(site, trip)]
        assert len(set(keys)) == len(keys)


def test_bytes_are_as_the_standard_has_them(site: Site, ids: Ids) -> None:
    data = site.get(f"/trips/{ids['trip']}.ics").content
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    assert all(line.decode() for line in lines[:-1])  # no letter is broken in two
    assert {line.split(b":")[0] for line in lines} >= {b"UID", b"DTSTAMP", b"DTSTART", b"DTSTART;VALUE=DATE"}


def test_commas_semicolons_and_lines_come_back(site: Site, ids: Ids) -> None:
    data = site.get(f"/trips/{ids['trip']}.ics").content.replace(b"\r\n ", b"")
    assert b"LOCATION:" + "몬드라곤\\, 스페인".encode() in data
    assert FORMULA in "".join(one.get("description", "") for one in events(site, ids["trip"]))


def test_the_same_base_gives_the_same_file(site: Site, base: Path, ids: Ids) -> None:
    path = f"/trips/{ids['trip']}.ics"
    assert site.get(path).content == Site(base).get(path).content


def copy_of(base: Path, folder: Path, *changes: str) -> Site:
    copy = Path(shutil.copy(base, folder / "kb.db"))
    with sqlite3.connect(copy) as db:
        for change in changes:
            db.execute(change)
    db.close()
    return Site(copy)


def test_a_day_that_is_none_and_an_hour_that_is_none(base: Path, tmp_path: Path, ids: Ids) -> None:
    odd = copy_of(
        base,
        tmp_path,
        "update visits set start_time = '24:00'",
        "update trips set start_date = '2019-06-31', end_date = null",
    )
    found = events(odd, ids["trip"])
    assert not [one for one in found if "출장" in one["categories"].cats]
    assert {type(one["dtstart"].dt) for one in found} == {date}


def test_an_entry_of_several_days_fills_them(base: Path, tmp_path: Path, ids: Ids) -> None:
    visit = "institution_id = 'lagun-aro' and date = '2019-06-17'"
    long = copy_of(base, tmp_path, f"update visits set date_end = '2019-06-18' where {visit}")
    one = named(events(long, ids["trip"]), "라군아로")
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2019, 6, 17), date(2019, 6, 19))


def test_without_a_day_there_is_no_calendar(base: Path, tmp_path: Path, ids: Ids) -> None:
    changes = [f"update {table} set date = null" for table in ("visits", "activities")]
    bare = copy_of(base, tmp_path, *changes, "update trips set start_date = null")
    assert bare.get(f"/trips/{ids['trip']}.ics").status_code == 404
    assert ".ics" not in bare.get(f"/trips/{ids['trip']}").text


@pytest.mark.parametrize("path", ["/trips/nope.ics", "/trips/.ics"])
def test_no_trip_no_calendar(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404
