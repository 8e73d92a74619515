"""The plan's table on paper: everything of the plan stands in it, and nothing is cut."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from shared import REPOSITORY
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.publish.project_list import direction_words
from torikumi.publish.typeset.plan_table import plan_table
from torikumi.publish.words import heading_words, section_words
from torikumi.read.run import read_documents
from unit.publish import plans
from unit.publish.paper import SetPdf, plain

PLAN = plans.make_plan()


def sample(name: str) -> Plan:
    return load_plan((REPOSITORY / "samples" / name).read_text(encoding="utf-8"))


IRUMA, MIHON = sample("iruma/plan.json"), sample("mihon/plan-2025.json")


@pytest.fixture(scope="module")
def iruma() -> SetPdf:
    return SetPdf(plan_table(IRUMA))


@pytest.fixture(scope="module")
def mihon() -> SetPdf:
    return SetPdf(plan_table(MIHON))


@pytest.mark.parametrize("city", ["iruma", "mihon"])
def test_every_number_name_and_text_of_the_plan_stands_in_it(
    city: str, request: pytest.FixtureRequest
) -> None:
    paper: SetPdf = request.getfixturevalue(city)
    plan, words = {"iruma": IRUMA, "mihon": MIHON}[city], paper.words

    for node in plan.nodes:
        assert plain(heading_words(node)) in words
    for project in plan.projects:
        assert plain(f"{project.number}{project.name}") in words
        assert plain(project.summary or "") in words
        assert plain(direction_words(project.direction)) in words
        assert all(plain(section_words(section)) in words for section in project.sections)
    assert all(plain(note.text) in words for note in plan.notes)
    assert plan.credit is not None
    assert plain(plan.credit) in words


@pytest.mark.parametrize("city", ["iruma", "mihon"])
def test_our_own_reader_reads_the_same_plan_back(
    city: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    paper: SetPdf = request.getfixturevalue(city)
    plan = {"iruma": IRUMA, "mihon": MIHON}[city]
    (tmp_path / "table.pdf").write_bytes(paper.octets)

    back = read_documents([tmp_path / "table.pdf"]).plan

    keys = ("number", "name", "summary", "direction", "sections")
    wanted = [[_flat(record[key]) for key in keys] for record in to_records(plan)]
    assert [[_flat(record[key]) for key in keys] for record in to_records(back)] == wanted


def _flat(value: object) -> object:
    if isinstance(value, list):
        return [_flat(one) for one in value]
    return plain(value).replace("(", "（").replace(")", "）") if isinstance(value, str) else value or ""


def test_head_goal_and_measure_stand_on_each_page(iruma: SetPdf) -> None:
    pages, nodes = iruma.pages, [n for n in IRUMA.nodes if n.level == 0]

    assert len(pages) > 3
    for page in pages:
        assert "No.事業名事業概要今後の方針担当課" in page
        assert any(plain(heading_words(node)) in page for node in nodes)
        assert plain(IRUMA.notice or "") in page
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_no_row_is_cut_by_the_end_of_a_page(mihon: SetPdf) -> None:
    pages = mihon.pages

    for project in MIHON.projects:
        whole = [
            page for page in pages if plain(project.summary or "") in page and plain(project.name) in page
        ]
        assert whole, project.name


@pytest.mark.parametrize("count", range(12, 25))
@pytest.mark.parametrize("ends_with", ["project", "heading"])
def test_what_closes_the_table_stands_with_its_last_row(count: int, ends_with: str) -> None:
    projects = IRUMA.projects[:count]
    used = {node.id for project in projects for node in IRUMA.path_to(project.node)}
    nodes = tuple(node for node in IRUMA.nodes if ends_with == "heading" or node.id in used)

    last = SetPdf(plan_table(replace(IRUMA, projects=projects, nodes=nodes))).pages[-1]

    assert plain(projects[-1].name if ends_with == "project" else heading_words(nodes[-1])) in last
    assert "今後の方針の意味と事業の数" in last
    assert plain(f"出典：{IRUMA.credit}") in last


def test_the_end_counts_the_directions(iruma: SetPdf) -> None:
    assert "今後の方針の意味と事業の数（合計72事業）A：充実7事業" in iruma.pages[-1]


def test_a_text_longer_than_a_page_goes_over_its_end() -> None:
    text = "".join(f"第{n}条　この文は長いので、次のページへ続きます。" for n in range(500))
    plan = replace(PLAN, projects=(replace(PLAN.projects[0], summary=text), *PLAN.projects[1:]))

    paper = SetPdf(plan_table(plan))

    # The end of a page, and the heads of the next, may stand in the middle of one.
    assert sum(f"第{n}条この文は長いので" in paper.words for n in range(500)) >= 500 - len(paper.pages)
    assert sum("この文は長いので" in page for page in paper.pages) > 1
    assert all("事業概要" in page for page in paper.pages if "この文は長いので" in page)


def test_a_plan_without_goals_summaries_and_directions_has_its_table() -> None:
    bare = tuple(replace(p, node=None, summary=None, direction=None, sections=()) for p in PLAN.projects)

    paper = SetPdf(plan_table(replace(PLAN, nodes=(), projects=bare, scale=None, notes=(), credit=None)))

    assert all(plain(project.name) in paper.words for project in bare)
    assert "記載なし" in paper.words


def test_a_plan_without_projects_has_its_table() -> None:
    paper = SetPdf(plan_table(replace(PLAN, projects=())))

    assert "合計0事業" in paper.words


@pytest.mark.parametrize("word", ["A" * 400, "https://example.jp/" + "path_" * 60, "0" * 90])
@pytest.mark.parametrize("is_last", [True, False])
def test_a_long_word_breaks_inside_its_cell_and_stays_whole_as_text(word: str, is_last: bool) -> None:
    long = replace(PLAN.projects[0], name=word, summary=word, number=word[:30], node=None)
    rows = (PLAN.projects[1], long) if is_last else (long, PLAN.projects[1])
    paper = SetPdf(plan_table(replace(PLAN, projects=rows, nodes=())))

    assert paper.words.count(word) == 2
    columns = [34.0, *paper.left_edges("事業名", "事業概要", "今後の方針")]
    for letter, left, right in paper.letters():
        if letter in word and letter not in "0123456789.,":
            assert any(start - 1 < left and right < end for start, end in pairwise(columns)), letter


def test_money_that_needs_more_than_a3_is_left_out_from_the_oldest_and_said() -> None:
    first = MIHON.projects[0]
    amounts = tuple(
        replace(first.amounts[0], year=year, fund=first.amounts[0].fund) for year in range(1990, 2026)
    )
    paper = SetPdf(plan_table(replace(MIHON, projects=(replace(first, amounts=amounts),))))

    assert "紙の幅に入らないため省きました" in paper.words
    assert "令和7年度" in paper.words
    assert "平成2年度" not in paper.words


def test_the_tags_say_what_is_a_head_and_what_a_cell(iruma: SetPdf) -> None:
    tags = iruma.tags()
    kinds = [kind for kind, _ in tags]

    assert kinds.count("Table") == 1
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == sum(node.level == 0 for node in IRUMA.nodes)
    heads = [element for kind, element in tags if kind == "TH"]
    assert len(heads) == 5 + len(IRUMA.nodes)
    cells = [element for kind, element in tags if kind == "TD"]
    asides = sum(len(node.notes) for node in IRUMA.nodes)
    assert len(cells) == 5 * len(IRUMA.projects) + asides


def test_the_file_says_its_title_its_language_and_its_goals(iruma: SetPdf) -> None:
    with iruma.open() as pdf:
        assert str(pdf.Root.Lang) == "ja-JP"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "入間市 総合戦略の事業一覧"
    goals = [heading_words(node) for node in IRUMA.nodes if node.level == 0]
    assert [title for _, title in iruma.bookmarks()] == ["入間市 総合戦略の事業一覧", *goals]


def test_the_same_plan_gives_the_same_bytes(iruma: SetPdf) -> None:
    assert SetPdf(plan_table(IRUMA)).octets == iruma.octets


def test_a_letter_that_no_font_has_is_told_below_the_table() -> None:
    project = replace(PLAN.projects[0], name="\U0001f600の日")
    paper = SetPdf(plan_table(replace(PLAN, projects=(project,), nodes=())))

    assert "〓の日" in paper.words
    assert "U+1F600" in paper.words


def test_a_hostile_plan_prints_as_text() -> None:
    paper = SetPdf(plan_table(plans.make_hostile_plan()))

    assert plain(plans.HOSTILE) in paper.words
