"""Bulk work without garbage collection: a hundred thousand rows that all stay would be searched over and over."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the cycle collector back; without this, an import of 100,000 rows spends half its time in it.

    What was made meanwhile is then taken for long-lived at once (freezing and unfreezing does just that), since
    the collector would otherwise search it three times over.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()
