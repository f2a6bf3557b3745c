"""A bulletin says what the ranking says, to the right audience, under a number that is never given twice."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.models.office import Office
from app.reports.reading_back import text_of
from app.rules.audience import Audience, widest_for
from app.rules.errors import Conflict, OfficeError, Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.services.papers import way
from app.services.papers.bulletin_text import ahead_text
from app.services.papers.bulletins import BulletinDraft, draft_bulletin, save_bulletin
from app.services.papers.register import papers
from app.services.ranking.freezing import hash_of
from app.services.supervision.exemptions import add_exemption
from tests.services.papers.making import version
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


@pytest.fixture
def month(office: Office) -> Office:
    """June: 定国县 signed one project of 1.2 亿 of its task of 2 亿, 云河县 none of 10 亿."""
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    set_target(office, "定国县", "amount", 2 * YI)
    set_target(office, "云河县", "amount", 10 * YI)
    return office


def draft(office: Office, group: str = "county", period: Period = JUNE) -> BulletinDraft:
    with reading(office) as connection:
        return draft_bulletin(office, connection, period, group, TODAY, TODAY)


def edited(draft: BulletinDraft, **changes: str) -> BulletinDraft:
    return replace(draft, content=replace(draft.content, **changes))


def squeezed(path: Path) -> str:
    return "".join("".join(text_of(path)).split())


def test_the_text_tells_the_figures(month: Office) -> None:
    text = draft(month).content.text
    assert "全市新签约项目1个，其中亿元以上项目1个；签约总额1.2亿元" in text
    assert "签约额完成10.00%，欠时序40.00个百分点（时序应达50.00%）" in text
    assert "本期没有新签约项目的单位：云河县。" in text
    assert "云河县（完成0.00%，欠时序8.33个百分点）" in text


def test_where_nobody_is_named_only_what_the_figures_say_is_told(office: Office) -> None:
    for county in ("定国县", "云河县"):
        signed_project(office, f"{county}牙膏项目", 12_000, dt.date(2026, 6, 3), county=county)
        set_target(office, county, "amount", 12 * YI)
    text = draft(office).content.text
    assert "本期没有按规定应当点名的单位。对照县区年度任务合计，2026年1—6月累计落后于时序的指标：" in text
    assert "签约额（欠时序40.00个百分点）" in text
    assert "总体正常" not in text


def best_of(text: str) -> str:
    return text.partition("得分居前的是：")[2].partition("。")[0]


def test_who_is_named_as_behind_is_not_among_the_best(month: Office) -> None:
    text = draft(month).content.text
    assert best_of(text).startswith("定国县（")
    assert "云河县" not in best_of(text)
    assert "得分靠后，且各项任务" in text


def test_nobody_is_praised_for_having_done_nothing(office: Office) -> None:
    for county in ("定国县", "云河县"):
        set_target(office, county, "amount", 10 * YI)
    text = draft(office).content.text
    assert "得分居前" not in text
    assert "各单位名次见下表。" in text
    assert "尚未下达年度任务" not in text


def test_both_tables_name_the_period_and_the_task_that_they_compare(month: Office) -> None:
    signed_project(month, "香皂项目", 50_000, dt.date(2026, 3, 3), county="云河县")
    (_, ranked), (_, details) = draft(month).content.tables
    assert ranked.note == "2026年6月完成数／全年任务"
    assert details.title == "县区2026年1—6月各项指标进度表"
    assert "2026年1—6月完成数／全年任务" in details.note
    assert ["云河县", "50.00%", "0.00"] in [list(row[1:2] + row[6:8]) for row in details.rows]
    assert "【附件】县区2026年1—6月各项指标进度表" in draft(month).content.text


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (Fraction(0), "与时序持平"),
        (Fraction(-1, 100_000), "与时序持平"),
        (Fraction(1, 100), "超时序1.00个百分点"),
        (Fraction(-1, 100), "欠时序1.00个百分点"),
    ],
)
def test_level_with_the_expected_share_is_neither_ahead_nor_behind(ahead: Fraction, told: str) -> None:
    assert ahead_text(ahead) == told


def test_a_unit_that_is_exempt_is_not_named_as_behind(month: Office) -> None:
    add_exemption(month, unit_id(month, "云河县"), dt.date(2026, 6, 1), dt.date(2026, 6, 30), reason="特大洪涝")
    assert "云河县（完成0.00%" not in draft(month).content.text


def test_the_paper_holds_the_text_the_table_and_the_number(month: Office, tmp_path: Path) -> None:
    made = draft(month)
    said = squeezed(save_bulletin(month, made, tmp_path / "通报.pdf"))
    for piece in (
        "清招办〔2026〕1号",
        "关于2026年6月全市",
        "各县（区）人民政府，各开发区管委会，市直各单位：",
        "2026年10月8日",
        "1.2／2",
        "抄送：",
    ):
        assert piece in said


def test_the_same_figures_keep_their_number_and_others_take_the_next(month: Office, tmp_path: Path) -> None:
    first = draft(month)
    save_bulletin(month, first, tmp_path / "一.pdf")
    assert draft(month).number == first.number == 1
    save_bulletin(month, draft(month), tmp_path / "again.pdf")
    second = draft(month, "department")
    assert second.number == 2
    save_bulletin(month, second, tmp_path / "二.pdf")
    signed_project(month, "香皂项目", 500, dt.date(2026, 6, 5))
    assert draft(month).number == 3
    with reading(month) as connection:
        assert sorted(one.number for one in papers(connection)) == ["清招办〔2026〕1号", "清招办〔2026〕2号"]


def test_a_bulletin_of_the_same_period_with_other_figures_names_the_one_before(month: Office, tmp_path: Path) -> None:
    save_bulletin(month, draft(month), tmp_path / "一.pdf")
    assert draft(month).supersedes == draft(month, "department").supersedes == ()
    assert draft(month, period=Period.parse("2026-05")).supersedes == ()
    with reading(month) as connection:
        (later,) = draft_bulletin(month, connection, JUNE, "county", dt.date(2026, 10, 9), TODAY).supersedes
    assert (later.number, later.changed) == ("清招办〔2026〕1号", False)
    signed_project(month, "香皂项目", 500, dt.date(2026, 6, 5))
    (earlier,) = draft(month).supersedes
    assert (earlier.number, earlier.as_of, earlier.changed) == ("清招办〔2026〕1号", TODAY, True)
    assert earlier.told.startswith("同一期已有 清招办〔2026〕1号（数据截至2026年10月8日），数字已变，现稿写明更正它")
    with reading(month) as connection:
        (paper,) = papers(connection)
    way.withdraw(month, paper.id, version(month, paper.id), "数字有误")
    assert draft(month).supersedes == ()


def later(office: Office) -> BulletinDraft:
    """The bulletin of June as of the day after."""
    with reading(office) as connection:
        return draft_bulletin(office, connection, JUNE, "county", dt.date(2026, 10, 9), dt.date(2026, 10, 9))


def test_the_same_figures_take_a_new_number_only_where_the_text_says_so(month: Office, tmp_path: Path) -> None:
    save_bulletin(month, draft(month), tmp_path / "一.pdf")
    second = later(month)
    assert [one.number for one in second.again] == ["清招办〔2026〕1号"]
    with pytest.raises(Refused, match="数字未变，没有签发"):
        save_bulletin(month, second, tmp_path / "二.pdf")
    paper = way.draft_paper(month, second.content)
    way.review(month, paper, version(month, paper))
    with pytest.raises(Refused, match="数字未变，没有签发"):
        way.sign(month, paper, version(month, paper), today=TODAY)
    way.withdraw(month, paper, version(month, paper), "重复")
    assert not (tmp_path / "二.pdf").exists()
    assert second.anew().again == ()
    said = squeezed(save_bulletin(month, second.anew(), tmp_path / "三.pdf"))
    assert "（清招办〔2026〕1号，数据截至2026年10月8日）相同，只更新数据截至日" in said
    assert later(month).content.text == second.anew().content.text
    assert draft(month).supersedes == (), "the first one came before"


def test_a_corrected_bulletin_says_which_it_corrects(month: Office, tmp_path: Path) -> None:
    for group in ("county", "leader"):
        save_bulletin(month, draft(month, group), tmp_path / f"{group}.pdf")
    signed_project(month, "香皂项目", 500, dt.date(2026, 6, 5))
    made = draft(month)
    assert made.again == ()
    assert "本通报更正《" in made.content.text.partition("\n")[0]
    assert "（清招办〔2026〕1号，数据截至2026年10月8日），数字以本通报为准。" in made.content.text
    script = draft(month, "leader").content.text
    assert "本通报稿更正《关于2026年6月市领导招商引资工作进展情况的通报》（数据截至2026年10月8日），" in script
    with pytest.raises(Refused, match="数字已变，没有签发"):
        save_bulletin(month, edited(made, text="现将情况通报如下。"), tmp_path / "二.pdf")
    save_bulletin(month, made, tmp_path / "二.pdf")


def test_a_bulletin_is_drafted_once(month: Office) -> None:
    way.draft_paper(month, draft(month).content)
    with pytest.raises(Conflict, match="已有一件（编号 1，拟稿）"):
        way.draft_paper(month, draft(month).content)


def frozen_rankings(office: Office) -> list[tuple[str, str, str, int]]:
    """Hash of figures, figures, title and id of the paper, for every frozen ranking."""
    with reading(office) as connection:
        return connection.execute(
            "SELECT r.sha256, r.body, p.title, p.id FROM ranking r JOIN paper p ON p.ranking_id = r.id"
        ).fetchall()


def test_a_bulletin_signed_step_by_step_freezes_the_ranking_that_it_tells(month: Office) -> None:
    made = draft(month)
    paper = way.draft_paper(month, made.content)
    assert frozen_rankings(month) == []
    way.edit_paper(month, paper, version(month, paper), replace(made.content, title="关于六月进展的通报"))
    signed_project(month, "香皂项目", 500, dt.date(2026, 6, 5))
    way.review(month, paper, version(month, paper))
    way.sign(month, paper, version(month, paper), today=TODAY)
    ((digest, body, title, linked),) = frozen_rankings(month)
    assert (digest, title, linked) == (made.ranking.sha256(), "关于六月进展的通报", paper)
    assert hash_of(json.loads(body)) == digest
    with reading(month) as connection:
        (kept,) = connection.execute("SELECT body FROM paper").fetchone()
    assert "figures" not in kept


def test_signed_in_one_go_it_freezes_the_same_and_shares_it(month: Office, tmp_path: Path) -> None:
    made = draft(month)
    save_bulletin(month, made, tmp_path / "通报.pdf")
    ((digest, *_, first),) = frozen_rankings(month)
    assert digest == made.ranking.sha256()
    way.withdraw(month, first, version(month, first), "标题有误")
    paper = way.draft_paper(month, made.content)
    way.review(month, paper, version(month, paper))
    way.sign(month, paper, version(month, paper), today=TODAY)
    assert [row[0] for row in frozen_rankings(month)] == [digest, digest]
    with reading(month) as connection:
        assert connection.execute("SELECT count(*) FROM ranking").fetchone() == (1,)


def test_text_that_was_signed_is_frozen(month: Office, tmp_path: Path) -> None:
    signed = save_bulletin(month, draft(month), tmp_path / "一.pdf").read_bytes()
    with pytest.raises(Refused, match="文字已冻结"):
        save_bulletin(month, edited(draft(month), text="另一种说法。"), tmp_path / "二.pdf")
    assert not (tmp_path / "二.pdf").exists()
    assert (tmp_path / "一.pdf").read_bytes() == signed


def test_the_same_paper_is_the_same_to_the_byte(month: Office, tmp_path: Path) -> None:
    one = save_bulletin(month, draft(month), tmp_path / "一.pdf").read_bytes()
    assert save_bulletin(month, draft(month), tmp_path / "二.pdf").read_bytes() == one


def test_a_paper_that_cannot_be_written_is_not_recorded(month: Office, tmp_path: Path) -> None:
    (tmp_path / "通报.pdf").mkdir()
    with pytest.raises(OfficeError, match="不是文件"):
        save_bulletin(month, draft(month), tmp_path / "通报.pdf")
    with reading(month) as connection:
        assert papers(connection) == ()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_character_that_no_font_has_stops_the_paper_before_it_is_written(month: Office, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="U\\+E123"):
        save_bulletin(month, edited(draft(month), text="现将\ue123情况通报如下。"), tmp_path / "通报.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_leaders_are_named_before_the_standing_committee_only(month: Office, tmp_path: Path) -> None:
    made = draft(month, "leader")
    assert made.audience is Audience.STANDING_COMMITTEE
    assert "市委常委会" in made.content.addressees
    assert made.document_number == ""
    for group in ("county", "department"):
        said = squeezed(save_bulletin(month, draft(month, group), tmp_path / f"{group}.pdf"))
        for leader in ("周明远", "沈国栋", "方文博"):
            assert leader not in said


def test_an_unknown_group_has_no_audience() -> None:
    with pytest.raises(Refused):
        widest_for("village")


def test_without_tasks_nobody_is_ranked_and_the_paper_says_so(office: Office) -> None:
    assert "尚未下达年度任务" in draft(office).content.text
