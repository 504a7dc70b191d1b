"""A browser before the served pages that lets nothing unseen pass: every request, error and dialog counts."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.served import chromium, find_chromium, serving
from tests.plugins.conftest import base_path


# Both end with the module: no other test could run an event loop while the browser does.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        reason = "no Chromium: install one, or name it in the environment variable CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium(executable) as running:
        yield running


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    base = base_path(tmp_path_factory.mktemp("served"))
    with serving(base.rename(base.with_name("견본 자료.db"))) as served:
        yield served


class Watch:
    """What happens on the pages of a context besides what a person sees."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        self._host = urlsplit(address).netloc
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("dialog", self._opened)

    @property
    def outside(self) -> list[str]:
        """The requests to other hosts than ours."""
        return [url for url in self.requests if urlsplit(url).netloc != self._host]

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _opened(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


Open = Callable[..., Page]


@pytest.fixture
def watches() -> list[Watch]:
    """The watches over the pages that a test opened."""
    return []


@pytest.fixture
def open_page(browser: Browser, address: str, watches: list[Watch]) -> Iterator[Open]:
    """A function that opens a page in a context of its own; at the end nothing may have gone wrong on any."""
    contexts: list[BrowserContext] = []

    def open_one(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=address, locale="ko-KR", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watches.append(Watch(context, address))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    for watch in watches:
        assert watch.requests
        assert watch.outside == []
        assert watch.errors == []
        assert watch.dialogs == []


@pytest.fixture
def downloads(tmp_path: Path) -> Callable[[Page, str], bytes]:
    """A function that clicks a link and returns the file it gives."""

    def download(page: Page, link: str) -> bytes:
        with page.expect_download() as expected:
            page.get_by_role("link", name=link, exact=True).first.click()
        target = tmp_path / expected.value.suggested_filename
        expected.value.save_as(target)
        return target.read_bytes()

    return download
