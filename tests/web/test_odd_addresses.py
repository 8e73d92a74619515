"""No address, question or cookie makes the server fail, whoever sends it."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from tests.web.factories import person
from tests.web.plans.invented import AT, make_plan
from tests.web.routes import all_routes
from torikumi.web.accounts.models import Municipality, OrganisationUnit, RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_new_plan
from torikumi.web.plans.models import Edition
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.ui.converters import LARGEST, NumberConverter

NUMBERS = ("0", str(2**31), str(LARGEST), str(LARGEST + 1), "9" * 30, "9" * 5000)
TEXTS = ("\0", "a\0b", "\n", "%", "あ" * 300, "\ud800", "..", "\u202e")


def _converters() -> set[type]:
    found: set[type] = set()
    waiting = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        found |= {type(converter) for converter in pattern.pattern.converters.values()}
        waiting += getattr(pattern, "url_patterns", [])
    return found


def test_every_number_of_an_address_is_one_that_a_row_may_have() -> None:
    assert NumberConverter in _converters()
    assert IntConverter not in _converters()


def _odd_addresses() -> list[str]:
    addresses = []
    for route in all_routes():
        for part, values in (("/1/", NUMBERS), ("999997", TEXTS)):
            for value in values:
                if part in route.url + "/":
                    odd = quote(value.encode("utf-8", "surrogatepass"))
                    filled = (route.url + "/").replace(part, f"/{odd}/" if part == "/1/" else odd, 1)
                    addresses.append(filled if route.url.endswith("/") else filled[:-1])
    return sorted({address.replace("//", "/") for address in addresses})


@pytest.fixture
def clients(city: Municipality, browser_of: Callable[[User], Client]) -> list[Client]:
    everything = browser_of(person(city, Role.ADMINISTRATOR, Role.PLANNING))
    return [Client(raise_request_exception=False), _calm(everything)]


def _calm(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
def test_no_odd_address_makes_the_server_fail(clients: list[Client]) -> None:
    addresses = _odd_addresses()
    assert len(addresses) > 100
    for client in clients:
        for address in addresses:
            for method in (client.get, client.post):
                assert method(address).status_code < 500, address[:200]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [str(LARGEST + 1), "9" * 30])
@pytest.mark.parametrize(
    "address", ["/public/999997/{}/1/", "/public/999997/1/{}/", "/public/999997/1/{}/data/plan.json"]
)
def test_a_number_that_no_row_has_is_not_found(client: Client, address: str, number: str) -> None:
    assert client.get(address.format(number)).status_code == 404


@pytest.mark.django_db
def test_an_address_with_nul_is_not_found_even_below_a_plan(
    city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    user = person(city, Role.PLANNING)
    by = Actor(name=user.login_name, role=Role.PLANNING, municipality=city.code)
    document = UploadedDocument(name="みほん.json", content=b"{}")
    read = ReadDocument(document=document, plan=make_plan(3), findings=())
    confirm_import(
        import_id=stage_new_plan(read, title="計画", wishes=EditionWishes(), by=by, at=AT).pk, by=by, at=AT
    )
    series = Edition.objects.within(city).get().series_id
    browser = browser_of(user)

    for address in (f"/plans/{series}/projects/%00/", f"/plans/{series}/nodes/a%00b/", "/public/%00/"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.content.decode()


QUESTIONS = [
    ("plans:search", "q"), ("accounts:people", "q"), ("accounts:people", "page"), ("audit:events", "actor"),
    ("audit:events", "action"), ("audit:events", "since"), ("plans:upload", "series"), ("accounts:login", "next"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "parameter"), QUESTIONS)
def test_a_question_with_nul_is_refused_with_a_sentence(
    route: str, parameter: str, clients: list[Client]
) -> None:
    for client in clients:
        answer = client.get(f"{reverse(route)}?{parameter}=a%00b")

        assert answer.status_code == 400
        assert "送られた内容を読み取れませんでした" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_cookie_with_nul_is_refused_too(client: Client) -> None:
    answer = client.get("/people/", headers={"Cookie": 'torikumi_session="\\000aaaaaaaaaaaa"'})

    assert answer.status_code == 400


FORMS = {
    "accounts:login": {"login_name": "a\0b", "password": "a\0b"},
    "accounts:add_person": {"login_name": "a\0b", "display_name": "a\0b"},
    "accounts:add_unit": {"code": "a\0b", "name": "a\0b", "parent": "\0", "valid_from": "2026-04-01\0"},
    "accounts:change_password": {"old": "a\0b", "new": "a\0b", "again": "a\0b"},
    "plans:upload": {"series": "\0", "title": "a\0b", "year": "\0", "label": "\0", "absent": "\0"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("route", FORMS)
def test_a_form_with_nul_is_refused_beside_its_fields(route: str, clients: list[Client]) -> None:
    answer = clients[route != "accounts:login"].post(reverse(route), FORMS[route])

    assert answer.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    day: str, clients: list[Client], city: Municipality
) -> None:
    _, browser = clients
    assignment = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).get()
    other = person(city, Role.SECTION)
    unit = OrganisationUnit.objects.get()
    role = {"role": "reader", "valid_from": "2026-04-01", "valid_to": "2027-03-31"}

    pages = [
        browser.post(f"/roles/{assignment.pk}/end/", {"last_day": day}),
        browser.post(f"/units/{unit.pk}/end/", {"last_day": day}),
        browser.post(f"/people/{other.pk}/roles/add/", role | {"valid_from": day}),
        browser.post(f"/people/{other.pk}/roles/add/", role | {"valid_to": day}),
        browser.post("/units/add/", {"code": "A", "name": "課", "valid_from": day}),
    ]

    for page in pages:
        assert page.status_code == 422
        assert "1900年から2200年まで" in page.content.decode()
    for question in ("since", "until"):
        page = browser.get(f"/audit/?{question}={day}")
        assert page.status_code == 200
        assert "1900年から2200年まで" in page.content.decode()
