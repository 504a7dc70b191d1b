"""Where the words of a query stand in a text as written: for scoring, for snippets, for marking hits.

The index knows only tokens; here a word becomes a regular expression over the text itself, with the same
freedom: any white space between syllables, any case, with or without accents.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from search.hangul import fold, stems
from search.tokens import is_syllables, runs

SNIPPET = 160  # characters of a snippet at most, ellipses not counted
_LEAD = 40  # characters shown before the first hit
_MAX_PATTERN = 200  # characters of a word that enter its pattern
_MARKED = 20  # words that are marked
_MAX_HITS = 50  # occurrences of a word that are looked at
_LETTERS = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_SPACE = re.compile(r"\s+")


def _bases() -> dict[int, str]:
    """Each accented Latin letter that is one plain letter without its accents, and that letter."""
    accented = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    return {code: base for code in accented if len(base := fold(chr(code))) == 1 and "a" <= base <= "z"}


_BASES = _bases()
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")


def _plain(text: str) -> str:
    """A text without accents on Latin letters, every letter at its place."""
    return text.translate(_BASES) if _ACCENTED.search(text) else text


def _run_pattern(run: str) -> str:
    """A pattern for one run of runs()."""
    if is_syllables(run):
        return r"\s*".join(run)
    if run[0].isdigit():
        return rf"(?<!\d){run}(?!\d)"
    return f"(?<![{_LETTERS}]){re.escape(run)}(?![{_LETTERS}])"


@lru_cache(maxsize=1024)
def pattern(text: str) -> re.Pattern[str] | None:
    """A word, or several with nothing but space and punctuation between, in a text without accents.

    None without letters or digits.
    """
    parts = [_run_pattern(run) for run in runs(text[:_MAX_PATTERN])]
    return re.compile(r"[\W_]*".join(parts), re.IGNORECASE) if parts else None


def positions(text: str, words: Sequence[str]) -> list[list[int]]:
    """For each word, where it begins in the text: at most 50 places, ascending."""
    found, plain = [], _plain(text)
    for word in words:
        hits: list[int] = []
        compiled = pattern(word)
        for match in compiled.finditer(plain) if compiled else ():
            hits.append(match.start())
            if len(hits) == _MAX_HITS:
                break
        found.append(hits)
    return found


def densest(found: Sequence[Sequence[int]], span: int) -> tuple[int, int]:
    """(start, words): the hit from which most words begin within span characters; (0, 0) without hits."""
    hits = sorted((hit, word) for word, starts in enumerate(found) for hit in starts)
    inside = Counter[int]()
    best = (0, 0)
    end = 0
    for start, first in hits:
        while end < len(hits) and hits[end][0] < start + span:
            inside[hits[end][1]] += 1
            end += 1
        if len(inside) > best[1]:
            best = (start, len(inside))
        inside[first] -= 1
        if not inside[first]:
            del inside[first]
    return best


def snippet(body: str, subtitle: str, words: Sequence[str]) -> str:
    """An excerpt of the body around the words, else of the subtitle; plain text on one line, may be empty."""
    for text in (body, subtitle):
        found = positions(text, words)
        if any(found):
            return _cut(text, densest(found, SNIPPET - _LEAD)[0])
    return _cut(body if body.strip() else subtitle, 0)


def _cut(text: str, start: int) -> str:
    """An excerpt that shows the place start, with … where text is left out."""
    begin = max(0, start - _LEAD)
    # The line of the hit is read first: an excerpt does not begin with the end of another line.
    begin = max(begin, text.rfind("\n", begin, start) + 1)
    end = begin + SNIPPET
    excerpt = _SPACE.sub(" ", text[begin:end]).strip()
    before = "…" if text[:begin].strip() else ""
    after = "…" if text[end:].strip() else ""
    return f"{before}{excerpt}{after}" if excerpt else ""


def highlight(snippet: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """A text cut into (text, is a hit), nothing lost. Words are also marked without their particle."""
    spellings = dict.fromkeys(s for word in words[:_MARKED] for s in (word, *sorted(stems(word), key=len)[::-1]))
    patterns = [compiled.pattern for compiled in map(pattern, spellings) if compiled]
    if not patterns:
        return [(snippet, False)] if snippet else []
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in re.finditer("|".join(patterns), _plain(snippet), re.IGNORECASE):
        parts += [(snippet[end : match.start()], False), (snippet[match.start() : match.end()], True)]
        end = match.end()
    parts.append((snippet[end:], False))
    return [part for part in parts if part[0]]
