"""A base with names to decide on, and people before its pages."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from ingest import accounts, authority
from ingest.build import build
from ingest.decisions import Decision, load
from tests.plugins.conftest import ROOT, SCRIPT, Site

NAME, OTHER = "라군아로 보험", "라군아로 연금재단"
PLAN = """# 국외출장 계획서

- 출장명: 견본
- 출장기간: {days}
- 출장국: 스페인(빌바오)
- 주관부서: 전라남도 순천시 자치혁신과

| 일자 | 방문기관 | 내용 |
|---|---|---|
| {month}. 17. | 라군아로 보험 | 운영 방식 질의 <script>alert(1)</script> |
| {month}. 18. | 라군아로 연금재단 | 운영 방식 질의 |
| {month}. 19. | 라군아로 재단 {script} | 운영 방식 질의 |
"""


class House:
    """A base of two plans beside lists and decisions of its own."""

    def __init__(self, folder: Path) -> None:
        self.db, self.lists, self.plans = folder / "kb.db", folder / "authority", folder / "plans"
        shutil.copytree(ROOT / "authority", self.lists, ignore=shutil.ignore_patterns("*.jsonl*"))
        self.plans.mkdir()
        for name, days, month in (("a.md", "2019. 6. 16. ~ 6. 23.", 6), ("b.md", "2022. 5. 15. ~ 5. 21.", 5)):
            plan = PLAN.format(days=days, month=month, script=SCRIPT)
            (self.plans / name).write_text(plan, encoding="utf-8")
        self.build()
        self.site = Site(self.db, lists=self.lists)

    def build(self) -> None:
        build([self.plans], self.db, authority.load(self.lists), log=self.lists)

    def decisions(self) -> tuple[Decision, ...]:
        return load(self.lists)

    def rows(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(sql, values).fetchall()

    def visited(self, name: str = NAME) -> set[Any]:
        rows = self.rows("select institution_id from visits where name_as_written = ?", name)
        return {id for (id,) in rows}


def session(site: Site, name: str) -> str:
    """The cookie of someone who is logged in, with an account whose password nobody knows."""
    file = accounts.beside(Path(site.datasette.get_database("kb").path))
    known = accounts.load(file)
    if not accounts.mark(known, name):
        known.setdefault(name, {})["password_hash"] = "nobody's"
        file.write_text(json.dumps(known), encoding="utf-8")
    return str(site.datasette.sign({"a": {"id": name, "mark": accounts.mark(known, name)}}, "actor"))


class Person:
    """Someone with a browser's cookies, who fills in the forms that a page has."""

    def __init__(self, site: Site, name: str | None = None) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        if name:
            self.cookies["ds_actor"] = session(site, name)

    def get(self, path: str = "/review") -> httpx.Response:
        return self._kept(self.site.get(path, cookies=self.cookies))

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        return self._kept(self.site.request("POST", path, data=data, cookies=self.cookies))

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        self.cookies |= dict(answer.cookies)
        return answer

    def form(self, action: str, name: str = "", path: str = "/review") -> dict[str, str]:
        """The fields of the first form with an action, where `name` is given on the card of that name."""
        forms = html.fromstring(self.get(path).content).forms
        found = [form for form in forms if form.action == action and name in form.getparent().text_content()]
        return {key: value or "" for key, value in found[0].form_values()}

    def decide(self, op: str, name: str = NAME, **more: str) -> httpx.Response:
        """Answer a card as its buttons do."""
        return self.post("/review/decide", {**self.form("/review/decide", name), "op": op, **more})

    def undo(self, path: str = "/review/history") -> httpx.Response:
        """Press the first button that takes something back."""
        return self.post("/review/revert", self.form("/review/revert", path=path))


def text(answer: httpx.Response) -> str:
    """What a page says."""
    return " ".join(html.fromstring(answer.content).text_content().split())
