"""招商台. Without arguments it opens the window; a subcommand does the same work without a screen (see --help)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.cli.arguments import window_call

if TYPE_CHECKING:
    from pathlib import Path

    from app.rules.meeting_pack import MeetingPack

READER = "--read-ledger"
"""The hidden argument by which the program starts itself to read a ledger in a process of its own."""


def main(arguments: list[str]) -> int:
    """Run the program on its arguments and return the exit status."""
    if arguments and arguments[0] == READER:
        from app.services.importing import read_in_child

        return read_in_child(arguments[1:])
    if (call := window_call(arguments)) is not None:
        from app.ui.application import run_window

        return run_window(call.office, call.today, call.pack)
    from app.cli.application import run

    run(arguments, _draw_chart, _write_meeting)
    return 0


def _draw_chart() -> str:
    from app.ui.ranking.probe import draw_sample_chart

    return draw_sample_chart()


def _write_meeting(path: Path, pack: MeetingPack) -> None:
    from app.ui.application import make_application_unseen
    from app.ui.meeting.paper import write_meeting

    make_application_unseen()
    write_meeting(path, pack)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
