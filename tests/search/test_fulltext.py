import math
import random
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import fulltext
from search.entries import TYPES, index_entry, indexed, make_entry, unindex_entries
from search.fulltext import FullText, spelt_out
from search.hangul import fold, squeeze
from search.impact import length_class
from search.postings import index_tokens
from search.query import parse
from search.rowids import class_of, type_of
from search.terms import ALL, LENGTH, TermChanges, term_counts
from search.tokens import match_expression

SCHEMA = Path(__file__).parents[2] / "ingest" / "schema.sql"
WORDS = ["협동조합", "협동", "조합", "사회적경제", "경제과", "시청", "빌바오", "빌", "바오", "mcc", "2019년"]


def base_of(entries):
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    for entry in entries:
        index_entry(connection, entry)
    return connection


def found(connection, query, **asked):
    return [rowid for rowid, _ in FullText(connection, match_expression(query)).best(**asked)]


def by_scan(entries, query):
    """The entries in one line of which every word stands, however it is spaced."""
    lines = {
        e.rowid: [squeeze(fold(line)) for line in f"{e.title}\n{e.subtitle}\n{e.body}".splitlines()] for e in entries
    }
    words = [squeeze(fold(word)) for word in query.split()]
    return {rowid for rowid, texts in lines.items() if all(any(word in line for line in texts) for word in words)}


SYLLABLES = st.text("협동조합 시", min_size=1, max_size=12)
TEXTS = st.lists(st.tuples(st.sampled_from(TYPES), SYLLABLES, SYLLABLES, SYLLABLES), max_size=12)


def entries_of(texts):
    return [
        make_entry(type, f"{number}", title, subtitle=subtitle, body=body)
        for number, (type, title, subtitle, body) in enumerate(texts)
    ]


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.text("협동조합 시", min_size=1, max_size=6).filter(str.strip))
def test_what_a_scan_of_the_texts_finds_is_found_and_nothing_else(texts, query):
    entries = entries_of(texts)
    connection = base_of(entries)
    wanted = by_scan(entries, query)
    assert set(found(connection, query, limit=50)) == wanted
    of_types = Counter(map(type_of, wanted))
    assert FullText(connection, match_expression(query)).counts() == {type: of_types[type] for type in TYPES}


def many(texts):
    """More entries than are read at once, of the types in turn."""
    types = [TYPES[number % len(TYPES)] for number in range(len(texts))]
    return [make_entry(type, f"{number}", text) for number, (type, text) in enumerate(zip(types, texts, strict=True))]


def test_a_number_and_a_syllable_after_it_find_all_that_go_on_so():
    entries = many([f"{number % 4}{unit} 연수" for number in range(120) for unit in ("년", "년간", "명", "년도")])
    connection = base_of(entries)
    wanted = by_scan(entries, "3년")
    text = FullText(connection, match_expression("3년"))
    counts = Counter(map(type_of, wanted))
    assert text.counts() == {type: counts[type] for type in TYPES}
    assert {one.rowid for one in text.best(len(entries))} == wanted
    assert len(text.best(5)) == 5


def test_titles_are_given_for_each_type_the_shortest_first():
    words = [make_entry(type, f"{type}-{n}", "빌바오 시청" + " 가" * n) for type in TYPES for n in range(60)]
    others = [make_entry(type, f"{type}-b{n}", "다른 제목", body="빌바오 시청") for type in TYPES for n in range(60)]
    text = FullText(base_of(words + others), match_expression("빌바오시청"))
    titled = text.titled(dict.fromkeys(TYPES, 3))
    shortest = {type: sorted(e.rowid for e in words if e.type == type)[:3] for type in TYPES}
    assert titled == shortest


def test_visits_are_called_as_institutions_are():
    visits = [make_entry("visit", str(n), "빌바오 시청") for n in range(60)]
    policies = [make_entry("policy", str(n), "빌바오 시청 방문") for n in range(60)]
    text = FullText(base_of(visits + policies), match_expression("시청"))
    assert set(text.titled(dict.fromkeys(TYPES, 3))) == set(TYPES) - {"visit"}


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.data())
def test_counts_are_as_if_what_was_taken_out_had_never_been_there(texts, data):
    entries = entries_of(texts)
    connection = base_of(entries)
    stay = [entry for entry in entries if data.draw(st.booleans())]
    changes = TermChanges()
    unindex_entries(connection, [entry.rowid for entry in set(entries) - set(stay)], changes)
    changes.write(connection)
    every = "select * from search_terms order by term"
    assert connection.execute(every).fetchall() == base_of(stay).execute(every).fetchall()


def corpus(count=2000, seed=1):
    """Entries of words, most of them short."""
    chance = random.Random(seed)
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    texts = (" ".join(chance.choices(WORDS, weights, k=int(chance.paretovariate(0.9)))[:120]) for _ in range(count))
    return [make_entry(chance.choice(TYPES), f"{number}", text) for number, text in enumerate(texts)]


def bm25(entries, phrase):
    """The exact BM25 of every entry for one phrase, without idf, as it is the same for all."""
    lengths = {entry.rowid: len(index_tokens(entry.title).split()) for entry in entries}
    average = sum(lengths.values()) / len(lengths)
    times = {entry.rowid: squeeze(fold(entry.title)).count(phrase) for entry in entries}
    return {
        rowid: times[rowid] * 2.2 / (times[rowid] + 1.2 * (0.25 + 0.75 * length / average))
        for rowid, length in lengths.items()
        if times[rowid]
    }


@pytest.mark.parametrize("query", ["협", "조합", "협동조", "사회적경제", "협동조합", "빌", "mcc"])
def test_the_best_have_nearly_all_of_the_score_that_exact_bm25_gives(query):
    entries = corpus()
    connection = base_of(entries)
    exact = bm25(entries, query)
    ours = sum(exact[rowid] for rowid in found(connection, query, limit=20))
    assert len(exact) > 200
    assert ours >= 0.97 * math.fsum(sorted(exact.values(), reverse=True)[:20])


def test_shares_are_of_types():
    entries = corpus(600)
    connection = base_of(entries)
    best = FullText(connection, match_expression("협동")).best_of_types({"visit": 7, "trip": 3})
    assert Counter(type_of(one.rowid) for one in best) == {"visit": 7, "trip": 3}


def test_words_stand_in_any_order_and_an_excluded_one_nowhere():
    entries = [make_entry("policy", id, id) for id in ("시청과 빌바오", "빌바오 시청", "파리 시청")]
    connection = base_of(entries)
    both = {entry.rowid for entry in entries[:2]}
    assert {one.rowid for one in FullText(connection, match_expression("시청 빌바오")).best()} == both
    left = FullText(connection, f"{match_expression('시청')} NOT {match_expression('파리')}")
    assert {one.rowid for one in left.best()} == both
    assert left.counts()["policy"] == 2


def test_of_equals_the_latest_comes_first():
    old = make_entry("visit", "a", "빌바오 시청", date="2018-01-01")
    new = make_entry("visit", "b", "빌바오 시청", date="2019-06-17")
    assert found(base_of([old, new]), "시청") == [new.rowid, old.rowid]


def test_a_syllable_in_long_texts_only_is_found():
    entries = [
        make_entry("document", f"{n}", "제목", body="가나다라마바사아자차카타파하거너더러머버" + "곤")
        for n in range(60)
    ]
    connection = base_of(entries)
    assert set(found(connection, "곤", limit=100)) == {entry.rowid for entry in entries}
    assert FullText(connection, match_expression("곤")).counts()["document"] == 60


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.sampled_from(["시", "시 협", "조합 시", "3시", "협동 -시"]))
def test_spelling_out_a_syllable_finds_the_same(texts, query):
    connection = base_of([*entries_of(texts), make_entry("trip", "x", "3시에"), make_entry("trip", "y", "오후 3시")])
    expression = parse(query).expression
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fulltext, "_COMMON", 1)
        spelt = spelt_out(connection, expression)
        assert '시" *' not in spelt
    select = "select rowid from search_fts where search_fts match ? order by rowid"
    assert connection.execute(select, (spelt,)).fetchall() == connection.execute(select, (expression,)).fetchall()


def test_all_entries_and_tokens_are_counted():
    connection = base_of([make_entry("trip", "a", "빌바오 시청 MCC"), make_entry("trip", "b", "!")])
    assert term_counts(connection, ALL)["trip"] == 2
    assert term_counts(connection, LENGTH)["trip"] == 6


@given(st.text("가나다 abé09·\n", max_size=40), st.text("가나다 abé09·\n", max_size=40))
def test_the_length_in_a_rowid_is_that_of_the_tokens(title, body):
    entry = make_entry("policy", "x", title, body=body)
    assert class_of(entry.rowid) == length_class(indexed([entry]).lengths[0])
