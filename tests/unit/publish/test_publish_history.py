from dataclasses import replace

import pytest

from torikumi.errors import UserError
from torikumi.plan.direction import Direction, DirectionScale, Outcome
from torikumi.publish.history import (
    changed_directions,
    edition_name,
    gone_nodes,
    gone_projects,
    past_directions,
    put_in_order,
)
from torikumi.publish.tally import commonest, count_directions, direction_groups, empty_nodes, section_groups
from unit.publish import plans

NEW, OLD = plans.make_plan(), plans.make_older_plan()


def test_editions_are_put_in_the_order_of_their_years() -> None:
    assert put_in_order([NEW, OLD]) == (OLD, NEW)
    assert put_in_order([OLD, NEW]) == (OLD, NEW)


def test_editions_without_years_keep_the_order_given() -> None:
    undated = replace(NEW, year=None)

    assert put_in_order([undated, OLD]) == (undated, OLD)


def test_two_cities_are_not_one_site() -> None:
    assert NEW.municipality is not None
    other = replace(NEW, municipality=replace(NEW.municipality, code="112259"))

    with pytest.raises(UserError) as caught:
        put_in_order([NEW, other])

    assert "112259、990019" in caught.value.ja


def test_a_project_that_an_edition_lacks_is_none_there() -> None:
    first, second = past_directions(plans.project_id("16"), (OLD, NEW))

    assert (first.project, first.direction) == (None, None)
    assert second.direction == plans.direction("B")


def test_what_changed_and_what_is_gone() -> None:
    changed = [(a.number, a.direction, b.direction) for a, b in changed_directions(old=OLD, new=NEW)]

    assert changed == [
        ("3", plans.direction("C"), plans.direction("D")),
        ("4", plans.direction("B"), plans.direction("A")),
    ]
    assert [(project.name, edition_name(plan)) for project, plan in gone_projects((OLD, NEW))] == [
        ("婚活バスツアー", "令和3年度版"),
        ("出会いの相談員", "令和3年度版"),
    ]
    assert [(node.id, edition_name(plan)) for node, plan in gone_nodes((OLD, NEW))] == [
        ("N-2-3", "令和3年度版")
    ]


@pytest.mark.parametrize(
    ("edition", "year", "expected"),
    [
        ("第2版", 2022, "第2版"),
        (None, 2019, "令和元年度"),
        (None, None, "みのり市まち・ひと・しごと総合戦略"),
    ],
)
def test_an_edition_always_has_a_name(edition: str | None, year: int | None, expected: str) -> None:
    assert edition_name(replace(NEW, edition=edition, year=year)) == expected


def test_directions_stand_in_the_citys_order_and_unread_ones_after_them() -> None:
    first, second, *rest = NEW.projects
    odd = replace(
        first, direction=replace(plans.direction("A"), printed="？", code=None, label=None, outcomes=())
    )
    plan = replace(NEW, projects=(odd, replace(second, direction=None), *rest))
    groups = direction_groups(plan)

    assert [group.name for group in groups] == ["A 充実", "B 継続", "C 縮小", "D 廃止", "？", "記載なし"]
    assert sum(count_directions(plan.projects)[group.key] for group in groups) == len(plan.projects)


def test_directions_without_codes_stand_in_the_order_of_their_meaning() -> None:
    labels = (
        ("廃止", Outcome.ABOLISH),
        ("継続", Outcome.KEEP),
        ("やってみる", None),
        ("拡充", Outcome.EXPAND),
    )
    words = [Direction(printed=word, label=word, outcomes=(to,) if to else ()) for word, to in labels]
    projects = tuple(replace(p, direction=words[i % 4]) for i, p in enumerate(NEW.projects))
    groups = direction_groups(replace(NEW, scale=None, projects=projects))

    assert [group.name for group in groups] == ["拡充", "継続", "廃止", "やってみる"]


def test_directions_with_codes_stand_in_the_order_of_the_codes_where_there_is_no_scale() -> None:
    groups = direction_groups(replace(NEW, scale=None))

    assert [group.name for group in groups] == ["A 充実", "B 継続", "C 縮小", "D 廃止"]


def test_a_scale_keeps_its_order() -> None:
    turned = DirectionScale(id="x", labels=plans.LABELS[::-1])

    assert [group.letter for group in direction_groups(replace(NEW, scale=turned))] == ["D", "C", "B", "A"]


def test_the_commonest_direction_is_no_missing_one() -> None:
    bare = replace(NEW, projects=tuple(replace(p, direction=None) for p in NEW.projects))
    groups = direction_groups(NEW)
    usual = commonest(groups, count_directions(NEW.projects))

    assert usual is not None
    assert usual.name == "B 継続"
    assert commonest(direction_groups(bare), count_directions(bare.projects)) is None


def test_spellings_of_one_section_are_one_group() -> None:
    first, *rest = NEW.projects
    wide = replace(first, sections=(plans.section("企画課"), plans.section("企画 課")))
    groups = section_groups(replace(NEW, projects=(wide, *rest)))

    assert [len(group.projects) for group in groups if group.name == "企画課"] == [3]


def test_only_ends_of_the_tree_are_called_empty() -> None:
    assert [node.id for node in empty_nodes(NEW)] == ["N-2-2"]
