"""Which industry draws which (domain.md §2): who follows whom is not who supplies whom."""

from __future__ import annotations

import pytest

from app.rules.industry.city import City, Group, Reservation
from app.rules.industry.codes import Codebook
from app.rules.industry.conditions import Condition, read_conditions
from app.rules.industry.knowledge import Industry, Knowledge, Link, Location, PullRule, Relation, Verdict
from app.rules.industry.points import points
from app.rules.linkage import DERIVED, Judgement, extend, judge
from app.rules.money import WAN, YI
from app.services.chain.knowledge import shipped_knowledge

PAPER, BOXES, SNACKS, VEGETABLES = "2221", "2231", "1439", "1371"


def city(*industries: tuple[str, int], leading: tuple[str, ...] = (), reserved: tuple[str, ...] = ()) -> City:
    """A city with one enterprise for each (code, 亿元)."""
    groups = [Group((code,), frozenset({number}), yi * YI) for number, (code, yi) in enumerate(industries)]
    return City(groups, leading, (Reservation("春来市", "某业", reserved),) if reserved else ())


def shipped(industry: str, candidate: str, here: City | None = None) -> Judgement:
    return judge(shipped_knowledge(), here or city((industry, 1)), industry, candidate)


def is_one_sentence(text: str) -> bool:
    return text.endswith("。") and text.count("。") == 1


def test_paper_mill_does_not_draw_packaging() -> None:
    judged = shipped(PAPER, BOXES)
    reason = judged.reason("沅江纸业有限公司（造纸）在本市")
    assert judged.verdict is Verdict.REJECT
    assert judged.relation is Relation.BUYS
    assert is_one_sentence(reason)
    for said in ("造纸", "纸箱包装", "购进箱板纸", "成箱是抛货", "规则N01", "用箱大户", "不成立"):
        assert said in reason


def test_food_factory_draws_packaging() -> None:
    judged = shipped(SNACKS, BOXES)
    assert judged.verdict is Verdict.RECOMMEND
    assert judged.relation is Relation.SUPPLIES
    assert is_one_sentence(judged.reason("白塔食品有限公司在本市"))
    assert "包装厂要贴着装箱的人走" in judged.words


def test_packaging_does_not_draw_food_although_food_settles_by_its_raw_material() -> None:
    judged = shipped(BOXES, VEGETABLES)
    assert shipped_knowledge().industries[VEGETABLES].location is Location.MATERIAL
    assert (judged.verdict, judged.rule) == (Verdict.REJECT, DERIVED)
    assert is_one_sentence(judged.words)
    assert "不是它的主要原料" in judged.words
    assert "原料指向" in judged.words


def test_paper_mill_and_a_large_user_of_boxes_make_boxes_possible() -> None:
    judged = shipped(PAPER, BOXES, city((PAPER, 1), (SNACKS, 5)))
    assert (judged.verdict, judged.rule) == (Verdict.POSSIBLE, "L55")
    assert (judged.conditions[0].text, judged.conditions[0].holds) == ("用箱大户投资3亿元以上", True)
    assert "规则N01本说不宜，因例外" in judged.words


def test_household_chemicals_have_no_factories_downstream() -> None:
    """N04: whoever merely buys from a maker of detergents is rejected, those who supply it are not."""
    assert shipped("2681", "5134").rule == "N04"
    assert shipped("2681", "2926").verdict is Verdict.RECOMMEND


def test_a_rule_on_any_buyer_says_nothing_of_suppliers_and_strangers() -> None:
    """Without the relation N04 would forbid the steel works that has nothing to do with detergents."""
    assert shipped("2681", "3120").rule == DERIVED
    assert shipped("2681", "1781").rule != "N04"


def test_a_rule_on_a_group_does_not_make_a_class_its_own_supplier() -> None:
    assert shipped("3857", "3857").rule == "N22"
    assert shipped("2929", "2929", city(("2929", 1), ("2926", 1), ("2922", 1))).rule == "N22"


def test_rivals_are_not_drawn_unless_a_rule_on_shared_work_says_so() -> None:
    assert shipped("1439", "1439").rule == "N22"
    assert shipped("2682", "2682", city(("2681", 1), ("2682", 1))).rule == "L09"


FAR, NEAR, EXPERT = "2211", "2222", "2223"
CODES = Codebook({code: f"行业{code}" for code in ("1111", "1112", FAR, NEAR, EXPERT, "3333")})


def knowledge(*links: Link, rules: tuple[PullRule, ...] = (), location: Location = Location.MARKET) -> Knowledge:
    industries = {"22": Industry("22", "乙业", location, 3, reason="道理")}
    return Knowledge(CODES, industries, links, rules)


@pytest.mark.parametrize(
    "supplies, location, strength, main, verdict",
    [
        (True, Location.MARKET, 1, False, Verdict.RECOMMEND),
        (True, Location.MATERIAL, 5, False, Verdict.REJECT),
        (False, Location.MATERIAL, 1, True, Verdict.RECOMMEND),
        (False, Location.MATERIAL, 5, False, Verdict.REJECT),
        (False, Location.MARKET, 5, True, Verdict.REJECT),
        (True, Location.TECHNOLOGY, 4, False, Verdict.POSSIBLE),
        (False, Location.LABOUR, 4, False, Verdict.POSSIBLE),
        (True, Location.FREE, 5, False, Verdict.POSSIBLE),
        (False, Location.FREE, 3, True, Verdict.REJECT),
        (True, Location.POWER, 5, False, Verdict.REJECT),
        (False, Location.POWER, 5, True, Verdict.REJECT),
    ],
)
def test_without_a_rule_the_location_decides(
    supplies: bool, location: Location, strength: int, main: bool, verdict: Verdict
) -> None:
    pair = ("2222", "1111") if supplies else ("1111", "2222")
    known = knowledge(Link(*pair, "货", strength, main), location=location)
    judged = judge(known, city(("1111", 1)), "1111", "2222")
    assert (judged.verdict, judged.rule) == (verdict, DERIVED)
    assert judged.words.endswith("。")
    assert str(location) in judged.words or "自由布局" in judged.words


def test_an_industry_of_unknown_location_is_not_recommended() -> None:
    known = Knowledge(CODES, {}, (Link("2222", "1111", "货", 5),), ())
    assert judge(known, city(), "1111", "2222").verdict is Verdict.REJECT


def rule(
    number: str,
    anchor: str,
    follower: str,
    verdict: Verdict,
    *,
    conditions: tuple[Condition, ...] = (),
    exceptions: tuple[Condition, ...] = (),
) -> PullRule:
    return PullRule(
        number,
        (anchor,),
        (follower,),
        verdict,
        Relation.SUPPLIES,
        "货",
        ("R1",),
        4,
        "道理写在这里。",
        conditions,
        exceptions,
    )


@pytest.mark.parametrize(
    "rules, decides",
    [
        ([("A", "11", "22", Verdict.RECOMMEND), ("B", "11", "2222", Verdict.REJECT)], "B"),
        ([("A", "1111", "22", Verdict.RECOMMEND), ("B", "11", "222", Verdict.REJECT)], "A"),
        ([("A", "1111", "22", Verdict.RECOMMEND), ("B", "11", "2222", Verdict.REJECT)], "B"),
        ([("A", "11", "22", Verdict.REJECT), ("B", "33", "22", Verdict.RECOMMEND)], "A"),
    ],
)
def test_the_most_specific_rule_wins_and_among_equals_the_one_that_does_not_draw(
    rules: list[tuple[str, str, str, Verdict]], decides: str
) -> None:
    known = knowledge(rules=tuple(rule(*one) for one in rules))
    assert judge(known, city(("1111", 1)), "1111", "2222").rule == decides


def test_an_exception_that_holds_lets_the_drawing_rule_through() -> None:
    users = Condition("用户", ("3333",), least_count=1)
    rules = (
        rule("L", "1111", "2222", Verdict.RECOMMEND),
        rule("N", "1111", "2222", Verdict.REJECT, exceptions=(users,)),
    )
    known = knowledge(rules=rules)
    assert judge(known, city(("1111", 1)), "1111", "2222").rule == "N"
    assert judge(known, city(("1111", 1), ("3333", 1)), "1111", "2222").rule == "L"


def test_all_conditions_must_hold_and_each_is_shown() -> None:
    conditions = read_conditions("用户:3333≥2家；1111≥3亿元", CODES.name)
    known = knowledge(rules=(rule("L", "1111", "2222", Verdict.RECOMMEND, conditions=conditions),))
    lacking = judge(known, city(("1111", 3), ("3333", 1)), "1111", "2222")
    assert lacking.verdict is Verdict.REJECT
    assert [(one.text, one.holds) for one in lacking.conditions] == [
        ("规则L：用户2家以上", False),
        ("规则L：行业1111投资3亿元以上", True),
    ]
    assert "“用户2家以上”（现有1家）尚未满足" in lacking.words
    met = judge(known, city(("1111", 3), ("3333", 1), ("3333", 0)), "1111", "2222")
    assert (met.verdict, met.rule) == (Verdict.RECOMMEND, "L")


def test_a_project_known_only_by_a_broad_code_fulfils_no_narrow_condition() -> None:
    assert city(("33", 9)).amounts(("3333",)) == (0, 0)
    assert city(("3333", 9)).amounts(("33",)) == (1, 9 * YI)


def test_the_score_shows_its_parts() -> None:
    known = knowledge(Link("2222", "1111", "货", 5))
    here = City([Group(("1111",), frozenset({1}), 100 * YI)], leading=("22",))
    parts = points(known, here, "1111", "2222", 5)
    assert vars(parts) == {
        "strength": 30,
        "demand": 20,
        "leading": 20,
        "gap": 15,
        "sensitivity": 9,
        "neighbour": 0,
    }
    assert parts.total == 94


def test_demand_counts_by_its_logarithm_and_few_rivals_leave_a_gap() -> None:
    known = knowledge(Link("2222", "1111", "货", 5))
    assert points(known, city(("1111", 0)), "1111", "2222", 3).demand == 0
    assert points(known, city(("1111", 1)), "1111", "2222", 3).demand == pytest.approx(20 / 3, abs=0.05)
    crowded = City([Group(("1111",), frozenset({1}), 1000 * WAN), Group(("2222",), frozenset({2, 3, 4}), 0)])
    assert points(known, crowded, "1111", "2222", 3).gap == 0


def test_what_a_neighbour_has_reserved_scores_twenty_less() -> None:
    known = knowledge(Link("2222", "1111", "货", 5))
    free, taken = (extend(known, city(("1111", 1), reserved=codes), "1111")[0] for codes in ((), ("22",)))
    assert (taken.parts.neighbour, taken.score) == (-20, round(free.score - 20, 1))


def test_rejections_have_no_score() -> None:
    for one in extend(shipped_knowledge(), city((PAPER, 1)), PAPER):
        assert (one.score == 0) is (one.judgement.verdict is Verdict.REJECT)


def test_a_rejected_group_is_not_told_beside_its_members() -> None:
    rejected = {one.judgement.candidate for one in extend(shipped_knowledge(), city(("3989", 1)), "3989")}
    assert "3911" in rejected
    assert "391" not in rejected


def test_further_steps_fall_in_score_and_never_come_back() -> None:
    here = city((SNACKS, 30))
    found = extend(shipped_knowledge(), here, SNACKS, steps=3)
    assert {one.step for one in found} == {1, 2, 3}
    scores: dict[tuple[str, ...], float] = {(*one.path, one.judgement.candidate): one.score for one in found}
    for way, score in scores.items():
        assert len(set(way)) == len(way) or way == (SNACKS, SNACKS)
        if len(way) > 2:
            assert score < scores[way[:-1]]


def test_no_more_than_three_steps() -> None:
    assert max(one.step for one in extend(shipped_knowledge(), city((SNACKS, 1)), SNACKS, steps=9)) == 3
