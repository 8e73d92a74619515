"""How long the workbooks of a whole round take: written, filled in, and read again with every difference.

A round of 1,500 projects and 40 sections (`--projects`, `--sections`); the texts are invented. Filling in stands for the
sections and is not measured. Run by hand: python bench/workbooks.py, and with --web for the same on the server.

Seconds are those of the processor, with the time on the clock beside them: other work on the machine makes only that longer.
"""

import argparse
import resource
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from torikumi.plan.indicator import Indicator, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.project import Project, Review, SectionRef
from torikumi.plan.quantity import parse_quantity
from torikumi.read.cells import read_cells_of_each
from torikumi.review.answers_file import dump_answers, empty_answers
from torikumi.review.came import CameFile, Ground
from torikumi.review.collected import collect, stored_values
from torikumi.review.collected_report import to_json, to_text
from torikumi.review.returned import read_returned
from torikumi.review.round import Round
from torikumi.review.roundfile import read_round
from torikumi.review.sent import Sendings, dump_sendings
from torikumi.review.sheets import write_workbooks

_ROUND = """
title = "令和7年度 年度評価"
year = 2025
scale = "iruma"
form = "short"
[[steps]]
role = "section"
due = 2026-06-30
[[fields]]
key = "indicators"
label = "指標の実績"
kind = "indicators"
meaning = "indicators"
[[fields]]
key = "settled"
label = "決算額"
kind = "amount"
meaning = "settled"
unit = "千円"
[[fields]]
key = "issues"
label = "課題"
meaning = "issues"
limit = 400
"""


def make_plan(*, projects: int, sections: int) -> Plan:
    """Return an invented plan: every third project has a second section, every project one to three indicators."""
    nodes = tuple(
        Node(id=f"N-{n}", level=0, parent=None, printed=f"{n} 基本目標{n}", name=f"基本目標{n}")
        for n in range(1, 7)
    )
    return Plan(
        title="架空の計画",
        year=2024,
        nodes=nodes,
        projects=tuple(_project(number, sections) for number in range(1, projects + 1)),
    )


def _project(number: int, sections: int) -> Project:
    first, second = f"{number % sections + 1:02}課", f"{number // sections % sections + 1:02}課"
    names = (first, second) if number % 3 == 0 and first != second else (first,)
    return Project(
        id=f"P-{number:012x}",
        number=str(number),
        name=f"架空の事業その{number}",
        node=f"N-{number % 6 + 1}",
        summary=f"事業{number}の概要です。"
        + "市民と企業と学校が力を合わせて取り組みます。" * (number % 6 + 1),
        sections=tuple(SectionRef(printed=name, name=name) for name in names),
        indicators=tuple(
            Indicator(
                name=f"参加者数{place}",
                unit="人",
                targets=(YearValue(year=2025, value=parse_quantity(str(100 + number))),),
                actuals=(YearValue(year=2024, value=parse_quantity(str(90 + number))),),
            )
            for place in range(1, number % 3 + 2)
        ),
        reviews=(
            Review(
                year=2024,
                rater="担当課",
                direction=parse_direction("B：継続"),
                result=f"昨年度は{number}回開き、のべ{number * 7}人が参加した。" * (number % 3 + 1),
                reason="需要が続いているため。",
            ),
        ),
    )


def measure(*, projects: int, sections: int) -> None:
    """Print the figures."""
    plan, round_ = make_plan(projects=projects, sections=sections), read_round(_ROUND)
    # What comes back is the same round, with answers that did not go out.
    answered = {p.id: _answers(p) for p in plan.projects}
    with TemporaryDirectory() as folder:
        out, back = Path(folder) / "out", Path(folder) / "back"
        out.mkdir()
        back.mkdir()
        begin, wall = _clock(), time.perf_counter()
        ground = Ground(plan=plan, round=round_, books=(), stored={})
        stored = stored_values(empty_answers(round_), ground)
        books = []
        for book in write_workbooks(plan, round_, round_id="bench", stored=stored):
            (out / book.sent.file).write_bytes(book.octets)
            books.append(book.sent)
        record = dump_sendings(Sendings(round_id="bench", round=round_, books=tuple(books)))
        written, wall = _clock() - begin, time.perf_counter() - wall
        size = sum(path.stat().st_size for path in out.iterdir())
        print(f"written:   {written:5.2f} s ({wall:.2f} s on the clock)")
        print(f"  {len(books)} workbooks, {size / 1e6:.1f} MB, record {len(record) / 1e6:.1f} MB")
        rows = sum(len(book.rows) for book in books)

        for book in write_workbooks(plan, round_, round_id="bench", stored=answered):
            (back / book.sent.file).write_bytes(book.octets)
        _collect(back, replace(ground, books=tuple(books), stored=stored), round_, rows=rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory:    {peak:5.0f} MB at most")


def _clock() -> float:
    """Seconds of the processor, of this process and of those it waited for, and so the same beside busy neighbours."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _collect(back: Path, ground: Ground, round_: Round, *, rows: int) -> None:
    begin, wall = _clock(), time.perf_counter()
    paths = sorted(back.iterdir())
    # In this process, since the seconds of one behind bubblewrap are not counted anywhere.
    files = read_cells_of_each(paths, [path.name for path in paths])
    read = _clock() - begin
    returned = [
        part
        for file in files
        for part in read_returned(CameFile(name=file.name, sha256=file.sha256, sheets=file.sheets), ground)
    ]
    laid = _clock() - begin
    before = empty_answers(round_)
    collected = collect(returned, ground, before=before)
    shown = to_text(collected, ground.plan, language="ja") + to_json(collected, ground.plan)
    answers = dump_answers(collected.answers)
    whole, wall = _clock() - begin, time.perf_counter() - wall
    print(f"collected: {whole:5.2f} s ({wall:.2f} s on the clock)")
    print(f"  {rows} rows, {len(collected.changes)} changes, {len(collected.clashes)} clashes")
    print(
        f"  of this: {read:5.2f} s cells read, {laid - read:.2f} s laid over what went out, {whole - laid:.2f} s the rest"
    )
    print(
        f"  answers {len(answers) / 1e6:.1f} MB, report {len(shown) / 1e6:.1f} MB, findings {len(collected.findings)}"
    )


def _answers(project: Project) -> dict[str, str]:
    answers = {
        "result": f"{project.name}を計画どおり行った。" * 3,
        "direction": "B：継続",
        "settled": "1,234",
        "issues": "担い手の確保。" * 5,
    }
    return answers | {f"indicators.{n}": str(100 + n) for n in range(1, len(project.indicators) + 1)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=1500)
    parser.add_argument("--sections", type=int, default=40)
    parser.add_argument("--web", action="store_true", help="on the server, with its database")
    wanted = parser.parse_args()
    if wanted.web:
        from workbooks_web import measure_on_server

        plan = make_plan(projects=wanted.projects, sections=wanted.sections)
        measure_on_server(plan, _ROUND, {project.id: _answers(project) for project in plan.projects})
    else:
        measure(projects=wanted.projects, sections=wanted.sections)
