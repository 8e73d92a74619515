"""The people and the workbook with which tests of a round's workbooks begin."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reviews.book_hands import Filled, book_of, download, send_all
from tests.web.reviews.conftest import Player
from torikumi.web.accounts.models import OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.reviews.models import ReviewRound, Sheet

BrowserOf = Callable[[User], Client]
FILE = "01_企画課.xlsx"
DONE = "Excelで書いた実績。"


@pytest.fixture
def planning(player: Callable[..., Player]) -> Player:
    return player(Role.PLANNING)


@pytest.fixture
def staff(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def office(planning: Player, browser_of: BrowserOf) -> Client:
    return browser_of(planning.user)


@pytest.fixture
def desk(staff: Player, browser_of: BrowserOf) -> Client:
    return browser_of(staff.user)


@pytest.fixture
def out(office: Client, opened: ReviewRound, sheet: Sheet) -> Filled:
    """Give the workbook of 企画課 as it went out."""
    send_all(office, opened)
    return Filled(download(office, book_of(opened)))
