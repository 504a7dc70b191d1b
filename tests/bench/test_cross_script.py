from bench.cross_script import find, load_pairs, run, splice
from bench.names import bear, empty_base
from search.stored_names import open_names


def test_pairs_are_names_of_one_place_without_the_word_for_a_city_that_one_side_lacks():
    pairs = {pair.latin[0]: pair for pair in load_pairs()}
    assert pairs["Dodge City"].korean == ("도지시티",)
    assert pairs["Fujisawa"].korean == ("후지사와",)
    assert "Jeju" in pairs


def test_other_names_are_none_of_the_real_ones_and_the_same_in_every_run():
    names = ["빌바오", "몬드라곤", "볼로냐"]
    assert splice(names, 3) == splice(names, 3)
    assert not set(splice(names, 3)) & set(names)


def test_a_name_is_found_in_the_other_script():
    with empty_base() as base:
        bear(base, ["몬드라곤", "Bologna"])
        names = open_names(base)
        assert list(find(names, "Mondragon")) == ["몬드라곤"]
        assert list(find(names, "볼로냐")) == ["Bologna"]


def test_a_small_run_makes_a_table(monkeypatch):
    monkeypatch.setattr("bench.cross_script.QUERIES", 20)
    monkeypatch.setattr("bench.cross_script.SCANNED", 2)
    assert "6150 pairs, 200 other names" in run(2).markdown()
