"""Versions of the measures: revising, saving, undoing, comparing, exporting, voiding, trying; the draft under work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app.models.office import Office
from app.models.tables import BonusClaim, LeadingIndustry, PolicyGrant, Project
from app.rules.errors import Cancelled, OfficeError, Refused
from app.rules.policy.conditions import State
from app.rules.policy.drafts import Draft, empty_draft
from app.services.office.undo import last_act, undo
from app.services.policy.policies import enter_version, read_measures, version_on, versions
from app.services.policy.policy_drafts import drop_draft, keep_draft, kept_draft
from app.services.policy.policy_versions import (
    copy_of,
    difference,
    draft_from_file,
    export_version,
    find_version,
    industries,
    known_texts,
    known_versions,
    named_industries,
    revision_of,
    save_draft,
    try_rule,
    void_version,
)
from tests.support import TODAY, reading, signed_project, small_office

OCTOBER, JANUARY = dt.date(2026, 10, 1), dt.date(2027, 1, 1)
SHIPPED = ["2019-01-01", "2026-06-01", "2026-10-01"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with small_office(tmp_path / "office") as office:
        yield office


def known(office: Office) -> list[str]:
    with reading(office) as connection:
        return sorted(one.version for one in versions(connection))


def revision(office: Office, day: dt.date = JANUARY, of: dt.date = OCTOBER) -> Draft:
    with reading(office) as connection:
        draft = revision_of(find_version(connection, of))
    draft.valid_from, draft.paper = day, "清政发〔2026〕30号"
    clause = next(one for one in draft.clauses() if one.data.get("key") == "equipment")
    clause.data["text"] = "不再补助设备。"
    clause.data.pop("rule", None)
    return draft


def granted(office: Office, version: dt.date = JANUARY) -> None:
    """Grant a project something under a version, that of January unless told otherwise."""
    project = signed_project(office, "牙膏项目", 2000, dt.date(2027, 1, 5))
    with office.change("兑现") as change:
        enterprise = change.session.get_one(Project, project).enterprise_id
        row = PolicyGrant(
            enterprise_id=enterprise,
            project_id=project,
            policy=version,
            clause="leading_tax",
            body="{}",
            paper="告知书1号",
            granted_on=dt.date(2027, 2, 1),
        )
        change.session.add(row)


def saved(office: Office) -> Office:
    save_draft(office, revision(office), reason="财力所限")
    return office


def test_a_revision_is_saved_as_its_changes_and_chosen_by_its_day(office: Office) -> None:
    saved(office)
    assert known(office) == [*SHIPPED, "2027-01-01"]
    with reading(office) as connection:
        (body,) = connection.execute("SELECT body FROM policy_version WHERE valid_from = '2027-01-01'").fetchone()
        (reason,) = connection.execute("SELECT reason FROM change ORDER BY id DESC").fetchone()
        assert yaml.safe_load(body)["changes"] == [{"key": "equipment", "text": "不再补助设备。", "rule": None}]
        assert reason == "财力所限"
        assert version_on(connection, dt.date(2026, 12, 31)).version == "2026-10-01"
        clause = version_on(connection, JANUARY).clause("equipment")
        assert clause is not None
        assert clause.rule is None
        version = find_version(connection, JANUARY)
        assert (version.paper, version.own) == ("清政发〔2026〕30号", True)
        assert [one.own for one in known_versions(connection)] == [False, False, False, True]


def test_saving_is_undone_and_redone(office: Office) -> None:
    saved(office)
    for wanted in (SHIPPED, [*SHIPPED, "2027-01-01"]):
        with reading(office) as connection:
            act = last_act(connection, undone=wanted is not SHIPPED)
        assert act is not None
        undo(office, act.id)
        assert known(office) == wanted


def last(office: Office) -> int:
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    return act.id


def test_what_a_later_version_rests_on_is_not_undone(office: Office) -> None:
    saved(office)
    first = last(office)
    save_draft(office, revision(office, dt.date(2027, 6, 1), JANUARY), reason="再改")
    with pytest.raises(Refused, match="别的版本要靠它"):
        undo(office, first)
    assert known(office)[-2:] == ["2027-01-01", "2027-06-01"]
    undo(office, last(office))
    undo(office, first)
    assert known(office) == SHIPPED


def test_a_version_under_which_something_was_granted_is_not_undone(office: Office) -> None:
    saved(office)
    act = last(office)
    granted(office)
    with pytest.raises(Refused, match="已按2027-01-01版兑现1项扶持（如告知书1号）"):
        undo(office, act)
    assert known(office)[-1] == "2027-01-01"


@pytest.mark.parametrize("before", [True, False], ids=["granted before", "granted after"])
def test_what_rests_on_a_shipped_version_hinders_no_undoing_of_an_own_one(office: Office, before: bool) -> None:
    if before:
        granted(office, OCTOBER)
    saved(office)
    act = last(office)
    if not before:
        granted(office, OCTOBER)
    undo(office, act)
    assert known(office) == SHIPPED


@pytest.mark.parametrize("before", [True, False], ids=["granted before", "granted after"])
def test_an_own_text_of_a_shipped_days_goes_unless_something_was_granted_under_it(office: Office, before: bool) -> None:
    if before:
        granted(office, OCTOBER)
    with reading(office) as connection:
        draft = copy_of(find_version(connection, OCTOBER))
    draft.valid_from, draft.paper = OCTOBER, "清政发〔2026〕31号"
    save_draft(office, draft, reason="正式印发的文本")
    act = last(office)
    if before:
        undo(office, act)
        assert known(office) == SHIPPED
        return
    granted(office, OCTOBER)
    with pytest.raises(Refused, match="已按2026-10-01版兑现1项扶持"):
        undo(office, act)
    assert known(office) == ["2026-10-01"]


def test_a_voiding_whose_base_is_gone_is_not_undone(office: Office) -> None:
    saved(office)
    save_draft(office, revision(office, dt.date(2027, 6, 1), JANUARY), reason="再改")
    void_version(office, dt.date(2027, 6, 1), "录错")
    voided = last(office)
    void_version(office, JANUARY, "也录错")
    with pytest.raises(Refused, match="撤销不了"):
        undo(office, voided)
    assert known(office) == SHIPPED


def test_a_draft_with_faults_or_without_reason_is_not_saved(office: Office) -> None:
    with pytest.raises(Refused, match=r"paper：写明文号.*第一条 title"):
        save_draft(office, empty_draft(), reason="试")
    with pytest.raises(Refused, match="理由"):
        save_draft(office, revision(office), reason="  ")
    assert known(office) == SHIPPED


@pytest.mark.parametrize(
    ("day", "of", "told"),
    [
        (OCTOBER, OCTOBER, "要晚于被修订的2026-10-01版"),
        (dt.date(2026, 9, 30), OCTOBER, "要晚于被修订的2026-10-01版"),
        (JANUARY, dt.date(2026, 6, 1), "请改为修订2026-10-01版"),
        (dt.date(2026, 8, 1), dt.date(2026, 6, 1), "还有2026-08-01版"),
    ],
)
def test_a_version_that_overlaps_or_precedes_wrongly_is_refused(
    office: Office, day: dt.date, of: dt.date, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        save_draft(office, revision(office, day, of), reason="试")
    assert known(office) == SHIPPED


def test_a_copy_is_a_document_of_its_own(office: Office) -> None:
    with reading(office) as connection:
        draft = copy_of(find_version(connection, OCTOBER))
    draft.valid_from, draft.paper = JANUARY, "号"
    assert "amends" not in draft.stored()
    save_draft(office, draft, reason="重订")
    assert known(office) == ["2027-01-01"]


def test_a_version_is_exported_and_read_back(office: Office, tmp_path: Path) -> None:
    saved(office)
    with reading(office) as connection:
        version = find_version(connection, JANUARY)
    whole, changes = tmp_path / "全文.yaml", tmp_path / "改动.yaml"
    export_version(version, whole)
    export_version(version, changes, as_entered=True)
    assert read_measures(whole).clauses == version.measures.clauses
    assert "清政发〔2026〕30号" in whole.read_text("utf-8")
    with reading(office) as connection:
        draft = draft_from_file(connection, changes)
    assert draft.amends == OCTOBER
    assert draft.stored() == version.raw
    with pytest.raises(OfficeError, match="写入"):
        export_version(version, tmp_path / "没有这个文件夹" / "x.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 一\n- 二\n", "里没有办法"),
        ("title: 办法\n", "不是分章分条的办法"),
        ("title: 办法\nchapters: 三章\n", "不是分章分条的办法"),
        ("amends: 2001-01-01\nchanges: []\n", "没有2001-01-01起施行的办法"),
        ("title: [\n", "第 "),
    ],
)
def test_a_file_that_is_no_document_is_told(office: Office, tmp_path: Path, text: str, told: str) -> None:
    source = tmp_path / "坏.yaml"
    source.write_text(text, "utf-8")
    with reading(office) as connection, pytest.raises(OfficeError, match=told):
        draft_from_file(connection, source)


def test_a_file_with_faults_is_opened_to_be_mended(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "有错.yaml"
    source.write_text(
        "title: 办法\nvalid_from: 2027-01-01\nnote: ''\nchapters:\n- title: 章\n  clauses:\n"
        "  - {key: a, title: 甲, text: 乙, rule: {when: {fact: 天气, is: 晴}, benefit: {kind: duty, text: 无}}}\n",
        "utf-8",
    )
    with reading(office) as connection:
        draft = draft_from_file(connection, source)
    assert [one.place for one in draft.examined()[1]] == ["paper", "第一条 when"]


def test_versions_are_compared(office: Office) -> None:
    saved(office)
    with reading(office) as connection:
        found = difference(connection, OCTOBER, JANUARY)
        assert [(one.kind, one.title) for one in found.clauses] == [("修改", "设备补助")]
        with pytest.raises(Refused, match="现有：2019-01-01、2026-06-01"):
            difference(connection, OCTOBER, dt.date(2026, 10, 2))


def test_a_version_entered_wrongly_is_voided_and_can_be_entered_again(office: Office) -> None:
    saved(office)
    with pytest.raises(Refused, match="原因"):
        void_version(office, JANUARY, " ")
    void_version(office, JANUARY, "施行日期录错")
    assert known(office) == SHIPPED
    save_draft(office, revision(office), reason="重录")
    assert known(office)[-1] == "2027-01-01"


def test_a_version_that_another_amends_or_that_came_with_the_program_stays(office: Office) -> None:
    with pytest.raises(Refused, match="示范文本"):
        void_version(office, OCTOBER, "试")
    saved(office)
    save_draft(office, revision(office, dt.date(2027, 6, 1), JANUARY), reason="再改")
    with pytest.raises(Refused, match="2027-06-01版是在它的基础上修订的"):
        void_version(office, JANUARY, "试")


def test_a_version_under_which_something_was_granted_stays(office: Office) -> None:
    saved(office)
    granted(office)
    with pytest.raises(Refused, match="已按它兑现1项扶持（如告知书1号）"):
        void_version(office, JANUARY, "试")


def test_a_version_under_which_a_bonus_was_claimed_stays(office: Office) -> None:
    saved(office)
    project = signed_project(office, "牙膏项目", 2000, dt.date(2027, 1, 5))
    with office.change("申请奖金") as change:
        claim = BonusClaim(project_id=project, stage=3, claimed_on=dt.date(2027, 2, 1), amount_fen=1, recognised_fen=1)
        change.session.add(claim)
    with pytest.raises(Refused, match="“牙膏项目”的引荐奖金已按它申请"):
        void_version(office, JANUARY, "试")


def test_a_rule_is_tried_on_all_projects(office: Office) -> None:
    leading = signed_project(office, "牙膏项目", 2000, dt.date(2026, 6, 10))
    small = signed_project(office, "小牙膏项目", 680, dt.date(2026, 6, 10))
    biscuits = signed_project(office, "饼干项目", 2000, dt.date(2026, 6, 10))
    with office.change("归类") as change:
        change.session.get_one(Project, biscuits).industry_id = 2
        for key in (leading, small):
            change.session.get_one(Project, key).industry_id = 1
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    with reading(office) as connection:
        clause = version_on(connection, TODAY).clause("leading_tax")
        assert clause is not None
        assert clause.rule is not None
        trial = try_rule(connection, clause.rule, TODAY)
        told = [(one.name, one.state, one.short) for one in trial.projects]
        assert told == [
            ("牙膏项目", State.YES, ""),
            ("小牙膏项目", State.COULD, "认定投资额还差320万元"),
            ("饼干项目", State.NO, ""),
        ]
        assert [trial.count(state) for state in State] == [1, 1, 1]
        with pytest.raises(Cancelled):
            try_rule(connection, clause.rule, TODAY, cancelled=lambda: True)


def test_the_draft_under_work_is_kept_in_the_office_folder(office: Office) -> None:
    assert kept_draft(office) is None
    draft = revision(office)
    draft.valid_to = "还没想好"
    keep_draft(office, draft)
    kept = kept_draft(office)
    assert kept is not None
    assert kept.draft.to_plain() == draft.to_plain()
    assert kept.draft.valid_from == JANUARY
    (office.folder / "drafts" / "measures.json").write_text("{坏了", "utf-8")
    assert kept_draft(office) is None
    drop_draft(office)
    assert not (office.folder / "drafts").exists()
    drop_draft(office)


def test_a_draft_that_cannot_be_written_is_told(office: Office) -> None:
    (office.folder / "drafts").write_text("挡路的文件", "utf-8")
    with pytest.raises(OfficeError, match="草稿"):
        keep_draft(office, revision(office))


def test_industries_and_known_texts_are_at_hand(office: Office) -> None:
    assert industries()["3011"] == "水泥制造"
    assert named_industries()("3011") == "水泥制造（3011）"
    assert named_industries()("9999") == "9999"
    signed_project(office, "牙膏项目", 2000, dt.date(2026, 6, 10))
    with reading(office) as connection:
        texts = known_texts(connection)
    assert texts["县区"] == ("定国县", "云河县")
    assert texts["产业"] == ("日用化工", "食品")


def test_a_file_is_entered_as_before(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "v.yaml"
    source.write_text(yaml.safe_dump(revision(office).stored(), allow_unicode=True), "utf-8")
    enter_version(office, source, paper="号", reason="")
    assert known(office)[-1] == "2027-01-01"
