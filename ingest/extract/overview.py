"""The trip as a whole: title, period, nights and days, people, places, purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ingest.document import Document, Text, lines_of
from ingest.extract import dates, people, places
from ingest.extract.labels import Labelled
from ingest.extract.lexicon import Lexicon
from ingest.extract.prose_overview import told_kind, told_values
from ingest.extract.roster import roster
from ingest.plan import Date, DocumentKind, Organizer, Statement, WrittenDate
from search.hangul import name_key

_YEAR_IN_TITLE = re.compile(r"((?:19|20)\d{2})\s*(?:년|학년도|\D)")
_ATTACHED = re.compile(
    r"[\[(<【〈]?\s*(?:붙임|별첨|첨부|별지|서식|참고)\s*(?:제?\s*\d+\s*호?)?(?:\s*서식)?\s*[\])>】〉]?\s*\d*"
)
_LEADING_LINES = 6
_OVERVIEW_LINES = 30
_LONGEST_PERIOD = 60  # characters of a line that tells the period under a label nobody knows
_CHANGED = re.compile(r"^[(\[]\s*(?P<label>변경\s*후?|실제|실시)\s*[)\]]\s*(?P<value>.*)$")
_OFFICE_LINES = 12  # among which the office that writes may stand


@dataclass(frozen=True, slots=True)
class Overview:
    """What is said of the trip before its itinerary."""

    title: str | None
    heading: str | None
    start_date: Date | None
    end_date: Date | None
    nights: int | None
    days: int | None
    headcount: int | None
    purpose: str | None
    organizers: tuple[Organizer, ...]
    countries: tuple[str, ...]
    cities: tuple[places.City, ...]
    statements: tuple[Statement, ...]
    period: Labelled | None
    calendar: dates.Calendar
    year_inferred: bool
    written_dates: tuple[WrittenDate, ...]


def overview(document: Document, values: Sequence[Labelled], lexicon: Lexicon, heading: Text | None = None) -> Overview:
    """The overview in the labelled values of a document; what no label says is looked for in its heading.

    heading: where it is known and not the first of the document.
    """
    heading = heading or first_heading(document, lexicon)
    values = _without_hosts([*values, *told_values(document, values, lexicon)], lexicon)
    title = _best(values, "title")
    period = _period([*values, *_changed_periods(document)], lexicon) or _unlabelled_period(document)
    calendar, inferred = _calendar(period, heading)
    said = [value.text for value in (period, *(value for value in values if value.field == "nights")) if value]
    lengths = next(filter(None, map(dates.nights_days, said)), None) or _told_length(document, calendar)
    listed = roster(document, lexicon)
    counted = next(
        filter(
            None,
            map(
                people.headcount,
                (_lines(values, "people"), _beside_period(period), listed, _lines(values, "organizer")),
            ),
        ),
        None,
    )
    codes, cities = _where(values, [line for line in (heading, *(title.lines[:1] if title else ())) if line], lexicon)
    purpose = _purpose(values)
    who = _who(values, period, heading, listed)
    named = people.organizers(who, lexicon)
    if not named and (office := people.letterhead(islice(lines_of(document.blocks), _OFFICE_LINES), lexicon)):
        who = [office, *who]  # departments are those of the office that writes
        named = people.organizers(who, lexicon)
    if not named and heading:
        named = people.organizers([heading], lexicon)
    organizers = people.as_named_on(named, calendar.start, who, lexicon)
    return Overview(
        title=title.text if title else (heading.text if heading else None),
        heading=heading.text if heading else None,
        start_date=calendar.start,
        end_date=calendar.end,
        nights=lengths[0] if lengths else None,
        days=lengths[1] if lengths else None,
        headcount=counted[0] if counted else None,
        purpose=purpose,
        organizers=tuple(organizers),
        countries=tuple(codes),
        cities=tuple(cities),
        statements=tuple(_statements(values, heading, counted)),
        period=period,
        calendar=calendar,
        year_inferred=inferred,
        written_dates=tuple(_written_dates(period, calendar)),
    )


def _told_length(document: Document, calendar: dates.Calendar) -> tuple[int, int] | None:
    """Nights and days told elsewhere ("4박 6일 국외출장 마무리"), where they are as many days as the period has."""
    found = (dates.nights_days(line.text) for line in lines_of(document.blocks) if "박" in line.text)
    return next((one for one in found if one and one[1] == len(calendar.days())), None)


def first_heading(document: Document, lexicon: Lexicon) -> Text | None:
    """The document's own title: its first heading that heads no section of it, else its first line."""
    lines = list(islice((line for line in lines_of(document.blocks) if _may_head(line)), _LEADING_LINES))
    heads = (line for line in lines if line.kind == "heading" and not _heads_section(line, lexicon))
    return next(heads, lines[0] if lines else None)


def _may_head(line: Text) -> bool:
    """Whether a line may be a title: no note, and no number of an attachment."""
    return line.marker != "※" and not _ATTACHED.fullmatch(line.text.strip())


def _heads_section(line: Text, lexicon: Lexicon) -> bool:
    squeezed = re.sub(r"\s+", "", line.text)
    return squeezed.endswith(lexicon.words("outline", "overview")) or lexicon.section_named(line.text) is not None


def document_kind(document: Document, lexicon: Lexicon) -> DocumentKind | None:
    """Plan or report, by the last such word in the first lines, else as the first sentences tell it; else None."""
    for line in islice(lines_of(document.blocks), _LEADING_LINES):
        squeezed = re.sub(r"\s+", "", line.text).lower()
        found: list[tuple[int, DocumentKind]] = []
        for kind in ("plan", "report"):
            ends = [squeezed.rfind(w) + len(w) for w in lexicon.words("kind", kind) if w in squeezed]
            found += [(end, "plan" if kind == "plan" else "report") for end in ends]
        if found:
            return max(found)[1]
    return told_kind(document, lexicon)


def _best(values: Sequence[Labelled], field: str) -> Labelled | None:
    """The value for a field: one with a label of its own inside another's value is the more precise."""
    of_field = [value for value in values if value.field == field]
    return next((value for value in of_field if value.nested), next(iter(of_field), None))


def _purpose(values: Sequence[Labelled]) -> str | None:
    """Every line under a label of purpose; reasons for a choice count only where no purpose is stated."""
    stated = [value for value in values if value.field == "purpose"]
    named = [value for value in stated if "목적" in value.label.replace(" ", "")] or stated
    return "\n".join(dict.fromkeys(line.text for value in named for line in value.lines)) or None


def _lines(values: Sequence[Labelled], field: str) -> list[Text]:
    return [line for value in values if value.field == field for line in value.lines]


def _without_hosts(values: Sequence[Labelled], lexicon: Lexicon) -> list[Labelled]:
    """The values without those who came to a meeting abroad (참석자), where another label says who goes."""
    hosts = [v for v in values if v.field == "people" and lexicon.is_word(v.label, "card", "contact")]
    others = any(value.field == "people" and value not in hosts for value in values)
    return [value for value in values if not others or value not in hosts]


def _period(values: Sequence[Labelled], lexicon: Lexicon) -> Labelled | None:
    """The period: the one that is said to hold after a change, else the first with a last day."""
    periods = [value for value in values if value.field == "period"]
    dated = [value for value in periods if dates.spans(dates.readable(value.text))]
    after = (*lexicon.words("change", "after"), "변경")
    dated.sort(key=lambda value: not name_key(value.label).startswith(after))
    return next(filter(_is_range, dated), next(iter(dated), None))


def _changed_periods(document: Document) -> Iterator[Labelled]:
    """Periods behind "(변경)" on a line of their own, below what was planned before."""
    for line in islice(lines_of(document.blocks), _OVERVIEW_LINES):
        match = _CHANGED.match(line.text)
        if match:
            yield Labelled("period", match["label"], (replace(line, text=match["value"]),))


def _unlabelled_period(document: Document) -> Labelled | None:
    """The first range of dates with its year among the first lines, whatever a label calls it."""
    for line in islice(lines_of(document.blocks), _OVERVIEW_LINES):
        spans = dates.spans(dates.readable(line.text)) if len(line.text) <= _LONGEST_PERIOD else ()
        if spans and spans[0].last and spans[0].first.year and spans[0].first.month:
            return Labelled("period", "", (line,))
    return None


def _is_range(value: Labelled) -> bool:
    """Whether a value tells a first and a last day: a single day may be that of a committee's meeting."""
    return any(span.last for span in dates.spans(dates.readable(value.text)))


def _calendar(period: Labelled | None, heading: Text | None) -> tuple[dates.Calendar, bool]:
    """The trip's calendar, and whether its year stands nowhere but in the title."""
    titled = _YEAR_IN_TITLE.search(heading.text + " ") if heading else None
    year = int(titled.group(1)) if titled else None
    spans = dates.spans(dates.readable(period.text)) if period else []
    if not spans:
        return dates.Calendar(year=year), False
    first, last = spans[0].first, spans[0].last or spans[0].first
    inferred = first.year is None and year is not None
    start = dates.Calendar(year=year).date(first)
    end = dates.Calendar(start=start, year=year).date(last) if start else None
    return dates.Calendar(start, end or start, year), inferred


def _written_dates(period: Labelled | None, calendar: dates.Calendar) -> Iterator[WrittenDate]:
    """The first and last day as the period states them."""
    text = dates.readable(period.text) if period else ""
    for span in dates.spans(text)[:1]:
        for written in (span.first, span.last):
            if written and period:
                yield dates.as_written(written, calendar.date(written), text, period.block)


def _where(values: Sequence[Labelled], titles: Sequence[Text], lexicon: Lexicon) -> tuple[list[str], list[places.City]]:
    """Countries and cities by their label, the nested one first; else by the words of the first title with any."""
    named = [v for v in values if v.field == "country"]
    for value in sorted(named, key=lambda value: not value.nested):
        codes, cities = places.listed(" / ".join(line.text for line in value.lines), lexicon)
        if codes or cities:
            return codes, cities
    told = (places.listed(title.text, lexicon) for title in titles)
    return next((found for found in told if any(found)), ([], []))


def _who(
    values: Sequence[Labelled], period: Labelled | None, heading: Text | None, listed: Sequence[Text]
) -> list[Text]:
    """Lines that name who goes: organisers, then the people; else what stands beside the period, or the heading."""
    lines = [*_lines(values, "organizer"), *_lines(values, "people"), *listed]
    return lines or [*_beside_period(period), *([heading] if heading else [])]


def _beside_period(period: Labelled | None) -> list[Text]:
    """What a line such as "기간 : 2019. 9. 2. ~ 9. 6. / 3박 5일 / 충청북도 제천시 경제과 2명" says besides."""
    if period is None:
        return []
    return [replace(line, text=piece) for line in period.lines for piece in line.text.split("/")[1:]]


def _statements(values: Sequence[Labelled], heading: Text | None, counted: tuple[int, str] | None) -> list[Statement]:
    """Each field's words with their place, once a field and place."""
    made = [Statement("heading", heading.text, heading.place)] if heading else []
    if counted:
        made.append(Statement("headcount", str(counted[0]), counted[1]))
    for value in values:
        if value.field != "contact":
            made.append(Statement(value.field, value.text, value.block))
    return made
