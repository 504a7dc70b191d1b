from pathlib import Path

from search.version import digest, search_version


def test_a_digest_is_of_the_names_and_contents_of_files_that_fit(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"one\n")
    (tmp_path / "note.txt").write_bytes(b"other\n")
    first = digest(tmp_path, "*.py", "*.tsv")
    (tmp_path / "note.txt").write_bytes(b"changed\n")
    (tmp_path / "a.py").write_bytes(b"one\r\n")
    assert digest(tmp_path, "*.py", "*.tsv") == first, "other files and ends of lines don't count"
    found = {first}
    for change in ("two\n", "one\ntwo\n"):
        (tmp_path / "a.py").write_text(change, encoding="utf-8")
        found.add(digest(tmp_path, "*.py", "*.tsv"))
    (tmp_path / "b.tsv").write_bytes(b"")
    found.add(digest(tmp_path, "*.py", "*.tsv"))
    assert len(found) == 4


def test_the_version_of_the_search_is_the_same_each_time() -> None:
    assert search_version() == search_version.__wrapped__()
