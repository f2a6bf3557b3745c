"""One property, thrown at three times: with some examples, with thousands, and with the door switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Check = Callable[[st.DataObject], None]
"""Draws an office and a paper, puts it out, and asserts that nobody outside the audience is named."""

ENOUGH = 400
"""So many examples at most until an open door must have been noticed."""


def how_many(some: int, many: int) -> pytest.MarkDecorator:
    """Let a test take `examples`: some with every run, many with `dev.py test --all`."""
    return pytest.mark.parametrize(
        "examples", [pytest.param(some, id="some"), pytest.param(many, id="many", marks=pytest.mark.slow)]
    )


def throw(
    check: Check,
    examples: int,
    *,
    phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink),
    derandomize: bool = False,
) -> None:
    """Check so many random examples; the first that fails is made small and raised."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=phases,
        derandomize=derandomize,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        check(data)

    run()


def check_notices(check: Check, patch: pytest.MonkeyPatch) -> None:
    """Check that a check fails once the door lets everything through: it does throw forbidden names, and finds them.

    The examples are always the same ones, so that an unlucky day is none.
    """
    patch.setattr("app.rules.audience.found_names", lambda *_: ())
    with pytest.raises(AssertionError, match="outside the audience"):
        throw(check, ENOUGH, phases=(Phase.generate,), derandomize=True)
