"""What became of each project: real editions, shuffled and renamed copies, merges, a person's word."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torikumi.compare.lineage.carry import carry_by_lineage
from torikumi.compare.lineage.edge import (
    Edge,
    EdgeKind,
    Evidence,
    Lineage,
    LineageFileError,
    Verdict,
    dump_lineage,
    load_lineage,
)
from torikumi.compare.lineage.features import FEATURES
from torikumi.compare.lineage.propose import _SPEAKING, propose_lineage
from torikumi.compare.lineage.words import EVIDENCE_WORDS, lineage_text
from torikumi.plan.file import read_plan
from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
MIHON = {year: read_plan(SAMPLES / "mihon" / f"plan-{year}.json") for year in (2023, 2024, 2025)}
IRUMA = read_plan(SAMPLES / "iruma" / "plan.json")


def without_ids(plan: Plan, *, seed: int = 1) -> tuple[Plan, dict[str, str]]:
    """The plan in another order with other ids and numbers, and which id became which."""
    projects = list(plan.projects)
    random.Random(seed).shuffle(projects)
    changed = tuple(
        replace(one, id=f"P-{at:012x}", number=str(at + 1), merges=()) for at, one in enumerate(projects)
    )
    return replace(plan, projects=changed), {a.id: b.id for a, b in zip(projects, changed, strict=True)}


def names(lineage: Lineage, kind: EdgeKind, old: Plan, new: Plan) -> set[tuple[str, str]]:
    return {
        (old.project_by_id[edge.old].name, new.project_by_id[edge.new].name)
        for edge in lineage.edges
        if edge.kind is kind
    }


@pytest.mark.parametrize(("first", "second"), [(2023, 2024), (2024, 2025), (2023, 2025)])
def test_the_sample_city_is_followed_without_its_ids(first: int, second: int) -> None:
    old = MIHON[first]
    new, ids = without_ids(MIHON[second])
    known = {one.id for one in old.projects} & ids.keys()
    lineage = propose_lineage(old, new)
    main = {(edge.old, edge.new) for edge in lineage.edges if edge.kind is not EdgeKind.MERGED}
    joined = {(edge.old, edge.new) for edge in lineage.edges}
    assert {(one, ids[one]) for one in known} <= joined
    assert main <= {(one, ids[one]) for one in known}


def test_what_was_renamed_merged_and_ended_is_told_apart() -> None:
    old, new = MIHON[2024], MIHON[2025]
    lineage = propose_lineage(old, new)
    assert names(lineage, EdgeKind.RENAMED, old, new) == {
        ("みほん駅前広場再生事業", "みほん駅前広場改修工事"),
        ("（仮称）乗合タクシー導入検討事業", "乗合タクシー「よばれて号」運行事業"),
        ("（仮称）こども家庭センター設置準備事業", "こども家庭センター運営事業（愛称：ゆりかごの木）"),
    }
    merged = "みほん梨ブランド推進事業（規格外梨の加工品開発事業を統合）"
    assert names(lineage, EdgeKind.MERGED, old, new) == {
        ("みほん梨ブランド推進事業", merged),
        ("規格外梨の加工品開発事業", merged),
    }
    assert [old.project_by_id[one].name for one in lineage.ended] == [
        "和紙の里資料館リニューアル事業",
        "英語で案内！みほんジュニアガイド",
        "ロケ地になります事業（みほんフィルムコミッション）",
        "お隣さんと巡る周遊スタンプラリー",
    ]
    assert [new.project_by_id[one].name for one in lineage.new] == [
        "みほん駅前にぎわい創出事業",
        "（仮称）みほん市事業まる見え公開事業",
    ]


def test_a_merge_that_names_the_second_name_is_found() -> None:
    old, new = MIHON[2023], MIHON[2024]
    lineage = propose_lineage(old, new)
    told = [edge for edge in lineage.edges if edge.evidence[:1] == (Evidence(feature="told", strength=1.0),)]
    assert [(old.project_by_id[e.old].name, new.project_by_id[e.new].name) for e in told] == [
        (
            "子育て中の短時間しごと紹介事業（ちょこっとワーク）",
            "みほんで働く合同企業説明会（ちょこっとワークを統合）",
        )
    ]


@given(seed=st.integers(0, 10_000), every=st.integers(2, 9))
@settings(max_examples=8, deadline=None)
def test_a_shuffled_renumbered_partly_renamed_copy_is_found(seed: int, every: int) -> None:
    new, ids = without_ids(IRUMA, seed=seed)
    projects = tuple(
        replace(one, name=f"新{one.name}（拡充）") if at % every == 0 else one
        for at, one in enumerate(new.projects)
    )
    lineage = propose_lineage(IRUMA, replace(new, projects=projects))
    assert {(edge.old, edge.new) for edge in lineage.edges} == set(ids.items())
    assert min(edge.confidence for edge in lineage.edges) >= 0.9


def bare(plan: Plan) -> Plan:
    """The plan with nothing but names."""
    return replace(
        plan,
        projects=tuple(
            replace(one, summary=None, sections=(), amounts=(), indicators=(), node=None)
            for one in plan.projects
        ),
        nodes=(),
    )


def test_names_alone_are_enough_where_they_are_the_same() -> None:
    new, ids = without_ids(IRUMA)
    lineage = propose_lineage(bare(IRUMA), bare(new))
    assert {(edge.old, edge.new) for edge in lineage.edges} == set(ids.items())


def test_two_cities_share_no_projects_but_those_of_one_name() -> None:
    lineage = propose_lineage(MIHON[2023], IRUMA)
    assert len(lineage.edges) <= 1
    assert len(lineage.ended) >= len(MIHON[2023].projects) - 1


def test_two_projects_that_are_alone_are_not_one_for_that() -> None:
    first, other = (replace(IRUMA, projects=IRUMA.projects[at : at + 1]) for at in (0, 5))
    assert propose_lineage(first, other).edges == ()


@pytest.mark.parametrize(
    "plans", [(Plan(title="a"), Plan(title="b")), (Plan(title="a"), IRUMA), (IRUMA, Plan(title="b"))]
)
def test_an_edition_without_projects_has_no_edges(plans: tuple[Plan, Plan]) -> None:
    lineage = propose_lineage(*plans)
    assert lineage.edges == ()
    assert (len(lineage.ended), len(lineage.new)) == tuple(len(plan.projects) for plan in plans)


def test_rows_that_are_alike_in_everything_keep_their_order() -> None:
    twins = tuple(Project(id=f"P-{at}", number=str(at), name="公園の手入れ") for at in range(4))
    plan = Plan(title="計画", projects=twins)
    lineage = propose_lineage(
        plan, replace(plan, projects=tuple(replace(p, id=f"Q-{p.number}") for p in twins))
    )
    assert [(edge.old, edge.new) for edge in lineage.edges] == [(f"P-{at}", f"Q-{at}") for at in range(4)]


def test_a_successor_is_found_where_its_text_names_whom_it_follows() -> None:
    old = Plan(
        title="計画",
        projects=(
            Project(id="P-1", name="朝市にぎわい補助金", summary="駅前の朝市の会場代を市が半分持ちます。"),
            Project(id="P-2", name="用水路の清掃", summary="用水路の泥をさらいます。"),
        ),
    )
    new = Plan(
        title="計画",
        projects=(
            Project(
                id="Q-1",
                name="商店街デジタル商品券",
                summary="「朝市にぎわい補助金」に代わる事業として、電子の商品券を発行します。",
            ),
            Project(id="Q-2", name="用水路の清掃", summary="用水路の泥をさらいます。"),
        ),
    )
    edges = {edge.old: edge for edge in propose_lineage(old, new).edges}
    assert (edges["P-1"].new, edges["P-1"].kind, edges["P-1"].confidence) == ("Q-1", EdgeKind.REPLACED, 0.8)
    assert edges["P-1"].evidence[0] == Evidence(feature="succeeds", strength=1.0)
    assert edges["P-2"].kind is EdgeKind.CONTINUES


def test_who_goes_on_under_its_name_has_no_successor() -> None:
    old = Plan(title="計画", projects=(Project(id="P-1", name="朝市にぎわい補助金", summary="会場代。"),))
    new = Plan(
        title="計画",
        projects=(
            Project(id="Q-1", name="朝市にぎわい補助金", summary="会場代。"),
            Project(id="Q-2", name="商品券", summary="朝市にぎわい補助金の後継の案を練ります。"),
        ),
    )
    lineage = propose_lineage(old, new)
    assert [(edge.old, edge.new, edge.kind) for edge in lineage.edges] == [("P-1", "Q-1", EdgeKind.CONTINUES)]


def test_a_heading_with_a_new_name_moves_nobody() -> None:
    def edition(heading: str, under: str, ids: str) -> Plan:
        nodes = tuple(
            Node(id=f"N-{at}", level=0, printed=f"{at} {name}", number=str(at), name=name)
            for at, name in ((1, heading), (2, "くらしの安全"))
        )
        projects = (
            Project(id=f"{ids}-1", name="朝市の応援", node="N-1", summary="会場代を持ちます。"),
            Project(id=f"{ids}-2", name="防犯灯の点検", node=under, summary="防犯灯を見回ります。"),
        )
        return Plan(title="計画", nodes=nodes, projects=projects)

    old, new = edition("にぎわいのあるまち", "N-1", "P"), edition("にぎわいのあふれるまち", "N-2", "Q")
    changes = {edge.old: edge.changes for edge in propose_lineage(old, new).edges}
    assert changes == {"P-1": (), "P-2": ("place",)}


class TestDecided:
    """What a person says stays."""

    def test_a_refused_edge_is_not_proposed_again(self) -> None:
        old, new = MIHON[2024], MIHON[2025]
        edge = next(one for one in propose_lineage(old, new).edges if one.kind is EdgeKind.RENAMED)
        refused = replace(edge, verdict=Verdict.REFUSED)
        again = propose_lineage(old, new, decided=(refused,))
        assert (edge.old, edge.new) not in {(one.old, one.new) for one in again.edges}
        assert again.refused == (refused,)
        assert propose_lineage(old, new, decided=again.decided()) == again

    def test_a_confirmed_edge_stays_whatever_the_program_thinks(self) -> None:
        old, new = MIHON[2024], MIHON[2025]
        first = propose_lineage(old, new)
        ended, begun = first.ended[0], first.new[0]
        edge = Edge(old=ended, new=begun, kind=EdgeKind.REPLACED, confidence=1.0, verdict=Verdict.CONFIRMED)
        again = propose_lineage(old, new, decided=(edge,))
        kept = next(one for one in again.edges if one.old == ended)
        assert (kept.new, kept.verdict, kept.confidence) == (begun, Verdict.CONFIRMED, 1.0)
        assert kept == edge
        assert ended not in again.ended
        assert begun not in again.new

    def test_a_confirmed_edge_keeps_its_evidence(self) -> None:
        old, new = MIHON[2024], MIHON[2025]
        edge = next(one for one in propose_lineage(old, new).edges if one.kind is EdgeKind.RENAMED)
        confirmed = replace(edge, verdict=Verdict.CONFIRMED)
        again = propose_lineage(old, new, decided=(confirmed,))
        assert edge.evidence
        assert [one for one in again.edges if one.old == edge.old] == [confirmed]

    def test_a_word_about_projects_that_are_gone_is_no_edge(self) -> None:
        edge = Edge(
            old="P-none", new="P-nowhere", kind=EdgeKind.RENAMED, confidence=1.0, verdict=Verdict.CONFIRMED
        )
        assert propose_lineage(IRUMA, IRUMA, decided=(edge,)) == propose_lineage(IRUMA, IRUMA)


class TestCarry:
    """The old ids for what is surely the same."""

    def test_ids_are_carried_where_one_became_one(self) -> None:
        old = MIHON[2024]
        new, ids = without_ids(MIHON[2025])
        carried = carry_by_lineage(new, propose_lineage(old, new))
        kept = {project.id for project in carried.projects}
        known = {one.id for one in old.projects} & ids.keys()
        # The two that a merge joins are left to a person.
        assert len(known & kept) >= len(known) - 2
        assert len(kept) == len(carried.projects)

    def test_nothing_changes_where_the_ids_meet(self) -> None:
        assert carry_by_lineage(IRUMA, propose_lineage(IRUMA, IRUMA)) is IRUMA


edges = st.builds(
    Edge,
    old=st.text(min_size=1, max_size=8),
    new=st.text(min_size=1, max_size=8),
    kind=st.sampled_from(EdgeKind),
    confidence=st.floats(0, 1),
    evidence=st.lists(
        st.builds(Evidence, feature=st.sampled_from(sorted(EVIDENCE_WORDS)), strength=st.floats(0, 1)),
        max_size=2,
    ).map(tuple),
    changes=st.lists(st.sampled_from(["number", "name", "sections", "place"]), max_size=2).map(tuple),
    verdict=st.sampled_from(Verdict),
)
ids = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)


@given(st.builds(Lineage, edges=st.lists(edges, max_size=3).map(tuple), ended=ids, new=ids))
def test_a_lineage_comes_back_from_its_file(lineage: Lineage) -> None:
    assert load_lineage(dump_lineage(lineage)) == lineage


@pytest.mark.parametrize("text", ["", "[]", "3", '{"edges": 3}', '{"what": []}', '{"edges": [{"old": "a"}]}'])
def test_a_file_that_is_no_lineage_is_refused(text: str) -> None:
    with pytest.raises(LineageFileError):
        load_lineage(text)


def test_every_feature_that_speaks_has_words() -> None:
    assert set(_SPEAKING) <= set(FEATURES)
    # What a plan tells, and what the web application adds: a careful pair, a decision of an earlier import.
    assert {*_SPEAKING, "told", "succeeds", "paired", "decided"} == set(EVIDENCE_WORDS)


def test_the_text_says_what_became_of_whom() -> None:
    old, new = MIHON[2024], MIHON[2025]
    text = lineage_text(propose_lineage(old, new), old=old, new=new, language="ja")
    assert "No.19 みほん駅前広場再生事業 → No.18 みほん駅前広場改修工事" in text
    assert "■ 後の版にない事業 4" in text
    assert "統合したと書いてある" in text
    english = lineage_text(propose_lineage(old, new), old=old, new=new, language="en")
    assert "the plan tells of the merge" in english
