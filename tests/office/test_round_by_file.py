"""A round without a server: two sections answer in a real LibreOffice, and each cell is held against the new edition."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from libreoffice import Office

from shared import REPOSITORY
from tests.web.reviews.book_hands import Filled
from torikumi.plan.file import read_plan
from torikumi.plan.money import Phase
from torikumi.plan.project import Project
from torikumi.review.answers_file import load_answers
from torikumi.review.freeze import FrozenAnswer, freeze
from torikumi.review.roundfile import read_round

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]

SAMPLES = REPOSITORY / "samples" / "mihon"
YEAR = 2026
# What the section types, by the column; {n} is another number in every row.
TYPED = {
    "progress": ("計画どおり", "やや遅れ"),
    "evaluation": ("○", "△"),
    "result": ("{n}回ひらき、\n=SUM で始まる文も書いた。", "{n}人が使った。"),
    "direction": ("B：継続", "C：見直し"),
    "reason": ("{n}番の理由", "{n}番で見直す理由"),
    "settled": ("{n}", "12{n}"),
    "budget": ("{n}", "34{n}"),
}
NUMBERS = ("settled", "budget")
PLAN = SAMPLES / "plan-2025.json"
INDICATORS = {project.name: len(project.indicators) for project in read_plan(PLAN).projects}


def torikumi(*words: object, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from torikumi.cli.main import main; main()", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def measured(name: str) -> list[str]:
    """Return the columns of a project's indicators; the others are grey, and what stands there is nobody's."""
    return [f"measured.{number}" for number in range(1, INDICATORS[name] + 1)]


def fill(office: Office, source: Path, target: Path, *, first: int) -> None:
    """Answer every row that the section leads, as somebody types: numbers become numbers."""
    out = Filled(source.read_bytes())
    name_at = {row: name for name, row in out.rows.items()}
    steps: list[list[object]] = []
    for place, row in enumerate(out.rows.values()):
        for key, words in TYPED.items():
            column, text = out.columns[key] - 1, words[place % 2].format(n=first + place)
            how = "type_as_a_person" if key in NUMBERS else "type_text"
            steps.append([how, column, row - 1, text])
        for key in measured(name_at[row]):
            steps.append(["type_as_a_person", out.columns[key] - 1, row - 1, f"{first + place}.5"])
    office.work(source, steps, to=[target])


def in_edition(project: Project, key: str) -> object:
    """Return where an answer of the form is found in an edition."""
    (review,) = [one for one in project.reviews if (one.year, one.rater) == (YEAR, "担当課")]
    if key.startswith("measured"):
        indicator = project.indicators[int(key.partition(".")[2]) - 1]
        (actual,) = [one.value.number for one in indicator.actuals if one.year == YEAR]
        return actual
    if key in NUMBERS:
        wanted = {"settled": (YEAR, Phase.SETTLED), "budget": (YEAR + 1, Phase.INITIAL)}[key]
        (amount,) = [
            one for one in project.amounts if (one.year, one.phase) == wanted and one.fund.value == "total"
        ]
        return amount.value.number
    if key == "direction":
        return review.direction.printed if review.direction else None
    return getattr(review, key)


def test_every_cell_of_two_sections_is_in_the_new_edition(office: Office, tmp_path: Path) -> None:
    out, back, answers = tmp_path / "送付", tmp_path / "返送", tmp_path / "answers.json"
    round_file = SAMPLES / "ROUND.toml"
    torikumi("review", "sheets", PLAN, "--round", round_file, "-o", out)
    back.mkdir()
    for name, kind, first in (("01_農政課", "xlsx", 100), ("13_図書館", "ods", 200)):
        fill(office, out / f"{name}.xlsx", back / f"{name}.{kind}", first=first)

    torikumi("review", "collect", back, "--plan", PLAN, "--sent", out / "送付控え.json", "-o", answers)

    plan, rules = read_plan(PLAN), read_round(round_file.read_text(encoding="utf-8"))
    texts = load_answers(answers.read_text(encoding="utf-8"), name=answers.name).texts()
    frozen = freeze(
        plan, rules, [FrozenAnswer(project=project, values=values) for project, values in texts.items()]
    ).plan
    # LibreOffice's own .xlsx of what it saved is the other side: nothing of ours wrote those cells.
    seen = back / "図書館を開き直したもの.xlsx"
    office.work(back / "13_図書館.ods", to=[seen])
    compared = 0
    for path in (back / "01_農政課.xlsx", seen):
        book = Filled(path.read_bytes())
        for name, row in book.rows.items():
            project = next(one for one in frozen.projects if one.name == name)
            for key in (*TYPED, *measured(name)):
                cell = book.sheet.cell(row, book.columns[key]).value
                found = in_edition(project, key)
                if isinstance(cell, int | float):
                    assert found == Decimal(str(cell)), (name, key)
                else:
                    assert found == cell, (name, key)
                compared += 1
    assert compared == 75  # 10 rows of 7 columns, and 5 indicators
    untouched = {one.id: one for one in plan.projects if one.id not in texts}
    assert [one for one in frozen.projects if one.id in untouched] == list(untouched.values())
