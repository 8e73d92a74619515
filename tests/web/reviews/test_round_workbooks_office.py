"""A round's workbook through a real LibreOffice: filled in, sorted, saved in other types, and taken back by the pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.office.libreoffice import Office, missing_office
from tests.web.reviews.book_hands import Filled, book_of, download, newest_return, send_all, take, upload
from tests.web.reviews.conftest import Player
from tests.web.reviews.pages import fresh
from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound, Sheet

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    missing = missing_office()
    if missing:
        pytest.skip(missing)
    office = Office(tmp_path_factory.mktemp("profile"))
    yield office
    office.close()


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_what_staff_write_and_sort_in_libreoffice_is_taken_to_the_right_sheets(
    kind: str, office: Office, opened: ReviewRound, sheet: Sheet, tmp_path: Path,
    player: Callable[..., Player], browser_of: Callable[[User], Client],
) -> None:  # fmt: skip
    desk = browser_of(player(Role.PLANNING).user)
    send_all(desk, opened)
    octets = download(desk, book_of(opened))
    out = Filled(octets)
    source, back = tmp_path / "out.xlsx", tmp_path / f"back.{kind}"
    source.write_bytes(octets)
    second = Sheet.objects.within(opened).get(project_key="P-000000000007")
    result = out.columns["result"] - 1
    rows = [out.rows[sheet.name] - 1, out.rows[second.name] - 1]
    steps = [
        ["type_text", result, rows[0], "一つめの実績を書いた。\n二行め"],
        ["type_text", result, rows[1], "二つめの実績を書いた。"],
        ["sort_rows", 0, rows[0], out.sheet.max_column - 1, rows[1], out.columns["@number"] - 1],
    ]

    office.work(source, steps, to=[back])
    upload(desk, opened, (back.name, back.read_bytes()))
    row = newest_return(opened)

    assert (row.state, row.changes, row.conflicts, row.doubts) == ("staged", 2, 0, 0), row.message
    assert take(desk, row).status_code == 302
    assert fresh(sheet).values["result"] == "一つめの実績を書いた。\n二行め"
    assert fresh(second).values["result"] == "二つめの実績を書いた。"
