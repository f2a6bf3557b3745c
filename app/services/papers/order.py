"""成文日期 within a series: a higher number should not bear an earlier day."""

from __future__ import annotations

import sqlite3

from app.rules.papers import document_number


def out_of_order(connection: sqlite3.Connection, paper_id: int) -> str:
    """Return a sentence where a lower number of the paper's series bears a later day; empty where all is in order."""
    found = connection.execute(
        "SELECT b.series, b.year, b.number, b.day, a.day FROM paper a JOIN paper b"
        " ON b.series = a.series AND b.year = a.year AND b.number < a.number AND b.day > a.day"
        " WHERE a.id = ? AND b.void_reason IS NULL ORDER BY b.day DESC, b.number DESC LIMIT 1",
        (paper_id,),
    ).fetchone()
    if found is None:
        return ""
    series, year, number, later, day = found
    return f"注意：{document_number(series, year, number)}的成文日期是 {later}，比这一件的 {day} 还晚，请核对。"
