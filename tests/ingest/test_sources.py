"""Which files a build reads and what they are called, whatever bytes their names are."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest import authority
from ingest.build import build
from ingest.sources import _as_text, sources

ROOT = Path(__file__).parents[2]
PLAN = (ROOT / "plans" / "sample-2019-jeonnam-plan.md").read_bytes()
CP949 = "연수 계획서.md".encode("cp949")  # as unzip on Linux leaves the names of an archive made on Windows
NO_TEXT = b"\xff\xfe\x81.md"


def put(folder: Path, *names: bytes) -> None:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(PLAN + b"\n" * number)


def test_a_name_in_an_older_encoding_is_read_as_people_wrote_it(tmp_path: Path) -> None:
    put(tmp_path, CP949, NO_TEXT, "새 계획서.md".encode())
    assert [source.path for source in sources([tmp_path])] == ["새 계획서.md", "연수 계획서.md", "���.md"]


def test_two_names_that_read_the_same_stay_two(tmp_path: Path) -> None:
    put(tmp_path, CP949, CP949.decode("cp949").encode())
    found = {source.path: os.fsencode(source.file.name) for source in sources([tmp_path])}
    assert found == {"연수 계획서.md": CP949.decode("cp949").encode(), "연수 계획서.md (2)": CP949}


def test_a_build_takes_them_in_and_knows_them_again(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    put(folder, CP949, NO_TEXT)
    long_ago = 10**18
    for name in (CP949, NO_TEXT):
        os.utime(os.path.join(os.fsencode(folder), name), ns=(long_ago, long_ago))
    first, again = (build([folder], tmp_path / "kb.db", authority.load()) for _ in range(2))
    assert (first.ingested, first.rejected, first.read) == (2, (), 2)
    assert (again.ingested, again.rejected, again.read) == (2, (), 0)


@given(st.sets(st.binary(min_size=1, max_size=6), max_size=8))
def test_every_name_is_text_and_its_own(names: set[bytes]) -> None:
    told = _as_text(map(os.fsdecode, names))
    assert len(set(told.values())) == len(names)
    assert all(text.encode() for text in told.values())
