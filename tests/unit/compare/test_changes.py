"""What differs between two editions."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from strategies import plans
from torikumi.compare.changes import list_changes
from torikumi.compare.match import match_nodes, match_projects
from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.identity import carry_identities
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Note, Plan
from torikumi.plan.money import Amount
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    Project,
    Review,
    SectionRef,
    SectionRole,
    SummaryLayer,
)
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=50
)

WORK = Node(id="N-1", level=0, printed="1 しごと", number="1", name="しごと")
LIFE = Node(id="N-2", level=0, printed="2 くらし", number="2", name="くらし")
VISITORS = Indicator(
    name="来場者数",
    unit="人",
    base=YearValue(year=2017, value=parse_quantity("412")),
    actuals=(YearValue(year=2018, value=parse_quantity("413")),),
)
PROJECT = Project(
    id="P-1",
    number="1",
    name="梨まつり",
    node="N-1",
    summary="梨を売る。",
    direction=parse_direction("B：継続"),
    sections=(SectionRef(printed="農政課", name="農政課"),),
    indicators=(VISITORS,),
    amounts=(Amount(label="R1当初", year=2019, value=parse_quantity("1,200千円")),),
    notes=("雨天中止",),
)
OTHER = Project(id="P-2", number="2", name="空き家バンク", node="N-2")
PLAN = Plan(title="計画", nodes=(WORK, LIFE), projects=(PROJECT, OTHER))


def changes_of(**fields: object) -> list[tuple[str, str | None, str | None]]:
    """What is listed where the first project has other fields."""
    new = replace(PLAN, projects=(replace(PROJECT, **fields), OTHER))
    return [(change.field, change.before, change.after) for change in list_changes(old=PLAN, new=new)]


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"number": "3"}, ("number", "1", "3")),
        ({"name": "梨市"}, ("name", "梨まつり", "梨市")),
        ({"summary": ""}, ("summary", "梨を売る。", "")),
        ({"summary": None}, ("summary", "梨を売る。", None)),
        ({"provisional": True}, ("provisional", "なし", "あり")),
        ({"second_name": "収穫祭"}, ("second_name", None, "収穫祭")),
        ({"direction": parse_direction("D：廃止")}, ("direction", "B：継続", "D：廃止")),
        ({"direction": None}, ("direction", "B：継続", None)),
        ({"node": "N-2"}, ("node", "1 しごと", "2 くらし")),
        ({"node": None}, ("node", "1 しごと", None)),
        ({"also_under": ("N-2",)}, ("also_under", None, "2 くらし")),
        ({"notes": ("雨天中止", "入場無料")}, ("notes", "雨天中止", "雨天中止\n入場無料")),
        (
            {
                "sections": (
                    *PROJECT.sections,
                    SectionRef(printed="広報課", name="広報課", role=SectionRole.CONTRIBUTOR),
                )
            },
            ("sections", "農政課", "農政課、広報課（関係課）"),
        ),
        (
            {"merges": (Merge(kind=MergeKind.ABSORBED, partner="ぶどうまつり"),)},
            ("merges", None, "「ぶどうまつり」を統合"),
        ),
        (
            {
                "layers": (
                    SummaryLayer(kind=LayerKind.PROPOSAL, text="梨を売る。", year=2018, author="検討部会"),
                )
            },
            ("layers", None, "【提案】 平成30年度 検討部会 梨を売る。"),
        ),
        (
            {"amounts": (Amount(label="R1当初", year=2019, value=parse_quantity("900千円")),)},
            ("amounts", "R1当初：1,200千円", "R1当初：900千円"),
        ),
        (
            {
                "amounts": (
                    Amount(
                        label="R1当初",
                        year=2019,
                        value=Quantity(raw="900", state=ValueState.NUMBER, number=Decimal(900), unit="千円"),
                    ),
                )
            },
            ("amounts", "R1当初：1,200千円", "R1当初：900千円"),
        ),
        ({"amounts": ()}, ("amounts", "R1当初：1,200千円", None)),
        (
            {
                "reviews": (
                    Review(year=2019, rater="担当課", progress="順調", direction=parse_direction("A：充実")),
                )
            },
            ("reviews", None, "令和元年度 担当課：状態 確定、進捗 順調、方針 A：充実"),
        ),
        (
            {"indicators": ()},
            ("indicators", "来場者数：単位 人、基準 412（平成29年度）、実績 413（平成30年度）", None),
        ),
    ],
)
def test_every_field_is_compared_in_words(
    fields: dict[str, object], listed: tuple[str, str | None, str | None]
) -> None:
    assert changes_of(**fields) == [listed]


def test_of_an_indicator_only_what_differs_is_shown() -> None:
    measured = replace(
        VISITORS, actuals=(*VISITORS.actuals, YearValue(year=2019, value=parse_quantity("430")))
    )

    assert changes_of(indicators=(measured,)) == [
        ("indicators", "来場者数", "来場者数：実績 430（令和元年度）")
    ]


def test_two_indicators_of_one_name_are_compared_one_by_one() -> None:
    second = replace(VISITORS, unit="組")
    old = replace(PLAN, projects=(replace(PROJECT, indicators=(VISITORS, second)),))
    new = replace(PLAN, projects=(replace(PROJECT, indicators=(VISITORS, replace(second, unit="世帯"))),))

    (change,) = list_changes(old=old, new=new)

    assert (change.before, change.after) == ("来場者数：単位 組", "来場者数：単位 世帯")


def test_where_a_text_stands_in_the_document_is_no_change() -> None:
    assert changes_of(places=(FieldPlace("name", Place(page=9)),)) == []


def test_parts_of_a_changed_text_are_not_listed_again() -> None:
    changed = changes_of(
        summary="梨とぶどうを売る。",
        layers=(SummaryLayer(kind=LayerKind.ORIGINAL, text="梨とぶどうを売る。"),),
        name="（仮称）梨市（秋）",
        provisional=True,
        second_name="秋",
    )

    assert [field for field, _, _ in changed] == ["name", "summary"]


def test_what_came_and_went_has_no_field_and_one_side() -> None:
    new = replace(PLAN, projects=(PROJECT, Project(id="P-3", number="3", name="婚活")))

    assert list_changes(old=PLAN, new=new) == (
        Change(kind=ChangeKind.ADDED, subject="P-3", title="3 婚活", after="3 婚活"),
        Change(kind=ChangeKind.REMOVED, subject="P-2", title="2 空き家バンク", before="2 空き家バンク"),
    )


def test_a_renamed_heading_does_not_move_its_projects() -> None:
    renamed = replace(WORK, id="N-7", printed="1 しごとと産業", name="しごとと産業")
    longer = replace(WORK, printed="1 しごとの産業", name="しごとの産業")
    old = replace(PLAN, nodes=(longer, LIFE))
    new = Plan(title="計画", nodes=(renamed, LIFE), projects=(replace(PROJECT, node="N-7"), OTHER))

    changes = list_changes(old=old, new=new)

    assert [(change.subject, change.field) for change in changes] == [("N-7", "printed")]


def test_headings_come_go_and_change() -> None:
    new = replace(
        PLAN,
        nodes=(
            replace(WORK, notes=(Note(text="具体的な事業はない。"),)),
            Node(id="N-3", level=0, printed="3 まなび", name="まなび"),
        ),
    )
    new = replace(new, projects=(PROJECT, replace(OTHER, node=None)))

    kinds = [(change.kind, change.title, change.field) for change in list_changes(old=PLAN, new=new)]

    assert kinds == [
        (ChangeKind.CHANGED, "1 しごと", "notes"),
        (ChangeKind.ADDED, "3 まなび", ""),
        (ChangeKind.REMOVED, "2 くらし", ""),
        (ChangeKind.CHANGED, "2 空き家バンク", "node"),
    ]


def test_matches_name_what_both_have() -> None:
    new = replace(PLAN, nodes=(WORK,), projects=(replace(PROJECT, node="N-1"),))

    assert match_projects(old=PLAN, new=new).removed == (OTHER,)
    assert match_nodes(old=PLAN, new=new).both == ((WORK, WORK),)
    assert match_nodes(old=PLAN, new=new).removed == (LIFE,)


@SLOW
@given(plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    assert list_changes(old=plan, new=plan) == ()


@SLOW
@given(plans(), plans())
def test_every_project_is_accounted_for(old: Plan, new: Plan) -> None:
    new = carry_identities(old=old, new=new)

    changes = list_changes(old=old, new=new)

    added = {change.subject for change in changes if change.kind is ChangeKind.ADDED}
    removed = {change.subject for change in changes if change.kind is ChangeKind.REMOVED}
    changed = {change.subject for change in changes if change.kind is ChangeKind.CHANGED}
    assert added & set(new.project_by_id) == set(new.project_by_id) - set(old.project_by_id)
    assert removed & set(old.project_by_id) == set(old.project_by_id) - set(new.project_by_id)
    assert not (added & removed or added & changed or removed & changed)
    assert all(change.before != change.after for change in changes if change.kind is ChangeKind.CHANGED)
    assert {change.field for change in changes} <= {"", *FIELD_WORDS}
