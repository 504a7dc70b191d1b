"""What people read has the particle that fits, not two to choose from."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAIR = re.compile(r"(은|는|이|가|을|를|과|와|로)\((은|는|이|가|을|를|과|와|으로)\)|\((으|이)\)(로|라|나|며)")
# What a message may stand in. Lists in authority/ and the papers in plans/ say what others said.
SOURCES = ("*.py", "*.html", "*.js", "*.sql", "*.yml", "*.md", "locale/*.tsv", "deploy/*")


def test_the_pair_is_known_where_it_stands() -> None:
    assert PAIR.search("‘라군아로’이" + "(가) 없습니다.")
    assert PAIR.search("서울" + "(으)로 끝남")
    assert not PAIR.search("라군아로(와인 협동조합)를 방문하는 이가 많습니다.")


def test_no_message_has_two_particles_to_choose_from() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *SOURCES],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [name for name in listed.stdout.splitlines() if not name.startswith(("plans/", "authority/", "tests/"))]
    assert len(files) > 200
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in files}
    assert {name: found[0] for name, text in texts.items() if (found := PAIR.search(text))} == {}
