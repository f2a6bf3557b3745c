"""The two kinds of error: `OfficeError`, when the world is wrong; everything else is a defect of ours."""


class OfficeError(Exception):
    """Something outside the program is wrong: a locked file, a full disk, an unreadable row.

    The message is Chinese, for the office's staff, and says what, where and what to do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(OfficeError):
    """What was asked contradicts a rule or the records; nothing was changed."""


class Conflict(OfficeError):
    """Somebody else changed the same record in between (version counter); nothing was changed."""


class Cancelled(OfficeError):
    """The user cancelled long work; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("已取消，未做任何改动。")
