"""What we publish, opened by a real LibreOffice: no cell is a formula, and negative numbers are numbers."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from libreoffice import Office

from torikumi.publish.edition import CSV, XLSX, render_edition
from torikumi.publish.terms import Terms
from unit.publish import plans

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]

STARTS = (
    "=1+1",
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "＋1",
    "－1",
    " =1+1",
    '=HYPERLINK("http://x.example")',
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plan = plans.make_plan()
    projects = tuple(
        replace(project, name=start, summary=start, number=start, notes=(start,))
        for project, start in zip(plan.projects, STARTS * 2, strict=False)
    )
    out = tmp_path_factory.mktemp("published")
    files = render_edition(
        replace(plan, projects=projects), only=frozenset({CSV, XLSX}), terms=Terms(with_cp932=True)
    )[1]
    for name, octets in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return out


def test_libreoffice_would_run_a_csv_that_is_not_made_safe(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("甲,=1+1\n", encoding="utf-8-sig")

    assert office.work(tmp_path / "a.csv", [("formulas",)], sheet="") != [[]]


@pytest.mark.parametrize(
    "name",
    [
        "projects.csv", "notes.csv", "amounts.csv", "columns.csv", "rs/1-2-outlines.csv", "rs/2-1-budgets.csv",
        "gif/cases.csv", "cp932/projects.csv", "data.xlsx", "plan.xlsx",
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(office: Office, folder: Path, name: str) -> None:
    assert office.work(folder / "data" / name, [("formulas",)], sheet="") == [[]]


@pytest.mark.parametrize("name", ["amounts.csv", "data.xlsx"])
def test_negative_numbers_are_numbers(office: Office, folder: Path, tmp_path: Path, name: str) -> None:
    office.work(
        folder / "data" / name, to=[tmp_path / "back.xlsx"], sheet="金額" if name == "data.xlsx" else ""
    )

    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    sheet = book["金額"] if "金額" in book.sheetnames else book.worksheets[0]
    values = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type == "n"]
    assert -320.5 in values
