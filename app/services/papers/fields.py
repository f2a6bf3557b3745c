"""The fields that templates speak of: their names, what they mean, example values, and what is common to all papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.models.office import OfficeNames
from app.services.papers import policy_fields as policy

Fields = dict[str, Any]

NOTES = {
    "机关.名称": "发文机关全称",
    "机关.城市": "城市名称",
    "机关.代字": "发文字号的机关代字",
    "今天": "成文日期",
    "年": "成文年份",
    "答复天数": "答复期限（工作日），模板开头的“答复：”一行",
    "收文.名称": "收文单位",
    "收文.称呼": "你县、你区、你单位、贵公司等",
    "收文.组": "所在组",
    "收文.名次": "组内名次",
    "收文.总数": "组内单位数",
    "收文.得分": "得分",
    "期间": "所选期间",
    "截至": "数据截止日",
    "办法": "考核办法名称",
    "总体.完成率": "各项任务按权重合计的完成率",
    "总体.时序": "按时序应达",
    "总体.超欠": "超或欠多少个百分点",
    "指标": "逐项任务，用 for 列出",
    "短板": "主要短板，每条一句",
    "进度": "全组年度任务合计的进度，用 for 列出",
    "内部": "市领导的通报稿为真",
    "范围词": "标题里的范围",
    "累计.有": "所选期间是1月以后的单月时为真",
    "全市.概述": "上面几个数连成的一句话，没有的写成“没有”",
    "累计.概述": "1月以来的几个数连成的一句话",
    "时序": "各项指标的时序相同时，是多少；不同时为空",
    "任务": "“全年任务”，跨年的期间是“各年任务”",
    "有任务": "有单位下达了任务时为真",
    "单位数": "组内有几个单位",
    "均无签约": "各单位都没有新签约项目时为真",
    "有问题": "有单位、指标或项目要说问题时为真",
    "主导产业": "数据截止日的主导产业",
    "以商招商": "管理办法里以商招商条款有效时为真",
    "欠项": "全组年度任务合计落后于时序的指标",
    "居前": "前三名及得分",
    "无签约": "没有新签约项目的单位",
    "有排名": "有单位计分排名时为真",
    "后位": "“位于后三位”，或单位少时“靠后”",
    "落后": "后三位（不足六个单位时为后一半）且落后时序5个百分点以上的单位",
    "个数": "引进的项目个数",
    "重点": "延伸前景最好的几个项目，用 for 列出",
    "其余": "重点以外的项目个数",
    "项目": "全部项目，用 for 列出",
    **policy.NOTES,
}
"""What the fields mean; those that their names explain have none."""

_LAG: Fields = {
    "期间": "2026年6月",
    "截至": "2026年6月30日",
    "办法": "招商引资综合考核办法",
    "收文": {"名称": "云河县", "称呼": "你县", "组": "县区", "名次": 6, "总数": 7, "得分": "52.40"},
    "总体": {"完成率": "31.20%", "时序": "50.00%", "超欠": "欠时序18.80个百分点"},
    "指标": [
        {
            "序号": "一",
            "名称": "签约额",
            "单位": "亿元",
            "任务": "10",
            "完成": "3.1",
            "完成率": "31.00%",
            "时序": "50.00%",
            "超欠": "欠时序19.00个百分点",
            "差额": "1.9",
            "累计完成": "3.1",
            "累计完成率": "31.00%",
        },
        {
            "序号": "二",
            "名称": "到位资金",
            "单位": "亿元",
            "任务": "4",
            "完成": "1.3",
            "完成率": "32.50%",
            "时序": "50.00%",
            "超欠": "欠时序17.50个百分点",
            "差额": "0.7",
            "累计完成": "1.3",
            "累计完成率": "32.50%",
        },
    ],
    "短板": ["有签约项目，但没有项目开工", "签约额、到位资金落后时序较多"],
}

_PROJECT: Fields = {
    "序号": "一",
    "标题": "一、日化洗涤用品项目",
    "名称": "日化洗涤用品项目",
    "事实": "你县2026年6月引进的日化洗涤用品项目，总投资1.2亿元，现处开工阶段。",
    "方向": [
        {
            "序号": "一",
            "产业": "塑料包装",
            "理由": "瓶、桶体积大、不耐远运，宜就近配套。",
            "前提": "年用量达到经济规模。",
        },
    ],
    "不宜": ["不宜以该项目为由招引基础石化原料，其布局取决于炼化基地。"],
}

_EXTEND: Fields = {
    "期间": "2026年6月",
    "收文": {"名称": "定国县", "称呼": "你县"},
    "个数": 1,
    "重点": [_PROJECT],
    "其余": 0,
    "以商招商": True,
    "项目": [_PROJECT],
}

_BULLETIN: Fields = {
    "内部": False,
    "范围词": "全市",
    "期间": "2026年6月",
    "截至": "2026年6月30日",
    "办法": "招商引资综合考核办法",
    "组": {"名称": "县区", "范围": "全市各县区"},
    "全市": {
        "签约": "112",
        "亿元以上": "9",
        "签约额": "86.42",
        "到位资金": "21.3",
        "概述": "新签约项目112个，其中亿元以上项目9个；签约总额86.42亿元；到位资金21.3亿元",
    },
    "累计": {
        "有": True,
        "月": 6,
        "签约": "142",
        "亿元以上": "12",
        "签约额": "120.5",
        "到位资金": "40.1",
        "概述": "新签约项目142个，其中亿元以上项目12个；签约总额120.5亿元；到位资金40.1亿元",
    },
    "进度期间": "2026年1—6月",
    "进度": [{"名称": "签约额", "完成率": "48.20%", "时序": "50.00%", "超欠": "欠时序1.80个百分点"}],
    "时序": "50.00%",
    "任务": "全年任务",
    "有任务": True,
    "欠项": "签约额（欠时序1.80个百分点）",
    "单位数": 7,
    "均无签约": False,
    "有问题": True,
    "主导产业": "日用化工、机械配件、电子电器",
    "有排名": True,
    "后位": "位于后三位",
    "居前": "定国县（96.00分）、高新区（91.20分）",
    "无签约": "",
    "落后": "云河县（完成31.20%，欠时序18.80个百分点）",
    "超期": {"天数": 180, "个数": 3},
}

_NONE: Fields = {"收文": {"名称": "云河县", "称呼": "你县"}}

EXAMPLES: dict[str, Fields] = {
    "无": _NONE,
    "滞后": _LAG,
    "延伸": _EXTEND,
    "通报": _BULLETIN,
    "办法": policy.MEASURES,
    "告知": policy.DECISION,
    "奖金": policy.BONUS,
}
"""By the word of a template's line “数据：”, what its fields may hold."""


@dataclass(frozen=True)
class Field:
    """One line of the list of fields beside the editor."""

    path: str
    example: str
    note: str


def common(names: OfficeNames, today: dt.date, answer_days: int | None, inputs: Mapping[str, str]) -> Fields:
    """Return the fields that every template has."""
    return {
        "机关": {"名称": names.authority, "城市": names.city, "代字": names.number_word},
        "今天": chinese_day(today),
        "年": today.year,
        "答复天数": answer_days or "",
        "填写": dict(inputs),
    }


def chinese_day(day: dt.date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def address(name: str, group: str = "") -> str:
    """Return how a paper speaks to its recipient: 你县, 你区, 你单位, 贵公司, 您."""
    if group == "county":
        return "你县" if name.endswith("县") else "你市" if name.endswith("市") else "你区"
    if group == "department":
        return "你单位"
    if name.endswith(("公司", "集团", "厂")):
        return "贵公司"
    return "您" if len(name) <= 4 else "贵单位"


def listed(fields: Mapping[str, Any]) -> list[Field]:
    """Return the fields as people read them, in order: 指标 as a loop with its parts."""
    return list(_listed(fields, ""))


def _listed(fields: Mapping[str, Any], prefix: str) -> Iterator[Field]:
    for name, value in fields.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _listed(value, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield Field(f"{{% for 个 in {path} %}}…{{% endfor %}}", f"{len(value)}条", NOTES.get(path, ""))
            yield from _listed(value[0], "个.")
        elif isinstance(value, list):
            yield Field(f"{{% for 个 in {path} %}}{{{{ 个 }}}}{{% endfor %}}", "；".join(value), NOTES.get(path, ""))
        else:
            shown = {True: "真", False: "假"}.get(value, value) if isinstance(value, bool) else value
            yield Field(f"{{{{ {path} }}}}", str(shown), NOTES.get(path, ""))
