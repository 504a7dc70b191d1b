"""The overview as a report's first sentences tell it: "우리 일행은 5월 14일부터 5월 20일까지 5박 7일 동안 …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Document, Text
from ingest.extract import dates, people, places
from ingest.extract.labels import Labelled
from ingest.extract.lexicon import Lexicon
from ingest.extract.prose_sentences import is_told, sentences
from ingest.plan import DocumentKind

_LEADING = 12  # paragraphs that may tell the overview
_NIGHTS = re.compile(r"\d{1,2}\s*박\s*\d{1,2}\s*일")
_LEFT = re.compile(r"출발|출국|떠[나났]|올라|올랐")
_CAME_BACK = re.compile(r"귀국|돌아[왔오온올]|도착|입국")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*년")
_NUMERALS = ("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_COUNTED = re.compile(
    rf"(?<![가-힣])(?P<ten>열|스물)?(?P<one>{'|'.join(_NUMERALS)})?\s*(?P<who>명|사람)(?![가-힣]{{2}})"
)
_PARTICLE = re.compile(r"(?P<with>[와과]|하고)$|(?:에서는?|의|은|는|이|가|도|에)$")
_OF_PLACE = re.compile(r"(?:에서는?|으로|로|까지|부터|의|을|를|은|는|이|에|[와과]|[,·])+$")
_PAST = re.compile(r"[았었였했왔났렀갔렸냈겼졌봤탔섰췄뒀](?:습니)?다\.?$")
_LEAST_PAST = 4  # sentences told as past that make a report
_UNIT = re.compile(r"\S+(?:과|실|국|담당관|본부|단|의회|위원회|팀|보건소|사업소|센터)$")
_COUNT = re.compile(r"\d{1,3}\s*명")
_TOTAL = re.compile(r"\s*등?\s*(?:모두|총|전체|합쳐|합하여)\s*(?=\d{1,3}\s*명)")
_WENT = re.compile(
    r"(?<![가-힣])(?=(?P<country>[가-힣]{2,9}?)(?:의\s|\s)\s*(?P<cities>[가-힣, ·]+?)"
    r"(?:\s(?:일대|일원|등지|지역|등))?(?:을|를|에)\s(?:다녀|방문|찾[아았]|둘러|여행|시찰|견학))"
)
_AND = re.compile(r"(?:[와과]|,|·|\s및)\s*")
_TOWN = re.compile(r"[가-힣]{2,9}")
_PASSED = re.compile(r"\s*(?:거쳐|경유)")


def told_values(document: Document, values: Sequence[Labelled], lexicon: Lexicon) -> list[Labelled]:
    """Period, people and countries in the first sentences, each only where no label gives it."""
    given = {value.field for value in values}
    lines = _leading(document)
    period = None if "period" in given else _period(lines, lexicon)
    if "period" not in given and period is None:
        return _in_subtitle(document)
    found = [period] if period else []
    if not given & {"people", "organizer"}:
        found += _people(lines, lexicon)
    if "country" not in given:
        found += _countries(lines, period, lexicon)
    return found


def _in_subtitle(document: Document) -> list[Labelled]:
    """Period and people of a line with both and no label: "- 2024. 6. 9. ~ 6. 15., 5박 7일, 공무원 5명 참가 -"."""
    lines = document.lines[:_LEADING]
    for line in lines:
        text = dates.readable(line.text)
        written = next((span for span in dates.spans(text) if span.last), None)
        nights = _NIGHTS.search(text)
        if written and nights:
            stop = max(written.stop, nights.end())
            counted = [_labelled("people", line, text[stop:])] if _COUNT.search(text, stop) else []
            return [_labelled("period", line, text[written.first.start : stop]), *counted]
    return []


def told_kind(document: Document, lexicon: Lexicon) -> DocumentKind | None:
    """A report where the sentence that tells the period, or most of all sentences, tell what is past; else None."""
    told = (line.text for line in _leading(document) if _range(line.text) and lexicon.has(line.text, "journey"))
    if any(_PAST.search(text) for text in told):
        return "report"
    every = [line.text for line in document.lines if is_told(line.text)]
    past = sum(bool(_PAST.search(text)) for text in every)
    return "report" if past >= _LEAST_PAST and past * 2 > len(every) else None


def _leading(document: Document) -> list[Text]:
    """The first sentences that stand outside tables, one a line."""
    told = [line for line in document.lines if is_told(line.text)][:_LEADING]
    return [replace(line, text=dates.readable(piece)) for line in told for piece in sentences(line.text)]


def _labelled(field: str, line: Text, *texts: str) -> Labelled:
    return Labelled(field, "", tuple(replace(line, text=text, kind="paragraph", depth=0, marker="") for text in texts))


def _period(lines: Sequence[Text], lexicon: Lexicon) -> Labelled | None:
    """The first sentence that tells from when to when the journey went, with its nights wherever they stand."""
    for line in lines:
        if not lexicon.has(line.text, "journey"):
            continue
        written = _range(line.text)
        if written:
            written = _with_year(written, lines)
            near = [line.text, *(other.text for other in lines if other.place == line.place), *(x.text for x in lines)]
            nights = next((found for text in near if (found := dates.nights_days(text))), None)
            return _labelled("period", line, f"{written} {nights[0]}박 {nights[1]}일" if nights else written)
    return None


def _range(text: str) -> str | None:
    """The first range of dates as written, or the days of leaving and of coming back."""
    spans = dates.spans(text)
    for span in spans:
        if span.last and span.first.month:
            return text[span.first.start : span.stop]
    if len(spans) > 1 and _LEFT.search(text[spans[0].stop :]) and _CAME_BACK.search(text[spans[-1].stop :]):
        first, last = spans[0].first, spans[-1].first
        return f"{text[first.start : first.stop].strip()} ~ {text[last.start : last.stop].strip()}"
    return None


def _with_year(written: str, lines: Sequence[Text]) -> str:
    """The range with the year that the sentences name, where it has none of its own."""
    years = [match.group() for line in lines for match in _YEAR.finditer(line.text)]
    return written if dates.spans(written)[0].first.year or not years else f"{years[0]} {written}"


# -- people -----------------------------------------------------------------------------------


def _people(lines: Sequence[Text], lexicon: Lexicon) -> list[Labelled]:
    """The first sentence that names a government's people, and the first that counts the party."""
    named: Labelled | None = None
    for line in lines:
        text = _plain(line.text, lexicon)
        counts = list(_COUNT.finditer(text))
        start = _first_government(text, lexicon)
        if start is not None and (counts or lexicon.has(text, "predicate", "event")):
            stop = counts[-1].end() if counts and counts[-1].end() > start else len(text)
            value = _labelled("people", line, *_TOTAL.sub("\n모두 ", text[start:stop]).split("\n"))
            if people.organizers(value.lines, lexicon):
                named = value
                break
    counted = next((found for line in lines if (found := _party(line, lexicon))), None)
    uncounted = named is None or people.headcount(named.lines) is None
    return [value for value in (named, counted if uncounted else None) if value]


def _party(line: Text, lexicon: Lexicon) -> Labelled | None:
    """How many went, in a sentence about the party: "일행은 모두 여섯 명이었다"."""
    text = _plain(line.text, lexicon)
    count = _COUNT.search(text)
    return _labelled("people", line, f"모두 {count.group()}") if count and lexicon.has(text, "party") else None


def _first_government(text: str, lexicon: Lexicon) -> int | None:
    at = (match.start() for match in re.finditer(r"\S+", text) if _is_government(match.group().strip(","), lexicon))
    return next(at, None)


def _is_government(word: str, lexicon: Lexicon) -> bool:
    known = lexicon.authority.governments_by_name
    return any(word.removesuffix(tail) in known for tail in ("", "의회", "청") if len(word) > 2)


def _plain(text: str, lexicon: Lexicon) -> str:
    """The sentence with numerals in digits, and without the particles behind governments, units and counts."""
    digits = _COUNTED.sub(_in_digits, text)
    return " ".join(_without_particle(word, lexicon) for word in digits.split())


def _in_digits(match: re.Match[str]) -> str:
    number = {"열": 10, "스물": 20}.get(match["ten"] or "", 0)
    number += _NUMERALS.index(match["one"]) + 1 if match["one"] else 0
    return f" {number}명" if number else match.group()


def _without_particle(word: str, lexicon: Lexicon) -> str:
    particle = _PARTICLE.search(word)
    bare = word[: particle.start()] if particle else word
    names = _is_government(bare, lexicon) or _UNIT.fullmatch(bare) or re.fullmatch(r"\d{1,3}명", bare)
    if particle is None or not names:
        return word
    return f"{bare}," if particle["with"] else bare


# -- countries --------------------------------------------------------------------------------


def _countries(lines: Sequence[Text], period: Labelled | None, lexicon: Lexicon) -> Iterator[Labelled]:
    """The countries, with their cities, that the sentence of the period names; else the first that names any."""
    first = [line for line in lines if period and line.place == period.block]
    for line in first:
        if told := _went_to(line.text, lexicon):
            yield _labelled("country", line, told)
            return
    for line in [*first, *lines]:
        words = list(_place_words(line.text))
        codes = places.countries(", ".join(words), lexicon)
        if codes or (lexicon.has(line.text, "journey") and places.cities(", ".join(words), lexicon)):
            named = [word for word in words if _is_place(word, codes, lexicon)]
            if named:
                yield _labelled("country", line, ", ".join(named))
                return


def _went_to(text: str, lexicon: Lexicon) -> str | None:
    """ "이탈리아(카판노리, 트레비소)" of "이탈리아의 카판노리와 트레비소 일대를 다녀왔다", known or not."""
    for match in _WENT.finditer(text):
        named = _AND.split(match["cities"])
        plain = all(_TOWN.fullmatch(name) and not lexicon.ends_as_institution(name) for name in named)
        if plain and len(places.countries(match["country"], lexicon)) == 1:
            return f"{match['country']}({', '.join(named)})"
    return None


def _place_words(text: str) -> Iterator[str]:
    """Words without their particles; not what one only passes."""
    for match in re.finditer(r"[^\s,·()]+", text):
        bare = _OF_PLACE.sub("", match.group())
        particle = bare != match.group()
        if not _PASSED.match(text, match.end()) and (len(bare) > 1 or particle):
            yield bare or match.group()


def _is_place(word: str, codes: Sequence[str], lexicon: Lexicon) -> bool:
    return bool(places.countries(word, lexicon) or places.cities(word, lexicon, codes))
