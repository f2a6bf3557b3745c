"""A draft of the measures: opened and saved unchanged it is the same; changes alone are kept of a revision."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.errors import Refused
from app.rules.policy.amending import amended
from app.rules.policy.document import Measures, read_document
from app.rules.policy.drafts import (
    Draft,
    DraftChapter,
    DraftClause,
    draft_from,
    draft_of,
    draft_of_version,
    empty_draft,
)
from app.services.policy.policies import as_yaml, shipped, shipped_raws
from tests.rules.policy.test_trees import CONDITIONS

RAWS = shipped_raws()
FIRST = next(raw for raw in RAWS if raw["valid_from"] == dt.date(2026, 6, 1))
LATER = dt.date(2027, 1, 1)


def others(raw: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in RAWS if one is not raw]


def revision() -> Draft:
    draft = draft_of(FIRST, amends=FIRST["valid_from"], paper="清政发〔2026〕30号")
    draft.valid_from = LATER
    return draft


def read_back(draft: Draft) -> Measures:
    """What is kept of a draft, through YAML and read with the version that it amends."""
    return read_document(yaml.safe_load(as_yaml(draft.stored())), RAWS)


@pytest.mark.parametrize("raw", RAWS, ids=lambda raw: str(raw["valid_from"]))
def test_a_shipped_version_opened_and_saved_unchanged_is_the_same(raw: dict[str, Any]) -> None:
    draft = draft_of_version(raw, others(raw))
    found = read_document(yaml.safe_load(as_yaml(draft.stored())), others(raw))
    assert found == next(one for one in shipped() if one.valid_from == raw["valid_from"])
    whole = read_document(yaml.safe_load(as_yaml(draft.whole())))
    assert whole.clauses == found.clauses


def test_a_revision_keeps_no_more_than_what_was_changed() -> None:
    draft = revision()
    assert draft.stored()["changes"] == []
    clause = next(one for one in draft.clauses() if one.data.get("key") == "equipment")
    clause.data["text"] = "不再补助设备。"
    clause.data.pop("rule")
    draft.clauses()[8].data["text"] = "只在常委会范围内通报。"
    stored = draft.stored()
    assert stored["changes"] == [
        {"clause": "第九条", "text": "只在常委会范围内通报。"},
        {"key": "equipment", "text": "不再补助设备。", "rule": None},
    ]
    assert "chapters" not in stored
    found = read_back(draft)
    assert found.clauses[8].text == "只在常委会范围内通报。"
    equipment = found.clause("equipment")
    assert equipment is not None
    assert equipment.rule is None
    assert found.amends == FIRST["valid_from"]


def test_added_removed_and_moved_clauses_are_numbered_anew() -> None:
    draft = revision()
    first = draft.chapters[0].clauses
    first.insert(0, DraftClause({"title": "目的", "text": "为规范招商引资，制定本办法。"}))
    first.append(first.pop(1))
    draft.chapters[1].clauses.pop()
    draft.chapters[1].title = "产业导向"
    draft.chapters.append(DraftChapter("附则", [DraftClause({"title": "解释", "text": "由市招商办解释。"})]))
    found = read_back(draft)
    titles = [one.title for one in found.clauses]
    assert (titles[0], titles[9], titles[-1]) == ("目的", "责任主体", "解释")
    assert "与邻市的协调" not in titles
    assert [one.number for one in found.clauses][:3] == ["第一条", "第二条", "第三条"]
    assert {one.chapter for one in found.clauses} >= {"产业导向", "附则"}
    stored = draft.stored()
    assert stored["chapters"][0]["clauses"][0] == {"title": "目的", "text": "为规范招商引资，制定本办法。"}
    assert stored["chapters"][0]["clauses"][1] == "第二条"
    assert draft_of_version(stored, RAWS).stored() == stored


def test_a_revised_revision_is_read_through_both() -> None:
    second = next(raw for raw in RAWS if raw["valid_from"] == dt.date(2026, 10, 1))
    draft = draft_of(amended(second, RAWS), amends=second["valid_from"], paper="号")
    draft.valid_from = LATER
    draft.clauses()[0].data["title"] = "谁来承担"
    found = read_back(draft)
    assert found.clauses[0].title == "谁来承担"
    assert found.bonus is not None
    assert found.bonus[1].excluded == ("投资方", "合作方")


CLAUSES = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["甲", "乙", "丙"]), "text": st.sampled_from(["正文一。", "正文二：\n分两行。"])},
        optional={
            "rule": st.fixed_dictionaries(
                {"benefit": st.just({"kind": "duty", "text": "报送情况"})}, optional={"when": CONDITIONS}
            )
        },
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(CLAUSES, min_size=1, max_size=3))
@settings(max_examples=60)
def test_what_the_editor_holds_is_what_yaml_reads(chapters: list[list[dict[str, Any]]]) -> None:
    number = 0
    for clauses in chapters:
        for clause in clauses:
            if "rule" in clause:
                number += 1
                clause["key"] = f"k{number}"
    raw = {
        "title": "办法",
        "valid_from": dt.date(2026, 1, 1),
        "note": "",
        "chapters": [{"title": f"章{n}", "clauses": clauses} for n, clauses in enumerate(chapters)],
    }
    draft = draft_of(raw, paper="号")
    assert yaml.safe_load(as_yaml(draft.whole())) == raw
    measures, faults = draft.examined()
    if measures is None:
        with pytest.raises(Refused) as refused:
            read_document(raw)
        assert refused.value.message == "；".join(one.text for one in faults)
    else:
        assert read_document(yaml.safe_load(as_yaml(draft.stored()))) == measures


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5), max_size=2))
def test_any_reordering_of_clauses_survives_being_kept_as_a_revision(
    order: list[int], changed: set[int], gone: set[int]
) -> None:
    base = {
        "title": "办法",
        "valid_from": dt.date(2026, 1, 1),
        "note": "注",
        "chapters": [
            {"title": "一", "clauses": [{"title": f"条{n}", "text": f"文{n}"} for n in range(3)]},
            {"title": "二", "clauses": [{"title": f"条{n}", "text": f"文{n}", "key": f"k{n}"} for n in range(3, 6)]},
        ],
    }
    draft = draft_of(base, amends=base["valid_from"])
    draft.valid_from = LATER
    clauses = draft.clauses()
    for number in changed:
        clauses[number].data["text"] = f"新{number}"
    kept = [clauses[number] for number in order if number not in gone]
    draft.chapters[0].clauses, draft.chapters[1].clauses = kept[:2], kept[2:]
    stored = yaml.safe_load(as_yaml(draft.stored()))
    assert amended(stored, [base]) == draft.whole()


def test_a_draft_outlives_being_written_down() -> None:
    draft = revision()
    draft.clauses()[0].data["text"] = ""
    plain = copy.deepcopy(draft.to_plain())
    again = draft_from(plain)
    assert again.to_plain() == draft.to_plain()
    assert again.stored() == draft.stored()
    assert json.dumps(plain, default=str)


def test_an_empty_draft_tells_all_that_is_missing() -> None:
    measures, faults = empty_draft().examined()
    assert measures is None
    assert [one.place for one in faults] == ["paper", "title", "valid_from", "第一条 title", "第一条 text"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"amends": dt.date(2020, 1, 1), "changes": []}, "没有2020-01-01起施行的办法"),
        ({"amends": FIRST["valid_from"], "changes": [{"key": "没有", "text": "x"}]}, "没有代号为“没有”的条款"),
        ({"amends": FIRST["valid_from"], "changes": [{"clause": "第九十九条", "text": "x"}]}, "第九十九条"),
        ({"amends": FIRST["valid_from"], "chapters": [{"title": "章", "clauses": ["第九十九条"]}]}, "没有第九十九条"),
        ({"amends": FIRST["valid_from"], "changes": "x"}, "应是若干条款"),
    ],
)
def test_an_amendment_of_what_is_not_there_is_refused(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_document({"title": "修订", "valid_from": LATER, **raw}, RAWS)
