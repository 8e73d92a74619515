"""The list of changes and its sums: what a clerk reads of two editions, and what it adds up to."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from shared import REPOSITORY
from strategies import plans
from torikumi.compare.change_list import ChangeList, Kind, ListedChange, make_change_list
from torikumi.compare.change_sums import sum_changes
from torikumi.compare.lineage.carry import carry_by_lineage, with_carried_ids
from torikumi.compare.lineage.edge import Edge, EdgeKind, Lineage
from torikumi.compare.successions import Turn, list_successions
from torikumi.plan.file import load_plan
from torikumi.plan.identity import carry_identities
from torikumi.plan.model import Node, Plan
from torikumi.plan.money import Amount, Phase
from torikumi.plan.project import Merge, MergeKind, Project
from torikumi.plan.quantity import parse_quantity
from unit.compare.test_changes import SLOW

PEAR = Project(id="P-1", number="1", name="梨の海外販路開拓事業")
CAFE = Project(id="P-2", number="2", name="お隣さんと巡る周遊スタンプラリー")
FAIR = Project(id="P-3", number="3", name="梨まつり")


def plan_of(*projects: Project) -> Plan:
    return Plan(title="計画", projects=projects)


def lines_of(old: Plan, new: Plan, lineage: Lineage | None = None) -> list[tuple[Kind, str, tuple[str, ...]]]:
    listed = make_change_list(old=old, new=new, lineage=lineage)
    return [(line.kind, line.change.subject, line.partners) for line in listed.lines]


@pytest.fixture(scope="module")
def mihon() -> ChangeList:
    old, new = (
        load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
        for year in (2024, 2025)
    )
    return make_change_list(old=old, new=new)


def of_kind(listed: ChangeList, kind: Kind) -> list[ListedChange]:
    return [line for line in listed.lines if line.kind is kind]


def test_what_came_went_and_was_merged_in_the_sample(mihon: ChangeList) -> None:
    assert [line.name for line in of_kind(mihon, Kind.ADDED)] == [
        "みほん駅前にぎわい創出事業",
        "（仮称）みほん市事業まる見え公開事業",
    ]
    assert [line.name for line in of_kind(mihon, Kind.ENDED)] == [
        "和紙の里資料館リニューアル事業",
        "英語で案内！みほんジュニアガイド",
        "ロケ地になります事業（みほんフィルムコミッション）",
    ]
    merged = {(line.number, line.partners) for line in of_kind(mihon, Kind.MERGED)}
    assert ("1", ("5 規格外梨の加工品開発事業",)) in merged
    # The newer edition calls it 周遊スタンプラリー, its own name was longer.
    assert ("54", ("51 梨の花ウォーク・和紙あかりの夕べ開催事業",)) in merged


def test_the_sums_of_the_sample(mihon: ChangeList) -> None:
    sums = sum_changes(mihon)

    assert [(goal.before, goal.after) for goal in sums.goals] == [
        (14, 13),
        (9, 10),
        (14, 14),
        (11, 11),
        (9, 7),
    ]
    assert (sums.total.before, sums.total.after, sums.total.unchanged) == (57, 55, mihon.unchanged)
    assert sums.total.counts["direction"] == 7
    assert sums.money is not None
    assert (sums.money.year_before, sums.money.year_after, sums.money.unit) == (2024, 2025, "千円")
    assert sum(goal.money_after or 0 for goal in sums.goals) == sums.total.money_after == Decimal(620550)
    by_name = {one.name: one for one in sums.sections}
    assert (by_name["商工観光課"].before, by_name["商工観光課"].after) == (16, 0)


def test_a_project_that_others_went_into_says_which() -> None:
    merge = Merge(kind=MergeKind.ABSORBED, partner="周遊スタンプラリー")
    new = plan_of(PEAR, replace(FAIR, merges=(merge,)))

    assert lines_of(plan_of(PEAR, CAFE, FAIR), new) == [
        (Kind.MERGED, "P-3", ("2 お隣さんと巡る周遊スタンプラリー",)),
        (Kind.MERGED, "P-2", ("3 梨まつり",)),
    ]


def test_a_merge_that_was_told_before_is_no_news_until_the_row_goes() -> None:
    merged = replace(FAIR, merges=(Merge(kind=MergeKind.ABSORBED, partner=CAFE.name),))

    assert lines_of(plan_of(CAFE, merged), plan_of(CAFE, merged)) == []
    assert lines_of(plan_of(CAFE, merged), plan_of(merged)) == [(Kind.MERGED, "P-2", ("3 梨まつり",))]


def test_words_that_fit_two_projects_name_none() -> None:
    merge = Merge(kind=MergeKind.ABSORBED, partner="スタンプラリー")
    other = replace(FAIR, id="P-4", name="冬のスタンプラリー")

    new = plan_of(replace(FAIR, merges=(merge,)))

    assert list_successions(plan_of(CAFE, other, FAIR), new) == ()


def test_what_a_lineage_found_stands_with_its_confidence() -> None:
    halves = replace(FAIR, id="N-1", name="梨まつり春"), replace(FAIR, id="N-2", name="梨まつり秋")
    new = plan_of(PEAR, *halves)
    edges = [Edge(old="P-3", new=one.id, kind=EdgeKind.SPLIT, confidence=0.8) for one in halves]
    lineage = Lineage(edges=tuple(edges))

    listed = make_change_list(old=plan_of(PEAR, FAIR), new=new, lineage=lineage)

    assert [(line.kind, line.partners, line.confidence) for line in listed.lines] == [
        (Kind.SPLIT, ("3 梨まつり",), 0.8),
        (Kind.SPLIT, ("3 梨まつり",), 0.8),
        (Kind.SPLIT, ("3 梨まつり春", "3 梨まつり秋"), 0.8),
    ]
    assert listed.successions[0].turn is Turn.SPLIT


def test_a_lineage_follows_the_ids_that_were_carried() -> None:
    old = plan_of(FAIR, CAFE)
    new = plan_of(replace(FAIR, id="N-1", name="梨フェスタ"))
    lineage = Lineage(
        edges=(
            Edge(old="P-3", new="N-1", kind=EdgeKind.RENAMED, confidence=0.97),
            Edge(old="P-2", new="N-1", kind=EdgeKind.MERGED, confidence=0.7),
        )
    )

    carried = carry_by_lineage(new, lineage)

    assert lines_of(old, carried, with_carried_ids(lineage, new)) == [
        (Kind.MERGED, "P-3", ("2 お隣さんと巡る周遊スタンプラリー",)),
        (Kind.RENAMED, "P-3", ()),
        (Kind.MERGED, "P-2", ("3 梨フェスタ",)),
    ]


def test_a_renamed_goal_counts_as_one() -> None:
    old, new = (
        Plan(
            title="計画",
            nodes=(Node(id=node, level=0, printed=f"1 {name}", number="1", name=name),),
            projects=(replace(FAIR, node=node),),
        )
        for node, name in (("N-1", "しごとの産業"), ("N-7", "しごとと産業"))
    )

    (goal,) = sum_changes(make_change_list(old=old, new=new)).goals

    assert (goal.name, goal.before, goal.after) == ("1 しごとと産業", 1, 1)


def test_money_is_summed_in_one_unit_and_of_one_phase() -> None:
    def costing(label: str, year: int, phase: Phase) -> Plan:
        amount = Amount(label="", year=year, phase=phase, value=parse_quantity(label))
        return replace(plan_of(replace(FAIR, amounts=(amount,))), year=year)

    old = costing("1,200千円", 2024, Phase.INITIAL)
    total = sum_changes(make_change_list(old=old, new=costing("3百万円", 2025, Phase.INITIAL))).total
    other = sum_changes(make_change_list(old=old, new=costing("3百万円", 2025, Phase.SETTLED)))

    assert (total.money_before, total.money_after) == (Decimal("1.2"), Decimal(3))
    assert other.money is None
    assert other.total.money_before is None


@SLOW
@given(plans(), plans())
def test_the_list_accounts_for_every_project_and_adds_up(old: Plan, new: Plan) -> None:
    new = carry_identities(old=old, new=new)

    listed = make_change_list(old=old, new=new)
    sums = sum_changes(listed)

    subjects = {line.change.subject for line in listed.lines}
    gone_or_new = old.project_by_id.keys() ^ new.project_by_id.keys()
    assert gone_or_new <= subjects
    assert sum(goal.before for goal in sums.goals) == len(old.projects)
    assert sum(goal.after for goal in sums.goals) == len(new.projects)
    for word in ("added", "ended", "merged"):
        assert sum(goal.counts[word] for goal in sums.goals) == sums.total.counts[word]
    assert sum(goal.unchanged for goal in sums.goals) == sums.total.unchanged == listed.unchanged


@SLOW
@given(plans())
def test_an_edition_beside_itself_has_no_line(plan: Plan) -> None:
    listed = make_change_list(old=plan, new=plan)

    assert listed.lines == ()
    assert listed.unchanged == len(plan.projects)
