"""On a sheet, findings stand beside the field that they are about: those of the plan, and those that the answers bring."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from tests.web import factories
from tests.web.plans.invented import direction, make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh, post, submit, text_of
from tests.web.reviews.rounds import FORM, OPENED, make_round
from torikumi.check.settings import RuleChoice
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.review.questions import first_values, questions_of
from torikumi.review.round import Round
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.actions.rules import decide_rule
from torikumi.web.plans.models import Edition
from torikumi.web.plans.rule_stand import RuleStand
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.answer_findings import find_in_answers, questions_in_steps
from torikumi.web.reviews.models import ReviewRound, Sheet

BrowserOf = Callable[[User], Client]
YEARS_BEFORE = "計画どおり相談会を十二回ひらき、延べ三百人が参加した。"
LEFT_OVER = "○○を行った。別紙のとおり。"


@pytest.fixture
def desk(
    player: Callable[..., Player], sections: dict[str, OrganisationUnit], browser_of: BrowserOf
) -> Client:
    return browser_of(player(Role.SECTION, section=sections["企画課"]).user)


def field_of(page: str, key: str) -> str:
    """Return what stands in one field of the form."""
    start = page.index(f'id="field-{key}"')
    return page[start:].split('<input type="hidden" name="b-')[0]


def _project() -> Project:
    project = make_plan(12).projects[0]
    last = replace(project.reviews[0], result=YEARS_BEFORE, year=2024)
    return replace(project, reviews=(*project.reviews, last))


@pytest.mark.parametrize(
    ("answers", "key", "code"),
    [
        ({"result": LEFT_OVER}, "result", "placeholder-left"),
        ({"result": YEARS_BEFORE}, "result", "answer-unchanged"),
        ({"measured.1": "約千人くらい"}, "measured.1", "value-unreadable"),
        # Two answers were written: the finding is about the direction, and stands there.
        ({"result": "相談会をひらいた。", "direction": "D：廃止"}, "direction", "abolished-because-merged"),
    ],
)
def test_a_finding_stands_beside_the_answer_that_brings_it(
    answers: dict[str, str], key: str, code: str
) -> None:
    rules, project, plan = make_round(), _project(), make_plan(12)
    questions = questions_of(rules, project, edition=2024)

    found = find_in_answers(
        rules,
        project,
        {**first_values(rules, project), **answers},
        questions=questions,
        head=replace(plan, nodes=(), projects=()),
        stand=RuleStand(),
    )

    assert {name: [view.code for view in views] for name, views in found.items()} == {key: [code]}


def test_what_a_sheet_began_with_is_nobodys_slip() -> None:
    """The direction is carried over, and against it stands a merge; nobody has written anything yet."""
    rules, plan = make_round(), make_plan(12)
    project = replace(_project(), direction=direction("D"))
    values = first_values(rules, project)

    found = find_in_answers(
        rules,
        project,
        values,
        questions=questions_of(rules, project, edition=2024),
        head=replace(plan, nodes=(), projects=()),
        stand=RuleStand(),
    )

    assert values["direction"] == "D：廃止"
    assert found == {}


def test_a_slip_of_the_plan_does_not_hide_the_same_slip_of_an_answer() -> None:
    """The rule speaks once a project, and the plan's own summary had it already."""
    rules, plan = make_round(), make_plan(12)
    project = replace(_project(), summary="○○を行う。")

    found = find_in_answers(
        rules,
        project,
        {**first_values(rules, project), "result": LEFT_OVER},
        questions=questions_of(rules, project, edition=2024),
        head=replace(plan, nodes=(), projects=()),
        stand=RuleStand(),
    )

    assert [view.code for view in found["result"]] == ["placeholder-left"]
    assert "令和7年度の成果" in found["result"][0].ja


def test_what_a_later_step_drafts_is_not_told_to_an_earlier_one() -> None:
    rules, project, plan = make_round(), _project(), make_plan(12)

    def found_in(steps: frozenset[str]) -> set[str]:
        found = find_in_answers(
            rules,
            project,
            {**first_values(rules, project), "planning_direction": "D：廃止"},
            questions=questions_in_steps(rules, project, steps, edition=2024),
            head=replace(plan, nodes=(), projects=()),
            stand=RuleStand(),
        )
        return {view.code for views in found.values() for view in views}

    assert found_in(frozenset({"section"})) == set()
    assert "abolished-because-merged" in found_in(frozenset({"section", "planning"}))


def test_the_page_shows_what_an_answer_brings_beside_it(sheet: Sheet, desk: Client) -> None:
    assert "この回答：" not in text_of(desk, sheet.get_absolute_url())

    post(desk, sheet, {"result": LEFT_OVER, "measured.1": "約千人くらい"})

    page = text_of(desk, sheet.get_absolute_url())
    result, measured = field_of(page, "result"), field_of(page, "measured.1")
    assert "この回答：" in result
    assert "あとで埋めるための印" in result
    assert "数として読めません" in measured
    assert "あとで埋めるための印" not in measured
    assert '<details class="finding__why"><summary>' in result
    assert "シート「一覧」" not in result
    assert "/plans/rules/placeholder-left/" in result
    assert page.count("この回答：") == 2


def test_a_rater_reads_the_findings_beside_the_answers(
    sheet: Sheet, desk: Client, head: Player, browser_of: BrowserOf
) -> None:
    submit(desk, sheet, {"result": LEFT_OVER})

    page = text_of(browser_of(head.user), sheet.get_absolute_url())

    answer = page[page.index(LEFT_OVER) :].split("</dd>")[0]
    assert "この回答：" in answer
    assert fresh(sheet).step == 1


def test_a_rule_that_the_city_switched_off_is_silent_on_sheets(sheet: Sheet, desk: Client, by: Actor) -> None:
    post(desk, sheet, {"result": LEFT_OVER})
    off = RuleChoice(code="placeholder-left", word="off", reason="様式に○○の例を残している。")
    decide_rule(off, turn=0, by=by, at=factories.AT)

    page = text_of(desk, sheet.get_absolute_url())

    assert "あとで埋めるための印" not in page


def test_who_may_not_see_how_an_answer_comes_about_is_not_told_of_it(
    sheet: Sheet, desk: Client, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    post(desk, sheet, {"result": LEFT_OVER})

    for role in (Role.READER, Role.COMMITTEE):
        page = browser_of(player(role).user).get(sheet.get_absolute_url()).content.decode()
        assert "あとで埋めるための印" not in page, role


def _odd_sheet(import_plan: Callable[..., Edition], by: Actor, rules: Round) -> Sheet:
    """A sheet about a project in which the plan itself has a slip in the direction, the summary and the name."""
    plan: Plan = make_plan(12)
    odd = replace(
        plan.projects[0],
        direction=direction("D"),
        summary="○○を行う。",
        name="（仮称）相談事業",
        provisional=True,
    )
    edition = import_plan(replace(plan, projects=(odd, *plan.projects[1:])))
    round_: ReviewRound = create_round(series_id=edition.series_id, rules=rules, by=by, at=OPENED)
    opened = open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
    return Sheet.objects.within(opened).filter(round=opened).order_by("position")[0]


def test_what_the_plan_has_wrong_stands_beside_the_question_about_it(
    import_plan: Callable[..., Edition], by: Actor, desk: Client
) -> None:
    page = text_of(desk, _odd_sheet(import_plan, by, make_round()).get_absolute_url())

    direction_field = field_of(page, "direction")
    assert "今の計画：" in direction_field
    assert "統合が書かれています" in direction_field
    panel = page[page.index('<h2 id="summary"') :].split("</section>")[0]
    assert "あとで埋めるための印" in panel
    side = page[page.index("計画の点検で分かったこと") :].split("</section>")[0]
    assert "仮称のままです" in side
    assert "統合が書かれています" not in side


def test_what_no_question_on_the_page_is_about_stands_at_the_side(
    import_plan: Callable[..., Edition], by: Actor, desk: Client
) -> None:
    """Only a later step is asked for a direction, and has written nothing: its field is not on the page."""
    form = replace(FORM, fields=tuple(one for one in FORM.fields if one.key not in {"direction", "reason"}))

    page = text_of(desk, _odd_sheet(import_plan, by, make_round(form=form)).get_absolute_url())

    assert 'id="field-direction"' not in page
    side = page[page.index("計画の点検で分かったこと") :].split("</section>")[0]
    assert "統合が書かれています" in side
