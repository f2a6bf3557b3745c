"""How much a file to import may hold, and how long and with how much memory it is read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one import; the defaults let a ledger of 300,000 rows through and stop what is hostile."""

    file_bytes: int = 100 * MIB
    unpacked_bytes: int = 1024 * MIB
    """What a zipped workbook may hold once unpacked, and half of it for a single part."""
    columns: int = 200
    rows: int = 300_000
    cells: int = 20_000_000
    cell_characters: int = 100_000
    memory_bytes: int = 2560 * MIB
    seconds: int = 60


DEFAULT_LIMITS = Limits()
