"""A text is read and extracted as any file is."""

from collections.abc import Callable

import pytest

from ingest.checks import checked
from ingest.extract.lexicon import Lexicon
from ingest.extract.plan import extract
from ingest.plan import Plan
from ingest.readers import read_bytes

Extract = Callable[[str], Plan]


@pytest.fixture(scope="session")
def plan_of(lexicon: Lexicon) -> Extract:
    """The plan in a Markdown or HTML text, checked."""
    return lambda text: checked(extract(read_bytes(text.encode(), "plan.md"), lexicon), lexicon)
