"""A page or two that show what an office's own measures of papers come to, before they are kept."""

from __future__ import annotations

import datetime as dt
import sqlite3

from app.models.office import read_names
from app.rules.audience import Audience
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_pdf
from app.services.papers.profiles import OwnProfile

_TEXT = """1—6月，全市新签约项目112个，协议引资总额131.62亿元，占年度任务的75.6%。现将情况通报如下。
一、总体情况
各县区、市直部门认真落实工作部署，招商引资工作保持了良好势头，累计到位资金100.51亿元，完成年度任务的75.6%。
（一）主导产业
三大主导产业新签项目71个，占63.39%，预计2027年一季度投产达效，落地质量明显提高。
二、下一步工作
请各单位对照年度任务倒排工期，逐个项目明确责任单位和完成时限，确保7月底前开工率达到75%以上。"""


def sample_pdf(connection: sqlite3.Connection, profile: OwnProfile, today: dt.date) -> bytes:
    """Return a sample paper of the office in a profile, as PDF; raises as `paper_pdf` does."""
    names = read_names(connection)
    content = PaperContent(
        kind="样张",
        title="关于公文版式的样张",
        authority=names.authority,
        text="\n".join([_TEXT] * 3),
        day=today,
        audience=Audience.PUBLIC.label,
        series=names.number_word,
        format="file",
        addressees="各县（区）人民政府，市直各有关部门",
        signature=names.authority,
        copies_to="市委办公室、市政府办公室",
        printed_by=names.authority,
        profile=profile,
    )
    return paper_pdf(connection, content, 1)
