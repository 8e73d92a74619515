"""The project sheets: each project's content, history and money on pages of its own."""

from dataclasses import replace

import pytest

from shared import REPOSITORY
from torikumi.plan.file import load_plan
from torikumi.plan.indicator import Indicator, YearValue
from torikumi.publish.history import Editions
from torikumi.publish.typeset.project_sheets import project_sheets
from torikumi.publish.words import heading_words
from unit.publish import plans
from unit.publish.paper import SetPdf, plain

MIHON = Editions(
    tuple(
        load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
        for year in (2023, 2024, 2025)
    )
)


@pytest.fixture(scope="module")
def mihon() -> SetPdf:
    (volume,) = project_sheets(MIHON)
    return SetPdf(volume.paper)


def test_every_project_has_its_name_summary_and_id(mihon: SetPdf) -> None:
    words = mihon.words

    for project in MIHON.newest.projects:
        assert plain(f"No.{project.number}{project.name}") in words
        assert plain(project.summary or "") in words
        assert plain(project.id) in words


def test_a_sheet_tells_reviews_money_indicators_and_the_past(mihon: SetPdf) -> None:
    first = MIHON.newest.projects[0]
    pages = [i for i, page in enumerate(mihon.pages) if plain(first.id) in page]
    sheet = "".join(mihon.pages[pages[0] : pages[0] + 2])

    for review in first.reviews:
        assert plain(review.result or "") in sheet
        assert plain(review.reason or "") in sheet
    for layer in first.layers:
        assert plain(layer.text) in sheet
    assert plain(first.indicators[0].name) in sheet
    assert "令和5年度（2023年度）当初予算4,200千円2,100千円2,100千円" in sheet
    assert "令和5年度版1みほん梨ブランド推進事業梨づくりの担い手を育てるB：継続" in sheet


def test_a_chart_says_in_words_what_it_shows(mihon: SetPdf) -> None:
    figures = [element for kind, element in mihon.tags() if kind == "Figure"]

    assert figures
    assert all("折れ線" in str(element.Alt) for element in figures)


def test_bookmarks_lead_from_the_goal_to_the_project(mihon: SetPdf) -> None:
    marks = mihon.bookmarks()
    goals = [heading_words(node) for node in MIHON.newest.nodes if node.level == 0]

    assert [title for depth, title in marks if depth == 1] == goals
    assert [title for depth, title in marks if depth == 2] == [
        f"No.{project.number} {project.name}" for project in MIHON.newest.projects
    ]


def test_the_contents_name_the_page_of_each_project(mihon: SetPdf) -> None:
    pages = mihon.pages
    contents = "".join(page.replace(".", "") for page in pages[1:3])
    last = MIHON.newest.projects[-1]
    page = next(i for i, text in enumerate(pages, 1) if plain(last.id) in text)

    assert plain(f"No{last.number}{last.name}{page}") in contents


def test_what_went_is_named(mihon: SetPdf) -> None:
    assert "No.34英語で案内！みほんジュニアガイド（令和6年度版まで）" in "".join(mihon.pages[1:3])


def test_a_large_plan_comes_in_volumes() -> None:
    plan = plans.make_large_plan(301)

    first, second = project_sheets(Editions((plan,)))

    assert (first.name, second.name) == ("評価シート（2分冊の1）", "評価シート（2分冊の2）")
    words = SetPdf(second.paper).words
    assert plain(plan.projects[300].id) in words
    assert plain(plan.projects[299].id) not in words


def test_a_plan_without_goals_and_summaries_has_its_sheets() -> None:
    plan = plans.make_plan()
    bare = tuple(
        replace(p, node=None, summary=None, layers=(), direction=None, sections=()) for p in plan.projects
    )

    (volume,) = project_sheets(Editions((replace(plan, nodes=(), projects=bare),)))
    paper = SetPdf(volume.paper)

    assert paper.words.count("（記載なし）") >= len(bare)
    assert [depth for depth, _ in paper.bookmarks()] == [0] + [1] * len(bare)


def test_a_plan_without_projects_has_a_cover() -> None:
    (volume,) = project_sheets(Editions((replace(plans.make_plan(), projects=()),)))

    assert "0事業の内容" in SetPdf(volume.paper).words


def test_hostile_texts_print_as_text() -> None:
    (volume,) = project_sheets(Editions((plans.make_hostile_plan(),)))

    assert plain(plans.HOSTILE) in SetPdf(volume.paper).words


def test_a_letter_that_no_font_has_is_a_geta_in_a_chart_too() -> None:
    first = replace(
        plans.make_plan().projects[0],
        indicators=(
            Indicator(
                name="笑顔", unit="\U0001f600",
                actuals=(
                    YearValue(year=2020, value=plans.number("3")),
                    YearValue(year=2021, value=plans.number("4")),
                ),
            ),
        ),
    )  # fmt: skip
    (volume,) = project_sheets(Editions((replace(plans.make_plan(), projects=(first,)),)))
    paper = SetPdf(volume.paper)

    assert paper.replaced == ("\U0001f600",)
    assert "単位：〓" in paper.words
