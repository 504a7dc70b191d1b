"""Functions for SQL, asked the way a person asks them: over the pages."""

import json
from urllib.parse import urlencode

import pytest

from tests.plugins.conftest import Site


def answer(site: Site, expression: str) -> object:
    query = urlencode({"sql": f"select {expression} as answer", "_shape": "array"})
    response = site.get(f"/kb.json?{query}")
    assert response.status_code == 200, response.text
    return json.loads(response.text)[0]["answer"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("choseong('몬드라곤 대학교')", "ㅁㄷㄹㄱㄷㅎㄱ"),
        ("jamo('곤')", "ㄱㅗㄴ"),
        ("romanize('종로 MCC')", "jongno MCC"),
        ("fuzzy('빌바오 시청', '빌바오시청')", 1.0),
        ("fuzzy('몬드라콘', '몬드라곤') between 0.8 and 0.99", 1),
        ("sounds_like('몬드라곤', 'Mondragon') > 0.9", 1),
        ("sounds_like('몬드라곤', 'Legacoop') < 0.5", 1),
        ("fuzzy(null, '몬드라곤')", None),
        ("choseong(null)", None),
        ("romanize(2019)", "2019"),
    ],
)
def test_sql_has_functions_for_korean(site: Site, expression: str, expected: object) -> None:
    assert answer(site, expression) == expected


def test_names_alike_are_found_in_another_script(site: Site) -> None:
    found = json.loads(site.get("/kb/names_alike.json?" + urlencode({"이름": "Lagun Ahro", "_shape": "array"})).text)
    assert "라군아로" in [row["이름"].replace(" ", "") for row in found]
    assert 'name="이름"' in site.get("/kb/names_alike").text, "what is to be filled in is called by a Korean word"
