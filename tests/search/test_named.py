"""Institutions by names that are typed wrongly."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.named import mistyped
from tests.search.conftest import INSTITUTIONS

NAMES = [name for names in INSTITUTIONS.values() for name in names]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), typed=st.text("몬드라곤빌바오시취clt ", max_size=3), at=st.integers(0, 12))
def test_what_is_certain_is_found_without_what_is_doubtful(base, name, typed, at):
    text = name[:at] + typed + name[at + 1 :]
    assert mistyped(base, text, doubtful=False) == [one for one in mistyped(base, text) if one.score >= 0.5]


def test_as_many_strokes_may_be_wrong_as_a_name_is_long(base):
    assert mistyped(base, "카디오이", doubtful=False)[0].name == "카디아이"  # 8 strokes, of which one is wrong
    assert mistyped(base, "카디오아", doubtful=False) == []
