"""Review workbooks that a real LibreOffice opened, worked on and saved: what staff do to them, in one program at least."""

from dataclasses import replace
from pathlib import Path

import pytest
from libreoffice import Office

from invented_round import ROUND
from sent_and_back import FIRST, Case, codes, taken
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef, SectionRole
from torikumi.review.check_formula import check_words
from torikumi.review.columns import ask_row, columns_of
from torikumi.review.form import FieldKind
from torikumi.review.section_table import make_table
from torikumi.review.sections import share_work

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]
Step = tuple[object, ...]
TOP = FIRST - 1  # LibreOffice counts from 0


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def size(case: Case) -> tuple[int, int]:
    return TOP + len(case.out.sent.rows) - 1, len(case.out.sent.columns) - 1


def filled(case: Case) -> list[Step]:
    """The steps that answer every row, each in its own words."""
    steps: list[Step] = []
    for place, _ in enumerate(case.out.sent.rows):
        steps.append(
            (
                "type_text",
                case.column("result") - 1,
                TOP + place,
                f"{place}番目の事業を計画どおり行った。\n改行も。",
            )
        )
        steps.append(("type_text", case.column("direction") - 1, TOP + place, "B：継続"))
    return steps


def expected(case: Case, places: list[int] | None = None) -> dict[tuple[str | None, str], str | None]:
    chosen = range(len(case.out.sent.rows)) if places is None else places
    return {
        (case.project(place), key): text
        for place in chosen
        for key, text in (
            ("result", f"{place}番目の事業を計画どおり行った。\n改行も。"),
            ("direction", "B：継続"),
        )
    }


def back(office: Office, case: Case, steps: list[Step], *, kind: str = "xlsx") -> Path:
    source = case.folder / "out.xlsx"
    source.write_bytes(case.out.octets)
    target = case.folder / f"back.{kind}"
    office.work(source, steps, to=[target])
    return target


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "csv"])
def test_only_opened_and_saved(office: Office, case: Case, kind: str) -> None:
    returned = case.read(back(office, case, [], kind=kind))

    assert codes(returned) == []
    assert taken(returned) == {}
    assert len(returned.rows) == len(case.out.sent.rows)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "csv"])
def test_filled_in_and_saved_as_any_type(office: Office, case: Case, kind: str) -> None:
    returned = case.read(back(office, case, filled(case), kind=kind))

    assert codes(returned) == []
    assert taken(returned) == expected(case)


def test_a_row_deleted_another_inserted_and_one_copied(office: Office, case: Case) -> None:
    _, last_column = size(case)
    steps = [
        *filled(case),
        ("delete_rows", TOP + 1, 1),
        ("insert_rows", TOP + 3, 1),
        ("type_text", case.column("@name") - 1, TOP + 3, "新しい事業"),
        ("type_text", case.column("direction") - 1, TOP + 3, "A：充実"),
        ("insert_rows", TOP, 1),
        ("copy_row", TOP + 1, TOP, last_column),
        ("type_text", case.column("@name") - 1, TOP, "写した事業"),
    ]

    returned = case.read(back(office, case, steps))

    assert sorted(codes(returned)) == ["copied-row", "new-row", "row-missing"]
    rest = [place for place in range(len(case.out.sent.rows)) if place != 1]
    assert taken(returned) == expected(case, rest)


def test_whole_rows_sorted(office: Office, case: Case) -> None:
    last_row, last_column = size(case)
    steps = [*filled(case), ("sort_rows", 0, TOP, last_column, last_row, 2)]

    returned = case.read(back(office, case, steps))

    assert codes(returned) == ["rows-moved"]
    assert taken(returned) == expected(case)


def test_a_row_cut_and_moved(office: Office, case: Case) -> None:
    _, last_column = size(case)
    steps = [*filled(case), ("move_row", TOP + 4, TOP, last_column)]

    returned = case.read(back(office, case, steps))

    assert codes(returned) == ["rows-moved"]
    assert taken(returned) == expected(case)


def test_only_the_visible_columns_sorted(office: Office, case: Case) -> None:
    last_row, last_column = size(case)
    path = back(office, case, [*filled(case), ("sort_rows", 1, TOP, last_column, last_row, 1)])

    returned = case.read(path)

    doubtful = [row for row in returned.rows if row.doubts]
    assert len(doubtful) >= 2
    certain = [row.project for row in returned.rows if row.is_certain]
    assert taken(returned) == expected(
        case, [n for n in range(len(case.out.sent.rows)) if case.project(n) in certain]
    )
    said = {("評価シート", row.row): row.candidates[0] for row in doubtful}
    assert taken(case.read(path, confirmed=said)) == expected(case)


def test_a_locked_name_typed_over(office: Office, case: Case) -> None:
    steps = [*filled(case), ("type_text", case.column("@name") - 1, TOP, "勝手に変えた事業名")]

    returned = case.read(back(office, case, steps))

    assert codes(returned) == ["locked-cell-changed"]
    assert taken(returned) == expected(case)


def test_the_key_column_deleted(office: Office, case: Case) -> None:
    returned = case.read(back(office, case, [*filled(case), ("delete_columns", 0, 1)]))

    assert codes(returned) == ["key-column-removed"]
    assert taken(returned) == expected(case)


def test_a_column_moved_another_deleted_and_the_sheet_renamed(office: Office, case: Case) -> None:
    last_row, _ = size(case)
    steps = [
        *filled(case),
        ("move_column", case.column("direction") - 1, case.column("result") - 1, last_row),
        ("rename", "提出用"),
    ]

    returned = case.read(back(office, case, steps))

    assert codes(returned) == ["sheet-renamed"]
    assert taken(returned) == expected(case)


def test_rows_hidden(office: Office, case: Case) -> None:
    last_row, _ = size(case)
    returned = case.read(back(office, case, [*filled(case), ("hide_rows", TOP + 1, last_row)]))

    assert codes(returned) == ["rows-hidden"]
    assert taken(returned) == expected(case)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("memo", "2025-04-01", "date-for-text"),
        ("result", "=1/0", "error-value"),
        ("result", "=A1", "formula"),
        ("indicators.1", "35%", "percent"),
        ("memo", "0123", "number-for-text"),
    ],
)
def test_what_a_spreadsheet_makes_of_typing(
    office: Office, case: Case, field: str, typed: str, code: str
) -> None:
    returned = case.read(back(office, case, [("type_as_a_person", case.column(field) - 1, TOP, typed)]))

    assert codes(returned) == [code]
    assert returned.findings[0].place is not None
    assert returned.findings[0].place.cell is not None


DANGEROUS = [
    f"{sign}{rest}"
    for sign in "=+-@\t\r"
    for rest in ("1+1", 'HYPERLINK("http://example.jp","x")', "cmd|' /C x'!A0")
]


def test_no_text_of_plan_round_or_answer_is_a_formula_in_calc(office: Office, tmp_path: Path) -> None:
    keys = [field.key for field in ROUND.form.fields if field.kind is not FieldKind.INDICATORS]
    projects = tuple(
        Project(
            id=f"P-{number}",
            number=text,
            name=text,
            summary=text,
            sections=(SectionRef(printed="企画課", name="企画課"), SectionRef(printed=text, name=text)),
            indicators=(Indicator(name=text, unit=text),),
        )
        for number, text in enumerate(DANGEROUS)
    )
    stored = {p.id: dict.fromkeys([*keys, "indicators.1"], p.name) for p in projects}
    round_ = replace(ROUND, title=DANGEROUS[0], contact=DANGEROUS[0], guide="\n".join(DANGEROUS))
    case = Case(
        tmp_path,
        plan=Plan(title=DANGEROUS[0], projects=projects),
        round_=round_,
        section="企画課",
        stored=stored,
    )
    source = tmp_path / "out.xlsx"
    source.write_bytes(case.out.octets)

    (formulas,) = office.work(source, [("formulas",)])

    check = case.column("@check") - 1
    assert {(sheet, column) for sheet, column, _ in formulas} == {("評価シート", check)}
    assert len(formulas) == len(DANGEROUS)


def test_the_check_column_says_in_calc_what_we_wrote_into_it(office: Office, tmp_path: Path) -> None:
    answers = [
        {},
        {"result": "実績", "direction": "B：継続"},
        {"result": "実績", "direction": "A：充実"},
        {"result": "実績", "direction": "A：充実", "reason": "需要があるため"},
        {"result": "長" * 401, "direction": "B：継続", "reason": "統合を見送るため"},
        {"result": "実績", "direction": "B：継続", "settled": "たくさん"},
        {"result": "実績", "direction": "B：継続", "settled": "1,200"},
        {"direction": "B：継続"},
    ]
    plain = Case(tmp_path)
    stored = {plain.project(place): texts for place, texts in enumerate(answers)}
    case = Case(tmp_path, stored=stored)
    work = next(one for one in share_work(case.plan.projects) if one.name == "農政課")
    table = make_table(case.plan, case.round, work, round_id="r", values=stored)
    source = tmp_path / "out.xlsx"
    source.write_bytes(case.out.octets)

    (said,) = office.work(source, [("read", case.column("@check") - 1, TOP, TOP + len(answers) - 1)])

    assert said == [check_words(row, case.round) for row in table.rows]
    assert {"未入力", "OK", "字数超過", "金額を確認", "任意"} <= set(said)
    assert columns_of(
        case.plan, case.round, [ask_row(case.round, row.project, lead=row.lead) for row in table.rows]
    )


def test_a_row_that_a_section_only_helps_with_is_free_until_something_is_written(
    office: Office, tmp_path: Path
) -> None:
    sections = (
        SectionRef(printed="企画課", name="企画課"),
        SectionRef(printed="農政課", name="農政課", role=SectionRole.CONTRIBUTOR),
    )
    projects = tuple(Project(id=f"P-{n}", name=f"事業{n}", sections=sections) for n in range(3))
    stored = {project.id: {"direction": "B：継続", "settled": "1,200"} for project in projects}
    case = Case(
        tmp_path, plan=Plan(title="計画", year=2024, projects=projects), section="農政課", stored=stored
    )
    source = tmp_path / "out.xlsx"
    source.write_bytes(case.out.octets)

    written = ("type_text", case.column("result") - 1, TOP, "一緒に行った。")
    emptied = ("type_text", case.column("settled") - 1, TOP + 1, "たくさん")
    (said,) = office.work(source, [written, emptied, ("read", case.column("@check") - 1, TOP, TOP + 2)])

    assert said == ["OK", "金額を確認", "任意"]
