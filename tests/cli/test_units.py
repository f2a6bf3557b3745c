"""`units` from the command line: listed on a day, classed, renamed, merged, appointed."""

from __future__ import annotations

from tests.cli.calling import Call, answer


def test_units_are_classed_from_a_day_and_listed_as_of_any_day(month: Call) -> None:
    terms = ["--from", "2026-07-01", "--reason", "分类方案"]
    done = answer(month, "units", "class", "--unit", "定国县", "--class", "A", *terms)
    assert done == {"changed": 1, "class": "A", "from": "2026-07-01"}
    before, after = (answer(month, "units", "--group", "county", "--on", day) for day in ("2026-06-30", "2026-07-01"))
    assert {row["unit"]: row["class"] for row in before}["定国县"] == ""
    assert {row["unit"]: row["class"] for row in after}["定国县"] == "A"
    status, out, _ = month("units", "show", "--unit", "定国县")
    assert (status, "2026-07-01" in out, "A类" in out, "分类方案" in out) == (0, True, True, True)
    status, _, err = month("units", "class", "--unit", "定国县", "--class", "A", *terms)
    assert (status, "本来就是A类" in err) == (1, True)


def test_a_unit_is_renamed_and_split_by_shares(month: Call) -> None:
    terms = ["--from", "2026-07-01", "--reason", "批复"]
    answer(month, "units", "rename", "--unit", "定国县", "--name", "定国区", *terms)
    for name in ("定东区", "定西区"):
        answer(month, "units", "add", "--group", "county", "--name", name, "--from", "2026-07-01")
    answer(month, "units", "merge", "--unit", "定国区", "--into", "定东区=60", "--into", "定西区=40", *terms)
    names = [row["unit"] for row in answer(month, "units", "--group", "county")]
    assert "定国区" not in names
    assert {"定东区", "定西区"} <= set(names)
    kinds = [one["what"] for one in answer(month, "units", "show", "--unit", "定国区")]
    assert "60%由定东区承接" in kinds
    status, _, err = month("units", "merge", "--unit", "定东区", "--into", "定西区=多", *terms)
    assert (status, "看不懂份额" in err) == (1, True)


def test_a_day_that_is_none_is_wrong_use(month: Call) -> None:
    status, _, err = month("units", "--on", "七月")
    assert (status, "七月" in err) == (2, True)
