import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.postings import index_tokens
from search.tokens import MAX_PHRASE, MAX_WORDS, NOTHING, match_expression, query_words, runs


def found(text, query):
    """Whether a table as the schema has it finds the text by the query."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table f using fts5(title, body, content='', columnsize=0, tokenize='ascii')")
    connection.execute("insert into f (rowid, body) values (1, ?)", (index_tokens(text),))
    return bool(connection.execute("select rowid from f where f match ?", (match_expression(query),)).fetchall())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("몬드라곤", "몬드 드라 라곤 곤"),
        ("곤", "곤"),
        ("빌바오 시청", "빌바 바오 오시 시청 청"),
        ("Casa Batlló", "casa batllo"),
        ("MCC본사", "mcc 본사 사"),
        ("GSEF2018", "gsef 2018"),
        ("2018년 6월", "2018 년 6 월"),
        ("生活クラブ", "生活 活ク クラ ラブ ブ"),
        ("가나·다라", "가나 나 다라 라"),
        ("ＭＣＣ", "mcc"),
        ("“…” \x00 \ud800", ""),
    ],
)
def test_index_tokens(text, tokens):
    assert index_tokens(text) == tokens


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("몬드라곤", '"몬드 드라 라곤"'),
        ("곤", '"곤" *'),
        ("빌바오 시청", '"빌바 바오" AND "시청"'),
        ("2018년", '"2018 년" *'),
        ("제3섹터", '"제 3 섹터"'),
        ("NOT 몬드라곤 OR", '"not" AND "몬드 드라 라곤" AND "or"'),
        ('"*(', NOTHING),
        ("", NOTHING),
    ],
)
def test_match_expression(query, expression):
    assert match_expression(query) == expression


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("빌바오 시청을 방문", "빌바오시청"),
        ("빌바오시청", "빌바오 시청"),
        ("몬드라곤대학교", "곤대"),
        ("몬드라곤", "곤"),
        ("국제3섹터", "제3섹터"),
        ("Casa Batlló", "BATLLO"),
        ("가나2018년도", "나2018년"),
    ],
)
def test_the_text_is_found(text, query):
    assert found(text, query)


@pytest.mark.parametrize(
    ("text", "query"), [("시청 앞", "청시"), ("Batlló", "bat"), ("몬드라곤", ""), ("몬드라곤", "!?")]
)
def test_the_text_is_not_found(text, query):
    assert not found(text, query)


PIECES = st.lists(
    st.one_of(
        st.text("가나다라시청곤漢字かな", min_size=1, max_size=6),
        st.text("abó", min_size=1, max_size=4),
        st.text("019", min_size=1, max_size=4),
        st.sampled_from([" ", "  ", "\n", "·", "(", "-", '"']),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_any_part_of_a_line_is_found_however_its_syllables_are_spaced(data):
    text = "".join(data.draw(PIECES))
    cut = runs(data.draw(st.sampled_from(text.splitlines() or [""])))
    if not cut:
        return
    first = data.draw(st.integers(0, len(cut) - 1))
    part = cut[first : first + data.draw(st.integers(1, 4))]
    # Words and numbers are whole; a run of syllables may be cut anywhere at the ends of the part.
    spaced = [" ".join(run) if ord(run[0]) > 0x1000 and data.draw(st.booleans()) else run for run in part]
    if ord(part[-1][0]) > 0x1000:
        spaced[-1] = spaced[-1][: data.draw(st.integers(1, len(spaced[-1])))]
    if ord(part[0][0]) > 0x1000 and len(part) > 1:
        spaced[0] = spaced[0][data.draw(st.integers(0, len(spaced[0]) - 1)) :]
    query = " ".join(spaced)
    if query_words(query) and len(query.split()) <= MAX_WORDS:
        assert found(text, query)


@settings(deadline=None, max_examples=400)
@given(st.text() | st.text('"*():^+-{}ANDORNEAR\x00\ud800가'), st.text())
def test_no_query_is_a_syntax_error(query, text):
    found(text, query)


@pytest.mark.parametrize(
    "query",
    [
        "몬드라곤" * 5000,
        "몬 " * 10000,
        "a" * 10000,
        '" OR ' * 4000,
        " " * 20000 + "곤",
        "ﷺ" * 10000,
        "\ud800" * 10000,
    ],
)
def test_long_queries_are_cut(query):
    expression = match_expression(query)
    assert expression.count('"') <= 2 * MAX_WORDS
    assert len(expression.split()) <= 2 * MAX_WORDS * MAX_PHRASE
    found("몬드라곤", query)
