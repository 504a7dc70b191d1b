"""The arithmetic of a plan → findings. A finding says what was counted, never what to think of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from ingest.extract.dates import WEEKDAYS
from ingest.extract.lexicon import BRACKETED, Lexicon
from ingest.names import keys
from ingest.plan import Activity, Date, Plan, Problem, Site, Trip, Visit
from search.hangul import josa, quoted

_SATURDAY = 5
_LONGEST = 366  # days: a range that a misread year makes longer is cut
# Days with nothing but these need no visit: the delegation travels, or the entry tells no purpose.
_EXCUSED = frozenset(("transfer", "lodging", "meal"))


def checked(plan: Plan, lexicon: Lexicon) -> Plan:
    """The plan with the problems of each trip filled in."""
    return replace(plan, trips=tuple(_checked(trip, plan, lexicon) for trip in plan.trips))


def _checked(trip: Trip, plan: Plan, lexicon: Lexicon) -> Trip:
    problems = [
        *_dates(trip),
        *_lengths(trip),
        *_workdays(trip),
        *(_sites(trip, plan.sites, lexicon) if plan.lists_sites and plan.kind == "plan" else ()),
    ]
    return replace(trip, problems=tuple(problems))


def _dates(trip: Trip) -> Iterator[Problem]:
    """Days that don't exist, weekdays that don't fit, days outside the period."""
    for written in trip.written_dates:
        if not written.possible:
            message = f"{quoted(written.text, '은는')} 달력에 없는 날짜입니다."
            yield Problem("invalid_date", written.text, message, written.block)
        elif written.date:
            yield from _on_calendar(trip, written.date, written.weekday, written.block)
    if trip.year_inferred and trip.start_date:
        message = f"연도가 제목에만 있어 {trip.start_date.year}년으로 읽었습니다."
        yield Problem("year_inferred", str(trip.start_date.year), message, trip.block)


def _on_calendar(trip: Trip, date: Date, weekday: str | None, block: str) -> Iterator[Problem]:
    right = WEEKDAYS[date.weekday()]
    if weekday and weekday != right:
        message = f"{josa(date, '은는')} {right}요일인데 문서에는 {weekday}요일로 적혀 있습니다."
        yield Problem("weekday_mismatch", date.isoformat(), message, block)
    if trip.start_date and trip.end_date and not trip.start_date <= date <= trip.end_date:
        message = f"{josa(date, '은는')} 기간 {trip.start_date}~{trip.end_date} 밖입니다."
        yield Problem("date_outside_period", date.isoformat(), message, block)


def _lengths(trip: Trip) -> Iterator[Problem]:
    """Only days can be checked: a night in the air makes 6박 8일 right over eight days."""
    if trip.nights is None or trip.days is None:
        return
    stated = f"{trip.nights}박 {trip.days}일"
    if trip.start_date and trip.end_date:
        counted = (trip.end_date - trip.start_date).days + 1
        if counted != trip.days:
            message = f"문서에는 {stated}인데 기간을 세면 {counted}일입니다."
            yield Problem("nights_days_mismatch", stated, message, trip.block)
            return
    if trip.days - trip.nights not in (1, 2):
        message = f"{stated}: 일수에서 박수를 빼면 {trip.days - trip.nights}입니다(보통 1이나 2)."
        yield Problem("nights_days_mismatch", stated, message, trip.block)


def _workdays(trip: Trip) -> Iterator[Problem]:
    """Workdays strictly between the first and last day that have neither a visit nor an event."""
    visited = {day for visit in trip.visits if visit.status != "cancelled" for day in _days(visit)}
    if not trip.start_date or not trip.end_date or not any(visit.date for visit in trip.visits):
        return
    for offset in range(1, min(_LONGEST, (trip.end_date - trip.start_date).days)):
        day = trip.start_date + timedelta(days=offset)
        kinds = {activity.kind for activity in trip.activities if day in set(_days(activity))}
        excused = bool(kinds) and kinds <= _EXCUSED
        if day.weekday() < _SATURDAY and day not in visited and "event" not in kinds and not excused:
            block = next((a.block for a in trip.activities if a.date == day), trip.block)
            message = f"{day.isoformat()}({WEEKDAYS[day.weekday()]})에는 적힌 기관 방문이 없습니다."
            yield Problem("workday_without_visit", day.isoformat(), message, block)


def _days(entry: Visit | Activity) -> Iterator[Date]:
    if entry.date:
        for offset in range(min(_LONGEST, ((entry.date_end or entry.date) - entry.date).days) + 1):
            yield entry.date + timedelta(days=offset)


def _sites(trip: Trip, sites: tuple[Site, ...], lexicon: Lexicon) -> Iterator[Problem]:
    """Institutions of the list that no day visits, and visits to institutions the list doesn't have."""
    listed = [(site, _names(site.name, lexicon), _bare(site.name)) for site in sites]
    visited = [(visit, _names(visit.name, lexicon), _bare(visit.name)) for visit in trip.visits]
    for site, names, bare in listed:
        if not any(names & others or _named_last(bare, other, lexicon) for _, others, other in visited):
            message = f"방문기관 소개에 있는 {quoted(site.name, '이가')} 일정에는 없습니다."
            yield Problem("site_without_visit", site.name, message, site.block)
    for visit, names, bare in visited:
        listed_too = any(names & others or _named_last(bare, other, lexicon) for _, others, other in listed)
        if visit.status != "cancelled" and not listed_too:
            message = f"일정에 있는 {quoted(visit.name, '이가')} 방문기관 소개에는 없습니다."
            yield Problem("visit_without_site", visit.name, message, visit.block)


def _named_last(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether the one name is the last words of the other, as what an institution is stands before its name
    (치매마을 브뤼후셋), or the first words of one with a branch behind them (싱크시티 페낭 사무소)."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    if not short or short not in long:
        return False
    branch = long.startswith(f"{short} ") and long.endswith(lexicon.words("level"))
    return (branch or long.endswith(f" {short}")) and not lexicon.is_common_noun(short)


def _bare(name: str) -> str:
    """A name without what stands in parentheses."""
    return BRACKETED.sub("", name).strip()


def _names(name: str, lexicon: Lexicon) -> set[str]:
    """What a name may be compared by: its keys and the institutions known under it."""
    return {*keys(name, lexicon.words("level")), *(f"id:{id}" for id in lexicon.institutions(name))}
