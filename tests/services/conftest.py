"""The small office, open for a test and closed after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.office import Office
from tests.support import small_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with small_office(tmp_path / "office") as office:
        yield office
