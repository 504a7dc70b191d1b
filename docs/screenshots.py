"""Pictures of every page as it is served over the samples, and those that the READMEs show."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page

from ingest import accounts, authority
from ingest.build import build
from tests.browser.served import ROOT, chromium, find_chromium, serving

IMAGES = ROOT / "docs" / "images"
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = {
    "front": "/",
    "search": "/search?q=라군 아로의",
    "search-text": "/search?q=고용재배치",
    "search-visits": "/search?q=몬드라곤&type=visit",
    "search-nothing": "/search?q=zzzz",
    "institution": "/institutions/lagun-aro",
    "institution-type": "/institutions/cae",
    "institution-unvisited": "/institutions/open-group",
    "map": "/map",
    "map-close": "/map?at=43.2,-2.5&z=6",
    "stats": "/stats",
    "check": "/check",
    "review": "/review",
    "login": "/-/login",
    "preview": "/reconcile/preview?id=lagun-aro",
    "missing": "/nope",
    "bad": "/kb/visits?_sort=nope",
    "tables": "/kb",
    "table": "/kb/visit_log",
    "row": "/kb/institutions/lagun-aro",
    "query": "/kb/not_yet_visited",
    "query-asked": "/kb/by_theme?theme=P04",
}
FOUND = {"trip": "trips", "document": "documents"}
NAME, PASSWORD = "하늘", "correct horse 하나"
DRAFT = ROOT / "plans" / "sample-2024-gyeonggi-plan.txt"
WIDTH, COLORS = 1100, 64  # of a picture in the READMEs

# A document with names that are doubtful, for the questions about names.
DOUBTFUL = """# 국외출장 계획서

- 출장명: [견본] 이름이 비슷한 기관
- 출장기간: 2021. 6. 14. ~ 6. 18.
- 출장국: 스페인(빌바오)
- 주관부서: 전라남도 순천시 자치혁신과

| 일자 | 방문기관 | 내용 |
|---|---|---|
| 6. 15. | 라군아로 보험 | 운영 방식 질의 |
| 6. 16. | 라군아로 연금재단 | 운영 방식 질의 |
| 6. 17. | 몬드라곤 대학 재단 | 교육 과정 질의 |
"""


class Shown(NamedTuple):
    """A picture for the READMEs: from the top of a page down to where something ends."""

    path: str
    end: str


SHOWN = {
    "front": Shown("/", ".columns"),
    "institution": Shown("/institutions/lagun-aro", "section[aria-labelledby=asked]"),
    "trip": Shown("/kb/trips", "section[aria-labelledby=days] .day:nth-of-type(5)"),
    "check": Shown("/check", "section[aria-labelledby=days]"),
}


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


# -- pages that are led to ---------------------------------------------------------------------


def to_paper(page: Page) -> None:
    """A draft checked."""
    page.goto("/check")
    page.locator("textarea[name=text]").fill(DRAFT.read_text(encoding="utf-8"))
    page.get_by_role("button", name="점검하기").click()
    page.get_by_role("heading", name="사전검토 자료", level=1).wait_for()


def to_questions(page: Page) -> None:
    """The questions about names, for someone who is logged in."""
    page.goto("/-/login")
    page.get_by_label("이름").fill(NAME)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")


def to_choice(page: Page) -> None:
    """Choosing another institution for a name, with what a search for one finds."""
    page.goto("/review")
    page.get_by_role("link", name="다른 기관으로 정하기").first.click()
    page.wait_for_url("**/review/name?*")


def to_uploads(page: Page) -> None:
    """The documents of the folder, for someone who is logged in."""
    page.goto("/upload")


def to_history(page: Page) -> None:
    """Decisions that were made, with one more."""
    page.goto("/review")
    page.get_by_role("button", name="보류").first.click()
    page.wait_for_url("**/review?decided=*")
    page.goto("/review/history")


# In this order: who has logged in is so on all that follow.
LED: dict[str, Callable[[Page], None]] = {
    "check-paper": to_paper,
    "review-cards": to_questions,
    "review-choice": to_choice,
    "review-history": to_history,
    "upload": to_uploads,
}


def picture_all(browser: Browser, address: str, folder: Path, only: str) -> int:
    """Put a whole picture of each page whose name begins with `only` into the folder; how many."""
    direct = {name: path for name, path in pages(browser, address).items() if name.startswith(only)}
    led = {name: lead for name, lead in LED.items() if name.startswith(only)}
    for look, page in opened(browser, address):
        for name, path in direct.items():
            page.goto(path)
            page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
        if any(name.startswith(("review", "upload")) for name in led):
            to_questions(page)
        for name, lead in led.items():
            lead(page)
            page.wait_for_load_state("load")
            page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
    return (len(direct) + len(led)) * len(SCREENS) * len(SCHEMES)


def picture_for_readmes(browser: Browser, address: str, folder: Path) -> None:
    """Picture the pages that the READMEs show, light, each down to the end of something; few colours, small files."""
    page = browser.new_page(
        base_url=address, locale="ko-KR", color_scheme="light", viewport={"width": WIDTH, "height": 800}
    )
    for name, shown in SHOWN.items():
        page.goto(shown.path)
        if name == "check":
            to_paper(page)
        if name == "trip":
            page.goto("/")
            page.get_by_role("link", name="퀘벡").click()
            page.get_by_role("heading", name="날짜별 일정").wait_for()
        page.wait_for_load_state("load")
        page.evaluate("document.activeElement.blur()")
        end = page.evaluate("end => document.querySelector(end).getBoundingClientRect().bottom + scrollY", shown.end)
        file = folder / f"{name}.png"
        page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": end + 16})
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)
    page.close()


@contextmanager
def served(more: bool) -> Iterator[str]:
    """The address of the samples served; more: with what the samples lack, such as names to decide on."""
    with tempfile.TemporaryDirectory() as temporary:
        base, lists, plans = (Path(temporary) / name for name in ("kb.db", "authority", "plans"))
        shutil.copytree(ROOT / "authority", lists)
        shutil.copytree(ROOT / "plans", plans)
        if more:
            (plans / "sample-doubtful.md").write_text(DOUBTFUL, encoding="utf-8")
            (plans / "sample-empty.txt").write_bytes(b"")
            accounts.set_password(accounts.beside(base), NAME, PASSWORD)
        build([plans], base, authority.load(lists), log=lists)
        with serving(base, "--authority", str(lists)) as address:
            yield address


def main() -> None:
    """Read the command line, serve the samples and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures of every page go; none: no such")
    parser.add_argument("--only", default="", metavar="NAME", help="only pages whose name begins so")
    parser.add_argument("--readme", type=Path, default=IMAGES, metavar="FOLDER", help="where those for the READMEs go")
    options = parser.parse_args()
    executable = find_chromium()
    if not executable:
        sys.exit("no Chromium: install one, or name it in the environment variable CHROMIUM")
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        with served(more=True) as address, chromium(executable) as browser:
            print(picture_all(browser, address, options.folder, options.only), "pictures", file=sys.stderr)
    else:
        options.readme.mkdir(parents=True, exist_ok=True)
        with served(more=False) as address, chromium(executable) as browser:
            picture_for_readmes(browser, address, options.readme)


if __name__ == "__main__":
    main()
