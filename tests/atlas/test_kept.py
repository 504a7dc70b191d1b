"""What is kept beside a base."""

import os
from pathlib import Path

from atlas.kept import Kept


def test_made_once_until_the_file_changes(tmp_path: Path) -> None:
    base, made = tmp_path / "kb.db", []
    base.write_bytes(b"1")
    kept = Kept[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get(base, make), kept.get(base, make)] == [1, 1]
    os.utime(base, ns=(1, 1))
    assert kept.get(base, make) == 2
    base.write_bytes(b"22")
    assert kept.get(base, make) == 3
