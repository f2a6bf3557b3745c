"""The sample ledgers against expected.json: each project and target to the 分 and the day, each bad row refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.rules.money import WAN, YI
from app.services.importing import apply, examine
from app.services.office.offices import new_office
from tests.services.importing.ledgers import EXPECTED, SAMPLES, assumptions, counts, dates, projects, take_in
from tests.support import TODAY, reading

FILES = ("任务分解表.xlsx", "签约项目台账.xlsx", "项目进展月报.xls", "在谈项目.csv")
KINDS = ("targets", "signed", "progress", "leads")
GROUPS = {"市领导": "leader", "市直部门": "department", "县区": "county"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, dict[str, dict[str, Any]]]]:
    """An empty office into which the four ledgers were taken, and what came of each."""
    folder = tmp_path_factory.mktemp("samples") / "office"
    with new_office(folder, "清沅市", "", "", today=TODAY, who="测试") as office:
        yield office, {file: take_in(office, SAMPLES / file) for file in FILES}


def test_the_kinds_are_found_by_the_headings(filled: tuple[Office, dict[str, Any]]) -> None:
    assert [result["kind"] for result in filled[1].values()] == list(KINDS)


def test_each_signed_project_is_there_to_the_fen_and_the_day(filled: tuple[Office, dict[str, Any]]) -> None:
    found = projects(filled[0])
    for one in EXPECTED["signed"]:
        row = found[one["name"]]
        assert {
            "firm": row.enterprise,
            "uscc": row.uscc,
            "industry": row.industry,
            "fen": row.investment_fen,
            "county": row.county,
            "department": row.department,
            "leader": row.leader,
            "signed": str(row.signed_day),
            "referrer": "、".join(row.referrers),
        } == {key: one[key] for key in one if key not in ("name", "wan")} | {"fen": one["wan"] * WAN}
        assert row.verified


def test_each_bad_row_is_refused_with_its_reason(filled: tuple[Office, dict[str, Any]]) -> None:
    result = filled[1]["签约项目台账.xlsx"]
    words = {"amount": "金额", "date": "日历", "uscc": "校验位", "duplicate": "重复"}
    refused = {line["row"]: line for line in result["refused"]}
    assert set(refused) == {one["row"] for one in EXPECTED["refused"]}
    for one in EXPECTED["refused"]:
        assert words[one["fault"]] in refused[one["row"]]["reason"]
    assert refused[127]["reason"].startswith("重复：与第8行")
    assert refused[124]["value"] == "面议"
    assert counts(result) == (112, 0, 0, 4)
    assert result["rows"] == 116


def test_subtotals_and_signatures_are_no_records(filled: tuple[Office, dict[str, Any]]) -> None:
    skipped = [line["value"] for line in filled[1]["签约项目台账.xlsx"]["skipped"]]
    assert len([text for text in skipped if text.endswith("小计")]) == 7
    assert len(skipped) == 9


def test_each_progress_line_is_there(filled: tuple[Office, dict[str, Any]]) -> None:
    found = projects(filled[0])
    for one in EXPECTED["progress"]:
        row = found[one["name"]]
        assert (row.stage.label, dates(row), row.funds_fen) == (
            one["stage"],
            one["dates"],
            one["arrived_total_wan"] * WAN,
        )
    assert counts(filled[1]["项目进展月报.xls"]) == (0, 56, 0, 0)


def test_funds_of_the_month_are_told_from_those_before(filled: tuple[Office, dict[str, Any]]) -> None:
    with reading(filled[0]) as connection:
        sums = dict(connection.execute("SELECT day || kind, sum(amount_fen) FROM funds_arrival GROUP BY 1").fetchall())
    in_month = sum(one["arrived_wan"] for one in EXPECTED["progress"])
    total = sum(one["arrived_total_wan"] for one in EXPECTED["progress"])
    assert sums == {"2026-09-30到位": in_month * WAN, "2026-08-31期初累计": (total - in_month) * WAN}
    assert "报告月份" in assumptions(filled[1]["项目进展月报.xls"])


def test_each_lead_is_there(filled: tuple[Office, dict[str, Any]]) -> None:
    found = projects(filled[0])
    for one in EXPECTED["leads"]:
        row = found[one["name"]]
        assert (row.investment_fen, row.county, row.stage.label) == (one["wan"] * WAN, one["county"], "在谈")
        assert row.department


def test_each_target_is_there(filled: tuple[Office, dict[str, Any]]) -> None:
    with reading(filled[0]) as connection:
        found = {
            (group, name, indicator): value
            for group, name, indicator, value in connection.execute(
                "SELECT u.group_key, u.name, t.indicator, t.value FROM target t JOIN unit u ON u.id = t.unit_id"
                " WHERE t.year = 2026 AND t.level = '市下达'"
            )
        }
    expected: dict[tuple[str, str, str], int] = {}
    for one in EXPECTED["targets"]:
        for indicator in ("signed", "over", "amount", "funds"):
            scale = YI if indicator in ("amount", "funds") else 1
            expected[GROUPS[one["group"]], one["unit"], indicator] = one[indicator] * scale
    assert found == expected


def test_the_totals_are_those_of_the_month(filled: tuple[Office, dict[str, Any]]) -> None:
    signed = [row for row in projects(filled[0]).values() if row.signed_day]
    totals = EXPECTED["totals"]
    assert len(signed) == totals["count"]
    assert sum(row.investment_fen or 0 for row in signed) == totals["wan"] * WAN
    assert sum((row.investment_fen or 0) >= YI for row in signed) == totals["over"]


@pytest.mark.parametrize("file", FILES)
def test_the_same_file_again_changes_nothing(filled: tuple[Office, dict[str, Any]], file: str) -> None:
    office, first = filled
    with reading(office) as connection:
        before = connection.execute("SELECT max(id) FROM change").fetchone()
    again = take_in(office, SAMPLES / file)
    with reading(office) as connection:
        assert connection.execute("SELECT max(id) FROM change").fetchone() == before
    accepted = first[file]["added"] + first[file]["updated"]
    assert counts(again)[:3] == (0, 0, accepted)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    with new_office(tmp_path / "office", "清沅市", "", "", today=TODAY, who="测试") as office:
        with reading(office) as connection:
            before = list(connection.iterdump())
        plan = examine(office, SAMPLES / FILES[1], today=TODAY)
        assert plan.count("add") == 112
        with reading(office) as connection:
            assert list(connection.iterdump()) == before
        assert apply(office, plan, today=TODAY).change_id is not None


def test_the_original_text_is_kept_beside_what_was_read(filled: tuple[Office, dict[str, Any]]) -> None:
    with reading(filled[0]) as connection:
        raw, name = connection.execute(
            "SELECT r.raw, p.name FROM import_row r JOIN project p ON p.id = r.project_id"
            " JOIN import_batch b ON b.id = r.batch_id WHERE b.kind = 'signed' AND r.row = 7"
        ).fetchone()
        source, by, evidence = connection.execute(
            "SELECT s.source_text, s.verified_by, s.evidence FROM stage_event s JOIN project p ON p.id = s.project_id"
            " WHERE p.name = ? AND s.stage = 3",
            (name,),
        ).fetchone()
    assert '" 0.68 "' in raw
    assert (source, by) == ("2026年6月12日", "导入：签约项目台账.xlsx")
    assert evidence == "签约项目台账.xlsx 第7行"
