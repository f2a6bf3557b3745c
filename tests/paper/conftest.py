"""The bulletin is printed once for all tests of this folder."""

from __future__ import annotations

import pytest

from app.reports.fonts.resolver import FontSet, resolve
from tests.paper.papers import BULLETIN
from tests.paper.reading import Sheet, printed


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return resolve()


@pytest.fixture(scope="session")
def bulletin(fonts: FontSet) -> list[Sheet]:
    return printed(BULLETIN, fonts)
