"""Values of workbooks as the person sees them, and what a workbook hides."""

import datetime
from pathlib import Path

import xlsxwriter

from torikumi.read.reading import Reading
from torikumi.read.run import read_document, read_documents

HEADER = ("No.", "事業名", "事業概要", "担当課", "備考")


def texts(path: Path) -> dict[tuple[int, int], str]:
    (table,) = read_document(path).tables
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def test_values_are_the_text_that_stands_in_the_sheet(tmp_path: Path):
    path = tmp_path / "values.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        percent = workbook.add_format({"num_format": "0.0%"})
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, (14, 14.5, 1e21, -0.1, "０１", " 両側 "))
        sheet.write(1, 0, 0.351, percent)
        sheet.write_datetime(1, 1, datetime.datetime(2026, 4, 1), day)
        sheet.write_boolean(1, 2, True)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, "=1+1", None, 2)
        sheet.write_string(1, 5, "一行目\n二行目")

    assert texts(path) == {
        (1, 1): "14",
        (1, 2): "14.5",
        (1, 3): "1000000000000000000000",
        (1, 4): "-0.1",
        (1, 5): "０１",
        (1, 6): " 両側 ",
        (2, 1): "35.1%",
        (2, 2): "2026-04-01",
        (2, 3): "TRUE",
        (2, 4): "#DIV/0!",
        (2, 5): "2",
        (2, 6): "一行目\n二行目",
    }


def hiding_workbook(path: Path) -> Reading:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("一覧")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, (1, "朝市", "市を開く。", "商工課", "春"))
        sheet.write_row(2, 0, (2, "夜市", "市を開く。", "商工課", "夏"))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(4, 5, None, None, {"hidden": True})
        old = workbook.add_worksheet("昨年")
        old.write_row(0, 0, HEADER)
        old.write_row(1, 0, (9, "昔の市", "市を開いた。", "商工課", ""))
        old.hide()
    return read_documents([path])


def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path):
    reading = hiding_workbook(tmp_path / "hidden.xlsx")

    assert [(project.name, project.notes) for project in reading.plan.projects] == [
        ("朝市", ("春",)),
        ("夜市", ("夏",)),
    ]
    by_code = {finding.code: finding for finding in reading.findings}
    assert "3行目" in by_code["read-hidden-rows"].ja
    assert "E列" in by_code["read-hidden-columns"].ja


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path):
    reading = hiding_workbook(tmp_path / "hidden.xlsx")

    assert "昔の市" not in [project.name for project in reading.plan.projects]
    (finding,) = [finding for finding in reading.findings if finding.code == "read-hidden-sheet"]
    assert "シート「昨年」は非表示なので読みませんでした" in finding.ja


def test_a_place_names_the_cell(tmp_path: Path):
    path = tmp_path / "places.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("一覧")
        sheet.write_row(3, 2, HEADER)
        sheet.write_row(4, 2, (1, "朝市", "市を開く。", "商工課", ""))

    (project,) = read_documents([path]).plan.projects

    places = {entry.field: (entry.place.sheet, entry.place.cell) for entry in project.places}
    assert places == {
        "number": ("一覧", "C5"),
        "name": ("一覧", "D5"),
        "summary": ("一覧", "E5"),
        "sections": ("一覧", "F5"),
    }


def test_several_files_make_one_plan(tmp_path: Path):
    paths = []
    for index, goal in enumerate(("1 働く", "2 暮らす")):
        path = tmp_path / f"{index}.csv"
        path.write_text(f"施策,No.,事業名,担当課\n{goal},{index + 1},事業{index},企画課\n", encoding="utf-8")
        paths.append(path)

    plan = read_documents(paths).plan

    assert [node.printed for node in plan.nodes] == ["1 働く", "2 暮らす"]
    assert [project.places[0].place.file for project in plan.projects] == ["0.csv", "1.csv"]
    assert [source.name for source in plan.sources] == ["0.csv", "1.csv"]
