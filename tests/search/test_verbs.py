"""Verbs in questions."""

import pytest

from search.verbs import noun_of, only_asks


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("매각하는지", "매각"),
        ("운영하나요", "운영"),
        ("참가한", "참가"),
        ("지원됩니까", "지원"),
        ("논의했던", "논의"),
        ("설립하려면", "설립"),
        ("견학하러", "견학"),
        ("몬드라곤", None),
        ("협동조합", None),
        ("한", None),
    ],
)
def test_the_noun_that_a_verb_is_made_from(verb: str, noun: str | None) -> None:
    assert noun_of(verb) == noun


@pytest.mark.parametrize(
    "word", ["있습니까", "어땠는지", "배울까요", "알려면", "건인가요", "갔다왔어", "다녀왔지", "돕는", "빌려주는"]
)
def test_words_that_only_ask(word: str) -> None:
    assert only_asks(word)


@pytest.mark.parametrize("word", ["매각하는지", "몬드라곤", "고용재배치", "지역", "안부확인", "파리는", "원주는"])
def test_words_that_say_something(word: str) -> None:
    assert not only_asks(word)
