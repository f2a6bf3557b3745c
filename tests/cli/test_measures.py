"""`match`, `measures`, `bonus` on an office into which the sample ledgers were imported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.models.tables import LeadingIndustry, Project
from tests.cli.calling import Call, answer
from tests.support import signed_project, small_office

SHAPE = {"subject", "on", "version", "clauses"}
CLAUSE = {"clause", "verdict", "conditions", "benefit", "schedule"}
LINE = {"fact", "required", "actual", "ok", "source"}


def projects(month: Call) -> list[dict]:
    return answer(month, "projects")


def test_match_answers_clause_by_clause_for_projects_and_enterprises(month: Call) -> None:
    one = projects(month)[0]
    for option, value in (("--project", one["code"]), ("--enterprise", one["enterprise"])):
        found = answer(month, "match", option, value, "--on", "2026-07-01")
        assert set(found) >= SHAPE
        assert found["version"] == "2026-06-01"
        assert found["clauses"]
        for clause in found["clauses"]:
            assert set(clause) >= CLAUSE
            assert clause["verdict"] in ("applies", "could", "not_applicable")
            assert all(set(line) >= LINE for line in clause["conditions"])
    assert answer(month, "match", "--project", one["code"], "--on", "2026-10-01")["version"] == "2026-10-01"


def test_match_wants_one_subject_and_tells_who_is_unknown(month: Call) -> None:
    status, _, err = month("match")
    assert (status, "写一个" in err) == (2, True)
    status, _, err = month("match", "--enterprise", "没有这家公司")
    assert (status, "没有找到企业" in err) == (1, True)


def test_bonus_has_five_stages_and_shares(month: Call) -> None:
    one = next(row for row in projects(month) if len(row["referrers"]) == 2)
    found = answer(month, "bonus", "--project", one["code"], "--on", "2026-10-01")
    assert set(found) >= {"project", "recognised_fen", "total_fen", "stages", "shares"}
    assert [stage["stage"] for stage in found["stages"]] == ["签约", "开工", "完工", "投产", "见效"]
    assert [share["percent"] for share in found["shares"]] == [50, 50]
    assert all({"referrer", "percent", "due_fen", "paid_fen"} <= set(share) for share in found["shares"])
    due = sum(stage["due_fen"] for stage in found["stages"])
    assert sum(share["due_fen"] for share in found["shares"]) == due


def test_the_measures_are_listed_shown_and_checked(month: Call, tmp_path: Path) -> None:
    assert [one["version"] for one in answer(month, "measures", "list")] == ["2019-01-01", "2026-06-01", "2026-10-01"]
    assert len(answer(month, "measures", "show", "--on", "2026-06-01")["clauses"]) >= 20
    bad = tmp_path / "坏.yaml"
    bad.write_text("title: 办法\nvalid_from: 2026-13-01\nnote: ''\nchapters: []\n", "utf-8")
    status, _, err = month("measures", "check", str(bad))
    assert (status, "不在日历上的日期" in err) == (1, True)


def test_an_amendment_is_checked_against_the_offices_versions(month: Call, tmp_path: Path) -> None:
    source = tmp_path / "修订.yaml"
    when = "{fact: 县区, one_of: [定国县, 没有这个县]}"
    source.write_text(
        "amends: 2026-10-01\nvalid_from: 2027-01-01\ntitle: 第三版\nchanges:\n"
        f"  - {{key: duties, rule: {{when: {when}, benefit: {{kind: duty, text: 按时报数}}}}}}\n",
        "utf-8",
    )
    found = answer(month, "measures", "check", str(source))
    assert found["version"] == "2027-01-01"
    assert ["没有这个县" in note for note in found["notes"]] == [True]
    entered = answer(month, "measures", "enter", str(source), "--paper", "清政发〔2027〕1号")
    assert entered["notes"] == found["notes"]
    again = answer(month, "measures", "check", str(source))
    assert any("已经有自2027-01-01起" in note for note in again["notes"])
    late = tmp_path / "晚.yaml"
    late.write_text("amends: 2026-06-01\nvalid_from: 2028-01-01\ntitle: 第四版\nchanges: []\n", "utf-8")
    assert any("请改为修订2027-01-01版" in note for note in answer(month, "measures", "check", str(late))["notes"])
    late.write_text("amends: 2020-01-01\nvalid_from: 2028-01-01\ntitle: 第四版\nchanges: []\n", "utf-8")
    status, _, err = month("measures", "check", str(late))
    assert (status, "没有2020-01-01起施行的办法" in err) == (1, True)


def test_a_fact_without_a_value_is_refused(month: Call) -> None:
    code = projects(month)[0]["code"]
    told = ("measures", "fact", "--project", code, "--fact", "设备投资", "--source", "发票1号", "--value")
    status, _, err = month(*told, "")
    assert (status, "没有填写" in err) == (1, True)


def test_an_entered_fact_counts_and_is_cited(month: Call) -> None:
    code = projects(month)[0]["code"]
    answer(
        month, "measures", "fact", "--project", code, "--fact", "设备投资", "--value", "180万元", "--source", "发票1号"
    )
    found = answer(month, "match", "--project", code)
    lines = [line for clause in found["clauses"] for line in clause["conditions"] if line["fact"] == "设备投资"]
    assert {(line["actual"], line["source"]) for line in lines} == {("180万元", "发票1号")}


def test_leading_effects_and_neighbours_answer(month: Call) -> None:
    found = answer(month, "leading", "--on", "2026-07-01")
    assert {"weights", "candidates", "proposed", "holds", "swings"} <= set(found)
    first = answer(month, "effects", "--day", "2026-06-01", "--on", "2026-06-30", "--months", "1")["first_month"]
    assert (first["month"], first["signed"], first["over"]) == ("2026-06", 112, 9)
    listed = answer(month, "neighbours", "list")
    assert listed == {"cities": [], "conflicts": [], "chain_conflicts": [], "courted": [], "records": []}


def test_a_choice_is_listed_and_decides_who_belongs(month: Call) -> None:
    told = ("--from", "2026-06-01", "--by", "市委常委会", "--reason", "有基础", "--weights", "现有基础=90")
    answer(month, "leading", "--choose", "日用化工", *told)
    (one,) = answer(month, "leading", "--history")
    assert (one["from_day"], one["industries"], one["by"]) == ("2026-06-01", "日用化工", "市委常委会")
    found = answer(month, "leading", "--projects", "日用化工", "--on", "2026-06-30")
    assert found["whole"] > 0
    assert all(row["belongs"] for row in found["projects"] if row["day"] >= "2026-06-01")
    assert not any(row["belongs"] for row in answer(month, "leading", "--projects", "食品")["projects"])


def test_neighbours_are_recorded_ended_and_voided(month: Call) -> None:
    told = ("--city", "春来市", "--industry", "机械配件", "--codes", "34", "--from", "2026-06-01")
    key = str(answer(month, "neighbours", "pursue", *told)["id"])
    assert answer(month, "neighbours", "end", "--kind", "主攻产业", "--id", key, "--on", "2026-06-20")["to"]
    (record,) = answer(month, "neighbours", "list", "--on", "2026-06-30")["records"]
    assert (record["kind"], record["city"], record["state"]) == ("主攻产业", "春来市", "已结束")
    answer(month, "neighbours", "void", "--kind", "主攻产业", "--id", key, "--reason", "记错")
    assert answer(month, "neighbours", "list")["records"] == []


def test_a_project_is_marked_as_courted_and_unmarked(month: Call) -> None:
    code = projects(month)[0]["code"]
    answer(month, "neighbours", "court", "--project", code, "--city", "春来市")
    assert answer(month, "neighbours", "list")["courted"] == [{"project": code, "cities": "春来市"}]
    answer(month, "neighbours", "uncourt", "--project", code, "--city", "春来市", "--reason", "已签")
    assert answer(month, "neighbours", "list")["courted"] == []


def test_who_brought_whom_is_listed_and_a_tie_can_be_justified(month: Call) -> None:
    enterprise = next(name for row in projects(month) for name in row["referrers"] if name.endswith("公司"))
    found = answer(month, "brought")
    (own,) = [one for one in found if one["enterprise"] == enterprise]
    code = next(row["code"] for row in projects(month) if enterprise in row["referrers"])
    assert own["brought"]
    assert {"project", "verdict", "benefit", "years", "note"} == set(own["brought"][0])
    status, table, _ = month("brought")
    assert status == 0
    assert table.split()[:6] == ["引荐企业", "项目", "结论", "扶持", "分年", "理由"]
    lines = [line for one in found for line in one["brought"]]
    assert all(line["years"] in table and line["note"] in table for line in lines)
    assert any(line["note"] for line in lines)
    given = ("--project", code, "--by", "李主任", "--reason", "共用检测中心")
    assert answer(month, "measures", "tie", "--enterprise", enterprise, *given)["tie"]
    answer(month, "measures", "judge", *given, "--leading")
    lines = answer(month, "match", "--project", code)["clauses"][0]["conditions"]
    assert [line["actual"] for line in lines if line["fact"] == "主导产业"] == ["是"]


@pytest.fixture
def leading(zst: Call, tmp_path: Path) -> str:
    """The code of a signed project in a leading industry, in an office of its own."""
    with small_office(tmp_path / "office") as office:
        project = signed_project(office, "香皂项目", 2000, dt.date(2026, 6, 10))
        with office.change("归类") as change:
            change.get(Project, project).industry_id = 1
            change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    (one,) = answer(zst, "match", "--all")["unclaimed"]
    assert one["key"] == "leading_tax"
    return one["code"]


def test_a_grant_is_ended_by_its_number_from_a_stated_day(zst: Call, leading: str) -> None:
    answer(zst, "measures", "grant", "--project", leading, "--clause", "leading_tax", "--paper", "函1号")
    assert answer(zst, "match", "--all")["unclaimed"] == []
    (granted,) = answer(zst, "match", "--project", leading)["grants"]
    ended = ("measures", "end-grant", "--grant", str(granted["grant"]), "--reason", "迁出本市", "--on", "2026-10-08")
    assert answer(zst, *ended) == {"grant": granted["grant"], "ended_on": "2026-10-08", "reason": "迁出本市"}
    assert answer(zst, "match", "--project", leading)["grants"][0]["end_reason"] == "迁出本市"
    status, _, err = zst(*ended)
    assert status == 1
    assert "已自2026-10-08起停止" in err


def test_the_worklist_tells_the_next_step_and_hides_numbers(zst: Call, leading: str) -> None:
    number = "11010519491231002X"
    register = ("bonuses", "register", "--project", leading, "--name", "丁一", "--on", "2026-06-01")
    answer(zst, *register, "--id-number", number, "--paper", "登记表")
    (line,) = answer(zst, "bonuses", "work")
    assert (line["step"], line["stage"]) == ("可申请", "签约")
    claimed = answer(zst, "bonuses", "claim", "--project", leading, "--stage", "签约")["claim"]
    (line,) = answer(zst, "bonuses", "work")
    assert (line["claim"], line["step"], line["next"]) == (claimed, "待审核", "审核，并开始公示")
    for command in (("bonuses", "work"), ("bonus", "--project", leading)):
        _, out, _ = zst(*command)
        assert "丁一" in out or command[1] == "work"
        assert number not in out
