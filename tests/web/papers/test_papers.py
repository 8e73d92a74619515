"""Papers made on the page, and the templates that a city changes."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import Client

from tests.web.factories import AT, municipality, person
from tests.web.publications.editions import edition, series
from tests.web.reviews.rounds import OPENED, make_round
from torikumi.plan.file import read_plan
from torikumi.plan.project import ReviewState
from torikumi.publish.forms.catalogue import FORMS, form_of
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.papers.models import PaperTemplate
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.plans.store import EditionFacts, save_edition
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.models import Sheet
from unit.publish.word_file import words

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "mihon" / "plan-2025.json"

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


@pytest.fixture
def reader(city: Municipality, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person(city, Role.READER, login_name="yomu"))


def address(of: Edition, code: str = "") -> str:
    return f"/papers/plans/{of.series_id}/{code}{'/' if code else ''}"


def template_of(code: str, more: str) -> SimpleUploadedFile:
    document = docx.Document(io.BytesIO(form_of(code).template))
    document.add_paragraph(more)
    buffer = io.BytesIO()
    document.save(buffer)
    return SimpleUploadedFile("本市の様式.docx", buffer.getvalue())


def test_every_form_is_listed_and_has_its_page(reader: Client, first: Edition) -> None:
    said = reader.get(address(first)).content.decode()
    for form in FORMS:
        assert form.name in said
        assert reader.get(address(first, form.code)).status_code == 200
    assert "ひな形をこの団体の様式に直す" not in said


def test_a_word_file_is_handed_out_and_recorded(reader: Client, first: Edition) -> None:
    answer = reader.post(address(first, "results"), {"kind": "docx", "year": "令和7年度"})

    assert answer.status_code == 200
    assert (
        unquote(answer["Content-Disposition"])
        == "attachment; filename*=utf-8''主要な施策の成果に関する説明書.docx"
    )
    said = words(answer.content)
    assert "令和7年度　主要な施策の成果に関する説明書" in said
    event = AuditEvent.objects.filter(action="make_paper").get()
    assert (event.actor, event.after) == (
        "yomu",
        {"edition": 1, "form": "results", "kind": "docx", "files": 1},
    )


def test_word_and_pdf_come_in_one_zip(reader: Client, first: Edition) -> None:
    answer = reader.post(address(first, "committee"), {"kind": "both", "fact_9": "第1回委員会"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["委員会資料.docx", "委員会資料.pdf"]
        assert archive.read("委員会資料.pdf").startswith(b"%PDF-")
        assert "第1回委員会" in words(archive.read("委員会資料.docx"))


@pytest.fixture
def large(plan: PlanSeries) -> Edition:
    """The sample city's plan: 55 projects of 18 sections."""
    facts = EditionFacts(
        series=plan, sequence=1, base=None, year=2025, label="令和7年度版", by="system", at=AT
    )
    return save_edition(read_plan(SAMPLE), facts=facts)


def letters(answer: HttpResponse) -> dict[str, str]:
    """The words of each letter of a ZIP, by its name."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: words(archive.read(name)) for name in archive.namelist()}


def test_each_section_gets_a_letter(reader: Client, large: Edition) -> None:
    made = letters(reader.post(address(large, "letter-request"), {"kind": "docx", "fact_0": "企第1号"}))
    sections = {section.name for project in read_plan(SAMPLE).projects for section in project.sections}
    assert {name.rpartition("_")[2] for name in made} == {f"{section}.docx" for section in sections}
    assert all("企第1号" in said for said in made.values())


def test_the_page_says_what_the_plan_does_not(reader: Client, first: Edition) -> None:
    said = reader.get(address(first, "results")).content.decode()
    assert "計画から分からない値" in said
    assert "人が書くところ" not in said  # the fields below ask for it


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "docx", "year": "来年"}, "年度として読めません"),
        ({"kind": "txt"}, "正しく選択"),
        ({}, "受け取るファイル"),
        ({"kind": "docx", "section": "ない課"}, "正しく選択"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    reader: Client, first: Edition, data: dict[str, str], said: str
) -> None:
    answer = reader.post(address(first, "results"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AuditEvent.objects.filter(action="make_paper").exists()


def test_a_form_that_is_not_there_is_not_found(reader: Client, first: Edition) -> None:
    assert reader.get(address(first, "none")).status_code == 404
    assert reader.get("/papers/plans/99999/results/").status_code == 404


def test_who_is_late_in_the_open_round_is_reminded(
    city: Municipality, reader: Client, large: Edition
) -> None:
    planner = person(city, Role.PLANNING, login_name="keikaku")
    by = Actor(name=planner.login_name, role=Role.PLANNING, municipality=city.code)
    round_ = create_round(series_id=large.series_id, rules=make_round(), by=by, at=OPENED)
    open_round(round_id=round_.pk, version=round_.version, by=by, at=OPENED)
    sheets = Sheet.objects.within(city).filter(round=round_)
    assert sheets.count() == 55

    said = reader.get(address(large, "letter-reminder")).content.decode()
    assert "いま行っている令和7年度の評価" in said
    assert 'value="令和8年6月30日（火）"' in said

    sheets.exclude(lead_name="農政課").update(state=ReviewState.SUBMITTED)
    answer = reader.post(address(large, "letter-reminder"), {"kind": "docx", "fact_6": "令和8年6月30日"})
    assert "督促文_01_農政課.docx" in unquote(answer["Content-Disposition"])
    assert "農政課　様" in words(answer.content)
    assert "令和8年6月30日" in words(answer.content)

    sheets.update(state=ReviewState.APPROVED)
    answer = reader.post(address(large, "letter-reminder"), {"kind": "docx"})
    assert answer.status_code == 422
    assert "督促する課はありません" in answer.content.decode()


class TestTemplates:
    """A city's own template."""

    def test_it_is_used_from_then_on_and_can_be_taken_back(
        self, office: Client, reader: Client, first: Edition
    ) -> None:
        answer = office.post(
            "/papers/templates/results/", {"template": template_of("results", "本市の{{計画名}}")}
        )
        assert answer.status_code == 302

        made = reader.post(address(first, "results"), {"kind": "docx"}).content
        assert "本市のみほん計画" in words(made)
        assert "本市の様式.docx" in reader.get(address(first, "results")).content.decode()
        taken = office.get("/papers/templates/results/file/").content
        assert "本市の{{計画名}}" in words(taken)

        assert office.post("/papers/templates/results/reset/").status_code == 302
        assert "本市の" not in words(reader.post(address(first, "results"), {"kind": "docx"}).content)
        actions = [
            event.action for event in AuditEvent.objects.filter(object_kind="paper_template").order_by("pk")
        ]
        assert actions == ["save_template", "use_product_template"]

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            ("{{事業めい}}", "様式.docx", "という名前は、ここでは使えません"),
            ("{{#事業ごと}}", "様式.docx", "{{/事業ごと}} がありません"),
            (None, "様式.docx", "様式.docx"),
            (None, "様式.pdf", "Word文書（.docx）ではありません"),
        ],
    )
    def test_a_wrong_one_is_refused_and_nothing_is_kept(
        self, city: Municipality, office: Client, content: str | None, name: str, said: str
    ) -> None:
        file = template_of("results", content) if content else SimpleUploadedFile(name, b"%PDF-1.7 x")
        answer = office.post("/papers/templates/results/", {"template": file})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not PaperTemplate.objects.within(city).exists()

    def test_a_letter_may_name_its_section_and_a_paper_of_the_whole_may_not(self, office: Client) -> None:
        for code, status in (("letter-notice", 302), ("results", 422)):
            file = template_of(code, "{{担当課名}}")
            assert office.post(f"/papers/templates/{code}/", {"template": file}).status_code == status

    def test_it_is_the_citys_alone(
        self, office: Client, browser_of: Callable[[User], Client], first: Edition
    ) -> None:
        office.post("/papers/templates/results/", {"template": template_of("results", "本市だけ")})
        other = browser_of(
            person(municipality(code="999989", name="隣の市"), Role.PLANNING, login_name="tonari")
        )
        assert "本市だけ" not in words(other.get("/papers/templates/results/file/").content)
        assert other.post(address(first, "results"), {"kind": "docx"}).status_code == 404

    def test_what_was_kept_is_never_changed(self, city: Municipality, office: Client) -> None:
        office.post("/papers/templates/results/", {"template": template_of("results", "x")})
        row = PaperTemplate.objects.within(city).get()
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperTemplate.objects.within(city).filter(pk=row.pk).update(content=b"")

    def test_only_the_office_changes_it(self, reader: Client) -> None:
        assert reader.get("/papers/templates/").status_code == 403
        assert (
            reader.post("/papers/templates/results/", {"template": template_of("results", "x")}).status_code
            == 403
        )
