"""axe-core over a page: what is wrong with it for people who don't see it, or see and use it in other ways."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def violations(page: Page, **options: Any) -> list[str]:
    """Return what axe finds on the page as it is now: one line a rule and element; empty when nothing is wrong.

    options: as axe.run has them, e.g. rules={"color-contrast": {"enabled": False}}.
    """
    page.wait_for_load_state("load")  # without its stylesheet a page is another
    found = _AXE.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
