"""`self-test`: the program at hand (source or bundle) checks itself."""

from __future__ import annotations

import sys

import typer

from app.cli.output import print_json, print_table
from app.cli.session import REFUSED, session_of
from app.services.office.selftest import run_checks


def self_test(context: typer.Context) -> None:
    """自检：字体、数据库、读表、PDF、图表。"""
    session = session_of(context)
    checks = run_checks(session.draw_chart)
    if session.as_json:
        print_json([{"check": one.name, "ok": one.ok, "detail": one.detail} for one in checks])
    else:
        print_table(
            ("项目", "结果", "说明"), [(one.name, "通过" if one.ok else "未通过", one.detail) for one in checks]
        )
    if not all(one.ok for one in checks):
        sys.exit(REFUSED)
