"""The tables of knowledge as rows of text by their Chinese headings, read into what rules/linkage.py asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.rules.errors import Refused
from app.rules.industry.codes import Codebook, OldCode, split_codes
from app.rules.industry.conditions import read_conditions
from app.rules.industry.knowledge import (
    REASONS,
    Industry,
    Knowledge,
    Link,
    Location,
    PullRule,
    Relation,
    Sectors,
    Verdict,
)

Row = Mapping[str, str]
T = TypeVar("T")

CODE_HEADS = ("代码", "名称")
INDUSTRY_HEADS = ("代码", "名称", "区位", "原料指数", "运入费", "运出费", "依据", "政策敏感度", "来源")
LINK_HEADS = ("供方代码", "供方", "需方代码", "需方", "货物", "强度", "主要原料", "来源")
RULE_HEADS = (
    *("编号", "产业链", "已有", "已有代码", "跟随", "跟随代码", "结论", "关系", "货物", "理由码", "强度", "理由"),
    *("条件", "例外", "须核实", "应改做什么", "佐证", "来源"),
)
KEYWORD_HEADS = ("类型", "词", "代码", "说明")
HEADS = {
    "code": CODE_HEADS,
    "industry": INDUSTRY_HEADS,
    "link": LINK_HEADS,
    "rule": RULE_HEADS,
    "keyword": KEYWORD_HEADS,
}

_VERDICTS = {verdict.label: verdict for verdict in Verdict}
_RELATIONS = {relation.label: relation for relation in Relation}


@dataclass(frozen=True)
class Fault:
    """A row that cannot be read: its table, its key and why, in Chinese."""

    table: str
    key: str
    reason: str


@dataclass(frozen=True)
class Tables:
    """All tables of knowledge as rows of text."""

    codes: Iterable[Row]
    industries: Iterable[Row]
    links: Iterable[Row]
    rules: Iterable[Row]
    old_codes: Iterable[Row] = ()
    sectors: Iterable[Row] = ()
    shares: Iterable[Row] = ()


def key_of(kind: str, row: Row) -> str:
    """Return what identifies a row of a table: a rule's number, an industry's code, supplier and buyer, the word."""
    match kind:
        case "code" | "industry":
            return row["代码"]
        case "link":
            return f"{row['供方代码']}→{row['需方代码']}"
        case "rule":
            return row["编号"]
        case _:
            return f"{row['类型']}:{row['词']}"


def read_tables(tables: Tables) -> tuple[Knowledge, list[Fault]]:
    """Return the knowledge in the tables, and the rows that could not be read (left out)."""
    faults: list[Fault] = []
    codes = Codebook(
        {row["代码"]: row["名称"] for row in tables.codes},
        tuple(
            OldCode(row["版本"], row["旧代码"], row["旧名称"], row["现代码"], row["说明"]) for row in tables.old_codes
        ),
    )
    industries = _each(tables.industries, "industry", lambda row: read_industry(row, codes), faults)
    by_code = {industry.code: industry for industry in industries}

    def name(code: str) -> str:
        return by_code[code].name if code in by_code else codes.name(code)

    links = _each(tables.links, "link", lambda row: read_link(row, codes), faults)
    rules = _each(tables.rules, "rule", lambda row: read_rule(row, codes, name), faults)
    knowledge = Knowledge(codes, by_code, tuple(links), tuple(rules), _sectors(tables.sectors, tables.shares))
    return knowledge, faults


def read_industry(row: Row, codes: Codebook) -> Industry:
    """Read one industry; raise `Refused` with the column that is wrong."""
    code = _known((row["代码"],), codes, "代码")[0]
    try:
        location = Location(row["区位"])
    except ValueError:
        raise Refused(f"区位“{row['区位']}”不在{'、'.join(Location)}之中。") from None
    inward, outward = _number(row, "运入费"), _number(row, "运出费")
    return Industry(
        code,
        _filled(row, "名称"),
        location,
        _grade(row, "政策敏感度"),
        _number(row, "原料指数"),
        (inward, outward) if inward is not None and outward is not None else None,
        row["依据"],
        row.get("来源", ""),
    )


def read_link(row: Row, codes: Codebook) -> Link:
    """Read one supply link; raise `Refused` with the column that is wrong."""
    supplier, buyer = _known((row["供方代码"], row["需方代码"]), codes, "供方代码、需方代码")
    main = row["主要原料"].strip()
    if main not in ("", "是", "否"):
        raise Refused(f"主要原料一栏写“是”或留空，不能写“{main}”。")
    return Link(supplier, buyer, _filled(row, "货物"), _grade(row, "强度"), main == "是", row.get("来源", ""))


def read_rule(row: Row, codes: Codebook, name: Callable[[str], str]) -> PullRule:
    """Read one pull rule; `name` gives industries their short names. Raises `Refused` with the column that is wrong."""
    anchors = _known(split_codes(row["已有代码"]), codes, "已有代码")
    followers = _known(split_codes(row["跟随代码"]), codes, "跟随代码")
    reasons = split_codes(row["理由码"])
    if unknown := [reason for reason in reasons if reason not in REASONS]:
        raise Refused(f"没有理由码“{'、'.join(unknown)}”。")
    if row["结论"] not in _VERDICTS:
        raise Refused(f"结论“{row['结论']}”不在{'、'.join(_VERDICTS)}之中。")
    if row["关系"] not in _RELATIONS:
        raise Refused(f"关系“{row['关系']}”不在{'、'.join(_RELATIONS)}之中。")
    conditions, exceptions = read_conditions(row["条件"], name), read_conditions(row["例外"], name)
    for condition in (*conditions, *exceptions):
        _known(condition.codes, codes, "条件和例外")
    return PullRule(
        number=_filled(row, "编号"),
        anchors=anchors,
        followers=followers,
        verdict=_VERDICTS[row["结论"]],
        relation=_RELATIONS[row["关系"]],
        good=row["货物"],
        reasons=reasons,
        strength=_grade(row, "强度"),
        sentence=_filled(row, "理由"),
        conditions=conditions,
        exceptions=exceptions,
        premise=row["须核实"],
        advice=row["应改做什么"],
        evidence=row["佐证"],
        source=row["来源"],
    )


def _each(rows: Iterable[Row], kind: str, read: Callable[[Row], T], faults: list[Fault]) -> list[T]:
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except Refused as refusal:
            faults.append(Fault(kind, key_of(kind, row), refusal.message))
    return found


def _sectors(sectors: Iterable[Row], shares: Iterable[Row]) -> Sectors:
    listed = list(sectors)
    return Sectors(
        {row["部门代码"]: split_codes(row["行业代码"]) for row in listed},
        {row["部门代码"]: row["部门"] for row in listed},
        {(row["供方部门"], row["需方部门"]): float(row["占需方投入"]) for row in shares},
    )


def _known(listed: tuple[str, ...], codes: Codebook, column: str) -> tuple[str, ...]:
    if not listed:
        raise Refused(f"{column}没有填写。")
    if unknown := codes.unknown(listed):
        raise Refused(f"{column}中的“{'、'.join(unknown)}”不是国民经济行业分类（2017）的代码。")
    return listed


def _filled(row: Row, column: str) -> str:
    if not row[column].strip():
        raise Refused(f"{column}没有填写。")
    return row[column].strip()


def _number(row: Row, column: str) -> float | None:
    try:
        return float(row[column]) if row[column].strip() else None
    except ValueError:
        raise Refused(f"{column}“{row[column]}”不是数字。") from None


def _grade(row: Row, column: str) -> int:
    number = _number(row, column)
    if number not in (1, 2, 3, 4, 5):
        raise Refused(f"{column}要写1到5，现在是“{row[column]}”。")
    return int(number)
