"""A document comes in through the page, is read in a process of its own, and is decided upon."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.web.plans.invented import make_plan
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan
from torikumi.read.sandbox.ends import UnreadableDocumentError
from torikumi.read.sandbox.limits import Limits
from torikumi.web.accounts.models import User
from torikumi.web.plans.documents import UploadedDocument, read_uploaded
from torikumi.web.plans.models import Edition, Import, ImportState, PlanSeries

HEAD = ("No.", "基本目標", "基本施策", "事業名", "事業概要", "今後の方針", "担当課")
ROWS = (
    (
        "1",
        "1 働きやすいまち",
        "産業を育てる",
        "よろず相談窓口",
        "窓口でサービスの相談を受ける。",
        "A：充実",
        "商工課",
    ),
    ("2", "1 働きやすいまち", "産業を育てる", "朝市の支援", "朝市を開く人を支える。", "B：継続", "農政課"),
    ("3", "2 育つまち", "居場所をつくる", "放課後の教室", "放課後に教室を開く。", "B：継続", "学校教育課"),
)


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\r\n".join(",".join(row) for row in (HEAD, *rows)).encode("cp932")


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def upload(client: Client, name: str, content: bytes, **fields: str) -> object:
    document = SimpleUploadedFile(name, content)
    return client.post(reverse("plans:upload"), {"document": document, **fields}, follow=True)


def only_import(planner: User) -> Import:
    return Import.objects.within(planner).get()


@pytest.mark.parametrize(("name", "content"), [("計画.xlsx", workbook(*ROWS)), ("計画.csv", csv(*ROWS))])
def test_a_document_becomes_an_edition_in_three_steps(
    browse: Client, planner: User, name: str, content: bytes
) -> None:
    staged = upload(browse, name, content, title="みほん計画", year="R6")
    batch = only_import(planner)

    assert staged.status_code == 200
    page = staged.content.decode()
    assert "よろず相談窓口" in page
    assert "確定して最新版にする" in page
    assert batch.added == 3

    confirmed = browse.post(reverse("plans:confirm_import", args=[batch.pk]), follow=True).content.decode()

    assert "計画の最新版になりました" in confirmed
    assert "<b>3事業</b>" in confirmed
    edition = Edition.objects.within(planner).get()
    assert (edition.year, edition.series.title, edition.project_count) == (2024, "みほん計画", 3)

    undone = browse.post(reverse("plans:undo_import", args=[batch.pk]), follow=True).content.decode()

    assert "取り消しました" in undone
    assert Edition.objects.within(planner).get().state == "undone"


def test_a_plan_json_comes_in_as_it_is(browse: Client, planner: User) -> None:
    plan = make_plan(4)

    upload(browse, "plan.json", dump_plan(plan).encode())

    batch = only_import(planner)
    assert (batch.added, batch.year, batch.series.title) == (4, 2024, "みほん市総合戦略")


def test_the_place_of_a_finding_is_shown(browse: Client, planner: User) -> None:
    broken = (*ROWS, ("4", "2 育つまち", "居場所をつくる", "行き先のない事業", "概要。", "", "学校教育課"))

    page = upload(browse, "計画.xlsx", workbook(*broken), title="みほん計画", year="R6").content.decode()

    assert "行き先のない事業" in page
    assert "finding--" in page
    batch = only_import(planner)
    only_errors = browse.get(batch.get_absolute_url() + "?severity=error").content.decode()
    assert "finding--warning" not in only_errors


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.xlsx", b"", "空です"),
        ("写真.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "画像"),
        ("表.pdf", b"%PDF-1.7\n", "PDF"),
        ("plan.json", b'{"torikumi_plan": 1}', "plan.json"),
        ("plan.json", b'{"torikumi_plan": 1, "title": "\\u0000"}', "保存できない文字"),
        ("plan.json", b'{"\xff": 1}', "UTF-8"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_beside_its_field(
    browse: Client, planner: User, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(browse, name, content, title="みほん計画", year="R6")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_document_error"' in page
    assert sentence in page
    assert not Import.objects.within(planner).exists()


def test_a_document_larger_than_the_limit_is_refused(browse: Client, planner: User, settings: object) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024

    answer = upload(browse, "大きい.csv", b"a" * (1024 * 1024 + 1), title="みほん計画", year="R6")

    assert answer.status_code == 422
    assert "1MBまで" in answer.content.decode()


def test_a_year_is_asked_for_where_the_document_has_none(browse: Client, planner: User) -> None:
    answer = upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画")

    assert answer.status_code == 422
    assert "年度を入れてください" in answer.content.decode()
    assert not PlanSeries.objects.within(planner).exists()


@pytest.mark.parametrize("year", ["来年", "１２３４５", "99999"])
def test_a_year_that_is_none_is_refused(browse: Client, year: str) -> None:
    page = upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画", year=year).content.decode()

    assert "年度として読めません" in page


def test_the_same_document_leads_to_its_import(browse: Client, planner: User) -> None:
    upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画", year="R6")
    content = bytes(only_import(planner).original.content)

    answer = upload(browse, "計画.xlsx", content, title="みほん計画", year="R6")

    assert answer.status_code == 422
    assert only_import(planner).get_absolute_url() in answer.content.decode()


def test_the_original_comes_back_byte_for_byte_and_is_never_opened_here(
    browse: Client, planner: User
) -> None:
    content = csv(*ROWS)
    upload(browse, "計画.csv", content, title="みほん計画", year="R6")

    answer = browse.get(reverse("plans:original", args=[only_import(planner).pk]))

    assert answer.content == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_discarded_import_leaves_the_plan_alone(browse: Client, planner: User) -> None:
    upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画", year="R6")

    page = browse.post(
        reverse("plans:discard_import", args=[only_import(planner).pk]), follow=True
    ).content.decode()

    assert "計画は変わっていません" in page
    assert only_import(planner).state == ImportState.DISCARDED
    assert not Edition.objects.within(planner).exists()


def test_an_older_page_cannot_be_confirmed(browse: Client, planner: User) -> None:
    upload(browse, "一.xlsx", workbook(*ROWS), title="みほん計画", year="R6")
    upload(browse, "二.xlsx", workbook(*ROWS[:2]), title="みほん計画", year="R6")
    second, first = Import.objects.within(planner).order_by("-pk")
    browse.post(reverse("plans:confirm_import", args=[second.pk]))

    page = browse.post(reverse("plans:confirm_import", args=[first.pk]), follow=True).content.decode()

    assert "計画の最新版が変わりました" in page
    assert "確定して最新版にする" not in page


def test_an_older_year_is_told_and_not_offered(browse: Client, planner: User) -> None:
    upload(browse, "新.xlsx", workbook(*ROWS), title="みほん計画", year="R6")
    browse.post(reverse("plans:confirm_import", args=[only_import(planner).pk]))

    page = upload(browse, "旧.xlsx", workbook(*ROWS[:2]), title="みほん計画", year="R5").content.decode()

    assert "令和5年度のもので、最新の版（令和6年度）より古い" in page
    assert "確定して最新版にする" not in page
    assert "破棄する" in page


def test_the_review_says_which_column_was_read_as_what(browse: Client, planner: User) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "一覧"
    for row in ((*HEAD, "庁内の覚え"), *((*row, f"覚え{row[0]}") for row in ROWS)):
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)

    upload(browse, "計画.xlsx", kept.getvalue(), title="みほん計画", year="R6")
    answer = browse.get(only_import(planner).get_absolute_url())

    columns = [(one.place, one.words, one.example) for one in answer.context["columns"]]
    assert columns == [
        ("シート「一覧」 A列", ("番号",), "1"),
        ("シート「一覧」 B列", ("基本目標",), "1 働きやすいまち"),
        ("シート「一覧」 C列", ("基本施策",), "産業を育てる"),
        ("シート「一覧」 D列", ("事業名",), "よろず相談窓口"),
        ("シート「一覧」 E列", ("事業概要",), "窓口でサービスの相談を受ける。"),
        ("シート「一覧」 F列", ("今後の方針",), "A：充実"),
        ("シート「一覧」 G列", ("担当課",), "商工課"),
    ]
    assert "庁内の覚え" in answer.content.decode().split("読み取らなかった列")[1].split("</section>")[0]


def test_a_document_without_columns_says_nothing_of_them(browse: Client, planner: User) -> None:
    plan = make_plan(2)
    bare = replace(plan, projects=tuple(replace(project, places=()) for project in plan.projects))

    page = upload(browse, "plan.json", dump_plan(bare).encode()).content.decode()

    assert "どの列を何として読んだか" not in page


def test_new_headings_stand_behind_the_new_projects(browse: Client, planner: User) -> None:
    page = upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画", year="R6").content.decode()

    added = page.split('id="changes-added"')[1]
    assert added.index("よろず相談窓口") < added.index("<summary>見出し（4件）</summary>")


def test_nothing_changes_by_opening_an_address(browse: Client, planner: User) -> None:
    upload(browse, "計画.xlsx", workbook(*ROWS), title="みほん計画", year="R6")

    for route in ("confirm_import", "discard_import", "undo_import"):
        assert browse.get(reverse(f"plans:{route}", args=[only_import(planner).pk])).status_code == 405


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    document = UploadedDocument(name="計画.csv", content=csv(*ROWS))

    with pytest.raises(UnreadableDocumentError, match="途中で止まりました"):
        read_uploaded(document, limits=Limits(total=0))


def test_a_name_with_folders_stays_in_its_own() -> None:
    read = read_uploaded(UploadedDocument(name="../../etc/計画.csv", content=csv(*ROWS)))

    assert [project.name for project in read.plan.projects] == [row[3] for row in ROWS]


def test_a_title_is_asked_for_where_the_document_has_none(browse: Client, planner: User) -> None:
    plan = dump_plan(replace(make_plan(2), title=""))

    answer = upload(browse, "plan.json", plan.encode())

    assert answer.status_code == 422
    assert 'id="id_title_error"' in answer.content.decode()


@pytest.mark.parametrize("name", ["あ" * 250 + ".csv", "あ" * 86 + ".csv", "--help", "計画.CSV"])
def test_a_document_of_any_name_is_read_and_keeps_its_name(name: str) -> None:
    content = csv(*ROWS) if name.lower().endswith(".csv") else workbook(*ROWS)

    read = read_uploaded(UploadedDocument(name=name, content=content))

    place = read.plan.projects[0].places[0].place
    assert place.file == name
    assert [source.name for source in read.plan.sources] == [name]


def test_a_refusal_names_the_document_as_people_call_it() -> None:
    name = "あ" * 250 + ".xlsx"

    with pytest.raises(UserError, match=name):
        read_uploaded(UploadedDocument(name=name, content=b"%PDF-1.7\n"))


def test_a_long_name_comes_in_through_the_page(browse: Client, planner: User) -> None:
    answer = upload(browse, "あ" * 200 + ".csv", csv(*ROWS), title="みほん計画", year="R6")

    assert answer.status_code == 200
    assert only_import(planner).file_name == "あ" * 200 + ".csv"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("広い.csv", b"a," * 20_000, "欄が多すぎます"),
        ("広い.csv", b"a,b\n" + b"," * 16_384 + b"\n", "欄が多すぎます"),
        ("広い.txt", b"a\tb\n" + b"\t" * 16_384 + b"\n", "セルが多すぎます"),
    ],
)
def test_a_line_of_more_columns_than_a_workbook_has_is_refused(
    browse: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(browse, name, content, title="みほん計画", year="R6")

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("title", ["a\0b", "a\ud800b"])
def test_a_title_that_cannot_be_stored_is_refused_beside_the_document(
    browse: Client, planner: User, title: str
) -> None:
    plan = json.loads(dump_plan(make_plan(2))) | {"title": title}

    answer = upload(browse, "plan.json", json.dumps(plan).encode())

    assert answer.status_code == 422
    assert 'id="id_document_error"' in answer.content.decode()
    assert not PlanSeries.objects.within(planner).exists()


@pytest.mark.parametrize("level", [-5, 10**12, "x", None])
def test_levels_that_were_staged_before_they_were_checked_are_shown(
    browse: Client, planner: User, level: object
) -> None:
    upload(browse, "plan.json", dump_plan(make_plan(2)).encode())
    batch = only_import(planner)
    staged = json.loads(batch.plan)
    for node in staged["nodes"]:
        node["level"] = level
    Import.objects.within(planner).filter(pk=batch.pk).update(plan=json.dumps(staged))

    answer = browse.get(batch.get_absolute_url())

    assert answer.status_code == 200
