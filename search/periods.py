"""The years and months that words of a query name: 2019년, 18년도, 2018~2020, 2020년 이후, 2024년 상반기, 작년."""

import re
from collections.abc import Iterable
from datetime import date

from search.filters import Meaning, forms

_LONGEST = 12  # years of a range that are looked at
_OPEN = 20  # years of a range with one end
_YEAR = r"((?:19|20)\d\d)"
_OTHER_YEAR = r"((?:19|20)?\d\d)"  # behind another: 2018~19
_ONE = re.compile(_YEAR + r"\s*(?:년도?|년도의|학년도)?")
_SHORT = re.compile(r"(\d\d)(년도?)")
_BETWEEN = re.compile(rf"{_YEAR}년?도? ?(?:[-~∼–]|부터|에서) ?{_OTHER_YEAR}년?(?:도|까지| 까지| 사이)?")
_SINCE = re.compile(rf"{_YEAR}년?도? ?(?:부터|이후|이래|~|∼)")
_UNTIL = re.compile(rf"{_YEAR}년?도? ?(?:까지|이전)|[~∼]{_YEAR}년?")
_LAST = re.compile(r"(?:최근|지난) ?(\d\d?)개?년(?:간|동안| 간| 동안)?")
_RELATIVE = {"올해": 0, "금년": 0, "작년": -1, "지난해": -1, "재작년": -2, "지지난해": -2, "내년": 1}
_MONTH = re.compile(r"(1[0-2]|0?[1-9])월")
_WITHIN = re.compile(rf"{_YEAR}년?도? ?(\S+(?: 분기)?)")
_QUARTER = re.compile(r"([1-4])(?:/4| ?사)? ?분기")
_HALVES = {"상반기": range(1, 7), "전반기": range(1, 7), "하반기": range(7, 13), "후반기": range(7, 13)}
_SEASONS = {"봄": (3, 4, 5), "여름": (6, 7, 8), "가을": (9, 10, 11), "겨울": (12, 1, 2)}
_SEASON = re.compile("(봄|여름|가을|겨울)철?")


def dated(words: str, today: date) -> list[Meaning]:
    """The years or months that words name, with a particle or without; both for a part of a year; [] for none.

    today: what 작년 and the like are counted from.
    """
    for form in forms(words):
        for read in (_years, _months, _part_of_year):
            if found := read(form, today):
                return found
    return []


def is_vague(words: str) -> bool:
    """Whether words may name a year or a number of years: 18년, but not 18년도."""
    return re.fullmatch(r"\d\d년(?!도)\D*", words) is not None


def _years(text: str, today: date) -> list[Meaning]:
    if found := _BETWEEN.fullmatch(text):
        first, last = int(found[1]), int(found[1][: 4 - len(found[2])] + found[2])
        return _each_year(range(first, min(last, first + _LONGEST) + 1))
    if found := _ONE.fullmatch(text):
        return _each_year([int(found[1])])
    if (found := _SHORT.fullmatch(text)) and int(found[1]) <= today.year % 100 + 1:
        return _each_year([today.year // 100 * 100 + int(found[1])])
    if (back := _RELATIVE.get(text)) is not None:
        return _each_year([today.year + back])
    return _open_range(text, today)


def _open_range(text: str, today: date) -> list[Meaning]:
    """Years from one on, up to one, or the last few."""
    if found := _LAST.fullmatch(text):
        return _all_years(range(today.year - int(found[1]), today.year + 1), text)
    if found := _SINCE.fullmatch(text):
        first = int(found[1])
        return _all_years(range(first, min(first + _OPEN, today.year + 1) + 1), text)
    if found := _UNTIL.fullmatch(text):
        last = int(found[1] or found[2])
        return _all_years(range(last - _OPEN, last + 1), text)
    return []


def _months(text: str, today: date) -> list[Meaning]:
    if found := _MONTH.fullmatch(text):
        return [Meaning("month", str(int(found[1])), f"{int(found[1])}월")]
    if months := _HALVES.get(text):
        return _all_months(months, text)
    if found := _QUARTER.fullmatch(text):
        return _all_months(range(int(found[1]) * 3 - 2, int(found[1]) * 3 + 1), text)
    return []


def _part_of_year(text: str, today: date) -> list[Meaning]:
    """A season or the like of a year; a season alone is a word like any other."""
    if not (found := _WITHIN.fullmatch(text)):
        return []
    season = _SEASON.fullmatch(found[2])
    months = _all_months(_SEASONS[season[1]], found[2]) if season else _months(found[2], today)
    return [*_each_year([int(found[1])]), *months] if months else []


def _each_year(years: Iterable[int]) -> list[Meaning]:
    return [Meaning("year", str(year), f"{year}년") for year in years]


def _all_years(years: Iterable[int], label: str) -> list[Meaning]:
    return [Meaning("year", str(year), label) for year in years]


def _all_months(months: Iterable[int], label: str) -> list[Meaning]:
    return [Meaning("month", str(month), label) for month in months]
