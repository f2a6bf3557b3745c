"""Two versions beside each other, and rules read aloud."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.rules.policy.comparing import compare
from app.rules.policy.conditions import All
from app.rules.policy.document import Measures, read_clause
from app.rules.policy.drafts import DraftClause, draft_of
from app.rules.policy.reading import read_condition
from app.rules.policy.sentences import condition_sentence, rule_sentence
from app.services.policy.policies import shipped
from tests.rules.policy.test_documents import SOUND

LEADING = {"fact": "主导产业", "is": True}
BIG = {"fact": "认定投资额", "at_least": "1亿元"}
HERE = {"fact": "县区", "one_of": ["甲", "乙"]}


def versions() -> dict[str, Measures]:
    return {one.version: one for one in shipped()}


def test_the_second_version_of_the_demo_changes_three_clauses() -> None:
    found = compare(versions()["2026-06-01"], versions()["2026-10-01"])
    assert [(one.kind, one.before, one.after) for one in found.clauses] == [
        ("修改", "第十四条", "第十四条"),
        ("修改", "第十五条", "第十五条"),
        ("修改", "第二十四条", "第二十四条"),
    ]
    assert found.summary == "修改 3 条"
    assert [part.name for part in found.head] == ["名称", "施行日期", "说明"]
    text, rule = found.clauses[1].parts
    assert ("五百万元" in text.before, "八百万元" in text.after) == (True, True)
    assert ("5%" in rule.before, "8%" in rule.after) == (True, True)


def test_a_version_does_not_differ_from_itself() -> None:
    for one in shipped():
        found = compare(one, one)
        assert (found.head, found.clauses, found.summary) == ((), (), "没有变化")


def test_clauses_added_taken_out_and_moved_are_told_apart_from_changed_ones() -> None:
    before = draft_of(SOUND, paper="号").examined()[0]
    draft = draft_of(SOUND, paper="号")
    one, two = draft.chapters
    two.clauses.insert(0, two.clauses.pop())
    one.clauses.append(DraftClause({"title": "新的", "text": "新的。"}))
    one.clauses.pop(0)
    after = draft.examined()[0]
    assert before is not None
    assert after is not None
    found = compare(before, after)
    assert {(change.kind, change.title) for change in found.clauses} == {
        ("新增", "新的"),
        ("移动", "奖金"),
        ("删去", "总的"),
    }
    assert found.summary == "新增 1 条，删去 1 条，移动 1 条"
    assert found.clauses[0].to_json()["before"] == ""


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (LEADING, "属于主导产业"),
        ({"not": LEADING}, "不属于主导产业"),
        ({"fact": "本地企业", "is": False}, "不是本地企业"),
        ({"fact": "已终止", "is": False}, "未终止"),
        ({"fact": "项目阶段", "reached": "投产"}, "已经投产"),
        ({"not": {"fact": "项目阶段", "reached": "投产"}}, "尚未投产"),
        ({"fact": "行业代码", "one_of": ["30", "70"]}, "行业属于<30>、<70>"),
        ({"all": [LEADING, BIG]}, "属于主导产业，并且认定投资额不低于1亿元"),
        ({"any": [LEADING, BIG]}, "属于主导产业或者认定投资额不低于1亿元"),
        ({"not": {"any": [LEADING, BIG]}}, "不属于主导产业，并且认定投资额低于1亿元"),
        ({"all": [BIG, {"any": [LEADING, HERE]}]}, "认定投资额不低于1亿元，并且（属于主导产业或者县区属于甲、乙）"),
        (
            {"any": [HERE, {"all": [LEADING, {"not": {"all": [BIG, HERE]}}]}]},
            "县区属于甲、乙或者（属于主导产业且（认定投资额低于1亿元或者县区不属于甲、乙））",
        ),
    ],
    ids=str,
)
def test_conditions_are_read_aloud(raw: dict[str, Any], words: str) -> None:
    assert condition_sentence(read_condition(raw), lambda code: f"<{code}>") == words


def test_a_rule_without_conditions_is_for_all() -> None:
    assert condition_sentence(All(())) == ""


def sentence(rule: dict[str, Any]) -> str:
    clause = read_clause({"key": "k", "title": "题", "text": "文", "rule": rule})
    assert clause is not None
    assert clause.rule is not None
    return rule_sentence(clause.rule)


def test_a_whole_rule_is_read_aloud() -> None:
    rule = {
        "when": LEADING,
        "level": "全额",
        "benefit": {"kind": "land", "text": "优先供地"},
        "overlap": {"matter": "用地", "rule": "叠加"},
        "valid_from": dt.date(2026, 6, 1),
        "valid_to": dt.date(2028, 2, 29),
        "review": {"outcome": "审查中"},
    }
    assert sentence(rule) == (
        "凡属于主导产业的，按全额享受优先供地；在“用地”事项中可以和其他条款同时享受；"
        "本条自2026-06-01起至2028-02-29止（含当日）有效；公平竞争审查结论为“审查中”，只供核对，不得对外承诺。"
    )
    assert sentence({"benefit": {"kind": "duty", "text": "报送"}}) == "凡属本办法范围的，应当报送。"


def test_a_bonus_is_read_aloud_with_its_tiers_and_identities() -> None:
    bonus = {
        "tiers": [{"rate": "3‰", "up_to": "1000万元"}, {"rate": "4‰", "up_to": "1亿元"}, {"rate": "5‰"}],
        "ceiling": "100万元",
        "parts": {"签约": 40, "见效": 60},
        "days_after": 30,
        "excluded": ["投资方"],
        "warned": ["公职人员"],
    }
    said = sentence({"bonus": bonus})
    for words in ("1,000万元以下部分3‰", "1,000万元至1亿元部分4‰", "1亿元以上部分5‰", "最高100万元", "签约后30日内"):
        assert words in said
    assert "投资方不予奖励；公职人员须第二人复核" in said
