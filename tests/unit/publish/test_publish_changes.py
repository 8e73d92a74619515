"""What changed, as the site of the samples says it: the numbers are those of the plans themselves."""

import re
from dataclasses import replace

import pytest

from shared import REPOSITORY
from torikumi.compare.changes import list_changes
from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.file import read_plan
from torikumi.plan.model import Plan
from torikumi.plan.money import Amount
from torikumi.plan.project import Project, Review, ReviewState
from torikumi.publish import addresses
from torikumi.publish.change_lines import line_of_part
from torikumi.publish.change_view import ChangeGroup, ChangeView, view_all_changes
from torikumi.publish.edition import render_edition
from torikumi.publish.history import Editions
from unit.publish import plans
from unit.publish.pages import Reading

MIHON = tuple(
    read_plan(REPOSITORY / "samples" / "mihon" / f"plan-{year}.json") for year in (2023, 2024, 2025)
)


@pytest.fixture(scope="module")
def newest() -> ChangeView:
    return view_all_changes(Editions(MIHON))[0]


def group(view: ChangeView, key: str) -> ChangeGroup:
    return next(group for group in view.groups if group.key == key)


def approved(project: Project) -> list[Review]:
    return [review for review in project.reviews if review.state is ReviewState.APPROVED]


def by_id(view: ChangeView, key: str) -> dict[str, str]:
    links = (entry.link for entry in group(view, key).entries)
    return {link.address or "": link.name for link in links}


def test_each_pair_of_neighbours_has_a_page_the_newest_first() -> None:
    views = view_all_changes(Editions(MIHON))

    assert [(view.old, view.new) for view in views] == [
        ("令和6年度版", "令和7年度版"),
        ("令和5年度版", "令和6年度版"),
    ]


def test_new_and_ended_projects_are_those_of_the_plans(newest: ChangeView) -> None:
    old, new = MIHON[1].project_by_id, MIHON[2].project_by_id

    assert [*by_id(newest, "added")] == [addresses.project_address(one) for one in new if one not in old]
    assert [*by_id(newest, "ended")] == [addresses.project_address(one) for one in old if one not in new]


def test_changed_directions_stand_with_both_badges(newest: ChangeView) -> None:
    entries = group(newest, "direction").entries
    found = {
        entry.link.name: [(line.before.word, line.after.word) for line in entry.lines] for entry in entries
    }

    assert len(entries) == 7
    assert found["No.49 例山の道しるべ整備事業"] == [("継続", "縮小")]
    old, new = MIHON[1].project_by_id, MIHON[2].project_by_id
    assert len(entries) == sum(old[i].direction != new[i].direction for i in new if i in old)


def test_renamed_moved_and_merged_projects_are_named(newest: ChangeView) -> None:
    assert "No.18 みほん駅前広場改修工事" in by_id(newest, "renamed").values()
    assert [*by_id(newest, "moved").values()] == ["No.35 図書館おたがいさま貸出し（広域相互利用）"]
    merged = {entry.link.name: entry.lines[0].after for entry in group(newest, "merged").entries}
    assert merged["No.5 規格外梨の加工品開発事業"] == "「みほん梨ブランド推進事業」に統合"


def test_indicators_and_money_stand_by_their_names(newest: ChangeView) -> None:
    brand = next(e for e in group(newest, "indicators").entries if "みほん梨ブランド" in e.link.name)
    money = next(e for e in group(newest, "amounts").entries if "みほん梨ブランド" in e.link.name)

    assert [(line.label, line.after) for line in brand.lines] == [
        ("認証を受けた梨と加工品の販売額", "実績 121（令和7年度）")
    ]
    assert next((line.label, line.before, line.after) for line in money.lines) == (
        "R7当初",
        None,
        "6,300千円",
    )


def test_every_difference_is_in_some_group(newest: ChangeView) -> None:
    subjects = {change.subject for change in list_changes(old=MIHON[1], new=MIHON[2])}
    shown = {entry.link.address for group in newest.groups for entry in group.entries}

    assert {addresses.project_address(s) for s in subjects if s.startswith("P-")} <= shown
    assert {addresses.node_address(s) for s in subjects if not s.startswith("P-")} <= shown


def test_the_pages_count_and_link_what_they_list(newest: ChangeView) -> None:
    files = render_edition(MIHON[2], previous=MIHON[:2], only=frozenset({"site"}))[1]
    html = files[newest.address].decode()
    page, listed = Reading(html), Reading(files[addresses.CHANGES].decode())

    # Answers that nobody has approved are published nowhere, and so are no difference there.
    for one in (one for one in newest.shown if one.key != "reviews"):
        assert one.key in page.ids()
        assert f"{one.title}（{len(one.entries)}）" in page.text
        assert f"{one.title} {len(one.entries)}" in re.sub(r"\s+", " ", listed.text)
    old, new = MIHON[1].project_by_id, MIHON[2].project_by_id
    answered = sum(approved(new[one]) != approved(old[one]) for one in new if one in old)
    assert f"評価や意見が加わった事業（{answered}）" in page.text
    assert "規格外梨の加工品開発事業と窓口を一本化し、認証シールに加工品用を加えた。</ins>" in html
    assert "変わったこと" in Reading(files["index.html"].decode()).text


def test_one_edition_has_no_page_of_changes() -> None:
    files = render_edition(MIHON[2], only=frozenset({"site"}))[1]

    assert not [name for name in files if name.startswith("changes/")]
    assert "変わったこと" not in files["index.html"].decode()


def test_editions_without_a_difference_say_so() -> None:
    same = (replace(MIHON[2], edition="一"), replace(MIHON[2], edition="二"))
    view = view_all_changes(Editions(same))[0]
    files = render_edition(same[1], previous=same[:1], only=frozenset({"site"}))[1]

    assert view.shown == ()
    assert "二つの版に違いはありません。" in files[view.address].decode()


def test_editions_of_one_name_have_pages_of_their_own() -> None:
    editions = Editions((MIHON[2],) * 3)

    assert len({view.address for view in view_all_changes(editions)}) == 2


def test_an_ended_project_names_the_one_that_took_it_in() -> None:
    plan: Plan = plans.make_plan()
    old = replace(
        plan,
        year=2021,
        edition="前",
        projects=(*plan.projects, replace(plan.projects[0], id="P-99", name="（仮称）よるの居場所")),
    )
    entries = group(view_all_changes(Editions((old, plan)))[0], "ended").entries

    assert "児童センター夜間開放" in entries[0].remark


def test_a_hostile_plan_breaks_no_page_of_changes() -> None:
    plan = plans.make_hostile_plan()
    files = render_edition(plan, previous=(replace(plans.make_plan(), year=2021, edition="前"),))[1]

    for name, octets in files.items():
        if name.startswith("changes/"):
            assert b"<script>alert" not in octets
            assert b"<img src=x" not in octets


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "生産者の満足", (None, "生産者の満足")),
        ("生産者の満足", None, ("生産者の満足", None)),
        ("生産者の満足", "生産者の満足：実績 5", (None, "実績 5")),
        ("生産者の満足：実績 5", "生産者の満足", ("実績 5", None)),
        ("生産者の満足：実績 5", "生産者の満足：実績 6", ("実績 5", "実績 6")),
        ("生産者：満足：実績 5", "生産者：満足：実績 6", ("実績 5", "実績 6")),
        ("生産者の満足", "生産者の満足", (None, None)),
    ],
)
def test_a_part_says_what_came_and_what_went(
    before: str | None, after: str | None, expected: tuple[str | None, str | None]
) -> None:
    change = Change(
        kind=ChangeKind.CHANGED, subject="P-1", title="", field="indicators", before=before, after=after
    )
    line = line_of_part(change, ["生産者の満足", "生産者：満足"])

    assert (line.before, line.after) == expected


@pytest.mark.parametrize(("count", "said"), [(16, True), (600, False)])
def test_the_money_of_very_many_projects_is_left_to_their_pages(count: int, said: bool) -> None:
    new = plans.make_large_plan(count)
    amount = Amount(label="R4当初", year=2022, value=plans.number("5", "千円"))
    old = replace(new, year=2021, edition="前")
    new = replace(new, projects=tuple(replace(project, amounts=(amount,)) for project in new.projects))
    entries = group(view_all_changes(Editions((old, new)))[0], "amounts").entries

    assert len(entries) == count
    assert any(entry.lines for entry in entries) is said
