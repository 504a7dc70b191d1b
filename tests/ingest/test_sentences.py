"""Fingerprints: what makes two sentences the same, nearly the same, and too short to ask about."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, Text, placed
from ingest.rows import block_rows
from ingest.sentences import SHORTEST, Sentence, fingerprints, letters, sentence_rows, sentences

SAID = "사회적경제 활성화를 위한 중간지원조직의 운영 방식과 재원 조달 방법을 조사함"


def prints(*texts: str) -> list[tuple[int, int]]:
    return [tuple(print) for _, print in fingerprints([Sentence("1", "item", text) for text in texts])]


def test_spacing_marks_case_and_numbers_do_not_count() -> None:
    same = prints("2019년 GSEF 총회에서 논의한 협동조합 지원 정책", "◦ 23년 gsef  총회에서 논의한 협동조합·지원 정책.")
    assert same[0] == same[1]


def test_a_sentence_in_which_one_word_changed_shares_a_hash() -> None:
    one, other = prints(SAID, SAID.replace("조사함", "알아봄"))
    assert one != other
    assert one[0] == other[0] or one[1] == other[1]


def test_other_sentences_share_none() -> None:
    one, other = prints(SAID, "지역 주민이 함께 운영하는 재생에너지 발전소의 이익 배분 방식을 살펴봄")
    assert not set(one) & set(other)


def test_names_labels_and_dates_have_none() -> None:
    assert prints("라군아로 방문", "2019. 6. 16.(일) ~ 2019. 6. 23.(일), 6박 8일 09:05 14:10", "") == []


def test_a_paragraph_is_cut_into_its_sentences() -> None:
    text = "첫째 협동조합의 설립 절차를 살펴보았습니다. 둘째 조합원 교육 과정과 재원을 물었습니다."
    rows = block_rows(Document("a.txt", "txt", "", placed([Text("paragraph", text)])))
    assert [(one.block, one.text) for one in sentences(rows)] == [
        ("1", "첫째 협동조합의 설립 절차를 살펴보았습니다."),
        ("1", "둘째 조합원 교육 과정과 재원을 물었습니다."),
    ]


def test_rows_of_many_documents_are_those_of_each() -> None:
    told = {id: Sentence("1", "item", text) for id, text in (("a", SAID), ("b", f"{SAID}."), ("c", "짧은 말"))}
    rows = sentence_rows([*told.items(), ("a", told["a"])])
    assert [(document, block) for document, block, *_ in rows] == [("a", "1"), ("b", "1")], "each once, no short ones"
    assert rows[0][2:] == rows[1][2:] == prints(SAID)[0]


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), max_size=8))
def test_a_fingerprint_depends_on_its_sentence_alone(texts: list[str]) -> None:
    together = prints(*texts)
    long = [text for text in texts if len(letters(text.replace("\n", " "))) >= SHORTEST]
    assert together == [print for text in long for print in prints(text)]
    assert all(-(2**31) <= half < 2**31 for print in together for half in print)
