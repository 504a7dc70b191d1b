"""The postings of many texts at once are those that a plain loop over their tokens gives."""

import re
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.hangul import SYLLABLES, fold, squeeze
from search.impact import BRIEF, LEVELS, ONCE
from search.postings import MAX_LETTERS, batches, index_tokens, postings, term_of
from search.tokens import LINE_END

TEXT = st.text("가나다라 abé09·\n¶\ue000\ue001\x1c生ク²Ａ𠀀", max_size=40) | st.text(max_size=40)
RUN = re.compile(rf"([{SYLLABLES}]+)|([^\W\d_{SYLLABLES}]+|\d+)|({LINE_END})")


def tokens_of(text):
    """The tokens of a text, one after the other."""
    lines = [line for line in re.sub(f"[{LINE_END}\ue000\ue001]", " ", text).splitlines() if line.strip()]
    found = []
    for syllables, word, end in RUN.findall(squeeze(fold(f"\n{LINE_END}".join(lines)))):
        found += [syllables[i : i + 2] for i in range(len(syllables))] if syllables else [(word or end)[:MAX_LETTERS]]
    return found


def marked(tokens):
    """The tokens that tell how often something stands in a text."""
    words = [token for token in tokens if len(token) > 1 or not re.match(f"[{SYLLABLES}]", token)]
    syllables = [token[0] for token in tokens if re.match(f"[{SYLLABLES}]", token)]
    found = [one + ONCE.mark for one in set(syllables)] if len(tokens) <= BRIEF else []
    for part in (words, syllables):
        found += [token + level.mark for token, n in Counter(part).items() for level in LEVELS if n >= level.least]
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
@example([("협동조합 협동조합", "MCC MCC 2019\n협"), ("", "")])
def test_they_are_those_of_a_loop(texts):
    found = postings(texts)
    assert len(found.columns) == len(found.lengths) == len(texts)
    for number, (title, body) in enumerate(texts):
        written = tokens_of(title), tokens_of(body)
        assert tuple(column.split() for column in found.columns[number][:2]) == written
        tokens = [token for token in [*written[0], *written[1]] if token != LINE_END]
        assert sorted(found.columns[number][2].split()) == sorted(marked(tokens))
        assert found.lengths[number] == len(tokens)
        terms = [term_of(code) for code in found.codes[found.owners == number].tolist()]
        terms += [word for owner, word in found.words if owner == number]
        single = {token[0] for token in tokens if re.match(f"[{SYLLABLES}]", token)}
        assert sorted(terms) == sorted({token for token in tokens if token not in single} | single)


@settings(deadline=None)
@given(TEXT)
def test_a_text_is_cut_the_same_whatever_stands_beside_it(text):
    alone, beside = postings([(text, "")]), postings([("가", text), (text, ""), (text, "나")])
    assert alone.columns[0] == beside.columns[1]


def test_a_very_long_word_is_cut():
    assert index_tokens("a" * 100 + " 가 " + "b" * 64) == f"{'a' * 64} 가 {'b' * 64}"


def test_batches_are_in_order_and_about_so_long():
    items = ["a" * size for size in (3, 4, 5, 1, 1)]
    assert list(batches(items, len, 7)) == [items[:2], items[2:]]
    assert list(batches([], len)) == []
