"""Who is offered beside an institution."""

from atlas.facts import Facts, Spot, Visit
from atlas.similar import not_yet_visited
from ingest.distance import Point

MONDRAGON, BILBAO, SEOUL = (43.064, -2.49), (43.263, -2.935), (37.5665, 126.978)
THEMES = {"P01": "협동조합", "P04": "고용재배치", "P05": "상호부조"}


def spot(key: str, themes: str, kind: str | None = None, at: Point | None = None) -> Spot:
    return Spot(key, key, kind, None, None, None, at, True, frozenset(themes.split()))


def facts(*spots: Spot, visited: str = "") -> Facts:
    visits = (Visit("t", "", key, None, None, frozenset(), frozenset()) for key in visited.split())
    return Facts(spots, tuple(visits), THEMES, {}, {})


def test_most_alike_first_and_says_why() -> None:
    one = spot("one", "P01 P05", "bank", MONDRAGON)
    known = facts(
        one,
        spot("kind", "", "bank", SEOUL),
        spot("both", "P01 P05", "bank", SEOUL),
        spot("near", "P05", None, BILBAO),
        spot("far", "P05", None, SEOUL),
        spot("nowhere", "P05"),
        spot("other", "P04", "care", MONDRAGON),
        spot("seen", "P01 P05", "bank", MONDRAGON),
        visited="one seen",
    )
    found = not_yet_visited(known, one, 10)
    assert [alike.spot.id for alike in found] == ["both", "near", "far", "nowhere", "kind"]
    assert found[0].themes == ("협동조합", "상호부조")
    assert found[0].same_kind
    assert found[3].distance is None
    assert not_yet_visited(known, one, 2) == found[:2]


def test_two_without_a_kind_are_not_of_one_kind() -> None:
    one = spot("one", "")
    assert not_yet_visited(facts(one, spot("two", "")), one, 5) == []
