"""What stands in the head of few papers, from the template to what is kept; older papers keep their hash."""

from __future__ import annotations

import json

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.services.papers import way
from app.services.papers.content import PaperContent
from app.services.papers.sandbox import TemplateFault
from app.services.papers.templates import example
from tests.services.papers.making import letter, signed, view
from tests.support import TODAY, reading

HEAD = """标题：情况报告
格式：文件
主送：市委、市政府
落款：{{ 机关.名称 }}
份号：000012
密级：机密★1年
紧急程度：特急
签发人：张建国、李淑敏
盖章：是
---
情况如下。
"""


def shown(office: Office, source: str) -> PaperContent:
    with reading(office) as connection:
        return example(connection, source, TODAY)


def test_a_template_gives_them(office: Office) -> None:
    content = shown(office, HEAD)
    assert (content.copy_number, content.security, content.urgency) == ("000012", "机密★1年", "特急")
    assert (content.signers, content.sealed) == (("张建国", "李淑敏"), True)
    assert not shown(office, HEAD.replace("盖章：是\n", "")).sealed
    with pytest.raises(TemplateFault, match="盖章“要”不认得"):
        shown(office, HEAD.replace("盖章：是", "盖章：要"))


def test_they_are_kept_with_the_paper(office: Office) -> None:
    content = shown(office, HEAD)
    assert PaperContent.from_json(content.to_json()) == content
    paper = signed(office, content)
    assert view(office, paper).content == content.on(TODAY).as_signed()


def test_papers_without_them_keep_the_hash_that_they_were_signed_with(office: Office) -> None:
    kept = json.loads(letter(office).to_json())
    assert not {"copy_number", "security", "urgency", "signers", "sealed", "figures"} & kept.keys()
    assert PaperContent.from_json(json.dumps(kept)) == letter(office)


def test_a_paper_with_marks_that_the_standard_does_not_know_is_not_drafted(office: Office) -> None:
    with pytest.raises(Refused, match="紧急程度“火急”不认得"):
        way.draft_paper(office, letter(office, urgency="火急"))


def test_signers_pass_the_door_of_the_audience_as_any_name(office: Office) -> None:
    with pytest.raises(Refused, match=r"周明远.*签发人"):
        way.draft_paper(office, letter(office, format="file", signers=("周明远",)))
