"""`torikumi review freeze`: from the workbooks that came back to the next edition, without a server."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from tests.unit.cli.test_review_commands import FIRST, Desk, refusal, run, write
from torikumi.plan.file import read_plan
from torikumi.plan.project import ReviewState


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    assert desk.send().exit_code == 0
    desk.fill(
        "農政課", write(FIRST, result="計画どおり行った。", direction="B：継続", reason="見通しが立った。")
    )
    assert desk.collect("-o", desk.answers).exit_code == 0
    return desk


def frozen(desk: Desk, *more: object) -> tuple[Path, Result]:
    target = desk.plan.with_name("next.json")
    result = run(
        "freeze", desk.answers, "--plan", desk.plan, "--round", desk.round, "--approved-on", "2026-07-15",
        "-o", target, *more,
    )  # fmt: skip
    return target, result


def test_answers_go_into_the_next_edition_with_their_cells_and_the_day_of_approval(desk: Desk) -> None:
    target, _ = frozen(desk, "--edition", "令和7年度 評価後")

    plan = read_plan(target)
    assert (plan.year, plan.edition) == (2025, "令和7年度 評価後")
    answered = [
        (project, review)
        for project in plan.projects
        for review in project.reviews
        if review.result == "計画どおり行った。"
    ]
    assert len(answered) == 1
    project, review = answered[0]
    assert (review.state, review.approved_at) == (ReviewState.APPROVED, date(2026, 7, 15))
    assert project.direction is not None and project.direction.label == "継続"
    place = next(entry.place for entry in review.places if entry.field == "result")
    assert place.file is not None and place.file.endswith("農政課.xlsx") and place.cell


def test_projects_without_an_answer_stay_as_they_were_and_are_named(desk: Desk) -> None:
    target, result = frozen(desk)

    before = {project.id: project for project in read_plan(desk.plan).projects}
    after = {project.id: project for project in read_plan(target).projects}
    changed = {key for key in before if before[key] != after[key]}
    assert result.exit_code == 1
    assert len(changed) == 1
    for key in before.keys() - changed:
        assert before[key].name in result.stderr
    assert "回答がありません" in result.stderr
    assert "「実績」が空です" in result.stderr


def test_an_answer_with_a_missing_field_stays_out(desk: Desk) -> None:
    desk.fill("農政課", write(FIRST, result=None), name="01_農政課 (2).xlsx")
    text = desk.answers.read_text(encoding="utf-8").replace("計画どおり行った。", " ")
    desk.answers.write_text(text, encoding="utf-8")

    target, result = frozen(desk)

    assert result.exit_code == 1
    assert read_plan(target).projects == read_plan(desk.plan).projects


def test_the_settings_may_come_from_the_record_of_the_sending(desk: Desk) -> None:
    target, by_file = frozen(desk)
    first = target.read_bytes()
    result = run(
        "freeze", desk.answers, "--plan", desk.plan, "--sent", desk.out / "送付控え.json",
        "--approved-on", "2026-07-15", "-o", target,
    )  # fmt: skip

    assert (result.exit_code, target.read_bytes()) == (by_file.exit_code, first)


def test_a_plan_newer_than_the_round_is_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.plan.write_text(
        desk.plan.read_text(encoding="utf-8").replace('"year": 2025', '"year": 2026', 1), encoding="utf-8"
    )

    target, result = frozen(desk)

    assert "次の版にできません" in refusal(result)
    assert not target.exists()


def test_the_plan_itself_is_never_written_over(desk: Desk) -> None:
    before = desk.plan.read_bytes()
    result = run(
        "freeze", desk.answers, "--plan", desk.plan, "--round", desk.round, "--approved-on", "2026-07-15",
        "-o", desk.plan,
    )  # fmt: skip

    assert refusal(result)
    assert desk.plan.read_bytes() == before


def test_without_settings_the_next_step_is_said(desk: Desk) -> None:
    result = run("freeze", desk.answers, "--plan", desk.plan, "--approved-on", "2026-07-15", "-o", "x.json")

    assert "--round" in refusal(result)
