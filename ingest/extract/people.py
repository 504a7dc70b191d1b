"""Who goes: Korean governments, their departments and how many people each sends.

Rules and traps: units in parentheses inherit the province; a bare 시/군/구 fills its province when only
one bears the name; a council is a department of its government.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from ingest.authority import Government
from ingest.document import Text
from ingest.extract.lexicon import Lexicon
from ingest.plan import Organizer

_PEOPLE = r"(?:명|인|persons?|people|participants|members|delegates|officials|officers|staff|employees|travellers)"
_TOTAL = re.compile(
    rf"(?:총|계|합계|전체|모두)\s*:?\s*(\d{{1,3}})\s*{_PEOPLE}?(?![\d.])"
    rf"|(\d{{1,3}}) {_PEOPLE} (?:in (?:total|all)|altogether)",
    re.I,
)
_COUNT = re.compile(rf"(\d{{1,3}})\s*{_PEOPLE}(?![가-힣]*용)", re.I)
_BARE_COUNT = re.compile(r"\s*(\d{1,3})\s*(?=$|[(（])")  # "6 (Hwaseong City 4, Council 2)"
_OTHERS = re.compile(r"외\s*(\d{1,3})\s*(?:명|인)")
_SPLIT = re.compile(r"[,，、/;()（）\[\]<>·ㆍ+]|\s및\s|\n|:")
# Departments of a government; centres, corporations and foundations beside it are no governments.
_UNIT = re.compile(
    r"\S*(?:과|실|국|담당관|농업기술센터|농업기술원|본부|추진단|기획단|지원단|(?<!협)의회|위원회|관|팀|보건소|사업소|연구회)(?![가-힣])"
)
_HEAD = re.compile(r"(\S+(?:과|국|실|팀|담당관|관))장")  # "자원순환과장 외 5명": the head of a department, and others
_ALL = re.compile(r"\s+등?\s*(?:총|모두|전체)\s*\d+\s*(?:명|인).*$")  # "희망복지과 2명 등 총 6명"
_PRIVATE = re.compile(r"활동가|주민|시민|회원|봉사자|농업인|전문가|교수|기업|민간|상인|조합원|학생|학부모")
_BESIDE = re.compile(r"\s*[·ㆍ,/]\s*")  # between the offices of a letterhead
_OFFICE_END = re.compile(r"(?:과|실|국|팀|서|관|센터|의회|재단|공사|본부|단)\)?$")
_LONGEST_LETTERHEAD = 60  # characters
_LONGEST_OFFICE = 5  # words
_NUMBER = re.compile(rf"(\d{{1,3}})\s*{_PEOPLE}?\s*$", re.I)
_COUNTED = re.compile(r"\d+(?:명|인)?$")
_SUFFIXES = ("의회", "교육청", "교육지원청", "청", "도의회", "도청")


@dataclass(frozen=True, slots=True)
class _Seat:
    """The government that a run of words names: metropolitan, and basic below it."""

    government: Government | None = None
    basic: Government | None = None


def headcount(lines: Iterable[Text]) -> tuple[int, str] | None:
    """(people, block): the total that is stated, or the sum of all parts where none is.

    "과장 이OO 외 4명" counts the one who is named.
    """
    lines = list(lines)
    for line in lines:
        total = _TOTAL.search(line.text)
        if total:
            return int(total.group(1) or total.group(2)), line.place
    for line in lines:
        if (others := _OTHERS.search(line.text)) is not None:
            return _with_others(int(others.group(1)) + 1, _OTHERS.sub("", line.text)), line.place
    first = (_COUNT.match(lines[0].text) or _BARE_COUNT.match(lines[0].text)) if lines else None
    if first:
        return int(first.group(1)), lines[0].place
    counts = [(int(count), line.place) for line in lines for count in _COUNT.findall(line.text)]
    if not counts:
        return None
    everyone = sum(count for count, _ in counts)
    for count, place in counts[1:] if len(counts) > 2 else ():
        if count * 2 == everyone:  # "4명, 2명 / 6명": one of them is the total of the others
            return count, place
    return everyone, counts[0][1]


def _with_others(people: int, rest: str) -> int:
    """The people of "과장 외 3명" and those that the rest of the line counts besides, unless it counts them again."""
    beside = sum(int(count) for count in _COUNT.findall(rest))
    return people if beside in (people, people - 1) else people + beside


def letterhead(lines: Iterable[Text], lexicon: Lexicon) -> Text | None:
    """The first line that is nothing but a government and, where it has one, the department below it."""
    return next((line for line in lines if _is_office(line.text, lexicon)), None)


def _is_office(text: str, lexicon: Lexicon) -> bool:
    """Whether a line names an office, or several of which the first two are such."""
    pieces = [piece.strip() for piece in _BESIDE.split(text) if piece.strip()]
    several = len(pieces) > 1 and len(text) <= _LONGEST_LETTERHEAD and not re.search(r"\d", text)
    if several and _is_one_office(pieces[0], lexicon):
        return all(_is_one_office(piece, lexicon) or _OFFICE_END.search(piece) for piece in pieces[1:])
    return _is_one_office(text, lexicon)


def _is_one_office(text: str, lexicon: Lexicon) -> bool:
    words, seat = text.strip("()（）[]<>〈〉").split(), _Seat()
    for word in words if len(words) <= _LONGEST_OFFICE else ():
        step = _step(word, seat, lexicon)
        if step is None and (seat.government is None or not _UNIT.fullmatch(word)):
            return False
        seat = step[0] if step else seat
    return seat.government is not None


def organizers(lines: Iterable[Text], lexicon: Lexicon) -> list[Organizer]:
    """The governments and departments named in `lines`, in order; the first leads."""
    found: list[Organizer] = []
    seat = _Seat()
    for line in lines:
        for piece in _SPLIT.split(line.text):
            organizer, seat = _in_piece(piece, seat, line.place, lexicon)
            found = _joined(found, organizer) if organizer else found
    return [replace(o, role="member" if index else "lead") for index, o in enumerate(found)]


def as_named_on(
    found: Iterable[Organizer], date: datetime.date | None, lines: Iterable[Text], lexicon: Lexicon
) -> list[Organizer]:
    """Organisers whose province is only known by what lies in it, under the name that it had on the day."""
    written = " ".join(line.text for line in lines)
    return [
        replace(one, government=_name_on(one.government, date, lexicon))
        if one.government and one.government not in written
        else one
        for one in found
    ]


def _name_on(name: str, date: datetime.date | None, lexicon: Lexicon) -> str:
    governments = lexicon.authority.governments.values()
    now = next((one.id for one in governments if one.name == name), None)
    before = (one for one in governments if one.successor == now and one.valid_to)
    return next((one.name for one in before if date and date.isoformat() <= one.valid_to), name)


def _joined(found: list[Organizer], new: Organizer) -> list[Organizer]:
    """`found` with `new`; what says no more than an earlier one only adds its headcount."""
    for index, old in enumerate(found):
        same = (old.government, old.basic) == (new.government, new.basic)
        if same and old.headcount is None and new.department and f"{old.department} ".startswith(f"{new.department} "):
            return [*found[:index], replace(old, headcount=new.headcount), *found[index + 1 :]]
        if same and old.headcount is None and (new.department or "").startswith(f"{old.department} "):
            return [*found[:index], new, *found[index + 1 :]]  # the office, then the department of it that goes
        if same and (new.department is None or old.department in (None, new.department)):
            merged = replace(
                old,
                department=old.department or new.department,
                headcount=old.headcount if old.headcount is not None else new.headcount,
            )
            return [*found[:index], merged, *found[index + 1 :]]
    return [*found, new]


def _in_piece(piece: str, seat: _Seat, block: str, lexicon: Lexicon) -> tuple[Organizer | None, _Seat]:
    """What one piece between separators names, and the seat after it; a department alone inherits `seat`."""
    named = False
    department: list[str] = []
    for word in piece.split():
        step = _step(word, seat, lexicon)
        bare = _COUNTED.sub("", word)
        if step is not None:
            seat, rest = step
            named = True
            department += [rest] if rest else []
        elif _UNIT.fullmatch(bare) and not bare[0].isdigit():  # "10명과"
            department.append(bare)
        elif (named or seat.government) and (head := _HEAD.fullmatch(bare)):
            department.append(head.group(1))
        elif named or department:
            break
    if seat.government is None or not (named or department) or (not named and _PRIVATE.search(piece)):
        return None, seat
    others = _OTHERS.search(piece)
    count = _NUMBER.search(_OTHERS.sub("", _ALL.sub("", piece)))
    people = int(count.group(1)) if count else int(others.group(1)) + 1 if others else None
    organizer = Organizer(
        seat.government.name,
        seat.basic.name if seat.basic else None,
        " ".join(department) or None,
        people,
        "lead",
        block,
    )
    return organizer, seat


def _step(word: str, seat: _Seat, lexicon: Lexicon) -> tuple[_Seat, str] | None:
    """The seat after `word` if it names a government, and what else the word says ("의회")."""
    word = _COUNTED.sub("", word)
    for suffix in ("", *_SUFFIXES):
        name = word.removesuffix(suffix) if suffix else word
        if suffix and name == word:
            continue
        known = lexicon.authority.governments_by_name.get(name, ())
        moved = _move(known, name, seat, lexicon)
        if moved:
            return moved, "" if suffix in ("", "청", "도청") else word
    return None


def _move(known: tuple[Government, ...], name: str, seat: _Seat, lexicon: Lexicon) -> _Seat | None:
    """Where a name leads: down within the province at hand first, else to what alone bears the name."""
    governments = lexicon.authority.governments
    if seat.government:
        here = {seat.government.id, seat.government.successor} - {""}
        inside = [g for g in known if g.parent in here]
        if inside:
            return _Seat(seat.government, _as_written(inside, name))
    upper = [government for government in known if government.level == "metropolitan"]
    parents = {government.parent for government in known} - {""}
    if upper and not parents:
        return _Seat(_as_written(upper, name))
    if upper or len(parents) != 1:
        return None  # 중구, 고성군: several provinces have one; 광주시 is also a province's short name
    return _Seat(governments[parents.pop()], _as_written(list(known), name))


def _as_written(governments: list[Government], name: str) -> Government:
    """Of a government under its former and its present name, the one written; for a short form the present."""
    exact = (government for government in governments if government.name == name)
    current = (government for government in governments if not government.valid_to)
    return next(exact, None) or next(current, governments[0])
