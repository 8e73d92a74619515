"""What is published goes out byte for byte; nothing else goes out at all."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.factories import AT, SYSTEM, person
from tests.web.publications.editions import CANARY, edition, series
from torikumi.publish.typeset import papers
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.models import AuditEvent
from torikumi.web.jobs.models import Job
from torikumi.web.plans.models import Edition, EditionState, Import, Original, PlanSeries, StoredFinding
from torikumi.web.publications import actions, files, views
from torikumi.web.publications.models import Publication
from torikumi.web.publications.publishing import PUBLISH

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(city: Municipality) -> PlanSeries:
    return series(city)


@pytest.fixture
def first(plan: PlanSeries) -> Edition:
    return edition(plan, year=2025)


@pytest.fixture
def office(city: Municipality, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person(city, Role.PLANNING, login_name="kikaku"))


def publish(office: Client, wanted: Edition, **chosen: str) -> Publication:
    answer = office.post(f"/publications/publish/{wanted.pk}/", chosen)
    assert answer.status_code == 302, answer.content.decode()
    return Publication.objects.within(wanted).get(edition=wanted, state="published")


def address(of: Edition, path: str = "") -> str:
    return f"/public/{of.municipality.code}/{of.series_id}/{of.sequence}/{path}"


def test_a_published_edition_is_everybodys_byte_for_byte(
    office: Client, first: Edition, client: Client, settings: object
) -> None:
    assert client.get(address(first)).status_code == 404

    publication = publish(office, first)

    folder: Path = settings.PUBLISHED_ROOT / publication.folder  # type: ignore[attr-defined]
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) == publication.file_count > 10
    for path in written:
        answer = client.get(address(first, path.relative_to(folder).as_posix()))
        assert answer.status_code == 200, path
        assert answer.content == path.read_bytes()
    assert client.get(address(first)).content == (folder / "index.html").read_bytes()


def test_publishing_is_recorded_with_the_seal_of_all_files(office: Client, first: Edition) -> None:
    publication = publish(office, first)

    event = AuditEvent.objects.of_object("publication", publication.pk).get()
    assert (event.actor, event.role, event.action) == ("kikaku", "planning", "publish_edition")
    assert event.after is not None
    assert event.after["manifest_sha256"] == publication.manifest_sha256
    assert event.after["plan_sha256"] == first.sha256


@pytest.mark.papers
@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site.css", "text/css; charset=utf-8"),
        ("manifest.json", "application/json; charset=utf-8"),
        ("papers/plan-table.pdf", "application/pdf"),
        ("data/catalog.jsonld", "application/ld+json; charset=utf-8"),
        ("data/plan.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_public_files_say_what_they_are_and_may_be_kept_for_a_while(
    path: str, content_type: str, office: Client, first: Edition, client: Client
) -> None:
    publish(office, first)

    answer = client.get(address(first, path))

    assert answer["Content-Type"] == content_type
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["ETag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert ("Content-Disposition" in answer) == path.endswith(".xlsx")
    again = client.get(address(first, path), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Content-Security-Policy"] == answer["Content-Security-Policy"]


def test_a_public_answer_carries_nobodys_cookie(office: Client, first: Edition) -> None:
    publish(office, first)
    session = office.session
    session["seen"] = 1
    session.save()

    answer = office.get(address(first))

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key", "..%2f..%2f..%2fsecret_key", "%2e%2e/%2e%2e/secret_key", "data/../../../../x", "/etc/passwd",
        "index.html%00.css", "assets", "assets/", "data/plan.xlsx/", ".", "..", "INDEX.HTML", "index.html/../index.html",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(
    path: str, office: Client, first: Edition, client: Client, settings: object
) -> None:
    publish(office, first)
    (settings.HOME / "secret_key").write_text("secret")  # type: ignore[attr-defined]

    assert client.get(address(first, path)).status_code == 404


def test_answers_that_nobody_approved_are_in_no_published_file(
    office: Client, first: Edition, client: Client, settings: object
) -> None:
    publication = publish(office, first)

    for path in (settings.PUBLISHED_ROOT / publication.folder).rglob("*"):  # type: ignore[attr-defined]
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path


def test_the_history_shows_published_editions_only(office: Client, plan: PlanSeries, first: Edition) -> None:
    second = edition(plan, year=2026, project="だれも見ていない名前", base=first)
    third = edition(plan, year=2027, base=second)
    publish(office, first)

    publication = publish(office, third)

    page = b"".join(path.read_bytes() for path in _files(publication))
    assert "2025年版".encode() in page
    assert "2026年版".encode() not in page
    assert "だれも見ていない名前".encode() not in page


def test_the_office_may_let_the_earlier_editions_show(
    office: Client, plan: PlanSeries, first: Edition
) -> None:
    second = edition(plan, year=2026, project="前の名前", base=first)

    page = office.get(f"/publications/publish/{second.pk}/").content.decode()
    assert "以前の版（2025年版）の記録も載せる" in page
    assert "checked" in page
    publication = publish(office, second, past="on")

    told = b"".join(path.read_bytes() for path in _files(publication))
    assert "2025年版".encode() in told
    assert CANARY.encode() not in told
    event = AuditEvent.objects.of_object("publication", publication.pk).get()
    assert event.after is not None
    assert event.after["history"] == [1]


def test_what_was_undone_or_withdrawn_shows_in_no_history(
    office: Client, plan: PlanSeries, first: Edition
) -> None:
    second = edition(plan, year=2026, base=first)
    taken_back = publish(office, second)
    office.post(f"/publications/{taken_back.pk}/withdraw/", {"reason": "誤り"})
    third = edition(plan, year=2027, base=second)
    Edition.objects.within(third).filter(pk=third.pk).update(state=EditionState.UNDONE)
    fourth = edition(plan, year=2028, base=second, sequence=4)

    page = office.get(f"/publications/publish/{fourth.pk}/").content.decode()
    assert "取り下げた版（2026年版）の記録は載せません" in page
    publication = publish(office, fourth, past="on")

    told = b"".join(path.read_bytes() for path in _files(publication))
    assert "2025年版".encode() in told
    assert "2026年版".encode() not in told
    assert "2027年版".encode() not in told


def test_a_history_that_was_undone_meanwhile_is_refused(plan: PlanSeries, first: Edition) -> None:
    second = edition(plan, year=2026, base=first)
    written = files.WrittenFolder(name="x", manifest_sha256="0" * 64, file_count=1)
    Edition.objects.within(first).filter(pk=first.pk).update(state=EditionState.UNDONE)

    with pytest.raises(actions.PublicationError, match="以前の版"):
        actions.publish_edition(edition=second, written=written, history=[first], by=SYSTEM, at=AT)
    assert not Publication.objects.within(second).exists()


def test_two_editions_of_one_name_are_told_apart_everywhere(
    office: Client, plan: PlanSeries, first: Edition, client: Client
) -> None:
    second = edition(plan, year=2025, base=first)

    assert "2025年版 第2版" in office.get(f"/publications/publish/{second.pk}/").content.decode()
    publish(office, first)
    publication = publish(office, second)

    for page in (office.get("/publications/"), client.get(f"/public/{first.municipality.code}/")):
        listed = page.content.decode()
        assert listed.count("2025年版 第2版") >= 1
        assert listed.count('<span class="flag">最新</span>') == 1
    told = b"".join(path.read_bytes() for path in _files(publication))
    assert "2025年版 第2版".encode() in told


def test_what_is_wrong_is_said_before_publishing(office: Client, first: Edition) -> None:
    original = Original.objects.create(municipality=first.municipality, sha256="0" * 64, size=1, content=b"x")
    batch = Import.objects.create(
        municipality=first.municipality, series=first.series, edition=first, original=original,
        file_name="みほん.xlsx", year=2025, plan="{}", added=1, changed=0, untouched=0, gone=0,
        state="applied", created_by="system", created_at=AT,
    )  # fmt: skip
    for position, severity in enumerate(("error", "error", "warning")):
        StoredFinding.objects.create(
            batch=batch, position=position, origin="read", code="x", severity=severity, rank=0, ja="見本"
        )

    page = office.get(f"/publications/publish/{first.pk}/").content.decode()

    assert "読み取りの誤り 2件。公表の前に直してください" in page
    assert f"{batch.get_absolute_url()}?severity=error" in page
    assert "点検の誤り" not in page
    publish(office, first)


def _files(publication: Publication) -> list[Path]:
    from django.conf import settings

    return [path for path in (settings.PUBLISHED_ROOT / publication.folder).rglob("*") if path.is_file()]


def test_a_withdrawn_edition_says_so_at_its_address(office: Client, first: Edition, client: Client) -> None:
    publication = publish(office, first)
    assert office.post(f"/publications/{publication.pk}/withdraw/").status_code == 422

    office.post(f"/publications/{publication.pk}/withdraw/", {"reason": "金額に<b>誤り</b>があったため"})

    for path in ("", "index.html", "data/plan.xlsx"):
        answer = client.get(address(first, path))
        assert answer.status_code == 410
        assert "金額に&lt;b&gt;誤り" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
    assert "みほん計画" not in client.get(f"/public/{first.municipality.code}/").content.decode()
    assert _files(publication)


def test_a_withdrawn_edition_can_be_published_again(office: Client, first: Edition, client: Client) -> None:
    publication = publish(office, first)
    office.post(f"/publications/{publication.pk}/withdraw/", {"reason": "確かめるため"})

    again = publish(office, first)

    assert again.folder != publication.folder
    assert client.get(address(first)).status_code == 200


def test_an_edition_is_public_once_at_a_time(office: Client, first: Edition, settings: object) -> None:
    publication = publish(office, first)

    answer = office.post(f"/publications/publish/{first.pk}/")

    assert answer.status_code == 422
    assert "すでに公表されています" in answer.content.decode()
    folders = [path.parent for path in settings.PUBLISHED_ROOT.rglob("manifest.json")]  # type: ignore[attr-defined]
    assert folders == [settings.PUBLISHED_ROOT / publication.folder]  # type: ignore[attr-defined]
    publication.pk, publication.folder = None, "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        publication.save(force_insert=True)


def test_an_undone_edition_cannot_be_published(office: Client, first: Edition) -> None:
    Edition.objects.within(first).filter(pk=first.pk).update(state=EditionState.UNDONE)

    assert office.post(f"/publications/publish/{first.pk}/").status_code == 404
    written = files.WrittenFolder(name="x", manifest_sha256="0" * 64, file_count=1)
    with pytest.raises(actions.PublicationError):
        actions.publish_edition(edition=first, written=written, by=SYSTEM, at=AT)


def test_nothing_is_public_and_no_file_stays_when_the_event_cannot_be_written(
    office: Client, first: Edition, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("torikumi.web.publications.actions.record", fail)
    office.raise_request_exception = False

    assert office.post(f"/publications/publish/{first.pk}/").status_code == 500

    assert not Publication.objects.within(first).exists()
    assert not [*settings.PUBLISHED_ROOT.rglob("*.html")]  # type: ignore[attr-defined]


def test_a_changed_file_is_not_handed_out(
    office: Client, first: Edition, client: Client, settings: object
) -> None:
    publication = publish(office, first)
    client.raise_request_exception = False
    folder: Path = settings.PUBLISHED_ROOT / publication.folder  # type: ignore[attr-defined]
    with (folder / "index.html").open("ab") as file:
        file.write(b" ")

    assert client.get(address(first)).status_code == 500
    assert client.get(address(first, "data/plan.json")).status_code == 200


def test_a_changed_manifest_opens_nothing(
    office: Client, first: Edition, client: Client, settings: object
) -> None:
    publication = publish(office, first)
    client.raise_request_exception = False
    folder: Path = settings.PUBLISHED_ROOT / publication.folder  # type: ignore[attr-defined]
    with (folder / "manifest.json").open("ab") as file:
        file.write(b" ")

    assert client.get(address(first, "data/plan.json")).status_code == 500


def test_only_the_office_publishes(
    first: Edition, city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    for role in (Role.SECTION, Role.READER):
        browser = browser_of(person(city, role))
        assert browser.post(f"/publications/publish/{first.pk}/").status_code == 403
        assert "公表する</a>" not in browser.get("/publications/").content.decode()


def test_another_citys_edition_is_out_of_reach(
    office: Client,
    first: Edition,
    other_city: Municipality,
    client: Client,
    browser_of: Callable[[User], Client],
) -> None:
    publication = publish(office, first)
    stranger = browser_of(person(other_city, Role.PLANNING))

    assert stranger.post(f"/publications/publish/{first.pk}/").status_code == 404
    assert stranger.post(f"/publications/{publication.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert "みほん計画" not in stranger.get("/publications/").content.decode()
    wrong = f"/public/{other_city.code}/{first.series_id}/{first.sequence}/"
    assert client.get(wrong).status_code == 404


def test_everybody_sees_the_list_of_what_a_city_published(
    office: Client, first: Edition, client: Client
) -> None:
    publish(office, first)

    page = client.get(f"/public/{first.municipality.code}/")

    assert page.status_code == 200
    assert address(first) in page.content.decode()
    assert client.get("/public/000000/").status_code == 404


def test_the_lists_cost_the_same_for_one_and_for_twenty_editions(
    office: Client, plan: PlanSeries, first: Edition, client: Client
) -> None:
    def queries(browser: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    publish(office, first)
    public = f"/public/{first.municipality.code}/"
    office.get("/publications/")
    before = queries(office, "/publications/"), queries(client, public)
    newest = first
    for year in range(2026, 2045):
        newest = edition(plan, year=year, base=newest)
    publish(office, newest)
    office.get("/publications/")  # the message of success goes

    assert (queries(office, "/publications/"), queries(client, public)) == before
    assert max(before) <= 8


def test_a_public_file_costs_two_queries(office: Client, first: Edition, client: Client) -> None:
    publish(office, first)
    url = address(first)

    with CaptureQueriesContext(connection) as captured:
        client.get(url)

    assert len(captured) == 2


def test_what_was_corrected_before_anybody_saw_it_shows_in_no_history(
    office: Client, plan: PlanSeries
) -> None:
    wrong = edition(plan, year=2025, project="書き間違えた名前")
    right = edition(plan, year=2025, project="正しい名前", base=wrong)
    draft = edition(plan, year=2026, project="下書きの名前", base=right)
    final = edition(plan, year=2026, project="決まった名前", base=draft)

    publication = publish(office, final, past="on")

    told = b"".join(path.read_bytes() for path in _files(publication)).decode(errors="ignore")
    assert "正しい名前" in told
    assert "書き間違えた名前" not in told
    assert "下書きの名前" not in told


@pytest.mark.papers
def test_a_large_plan_is_published_beside_the_page(
    office: Client, first: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_AT_ONCE", 0)

    answer = office.post(f"/publications/publish/{first.pk}/", {}, follow=True)

    job = Job.objects.within(first).get(kind="publish_edition")
    assert (job.state, job.made_by) == ("done", "kikaku")
    assert "を公表しました。" in answer.content.decode()
    assert client.get(address(first, "papers/plan-table.pdf")).content.startswith(b"%PDF-")


def test_a_job_that_is_begun_again_publishes_nothing_twice(
    office: Client, first: Edition, city: Municipality
) -> None:
    publish(office, first)

    job = actions.ask_to_publish(PUBLISH, edition=first, history=(), by=SYSTEM, at=AT)

    job.refresh_from_db()
    assert job.state == "done"
    assert Publication.objects.within(first).filter(edition=first).count() == 1


def test_a_job_publishes_no_history_that_was_not_asked_for(
    office: Client, plan: PlanSeries, first: Edition, client: Client
) -> None:
    second = edition(plan, year=2026, base=first)

    actions.ask_to_publish(PUBLISH, edition=second, history=(), by=SYSTEM, at=AT)

    assert client.get(address(second)).status_code == 200
    assert client.get(address(second, "data/earlier-1.json")).status_code == 404


@pytest.mark.papers
def test_what_publishing_has_to_say_is_shown(
    office: Client, first: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "missing_parts", lambda: ("typst",))

    page = office.post(f"/publications/publish/{first.pk}/", {}, follow=True).content.decode()

    assert "PDFは作りませんでした。" in page
    assert "pip install typst" in page


def test_what_is_public_is_taken_out_as_a_sealed_zip_and_the_trail_says_so(
    office: Client, first: Edition
) -> None:
    publication = publish(office, first)

    answer = office.post(f"/publications/{publication.pk}/bundle/")

    with zipfile.ZipFile(BytesIO(answer.content)) as bundle:
        names = {name.partition("/")[2]: bundle.read(name) for name in bundle.namelist()}
    sums = dict(reversed(line.split("  ", 1)) for line in names["SHA256SUMS"].decode().splitlines())
    assert answer["Content-Type"] == "application/zip"
    assert sums == {
        path: sha256(octets).hexdigest() for path, octets in names.items() if path != "SHA256SUMS"
    }
    assert len(names) == publication.file_count + 2
    assert not [path for path, octets in names.items() if CANARY.encode() in octets]
    event = AuditEvent.objects.get(action="export_site")
    assert event.object_id == str(publication.pk)
    assert event.after["sums_sha256"] == sha256(names["SHA256SUMS"]).hexdigest()


def test_a_withdrawn_edition_is_not_taken_out(office: Client, first: Edition) -> None:
    publication = publish(office, first)
    office.post(f"/publications/{publication.pk}/withdraw/", {"reason": "誤りがあったため"})

    assert office.post(f"/publications/{publication.pk}/bundle/").status_code == 404
    assert office.get(f"/publications/{publication.pk}/bundle/").status_code == 405
    assert not AuditEvent.objects.filter(action="export_site").exists()
