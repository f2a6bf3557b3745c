"""What the window alone could do: unfolding a score, the editions published, voiding a unit's event, supposing more."""

from pathlib import Path

from app.models.tables import Evidence, StageEvent
from app.services.office.offices import open_office
from tests.cli.calling import Call, answer
from tests.support import TODAY

JUNE = ["--period", "2026-06", "--group", "county"]


def prove(folder: Path, county: str) -> None:
    """Put a contract behind every stage of a county's projects."""
    with open_office(folder, who="测试", today=TODAY) as office, office.change("佐证") as change:
        for stage in change.session.query(StageEvent):
            change.session.add(
                Evidence(project_id=stage.project_id, stage_event_id=stage.id, kind="合同", title=f"{county}投资合同")
            )


def test_a_score_unfolds_into_indicators_projects_and_evidence(month: Call, tmp_path: Path) -> None:
    prove(tmp_path / "office", "定国县")
    found = answer(month, "unfold", *JUNE, "--unit", "定国县")
    table = answer(month, "rank", *JUNE)
    row = next(one for one in table["units"] if one["unit"] == "定国县")
    assert (found["rank"], found["score"]) == (row["rank"], row["score"])
    assert [one["working"] for one in found["indicators"]] == [one["working"] for one in row["indicators"]]
    signed = next(one for one in found["indicators"] if one["key"] == "signed")
    actual = next(one["actual"] for one in row["indicators"] if one["key"] == "signed")
    assert sum(one["share"] for one in signed["projects"]) == actual
    assert {"stage": "签约", "title": "定国县投资合同"} in signed["projects"][0]["evidence"]
    (only,) = answer(month, "unfold", *JUNE, "--unit", "定国县", "--indicator", "签约项目")["indicators"]
    assert only == signed
    status, out, _ = month("unfold", *JUNE, "--unit", "定国县")
    assert (status, signed["projects"][0]["name"] in out) == (0, True)
    assert month("unfold", *JUNE, "--unit", "定国县", "--indicator", "外资")[0] == 1


def test_published_editions_are_listed_with_their_hash(month: Call) -> None:
    assert answer(month, "editions") == []
    made = answer(month, "publish", *JUNE)
    (one,) = answer(month, "editions", "--group", "county")
    assert (one["edition"], one["sha256"], one["latest"]) == (1, made["sha256"], True)
    assert answer(month, "editions", "--group", "leader") == []
    assert made["sha256"] in month("editions")[1]


def test_a_wrong_class_of_a_unit_is_voided(month: Call) -> None:
    answer(month, "units", "class", "--unit", "定国县", "--class", "A", "--from", "2026-05-01", "--reason", "文件")
    event = next(one for one in answer(month, "units", "show", "--unit", "定国县") if one["kind"] == "class")
    void = ["units", "void", "--unit", "定国县", "--kind", "class", "--reason", "录错", "--id"]
    assert month(*void, "999")[0] == 1
    assert answer(month, *void, str(event["id"]))["voided"] == "录错"
    assert "class" not in [one["kind"] for one in answer(month, "units", "show", "--unit", "定国县")]


def test_a_start_and_funds_may_be_supposed(month: Call) -> None:
    command = ["what-if", *JUNE, "--unit", "定国县", "--amount", "1.2"]
    usual, more = (
        next(one["score_after"] for one in answer(month, *command, *extra) if one["unit"] == "定国县")
        for extra in ([], ["--stage", "签约", "--stage", "开工", "--funds", "1", "--leading"])
    )
    assert more > usual
    assert month(*command, "--stage", "没有")[0] == 2


def test_help_tells_how_a_pack_is_shown(month: Call) -> None:
    assert "--pack" in month("--help")[1]
