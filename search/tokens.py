"""A query into the expression that finds it in the index; search.postings makes the tokens of the index.

Korean is indexed by overlapping pairs of syllables, after taking out the white space between syllables: no
dictionary, and 빌바오시청 finds 빌바오 시청. A run 몬드라곤 becomes "몬드 드라 라곤 곤"; its last syllable
alone is there for queries of one syllable (곤*). Words of other scripts and numbers stay whole.

The full-text table must use tokenize='ascii' (SQLite FTS5), which keeps every non-ASCII token as it is.
"""

import re
import unicodedata
from operator import add

from search.hangul import SYLLABLES, fold, squeeze

LINE_END = "¶"
"""A token that no query has, so that no phrase runs from one line into the next."""
MAX_WORDS = 16  # of a query; what follows is ignored
MAX_PHRASE = 32  # tokens of one word of a query
_MAX_WORD = 200  # characters of one word of a query
MAX_LETTERS = 64  # characters of one token; FTS5 cuts at 32 KB, on which two sides need not agree
_RUN = re.compile(rf"([{SYLLABLES}]+)|([^\W\d_{SYLLABLES}]+|\d+)")
_SYLLABLE = re.compile(f"[{SYLLABLES}]")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")

_KOREAN = re.compile(r"[가-힣\s]+")

NOTHING = '""'
"""A valid FTS5 expression that finds nothing."""


def is_syllables(run: str) -> bool:
    """Whether a run is written in syllables (Hangul, kana, han) rather than in words or digits."""
    return _SYLLABLE.match(run) is not None


def runs(text: str) -> list[str]:
    """The stretches of syllables, of letters and of digits in a text, folded; the text is squeezed first."""
    return [syllables or word for syllables, word in _RUN.findall(squeeze(fold(text)))]


def _pairs(run: str) -> list[str]:
    """Every two neighbouring syllables of a run."""
    return list(map(add, run, run[1:]))


def _tokens(run: str) -> list[str]:
    """The index tokens of a run."""
    return [*_pairs(run), run[-1]] if is_syllables(run) else [run[:MAX_LETTERS]]


def well_formed(text: str) -> str:
    """Text that can be written out: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def query_words(query: str) -> list[str]:
    """The words of a query in NFKC, without punctuation at their edges; at most MAX_WORDS."""
    words = []
    for part in well_formed(query).split():
        for piece in unicodedata.normalize("NFKC", part[:_MAX_WORD]).split():
            word = _EDGE.sub("", piece)
            if word and runs(word):
                words.append(word)
        if len(words) >= MAX_WORDS:
            break
    return words[:MAX_WORDS]


def phrase(word: str) -> str:
    """A word → an FTS5 phrase; NOTHING for one without letters or digits.

    Its last run gives pairs only, as in the text that run may go on.
    """
    if not (found := runs(word)):
        return NOTHING
    *inner, last = found
    tokens = [token for run in inner for token in _tokens(run)]
    single = is_syllables(last) and len(last) == 1
    tokens += _pairs(last) if is_syllables(last) and not single else _tokens(last)
    prefix = " *" if single and len(tokens) <= MAX_PHRASE else ""
    return f'"{" ".join(tokens[:MAX_PHRASE])}"{prefix}'


def together(text: str) -> str:
    """Words as an FTS5 expression for a text that has them one after the other, or all of them if they are not
    Korean only: Korean is indexed without its white space, so that its words are one phrase."""
    return phrase("".join(text.split())) if _KOREAN.fullmatch(text) else match_expression(text)


def match_expression(query: str) -> str:
    """A query → an FTS5 expression: a phrase a word, all words wanted.

    Only letters and digits of the query reach the expression, inside quotes, so no query is a syntax error.
    A query without letters or digits gives NOTHING.
    """
    return " AND ".join(phrase(word) for word in query_words(query)) or NOTHING
