"""No template can hang, crash or fill the memory; what is wrong is told with line and reason."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.papers.sandbox import MOST_SOURCE, TemplateFault, render

FIELDS = {
    "机关": {"名称": "市招商办"},
    "指标": [{"名称": "签约额", "完成": 3}, {"名称": "到位资金", "完成": 5}],
    "数": 3,
    "名单": ["甲", "乙"],
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 机关.名称 }}", "市招商办"),
        ("{% for 项 in 指标 %}{{ 项.名称 }}{{ 项.完成 }}{{ '；' if not loop.last }}{% endfor %}", "签约额3；到位资金5"),
        ("{{ 名单 | join('、') }}共{{ 名单 | length }}家", "甲、乙共2家"),
        ("{% if 数 > 2 %}多{% else %}少{% endif %}", "多"),
        ("{% set 和 = 数 + 4 %}{{ 和 }}{{ '第' ~ 数 }}", "7第3"),
        ("{{ 指标[1].名称 }}", "到位资金"),
    ],
)
def test_what_templates_can_do(source: str, text: str) -> None:
    assert render(source, FIELDS) == text


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("好\n{{ 机关.名程 }}", 2, "没有“机关.名程”这个字段，是不是“机关.名称”？"),
        ("\n\n{{ 没有的 }}", 3, "没有“没有的”"),
        ("{% if false %}\n{{ 机管.名称 }}{% endif %}", 2, "没有“机管”这个字段，是不是“机关”？"),
        ("{% for 项 in 指标 %}\n\n{{ 项.没有 }}{% endfor %}", 3, "没有“没有”"),
        ("{% for 项 in 指标 %}\n{{ 项.名称 }}", 2, "没有写 endfor"),
        ("一\n{% 循环 %}", 2, "不认得“循环”"),
        ("一\n二\n{{ 数 | 万 }}", 3, "没有“万”这个过滤器"),
        ("一\n{{ 1 / 0 }}", 2, "除数是0"),
        ("一\n{{ 指标 }}", 2, "用 for 逐个列出"),
        ("一\n{{ 数 + 机关.名称 }}", 2, "只能对数字"),
        ("一\n{% for x in 机关 %}{% endfor %}", 2, "for 只能用在列表上"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_reason(source: str, line: int, reason: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        render(source, FIELDS)
    assert fault.value.line == line
    assert reason in fault.value.reason


GROWN = "{% set a = '字字字字字字字字字字字字字字字字' %}" + "{% set a = a ~ a %}" * 13
"""A text of 131,072 characters, as long as texts may nearly be."""
TWICE = "{% for i in range(100) %}{% for j in range(199) %}"


@pytest.mark.parametrize(
    "bomb",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for i in range(20000) %}{{ '长长长长长长长长长长长长长长长长' }}{% endfor %}",
        "{{ 'x' * 10000000000 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{% set a = 'xxxxxxxxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 60,
        "{% set a = 'xxxxxxxxxxxxxxxx' %}" + "{% set a = a + a %}" * 60,
        "{% set a = (1, 1) %}" + "{% set a = (a, a) %}" * 60 + "{{ a == a }}",
        "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}",
        "{% for i in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "not " * 9000 + "1 }}",
        "{% if 1 %}" * 3000,
        "{% for i in 名单 %}" * 40 + "x" + "{% endfor %}" * 40,
        "{{ 9" + "9" * 9000 + " }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 机关.keys() }}",
        "{% include '/etc/passwd' %}",
        "{% set x = range %}{{ x(10**9) }}",
        "x" * 70_000,
        "{{ 9**9**9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a'.center(10**9) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ 1.5 | round(1000000000, 'ceil') }}",
        "{{ 1.5 | round(-1000000000, 'floor') }}",
        "{{ 1e999 }}",
        "{{ '" + "f" * 20_000 + "' | int(0, 16) }}",
        GROWN + "{{ a | trim(a) }}",
        GROWN + "{{ a | upper | length }}" * 900,
        GROWN + "".join(f"{{% set a{n} = a ~ 1 %}}" for n in range(900)),
        GROWN + "{% for i in range(2000) %}{% set b = a ~ i %}{% endfor %}",
        GROWN + "{% for i in range(2000) %}{{ 名单 | join(a) }}{% endfor %}",
        TWICE + "{% set a = 1 %}" * 1900 + "{% endfor %}{% endfor %}",
        TWICE + "{{ '' if 1.5 in range(2000) }}" * 900 + "{% endfor %}{% endfor %}",
        "{{ 1" + "+1" * 9000 + " }}",
        "{{ 1" + " | abs" * 4000 + " }}",
        "{{ 名单" + "[0]" * 9000 + " }}",
        "{{ " + "1 if 1 else " * 2000 + "1 }}",
        "{{" * 14_000,
        "{% raw %}" * 3000,
        "{% import 'x' as x %}",
        "{% set x = namespace() %}",
        "{{ lipsum(1000000) }}",
        "{% autoescape true %}{% endautoescape %}",
    ],
)
def test_a_bomb_is_refused_at_its_line_without_filling_the_memory(bomb: str) -> None:
    source = f"好\n{bomb}"
    tracemalloc.start()
    try:
        with pytest.raises(TemplateFault) as fault:
            render(source, FIELDS)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60_000_000
    assert fault.value.line in (None, 2) if len(source) > MOST_SOURCE else fault.value.line == 2
    assert fault.value.reason.endswith(("。", "？"))


WORDS = """{{ }} {% %} for x in 指标 endfor if endif range( 999999 ) ~ * ** 机关 .名称 [ ] 'a' + - | join set a = not
and ( , loop .length 字 {# #} is defined else 1 % //"""
PIECES = st.sampled_from([*(f"{word} " for word in WORDS.split()), "\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_typed_gives_a_text_or_a_fault(source: str) -> None:
    with suppress(TemplateFault):
        assert isinstance(render(source, FIELDS), str)
