"""OpenRefine's own requests to a real ``kb serve``, from another address than the service has."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import jsonschema
import pytest

from tests.browser.served import serving
from tests.plugins.openrefine import SHAPES, session

NAMES = [("빌바오 시청", "스페인"), ("라군아로", "스페인"), ("파리시청", "프랑스"), ("없는 기관", "Spain")] * 6


@pytest.fixture(scope="module")
def service(base: Path) -> Iterator[str]:
    with serving(base) as address:
        yield f"{address}/reconcile"


def test_a_column_is_matched_and_columns_are_added(service: str) -> None:
    heard = list(session(service, NAMES))
    for one in heard:
        jsonschema.validate(one.answer, SHAPES[one.schema], cls=jsonschema.Draft202012Validator)
    assert {one.schema for one in heard} == set(SHAPES)
    batch = heard[4].answer
    matched = {key: [one["id"] for one in found["result"] if one["match"]] for key, found in batch.items()}
    assert (matched["q0"], matched["q1"], matched["q3"]) == (["bilbao-city"], [], [])  # the second is no government
    assert len(batch) == 10
    assert heard[-1].answer["rows"]["bilbao-city"]["country"] == [{"str": "스페인"}]


def test_a_page_of_another_address_is_told_before_it_asks_that_it_may(service: str) -> None:
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    for path in ("", "/suggest/entity?prefix=a", "/properties?type=x"):
        answer = httpx.options(service + path, headers={"origin": "http://127.0.0.1:3333", **asks})
        assert answer.status_code == 204
        assert "POST" in answer.headers["access-control-allow-methods"]
        assert answer.headers["access-control-allow-headers"] == "content-type"


def test_a_card_is_shown_where_the_manifest_says(service: str) -> None:
    template = httpx.get(service).json()["preview"]["url"]
    card = httpx.get(template.replace("{{id}}", "bilbao-city"))
    assert card.status_code == 200
    assert "빌바오" in card.text
