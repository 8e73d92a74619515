"""Workbooks of a round in tests: sent and uploaded through the real pages, filled in between as staff do."""

import io
import re
import zipfile
from collections.abc import Mapping

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from tests.web.reviews.pages import text_of
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.workbook_models import ReturnedWorkbook, SentWorkbook

SHEET = "評価シート"


class Filled:
    """The sheet of a workbook, with its cells by project and column."""

    def __init__(self, octets: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(octets))
        self.sheet: Worksheet = self.book[SHEET]
        ids = next(
            row for row in self.sheet.iter_rows(max_row=10) if any(cell.value == "@name" for cell in row)
        )
        self.columns = {cell.value: cell.column for cell in ids if cell.value}
        self.first = ids[0].row + 2
        names = range(self.first, self.sheet.max_row + 1)
        self.rows = {self.sheet.cell(row, self.columns["@name"]).value: row for row in names}

    def write(self, name: str, values: Mapping[str, str | int | None]) -> None:
        """Write answers into the row of a project."""
        for key, value in values.items():
            self.sheet.cell(self.rows[name], self.columns[key]).value = value

    def cell(self, name: str, key: str) -> str:
        """Return the name of a cell."""
        return str(self.sheet.cell(self.rows[name], self.columns[key]).coordinate)

    def octets(self) -> bytes:
        """Return the workbook as it is saved."""
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def send_all(client: Client, round_: ReviewRound) -> None:
    """Have the workbooks of all sections written by the page."""
    response = client.post(f"/reviews/{round_.pk}/workbooks/send/", {"all": "yes"})
    assert response.status_code == 302, response.content.decode()


def book_of(round_: ReviewRound, section: str = "企画課") -> SentWorkbook:
    """Return the newest workbook of a section."""
    rows = SentWorkbook.objects.within(round_).filter(round=round_, section_name=section)
    return rows.order_by("-pk")[0]


def download(client: Client, book: SentWorkbook) -> bytes:
    """Return a workbook as its page gives it."""
    response = client.get(book.get_absolute_url())
    assert response.status_code == 200
    return response.content


def upload(client: Client, round_: ReviewRound, *files: tuple[str, bytes]) -> HttpResponse:
    """Send files to the page."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/reviews/{round_.pk}/workbooks/upload/", {"files": sent})


def returns_of(round_: ReviewRound) -> list[ReturnedWorkbook]:
    """Return what came back, the oldest first."""
    return list(ReturnedWorkbook.objects.within(round_).filter(round=round_).order_by("pk"))


def newest_return(round_: ReviewRound) -> ReturnedWorkbook:
    """Return what came back last."""
    return returns_of(round_)[-1]


def form_of(client: Client, row: ReturnedWorkbook) -> dict[str, str]:
    """Return what the page's form of taking sends if nobody touches it."""
    page = text_of(client, row.get_absolute_url())
    start = page.index(f"{row.get_absolute_url()}take/")
    form = page[start : page.index("</form>", start)]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if 'type="hidden"' in tag or (" checked" in tag and name):
            sent[name] = value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form):
        sent[name] = text
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def take(client: Client, row: ReturnedWorkbook, **more: str) -> HttpResponse:
    """Confirm a workbook as its page offers it, with `more` chosen."""
    return client.post(f"{row.get_absolute_url()}take/", {**form_of(client, row), **more})


def pick(sheet: Sheet, key: str) -> str:
    """Return the name of the choice about a conflict."""
    return f"pick-{sheet.pk}-{key}"


def zipped(*files: tuple[str, bytes]) -> bytes:
    """Return a ZIP of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
