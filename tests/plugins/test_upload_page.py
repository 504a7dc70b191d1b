"""Uploads: from the form over the folder and the build to the documents in the base."""

import io
import json
import time
from pathlib import Path

import httpx
import pytest

from ingest.authority import load
from ingest.build import build, built_from
from tests.plugins.conftest import HOSTILE, SCRIPT
from tests.plugins.reviewing import House, Person, text

NEW = """# 2023년 공무국외출장 계획서

- 출장명: 올린 견본
- 출장기간: 2023. 4. 16. ~ 4. 23.
- 출장국: 스페인(빌바오)
- 주관부서: 전라남도 순천시 자치혁신과

| 일자 | 방문기관 | 내용 |
|---|---|---|
| 4. 17. | {name} | 운영 방식 질의 |
"""
Files = list[tuple[str, bytes]]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def admin(house: House) -> Person:
    return Person(house.site, "하늘")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house in which nothing changes."""
    return House(tmp_path_factory.mktemp("still"))


@pytest.fixture
def visitor(still: House) -> Person:
    """Someone who is logged in there."""
    return Person(still.site, "하늘")


def plan(name: str = "가온조합") -> bytes:
    return NEW.format(name=name).encode()


def send(person: Person, files: Files, **fields: str) -> httpx.Response:
    """Choose files and press the button."""
    form = person.form("/upload", path="/upload") | fields
    parts = [("files", (name, io.BytesIO(data))) for name, data in files]
    return person.site.request("POST", "/upload", data=form, files=parts, cookies=person.cookies)


def built(person: Person) -> None:
    """Wait until the build that runs beside the server has ended."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        told = json.loads(person.get("/upload/status.json").text)
        if not told["running"]:
            assert told["error"] == ""
            return
        time.sleep(0.2)
    raise AssertionError("the build does not end")


def upload(person: Person, files: Files, **fields: str) -> str:
    """Upload, wait for the build, and return what the page of results says."""
    sent = send(person, files, **fields)
    assert sent.status_code == 303, text(sent)
    built(person)
    return text(person.get(sent.headers["location"]))


def names(house: House) -> list[str]:
    return sorted(path.name for path in house.plans.iterdir() if not path.name.startswith("."))


def documents(house: House) -> dict[str, str]:
    return dict(house.rows("select path, status from documents"))


def test_a_document_comes_in_and_is_found(house: House, admin: Person) -> None:
    page = upload(admin, [("계획서.md", plan()), ("그림.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), ("빈 문서.txt", b"")])
    assert names(house) == ["a.md", "b.md", "계획서.md", "그림.png"]
    assert "넣음" in page
    assert "그림 파일입니다" in page
    assert "읽을 내용이 없는 파일입니다" in page
    assert documents(house) == {"a.md": "ingested", "b.md": "ingested", "계획서.md": "ingested", "그림.png": "rejected"}
    assert "가온조합" in admin.get("/search?q=가온조합").text


def test_the_same_document_is_said_to_be_there(house: House, admin: Person) -> None:
    page = upload(admin, [("다른 이름.md", (house.plans / "a.md").read_bytes())])
    assert names(house) == ["a.md", "b.md"]
    assert "이미 있음" in page
    assert "같은 문서: a.md" in page
    assert "문서 보기" in page


def test_another_document_of_the_same_name_stands_beside_or_in_its_place(house: House, admin: Person) -> None:
    before = (house.plans / "a.md").read_bytes()
    assert "폴더의 이름: A (2).md" in upload(admin, [("A.md", plan("가온조합"))])
    assert (house.plans / "a.md").read_bytes() == before
    assert "바꿈" in upload(admin, [("a.md", plan("누리공사"))], same_name="replace")
    assert (house.plans / "a.md").read_bytes() == plan("누리공사")
    assert [path.read_bytes() for path in (house.plans / ".removed").iterdir()] == [before], "nothing is lost"
    assert set(documents(house)) == {"a.md", "A (2).md", "b.md"}


def test_a_hostile_document_is_text_on_all_pages(house: House, admin: Person) -> None:
    page = upload(admin, [(f"{SCRIPT}.html", HOSTILE.encode())])
    assert "넣음" in page
    (id,) = house.rows("select id from documents where path like '%.html'")[0]
    for path in ("/upload", "/upload/files", f"/documents/{id}", "/search?q=alert"):
        assert SCRIPT not in admin.get(path).text


# -- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/upload", "/upload/files", "/upload/remove?path=a.md", "/upload/status.json"])
def test_others_are_told_to_log_in(still: House, path: str) -> None:
    answer = still.site.get(path)
    assert answer.status_code == 403
    assert "로그인한 사람만" in (answer.json()["error"] if path.endswith("json") else text(answer))
    assert "a.md" not in answer.text


def test_nobody_else_leaves_a_file(still: House, visitor: Person) -> None:
    files = [("files", ("x.md", io.BytesIO(plan())))]
    assert still.site.request("POST", "/upload", files=files).status_code == 403
    forged = still.site.request("POST", "/upload", files=files, cookies={"ds_actor": visitor.cookies["ds_actor"]})
    assert forged.status_code == 403, "without the token of a form"
    for path in ("/upload/build", "/upload/remove"):
        assert still.site.request("POST", path, data={"path": "a.md"}).status_code == 403
        assert still.site.request("POST", path, data={"path": "a.md"}, cookies=visitor.cookies).status_code == 403
    assert names(still) == ["a.md", "b.md"]


def test_the_menu_has_it_for_those_logged_in(still: House, visitor: Person) -> None:
    for path in ("/", "/kb/trips"):
        assert 'href="/upload"' in visitor.get(path).text
        assert 'href="/upload"' not in still.site.get(path).text


# -- limits and failures -----------------------------------------------------------------------


def test_what_can_not_be_taken_is_said_beside_the_form(still: House, visitor: Person) -> None:
    assert "파일을 골라" in text(send(visitor, []))
    many = send(visitor, [(f"{number}.md", b"x%d" % number) for number in range(51)])
    assert many.status_code == 413
    assert "나누어" in text(many)
    assert names(still) == ["a.md", "b.md"]


PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\n'
FIELD = b'--x\r\nContent-Disposition: form-data; name="csrftoken"\r\n\r\n'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        PART,
        PART + b"x",
        FIELD + b"\xff\r\n--x--",
        FIELD + b"a" * 2**21,
        FIELD * 200 + b"--x--",
        b"\xff" * 99,
    ],
    ids=["nothing", "boundary", "no content", "no end", "no text", "long", "many", "bytes"],
)
@pytest.mark.parametrize("boundary", ["; boundary=x", "", "; boundary=\xff"])
def test_a_broken_form_leaves_nothing(still: House, visitor: Person, body: bytes, boundary: str) -> None:
    headers = {"content-type": f"multipart/form-data{boundary}".encode("latin-1")}
    answer = still.site.request("POST", "/upload", content=body, headers=headers, cookies=visitor.cookies)
    assert 400 <= answer.status_code < 500
    assert names(still) == ["a.md", "b.md"]


def test_a_base_of_unknown_folders_is_never_built_over(house: House, admin: Person) -> None:
    house.db.with_name("kb.db.cache").unlink()
    answer = send(admin, [("x.md", plan())])
    assert answer.status_code == 503
    assert "kb build를 한 번 실행" in text(answer)
    assert set(documents(house)) == {"a.md", "b.md"}


def test_a_failed_build_is_said_and_can_be_tried_again(house: House, admin: Person) -> None:
    lists = house.lists / "kinds.tsv"
    kept = lists.read_text(encoding="utf-8")
    lists.write_text("broken\n", encoding="utf-8")
    sent = send(admin, [("x.md", plan())])
    while json.loads(admin.get("/upload/status.json").text)["running"]:
        time.sleep(0.2)
    page = text(admin.get(sent.headers["location"]))
    assert "목록 파일을 고쳐 주세요" in page
    assert "아직 자료에 없습니다" in page
    lists.write_text(kept, encoding="utf-8")
    assert admin.post("/upload/build", admin.form("/upload/build", path="/upload")).status_code == 303
    built(admin)
    assert documents(house)["x.md"] == "ingested"
    assert "넣음" in text(admin.get(sent.headers["location"]))


def test_two_uploads_at_once_lose_nothing(house: House, admin: Person) -> None:
    first = send(admin, [("같은 이름.md", plan("가온조합"))])
    second = send(admin, [("같은 이름.md", plan("누리공사"))])
    built(admin)
    for sent in (first, second):
        assert "넣음" in text(admin.get(sent.headers["location"]))
    assert set(documents(house)) == {"a.md", "b.md", "같은 이름.md", "같은 이름 (2).md"}


# -- the folder --------------------------------------------------------------------------------


def test_a_file_is_taken_out_and_its_facts_go(house: House, admin: Person) -> None:
    assert "a.md" in text(admin.get("/upload/files"))
    assert "b.md" not in text(admin.get("/upload/files?q=A.m"))
    asked = admin.get("/upload/remove?path=a.md")
    assert "문서 치우기" in text(asked)
    done = admin.post("/upload/remove", admin.form("/upload/remove", path="/upload/remove?path=a.md"))
    assert done.headers["location"] == "/upload/files"
    built(admin)
    assert documents(house) == {"b.md": "ingested"}
    assert house.rows("select count(*) from visits where date like '2019%'") == [(0,)]
    assert len(list((house.plans / ".removed").iterdir())) == 1


@pytest.mark.parametrize("path", ["", "../kb.db", "/etc/passwd", "nope.md", ".removed", "a.md/../b.md"])
def test_only_what_is_in_the_folder_can_be_taken_out(still: House, visitor: Person, path: str) -> None:
    form = visitor.form("/upload/remove", path="/upload/remove?path=a.md") | {"path": path}
    assert visitor.post("/upload/remove", form).status_code == 404
    assert visitor.get(f"/upload/remove?path={path}").status_code == 404
    assert names(still) == ["a.md", "b.md"]


def test_of_several_folders_the_first_takes_what_is_uploaded_and_the_page_says_so(house: House, tmp_path: Path) -> None:
    other = tmp_path / "later"
    other.mkdir()
    (other / "b.md").write_bytes(plan("나온조합"))
    first = built_from(house.db)[0]
    assert "맨 앞의 폴더" not in text(Person(house.site, "하늘").get("/upload"))
    build([first, other], house.db, load(house.lists))
    someone = Person(house.site, "하늘")
    told = text(someone.get("/upload"))
    assert f"폴더가 2개입니다. 올린 문서는 맨 앞의 폴더({first})에 들어갑니다" in told
    assert str(other) in told
    send(someone, [("a.md", plan())])
    assert (first / "a.md").exists()
