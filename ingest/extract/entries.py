"""Entries of an itinerary: a head that names what is done, the lines below it, and what the head carries.

A head may begin with a time ("[09:30~11:30]") and a word in brackets that tells its kind ("[공식]"),
and go on with its agenda behind a dash or colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.document import Text
from ingest.extract import dates, places
from ingest.extract.captions import Caption, caption, without_facts
from ingest.extract.classify import Context, EntryKind, entry_kind, is_official
from ingest.extract.lexicon import IN_BRACKETS, Lexicon
from ingest.readers.markers import split_marker

_CLOCK = r"(?:오전|오후)?\s*\d{1,2}\s*(?::\s*\d{2}|시(?!간)(?:\s*\d{1,2}\s*분)?)"
_TIME = re.compile(rf"^[\[(<【]?\s*{_CLOCK}(?:\s*[~∼～–-]\s*(?:{_CLOCK})?)?\s*[\])>】]?\s*[-–:]?\s*")
_FOUR_DIGITS = re.compile(r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5][05])(?:\s*[~∼～–-]\s*\d{4})?\s+(?=\D)")  # "1330 …"
_YEAR = re.compile(r"20[0-4]\d")
_TAG = re.compile(r"^[\[【<〈(]\s*(?P<tag>[^\[\]【】<>〈〉()]{1,10}?)\s*\d*\s*[\]】>〉)]\s*")
_LABEL = re.compile(r"^(?P<tag>[가-힣 ]{2,8}?)\s*[:：]\s*(?=\S)")
_AGENDA = re.compile(r"\s+[-–—―]\s+|\s*[:：]\s+|\s+[▶►▷⇒]\s*")
_ARROWED = re.compile(r"^(?:→|⇒|➔|➜|=>|->|↳|[:：])\s*(?=\S)")
_NOTE_LAST = re.compile(r"\s*※\s*(?P<where>[^※]+)$")
_ASKED = re.compile(r"[(（\[]?\s*(?:[QA]|문|답|질문|답변|질의)\s*\d*\s*[)）\].:]\s*\S", re.I)
_TRAILING_TIME = re.compile(
    rf"\s*[(（\[]\s*{_CLOCK}(?:\s*[~∼～–-]\s*(?:{_CLOCK})?)?\s*(?:[,·/]\s*(?P<where>[^()（）,]{{1,20}}))?[)）\]]\s*$"
    rf"|\s*,\s*{_CLOCK}(?:\s*[~∼～–-]\s*(?:{_CLOCK})?)?(?=\s*(?:[(（][^()（）]*[)）]\s*)?$)"
    r"|(?:\s*[-–—―/|]\s*|\s+)\d{1,2}:\d{2}(?:\s*[~∼～–-]\s*\d{1,2}:\d{2})?"
    r"(?:\s*[<〈‹\[(（](?P<there>[^<>〈〉‹›()（）\[\]\d]{1,20})[>〉›\])）])?\s*$"
)
_CLOCKED = re.compile(r"\d\s*[:시]")  # what a text without holds no time
_PARTED = re.compile(r"[·ㆍ,、/;]|\s및\s")  # what a text without is one piece
_PARTS = re.compile(r"\s*[·ㆍ,、/]\s*|\s+및\s+")
_SEPARATE = re.compile(
    rf"\s*/\s*(?=[\[【]|[(（]오[전후])|(?<=[^\W\d]|[)）])\s*[/,;]\s*(?=[\[(]?{_CLOCK}(?:[~∼～–-]{_CLOCK})?[\])]?\s+[^\W\d])"
)
_HALF_DAY = re.compile(
    r"^(?:[\[(（【<]\s*(?:오전|오후|저녁|종일)\s*[\])）】>]|(?:오전|오후|저녁|종일|야간)(?:\s*[:：]|\s)(?!\s*\d))\s*"
)
_PLACE_FIRST = re.compile(r"^[\[(（【]\s*(?P<where>[^\[\]()（）【】\d]{1,20}?)\s*[\])）】]\s*(?=\S)")
_COMMA = re.compile(r"\s*[,、]\s+")
_ORIGINAL = re.compile(r"[(（][^가-힣()（）]*[A-Za-z]{2}[^가-힣()（）]*[)）]")
_LONGEST_NAME = 45


class Entry(NamedTuple):
    """A head with the lines below it, and what captions below it say of its time, whom one meets and where.

    told: the kind that a tag or a column of kinds says. later: the hours of the other institutions that it names.
    """

    head: Text
    below: tuple[Text, ...] = ()
    time: str | None = None
    told: str | None = None
    contact: str | None = None
    where: str | None = None
    in_institution_column: bool = False
    agenda_only: bool = False
    later: tuple[str, ...] = ()

    def kind(self, lexicon: Lexicon) -> EntryKind:
        """What kind of entry it is."""
        agenda = tuple(line.text for line in self.below)
        context = Context(agenda, self.head.strong, self.in_institution_column, self.told)
        return entry_kind(self.head.text, context, lexicon)


def entries_of(
    lines: Sequence[Text], lexicon: Lexicon, institution_column: bool = False, told: str | None = None
) -> list[Entry]:
    """The entries in the lines of a cell or a day: the outermost ones, each with the deeper lines below it.

    Notes (※) are no entries. A line as deep as a visit before it, with no sign of an entry of its
    own, belongs to that visit.
    """
    lines = without_notes(without_facts(lines, lexicon))
    outermost = min((_depth(line) for line in lines if not _ARROWED.match(line.text)), default=0)
    found: list[Entry] = []
    under: str | None = None  # the role of a label alone, such as "주요내용", whatever the depth of what follows it
    for line in lines:
        arrowed = _ARROWED.match(line.text)
        if found and _ORIGINAL.fullmatch(line.text):  # a name goes on with what it is called there
            head = found[-1].head
            found[-1] = found[-1]._replace(head=replace(head, text=head.text + line.text))
        elif (said := caption(line, lexicon)) and (found or said.role == "contact"):
            found[-1:] = [_with_caption(entry, line, said) for entry in found[-1:]]
            under = said.role if said.alone else None
        elif found and _ASKED.match(f"{line.marker} {line.text}".strip()):
            found[-1] = found[-1]._replace(below=(*found[-1].below, line))
        elif found and arrowed:
            agenda = replace(line, text=line.text[arrowed.end() :])
            found[-1] = found[-1]._replace(below=(*found[-1].below, agenda))
        elif found and ((under and not _opens(line, lexicon)) or _belongs(line, found[-1], outermost, lexicon)):
            more = () if under == "outcome" else (line,)
            found[-1] = found[-1]._replace(below=(*found[-1].below, *more))
        else:
            under = None
            found += [_entry(piece, lexicon, institution_column, told) for piece in _separate(line, lexicon)]
    return [entry for head in found for entry in _announced(head, lexicon)]


def _announced(head: Entry, lexicon: Lexicon) -> list[Entry]:
    """The entries below a head that only announces visits ("기관방문 2개소") and names nobody; else the head."""
    below = head.below
    if not below or not lexicon.only_says_visit(head.head.text) or not any(_is_name(x.text, lexicon) for x in below):
        return [head]
    first, *rest = entries_of(below, lexicon, told=head.told)
    return [first._replace(time=first.time or head.time), *rest]


def lists_sights(entry: Entry, lexicon: Lexicon) -> bool:
    """Whether an entry lists names of which none is an institution's, and nothing is asked there."""
    listed = _COMMA.split(entry.head.text)
    plain = len(listed) > 1 and not entry.below and entry.kind(lexicon) in ("visit", "other")
    return plain and not any(_is_name(name, lexicon) for name in listed)


def without_notes(lines: Sequence[Text]) -> list[Text]:
    """The lines that are no notes (※); an asterisk marks a note unless it is the bullet that the lines begin with."""
    notes = ("※",) if lines and lines[0].marker == "*" else ("※", "*")
    return [line for line in lines if line.marker not in notes]


def _with_caption(entry: Entry, line: Text, said: Caption) -> Entry:
    """The entry with what a caption below it says; what it said before stays."""
    if said.role in ("content", "fact") and said.value:
        return entry._replace(below=(*entry.below, replace(line, text=said.value, kind="item")))
    if said.role == "contact":
        return entry._replace(contact=entry.contact or said.value or None)
    if said.role == "where":
        return entry._replace(where=entry.where or said.value or None)
    if said.role == "when":
        return entry._replace(time=entry.time or next(iter(dates.times(dates.readable(said.value))), None))
    return entry


def goes_on(lines: Sequence[Text], lexicon: Lexicon) -> bool:
    """Whether lines below a day's own line go on with what stands there: as its agenda, which plain entries may
    follow, and not as entries themselves."""
    opening = [line for line in lines if _opens(line, lexicon)]
    items = bool(lines) and lines[0].kind == "item" and lines[0] not in opening
    return bool(lines) and (not opening or (items and all(line.kind == "paragraph" for line in opening)))


def _opens(line: Text, lexicon: Lexicon) -> bool:
    """Whether a line shows by a time, a tag or its travel that it is an entry of its own."""
    if _without_time(line.text)[1] or _without_tag(line.text, lexicon)[1] or _trailing_time(line.text):
        return True
    kind = entry_kind(line.text, Context(), lexicon)
    return kind in ("transfer", "free", "meal", "lodging") or (
        kind == "tourism" and not is_official(line.text, lexicon)
    )


def _belongs(line: Text, before: Entry, outermost: int, lexicon: Lexicon) -> bool:
    """Whether a line stands below an entry: deeper than it, or going on with it.

    Below a plain line that is no visit, an item with a time or tag of its own is the next entry.
    """
    level = max(outermost, _depth(before.head))
    if _depth(line) <= level:
        return _depth(line) == outermost and _continues(line, before, lexicon)
    plain = before.head.kind == "paragraph" and not before.below and before.kind(lexicon) != "visit"
    return not (
        plain
        and line.kind == "item"
        and (
            _opens(line, lexicon)
            or (before.head.depth == 0 and before.time is None and before.kind(lexicon) == "transfer")
        )
    )


def _depth(line: Text) -> int:
    return line.depth if line.kind == "item" else 0


def _separate(line: Text, lexicon: Lexicon) -> Iterator[Text]:
    """ "[방문1] … / [방문2] …" are two lines in one, as are "레가코프 방문, 카디아이 방문", "레가코프 취소, 답사"."""
    if not _PARTED.search(line.text):
        yield line
        return
    for piece in _SEPARATE.split(line.text):
        listed = _COMMA.split(piece)
        done = lexicon.has(listed[0], "visitword") or lexicon.has(listed[0], "activity", "transfer")
        several = done and all(_says_visit(each, lexicon) for each in listed[1:])
        several |= len(listed) > 1 and lexicon.only_says_visit(listed[0]) and not lexicon.only_says_visit(piece)
        several |= len(listed) > 1 and listed[0].endswith(lexicon.words("cancel"))
        yield from (_saying(line, each) for each in (listed if several else [piece]))


def _saying(line: Text, text: str) -> Text:
    return line if line.text == text else replace(line, text=text)


def _says_visit(text: str, lexicon: Lexicon) -> bool:
    """Whether a text names an institution and says that it is visited."""
    word = next((word for word in lexicon.words("visitword") if text.endswith(word)), None)
    return word is not None and _is_name(text.removesuffix(word).strip(), lexicon)


def _continues(line: Text, before: Entry, lexicon: Lexicon) -> bool:
    """Whether a line of the same depth is agenda: a bold or institution's head before it, plain and unlike an entry."""
    if line.strong or line.marker or _TIME.match(line.text) or _TAG.match(line.text):
        return False
    if not (before.head.strong or before.in_institution_column) or before.kind(lexicon) != "visit":
        return False
    alike = entry_kind(line.text, Context(), lexicon) in ("other", "visit")
    return alike and not _is_name(line.text, lexicon) and lexicon.has(line.text, "official")


def _entry(line: Text, lexicon: Lexicon, institution_column: bool, told: str | None) -> Entry:
    text, where = _without_place(_HALF_DAY.sub("", line.text) or line.text, lexicon)
    if (note := _NOTE_LAST.search(text)) and note.start():
        text, where = text[: note.start()], where or note["where"].strip()
    text, time = _without_time(text)
    label = _LABEL.match(text)
    institution_column |= bool(label and lexicon.column(label.group("tag")) == "institution")
    text, tag = _without_tag(text, lexicon)
    if not time:
        text, time = _without_time(text)
    trailing = _trailing_time(text)
    if trailing and text[: trailing.start()].strip():
        time = time or next(iter(dates.times(dates.readable(trailing.group()))), None)
        where = trailing["where"] or trailing["there"] or where
        text = (text[: trailing.start()] + text[trailing.end() :]).strip()
    name, agenda = _split_agenda(text, lexicon)
    below = (replace(line, text=agenda, kind="item"),) if agenda else ()
    head = _saying(line, name or line.text)
    return Entry(head, below, time, tag or told, where=where, in_institution_column=institution_column)


def _without_place(text: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """The text without a place in brackets before it ("(파리) 10:00 …"), and that place."""
    match = _PLACE_FIRST.match(text)
    known = match and places.only_places(match["where"], lexicon)
    return (text[match.end() :], match["where"]) if match and known else (text, None)


def _without_time(text: str) -> tuple[str, str | None]:
    if (digits := _FOUR_DIGITS.match(text)) and not _YEAR.match(text):
        return text[digits.end() :].strip(), f"{digits['h']}:{digits['m']}"
    match = _TIME.match(text)
    times = dates.times(dates.readable(match.group())) if match else []
    rest = split_marker(text[match.end() :])[1] if match and times else text  # "(10:00) ❍ 육상교통청"
    return (rest, times[0]) if rest and times else (text, None)


def _trailing_time(text: str) -> re.Match[str] | None:
    return _TRAILING_TIME.search(text) if _CLOCKED.search(text) else None


def _without_tag(text: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """The text without a word before it that tells its kind, and that kind."""
    for pattern in (_TAG, _LABEL):
        match = pattern.match(text)
        kind = lexicon.told(match.group("tag")) if match else None
        if match and kind and text[match.end() :].strip():
            return text[match.end() :].strip(), kind
    return text, None


def _split_agenda(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """("MCC본사", "연대기금 협의") of "MCC본사 : 연대기금 협의"; a colon in a sentence splits nothing."""
    match = next((found for found in _AGENDA.finditer(text) if _is_outside(found.start(), text)), None)
    if not match:
        return _split_slashed(text, lexicon)
    name, agenda = text[: match.start()].strip(), text[match.end() :].strip()
    if lexicon.only_says_cancelled(agenda):
        return name, agenda
    if "⇒" in match.group() and not lexicon.has(agenda, "official"):
        return text, ""  # a way from place to place
    bare = IN_BRACKETS.sub("", name)
    if not 0 < len(bare) <= _LONGEST_NAME or len(agenda) < 2 or lexicon.is_word(name, "question"):
        return text, ""
    return name, agenda


def _is_outside(at: int, text: str) -> bool:
    """Whether a place in a text is in no parentheses: "18국(MA 18 – 도시개발)" is one name."""
    before = text[:at].replace("（", "(").replace("）", ")")
    return before.count("(") <= before.count(")")


def _split_slashed(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """("트라이메트", "준공영제 정산 방식 청취") of the two behind a slash: only the second says what is done there."""
    name, slash, agenda = (piece.strip() for piece in text.partition(" / "))
    if not (name and slash):
        return text, ""
    alone = _is_name(name, lexicon) or not lexicon.has(name, "official")
    told = lexicon.has(agenda, "official") and not _is_name(agenda, lexicon)
    return (name, agenda) if alone and told else (text, "")


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is surely an institution's name."""
    return bool(lexicon.institutions(text)) or lexicon.ends_as_institution(text)


def names_in(text: str, lexicon: Lexicon, institution_column: bool = False) -> list[str]:
    """The institutions that a visit's head names: several only where each part is a name of its own.

    "코인스트리트·로컬리티·SEUK" are three; "사회적경제·사회혁신지원기관" is one. In a column of institutions
    a comma parts names too, but no place and nothing done there from a name.
    """
    if not _PARTED.search(text):
        return [text]
    bare = IN_BRACKETS.sub(lambda match: match.group().translate(_HIDDEN), text)
    pieces = [piece.translate(_SHOWN).strip() for piece in _PARTS.split(bare)]
    several = len(pieces) > 1 and all(len(piece) > 1 and not _is_head_alone(piece, lexicon) for piece in pieces)
    if several and all(_is_name(piece, lexicon) for piece in pieces):
        return pieces
    listed = [piece.translate(_SHOWN).strip() for piece in _COMMA.split(bare)]
    if institution_column and len(listed) > 1 and all(_may_be_name(piece, lexicon) for piece in listed):
        return listed
    slashed = [piece.translate(_SHOWN).strip() for piece in re.split(r"\s+/\s+", bare)]
    return slashed if len(slashed) > 1 and all(len(piece) > 1 for piece in slashed) else [text]


def _is_head_alone(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece says only 연구소 or 재단, so that it is the end of the name before it."""
    return lexicon.is_word(IN_BRACKETS.sub("", piece), "institution")


def _may_be_name(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece may be a name of its own; in Latin script a comma parts an office from whose it is."""
    doubtful = piece.isascii() or lexicon.has(piece, "official") or places.only_places(piece, lexicon)
    return _is_name(piece, lexicon) or not doubtful


# Separators inside parentheses part nothing: they are hidden while a text is split.
_HIDDEN = str.maketrans("·ㆍ,、/", "\ue000\ue001\ue002\ue003\ue004")
_SHOWN = str.maketrans("\ue000\ue001\ue002\ue003\ue004", "·ㆍ,、/")
