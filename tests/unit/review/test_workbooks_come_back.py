"""Any answers go out and come back the same; any order of rows, any that are gone, and nothing is put at another project."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented_round import ROUND, ROUND_ID
from strategies import texts
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef
from torikumi.read.cells import read_cells
from torikumi.review.came import CameFile, Ground, Returned
from torikumi.review.form import FieldKind
from torikumi.review.merge import plain_text
from torikumi.review.returned import read_returned
from torikumi.review.sent import SentBook, SentValue
from torikumi.review.sheets import WrittenBook, write_workbooks

LINES = st.lists(texts(0, 20), max_size=4).map("\n".join)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(-1000, 1000, places=2).map(str),
    st.sampled_from(
        ["未集計", "－", "約120人", "１，２００千円", "007", "1e5", "12345678901234567890", "-0", "0.10"]
    ),
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "result": LINES,
        "reason": LINES,
        "memo": texts(0, 20),
        "direction": st.one_of(texts(0, 5), st.sampled_from(["A：充実", "Ｂ", "継続", "D", "休止"])),
        "evaluation": st.sampled_from(["順調", "やや遅れ", "よい", ""]),
        "settled": NUMBERS,
        "budget": NUMBERS,
        "indicators.1": NUMBERS,
    },
)
SECTION = (SectionRef(printed="企画課", name="企画課"),)


@st.composite
def plans_with_answers(draw: st.DrawFn) -> tuple[Plan, dict[str, dict[str, str]]]:
    names = draw(st.lists(texts(1, 12).filter(str.strip), min_size=1, max_size=4, unique_by=plain_text))
    projects = tuple(
        Project(
            id=f"P-{number:012x}",
            number=draw(texts(0, 3)),
            name=name,
            summary=draw(st.one_of(st.none(), LINES)),
            sections=SECTION,
            indicators=(Indicator(name="数", unit=draw(st.sampled_from([None, "人", "%"]))),),
        )
        for number, name in enumerate(names)
    )
    return Plan(title="計画", projects=projects), {project.id: draw(VALUES) for project in projects}


def _write(plan: Plan, stored: dict[str, dict[str, str]]) -> WrittenBook:
    (book,) = write_workbooks(plan, ROUND, round_id=ROUND_ID, stored=stored)
    return book


def _read(octets: bytes, plan: Plan, book: SentBook, stored: dict[str, dict[str, str]]) -> Returned:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "back.xlsx"
        path.write_bytes(octets)
        sheets = read_cells(path).sheets
    came = CameFile(name="back.xlsx", sha256=hashlib.sha256(octets).hexdigest(), sheets=sheets)
    (returned,) = read_returned(came, Ground(plan=plan, round=ROUND, books=(book,), stored=stored))
    return returned


@settings(max_examples=60, deadline=None)
@given(plans_with_answers())
def test_what_nobody_touched_changes_nothing(case: tuple[Plan, dict[str, dict[str, str]]]) -> None:
    plan, stored = case
    book = _write(plan, stored)

    returned = _read(book.octets, plan, book.sent, stored)

    assert [finding.code for finding in returned.findings] == []
    assert [value for row in returned.rows for value in row.values if value.is_change] == []
    assert [row.project for row in returned.rows] == [project.id for project in plan.projects]


@settings(max_examples=60, deadline=None)
@given(plans_with_answers())
def test_what_was_written_is_read_as_it_was_written(case: tuple[Plan, dict[str, dict[str, str]]]) -> None:
    plan, answers = case
    book = _write(plan, answers)
    # As if the cells had gone out empty, and a person had written all of it.
    empty = tuple(
        replace(row, values=tuple(SentValue(value.key, "") for value in row.values)) for row in book.sent.rows
    )

    returned = _read(book.octets, plan, replace(book.sent, rows=empty), {})

    for row in returned.rows:
        assert row.project is not None
        for value in row.values:
            written = answers[row.project].get(value.key, "")
            kind = next((f.kind for f in ROUND.form.fields if f.key == value.key), FieldKind.INDICATORS)
            if kind in (FieldKind.TEXT, FieldKind.LINE) or (
                value.note is None and kind is FieldKind.DIRECTION
            ):
                assert value.merged.returned == plain_text(written)
            else:
                assert bool(value.merged.returned) is bool(plain_text(written))


@settings(max_examples=40, deadline=None)
@given(plans_with_answers(), st.randoms(use_true_random=False), st.integers(0, 3))
def test_rows_in_any_order_and_without_some_keep_their_answers(
    case: tuple[Plan, dict[str, dict[str, str]]], random: object, gone: int
) -> None:
    plan, _ = case
    book = _write(plan, {})
    opened = openpyxl.load_workbook(BytesIO(book.octets))
    sheet = opened["評価シート"]
    ids = {cell.value: cell.column for cell in sheet[4] if cell.value}
    # With the type: openpyxl takes a text that begins with = for a formula, which a person's Excel does not.
    rows = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=6)]
    for row in rows:
        row[ids["result"] - 1] = (f"{row[0][0]}の実績です。", "s")
    random.shuffle(rows)  # type: ignore[attr-defined]
    kept = rows[gone:]
    sheet.delete_rows(6, len(rows))
    for number, row in enumerate(kept, start=6):
        for column, (text, kind) in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = text
            cell.data_type = kind
    buffer = BytesIO()
    opened.save(buffer)

    if not kept:
        return
    returned = _read(buffer.getvalue(), plan, book.sent, {})

    keys = {row.key: row.project for row in book.sent.rows}
    assert {row.project for row in returned.rows} == {keys[row[0][0]] for row in kept}
    assert set(returned.missing) == {keys[row[0][0]] for row in rows[:gone]}
    for row in returned.rows:
        (value,) = [value for value in row.values if value.key == "result"]
        assert keys[value.merged.returned.removesuffix("の実績です。")] == row.project


@pytest.mark.parametrize(
    "text",
    [
        "_x0041_",
        "_x000D_",
        "a\x01b",
        "a\x0bb",
        "a\tb",
        "a\r\nb",
        "a\rb",
        "\ud800",
        "長" * 40_000,
        "'a",
        "&amp;<b>",
        "\u2028x",
    ],
)
def test_texts_that_a_workbook_cannot_hold_as_they_are_change_nothing(text: str) -> None:
    project = Project(id="P-1", name=text, summary=text, sections=SECTION)
    plan = Plan(title="計画", projects=(project,))
    stored = {"P-1": {"result": text, "memo": text, "settled": text}}
    book = _write(plan, stored)

    returned = _read(book.octets, plan, book.sent, stored)

    assert [finding.code for finding in returned.findings] == []
    assert [value for row in returned.rows for value in row.values if value.is_change] == []
