"""The list of a round to take away: every answer for those who may read it, and no formula."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.web import factories
from tests.web.plans.conftest import import_plan  # noqa: F401  the same plans
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.rounds import FORM, IN_TIME, OPENED, TOO_LATE, make_round
from torikumi.review.states import Move
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.models import PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.standing import standing_of
from torikumi.web.reviews.queries.table import table_sheets
from torikumi.web.reviews.round_table import round_table

BrowserOf = Callable[[User], Client]
WILD = {
    "result": "=cmd|' /C calc'!A0\n二行目、\"引用\"と〜",
    "direction": "A：充実",
    "reason": "＋需要",
    "settled": "1,200",
}


@pytest.fixture
def clerk(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION, section=sections["企画課"])


@pytest.fixture
def head(player: Callable[..., Player], sections: dict[str, OrganisationUnit]) -> Player:
    return player(Role.SECTION_HEAD, section=sections["企画課"])


def take(browser: Client, round_: ReviewRound, form: str) -> bytes:
    response = browser.post(f"/reviews/{round_.pk}/export/{form}/")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def rows_of(content: bytes, encoding: str = "utf-8-sig") -> dict[str, dict[str, str]]:
    return {
        row["事業番号"].lstrip("'"): row
        for row in csv.DictReader(io.StringIO(content.decode(encoding), newline=""))
    }


def submit(sheet: Sheet, who: Player, values: dict[str, str], at: object = IN_TIME) -> Sheet:
    version = Sheet.objects.within(sheet).get(pk=sheet.pk).version
    return move_sheet(
        sheet_id=sheet.pk,
        version=version,
        move=Move.SUBMIT,
        answer=Answer(values=values),
        by=who.actor,
        at=at,
    )


def test_a_row_has_identity_state_dates_and_every_answer(
    opened: ReviewRound, sheet: Sheet, clerk: Player, planner: User, browser_of: BrowserOf
) -> None:
    submit(sheet, clerk, WILD, at=TOO_LATE)

    content = take(browser_of(planner), opened, "csv")

    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content)
    assert len(rows) == 12
    row = rows[sheet.number]
    assert (row["シート"], row["事業ID"], row["事業名"]) == (str(sheet.pk), sheet.project_key, sheet.name)
    assert (row["主管課"], row["状況"], row["待っている段階"]) == ("企画課", "提出済み", "課長") or row[
        "待っている段階"
    ] == "課長"
    assert (row["締切"], row["締切後の提出"], row["提出日時"]) == ("2026-06-30", "1", "2026-07-01 00:00:00")
    assert (row["昨年度の方針"], row["今後の方針"], row["方針の変更"]) == ("B：継続", "A：充実", "1")
    assert row["最後に変えた人"] == "見本 太郎"
    assert row["担当課：取組の実績"] == "'=cmd|' /C calc'!A0 二行目、\"引用\"と〜"
    assert row["担当課：方針の理由"] == "'＋需要"
    assert row["担当課：決算額（令和7年度）"] == "1200"
    assert row["版"] == str(Sheet.objects.within(sheet).get(pk=sheet.pk).version)


def test_the_same_list_as_cp932_and_as_a_workbook(
    opened: ReviewRound, sheet: Sheet, clerk: Player, planner: User, browser_of: BrowserOf
) -> None:
    submit(sheet, clerk, {**WILD, "reason": "𠮷野家と①"})
    browser = browser_of(planner)

    old = rows_of(take(browser, opened, "cp932"), "cp932")
    book = take(browser, opened, "xlsx")

    assert old[sheet.number]["担当課：方針の理由"] == "〓野家と①"
    assert old[sheet.number]["担当課：取組の実績"].endswith("と～")
    sheet_of_book, meanings = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet_of_book).to_python()
    )
    row = dict(zip(head, next(row for row in rows if row[2] == sheet.number), strict=True))
    assert (sheet_of_book, meanings, len(rows)) == ("評価シート", "列の説明", 12)
    assert row["担当課：取組の実績"] == "=cmd|' /C calc'!A0 二行目、\"引用\"と〜"
    assert row["担当課：決算額（令和7年度）"] == 1200
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert parts
    assert not any(b"<f>" in part or b"<f " in part for part in parts)


def test_indicators_are_told_with_their_names(
    opened: ReviewRound, clerk: Player, planner: User, browser_of: BrowserOf
) -> None:
    own = Sheet.objects.within(opened).filter(lead_name="企画課").order_by("position")
    values = {"result": "実施", "measured.1": "１２．５"}
    with_indicator = next(one for one in own if '"indicators":[{' in one.project.body)
    save_answer(
        sheet_id=with_indicator.pk, version=1, answer=Answer(values=values), by=clerk.actor, at=IN_TIME
    )

    row = rows_of(take(browser_of(planner), opened, "csv"))[with_indicator.number]

    assert row["担当課：指標の実績1"] == "12.5"
    assert row["担当課：指標の実績1の指標"]


def test_what_stays_inside_the_office_says_so_in_its_column(
    begin: Callable[..., ReviewRound], planner: User, browser_of: BrowserOf
) -> None:
    fields = tuple(replace(field, internal=field.key == "head_comment") for field in FORM.fields)
    round_ = begin(make_round(form=replace(FORM, fields=fields)))

    row = next(iter(rows_of(take(browser_of(planner), round_, "csv")).values()))

    assert [name for name in row if "庁内限り" in name] == ["課長：課長の所見（庁内限り）"]


def test_drafts_and_what_a_rater_holds_are_for_those_who_may_read_them(
    opened: ReviewRound, clerk: Player, head: Player, planner: User, player: Callable[..., Player]
) -> None:
    first, second = Sheet.objects.within(opened).filter(lead_name="企画課").order_by("position")
    save_answer(
        sheet_id=first.pk,
        version=1,
        answer=Answer(values={"result": "カナリアの下書き"}),
        by=clerk.actor,
        at=IN_TIME,
    )
    handed = submit(second, clerk, {"result": "実施", "direction": "D：廃止"})
    save_answer(
        sheet_id=second.pk,
        version=handed.version,
        answer=Answer(values={"head_comment": "カナリアの所見"}),
        by=head.actor,
        at=IN_TIME,
    )

    def seen_by(user: User) -> str:
        standing = standing_of(user, IN_TIME.date())
        rules = opened.rules()
        return str(round_table(opened, rules, standing, table_sheets(opened, rules, standing)).rows)

    assert "カナリアの下書き" in seen_by(planner)
    assert "カナリアの所見" in seen_by(planner)
    assert "カナリアの所見" in seen_by(head.user)
    for role in (Role.READER, Role.STUDY_TEAM, Role.COMMITTEE, Role.SECTION):
        assert "カナリア" not in seen_by(player(role).user), role
    assert "カナリアの下書き" in seen_by(clerk.user)
    assert "カナリアの所見" not in seen_by(clerk.user)


@pytest.mark.parametrize("role", Role)
def test_who_may_take_the_list_and_that_it_was_taken_is_kept(
    role: Role, opened: ReviewRound, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    who = player(role)
    browser = browser_of(who.user)
    statuses = (
        browser.get(f"/reviews/{opened.pk}/export/").status_code,
        browser.post(f"/reviews/{opened.pk}/export/csv/").status_code,
    )

    if role not in (Role.PLANNING, Role.AUDITOR):
        assert statuses == (403, 403)
        return
    assert statuses == (200, 200)
    event = AuditEvent.objects.of_object("round", opened.pk).first()
    assert event is not None
    assert (event.action, event.actor, event.after) == (
        "export_round",
        who.user.login_name,
        {"form": "csv", "sheets": 12},
    )
    assert browser.get(f"/reviews/{opened.pk}/export/csv/").status_code == 405
    assert browser.post(f"/reviews/{opened.pk}/export/pdf/").status_code == 404


def test_another_city_gets_nothing(
    opened: ReviewRound, other_city: Municipality, browser_of: BrowserOf
) -> None:
    browser = browser_of(factories.person(other_city, Role.PLANNING))

    assert browser.get(f"/reviews/{opened.pk}/export/").status_code == 404
    assert browser.post(f"/reviews/{opened.pk}/export/csv/").status_code == 404


def test_the_list_asks_the_database_the_same_at_any_size(
    series: PlanSeries,
    by: Actor,
    import_plan: Callable[..., object],  # noqa: F811
    planner: User,
    browser_of: BrowserOf,
) -> None:
    browser = browser_of(planner)
    browser.get("/")
    counts = []
    for size, year in ((10, 2024), (200, 2025)):
        import_plan(replace(make_plan(size), year=year), year=year)
        rules = replace(make_round(), year=year + 1)
        round_ = create_round(series_id=series.pk, rules=rules, by=by, at=OPENED)
        open_round(round_id=round_.pk, version=1, by=by, at=OPENED)
        take(browser, round_, "csv")  # the headings of an edition are asked for once
        with CaptureQueriesContext(connection) as queries:
            take(browser, round_, "csv")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30
