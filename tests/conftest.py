"""What the tests share: the evaluation data beside the repository, and a base built from the samples."""

import os
from pathlib import Path

import pytest

from ingest import authority
from ingest.build import build

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the gold documents. CI has it beside the repository; a lone clone doesn't."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing")
        pytest.skip("the gold documents lie beside the repository, not in it")
    return SHARED


@pytest.fixture(scope="session")
def seed(shared: Path) -> Path:
    """The real plan of 2019."""
    return next((shared / "eval" / "seed").glob("*.txt"))


@pytest.fixture(scope="session")
def sample_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base built from plans/."""
    path = tmp_path_factory.mktemp("base") / "kb.db"
    build([ROOT / "plans"], path, authority.load())
    return path
