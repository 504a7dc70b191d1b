"""What people know, loaded once for all tests."""

import pytest
from hypothesis import settings

from ingest.authority import Authority, load
from ingest.extract.lexicon import Lexicon

settings.register_profile("house", max_examples=60, deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def authority() -> Authority:
    return load()


@pytest.fixture(scope="session")
def lexicon(authority: Authority) -> Lexicon:
    return Lexicon(authority)
