"""Templates: the office's own over the shipped ones, filled into papers, faults with their line."""

from __future__ import annotations

import pypdfium2
import pytest

from app.models.office import Office
from app.reports.checking.check import check_pdf
from app.reports.gongwen.paper import fields as paper_fields
from app.reports.marked import marked_paper
from app.rules.errors import OfficeError, Refused
from app.services.office.offices import read_names
from app.services.papers.content import TO_FILL, PaperContent, Recipient
from app.services.papers.door import paper_pdf
from app.services.papers.drafting import draft_from_template, units
from app.services.papers.fields import address, listed
from app.services.papers.sandbox import TemplateFault
from app.services.papers.templates import (
    SHIPPED,
    data_of,
    example,
    example_fields,
    inputs_of,
    restore_template,
    save_template,
    template,
    templates,
)
from tests.support import TODAY, reading, unit_id

NAMES = [
    *("产业延伸提醒函", "会议一页纸", "奖金兑现通知", "感谢函", "排名落后提醒函"),
    *("政策兑现告知书", "月度通报", "督办函", "约谈通知"),
    *("督促通报", "督促呈阅件", "口头通报稿", "印发管理办法通知"),
]
HEAD = "标题：试\n主送：{{ 收文.名称 }}\n---\n"


def shown(office: Office, source: str) -> PaperContent:
    with reading(office) as connection:
        return example(connection, source, TODAY)


def test_the_templates_that_are_shipped(office: Office) -> None:
    assert [one.name for one in templates(office.folder)] == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_template_can_be_set_and_says_what_its_fields_say(office: Office, name: str) -> None:
    content = shown(office, template(office.folder, name).source)
    with reading(office) as connection:
        assert paper_pdf(connection, content, 3).startswith(b"%PDF")
    said = "".join(text for _, text in paper_fields(marked_paper(content.marked(3))))
    assert "{{" not in said
    assert TO_FILL not in said
    assert "。。" not in said
    assert "，，" not in said


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_template_holds_every_row_of_the_standard(office: Office, name: str) -> None:
    """The 督办函 among them, whose number the other body fills in."""
    content = shown(office, template(office.folder, name).source)
    with reading(office) as connection:
        report = check_pdf(paper_pdf(connection, content, 3))
    assert not [(row.id, row.page, row.value, row.wanted) for row in report.broken]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_in_the_list_can_be_used(office: Office, name: str) -> None:
    """Each line of the list beside the editor, put into the template, renders."""
    source = template(office.folder, name).source
    with reading(office) as connection:
        names = read_names(connection)
    for field in listed(example_fields(source, names, TODAY)):
        if "个." not in field.path:
            shown(office, f"{source}\n试：{field.path}")


def test_the_supervision_letter_leaves_the_number_to_the_supervision_office(office: Office) -> None:
    content = shown(office, template(office.folder, "督办函").source)
    assert content.authority == "清沅市委市政府督查室"
    assert content.number_text(None) == "清督函〔2026〕＿＿号"


def test_the_offices_own_version_stands_over_the_shipped_one(office: Office) -> None:
    shipped = template(office.folder, "感谢函").source
    save_template(office, "感谢函", shipped.replace("此致", "谨此"), TODAY)
    mine = template(office.folder, "感谢函")
    assert (mine.own, mine.shipped) == (True, True)
    assert "谨此" in shown(office, mine.source).text
    restore_template(office, "感谢函")
    assert template(office.folder, "感谢函").source == shipped
    assert (SHIPPED / "感谢函.txt").read_text("utf-8") == shipped


def test_a_template_of_the_offices_own_can_be_used(office: Office) -> None:
    save_template(
        office, "贺信", HEAD + "{{ 填写.事由 }}".join(["祝贺", "！"]).replace("填写.事由", "机关.城市"), TODAY
    )
    with reading(office) as connection:
        content = draft_from_template(office, connection, "贺信", "利白日化有限公司", {}, today=TODAY)
    assert (content.text, content.addressees) == ("祝贺清沅市！", "利白日化有限公司")


@pytest.mark.parametrize("name", ["../外面", "a/b", "", "长" * 41, "a.b"])
def test_names_that_are_no_file_names_are_refused(office: Office, name: str) -> None:
    with pytest.raises(Refused, match="模板的名字"):
        save_template(office, name, HEAD + "好", TODAY)
    assert not list(office.folder.rglob("*外面*"))


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("标题：试\n好", 1, "单独一行 ---"),
        ("主送：甲\n---\n好", 1, "没有“标题：”"),
        ("标题：试\n天气：晴\n---\n好", 2, "开头不认得“天气：晴”"),
        ("标题：试\n格式：卷轴\n---\n好", 2, "格式“卷轴”不认得"),
        ("标题：试\n范围：大家\n---\n好", 2, "不认得印发范围"),
        ("标题：试\n答复：三天\n---\n好", 2, "工作日数"),
        ("数据：天气\n标题：试\n---\n好", 1, "没有“天气”这种数据"),
        ("标题：试\n填写：事由\n---\n好", 2, "名称 = 内容"),
        ("标题：试\n填写：甲 = 1\n填写：甲 = 2\n---\n好", 3, "写了两次"),
        (HEAD + "好\n{{ 收文.名程 }}", 5, "是不是“收文.名称”"),
    ],
)
def test_a_wrong_template_is_told_by_line_and_not_saved(office: Office, source: str, line: int, reason: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        save_template(office, "试", source, TODAY)
    assert fault.value.line == line
    assert reason in fault.value.reason
    with pytest.raises(OfficeError, match="没有“试”"):
        template(office.folder, "试")


def test_inputs_are_asked_for_and_examples_mark_what_is_open(office: Office) -> None:
    source = template(office.folder, "督办函").source
    assert [one.name for one in inputs_of(source)][:3] == ["督查机构", "督查代字", "事项"]
    with reading(office) as connection:
        content = draft_from_template(office, connection, "督办函", "云河县", {"办结时限": "11月1日"}, today=TODAY)
    assert "请于11月1日前办结" in content.text
    assert f"{TO_FILL}加快推进超期未开工招商项目】" in content.title
    assert content.authority == "清沅市委市政府督查室"


def test_a_recipient_is_taken_without_what_cannot_be_seen(office: Office) -> None:
    with reading(office) as connection:
        content = draft_from_template(office, connection, "感谢函", " 定国\x07县\u200b", {}, today=TODAY)
    assert content.recipients == (Recipient("定国县", unit_id(office, "定国县")),)
    assert content.addressees == "定国县"


def test_the_office_writes_to_no_leader(office: Office) -> None:
    with reading(office) as connection:
        assert [one.name for one in units(connection)] == ["定国县", "云河县", "市工信局", "市商务局"]
        with pytest.raises(Refused, match="不对上级领导发函"):
            draft_from_template(office, connection, "感谢函", "周明远", {}, today=TODAY)
        with pytest.raises(Refused, match="要用数据填写"):
            draft_from_template(office, connection, "月度通报", "云河县", {}, today=TODAY)


@pytest.mark.parametrize(
    ("name", "group", "word"),
    [
        ("定国县", "county", "你县"),
        ("高新区", "county", "你区"),
        ("市工信局", "department", "你单位"),
        ("利白日化有限公司", "", "贵公司"),
        ("石大山", "", "您"),
        ("北京清沅商会", "", "贵单位"),
    ],
)
def test_papers_address_their_recipients_as_people_do(name: str, group: str, word: str) -> None:
    assert address(name, group) == word


def test_data_decides_which_fields_there_are() -> None:
    assert data_of("标题：试\n---\n好") == "无"
    assert data_of("数据：滞后\n标题：试\n---\n好") == "滞后"


def test_a_briefing_for_a_meeting_stands_on_one_page_or_is_refused(office: Office) -> None:
    background = "市政府与企业多次会商，企业提出用地、用能、用工三项请求，相关部门已经逐项研究。" * 13
    with reading(office) as connection:
        drafted = draft_from_template(office, connection, "会议一页纸", "", {"由来": background}, today=TODAY)
        assert len(pypdfium2.PdfDocument(paper_pdf(connection, drafted, None))) == 1
        drafted = draft_from_template(office, connection, "会议一页纸", "", {"由来": background * 12}, today=TODAY)
        with pytest.raises(Refused, match=r"排不进一页，约多\d+个字"):
            paper_pdf(connection, drafted, None)


def test_the_line_of_one_page_is_yes_or_no(office: Office) -> None:
    assert shown(office, "标题：试\n主送：县\n一页：是\n---\n正文。").one_page
    assert not shown(office, "标题：试\n主送：县\n---\n正文。").one_page
    with pytest.raises(TemplateFault, match="一页“也许”不认得"):
        shown(office, "标题：试\n主送：县\n一页：也许\n---\n正文。")
