"""A new list of the organisation beside the units of today: proposals that a person confirms one by one."""

from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from shared import SHARED, needs_shared
from tests.web.factories import person, unit
from torikumi.web.accounts.models import Municipality, OrganisationUnit, SuccessionKind, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.unit_names import unit_names_through_time

pytestmark = pytest.mark.django_db

LIST = "課名\n総務課\nこども家庭課\n生活福祉第一課\n生活福祉第二課\n人権・男女共同参画課\nデジタル課\n"


@pytest.fixture
def units(city: Municipality) -> dict[str, OrganisationUnit]:
    names = ("総務課", "こども課", "生活福祉課", "人権課", "男女共同参画課", "臨時給付金室")
    return {name: unit(city, name=name) for name in names}


@pytest.fixture
def browse(city: Municipality, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person(city, Role.ADMINISTRATOR))


def send(browse: Client, octets: bytes, name: str = "一覧.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, octets)
    return browse.post(reverse("accounts:reorganise"), {"document": file})  # type: ignore[return-value]


def found_in(response: HttpResponse) -> dict[tuple[str, ...], object]:
    return {one.before: one for one in response.context["found"].proposals}  # type: ignore[attr-defined]


def test_what_a_list_says_is_proposed_and_nothing_is_changed(
    browse: Client, units: dict[str, OrganisationUnit]
) -> None:
    response = send(browse, LIST.encode())

    assert response.status_code == 200
    found = response.context["found"]  # type: ignore[attr-defined]
    assert {(one.kind, one.before, one.after) for one in found.proposals} == {
        ("名前が変わった", ("こども課",), ("こども家庭課",)),
        ("分かれた", ("生活福祉課",), ("生活福祉第一課", "生活福祉第二課")),
        ("統合した", ("人権課", "男女共同参画課"), ("人権・男女共同参画課",)),
    }
    assert [name for name, _ in found.gone] == ["臨時給付金室"]
    assert found.new == ("デジタル課",)
    assert OrganisationUnit.objects.count() == 6


def test_a_proposal_is_confirmed_in_the_form_that_records_it(
    browse: Client, city: Municipality, units: dict[str, OrganisationUnit]
) -> None:
    (proposal,) = [
        one for before, one in found_in(send(browse, LIST.encode())).items() if before == ("こども課",)
    ]
    filled = parse_qs(urlsplit(proposal.url).query)  # type: ignore[attr-defined]
    code = units["こども課"].code

    page = browse.get(proposal.url).content.decode()  # type: ignore[attr-defined]
    done = browse.post(
        reverse("accounts:succeed_unit", args=[units["こども課"].pk]),
        {"kind": filled["kind"][0], "successors": filled["successors"][0], "day": "2027-04-01"},
    )

    assert f"{code} こども家庭課</textarea>" in page
    assert f'value="{SuccessionKind.RENAMED}" ' in page
    assert done.status_code == 302
    names = unit_names_through_time(city.code, date(2027, 4, 1))
    assert [one.name for one in names["こども課"]] == ["こども家庭課"]


def test_partners_of_a_merger_are_chosen_already(browse: Client, units: dict[str, OrganisationUnit]) -> None:
    (proposal,) = [one for before, one in found_in(send(browse, LIST.encode())).items() if len(before) == 2]

    page = browse.get(proposal.url).content.decode()  # type: ignore[attr-defined]

    assert page.count(" checked") >= 3  # the kind, the partner, the roles


@pytest.mark.parametrize(
    ("octets", "name"),
    [
        (b"", "a.csv"),
        ("品名,数\n机,3\n".encode(), "a.csv"),
        (b"PK\x03\x04", "a.xlsx"),
        (b"\x00\xff" * 9, "a.exe"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    browse: Client, city: Municipality, octets: bytes, name: str
) -> None:
    response = send(browse, octets, name)

    assert response.status_code == 422
    assert "。" in response.content.decode()


def test_odd_words_in_the_address_are_no_error(browse: Client, units: dict[str, OrganisationUnit]) -> None:
    address = reverse("accounts:succeed_unit", args=[units["総務課"].pk])

    assert browse.get(f"{address}?kind=x&partners=a&partners=99999999&successors=%3Cb%3E").status_code == 200


@needs_shared
def test_the_list_of_a_real_city_is_read(browse: Client, city: Municipality) -> None:
    unit(city, name="広聴広報課")

    response = send(
        browse, (SHARED / "takamatsu" / "organization-202404.xlsx").read_bytes(), "organization.xlsx"
    )

    assert found_in(response)[("広聴広報課",)].after[0].endswith("広聴広報・シティプロモーション課")  # type: ignore[attr-defined]
