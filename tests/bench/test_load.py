"""The load: planners that open pages of a real server, and what is told of it."""

from pathlib import Path

from bench.load import PLAIN, SHARES, _report, _visits
from bench.load_planners import Taken, Visit, drive
from tests.browser.served import serving


def test_planners_open_pages_and_tell_errors(sample_base: Path) -> None:
    with serving(sample_base) as address:
        visits = [visit for visit in _visits(sample_base, address) if visit.kind in ("front", "check", "trip")]
        taken = drive([*visits, Visit("nowhere", 20, f"{address}/nope")], planners=4, seconds=6, seed=1)
    assert {one.kind for one in taken} >= {"front", "nowhere"}
    assert {one.error.partition(" ")[0] for one in taken if one.kind == "nowhere"} == {"404"}
    assert {one.error for one in taken if one.kind != "nowhere"} == {""}
    assert all(one.seconds > 0 for one in taken)


def test_there_is_a_page_of_each_kind(sample_base: Path) -> None:
    visits = _visits(sample_base, "http://here")
    assert {visit.kind for visit in visits} == set(SHARES)
    for kind, share in SHARES.items():
        assert abs(sum(visit.share for visit in visits if visit.kind == kind) - share) < 1e-9


def test_the_report_compares_with_the_plain_table_page() -> None:
    taken = [Taken("front", 0.2, ""), Taken("front", 0.1, "500 /"), Taken(PLAIN, 0.4, "")]
    report = _report(taken, {"front": 0.01, PLAIN: 0.04}, 10, 5.0, (100.0, 101.0))
    assert report.rows[0] == ("front", "2", "1", "200", "200", "0.50", "10", "0.25")
    assert report.rows[1][-3:] == ("1.00", "40", "1.00")
