"""When Python looks for dead objects that refer to each other: seldom, while many are made that do not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made before Python looks for cycles: a document makes tens of thousands, hardly any in cycles,
# and is soon thrown away whole; looking as often as by default costs a tenth of the work.
_MADE_BEFORE_COLLECTING = 50_000


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Python looks for cycles of dead objects less often, and not at once for those made before or meanwhile."""
    before = gc.get_threshold()
    _all_old()
    gc.set_threshold(_MADE_BEFORE_COLLECTING)
    try:
        yield
    finally:
        _all_old()
        gc.set_threshold(*before)


def _all_old() -> None:
    """Count every object among the old ones, which are looked at last: that takes no time at all."""
    gc.freeze()
    gc.unfreeze()
