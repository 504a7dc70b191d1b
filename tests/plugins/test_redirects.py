"""Addresses of institutions that became another."""

import sqlite3
from pathlib import Path

from tests.plugins.conftest import Site


def test_the_address_of_an_institution_that_became_another_leads_on(site: Site, base: Path) -> None:
    old, now = sqlite3.connect(base).execute("select * from institution_redirects limit 1").fetchone()
    page = site.get(f"/institutions/{old}")
    assert (page.status_code, page.headers["location"]) == (301, f"/institutions/{now}")
    assert site.get("/institutions/doc-0000000000").status_code == 404
