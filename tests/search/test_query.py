import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.postings import index_tokens
from search.query import Query, parse
from search.tokens import NOTHING


def found(texts, query):
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table f using fts5(text, content='', tokenize='ascii')")
    connection.executemany("insert into f (text) values (?)", [(index_tokens(text),) for text in texts])
    rows = connection.execute("select rowid from f where f match ? order by rowid", (parse(query).expression,))
    return [texts[row[0] - 1] for row in rows]


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        ("빌바오 시청 -파리", ("빌바오", "시청"), (), ("파리",)),
        ('"빌바오 시청" 방문', ("방문",), ("빌바오 시청",), ()),
        ('시청 -"파리 시청"', ("시청",), (), ("파리 시청",)),
        ("- 빌바오", ("빌바오",), (), ()),
        ("-빌바오", ("빌바오",), (), ()),
        ("2018-2019", ("2018-2019",), (), ()),
    ],
)
def test_a_query_is_taken_apart(typed, words, phrases, excluded):
    assert parse(typed) == Query(words, phrases, excluded)


TEXTS = ["빌바오 시청 방문", "시청에서 빌바오로", "파리 시청", "시청 앞 파리"]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("시청 빌바오", TEXTS[:2]),
        ('"빌바오 시청"', TEXTS[:1]),
        ("시청 -파리", TEXTS[:2]),
        ('시청 -"파리 시청"', [TEXTS[0], TEXTS[1], TEXTS[3]]),
        ("시청 -파리 -빌바오", []),
    ],
)
def test_phrases_stand_as_they_are_and_excluded_words_nowhere(query, hits):
    assert found(TEXTS, query) == hits


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("가나다 ", max_size=8), min_size=1, max_size=6), st.text("가나다", min_size=1, max_size=3))
def test_a_word_and_its_exclusion_part_the_texts(texts, word):
    texts = [f"시청\n{text}" for text in texts]
    assert sorted(found(texts, f"시청 {word}") + found(texts, f"시청 -{word}")) == sorted(texts)


@settings(deadline=None)
@given(st.text('"-−“”가a *()', max_size=30) | st.text())
def test_no_query_is_a_syntax_error(query):
    found(["빌바오"], query)


def test_nothing_finds_nothing():
    assert parse("!?").expression == NOTHING
