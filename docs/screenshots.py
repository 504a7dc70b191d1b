"""Pictures of every page as it is served over the samples, and the one that the READMEs show."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from ingest import authority
from ingest.build import build
from tests.browser.served import ROOT, chromium, find_chromium, serving

README = ROOT / "docs" / "screenshot.png"
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = {
    "front": "/",
    "search": "/search?q=라군 아로의",
    "search-text": "/search?q=고용재배치",
    "search-nothing": "/search?q=zzzz",
    "institution": "/institutions/lagun-aro",
    "institution-type": "/institutions/cae",
    "institution-unvisited": "/institutions/open-group",
    "missing": "/nope",
    "bad": "/kb/visits?_sort=nope",
    "tables": "/kb",
    "table": "/kb/visit_log",
    "query": "/kb/not_yet_visited",
}
FOUND = {"trip": "trips", "document": "documents"}


def pages(browser: Browser, address: str) -> dict[str, str]:
    """The pages by name: those above, every trip and every document."""
    found = dict(PAGES)
    context = browser.new_context(base_url=address)
    for kind, table in FOUND.items():
        rows = context.request.get(f"/kb/{table}.json?_shape=array&_col=id&_sort=id").json()
        found |= {f"{kind}-{number}": f"/{table}/{row['id']}" for number, row in enumerate(rows, 1)}
    context.close()
    return found


def opened(browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """A page for each screen and scheme, and the name of both."""
    for screen, options in SCREENS.items():
        for scheme in SCHEMES:
            context = browser.new_context(base_url=address, locale="ko-KR", color_scheme=scheme, **options)
            yield f"{screen}-{scheme}", context.new_page()
            context.close()


def picture_all(browser: Browser, address: str, folder: Path, only: str) -> int:
    """Put a whole picture of each page whose name begins with `only` into the folder; how many."""
    wanted = {name: path for name, path in pages(browser, address).items() if name.startswith(only)}
    for look, page in opened(browser, address):
        for name, path in wanted.items():
            page.goto(path)
            page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
    return len(wanted) * len(SCREENS) * len(SCHEMES)


def picture_for_readme(browser: Browser, address: str, target: Path) -> None:
    """Picture the front page, light, down to the end of its two lists."""
    page = browser.new_page(
        base_url=address, locale="ko-KR", color_scheme="light", viewport={"width": 1100, "height": 800}
    )
    page.goto("/")
    page.evaluate("document.activeElement.blur()")
    end = page.evaluate("document.querySelector('.columns').getBoundingClientRect().bottom")
    page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": 1100, "height": end + 24})
    page.close()


def main() -> None:
    """Read the command line, serve the samples and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures of every page go; none: no such")
    parser.add_argument("--only", default="", metavar="NAME", help="only pages whose name begins so")
    parser.add_argument("--readme", type=Path, default=README, metavar="FILE", help="the picture for the READMEs")
    options = parser.parse_args()
    executable = find_chromium()
    if not executable:
        sys.exit("no Chromium: install one, or name it in the environment variable CHROMIUM")
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary) / "kb.db"
        build([ROOT / "plans"], base, authority.load())
        with serving(base) as address, chromium(executable) as browser:
            if options.folder:
                options.folder.mkdir(parents=True, exist_ok=True)
                print(picture_all(browser, address, options.folder, options.only), "pictures", file=sys.stderr)
            picture_for_readme(browser, address, options.readme)


if __name__ == "__main__":
    main()
