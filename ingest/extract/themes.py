"""Policy themes by their keywords in what a delegation studies, and less so in what an institution is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.extract.lexicon import Lexicon
from ingest.plan import Fact, Site, ThemeMention, Trip

# A line that says what an institution is ("노동자협동조합이며 …") names its legal form as often as what is
# studied there: it counts half, so that one such line alone tells no theme.
_SUBJECT = 1.0
_DESCRIPTION = 0.5
_ENOUGH = 1.0


def themes(trips: Iterable[Trip], sites: Iterable[Site], lexicon: Lexicon) -> list[ThemeMention]:
    """The themes of a document by code, each with the first word and place that told it."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, ThemeMention] = {}
    for fact, weight in _texts(trips, sites):
        for theme, keyword in told(fact.text, lexicon):
            weights[theme] += weight
            first.setdefault(theme, ThemeMention(theme, keyword, fact.block))
    return [first[theme] for theme in sorted(first) if weights[theme] >= _ENOUGH]


def told(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """(theme, keyword) for each theme that a line tells, white space aside; the longest keyword counts."""
    squeezed = re.sub(r"\s+", "", text)
    found = []
    for theme in lexicon.authority.themes.values():
        hits = [word for word in theme.keywords if _stands_in(word, text, squeezed)]
        if hits:
            found.append((theme.id, max(hits, key=len)))
    return found


def _stands_in(keyword: str, text: str, squeezed: str) -> bool:
    """Korean keywords anywhere, white space aside; Latin ones as whole words: SCOP is not in "scope"."""
    if keyword.isascii():
        return bool(re.search(rf"(?<![a-z]){re.escape(keyword)}(?![a-z])", text, re.I | re.A))
    return re.sub(r"\s+", "", keyword) in squeezed


def _texts(trips: Iterable[Trip], sites: Iterable[Site]) -> Iterator[tuple[Fact, float]]:
    for trip in trips:
        for statement in trip.statements:
            if statement.field in ("title", "purpose", "heading"):
                for line in statement.value.splitlines():
                    yield Fact(line, statement.block), _SUBJECT
        for visit in trip.visits:
            for fact in (Fact(visit.name, visit.block), *visit.agenda):
                yield fact, _SUBJECT
        for outcome in trip.outcomes:
            yield Fact(outcome.text, outcome.block), _SUBJECT
    for site in sites:
        for fact in site.facts:
            yield fact, _DESCRIPTION
