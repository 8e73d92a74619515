"""The same project next year."""

import time
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import plans
from torikumi.plan.file import dump_plan
from torikumi.plan.identity import assign_identities, carry_identities, pair_nodes, project_id
from torikumi.plan.model import Node, Plan, PrintedTotal
from torikumi.plan.project import Merge, MergeKind, Project, SectionRef

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=50
)
WORK, LIFE = "N-1", "N-2"


def edition(title: str, *rows: tuple[str, str, str, str]) -> Plan:
    """A plan of two goals; a row is number, name, section and node."""
    nodes = (
        Node(id=WORK, level=0, printed="1 しごと", number="1", name="しごと"),
        Node(id=LIFE, level=0, printed="2 くらし", number="2", name="くらし"),
    )
    projects = tuple(
        Project(
            id=project_id(plan_title=title, number=number, name=name, sections=[section]),
            number=number,
            name=name,
            node=node,
            sections=(SectionRef(printed=section, name=section),),
        )
        for number, name, section, node in rows
    )
    return Plan(title=title, nodes=nodes, projects=projects)


def lineage(old: Plan, new: Plan) -> dict[str, str | None]:
    """The old name of each project, by its new name."""
    names = {project.id: project.name for project in old.projects}
    return {project.name: names.get(project.id) for project in carry_identities(old=old, new=new).projects}


def test_an_id_is_the_same_for_the_same_words() -> None:
    one = project_id(plan_title="計画", number="1", name="（仮称）サービス", sections=["企画課"])
    same = project_id(plan_title="計画", number="１", name="ｻｰﾋﾞｽ", sections=["企画 課"])

    assert one == same
    assert len(one) == len("P-") + 12


def test_an_id_differs_for_other_words_and_for_the_second_of_two() -> None:
    ids = {
        project_id(plan_title="計画", number="1", name="a", sections=["企画課"]),
        project_id(plan_title="計画", number="2", name="a", sections=["企画課"]),
        project_id(plan_title="計画", number="1", name="b", sections=["企画課"]),
        project_id(plan_title="戦略", number="1", name="a", sections=["企画課"]),
        project_id(plan_title="計画", number="1", name="a", sections=[]),
        project_id(plan_title="計画", number="1", name="a", sections=["企画課"], occurrence=2),
    }

    assert len(ids) == 6


def test_a_project_is_known_by_its_name_when_number_and_section_change() -> None:
    old = edition("2019", ("1", "空き家バンク", "都市課", LIFE))
    new = edition("2020", ("7", "「空き家」バンク（仮称）", "建設課", WORK))

    assert lineage(old, new) == {"「空き家」バンク（仮称）": "空き家バンク"}


def test_projects_of_one_name_are_told_apart_by_their_sections() -> None:
    old = edition("2019", ("1", "相談", "A課", WORK), ("2", "相談", "B課", WORK))
    new = edition("2020", ("1", "相談", "B課", WORK), ("2", "相談", "A課", WORK))

    carried = carry_identities(old=old, new=new)

    assert [project.id for project in carried.projects] == [old.projects[1].id, old.projects[0].id]


def test_projects_that_nothing_tells_apart_are_new() -> None:
    old = edition("2019", ("", "相談", "A課", WORK), ("", "相談", "B課", WORK))
    new = edition("2020", ("", "相談", "C課", WORK), ("", "相談", "D課", WORK))

    assert not {project.id for project in carry_identities(old=old, new=new).projects} & set(
        old.project_by_id
    )


def test_a_similar_name_in_the_same_place_is_the_same_project() -> None:
    old = edition("2019", ("5", "子育て支援センター事業", "A課", LIFE))
    new = edition("2020", ("5", "子育て支援センター運営事業", "B課", LIFE))

    assert lineage(old, new) == {"子育て支援センター運営事業": "子育て支援センター事業"}


def test_another_name_or_another_place_is_another_project() -> None:
    old = edition("2019", ("5", "子育て支援センター事業", "A課", LIFE), ("6", "図書館", "B課", LIFE))
    new = edition(
        "2020", ("5", "子育て支援センター運営事業", "A課", WORK), ("6", "空き家バンク", "B課", LIFE)
    )

    assert set(lineage(old, new).values()) == {None}


def test_partners_of_merges_follow() -> None:
    old = edition("2019", ("1", "甲", "A課", WORK), ("2", "乙", "A課", WORK))
    new = edition("2020", ("1", "甲", "A課", WORK), ("2", "乙", "A課", WORK))
    merge = Merge(kind=MergeKind.INTO, partner="乙", partner_id=new.projects[1].id)
    new = replace(new, projects=(replace(new.projects[0], merges=(merge,)), new.projects[1]))

    carried = carry_identities(old=old, new=new)

    assert carried.projects[0].merges[0].partner_id == old.projects[1].id


def test_headings_keep_their_ids_when_one_is_put_in_between() -> None:
    old = edition("2019", ("1", "甲", "A課", LIFE))
    nodes = (
        Node(id=WORK, level=0, printed="1 まなび", number="1", name="まなび"),
        Node(id=LIFE, level=0, printed="2 しごと", number="2", name="しごと"),
        Node(id="N-3", level=0, printed="3 くらし", number="3", name="くらし"),
    )
    project = replace(old.projects[0], node="N-3", also_under=(LIFE,))
    new = Plan(
        title="2020", nodes=nodes, projects=(project,), totals=(PrintedTotal(label="計", count=1, node=LIFE),)
    )

    carried = carry_identities(old=old, new=new)

    assert [node.id for node in carried.nodes][1:] == [WORK, LIFE]
    assert carried.nodes[0].id not in old.node_by_id
    assert (carried.projects[0].node, carried.projects[0].also_under) == (LIFE, (WORK,))
    assert carried.totals[0].node == WORK


def test_a_heading_with_a_similar_name_is_known_by_its_number() -> None:
    old = edition("2019")
    named = replace(old.nodes[0], id="N-9", name="安心して働ける場をつくる")
    renamed = replace(named, id="N-8", name="安心して働く場をつくる")

    pairs = pair_nodes(old=replace(old, nodes=(named,)), new=replace(old, nodes=(renamed,)))

    assert pairs == {"N-8": "N-9"}


def test_a_heading_with_another_name_is_another() -> None:
    old = edition("2019")
    new = replace(old, nodes=(replace(old.nodes[0], name="まなび"),))

    assert pair_nodes(old=old, new=new) == {}


@SLOW
@given(plans(), plans())
def test_no_id_is_given_twice_and_all_links_hold(old: Plan, new: Plan) -> None:
    carried = carry_identities(old=old, new=new)

    dump_plan(carried)  # refuses ids that stand twice or point nowhere
    assert [project.name for project in carried.projects] == [project.name for project in new.projects]
    assert [node.printed for node in carried.nodes] == [node.printed for node in new.nodes]


@SLOW
@given(plans())
def test_a_plan_carried_from_itself_is_itself(plan: Plan) -> None:
    assert carry_identities(old=plan, new=plan) == plan


@SLOW
@given(plans(), plans())
def test_carrying_twice_changes_nothing_more(old: Plan, new: Plan) -> None:
    carried = carry_identities(old=old, new=new)

    assert carry_identities(old=old, new=carried) == carried


def test_a_name_that_gained_or_lost_its_partner_in_brackets_is_the_same_project() -> None:
    old = edition("計画", ("1", "朝市支援", "商工課", WORK), ("2", "窓口（電話相談を統合）", "市民課", LIFE))
    new = edition(
        "計画", ("7", "朝市支援（ 夕市の支援を統合 ）", "農政課", WORK), ("8", "窓口", "福祉課", LIFE)
    )

    assert lineage(old, new) == {
        "朝市支援（ 夕市の支援を統合 ）": "朝市支援",
        "窓口": "窓口（電話相談を統合）",
    }


def test_other_brackets_still_tell_projects_apart() -> None:
    old = edition("計画", ("1", "魅力アップ（祭り）", "商工課", WORK))
    new = edition("計画", ("5", "魅力アップ（観光）", "商工課", LIFE))

    assert lineage(old, new) == {"魅力アップ（観光）": None}


def test_names_as_long_as_books_are_compared_in_no_time() -> None:
    long = [f"{index}{'あい' * 5000}{index}" for index in range(10)]
    before = edition("計画", *((str(index), name, "企画課", WORK) for index, name in enumerate(long)))
    after = edition("計画", *((str(index), name[::-1], "企画課", WORK) for index, name in enumerate(long)))
    began = time.monotonic()

    carry_identities(old=before, new=after)

    assert time.monotonic() - began < 2


@SLOW
@given(plans(), plans(), st.data())
def test_ids_are_given_to_exactly_the_pairs_that_are_named(old: Plan, new: Plan, data: st.DataObject) -> None:
    olds, news = [one.id for one in old.projects], [one.id for one in new.projects]
    count = data.draw(st.integers(0, min(len(olds), len(news))))
    pairs = dict(
        zip(data.draw(st.permutations(news))[:count], data.draw(st.permutations(olds))[:count], strict=True)
    )

    given_ids = assign_identities(old=old, new=new, pairs=pairs)

    ids = [one.id for one in given_ids.projects]
    assert len(set(ids)) == len(ids)
    both = zip(new.projects, given_ids.projects, strict=True)
    assert {before.id: after.id for before, after in both if after.id in set(olds)} == pairs
    assert given_ids.nodes == new.nodes


def test_a_project_without_a_pair_gives_up_an_id_of_the_old_edition() -> None:
    old = Plan(
        title="みほん市総合戦略", projects=(Project(id="P-1", name="朝市"), Project(id="P-2", name="夕市"))
    )
    merge = Merge(kind=MergeKind.ABSORBED, partner="夕市", partner_id="P-2")
    new = replace(old, projects=(replace(old.projects[0], merges=(merge,)), old.projects[1]))

    apart = assign_identities(old=old, new=new, pairs={"P-2": "P-1"})

    first, second = apart.projects
    assert second.id == "P-1"
    assert first.id not in {"P-1", "P-2"}
    assert first.merges[0].partner_id == "P-1"
    assert apart == assign_identities(old=old, new=new, pairs={"P-2": "P-1"})
