"""The papers that the tests of this folder print: a bulletin of several pages with a table, and a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.reports.gongwen.paper import Column, Paper, Paragraph, Table

OFFICE = "清沅市招商引资工作领导小组办公室"

RANKING = Table(
    columns=(
        Column("位次"),
        Column("县区"),
        Column("签约项目（个）", "right"),
        Column("其中：亿元以上（个）", "right"),
        Column("协议引资额（亿元）", "right"),
        Column("到位资金（万元）", "right"),
        Column("年度任务（万元）", "right"),
        Column("完成率", "right"),
        Column("得分", "right"),
    ),
    rows=(
        ("1", "东岭县", "18", "2", "24.6035", "98,320.50", "120,000", "81.93%", "96.40"),
        ("2", "河口区", "17", "2", "20.10", "87,016.00", "110,000", "79.11%", "94.12"),
        ("3", "西川县", "16", "1", "18.42", "80,100.00", "105,000", "76.29%", "92.85"),
        ("4", "高新技术产业开发区", "16", "2", "30.08", "125,640.00", "180,000", "69.80%", "90.03"),
        ("5", "清源县", "15", "1", "15.77", "56,432.10", "90,000", "62.70%", "86.77"),
        ("6", "云台县", "15", "1", "12.60", "41,200.00", "80,000", "51.50%", "80.14"),
        ("7", "南浦区", "15", "0", "10.05", "30,015.55", "75,000", "40.02%", "72.68"),
    ),
    title="2026年6月各县区招商引资综合排名",
)

TEXT = (
    Paragraph(
        "2026年6月，全市各级各部门认真落实市委、市政府关于招商引资工作的决策部署，聚焦日用化工、机械配件、电子电器"
        "三大主导产业，突出以商招商、产业链招商，全市招商引资工作保持了良好势头。现将有关情况通报如下。"
    ),
    Paragraph("一、总体情况", 1),
    Paragraph(
        "6月份，全市新签约项目112个，协议引资总额131.6235亿元；其中投资额1亿元以上项目9个，占新签项目总数的"
        "8.04%。1—6月累计到位资金100.5136亿元，完成年度任务80亿元的125.64%，超时序进度42.31个百分点——提前半年"
        "完成全年目标任务。"
    ),
    Paragraph(
        "全市开工项目46个、完工项目21个、投产项目17个……项目落地质量明显提高，但县区之间仍不平衡，个别单位"
        "“签而不动、动而不快”的问题依然突出。"
    ),
    Paragraph("二、主要特点", 1),
    Paragraph("（一）主导产业集聚效应进一步显现", 2),
    Paragraph(
        "三大主导产业新签项目71个，占63.39%。清沅市喆堃日用化工有限公司引荐的《年产3万吨洗涤用品及配套包装项目》"
        "已完成备案，计划总投资9999万元，联系人𣲗先生，预计2027年一季度投产达效。"
    ),
    Paragraph("今年以来，通过以商招商方式落地的项目达到33个。", 2, lead="（二）以商招商成效明显。"),
    Paragraph("1.企业引荐企业。全市共有27家企业参与引荐，引荐项目41个。", 3),
    Paragraph("（1）落地项目。截至6月30日，已落地19个。", 4),
    Paragraph("三、各县区排名情况", 1),
    Paragraph("按照《清沅市招商引资工作考核办法（2026年修订）》，各县区6月份综合排名如下："),
    RANKING,
    Paragraph("四、存在问题和下一步要求", 1),
    Paragraph(
        "南浦区、云台县、清源县位列后3位，且落后时序进度5个百分点以上，予以通报。请上述县区认真分析原因，制定整改"
        "措施，于7月20日前书面报市招商引资工作领导小组办公室。各县区、各部门要对照年度任务倒排工期，逐个项目明确"
        "责任领导、责任单位和完成时限，确保7月底前开工率达到75%以上。"
    ),
    Paragraph("市招商引资工作领导小组办公室将继续实行月通报、季点评、年考核，对连续3个月排名后3位的单位进行约谈。"),
)

BULLETIN = Paper(
    title="关于2026年6月全市招商引资工作进展情况的通报",
    authority=OFFICE,
    number="清招办〔2026〕5号",
    addressees="各县（区）人民政府，高新技术产业开发区管委会，市直各有关部门，各有关单位",
    blocks=TEXT,
    day=date(2026, 7, 3),
    signature=OFFICE,
    copies_to="市委常委，市人大常委会、市政府、市政协领导同志，市委办公室、市人大常委会办公室、市政府办公室",
    printed_by=OFFICE,
    printed_on=date(2026, 7, 3),
)

LETTER = replace(
    BULLETIN,
    format="letter",
    title="关于延伸电子电器产业链的提醒函",
    authority_suffix="",
    number="清招办函〔2026〕12号",
    addressees="东岭县人民政府",
    blocks=TEXT[:2],
    copies_to="市委办公室",
)


def full_pages(count: int) -> Paper:
    """A bulletin whose text alone fills `count` pages or more."""
    return replace(BULLETIN, blocks=TEXT[:1] * (6 * count), copies_to="", printed_by="", printed_on=None)
