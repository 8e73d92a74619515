"""PDF files as PDFium tells them: what shows is read, what does not is said."""

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from torikumi.plan.finding import Finding
from torikumi.read.document import Table
from torikumi.read.run import read_documents
from torikumi.read.sources import pdf as source
from unit.read.pdf_files import HEIGHT, LEFTS, ROWS, STEP, TOP, WIDTH, pdf, rules, scan, table, texts


def read(octets: bytes) -> tuple[list[list[str]], tuple[Finding, ...]]:
    """Return the rows of the one table, and the findings."""
    tables, findings = source.read_tables(octets, name="plan.pdf")
    (found,) = tables
    return rows(found), findings


def rows(found: Table) -> list[list[str]]:
    numbers = sorted({cell.row for cell in found.cells})
    return [[cell.text for cell in found.cells if cell.row == number] for number in numbers]


WANTED = [list(row) for row in ROWS]


def test_a_ruled_table_is_read_with_the_place_of_each_cell():
    tables, findings = source.read_tables(pdf(table), name="plan.pdf")

    assert rows(tables[0]) == WANTED
    assert findings == ()
    first = next(cell for cell in tables[0].cells if cell.text == "朝市の開催")
    assert (first.page, first.row, first.column) == (1, 2, 2)
    assert first.box == (90.0, round(HEIGHT - TOP + STEP, 1), 250.0, round(HEIGHT - TOP + 2 * STEP, 1))


def test_projects_are_read_with_their_places(tmp_path: Path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf(table))

    plan = read_documents([path]).plan

    assert [(project.number, project.name) for project in plan.projects] == [
        ("1", "朝市の開催"),
        ("2", "空き家の活用"),
    ]
    place = plan.projects[0].places[0].place
    assert (place.file, place.page) == ("plan.pdf", 1)
    assert place.box is not None


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_as_a_whole_is_read_as_it_is_shown(turn: int, tmp_path: Path):
    def turned(canvas: Canvas) -> None:
        canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn])
        canvas.rotate(turn)
        small(canvas)

    path = tmp_path / "turned.pdf"
    with pikepdf.open(write(tmp_path / "plain.pdf", pdf(turned))) as document:
        document.pages[0].Rotate = turn
        document.save(path)

    found, _ = read(path.read_bytes())

    assert found == [["No", "事業名"], ["1", "朝市"]]


def test_content_that_is_turned_on_an_upright_page_is_read():
    def turned(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, -60)
        small(canvas)

    found, _ = read(pdf(turned))

    assert found == [["No", "事業名"], ["1", "朝市"]]


def small(canvas: Canvas) -> None:
    """Draw a table that fits on a page whichever way it is turned."""
    for height in (200, 224, 248):
        canvas.line(100, height, 300, height)
    for left in (100, 140, 300):
        canvas.line(left, 200, left, 248)
    for height, texts_of_row in ((232, ("No", "事業名")), (208, ("1", "朝市"))):
        canvas.drawString(104, height, texts_of_row[0])
        canvas.drawString(144, height, texts_of_row[1])


def test_text_of_the_invisible_mode_is_left_out_and_said():
    def hidden(canvas: Canvas) -> None:
        table(canvas)
        text = canvas.beginText(LEFTS[1] + 4, TOP - STEP - 20)
        text.setTextRenderMode(3)
        text.textOut("見えない下書き")
        canvas.drawText(text)

    found, findings = read(pdf(hidden))

    assert found == WANTED
    assert [finding.code for finding in findings] == ["read-hidden-text"]


def test_white_text_on_white_paper_is_left_out():
    def white(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(LEFTS[1] + 4, TOP - STEP - 20, "見えない下書き")

    found, findings = read(pdf(white))

    assert found == WANTED
    assert [finding.code for finding in findings] == ["read-hidden-text"]


def test_white_text_on_a_dark_header_is_read():
    def dark(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(LEFTS[0], TOP - STEP, 540 - LEFTS[0], STEP, stroke=0, fill=1)
        rules(canvas)
        canvas.setFillColorRGB(1, 1, 1)
        for left, text in zip(LEFTS, ROWS[0], strict=True):
            canvas.drawString(left + 4, TOP - 16, text)
        canvas.setFillColorRGB(0, 0, 0)
        for row, cells in enumerate(ROWS[1:], start=1):
            for left, text in zip(LEFTS, cells, strict=True):
                canvas.drawString(left + 4, TOP - STEP * row - 16, text)

    found, findings = read(pdf(dark))

    assert found == WANTED
    assert findings == ()


def test_text_under_a_white_area_is_left_out():
    def covered(canvas: Canvas) -> None:
        canvas.drawString(LEFTS[1] + 4, TOP - STEP - 16, "前の年の事業名です")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(LEFTS[1], TOP - 2 * STEP, 160, STEP, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas)

    found, findings = read(pdf(covered))

    assert found == WANTED
    assert [finding.code for finding in findings] == ["read-hidden-text"]


def test_text_outside_of_its_clip_is_left_out():
    def clipped(canvas: Canvas) -> None:
        table(canvas)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(0, 0, 40, 40)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(LEFTS[1] + 4, TOP - STEP - 20, "切り取られた文字")
        canvas.restoreState()

    found, _ = read(pdf(clipped))

    assert found == WANTED


def test_text_drawn_twice_to_look_bold_is_read_once():
    def bold(canvas: Canvas) -> None:
        table(canvas)
        texts(canvas, shift=0.3)

    assert read(pdf(bold))[0] == WANTED


def test_dashes_are_rules():
    def dashed(canvas: Canvas) -> None:
        bottom = TOP - STEP * len(ROWS)
        for row in range(len(ROWS) + 1):
            for left in range(LEFTS[0], 540, 3):
                canvas.line(left, TOP - STEP * row, left + 1.8, TOP - STEP * row)
        for left in (*LEFTS, 540):
            for height in range(bottom, TOP, 3):
                canvas.line(left, height, left, height + 1.8)
        texts(canvas)

    assert read(pdf(dashed))[0] == WANTED


def test_a_table_inside_a_form_is_read():
    def formed(canvas: Canvas) -> None:
        canvas.beginForm("table")
        canvas.setFont("HeiseiKakuGo-W5", 10)
        table(canvas)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(20, -30)
        canvas.doForm("table")
        canvas.restoreState()

    assert read(pdf(formed))[0] == WANTED


def test_a_scan_is_said_to_be_a_picture():
    with pytest.raises(source.UnreadablePagesError, match="画像（スキャン）"):
        source.read_tables(pdf(scan), name="plan.pdf")


def test_a_scanned_page_among_others_is_named():
    _, findings = source.read_tables(pdf(table, scan), name="plan.pdf")

    assert [(finding.code, finding.place and finding.place.page) for finding in findings] == [
        ("read-picture-page", 2)
    ]


def test_text_that_a_recogniser_left_under_a_scan_is_read_and_said():
    def searchable(canvas: Canvas) -> None:
        scan(canvas)
        rules(canvas)
        for row, cells in enumerate(ROWS):
            for left, text in zip(LEFTS, cells, strict=True):
                layer = canvas.beginText(left + 4, TOP - STEP * row - 16)
                layer.setTextRenderMode(3)
                layer.textOut(text)
                canvas.drawText(layer)

    found, findings = read(pdf(searchable))

    assert found == WANTED
    assert [finding.code for finding in findings] == ["read-text-under-picture"]


def test_a_pdf_with_a_password_is_refused(tmp_path: Path):
    path = tmp_path / "locked.pdf"
    with pikepdf.open(write(tmp_path / "plain.pdf", pdf(table))) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="owner", user="user"))

    with pytest.raises(source.ProtectedPdfError, match="パスワード"):
        source.read_tables(path.read_bytes(), name="locked.pdf")


def test_a_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path):
    path = tmp_path / "owned.pdf"
    with pikepdf.open(write(tmp_path / "plain.pdf", pdf(table))) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="owner", user=""))

    assert read(path.read_bytes())[0] == WANTED


@pytest.mark.parametrize("octets", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000], ids=["empty", "noise"])
def test_what_is_no_pdf_inside_is_said_to_be_damaged(octets: bytes):
    with pytest.raises(source.BrokenPdfError, match="壊れているか"):
        source.read_tables(octets, name="plan.pdf")


def test_progress_is_told_page_by_page():
    told: list[tuple[int, int]] = []

    source.read_tables(
        pdf(table, table, table), name="plan.pdf", on_page=lambda done, count: told.append((done, count))
    )

    assert told == [(1, 3), (2, 3), (3, 3)]


def write(path: Path, octets: bytes) -> Path:
    path.write_bytes(octets)
    return path
