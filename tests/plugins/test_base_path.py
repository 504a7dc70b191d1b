"""Pages below another path than /, with a proxy that leaves the path and one that takes it away."""

import asyncio
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.plugins.conftest import Site

LISTS = ["/kb/visit_log", "/kb/institutions/lagun-aro", "/kb/by_theme?theme=P04", "/kb/visit_log?country=스페인"]


def asked(site: Site, path: str) -> httpx.Response:
    """What the server answers to a path as it comes; the client of Datasette would complete it."""

    async def ask() -> httpx.Response:
        await site.datasette.invoke_startup()
        transport = httpx.ASGITransport(app=site.datasette.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def below(base: Path) -> Site:
    return Site(base, base_url="/gabonde/")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("left", ["/gabonde", ""], ids=["left", "taken away"])
def test_links_of_tables_bear_the_path_once(below: Site, path: str, left: str) -> None:
    links = html.fromstring(asked(below, f"{left}{path}").text).xpath("//@href")
    ours = [link for link in links if link.startswith("/")]
    assert ours
    assert [link for link in ours if not link.startswith("/gabonde/") or link.startswith("/gabonde/gabonde")] == []


@pytest.mark.parametrize("left", ["/gabonde", ""], ids=["left", "taken away"])
def test_what_is_encoded_in_a_path_stays_so(below: Site, left: str) -> None:
    assert "그런 기관은 없습니다" in asked(below, f"{left}/institutions/a%2Fb").text


def test_at_the_root_there_is_no_such_path(site: Site) -> None:
    assert asked(site, "/gabonde/search").status_code == 404
