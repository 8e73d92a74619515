"""What a new edition takes over, because its document does not say it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.strategies import plans
from tests.web.plans.invented import AT, direction, make_plan
from torikumi.plan.comment import Comment
from torikumi.plan.links import check_links
from torikumi.plan.model import Plan
from torikumi.plan.project import Merge, MergeKind, NamedAnswer, Review, SectionRole
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.carry import Absent, carry_over
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_import
from torikumi.web.plans.models import Edition, PlanSeries, StoredFinding
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.store import load_edition


def table_of(plan: Plan) -> Plan:
    """Return the plan as a table prints it: without indicators, money, answers, notes and layers."""
    bare = tuple(
        replace(project, indicators=(), amounts=(), reviews=(), notes=(), layers=())
        for project in plan.projects
    )
    return replace(plan, projects=bare, notice=None, credit=None)


def test_what_a_table_does_not_print_stays() -> None:
    old = make_plan(14)

    carried = carry_over(old=old, new=table_of(old))

    assert carried.plan == old
    assert [finding.code for finding in carried.findings] == ["carried-column"]
    assert "「指標」、「費用」、「年度ごとの評価」、「注」" in carried.findings[0].ja


def test_what_a_round_gave_an_edition_outlives_the_next_import() -> None:
    review = Review(
        year=2025,
        rater="担当課",
        others=(NamedAnswer(key="issues", label="課題", text="人手が足りない。"),),
        approved_by="委員会",
    )
    comment = Comment(text="目標が低い。", by="委員会", year=2025, answer="見直す。")
    plan = make_plan(2)
    first = replace(plan.projects[0], reviews=(review,), comments=(comment,))
    nodes = (replace(plan.nodes[0], comments=(comment,)), *plan.nodes[1:])
    old = replace(plan, nodes=nodes, projects=(first, *plan.projects[1:]), comments=(comment,))

    carried = carry_over(old=old, new=table_of(plan)).plan

    assert carried.projects[0].reviews == (review,)
    assert carried.projects[0].comments == carried.nodes[0].comments == carried.comments == (comment,)


def test_an_empty_cell_keeps_the_value_and_says_so() -> None:
    old = make_plan(4)
    first = replace(old.projects[0], direction=None, summary="")

    carried = carry_over(old=old, new=replace(old, projects=(first, *old.projects[1:])))

    assert carried.plan == old
    assert {(finding.subject, finding.field) for finding in carried.findings} == {
        (first.id, "direction"),
        (first.id, "summary"),
    }


def test_what_the_document_says_goes_before_what_was() -> None:
    old = make_plan(4)
    first = replace(old.projects[0], direction=direction("D"), summary="まったく新しい概要。", layers=())

    carried = carry_over(old=old, new=replace(old, projects=(first, *old.projects[1:])))

    assert carried.plan.projects[0] == first
    assert carried.findings == ()


def test_what_was_known_of_unchanged_words_stays() -> None:
    old = make_plan(1)
    lead, helper = old.projects[0].sections
    helper = replace(helper, role=SectionRole.CONTRIBUTOR)
    merge = Merge(kind=MergeKind.WITH, partner="どこかの事業")
    known = replace(old.projects[0], sections=(lead, helper), merges=(merge,))
    printed = replace(old.projects[0], merges=())

    carried = carry_over(old=replace(old, projects=(known,)), new=replace(old, projects=(printed,)))

    assert carried.plan.projects == (known,)


def test_a_partner_that_is_gone_is_not_pointed_at() -> None:
    old = make_plan(2)
    merge = Merge(kind=MergeKind.WITH, partner="二つ目", partner_id=old.projects[1].id)
    first = replace(old.projects[0], merges=(merge,))
    alone = replace(old, projects=(replace(first, merges=()),))

    carried = carry_over(old=replace(old, projects=(first, old.projects[1])), new=alone)

    assert carried.plan.projects[0].merges == ()
    check_links(carried.plan)


def test_a_new_project_takes_nothing_over() -> None:
    old = make_plan(4)
    new = replace(table_of(make_plan(5)).projects[4], summary=None)

    carried = carry_over(old=old, new=replace(old, projects=(*old.projects, new)))

    assert carried.plan.projects[4] == new


@settings(max_examples=100, deadline=None)
@given(old=plans(), new=plans())
def test_the_result_holds_together_and_nothing_said_is_lost(old: Plan, new: Plan) -> None:
    carried = carry_over(old=old, new=new).plan

    check_links(carried)
    assert [project.id for project in carried.projects] == [project.id for project in new.projects]
    for before, after in zip(new.projects, carried.projects, strict=True):
        assert [one.printed for one in after.sections] == [
            one.printed for one in before.sections
        ] or not before.sections
        assert after.direction == before.direction or not (
            before.direction and before.direction.printed.strip()
        )


@pytest.mark.parametrize(("absent", "expected"), [(Absent.CARRY, 1), (Absent.ERASE, 0)])
def test_the_person_decides_what_an_empty_cell_means(
    import_plan: Callable[..., Edition], series: PlanSeries, by: Actor, absent: Absent, expected: int
) -> None:
    plan = make_plan(4)
    import_plan(plan)
    document = UploadedDocument(name="表.xlsx", content=b"table")
    read = ReadDocument(document=document, plan=table_of(plan), findings=())

    batch = stage_import(read, series_id=series.pk, wishes=EditionWishes(absent=absent), by=by, at=AT)
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)

    assert len(load_edition(edition).projects[0].indicators) == expected
    assert (edition.notice != "") is bool(expected)
    told = StoredFinding.objects.within(series).filter(batch=batch, code="carried-column")
    assert told.count() == expected
