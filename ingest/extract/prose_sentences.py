"""Sentences of an itinerary told in prose → entries: visits, and what else is done, each with its time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from ingest.document import Text
from ingest.extract import dates, places
from ingest.extract.classify import Context, entry_kind
from ingest.extract.entries import Entry
from ingest.extract.lexicon import Lexicon
from ingest.names import keys
from ingest.plan import ActivityKind

# Last syllables of sentences: 다, 요 and those with a final ㅁ (방문함, 살펴봄), every 28th of the syllables.
_ENDING = rf"[다요{''.join(map(chr, range(ord('가') + 16, ord('힣') + 1, 28)))}](?:\s*[(（][^()（）]*[)）])?"
_SENTENCE_END = re.compile(rf"({_ENDING})\.(?![\"”'’]?\s*(?:라고|라며|고\s))\s*")
_TOLD = re.compile(rf"{_ENDING}\.$")
_HOUR = r"(?:\d{1,2}\s*시(?!간)(?:\s*\d{1,2}\s*분|\s*반)?|\d{1,2}:\d{2})"
_HALF = r"(?:이른\s*|늦은\s*)?(?:오전|오후|아침|점심|저녁|낮|밤|새벽|정오)(?:\s*(?:늦게|일찍))?"
_CLOCK = rf"(?:{_HALF}\s*)?{_HOUR}(?:\s*(?:[~∼–-]|부터)\s*(?:{_HALF}\s*)?{_HOUR})?|정오"
_WHEN = re.compile(
    rf"(?:(?P<clock>{_CLOCK})|{_HALF})\s*(?:(?:부터|까지)[는은]|무렵|경|쯤|께|부터|까지|중)?(?:에는|에|엔|로\s*예정\S*)?(?:\s*일정으로(?:는)?)?\s*,?\s+"
)
_LINK = re.compile(
    r"(?:이어서?|곧이어|또한?|먼저|다음으로|마지막으로|끝으로|그리고|대신|당초|애초에?|원래|계속해서|이후|그\s*[후뒤]에?|같은\s*날|이\s*날|당일"
    r"|하루\s*(?:내내|종일|동안)?(?:을|를)?|온종일|반나절(?:을)?|(?:점심\s*)?(?:식사|점심)\s*[후뒤]에?|남은\s*시간에는?"
    r"|(?:첫|[두세네]\s*번째|마지막|다음)\s*(?:공식\s*)?(?:방문지|방문\s*기관|행선지|일정)(?:인|으?로는?|은|는)?)"
    r"(?:에는|에|은|는)?\s*,?\s+"
)
_VISITED = re.compile(
    r"\s*(?:을|를|에)\s*(?:(?:공식|직접|함께|다시|차례로|잠시|대신)\s*)*"
    r"(?P<verb>방문|견학|시찰|참관|찾[아았은는을]|들러|들렀|들르)(?P<end>[가-힣]*)"
)
_HEARD = re.compile(
    r"\s*에서(?:는|도)?\s+(?=.*(?:설명|브리핑|면담|간담|질의|청취|협의|의견|특강|소개|이야기|대화|들었|들음|배웠))"
)
_MET = re.compile(
    r"\s*(?:의\s*)?(?:\S*(?:관계자|담당자|실무자|책임자|직원|사람|조합원|활동가|운영자|대표|회원|주민|이사|교사|교수|관장"
    r"|센터장|국장|과장)\S{0,2}\s+(?=.*(?:만나|만났|면담|간담))"
    r"|[와과]\s*(?:의\s*)?(?=\S*(?:간담회|면담|업무\s*협의|회의)))"
)
_MOVED = re.compile(r"\s*(?:으로|로)\s+(?:자리를\s*)?(?:(?:옮겨|이동하여|이동해|가서|향해)\s+(?=\S)|옮[겼긴]\S*$)")
_SPENT = re.compile(
    r"\s*에서(?:는)?\s+(?=(?:\S+\s+){0,3}?(?:일정\S*\s+(?:시작|진행|이어|마[쳤치무])|보[냈내]|시작[했하되됐]|묵으며))"
)
_LOOKED = re.compile(r"\s*(?:을|를)\s*(?:둘러[보봤본]|돌아[보봤본]|살펴[보봤본])\S*$")
_NOT_MADE = re.compile(
    r"\s*(?:[와과]의\s*)?(?:방문|면담|간담회|견학|시찰)(?:은|이|도)\s+(?=.*(?:취소|못[하했한할함해]|무산|불발))"
)
_MISSED = re.compile(r"\s*(?:을|를)\s+(?=.*(?:방문|면담|견학|시찰)(?:을|은|하지)?\s*못)")
_CALLED_OFF = re.compile(r"\s*(?:은|는|이|가)\s+(?=.*(?:취소|무산|불발)(?:됐|되|하))")
_TOLD_AS = (_VISITED, _HEARD, _MET, _MOVED, _SPENT, _LOOKED, _NOT_MADE, _MISSED, _CALLED_OFF)
_NAMED_LAST = re.compile(r"^(?:방문한|찾은|찾아간|들른)\s*(?:곳|기관)은\s+(?P<name>.+?)(?:이었|였)\S*$")
_CUT = re.compile(
    r"[가-힣](?:고|며|으나|지만)(?P<comma>,?)\s+|[가-힣]\s+(?:뒤|후|다음)(?:에)?,?\s+|[가-힣](?:하여|해|아|어),\s+"
    r"|(?:가서|와서|내려서?|이동해|이동하여|옮겨|갈아타고)\s+(?=(?:오전|오후|낮|아침|저녁|정오|\d{1,2}\s*시(?!간)|\d{1,2}:\d))"
)
_INTENDED = re.compile(r"(?:예정이었|계획이었|일정이었|려고?\s*(?:했|하였)|기로\s*(?:했|하였|되어))[가-힣]*")
_FAILED = re.compile(r"못[하했]|대신|대체|무산|취소|불발|어려|불가|어렵")
_FINISHED = re.compile(
    r"\s*(?:예정(?:이다|임|입니다)?|일정을\s*소화하였다|하였다|했다|하였음|할\s*(?:계획|예정)(?:이다|임|입니다)?)\s*$"
)
_REST = re.compile(
    r"^(?:\s*(?:하였|하여|해서|해|하고|했|할|한|하며|함)\S*|\s*(?:(?:습니)?다|갔\S*|가서?)(?=[\s,]|$))?\s*(?:예정(?:이다|임|이며)?)?[\s,.]*"
)
_STOP = re.compile(
    r"(?:\d시에|\d분에|가서|와서|하여|해서|하고|타고|나서|나와|내려|지나|달려|해|거쳐|건너|마치고|마친|끝내고|먹고|걸어|뒤|후|다음|있는|있던|위치한|자리한"
    r"|에서|에서는|에는|으로|외곽의|근교의|인근의|인근|거리의|시내의|중심가의|같은|(?:도시|마을|지역|나라|인근|근처|동네|시내)의|대신|(?<!마)[을를]|[다한된]|[가-힣]었던|했던|이던|려던|,)$"
)
_LIES = re.compile(r"있는|있던|위치한|자리한|자리잡은|소재한")
_GONE = re.compile(r"(?:이동|도착)(?:해|하여|한)|옮겨|건너가|넘어가|가서|와서")
_PLACE = re.compile(r"(?!우리|저희|현지|같은|이곳|그곳|시내|국내|지역)[가-힣]{2,7}")
_BY_WAY = re.compile(r"(?:버스|열차|기차|전철|트램|지하철|택시|차|도보|현지)로$")
_HIDDEN = str.maketrans(" ,", "\ue000\ue001")
_SHOWN = str.maketrans("\ue000\ue001", " ,")
_LISTED = re.compile(r"\s*[,、·]\s*|(?<=[가-힣)])[와과]\s+|\s+및\s+")
_ORIGINAL = re.compile(r"[(（][^()（）]*[A-Za-z]{2}[^()（）]*[)）]$")
_AFTERWARDS = re.compile(r"(?<=[가-힣])\s(?:뒤|후|다음)(?:에)?,?\s")
_PARTICLE = re.compile(r"(?:을|를|과|와|에|에서|등을?|[,·])+$")
# How one met, before what was asked there: "간담회를 가지고", or all that is told: "면담하였다".
_AS_MET = re.compile(
    r"^(?:간담회|면담|회의|업무\s*협의)(?:을|를)?\s*"
    r"(?:(?:하여|하고|해|가지고|갖고|열고|열어)\s+|(?:가졌|가지|하였|했|진행|열었|나누)\S*$)"
    r"|^(?:\S+\s+){0,2}(?:시간|나절|하루|오전|오후)(?:을|를)?\s+(?:보냈|머물렀|지냈)\S*$|^만[났나]\S*$"
)
_ONLY_HEARD = re.compile(r"^(?:이야기|설명|말씀|안내)(?:을|를)?\s*(?:들었|들음|나누었|나눴|받았)\S*$")
_OFFICE = re.compile(r"\s+\S+(?:과|국|실|팀|부)$")
_DIRECT = ("방문", "견학", "시찰", "참관")
_TAIL = 9  # characters behind a predicate's stem that may be its ending
_LONGEST_NAME = 45


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without what leads into it: its time, and whether it says when (오후에는) or goes on (이어서)."""

    text: str
    time: str | None = None
    timed: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What a clause says is visited: names, where, and what was done there."""

    names: tuple[str, ...]
    where: str | None
    agenda: str
    cancelled: bool


def is_told(text: str) -> bool:
    """Whether a text is told in whole sentences."""
    return bool(_TOLD.search(text.strip()))


def sentences(text: str) -> list[str]:
    """The sentences of a text, without their full stops."""
    pieces = _SENTENCE_END.sub(r"\1\n", text).split("\n")
    return [piece.strip() for piece in pieces if piece.strip(' ."”')]


def clause(text: str, lexicon: Lexicon) -> Clause:
    """A clause with its lead taken off: "오전 10시에", "이어서", "우리는"."""
    made = Clause(text.strip())
    party = re.compile(rf"(?:{'|'.join(map(re.escape, lexicon.words('party')))})(?:들)?(?:은|는|이|가)\s+")
    while True:
        when, link, who = _WHEN.match(made.text), _LINK.match(made.text), party.match(made.text)
        lead = when or link or who
        rest = made.text[lead.end() :] if lead else ""
        if lead is None or not rest:
            return made
        time = made.time or (_time(when["clock"]) if when and when["clock"] else None)
        made = Clause(rest, time, made.timed or bool(when), made.linked or bool(link))


def _time(written: str) -> str | None:
    """13:30 of "낮 1시 반": half-days that the dates module does not know are told in its words."""
    text = written.replace("정오", "12:00") if "시" not in written else written
    text = re.sub(r"(시)\s*반", r"\1 30분", text)
    text = re.sub(r"(?:저녁|밤|낮|점심)(?:\s*(?:늦게|일찍))?", "오후", text)
    return next(iter(dates.times(dates.readable(text))), None)


def clauses(sentence: str, lexicon: Lexicon) -> list[Clause]:
    """The clauses of a sentence that each tell an entry: cut where one begins with its time or its institution."""
    start, found = 0, []
    for match in _CUT.finditer(sentence):
        rest = clause(sentence[match.end() :], lexicon)
        if _opens(rest, sentence[start : match.end()], lexicon):
            found.append(clause(sentence[start : match.end()].rstrip(" ,"), lexicon))
            start = match.end()
    return [*found, clause(sentence[start:], lexicon)]


def _opens(rest: Clause, before: str, lexicon: Lexicon) -> bool:
    head = rest.text
    cut = _CUT.search(head)
    visited = visit_in(rest, lexicon)
    if _INTENDED.search(before) and visited and _FAILED.search(before + head):
        return True
    if rest.timed or rest.linked:
        first = replace(rest, text=head[: cut.end()] if cut else head)
        return visited is not None or _predicate(first.text, lexicon) is not None
    return visited is not None and all(_is_sure(name, lexicon) and head.startswith(name) for name in visited.names[:1])


def visit_in(told: Clause, lexicon: Lexicon) -> _Found | None:
    """The institutions that a clause says were visited, asked or met, or None."""
    last = _NAMED_LAST.match(told.text)
    if last:
        return _Found(_names(last["name"], lexicon), None, "", False) if _names(last["name"], lexicon) else None
    for pattern in _TOLD_AS:
        for match in pattern.finditer(told.text):
            name, where = _name(told.text[: match.start()], lexicon)
            names = _names(name, lexicon)
            direct = pattern is _NOT_MADE or (pattern is _VISITED and match["verb"] in _DIRECT)
            timed = told.timed if pattern is _VISITED else told.time and pattern is _HEARD and _may_host(name, lexicon)
            if names and (direct or timed or _is_told_of(pattern, told, name, lexicon)):
                rest = "" if pattern in (_SPENT, _LOOKED) else told.text[match.end() :]
                done = rest if pattern is not _VISITED else _REST.sub("", match["end"] + rest)
                return _Found(
                    names,
                    where,
                    _ONLY_HEARD.sub("", _AS_MET.sub("", done.strip(" ,."))),
                    _is_off(told.text, match.end("verb") if pattern is _VISITED else match.start()),
                )
    return None


def called_off(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The institutions that a sentence says were not visited, as far as they are surely institutions."""
    found = visit_in(clause(text, lexicon), lexicon) if lexicon.has(text, "cancel") else None
    return tuple(name for name in found.names if _is_sure(name, lexicon)) if found and found.cancelled else ()


def _is_told_of(pattern: re.Pattern[str], told: Clause, name: str, lexicon: Lexicon) -> bool:
    """Whether a name is surely an institution's; one merely looked round also begins what is told of an hour."""
    looked = pattern is _LOOKED and not (told.timed and entry_kind(name, Context(), lexicon) == "visit")
    return _is_sure(name, lexicon) and not looked


def _may_host(name: str, lexicon: Lexicon) -> bool:
    """Whether one may be told something at a place of this name, as at an institution: no hotel or airport."""
    return " " in name and not places.only_places(name, lexicon) and entry_kind(name, Context(), lexicon) == "visit"


def _is_off(text: str, start: int) -> bool:
    """Whether a visit was meant and did not come about."""
    rest = text[start:]
    if any(pattern.match(rest) for pattern in (_NOT_MADE, _MISSED, _CALLED_OFF)):
        return True
    return bool(_INTENDED.search(rest)) or bool(re.search(r"^\S{0,3}지\s*못|취소|무산|불발", rest))


def _name(before: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """(name, city it is said to be in): the last words before a particle that are not of another phrase."""
    hidden = re.sub(r"[(（][^()（）]*[)）]", lambda match: match.group().translate(_HIDDEN), before)
    words: list[str] = []
    where = None
    for word in reversed(hidden.split()):
        bare = re.sub(r"(?:에서는?|에\s*있는|으?로|의|에)$", "", word)
        of_place = bool(words) and word.endswith("의") and _PLACE.fullmatch(bare) and _ORIGINAL.search(words[0])
        if bare != word and (places.cities(bare, lexicon) or of_place):
            where = bare if not word.endswith("로") else None
            break
        if words and (_STOP.search(word) or _BY_WAY.search(word)):
            where = _before_that(word, hidden.split()[: -len(words) - 1], lexicon)
            break
        words.append(word)
    return " ".join(reversed(words)).translate(_SHOWN).strip(), where


def _before_that(word: str, before: Sequence[str], lexicon: Lexicon) -> str | None:
    """The place that stands before a word that ends another phrase: "파르마로 이동해", "카판노리에 있는"."""
    if _LIES.fullmatch(word):
        return _lies_in(before)
    city = re.sub(r"(?:으로|로|에)$", "", before[-1]) if before and _GONE.fullmatch(word) else ""
    return city if city and places.cities(city, lexicon) else None


def _lies_in(words: Sequence[str]) -> str | None:
    """The place of "카판노리에 있는", which goes unnamed elsewhere."""
    match = re.fullmatch(r"(.{2,}?)(?:시내|시)?에(?:서)?", words[-1]) if words else None
    return match[1] if match else None


def _names(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The name, or the several that it lists; none where it names nobody."""
    listed = [piece.strip() for piece in _LISTED.split(name) if piece.strip()]
    if len(listed) > 1 and all(_is_sure(piece, lexicon) for piece in listed):
        return tuple(listed)
    vague = name.split()[-1:] and lexicon.is_word(name.split()[-1], "vague") and not lexicon.institutions(name)
    known = name and not vague and not name.endswith("으로") and 1 < len(name) <= _LONGEST_NAME
    return (name,) if known else ()


def _is_sure(name: str, lexicon: Lexicon) -> bool:
    """Whether a text is surely an institution's name."""
    if not name or lexicon.is_word(name, "vague") or lexicon.is_common_noun(name):
        return False
    if _ORIGINAL.search(name) or lexicon.institutions(name):
        return True
    return any(map(lexicon.ends_as_institution, (name, _OFFICE.sub("", name))))


def _predicate(text: str, lexicon: Lexicon) -> ActivityKind | None:
    """The kind of what a clause ends in: 이동하였다, 둘러보았다."""
    squeezed = re.sub(r"\s+", "", _FINISHED.sub("", text))[-_TAIL - 6 :]
    found: list[tuple[int, ActivityKind]] = []
    for kind in get_args(ActivityKind):
        stems = [squeezed.rfind(stem) for stem in lexicon.words("predicate", kind)]
        found += [(at, kind) for at in stems if at >= 0 and at >= len(squeezed) - _TAIL]
    return max(found)[1] if found else None


def entries_in(line: Text, lexicon: Lexicon, before: Entry | None = None) -> Iterator[tuple[Entry, bool]]:
    """(entry, new) for what the sentences of a paragraph tell; what is not new goes on with the entry before it.

    before: the entry that the paragraph may go on with.
    """
    last = before
    for sentence in sentences(line.text):
        for told in clauses(sentence, lexicon):
            for entry in _entries(told, line, last, lexicon):
                new = last is None or entry.head is not last.head
                yield entry, new
                last = entry


def _entries(told: Clause, line: Text, last: Entry | None, lexicon: Lexicon) -> Iterator[Entry]:
    """The entries of a clause: its visits, the visit before it with one line more, or what else it tells."""
    after_visit = last is not None and last.told == "visit"
    found = visit_in(told, lexicon)
    if found and not (after_visit and last and _same(found.names[0], last.head.text)):
        yield from _visits(found, told, line, lexicon)
        return
    kind = _kind(told, after_visit, lexicon)
    if last is not None and after_visit and kind is None:
        yield last._replace(below=(*last.below, replace(line, text=told.text, kind="item")))
    elif kind is not None:
        text = _FINISHED.sub("", told.text).strip() or told.text
        yield Entry(replace(line, text=text), time=told.time, told=kind)


def _visits(found: _Found, told: Clause, line: Text, lexicon: Lexicon) -> Iterator[Entry]:
    agenda = (replace(line, text=found.agenda, kind="item"),) if found.agenda and not found.cancelled else ()
    for position, name in enumerate(found.names):
        first = position == 0
        kind = "cancelled" if found.cancelled else "visit"
        asked = tuple(piece.text for piece in agenda)
        if not found.cancelled and entry_kind(name, Context(asked), lexicon) in ("tourism", "event"):
            text = _FINISHED.sub("", told.text).strip()
            yield Entry(replace(line, text=text), time=told.time, told="tourism")
            return
        below = agenda if first else ()
        yield Entry(replace(line, text=name), below, told.time if first else None, kind, where=found.where)


def _same(name: str, other: str) -> bool:
    """Whether two names have a form in common, or one holds the other."""
    return name in other or bool(set(keys(name)) & set(keys(other)))


def _kind(told: Clause, after_visit: bool, lexicon: Lexicon) -> ActivityKind | None:
    """What a clause without a visit is; None where it only goes on with what was told before it."""
    before = _AFTERWARDS.split(told.text)[0]
    kind = _predicate(before, lexicon) if before != told.text else None
    kind = kind if kind == "tourism" else _predicate(told.text, lexicon)
    seen = _names_sight(told.text, lexicon) or lexicon.has(told.text, "activity", "tourism")
    if after_visit and not told.timed and ((kind == "tourism" and not seen) or kind is None):
        return None
    if kind == "event" or kind is None:
        whole = entry_kind(_FINISHED.sub("", told.text), Context(), lexicon)
        return None if whole == "visit" or (whole == "other" and after_visit) else whole
    return kind


def _names_sight(text: str, lexicon: Lexicon) -> bool:
    """Whether one of the words of a sentence ends, particles aside, as a sight's name does."""
    return any(_PARTICLE.sub("", word).endswith(lexicon.words("sight")) for word in text.split())
