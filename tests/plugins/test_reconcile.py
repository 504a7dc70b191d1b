"""The service as OpenRefine uses it; every answer is held against the shapes that version 0.2 of the protocol has."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import jsonschema
import pytest

from tests.plugins.conftest import FORMULA, SCRIPT, Site
from tests.plugins.openrefine import EXTENDED, MANIFEST, PROPOSED, RESULTS, SUGGESTED


def valid(response: httpx.Response, schema: dict[str, Any]) -> Any:
    """What the service answers, which is of the shape and may be read by any page."""
    assert response.status_code == 200, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-type"].startswith("application/json")
    answer = response.json()
    jsonschema.validate(answer, schema, cls=jsonschema.Draft202012Validator)
    return answer


def reconciled(site: Site, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    """The candidates of each query, sent as OpenRefine sends them."""
    answer = valid(site.request("POST", "/reconcile", data={"queries": json.dumps(queries)}), RESULTS)
    assert answer.keys() == queries.keys()
    return {key: value["result"] for key, value in answer.items()}


def extended(site: Site, ids: list[str], *properties: str) -> dict[str, Any]:
    asked = {"ids": ids, "properties": [{"id": id} for id in properties]}
    answer: dict[str, Any] = valid(site.request("POST", "/reconcile", data={"extend": json.dumps(asked)}), EXTENDED)
    return answer


def test_the_shapes_refuse_what_is_of_another() -> None:
    for wrong in ({"q": {"result": [{"id": "a", "name": "b"}]}}, {"q": {}}, []):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, RESULTS)


# -- the manifest -----------------------------------------------------------------------------


def test_the_manifest_says_what_there_is_and_where(site: Site) -> None:
    manifest = valid(site.get("/reconcile"), MANIFEST)
    assert manifest["versions"] == ["0.2"]
    assert manifest["defaultTypes"][0] == {"id": "institution", "name": "기관"}
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert site.get(template.replace("{{id}}", "lagun-aro").removeprefix("http://localhost")).status_code == 200


def test_addresses_are_those_by_which_the_service_was_reached(site: Site) -> None:
    manifest = site.get("/reconcile", headers={"host": "gabonde.example:8001"}).json()
    assert urlsplit(manifest["view"]["url"]).netloc == "gabonde.example:8001"


# -- queries ----------------------------------------------------------------------------------


def test_a_column_of_names_is_matched(site: Site) -> None:
    names = {"q0": "라군아로", "q1": "Ayuntamiento de Bilbao", "q2": "몬드라콘", "q3": "없는 기관", "q4": "시청"}
    found = reconciled(site, **{key: {"query": name, "type": "institution"} for key, name in names.items()})
    matched = {key: [one["id"] for one in result if one["match"]] for key, result in found.items()}
    assert matched == {"q0": ["lagun-aro"], "q1": ["bilbao-city"], "q2": ["mondragon"], "q3": [], "q4": []}
    assert found["q3"] == []
    assert len(found["q4"]) > 1


def test_queries_may_stand_in_the_address(site: Site) -> None:
    queries = quote(json.dumps({"가": {"query": "라군아로"}}))
    assert valid(site.get(f"/reconcile?queries={queries}"), RESULTS)["가"]["result"][0]["match"]


def test_what_else_the_row_tells_counts(site: Site) -> None:
    def told(**values: Any) -> dict[str, Any]:
        return {"query": "빌바오시청", "properties": [{"pid": pid, "v": value} for pid, value in values.items()]}

    found = reconciled(
        site,
        fits=told(country="Spain", city=["빌바오"]),
        entity=told(country={"id": "ES", "name": "스페인"}),
        against=told(country="프랑스"),
        unknown=told(population=1000),
    )
    first = {key: result[0] for key, result in found.items()}
    assert {key: one["match"] for key, one in first.items()} == {
        "fits": True,
        "entity": True,
        "against": False,
        "unknown": True,
    }
    assert {"id": "country", "value": False} in first["against"]["features"]
    assert first["against"]["score"] < first["fits"]["score"]


def test_a_kind_narrows_and_a_limit_shortens(site: Site) -> None:
    found = reconciled(
        site,
        kind={"query": "빌바오 시청", "type": ["city-government"]},
        other={"query": "빌바오 시청", "type": "care"},
        should={"query": "빌바오 시청", "type": "care", "type_strict": "should"},
        few={"query": "시청", "limit": 2},
    )
    assert found["kind"][0]["match"]
    assert found["kind"][0]["type"][0] == {"id": "city-government", "name": "지방정부"}
    assert found["other"] == []
    should = found["should"][0]
    assert (should["id"], should["match"]) == ("bilbao-city", False)
    assert {"id": "kind", "value": False} in should["features"]
    assert should["score"] < found["kind"][0]["score"]
    assert len(found["few"]) == 2


def test_an_id_stands_for_its_institution(site: Site) -> None:
    found = reconciled(site, q={"query": "lagun-aro"})["q"][0]
    assert (found["id"], found["score"], found["match"]) == ("lagun-aro", 100, True)


def test_no_query_need_have_a_name(site: Site) -> None:
    found = reconciled(site, q={"properties": [{"pid": "city", "v": "빌바오"}]})["q"]
    assert found
    assert not any(one["match"] for one in found)


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        ('{"q": "라군아로"}', 400),
        ('{"q": {}}', 400),
        ('{"q": {"query": 1}}', 400),
        ('{"q": {"query": "가", "limit": 0}}', 400),
        ('{"q": {"query": "가", "limit": true}}', 400),
        ('{"q": {"query": "가", "type": 3}}', 400),
        ('{"q": {"query": "가", "properties": [{"v": 1}]}}', 400),
        ('{"q": {"query": "가", "properties": {"pid": "city"}}}', 400),
        (json.dumps({str(number): {"query": "가"} for number in range(51)}), 413),
        (json.dumps({"q": {"query": "가" * 140_000}}), 413),
    ],
)
def test_what_is_no_query_gets_a_sentence(site: Site, queries: str, status: int) -> None:
    response = site.request("POST", "/reconcile", data={"queries": queries})
    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.json()["error"].endswith("주세요.")


@pytest.mark.parametrize("text", ["\ud800", "\x00", '" or 1', "-", "%", "가" * 5000, "\u202e"])
def test_whatever_stands_in_a_cell_is_answered(site: Site, text: str) -> None:
    assert reconciled(site, q={"query": f"라 {text}", "properties": [{"pid": "city", "v": text}]}).keys() == {"q"}
    assert extended(site, [text], "country")["meta"]


def test_an_empty_batch_has_an_empty_answer(site: Site) -> None:
    assert reconciled(site) == {}


# -- columns ----------------------------------------------------------------------------------


def test_columns_are_added(site: Site) -> None:
    answer = extended(site, ["lagun-aro", "nobody"], "country", "visits", "last_visit", "theme")
    assert [one["name"] for one in answer["meta"]] == ["국가", "방문 횟수", "마지막 방문", "주제"]
    row = answer["rows"]["lagun-aro"]
    assert row["country"] == [{"str": "스페인"}]
    assert row["visits"][0]["int"] > 0
    assert len(row["theme"]) > 1
    assert answer["rows"]["nobody"] == {"country": [], "visits": [], "last_visit": [], "theme": []}


def test_all_columns_that_are_proposed_can_be_had(site: Site) -> None:
    proposed = valid(site.get("/reconcile/properties?type=city-government"), PROPOSED)
    ids = [one["id"] for one in proposed["properties"]]
    assert set(extended(site, ["bilbao-city"], *ids)["rows"]["bilbao-city"]) == set(ids)
    assert len(valid(site.get("/reconcile/properties?type=institution&limit=2"), PROPOSED)["properties"]) == 2


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"ids": ["lagun-aro"]}, 400),
        ({"ids": "lagun-aro", "properties": []}, 400),
        ({"ids": [], "properties": [{"id": "id from institutions; --"}]}, 400),
        ({"ids": [str(number) for number in range(501)], "properties": []}, 413),
    ],
)
def test_columns_that_cannot_be_had_get_a_sentence(site: Site, asked: dict[str, Any], status: int) -> None:
    response = site.request("POST", "/reconcile", data={"extend": json.dumps(asked)})
    assert response.status_code == status
    assert response.json()["error"].endswith("주세요.")


# -- completions and the card -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "prefix", "id"),
    [
        ("entity", "라군", "lagun-aro"),
        ("entity", "lagun-aro", "lagun-aro"),
        ("entity", "ㄹㄱㅇㄹ", "lagun-aro"),
        ("property", "국가", "country"),
        ("property", "last", "last_visit"),
        ("type", "지방", "city-government"),
        ("type", "", "institution"),
    ],
)
def test_completions(site: Site, what: str, prefix: str, id: str) -> None:
    answer = valid(site.get(f"/reconcile/suggest/{what}?prefix={quote(prefix)}"), SUGGESTED[what])
    assert answer["result"][0]["id"] == id


def test_completions_are_paged_through(site: Site) -> None:
    whole = valid(site.get("/reconcile/suggest/type?prefix="), SUGGESTED["type"])["result"]
    assert valid(site.get("/reconcile/suggest/type?prefix=&cursor=3"), SUGGESTED["type"])["result"] == whole[3:]
    assert site.get("/reconcile/suggest/type?prefix=&cursor=-1").status_code == 400


def test_the_card_of_an_institution_may_stand_in_a_frame(site: Site) -> None:
    response = site.get("/reconcile/preview?id=lagun-aro")
    assert response.status_code == 200
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "x-frame-options" not in response.headers
    assert (
        '<a href="http://localhost/institutions/lagun-aro" target="_blank" rel="noopener">라군아로</a>' in response.text
    )
    assert "방문 2회 · 마지막 2024-05-14" in response.text
    assert site.get("/reconcile/preview?id=nobody").status_code == 404


def test_what_documents_and_lists_say_is_text(site: Site, ids: dict[str, str]) -> None:
    assert SCRIPT not in site.get("/reconcile/preview?id=hostile").text
    assert SCRIPT not in site.get(f"/reconcile/preview?id={ids['script']}").text
    assert reconciled(site, q={"query": FORMULA})["q"][0]["id"] == "hostile"


# -- who may ------------------------------------------------------------------------------------


def test_other_hosts_may_ask_and_only_here(site: Site) -> None:
    response = site.request("OPTIONS", "/reconcile", headers={"origin": "https://refine.example"})
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    for path in ("/", "/search.json?q=a", "/kb/trips.json", "/institutions/lagun-aro"):
        assert "access-control-allow-origin" not in site.get(path).headers


def test_nothing_but_reading(site: Site) -> None:
    assert site.request("DELETE", "/reconcile").status_code == 405


def test_a_private_base_stays_private(base: Any) -> None:
    assert Site(base, private=True).get("/reconcile").status_code == 403
