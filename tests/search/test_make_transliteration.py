"""What is learned from pairs of names, and that it is not learned from those that are measured."""

import csv

from search.make_transliteration import PLACES, bare, held_out, learned, learned_from
from search.transliteration import fits, hangul_letters, latin_letters

PAIRS = [("Roma", "로마"), ("Mora", "모라"), ("Maro", "마로"), ("Amor", "아모르"), ("Oma", "오마"), ("Ramo", "라모")]


def known():
    with PLACES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_letters_are_aligned_with_what_they_stand_for():
    counts = learned([(latin_letters(latin), hangul_letters(hangul)) for latin, hangul in PAIRS * 10])
    best = {latin: max((n, hangul) for (one, hangul), n in counts.items() if one == latin)[1] for latin, _ in counts}
    assert best[" mo"] == hangul_letters("모")
    assert best["ra "] == hangul_letters("라")


def test_no_place_that_is_measured_is_learned_from_under_whatever_id():
    rows = known()
    apart = [row for row in rows if held_out(row["id"])]
    assert 0.2 < len(apart) / len(rows) < 0.3
    forged = {"1": [apart[0]["names_latin"].split("|")[0], "가나다"]}
    learnt = {latin for latin, _ in learned_from(forged, rows)}
    assert not learnt & {latin_letters(name) for row in apart for name in row["names_latin"].split("|")}
    assert len(learnt) > 3000


def test_the_word_for_a_city_goes_where_one_side_may_lack_it():
    assert bare("나고야 시", "Nagoya") == ("나고야", "Nagoya")
    assert bare("알아인", "Al Ain City") == ("알아인", "Al Ain")
    assert bare("도지시티", "Dodge City") == ("도지시티", "Dodge City")


def test_what_was_learned_tells_names_that_were_not_learned_from():
    pairs = [
        (row["names_latin"].split("|")[0], row["names_ko"].split("|")[0]) for row in known() if held_out(row["id"])
    ]
    pairs = [(latin, korean) for latin, korean in pairs if latin_letters(latin) and hangul_letters(korean)][:200]
    korean = [name for _, name in pairs]
    right = sum(korean[int(fits(latin, korean).argmax())] == name for latin, name in pairs)
    assert right > 0.9 * len(pairs)
