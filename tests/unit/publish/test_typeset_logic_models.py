"""The paper of the logic models: each heading with its stages as text, and the projects that leave something out."""

from dataclasses import replace

import pytest

from shared import REPOSITORY
from torikumi.plan.file import read_plan
from torikumi.publish.history import Editions
from torikumi.publish.typeset.logic_models import logic_models
from torikumi.publish.typeset.project_sheets import project_sheets
from torikumi.publish.words import heading_words
from unit.publish import plans
from unit.publish.paper import SetPdf, plain

MIHON = read_plan(REPOSITORY / "samples" / "mihon" / "plan-2025.json")


@pytest.fixture(scope="module")
def mihon() -> SetPdf:
    return SetPdf(logic_models(Editions((MIHON,))))


def test_every_goal_and_measure_has_its_model(mihon: SetPdf) -> None:
    headings = [words for depth, words in mihon.bookmarks() if depth == 1]

    assert headings[:-1] == [heading_words(node) for node in MIHON.nodes]
    assert headings[-1] == "書かれていないところのある事業"


def test_the_stages_are_read_in_their_order(mihon: SetPdf) -> None:
    first = mihon.words[mihon.words.index(plain("1 梨と和紙で働くまち <なりわい応援プロジェクト>基本目標")) :]
    said = ["事業費52,110千円", "和紙の技をつなぐ", "活動指標が書かれていません", "梨・和紙関連の年間販売額"]

    assert sorted(said, key=first.index) == said


def test_it_counts_the_gaps_of_projects_and_headings(mihon: SetPdf) -> None:
    assert "合わせて107か所です" in mihon.words
    assert "事業（55事業）004246" in mihon.words


def test_it_lists_the_projects_with_what_each_lacks(mihon: SetPdf) -> None:
    assert plain("No.3 梨棚リフォーム支援事業ありありなしなし") in mihon.words


def test_it_is_tagged_and_has_no_picture(mihon: SetPdf) -> None:
    kinds = [kind for kind, _ in mihon.tags()]

    assert kinds.count("H2") == len(MIHON.nodes) + 1
    assert "Figure" not in kinds
    with mihon.open() as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "pdfuaid" in str(pdf.open_metadata())


def test_hostile_texts_are_only_texts_and_an_empty_plan_is_a_paper() -> None:
    hostile = SetPdf(logic_models(Editions((plans.make_hostile_plan(),))))
    empty = SetPdf(logic_models(Editions((replace(MIHON, nodes=(), projects=()),))))

    assert "<script>alert(1)</script>" in hostile.words
    assert "合わせて0か所です" in empty.words


def test_a_long_list_of_projects_is_cut_and_says_so() -> None:
    words = SetPdf(logic_models(Editions((plans.make_large_plan(310),)))).words

    assert "ほかに10事業あります。全部はサイトにあります。" in words


def test_the_sheet_of_a_project_names_what_is_left_out() -> None:
    plan = replace(MIHON, projects=MIHON.projects[:1])

    assert "計画に書かれていないもの：活動指標" in SetPdf(project_sheets(Editions((plan,)))[0].paper).words
