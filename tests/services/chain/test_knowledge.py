"""The starting knowledge agrees with itself, and the office may extend it by Excel without breaking it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.consistency import faults_in
from app.rules.industry.knowledge import Verdict
from app.services.chain.knowledge import (
    FOLDER,
    OwnRow,
    export_table,
    import_table,
    knowledge,
    knowledge_with,
    recognised_code,
    record_experience,
    rule_records,
    save_rows,
    shipped_knowledge,
    shipped_table,
    table,
)
from tests.support import TODAY, reading

KNOWN = shipped_knowledge()


def test_every_row_is_read_and_nothing_contradicts_anything() -> None:
    assert len(KNOWN.industries) == len(shipped_table("industries"))
    assert len(KNOWN.links) == len(shipped_table("links"))
    assert len(KNOWN.rules) == len(shipped_table("rules"))
    assert faults_in(KNOWN) == []


def test_there_is_enough_of_it() -> None:
    verdicts = Counter(rule.verdict is Verdict.REJECT for rule in KNOWN.rules)
    assert len(KNOWN.industries) >= 150
    assert verdicts[False] >= 200
    assert verdicts[True] >= 60
    assert len(KNOWN.links) >= 250


def test_the_researched_rules_are_all_there() -> None:
    numbers = {rule.number for rule in KNOWN.rules}
    assert {f"L{number:02d}" for number in range(1, 63)} | {f"N{number:02d}" for number in range(1, 23)} <= numbers


@pytest.mark.parametrize(
    "chain",
    [
        "日用化工",
        "机械配件",
        "电子电器",
        "食品",
        "造纸包装",
        "水泥建材",
        "纺织",
        "家具",
        "汽车零部件",
        "新能源",
        "医药",
        "物流",
    ],
)
def test_it_is_dense_around_each_chain(chain: str) -> None:
    assert sum(row["产业链"] == chain for row in shipped_table("rules")) >= 15


def test_every_row_has_its_source() -> None:
    for name in ("industries", "links", "rules"):
        assert [row for row in shipped_table(name) if not row["来源"]] == []


def test_whoever_may_be_drawn_has_a_justified_location() -> None:
    drawn = {code for rule in KNOWN.rules if rule.verdict is not Verdict.REJECT for code in rule.followers}
    drawn |= {link.supplier for link in KNOWN.links} | {link.buyer for link in KNOWN.links}
    assert [code for code in sorted(drawn) if KNOWN.industry(code) is None] == []


def test_no_two_industries_are_called_the_same() -> None:
    names = Counter(industry.name for industry in KNOWN.industries.values())
    assert [name for name, times in names.items() if times > 1] == []


def test_no_rule_is_a_copy_of_another() -> None:
    sentences = Counter(rule.sentence for rule in KNOWN.rules)
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_the_tables_are_plain_utf8_without_a_mark() -> None:
    for path in FOLDER.glob("*.csv"):
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        path.read_text(encoding="utf-8")


def test_product_words_name_known_codes_and_are_long_enough() -> None:
    for row in shipped_table("keywords"):
        assert len(row["词"]) >= 2
        assert KNOWN.codes.unknown(row["代码"].split("/")) == []


def test_old_codes_lead_to_codes_of_2017() -> None:
    for row in shipped_table("old_codes"):
        assert re.fullmatch(r"\d{2,4}", row["旧代码"])
        assert KNOWN.codes.unknown([row["现代码"]]) == []


@pytest.mark.parametrize(
    "code, name, edition, new",
    [
        ("267", "日用化学产品制造", "", "268"),
        ("267", "日用化工", "", "268"),
        ("2671", "", "2002", "2681"),
        ("267", "炸药、火工及焰火产品制造", "", "267"),
        ("3725", "汽车零部件及配件制造", "", "3670"),
        ("3660", "汽车零部件及配件制造", "", "3670"),
        ("3541", "", "2002", "3441"),
        ("1311", "稻谷加工", "", "1311"),
    ],
)
def test_older_editions_of_the_code_are_recognised(code: str, name: str, edition: str, new: str) -> None:
    assert recognised_code(code, name, edition) == new


def test_the_national_table_speaks_as_evidence_where_it_can() -> None:
    share = KNOWN.sectors.share("2926", "1522")
    assert share is not None
    assert (share.supplier, share.buyer, share.percent) == ("塑料制品", "饮料", 5.0)
    assert KNOWN.sectors.share("2231", "2221") is None  # boxes and paper are one sector there: it cannot speak


def row_of(office: Office, kind: str, number: str, **cells: str) -> OwnRow:
    with reading(office) as connection:
        row = next(row for row in table(connection, kind) if row["编号"] == number)
    return OwnRow(kind, number, {**row, **cells})


def test_the_office_puts_its_own_rule_over_a_shipped_one(office: Office) -> None:
    assert save_rows(office, [row_of(office, "rule", "L37", 强度="2")], reason="本地不灵") == 1
    with reading(office) as connection:
        assert next(rule for rule in knowledge(connection).rules if rule.number == "L37").strength == 2
    assert next(rule for rule in KNOWN.rules if rule.number == "L37").strength == 5


def test_saving_what_is_there_already_changes_nothing(office: Office) -> None:
    assert save_rows(office, [row_of(office, "rule", "L37")], reason="") == 0


def test_a_shipped_rule_can_be_switched_off(office: Office) -> None:
    save_rows(office, [OwnRow("rule", "N05", {})], reason="本地有设备厂")
    with reading(office) as connection:
        assert "N05" not in {rule.number for rule in knowledge(connection).rules}


@pytest.mark.parametrize(
    "cells, told",
    [
        ({"跟随代码": "9999"}, "不是国民经济行业分类"),
        ({"强度": "很强"}, "不是数字"),
        ({"强度": "7"}, "1到5"),
        ({"理由": "好"}, "一句话"),
        ({"理由": "L37说可以招包装厂，就可以招。"}, "不要写代码"),
        ({"条件": "食品多"}, "看不懂条件"),
        ({"结论": "不宜"}, "理由码与结论不符"),
        ({"已有代码": "2221", "跟随代码": "2613", "结论": "不宜", "理由码": "N4"}, "结论相反"),
    ],
)
def test_a_rule_that_would_break_the_knowledge_is_refused(office: Office, cells: dict[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        save_rows(office, [row_of(office, "rule", "L37", **cells)], reason="试")
    with reading(office) as connection:
        assert knowledge(connection) is shipped_knowledge()


def test_a_change_can_be_tried_without_saving_it(office: Office) -> None:
    with reading(office) as connection:
        tried = knowledge_with(connection, [row_of(office, "rule", "L37", 强度="1")])
        assert next(rule for rule in tried.rules if rule.number == "L37").strength == 1
        assert knowledge(connection) is shipped_knowledge()


def test_a_table_goes_out_to_excel_and_comes_back_extended(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "规则.xlsx"
    with reading(office) as connection:
        export_table(connection, "rule", path)
    assert import_table(office, "rule", path) == 0
    row = row_of(office, "rule", "L37", 编号="本01", 已有代码="1439", 理由="本市零食厂的纸箱都在本地买，来了就有单。")
    save_rows(office, [OwnRow("rule", "本01", row.cells)], reason="补充")
    with reading(office) as connection:
        export_table(connection, "rule", path)
        save_rows(office, [OwnRow("rule", "本01", {})], reason="撤下")
    assert import_table(office, "rule", path) == 1
    with reading(office) as connection:
        assert "本01" in {rule.number for rule in knowledge(connection).rules}


def test_codes_keep_their_leading_nought_on_the_way(office: Office, tmp_path: Path) -> None:
    with reading(office) as connection:
        export_table(connection, "industry", tmp_path / "行业.xlsx")
    assert import_table(office, "industry", tmp_path / "行业.xlsx") == 0


def test_the_whole_standard_can_be_imported_as_it_goes_round(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "行业分类.csv"
    lines = [f"{row['代码']},{row['名称']}" for row in shipped_table("gbt4754-2017")]
    path.write_text("\ufeff" + "\n".join(["code,name", *lines, "3495,人形机器人制造"]), encoding="utf-8")
    assert import_table(office, "code", path) == 1
    with reading(office) as connection:
        known = knowledge(connection).codes
    assert (known.knows("3495"), known.name("3495")) == (True, "人形机器人制造")
    assert not KNOWN.codes.knows("3495")


def test_a_foreign_table_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(Refused, match="没有拉动规则表的表头"):
        import_table(office, "rule", path)


def test_a_rule_remembers_whether_it_worked(office: Office) -> None:
    with office.change("记录规则成效") as change:
        for worked in (True, True, False):
            record_experience(change, "L37", worked=worked, day=TODAY, note="", task_id=None)
    with reading(office) as connection:
        record = rule_records(connection)["L37"]
    assert (record.worked, record.failed) == (2, 1)
