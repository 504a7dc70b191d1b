"""Files that come into the folder: whatever they are called, they stay in it, and none takes another's place."""

import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import incoming
from ingest.incoming import Placed, put, safe_name, take_out
from ingest.readers import MAX_BYTES
from ingest.sources import sources


def add(folder: Path, name: str, content: bytes = b"a", replace: bool = False) -> Placed:
    return put(folder, name, io.BytesIO(content), len(content), replace)


def paths(folder: Path) -> list[str]:
    return [source.path for source in sources([folder])]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2024 스페인 계획서(최종).hwp", "2024 스페인 계획서(최종).hwp"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\a\\계획서.hwp", "계획서.hwp"),
        ("/etc/cron.d/x", "x"),
        (".htaccess", "htaccess"),
        ("a\x00b\r\n\u202egpj.md", "ab gpj.md"),
        ("con.md", "_con.md"),
        ("LPT1", "_LPT1"),
        ("<img src=x onerror=alert(1)>.md", "_img src=x onerror=alert(1)_.md"),
        ("...", "문서"),
        ("", "문서"),
        ("가" * 200 + ".hwpx", "가" * 58 + ".hwpx"),
        (unicodedata.normalize("NFD", "한글.md"), "한글.md"),
    ],
)
def test_names_are_safe_on_any_system(tmp_path: Path, sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
    assert add(tmp_path, sent) == Placed(sent, "new", kept, incoming._hash(tmp_path / kept))
    assert paths(tmp_path) == [kept]


@given(st.text(max_size=300))
def test_a_safe_name_is_one_visible_name_and_stays_as_it_is(name: str) -> None:
    made = safe_name(name)
    assert made
    assert len(made.encode()) < 200
    assert not set(made) & set('/\\<>:"|?*\x00\n')
    assert not made.startswith((".", " "))
    assert not made.endswith((".", " "))
    assert safe_name(made) == made


def test_the_same_bytes_are_there_once_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "a.md").write_bytes(b"a")
    assert (add(tmp_path, "b.md").outcome, add(tmp_path, "b.md").path) == ("same", "2024/a.md")
    assert paths(tmp_path) == ["2024/a.md"]


def test_the_same_name_gets_a_number_whatever_its_case(tmp_path: Path) -> None:
    assert [add(tmp_path, name, name.encode()).path for name in ("a.md", "A.md")] == ["a.md", "A (2).md"]
    assert add(tmp_path, "a.md", b"3").path == "a (3).md"


def test_a_file_in_whose_place_another_comes_is_kept_apart(tmp_path: Path) -> None:
    add(tmp_path, "a.md", b"old")
    assert add(tmp_path, "a.md", b"new", replace=True).outcome == "replaced"
    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert [file.read_bytes() for file in (tmp_path / incoming.REMOVED).iterdir()] == [b"old"]
    assert paths(tmp_path) == ["a.md"]


def test_a_link_or_a_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"outside")
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.md").symlink_to(outside)
    (folder / "b.md").mkdir()
    assert [add(folder, name, b"new" + name.encode(), True).path for name in ("a.md", "b.md")] == [
        "a (2).md",
        "b (2).md",
    ]
    assert outside.read_bytes() == b"outside"


def test_what_can_not_be_a_document_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert "읽을 내용이 없는" in add(tmp_path, "a.md", b"").reason
    assert "너무 큰" in put(tmp_path, "a.md", io.BytesIO(b"a"), MAX_BYTES + 1, False).reason
    assert "권한" in add(tmp_path / "nowhere", "a.md").reason
    assert list(tmp_path.iterdir()) == []


def test_only_what_is_in_the_folder_is_taken_out(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (tmp_path / "kb.db").write_bytes(b"x")
    add(folder, "a.md")
    for path in ("", "../kb.db", "nope.md", ".lock", "./a.md"):
        assert take_out(folder, path) is None
    moved = take_out(folder, "a.md")
    assert moved
    assert moved.read_bytes() == b"a"
    assert paths(folder) == []
