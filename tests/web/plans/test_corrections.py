"""What was read is checked beside the document, put right, taken in, undone, and offered again."""

import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.read.test_pictures import table_pdf
from tests.web import factories
from tests.web.plans.invented import AT, make_plan
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.finding import Finding, Severity
from torikumi.plan.model import Plan
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Project
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.documents import ReadDocument, UploadedDocument
from torikumi.web.plans.edition_check import look_at
from torikumi.web.plans.importing import confirm_import, stage_import, take_in_corrections
from torikumi.web.plans.models import Edition, Import, PlanSeries, StoredFinding
from torikumi.web.plans.preparing import EditionWishes
from torikumi.web.plans.queries.corrections import plan_as_read
from torikumi.web.plans.queries.found import findings_about
from torikumi.web.plans.queries.projects import changes_of, doubts_about
from torikumi.web.plans.reading_models import ReadingCorrection
from torikumi.web.plans.refusals import PendingCorrectionsError, StaleReadingError
from torikumi.web.plans.restating import restate

StageRead = Callable[..., Import]


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def stage_read(series: PlanSeries, by: Actor) -> StageRead:
    """Return a function that stages a plan as if it had been read from a document, with the reader's doubts."""

    def make(
        plan: Plan,
        *findings: Finding,
        content: bytes = b"a document",
        name: str = "計画.pdf",
        year: int = 2024,
    ) -> Import:
        document = UploadedDocument(name=name, content=content)
        read = ReadDocument(document=document, plan=plan, findings=findings)
        return stage_import(read, series_id=series.pk, wishes=EditionWishes(year=year), by=by, at=AT)

    return make


def on_page(project: Project, *, name: str = "計画.pdf") -> Project:
    """Return the project as a reader of PDF leaves it: a box for its name and its direction."""
    places = (
        FieldPlace("name", Place(file=name, page=1, table=0, row=2, column=2, box=(120, 120, 250, 160))),
        FieldPlace("direction", Place(file=name, page=1, table=0, row=2, column=3, box=(40, 120, 120, 160))),
    )
    return replace(project, places=places)


def pdf_plan(size: int = 4) -> Plan:
    plan = make_plan(size)
    return replace(plan, projects=tuple(on_page(project) for project in plan.projects))


def doubt(project: Project, field: str | None = "direction") -> Finding:
    return Finding(
        code="read-unclear-choice",
        severity=Severity.WARNING,
        ja=f"「{project.name}」の印がはっきりしません。",
        en="Unclear.",
        subject=project.id,
        field=field,
    )


def correct(client: Client, batch: Import, position: int, field: str, value: str) -> object:
    address = reverse("plans:correct_reading", args=[batch.pk, position])
    return client.post(address, {"field": field, "value": value}, follow=True)


def page_of(client: Client, batch: Import, position: int, query: str = "") -> str:
    answer = client.get(reverse("plans:check_reading", args=[batch.pk, position]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def fresh(batch: Import) -> Import:
    return Import.objects.within(batch).select_related("series", "base").get(pk=batch.pk)


def test_a_value_is_marked_on_the_picture_of_its_page(browse: Client, stage_read: StageRead) -> None:
    batch = stage_read(pdf_plan(), content=table_pdf())

    page = page_of(browse, batch, 1, "?field=direction")

    assert 'alt="文書1ページの画像"' in page
    assert '<rect class="sheet__mark" x="40.0" y="120.0" width="80.0" height="40.0"/>' in page
    assert 'viewBox="0 0 400.' in page
    picture = browse.get(reverse("plans:page_picture", args=[batch.pk, 1]))
    assert picture["Content-Type"] == "image/png"
    columns, rows = struct.unpack(">II", picture.content[16:24])
    assert (columns, rows) == (pytest.approx(400 / 72 * 110, abs=2), pytest.approx(300 / 72 * 110, abs=2))
    assert browse.get(reverse("plans:page_picture", args=[batch.pk, 7])).status_code == 404


def test_a_page_is_drawn_once(browse: Client, stage_read: StageRead, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = stage_read(pdf_plan(), content=table_pdf())
    page_of(browse, batch, 1)
    monkeypatch.setattr("torikumi.web.plans.page_pictures.draw_page_apart", None)

    page_of(browse, batch, 2)
    assert browse.get(reverse("plans:page_picture", args=[batch.pk, 1])).status_code == 200


def test_a_value_of_a_table_is_marked_among_its_rows(browse: Client, stage_read: StageRead) -> None:
    plan = make_plan(2)
    place = Place(file="計画.csv", table=0, row=3, column=2)
    first = replace(plan.projects[0], places=(FieldPlace("name", place),))
    content = "No.,事業名\n1,朝市\n2,夜市\n3,昼市\n".encode()
    batch = stage_read(replace(plan, projects=(first, *plan.projects[1:])), content=content, name="計画.csv")

    page = page_of(browse, batch, 1)

    assert '<td class="excerpt__mark" data-show><mark>夜市</mark></td>' in page
    assert "<td>昼市</td>" in page
    assert browse.get(reverse("plans:page_picture", args=[batch.pk, 1])).status_code == 404


def test_a_document_that_cannot_be_drawn_says_so(browse: Client, stage_read: StageRead) -> None:
    batch = stage_read(pdf_plan(), content=b"%PDF-1.7\n")

    assert "表示できません" in page_of(browse, batch, 1)


def test_only_what_the_reader_was_unsure_of_is_looked_through(browse: Client, stage_read: StageRead) -> None:
    plan = pdf_plan(6)
    batch = stage_read(plan, doubt(plan.projects[1]), doubt(plan.projects[4], None))

    page = page_of(browse, batch, 2, "?doubtful=1")

    assert "迷った事業 2件のうち" in page
    assert reverse("plans:check_reading", args=[batch.pk, 5]) + "?field=name&amp;doubtful=1" in page
    assert "の印がはっきりしません" in page
    first = browse.get(batch.get_absolute_url()).content.decode()
    assert reverse("plans:check_reading", args=[batch.pk, 2]) + "?doubtful=1" in first

    correct(browse, batch, 2, "direction", "D：廃止")

    assert "迷った事業 1件のうち" in page_of(browse, batch, 5, "?doubtful=1")


def test_a_doubt_about_a_place_stands_beside_the_value_that_was_read_there(
    browse: Client, stage_read: StageRead
) -> None:
    plan = pdf_plan(3)
    at = replace(plan.projects[1].places[1].place, row=3)
    second = replace(plan.projects[1], places=(plan.projects[1].places[0], FieldPlace("direction", at)))
    heading = Place(file="計画.pdf", page=1, table=0, row=1, column=1)
    node = replace(plan.nodes[1], places=(FieldPlace("printed", heading),))
    plan = replace(
        plan,
        nodes=(plan.nodes[0], node, *plan.nodes[2:]),
        projects=(plan.projects[0], second, plan.projects[2]),
    )
    unsure = replace(doubt(second), subject=None, field=None, place=at)
    batch = stage_read(plan, unsure, replace(unsure, place=heading, ja="見出しが確かではありません。"))

    page = page_of(browse, batch, 2, "?doubtful=1")
    assert "迷った事業 2件のうち" in page
    value = page.split('id="field-direction"')[1].split("</li>")[0]
    assert "の印がはっきりしません" in value
    assert "要確認" in value
    first = page_of(browse, batch, 1).split('id="field-heading1"')[1].split("</li>")[0]
    assert "見出しが確かではありません" in first


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("name", "まったく別の事業（仮称）", lambda project: project.name),
        ("number", "7-2", lambda project: project.number),
        ("summary", "一行目\n二行目", lambda project: project.summary),
        ("direction", "D：廃止", lambda project: project.direction.printed),
        ("sections", "企画課\n道路課", lambda project: "\n".join(one.printed for one in project.sections)),
        ("node", "m4", lambda project: project.node),
    ],
)
def test_a_corrected_value_is_in_the_edition(
    browse: Client,
    stage_read: StageRead,
    by: Actor,
    field: str,
    value: str,
    wanted: Callable[[Project], str],
) -> None:
    plan = pdf_plan()
    batch = stage_read(plan, content=table_pdf())

    page = correct(browse, batch, 3, field, value).content.decode()

    assert "読み取りを訂正しました" in page
    assert "訂正済み" in page
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    corrected = load_plan(fresh(batch).plan)
    assert wanted(corrected.projects[2]) == value
    assert corrected.projects[:2] == plan.projects[:2]
    assert load_plan(plan_as_read(fresh(batch))) == replace(
        load_plan(plan_as_read(batch)), projects=plan.projects
    )
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)
    assert edition.project_count == 4
    assert "読み取りの訂正 1件" in browse.get(batch.get_absolute_url()).content.decode()


def test_who_when_and_what_was_read_stay(browse: Client, stage_read: StageRead, planner: User) -> None:
    plan = pdf_plan()
    batch = stage_read(plan)

    correct(browse, batch, 1, "direction", "D：廃止")

    made = ReadingCorrection.objects.within(batch).get()
    read = plan.projects[0]
    assert (made.made_by, made.subject, made.field) == (planner.login_name, read.id, "direction")
    assert read.direction is not None
    assert (made.before, made.after) == (read.direction.printed, "D：廃止")
    assert made.place == "1ページ 2行目 3列目"
    event = AuditEvent.objects.of_object("import", batch.pk).get(action="correct_reading")
    assert (event.before["value"], event.after["value"]) == (made.before, made.after)


def test_nothing_is_confirmed_before_the_corrections_are_taken_in(
    browse: Client, stage_read: StageRead, by: Actor
) -> None:
    batch = stage_read(pdf_plan())
    correct(browse, batch, 1, "name", "ほんとうの名前")

    page = browse.get(batch.get_absolute_url()).content.decode()
    assert "訂正を反映する" in page
    assert "確定して最新版にする" not in page
    with pytest.raises(PendingCorrectionsError):
        confirm_import(import_id=batch.pk, by=by, at=AT)

    page = browse.post(reverse("plans:take_in_corrections", args=[batch.pk]), follow=True).content.decode()
    assert "訂正を反映しました" in page
    assert "確定して最新版にする" in page
    assert "ほんとうの名前" in page.split('id="changes-added"')[1]


def test_a_project_is_known_again_by_its_corrected_name(
    stage_read: StageRead, browse: Client, by: Actor
) -> None:
    plan = pdf_plan(8)
    plan = replace(plan, projects=(replace(plan.projects[0], second_name=None), *plan.projects[1:]))
    first = stage_read(plan, content=b"first")
    confirm_import(import_id=first.pk, by=by, at=AT)
    old = plan.projects[0]
    misread = replace(
        old, id="P-misread", number="90", name="￥ＺＸ■", summary="", sections=(), indicators=()
    )
    batch = stage_read(replace(plan, projects=(misread, *plan.projects[1:])), content=b"second", year=2025)
    assert (batch.added, batch.gone) == (1, 1)

    correct(browse, batch, 1, "name", old.name)
    correct(browse, batch, 1, "number", old.number or "")
    correct(browse, batch, 1, "sections", "\n".join(one.printed for one in old.sections))
    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    again = fresh(batch)
    assert (again.added, again.gone) == (0, 0)
    project = load_plan(again.plan).projects[0]
    assert project.id == old.id
    # What the document leaves empty is carried over for it as for every other.
    assert (project.summary, project.indicators) == (old.summary, old.indicators)
    assert [*changes_of(confirm_import(import_id=batch.pk, by=by, at=AT), old.id)] == []


def test_a_doubt_is_settled_by_the_correction_and_new_findings_are_found(
    stage_read: StageRead, browse: Client, by: Actor
) -> None:
    plan = pdf_plan(3)
    batch = stage_read(plan, doubt(plan.projects[1]), doubt(plan.projects[2]))
    correct(browse, batch, 2, "direction", "")

    take_in_corrections(import_id=batch.pk, by=by, at=AT)

    edition = confirm_import(import_id=batch.pk, by=by, at=AT)
    assert doubts_about(edition, plan.projects[1].id) == []
    found = [row.code for row in findings_about(look_at(edition), plan.projects[1].id)]
    assert "direction-missing" in found
    assert "read-unclear-choice" in [row.code for row in doubts_about(edition, plan.projects[2].id)]
    assert StoredFinding.objects.within(batch).filter(batch=batch, revision=0).exists()


def test_a_correction_is_taken_back(browse: Client, stage_read: StageRead, by: Actor) -> None:
    plan = pdf_plan()
    batch = stage_read(plan)
    correct(browse, batch, 1, "name", "ほんとうの名前")
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    made = ReadingCorrection.objects.within(batch).get()

    page = browse.post(
        reverse("plans:undo_correction", args=[batch.pk]), {"correction": made.pk}, follow=True
    ).content.decode()

    assert "訂正を取り消しました" in page
    assert "取消済み" in browse.get(batch.get_absolute_url()).content.decode()
    with pytest.raises(PendingCorrectionsError):
        confirm_import(import_id=batch.pk, by=by, at=AT)
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    assert load_plan(fresh(batch).plan).projects == plan.projects
    made.refresh_from_db(from_queryset=ReadingCorrection.objects.within(batch))
    assert made.undone_at is not None


def test_a_second_correction_takes_the_place_of_the_first(browse: Client, stage_read: StageRead) -> None:
    plan = pdf_plan()
    batch = stage_read(plan)
    for value in ("一度目", "二度目", plan.projects[0].name):
        correct(browse, batch, 1, "name", value)

    rows = ReadingCorrection.objects.within(batch).order_by("pk")
    assert [(row.before, row.after, row.undone_at is None) for row in rows] == [
        (plan.projects[0].name, "一度目", False),
        (plan.projects[0].name, "二度目", False),
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "事業名を入れてください"),
        ("node", "どこにもない", "一覧にある見出し"),
        ("summary", "あ" * 20_001, "20,000文字まで"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_beside_its_field(
    browse: Client, stage_read: StageRead, field: str, value: str, words: str
) -> None:
    batch = stage_read(pdf_plan())

    answer = correct(browse, batch, 1, field, value)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'aria-describedby="value_error' in answer.content.decode()
    assert not ReadingCorrection.objects.within(batch).exists()


def test_the_address_of_a_refused_correction_leads_back_to_its_field(
    browse: Client, stage_read: StageRead
) -> None:
    batch = stage_read(pdf_plan())
    address = reverse("plans:correct_reading", args=[batch.pk, 2]) + "?field=direction"

    answer = browse.get(address)

    assert (
        answer.headers["Location"]
        == reverse("plans:check_reading", args=[batch.pk, 2]) + "?field=direction#field-direction"
    )
    assert f'action="{address}#field-direction"' in page_of(browse, batch, 2, "?field=direction")


@pytest.mark.parametrize(("position", "field"), [(0, "name"), (5, "name"), (1, "id"), (1, "places"), (1, "")])
def test_only_fields_of_projects_that_are_there_are_corrected(
    browse: Client, stage_read: StageRead, position: int, field: str
) -> None:
    batch = stage_read(pdf_plan(4))

    assert correct(browse, batch, position, field, "x").status_code == 404
    for number in ("", "x", "9" * 40, "1"):
        address = reverse("plans:undo_correction", args=[batch.pk])
        assert browse.post(address, {"correction": number}).status_code == 404


def test_a_confirmed_import_is_corrected_no_more(browse: Client, stage_read: StageRead, by: Actor) -> None:
    batch = stage_read(pdf_plan())
    confirm_import(import_id=batch.pk, by=by, at=AT)

    assert "もう変えられません" in correct(browse, batch, 1, "name", "あとから").content.decode()
    assert "訂正する</button>" not in page_of(browse, batch, 1)


def test_corrections_are_offered_when_the_same_document_comes_again(
    browse: Client, stage_read: StageRead, by: Actor
) -> None:
    plan = pdf_plan()
    first = stage_read(plan, content=b"one")
    correct(browse, first, 1, "name", "ほんとうの名前")
    correct(browse, first, 2, "direction", "D：廃止")
    browse.post(reverse("plans:discard_import", args=[first.pk]))
    # Meanwhile the reader became better: it reads the second direction as somebody had put it right.
    second = plan.projects[1]
    better = replace(plan, projects=(plan.projects[0], replace(second, direction=None), *plan.projects[2:]))

    batch = stage_read(better, content=b"one")
    assert "読み取りが1件訂正されています" in browse.get(batch.get_absolute_url()).content.decode()
    browse.post(reverse("plans:repeat_corrections", args=[batch.pk]))

    made = ReadingCorrection.objects.within(batch).get(batch=batch)
    assert (made.position, made.field, made.after) == (1, "name", "ほんとうの名前")
    assert "訂正されています" not in browse.get(batch.get_absolute_url()).content.decode()
    assert AuditEvent.objects.of_object("import", batch.pk).filter(action="repeat_corrections").exists()


def test_a_correction_in_the_same_moment_is_noticed(browse: Client, stage_read: StageRead, by: Actor) -> None:
    from torikumi.web.plans.actions.corrections import keep_restated

    batch = stage_read(pdf_plan())
    correct(browse, batch, 1, "name", "一")
    restated = restate(fresh(batch))
    correct(browse, batch, 2, "name", "二")

    with pytest.raises(StaleReadingError):
        keep_restated(restated, import_id=batch.pk, by=by, at=AT)


def test_the_database_keeps_one_standing_correction_a_field(browse: Client, stage_read: StageRead) -> None:
    batch = stage_read(pdf_plan())
    correct(browse, batch, 1, "name", "一")
    made = ReadingCorrection.objects.within(batch).get()

    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_another_citys_reading_is_neither_seen_nor_corrected(
    stage_read: StageRead, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    batch = stage_read(pdf_plan(), content=table_pdf())
    stranger = browser_of(factories.person(other_city, Role.PLANNING))

    for name, more in (
        ("check_reading", [1]),
        ("page_picture", [1]),
        ("correct_reading", [1]),
        ("undo_correction", []),
        ("repeat_corrections", []),
        ("take_in_corrections", []),
    ):
        address = reverse(f"plans:{name}", args=[batch.pk, *more])
        assert stranger.get(address).status_code in {404, 405}, name
        assert stranger.post(address, {"field": "name", "value": "x"}).status_code in {404, 405}, name


@pytest.mark.parametrize("page", ["import", "check"])
def test_a_page_asks_the_database_as_often_for_10_projects_as_for_1000(
    browse: Client, stage_read: StageRead, page: str
) -> None:
    counts = []
    for size in (10, 1000):
        plan = pdf_plan(size)
        batch = stage_read(plan, *map(doubt, plan.projects), content=table_pdf(pages=1) + str(size).encode())
        correct(browse, batch, 1, "name", "ほんとうの名前")
        address = (
            batch.get_absolute_url()
            if page == "import"
            else reverse("plans:check_reading", args=[batch.pk, 5])
        )
        browse.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browse.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_the_older_editions_findings_are_those_of_its_last_revision(
    browse: Client, stage_read: StageRead, by: Actor
) -> None:
    plan = pdf_plan()
    batch = stage_read(plan)
    correct(browse, batch, 1, "name", "ほんとうの名前")
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    edition = confirm_import(import_id=batch.pk, by=by, at=AT)

    titles = {change.title for change in changes_of(edition, plan.projects[0].id)}

    assert len(titles) == 1
    assert "ほんとうの名前" in titles.pop()
    assert Edition.objects.within(batch).get().pk == edition.pk
    assert dump_plan(load_plan(fresh(batch).plan))


def test_the_text_of_a_heading_is_put_right_for_all_its_projects(
    browse: Client, stage_read: StageRead, by: Actor
) -> None:
    plan = pdf_plan(8)
    batch = stage_read(plan)
    under = [index for index, one in enumerate(plan.projects, start=1) if one.node == "m0"]

    correct(browse, batch, under[1], "heading1", "1-1 しごとの場をひらく")

    assert "しごとの場をひらく" in page_of(browse, batch, under[0])
    made = ReadingCorrection.objects.within(batch).get()
    assert (made.position, made.subject, made.before) == (under[0], "m0", "しごとの場を創る")
    assert correct(browse, batch, under[0], "heading1", " ").status_code == 422
    assert correct(browse, batch, under[0], "heading2", "x").status_code == 404
    take_in_corrections(import_id=batch.pk, by=by, at=AT)
    corrected = load_plan(fresh(batch).plan)
    node = corrected.node_by_id["m0"]
    assert (node.printed, node.number, node.name) == ("1-1 しごとの場をひらく", "1-1", "しごとの場をひらく")
    assert corrected.projects == plan.projects
    confirm_import(import_id=batch.pk, by=by, at=AT)
