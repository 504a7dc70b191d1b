"""Logging in and out in Korean, with what kb password wrote."""

from pathlib import Path

import pytest

from ingest import accounts
from tests.plugins.conftest import Site
from tests.plugins.reviewing import Person, text

PASSWORD = "correct horse 하나"


@pytest.fixture
def alone(sample_base: Path, tmp_path: Path) -> Site:
    base = tmp_path / "kb.db"
    base.write_bytes(sample_base.read_bytes())
    return Site(base)


def test_without_any_account_the_page_says_what_the_administrator_does(alone: Site) -> None:
    page = alone.get("/-/login")
    assert page.status_code == 200
    assert "kb password 이름" in text(page)
    assert 'type="password"' not in page.text


def test_in_and_out(alone: Site, tmp_path: Path) -> None:
    accounts.set_password(tmp_path / accounts.FILE, "하늘", PASSWORD)
    someone = Person(alone)
    form = someone.form("/-/login", path="/-/login")
    done = someone.post("/-/login", {**form, "username": "하늘", "password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/review")
    cookie = next(one for one in done.headers.get_list("set-cookie") if one.startswith("ds_actor"))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "하늘 님으로 정합니다" in text(someone.get())
    asked = someone.get("/-/logout")
    assert "로그아웃" in text(asked)
    out = someone.post("/-/logout", someone.form("/-/logout", path="/-/logout"))
    assert out.headers["location"] == "/"
    assert any("ds_actor=" in one and "Max-Age=0" in one for one in out.headers.get_list("set-cookie"))


@pytest.mark.parametrize(("name", "password"), [("하늘", "wrong"), ("바다", PASSWORD), ("", ""), ("봇", "")])
def test_a_wrong_name_or_password_is_refused(alone: Site, tmp_path: Path, name: str, password: str) -> None:
    accounts.set_password(tmp_path / accounts.FILE, "하늘", PASSWORD)
    accounts.make_token(tmp_path / accounts.FILE, "봇")
    someone = Person(alone)
    form = someone.form("/-/login", path="/-/login")
    answer = someone.post("/-/login", {**form, "username": name, "password": password})
    assert answer.status_code == 403
    assert "맞지 않습니다" in text(answer)
    assert "ds_actor" not in answer.cookies


def test_the_hash_of_a_password_is_made_by_the_command_alone(alone: Site) -> None:
    assert alone.get("/-/password-tool").status_code == 404


def test_pages_of_others_lead_to_the_questions(alone: Site) -> None:
    for path in ("/", "/institutions/lagun-aro"):
        page = alone.get(path)
        assert 'href="/review"' in page.text
        assert "로그아웃" not in page.text
    assert "로그아웃(하늘)" in Person(alone, "하늘").get("/").text


# -- sessions end where accounts do -----------------------------------------------------------


@pytest.fixture
def sky(alone: Site, tmp_path: Path) -> Person:
    """하늘, who has just logged in."""
    accounts.set_password(tmp_path / accounts.FILE, "하늘", PASSWORD)
    someone = Person(alone)
    someone.post("/-/login", {**someone.form("/-/login", path="/-/login"), "username": "하늘", "password": PASSWORD})
    assert may_decide(someone)
    return someone


def may_decide(someone: Person) -> bool:
    """Whether the pages know who it is, and take what only people of the office may send."""
    name = someone.site.get("/-/actor.json", cookies=someone.cookies).json()["actor"]
    assert name in (None, {"id": "하늘"}), "the mark of the password is nobody's business"
    uploads = someone.site.get("/upload", cookies=someone.cookies).status_code == 200
    assert uploads == (name is not None) == ("로그아웃(하늘)" in someone.get("/").text)
    return uploads


def test_one_who_is_taken_out_is_logged_out_with_the_next_request(sky: Person, tmp_path: Path) -> None:
    form = sky.form("/upload", path="/upload")
    accounts.remove(tmp_path / accounts.FILE, "하늘")
    assert not may_decide(sky)
    sent = sky.site.request("POST", "/upload", data=form, files={"file": ("a.md", b"# a")}, cookies=sky.cookies)
    assert sent.status_code == 403
    accounts.make_token(tmp_path / accounts.FILE, "하늘")
    assert not may_decide(sky), "a token is no password"


def test_another_password_ends_the_sessions_of_the_old_one(sky: Person, tmp_path: Path) -> None:
    accounts.make_token(tmp_path / accounts.FILE, "하늘")
    assert may_decide(sky), "a token changes no password"
    accounts.set_password(tmp_path / accounts.FILE, "하늘", PASSWORD + "2")
    assert not may_decide(sky)


def test_a_cookie_of_before_or_a_broken_list_of_accounts_is_nobodys(sky: Person, tmp_path: Path) -> None:
    before = Person(sky.site)
    before.cookies["ds_actor"] = sky.site.datasette.sign({"a": {"id": "하늘"}}, "actor")
    assert not may_decide(before)
    (tmp_path / accounts.FILE).write_text("{", encoding="utf-8")
    assert not may_decide(sky)
