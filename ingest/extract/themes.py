"""Policy themes by their keywords in what a delegation studies, and less so in what an institution is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.extract.lexicon import Lexicon
from ingest.plan import Site, ThemeMention, Trip

# A line that says what an institution is ("노동자협동조합이며 …") names its legal form as often as what is
# studied there: it counts half, so that one such line alone tells no theme.
_SUBJECT = 1.0
_DESCRIPTION = 0.5
_LESSON = 0.5  # what is drawn from a trip at home ("조례 개정") need not be what it was about
_ENOUGH = 1.0
_LATIN = re.compile(r"[A-Za-z]{3}")


def themes(trips: Sequence[Trip], sites: Iterable[Site], lexicon: Lexicon) -> list[ThemeMention]:
    """The themes of a document by code, each with the first word and place that told it."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, ThemeMention] = {}
    for text, block, weight in _texts(trips, sites):
        for theme, keyword in told(text, lexicon):
            weights[theme] += weight
            if theme not in first:
                first[theme] = ThemeMention(theme, keyword, block)
    found = [first[theme] for theme in sorted(first) if weights[theme] >= _ENOUGH]
    return found or _rest(trips, lexicon)


def _rest(trips: Sequence[Trip], lexicon: Lexicon) -> list[ThemeMention]:
    """The theme for what belongs to none, where a trip with visits tells no other; its place is the title's."""
    codes = lexicon.words("theme", "rest")
    told = [trip for trip in trips if trip.visits]
    return [ThemeMention(code, "", _title_block(told[0])) for code in codes[:1]] if told else []


def _title_block(trip: Trip) -> str:
    titled = (statement.block for statement in trip.statements if statement.field in ("title", "heading"))
    return next(titled, trip.visits[0].block)


@lru_cache(maxsize=50_000)
def told(text: str, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """(theme, keyword) for each theme that a line tells, by code; the longest keyword counts.

    Korean keywords stand anywhere, white space aside; Latin ones as whole words: SCOP is not in "scope".
    """
    found: dict[str, str] = {}
    squeezed = "".join(text.split())
    for written, theme in lexicon.theme_keywords.within(squeezed):
        if len(written) > len(found.get(theme, "")):
            found[theme] = written
    lowered = text.lower() if _LATIN.search(text) else ""
    for lower, pattern, written, theme in lexicon.latin_keywords if lowered else ():
        if lower in lowered and pattern.search(text) and len(written) > len(found.get(theme, "")):
            found[theme] = written
    return tuple(sorted(found.items()))


def _texts(trips: Iterable[Trip], sites: Iterable[Site]) -> Iterator[tuple[str, str, float]]:
    """(text, block, weight) of all that may tell a theme."""
    for trip in trips:
        for statement in trip.statements:
            if statement.field in ("title", "purpose", "heading"):
                for line in statement.value.splitlines():
                    yield line, statement.block, _SUBJECT
        for visit in trip.visits:
            yield visit.name, visit.block, _SUBJECT
            for fact in visit.agenda:
                yield fact.text, fact.block, _SUBJECT
        for outcome in trip.outcomes:
            yield outcome.text, outcome.block, _LESSON
    for site in sites:
        for fact in site.facts:
            yield fact.text, fact.block, _DESCRIPTION
