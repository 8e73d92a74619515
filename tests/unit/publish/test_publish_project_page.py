"""The page of a project: its money, its life through the editions, and where each value comes from."""

from dataclasses import replace
from datetime import date

import pytest

from shared import REPOSITORY
from torikumi.plan.file import read_plan
from torikumi.plan.model import SourceFile
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project, Review
from torikumi.plan.quantity import Quantity, ValueState
from torikumi.publish import addresses
from torikumi.publish.edition import render_edition
from torikumi.publish.history import Editions
from torikumi.publish.money_view import draw_money, tabulate_money
from torikumi.publish.project_life import direction_trail, tabulate_life
from torikumi.publish.provenance import tabulate_sources
from torikumi.publish.view import Badge
from unit.publish import plans
from unit.publish.pages import Reading
from unit.publish.test_publish_figures import check_texts, texts

MIHON = tuple(
    read_plan(REPOSITORY / "samples" / "mihon" / f"plan-{year}.json") for year in (2023, 2024, 2025)
)
IRUMA = read_plan(REPOSITORY / "samples" / "iruma" / "plan.json")
EDITIONS = Editions(MIHON)


def named(words: str) -> Project:
    return next(project for project in MIHON[2].projects if words in project.name)


def cost(
    number: str,
    fund: Fund = Fund.TOTAL,
    *,
    year: int = 2022,
    phase: Phase = Phase.INITIAL,
    unit: str = "千円",
) -> Amount:
    return Amount(label="", year=year, phase=phase, fund=fund, value=plans.number(number, unit))


def test_the_bars_of_money_are_the_numbers_of_the_plan() -> None:
    brand = named("みほん梨ブランド推進事業")
    figure = draw_money(brand.amounts)

    assert figure is not None
    words = texts(str(figure.wide))
    assert {
        "令和7年度 当初予算",
        "計 6,300",
        "3,000",
        "計 4,015",
        "計 600",
        "国庫支出金",
        "一般財源",
        "財源の記載なし",
    } <= set(words)
    check_texts(str(figure.wide))
    check_texts(str(figure.narrow))


@pytest.mark.parametrize(
    ("amounts", "drawn"),
    [
        ([cost("10"), cost("12", year=2023)], True),
        ([cost("10")], False),
        ([cost("10"), cost("-3", year=2023)], False),
        ([cost("10"), cost("1E+400", year=2023)], False),
        ([cost("10", unit="人"), cost("12", year=2023, unit="人")], False),
        ([cost("0"), cost("0", year=2023)], False),
        ([cost("10"), Amount(label="", year=2023, value=Quantity(raw="未定", state=ValueState.NOT_COUNTED))], False),
        ([], False),
    ],
)  # fmt: skip
def test_money_is_drawn_only_where_it_can_be_compared(amounts: list[Amount], drawn: bool) -> None:
    assert (draw_money(amounts) is not None) is drawn


def test_sources_that_do_not_add_up_are_not_drawn_as_parts() -> None:
    amounts = [cost("100"), cost("60", Fund.NATIONAL), cost("50", Fund.GENERAL), cost("5", year=2023)]
    figure = draw_money(amounts)

    assert figure is not None
    assert {"100", "計 100", "財源の記載なし"} <= set(texts(str(figure.wide)))
    assert "60" not in texts(str(figure.wide))
    assert tabulate_money(amounts).rows[0] == (
        "令和4年度（2022年度）",
        "当初予算",
        "100千円",
        "60千円",
        "50千円",
    )


def test_units_of_yen_are_drawn_on_one_scale() -> None:
    figure = draw_money([cost("2500"), cost("2", year=2023, unit="百万円")])

    assert figure is not None
    assert {"計 2,500", "計 2,000"} <= set(texts(str(figure.wide)))


def test_the_life_of_a_project_tells_what_happened() -> None:
    brand = tabulate_life(named("みほん梨ブランド推進事業").id, EDITIONS)
    library = tabulate_life(named("図書館おたがいさま貸出し").id, EDITIONS)
    new = tabulate_life(named("みほん駅前にぎわい創出事業").id, EDITIONS)

    assert (
        brand.rows[-1][-1]
        == "「規格外梨の加工品開発事業」を統合、名前が変わった、方針が変わった、概要が変わった"
    )
    assert "位置づけが移った" in str(library.rows[-1][-1])
    assert [row[-1] for row in new.rows] == ["", "", "新しくできた"]
    assert [row[2] for row in new.rows[:2]] == ["（この版にはありません）"] * 2


def test_the_numbers_of_a_project_are_those_of_each_edition() -> None:
    for project in MIHON[2].projects:
        rows = tabulate_life(project.id, EDITIONS).rows
        for plan, row in zip(MIHON, rows, strict=True):
            then = plan.project_by_id.get(project.id)
            assert row[1] == (then.number if then else "")


def test_the_trail_has_the_direction_of_every_edition() -> None:
    trail = direction_trail(named("例山の道しるべ").id, EDITIONS)

    assert [edition for edition, _ in trail] == ["令和5年度版", "令和6年度版", "令和7年度版"]
    assert [badge.word for _, badge in trail if isinstance(badge, Badge)] == ["継続", "継続", "縮小"]


def test_a_renumbered_project_without_other_news_says_only_that() -> None:
    old = plans.make_older_plan()
    new = replace(
        old, year=2022, edition="後", projects=(*old.projects[1:], replace(old.projects[0], number="99"))
    )
    rows = tabulate_life(old.projects[0].id, Editions((old, new))).rows

    assert rows[-1][-1] == "番号が1から99へ"
    assert tabulate_life(old.projects[1].id, Editions((old, new))).rows[-1][-1] == "変わりなし"


def test_every_value_of_a_read_document_has_its_place() -> None:
    table = tabulate_sources(IRUMA.projects[0], IRUMA)

    assert table is not None
    assert ("事業名", "source.tsv", "4行目 4列目") in table.rows
    assert len(table.rows) == 5


def test_values_of_one_place_stand_in_one_line() -> None:
    plan = plans.make_plan()
    table = tabulate_sources(plan.projects[0], plan)

    assert table is not None
    assert table.rows == (("事業名、事業概要", "みのり市事業一覧.pdf", "1ページ 1行目"),)


def test_an_answer_names_its_step_and_never_its_workbook() -> None:
    plan = replace(plans.make_plan(), sources=(SourceFile(name="元.pdf", sha256=""),))
    review = Review(
        year=2022, rater="産業課", result="できた", approved_by="委員会", approved_at=date(2023, 2, 1)
    )
    project = replace(
        plan.projects[0],
        reviews=(review,),
        places=(FieldPlace("direction", Place(file="産業課の回答.xlsx", sheet="回答", cell="F7")),),
    )
    table = tabulate_sources(project, plan)

    assert table is not None
    assert ("今後の方針", "令和4年度（2022年度）の年度評価の回答 委員会 2023年2月1日 確定", "") in table.rows
    assert (
        "令和4年度（2022年度）の評価（産業課）",
        "令和4年度（2022年度）の年度評価の回答",
        "委員会 2023年2月1日 確定",
    ) in table.rows
    assert "xlsx" not in str(table.rows)


def test_a_project_of_which_nothing_is_known_has_no_table_of_sources() -> None:
    assert tabulate_sources(replace(plans.make_plan().projects[0], places=()), plans.make_plan()) is None


def test_the_page_shows_all_of_it() -> None:
    files = render_edition(MIHON[2], previous=MIHON[:2], only=frozenset({"site"}))[1]
    page = Reading(files[addresses.project_address(named("みほん梨ブランド推進事業").id)].decode())

    for words in (
        "方針の移り変わり",
        "この事業のあゆみ",
        "どこから来た値か",
        "年度ごとの費用と財源（千円）",
        "政策検討部会（産業部会）",
    ):
        assert words in page.text
