"""An import whose edition is public: undoing it does not take the edition back, and says so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.factories import AT, person
from tests.web.plans.invented import make_plan
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.importing import confirm_import, stage_new_plan
from torikumi.web.plans.models import Edition, Import
from torikumi.web.plans.preparing import EditionWishes

pytestmark = pytest.mark.django_db
SENTENCE = "取り消しても公表は続きます"


@pytest.fixture
def office(city: Municipality, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person(city, Role.PLANNING, login_name="kikaku"))


@pytest.fixture
def batch(city: Municipality, office: Client) -> Import:
    by = Actor(name="kikaku", role=Role.PLANNING, municipality=city.code)
    read = ReadDocument(
        document=UploadedDocument(name="みほん.json", content=b"{}"), plan=make_plan(3), findings=()
    )
    staged = stage_new_plan(read, title="みほん計画", wishes=EditionWishes(), by=by, at=AT)
    confirm_import(import_id=staged.pk, by=by, at=AT)
    return Import.objects.within(city).get(pk=staged.pk)


def publish(office: Client, city: Municipality) -> Edition:
    edition = Edition.objects.within(city).get()
    assert office.post(reverse("publications:publish", args=[edition.pk])).status_code == 302
    return edition


def undo(office: Client, batch: Import) -> str:
    return str(office.post(reverse("plans:undo_import", args=[batch.pk]), follow=True).content.decode())


def test_before_and_after_undoing_a_public_edition_it_is_said(
    office: Client, batch: Import, city: Municipality
) -> None:
    edition = publish(office, city)

    assert SENTENCE in office.get(batch.get_absolute_url()).content.decode()
    page = undo(office, batch)

    assert SENTENCE in page
    assert "取り下げ" in page
    address = reverse("publications:edition", args=[city.code, edition.series_id, edition.sequence])
    assert Client().get(address).status_code == 200


def test_nothing_is_said_where_nothing_is_public(office: Client, batch: Import) -> None:
    assert SENTENCE not in office.get(batch.get_absolute_url()).content.decode()
    assert SENTENCE not in undo(office, batch)


def test_nothing_is_said_once_the_edition_was_withdrawn(
    office: Client, batch: Import, city: Municipality
) -> None:
    from torikumi.web.publications.models import Publication

    publish(office, city)
    publication = Publication.objects.within(city).get()
    office.post(reverse("publications:withdraw", args=[publication.pk]), {"reason": "誤りがあったため。"})

    assert SENTENCE not in office.get(batch.get_absolute_url()).content.decode()
    assert SENTENCE not in undo(office, batch)
