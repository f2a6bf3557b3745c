"""Kinds of evidence, and who may accept a stage."""

from __future__ import annotations

import pytest

from app.rules.evidence import kind_of, kinds_for, why_not_independent
from app.rules.stages import Stage


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("投资合同（清招合〔2026〕3号）", "投资合同"),
        ("项目备案证 2026-0001", "备案证"),
        ("建筑工程施工许可证", "施工许可证"),
        ("竣工验收备案表", "竣工验收"),
        ("2026年完税证明", "纳税证明"),
        ("银行进账单", "资金到账凭证"),
        ("现场照片", "其他"),
    ],
)
def test_a_title_tells_its_kind(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_what_proves_a_stage_is_offered_first() -> None:
    assert kinds_for(Stage.YIELDING)[0] == "纳税证明"
    assert kinds_for(Stage.SIGNED)[:2] == ["投资合同", "营业执照"]


def test_who_brought_or_recorded_does_not_verify() -> None:
    assert "招商责任人" in why_not_independent("沈国栋同志", ["沈国栋"], [])
    assert "登记这个阶段" in why_not_independent(" 王 芳", [], ["王芳"])
    assert why_not_independent("李主任", ["沈国栋"], ["王芳"]) == ""
