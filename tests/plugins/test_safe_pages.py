"""The headers that every answer bears, and that nothing but what templates hold is let run."""

import base64
import hashlib
import json
import re
from pathlib import Path

import datasette
import datasette_auth_passwords
import httpx
import pytest
from jinja2 import Environment
from lxml import html

from tests.plugins.conftest import SCRIPT, Site

ANSWERS = [
    "/",
    "/search.json?q=a",
    "/search?q=a&limit=x",
    "/documents/{report}",
    "/kb/visit_log",
    "/kb/visit_log.csv",
    "/kb/visit_log.xlsx",
    "/kb?sql=select+1",
    "/kb?sql=select+nope",
    "/-/static/table.js",
    "/static/gabonde.css",
    "/-/login",
    "/map",
    "/nope",
    "/kb/trips/",
    "/robots.txt",
]
UPSTREAM = [Path(module.__file__ or "").parent / "templates" for module in (datasette, datasette_auth_passwords)]
TEMPLATES = [template for folder in UPSTREAM for template in sorted(folder.glob("*.html"))]


def directives(answer: httpx.Response) -> dict[str, list[str]]:
    """The policy of an answer: directive → sources."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_protected(site: Site, ids: dict[str, str], path: str) -> None:
    answer = site.get(path.format_map(ids))
    told = directives(answer)
    assert told["default-src"] == told["object-src"] == told["base-uri"] == told["frame-ancestors"] == ["'none'"]
    assert told["form-action"] == told["connect-src"] == ["'self'"]
    assert re.fullmatch(r"'self'( 'nonce-[\w-]{24}')?", " ".join(told["script-src"]))
    assert re.fullmatch(r"'self'( 'nonce-[\w-]{24}'( 'sha256-[\w/+]{43}='){2})?", " ".join(told["style-src"]))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/documents/{report}", "/search.json?q=a", "/static/map.js", "/nope"])
def test_pages_of_ours_let_no_inline_script_run_at_all(site: Site, ids: dict[str, str], path: str) -> None:
    told = directives(site.get(path.format_map(ids)))
    assert told["script-src"] == told["style-src"] == ["'self'"]


@pytest.mark.parametrize("path", ["/kb/visit_log", "/kb/institutions/lagun-aro", "/kb?sql=select+1", "/kb/visited"])
def test_datasettes_inline_scripts_bear_the_nonce_of_their_answer(site: Site, path: str) -> None:
    first, second = site.get(path), site.get(path)
    nonce = directives(first)["script-src"][1]
    assert nonce != directives(second)["script-src"][1], "a nonce is drawn for each answer"
    page = html.fromstring(first.content)
    inline = page.xpath("//script[not(@src)] | //style")
    assert inline
    assert {f"'nonce-{element.get('nonce')}'" for element in inline} == {nonce}
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_the_one_style_that_a_script_of_datasettes_makes_is_known_by_its_hash(site: Site) -> None:
    script = (UPSTREAM[0].parent / "static" / "cm-resize-1.0.1.min.js").read_text(encoding="utf-8")
    (literal,) = re.findall(r'"style"\)\)\.textContent=("(?:[^"\\]|\\.)*")', script)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ("", json.loads(literal))]
    told = directives(site.get("/kb?sql=select+1"))["style-src"]
    assert [f"'sha256-{one}'" for one in hashes] == told[2:]


def test_what_a_document_brings_gets_no_nonce(site: Site) -> None:
    page = site.get("/kb", params={"sql": f"select '{SCRIPT}' as \"{SCRIPT}\", '<style>*</style>' as b"}).text
    assert page.count("&lt;script&gt;alert(1)") > 2
    assert len(re.findall(r"<(?:script|style)[^>]* nonce=", page)) == len(re.findall(r"<(?:script|style)[\s>]", page))
    assert not re.search(r"nonce=[^>]*>\s*alert", page)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_new_datasette_brings_nothing_that_the_policy_stops(site: Site, template: Path) -> None:
    """Its templates as they are compiled: inline scripts and styles with a nonce, no handlers, no style attributes."""
    site.get("/")  # makes the environment
    env: Environment = site.datasette.jinja_env
    source = env.preprocess(template.read_text(encoding="utf-8"), template.name, str(template))
    env.parse(source)
    bare = [tag for tag in re.findall(r"<(?:script|style)[\s>][^>]*", source) if "nonce=" not in tag]
    assert bare == []
    assert not re.search(r"""\s(?:style|on[a-z]+)=["']""", source)
    assert "javascript:" not in source
