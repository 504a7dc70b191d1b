"""Dates as Korean documents write them: 2019. 6. 16.(일), '19.6.16., 6/17, 6월 17일, 17일(월), 20180520.

A date is read, never repaired: 6.31. is reported as invalid. Text is normalised (NFKC) for reading
only, so full-width digits count as digits.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from ingest.plan import Packed, WrittenDate

WEEKDAYS = "월화수목금토일"
_LONGEST_TRIP = 90  # days
_REMEMBERED = 4096  # texts whose dates are kept: a cell is asked for each way in which its table may be meant

_WEEKDAY = (
    rf"(?:\s*[(\[]?(?P<w>[{WEEKDAYS}])(?:요일)?(?:\s*[~∼-]\s*[{WEEKDAYS}](?:요일)?)?[)\]]"
    rf"|\s*,\s*(?P<w3>[{WEEKDAYS}])(?:요일)?(?=\s*[)\]〉>】])|\s+(?P<w2>[{WEEKDAYS}])요일)?"
)
_YEAR = r"(?:(?P<y>(?:19|20)\d{2}|['‘’`´]\s?\d{2}|\d{2}(?=\s*\.\s*\d{1,2}\s*\.\s*\d{1,2}))\s*[.년/\-]\s*)?"
_DATE = re.compile(
    rf"(?<![\d:]){_YEAR}(?P<m>\d{{1,2}})\s*(?P<sep>[.월/\-])\s*(?P<d>\d{{1,2}})(?![\d:])\s*(?P<end>[.일]?){_WEEKDAY}"
)
_COMPACT = re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?!\d){_WEEKDAY}")
_DAY = re.compile(
    rf"(?<![\d.:월박제])(?<!박 )(?<!제 )(?P<d>\d{{1,2}})\s*(?P<end>일)(?!\s*(?:차|째|간|동안|정)){_WEEKDAY}"
)
_BARE_DAY = re.compile(rf"\s*[.]?\s*(?P<d>\d{{1,2}})(?![\d:년월명박])\s*(?P<end>[.일]?)(?!차|간){_WEEKDAY}")
_RANGE = re.compile(r"\s*(?:[~∼～〜–—→]|부터|(?:to|until|through)\b|-(?=\s*['‘’`´]?\d))\s*")
_ORDINAL = re.compile(
    r"(?:제\s*)?(?P<n>\d{1,2})\s*일\s*[차째]|\b(?:day|d)\s*[-.]?\s*(?P<n2>\d{1,2})\b|제\s*(?P<n3>\d{1,2})\s*일(?!\w)",
    re.I,
)
FIRST = ("첫", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
"""The words for first, second, … as they stand before 째 날."""
NTH_IN_WORDS = rf"(?:{'|'.join(FIRST)})째\s*날"
_IN_WORDS = re.compile(rf"\W*({'|'.join(FIRST)})째\s*날")
_HANJA_DIGITS = "〇一二三四五六七八九零"
_HANJA_WEEKDAYS = "月火水木金土日"
_HANJA = re.compile(
    rf"(?P<number>\d{{1,4}}|[{_HANJA_DIGITS}]{{4}}|[{_HANJA_DIGITS}]?十[{_HANJA_DIGITS}]?|[{_HANJA_DIGITS}])\s*(?P<sign>[年月日])"
)
_HANJA_DAY = re.compile(rf"[(\[]([{_HANJA_WEEKDAYS}])(?:曜日|요일)?[)\]]")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = rf"(?P<m>(?:{'|'.join(_ENGLISH_MONTHS)})[a-z]*)\.?"
_ENGLISH = re.compile(rf"\b(?:{'|'.join(_ENGLISH_MONTHS + _ENGLISH_WEEKDAYS)})", re.I)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?", re.I)
_DAY_FIRST = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?", re.I)
_WEEKDAY_EN = rf"(?:{'|'.join(_ENGLISH_WEEKDAYS)})[a-z]*"
_MONTH_EN = rf"(?P<month>(?:{'|'.join(_ENGLISH_MONTHS)})[a-z]*\.?)"
_NTH_DAY = rf"(?:\(?{_WEEKDAY_EN}\)?,?\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s*\({_WEEKDAY_EN}\))?"
_RANGED = rf"(?P<first>{_NTH_DAY})\s*(?:[~∼～〜–—-]|to|until|through)\s*(?P<last>{_NTH_DAY})"
# "15 (Sun) – 21 (Sat) October 2017", "October 15–21, 2017": a month that both days of a range share.
_MONTH_BEHIND = re.compile(rf"(?<!day )(?<!day-)\b{_RANGED}\s+(?:of\s+)?{_MONTH_EN}", re.I)
_MONTH_BEFORE = re.compile(
    rf"\b{_MONTH_EN}\s+{_RANGED}(?![\d:])(?!\s+(?:{'|'.join(_ENGLISH_MONTHS)}))(?P<year>,?\s+(?:19|20)\d\d\b)?", re.I
)
_YEAR_BEHIND_DAY = re.compile(rf"\s*(?P<day>\({_WEEKDAY_EN}\)),?\s+(?P<year>(?:19|20)\d\d)\b", re.I)
_ENGLISH_DAY = re.compile(rf"\(?\b({'|'.join(_ENGLISH_WEEKDAYS)})[a-z]*\b\.?\)?", re.I)
# What a text without holds no date of the kind, or none in these letters: most texts are such.
_SIGNED = (
    (_COMPACT, re.compile(r"\d{8}")),
    (_DATE, re.compile(r"\d\s*[.월/\-]")),
    (_DAY, re.compile(r"\d\s*일")),
)
_MAYBE_HANJA = re.compile("[年月日]")
_MAYBE_ENGLISH = re.compile("[A-Za-z]{3}")
# "Monday, 18 November" is by then "(월), 11. 18."; Korean has the weekday behind the date.
_DAY_BEFORE_DATE = re.compile(
    rf"(?P<day>\([{WEEKDAYS}]\)),?\s*(?P<date>(?:\d{{4}}\. )?\d{{1,2}}\. \d{{1,2}}\.)(?!\s*\([{WEEKDAYS}]\))"
)
_NIGHTS = re.compile(r"(?P<nights>\d{1,2})\s*박\s*(?P<days>\d{1,3})\s*일")
_NIGHTS_EN = re.compile(r"(?P<nights>\d{1,2})\s*nights?\W+(?:and\s+)?(?P<days>\d{1,3})\s*days?", re.I)
_TO = re.compile(r"\s*(?:[~∼～–—-]|부터)\s*")  # between two times of a range
_TIME = re.compile(r"(?P<pm>오후\s*)?(?<![\d:.])(?P<h>[01]?\d|2[0-4])\s*(?::|시(?!간)\s*)(?P<m>[0-5]\d)?(?!\d)")


class Written(Packed, frozen=True):
    """A date as written: what is not written is None. start and stop: where in the text it stands."""

    year: int | None
    month: int | None
    day: int
    weekday: str | None
    start: int
    stop: int


class Span(Packed, frozen=True):
    """A date, or a range whose last date is `last`."""

    first: Written
    last: Written | None = None

    @property
    def stop(self) -> int:
        """Where in the text the span ends."""
        return (self.last or self.first).stop


@lru_cache(maxsize=_REMEMBERED)
def readable(text: str) -> str:
    """`text` as it is read: NFKC, English months and weekdays in Korean order.

    Positions that the other functions give refer to this text.
    """
    plain = unicodedata.normalize("NFKC", text)
    if _MAYBE_HANJA.search(plain) and _HANJA.search(plain):
        plain = _HANJA_DAY.sub(lambda m: f"({WEEKDAYS[_HANJA_WEEKDAYS.index(m[1])]})", _from_hanja(plain))
    if not (_MAYBE_ENGLISH.search(plain) and _ENGLISH.search(plain)):
        return plain
    plain = _MONTH_BEHIND.sub(_each_with_month, plain)
    plain = _MONTH_BEFORE.sub(_each_with_month, plain)
    plain = _YEAR_BEHIND_DAY.sub(r" \g<year> \g<day>", plain)
    plain = _MONTH_FIRST.sub(lambda m: _korean(m["y"], m["m"], m["d"]), plain)
    plain = _DAY_FIRST.sub(lambda m: _korean(m["y"], m["m"], m["d"]), plain)
    plain = _ENGLISH_DAY.sub(lambda m: f"({WEEKDAYS[_ENGLISH_WEEKDAYS.index(m[1].lower())]})", plain)
    return _DAY_BEFORE_DATE.sub(r"\g<date>\g<day>", plain)


def _each_with_month(match: re.Match[str]) -> str:
    """Both days of a range with the month that stands once: "15 October ~ 21 October 2017"."""
    year = match.groupdict().get("year") or ""
    return f"{_with_month(match['first'], match['month'])} ~ {_with_month(match['last'], match['month'])}{year}"


def _with_month(day: str, month: str) -> str:
    return re.sub(r"(\d{1,2})(?:st|nd|rd|th)?", rf"\1 {month}", day, count=1)


def _from_hanja(text: str) -> str:
    """Numbers before 年, 月 and 日 in digits, and those signs in Hangul: 二〇一九年 六月 十六日."""
    return _HANJA.sub(lambda m: f"{_hanja_number(m['number'])}{'년월일'['年月日'.index(m['sign'])]}", text)


def _hanja_number(written: str) -> str:
    """Digits of a number written in digits already, digit by digit (二〇一九), or with ten (十六, 二十三)."""
    if written.isascii():
        return written
    if "十" not in written:
        return "".join(str(_HANJA_DIGITS.index(character) % 10) for character in written)
    tens, _, ones = written.partition("十")
    return str(10 * (_HANJA_DIGITS.index(tens) if tens else 1) + (_HANJA_DIGITS.index(ones) if ones else 0))


def _korean(year: str | None, month: str, day: str) -> str:
    number = _ENGLISH_MONTHS.index(month[:3].lower()) + 1
    return f"{year}. {number}. {day}." if year else f"{number}. {day}."


@lru_cache(maxsize=_REMEMBERED)
def spans(text: str) -> tuple[Span, ...]:
    """The dates and ranges in `text` (already readable), left to right."""
    found: list[Span] = []
    patterns = [pattern for pattern, sign in _SIGNED if sign.search(text)]
    position = 0
    while (first := _next(text, position, patterns)) is not None:
        joint = _RANGE.match(text, first.stop)
        last = _after(text, joint.end()) if joint else None
        found.append(Span(_begun(first, last), _completed(last, first)) if last else Span(first))
        position = max(found[-1].stop, first.stop)
    return tuple(found)


def _next(text: str, position: int, patterns: Sequence[re.Pattern[str]]) -> Written | None:
    hits = [match for pattern in patterns if (match := _first_sound(pattern, text, position))]
    return _written(min(hits, key=lambda match: match.start())) if hits else None


def _first_sound(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str] | None:
    return next((match for match in pattern.finditer(text, position) if _is_date(match)), None)


def _is_date(match: re.Match[str]) -> bool:
    """Two numbers alone (3.5, 10-12) are no date unless something says so."""
    groups = match.groupdict()
    if groups.get("y") or groups.get("w") or groups.get("w2") or groups.get("w3"):
        return True
    if groups.get("end") and groups.get("sep") != "-":  # "3-1." numbers a section
        return True
    if groups.get("sep") not in ("/", "."):
        return groups.get("sep") == "월"
    joint = _RANGE.match(match.string, match.end())
    return match.group().strip() == match.string.strip() or bool(joint and _BARE_DAY.match(match.string, joint.end()))


def _after(text: str, position: int) -> Written | None:
    """The date right behind a range sign; there a bare number is a day of the month."""
    for pattern in (_COMPACT, _DATE, _DAY, _BARE_DAY):
        match = pattern.match(text, position)
        if match:
            return _written(match)
    return None


def _written(match: re.Match[str]) -> Written:
    groups = match.groupdict()
    year = groups.get("y")
    month = groups.get("m")
    return Written(
        year=None if year is None else _full_year(year),
        month=int(month) if month else None,
        day=int(groups["d"]),
        weekday=groups.get("w") or groups.get("w2") or groups.get("w3"),
        start=match.start(),
        stop=match.end(),
    )


def _full_year(written: str) -> int:
    digits = int(re.sub(r"\D", "", written))
    return digits if digits > 99 else 2000 + digits


def _begun(first: Written, last: Written) -> Written:
    """The first date of a range whose year stands with the second alone: "15 October – 21 October 2017"."""
    if first.year is not None or last.year is None or first.month is None or last.month is None:
        return first
    return replace(first, year=last.year - (first.month > last.month))


def _completed(last: Written, first: Written) -> Written:
    """The second date of a range takes from the first what it doesn't say; December runs into January."""
    month = last.month or first.month
    year = last.year
    if year is None and first.year is not None and month and first.month:
        year = first.year + (month < first.month)
    return replace(last, year=year, month=month)


def nth_in_words(text: str) -> int | None:
    """3 of "셋째 날" at the beginning of a text."""
    match = _IN_WORDS.match(text)
    return FIRST.index(match.group(1)) + 1 if match else None


def ordinals(text: str) -> Iterator[int]:
    """The day numbers in "2일차", "DAY 3", "제4일"."""
    for match in _ORDINAL.finditer(text):
        yield int(match.group("n") or match.group("n2") or match.group("n3"))


def nights_days(text: str) -> tuple[int, int] | None:
    """(6, 8) of "6박 8일"."""
    match = _NIGHTS.search(text) or _NIGHTS_EN.search(text)
    return (int(match.group("nights")), int(match.group("days"))) if match else None


def times(text: str) -> list[str]:
    """The clock times in `text` as HH:MM; of a range such as 10:00~12:00 only the first."""
    return list(_times(text))


@lru_cache(maxsize=2**13)
def _times(text: str) -> tuple[str, ...]:
    found: list[str] = []
    stop = -1
    for match in _TIME.finditer(text):
        inside_range = stop >= 0 and bool(_TO.fullmatch(text, stop, match.start()))
        if not inside_range:
            hour = int(match.group("h"))
            hour += 12 if match.group("pm") and hour < 12 else 0
            found.append(f"{hour:02d}:{match.group('m') or '00'}")
        stop = match.end()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Gives written dates their year and month from the trip's period.

    start and end: the period, where known. year: from the title, where the period has none.
    """

    start: datetime.date | None = None
    end: datetime.date | None = None
    year: int | None = None

    def date(self, written: Written) -> datetime.date | None:
        """The date, or None where it can't exist or its year or month can't be known."""
        candidates = [made for year, month in self._months(written) if (made := _made(year, month, written.day))]
        inside = [made for made in candidates if self.holds(made)]
        return next(iter(inside or candidates), None)

    def is_whole(self, span: Span | None) -> bool:
        """Whether a range of dates is the whole period."""
        whole = self.start is not None and self.start != self.end
        return whole and span is not None and self.range(span) == (self.start, self.end)

    def range(self, span: Span) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and last date of a span, the latter None where it is a single day."""
        return self.date(span.first), self.date(span.last) if span.last else None

    def holds(self, date: datetime.date) -> bool:
        """Whether `date` lies in the period; True where no period is known."""
        return (self.start is None or date >= self.start) and (self.end is None or date <= self.end)

    def days(self) -> set[datetime.date]:
        """The days of the period; none where it isn't known, or too long for a trip."""
        length = (self.end - self.start).days + 1 if self.start and self.end else 0
        known = self.start if length <= _LONGEST_TRIP else None
        return {known + datetime.timedelta(days=number) for number in range(length)} if known else set()

    def nth(self, number: int) -> datetime.date | None:
        """The date of the trip's n-th day, from 1."""
        return self.start + datetime.timedelta(days=number - 1) if self.start and number > 0 else None

    def _months(self, written: Written) -> Iterator[tuple[int, int]]:
        bounds = [bound for bound in (self.start, self.end) if bound]
        years: list[int | None] = [written.year] if written.year else [bound.year for bound in bounds] or [self.year]
        months = [bound.month for bound in bounds] if written.month is None else [written.month]
        yield from dict.fromkeys((year, month) for year in years for month in months if year)


def as_written(written: Written, date: datetime.date | None, text: str, block: str) -> WrittenDate:
    """The plan's note of a date that stands in `text`; 6.31. and 13.1. are possible in no year."""
    month = 1 if written.month is None else written.month
    possible = date is not None or _made(written.year or 2000, month, written.day) is not None
    return WrittenDate(text[written.start : written.stop].strip(), date, written.weekday, possible, block)


def _made(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
