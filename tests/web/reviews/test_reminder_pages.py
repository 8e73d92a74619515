"""The pages of reminding: the list, a look at the letter, sending, texts to copy and files, the telephone list."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import factories
from tests.web.plans.conftest import import_plan  # noqa: F401  the same plans
from tests.web.plans.invented import make_plan
from tests.web.reviews.conftest import Player
from tests.web.reviews.mailing import PLAN, PRESS, address_of, all_mails_in, body_of, read_mail, somebody
from tests.web.reviews.pages import seen_text, text_of
from tests.web.reviews.rounds import IN_TIME, OPENED, make_round
from torikumi.web.accounts.models import Municipality, OrganisationUnit, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.mail.delivery import Delivery
from torikumi.web.mail.models import SentMail
from torikumi.web.plans.models import PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.actions.sheets import Answer, save_answer
from torikumi.web.reviews.models import ReviewRound, RoundState, Sheet
from torikumi.web.reviews.queries.reminders import reminders_of, rule_of
from torikumi.web.reviews.reminder_models import ReminderWay

BrowserOf = Callable[[User], Client]


@pytest.fixture
def staff(city: Municipality, sections: dict[str, OrganisationUnit]) -> dict[str, User]:
    return {
        "clerk": somebody(city, Role.SECTION, sections["企画課"], name="企画 花子", address=PLAN),
        "press": somebody(city, Role.SECTION, sections["広報課"], name="広報 太郎", address=PRESS),
        "without": somebody(city, Role.SECTION, sections["図書館"], name="図書 係", address=""),
        "head": somebody(
            city, Role.SECTION_HEAD, sections["企画課"], name="企画 課長", address="cho@example.lg.jp"
        ),
    }


@pytest.fixture
def browse(planner: User, browser_of: BrowserOf) -> Client:
    return browser_of(planner)


def address(round_: ReviewRound, more: str = "") -> str:
    return f"/reviews/{round_.pk}/reminders/{more}"


def form_of(page: str) -> dict[str, object]:
    """Return what the letter's form would send if nothing were touched."""
    form = page[page.index('<form method="post" novalidate data-pick>') :]
    form = form[: form.index("</form>")]
    sent: dict[str, object] = {"pick": []}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (_attribute(tag, each) for each in ("name", "value"))
        if name == "pick" and " checked" in tag:
            sent["pick"] = [*sent["pick"], value]  # type: ignore[misc]
        elif 'type="checkbox"' not in tag and name:
            sent[name] = value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form):
        sent[name] = html.unescape(text)
    return sent


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_list_says_who_owes_answers_and_whom_mail_does_not_reach(
    opened: ReviewRound, staff: dict[str, User], browse: Client
) -> None:
    page = text_of(browse, address(opened))

    rows = {_name(row): plain(row) for row in re.findall(r'<tr role="row">\s*<td.*?</tr>', page, re.DOTALL)}
    assert set(rows) == {"企画課", "広報課", "農業振興課", "商工観光課", "こども支援課", "図書館", "道路課"}
    assert "企画 花子" in rows["企画課"]
    assert "課長：企画 課長" in rows["企画課"]
    assert "2/2件" in rows["企画課"]
    assert "アドレスなし" in rows["図書館"]
    assert "担当がいません" in rows["道路課"]
    assert len(form_of(page)["pick"]) == 2  # type: ignore[arg-type]


def _name(row: str) -> str:
    found = re.search(r'<th role="rowheader"[^>]*><span>([^<]*)</span>', row)
    assert found is not None
    return found[1]


def test_the_boards_button_picks_one_section(
    opened: ReviewRound, staff: dict[str, User], browse: Client
) -> None:
    board = text_of(browse, f"/reviews/{opened.pk}/board/")
    link = re.search(r'href="([^"]*section=[^"]*)">催促する<span class="hidden">（企画課）', board)
    assert link is not None

    page = text_of(browse, html.unescape(link[1]))

    (picked,) = form_of(page)["pick"]  # type: ignore[misc]
    assert Sheet.objects.within(opened).filter(lead_name="企画課", lead_key=picked).exists()


def test_a_letter_is_looked_at_for_one_section_and_then_sent(
    opened: ReviewRound, staff: dict[str, User], browse: Client, mail_home: Path
) -> None:
    sent = form_of(text_of(browse, address(opened)))
    sent["body"] = "{課名} {宛名} 様\n残りは{残り件数}件です。\n{一覧}\n{アドレス}\n"
    sample = Sheet.objects.within(opened).filter(lead_name="広報課").first()
    assert sample is not None

    looked = browse.post(address(opened), {**sent, "do": "preview", "sample": sample.lead_key})
    assert "広報課への見本" in seen_text(looked)
    assert "広報課 広報 太郎 様\n残りは2件です。" in seen_text(looked)
    assert "企画課の事業" not in seen_text(looked).partition("への見本")[2].partition("</pre>")[0]
    assert all_mails_in(mail_home) == []

    done = browse.post(address(opened), {**sent, "do": "send", "also_heads": "on"}, follow=True)

    page = seen_text(done)
    assert "「督促」を2か所に、3通送るように頼みました" in page
    assert sorted(map(address_of, all_mails_in(mail_home))) == ["cho@example.lg.jp", PLAN, PRESS]
    assert f"http://testserver/reviews/{opened.pk}/" in body_of(all_mails_in(mail_home)[0])
    assert "ファイルにした 2通" in page


def test_sending_again_on_the_same_day_asks_first_and_keeps_the_text(
    opened: ReviewRound, staff: dict[str, User], browse: Client, mail_home: Path
) -> None:
    sent = {**form_of(text_of(browse, address(opened))), "do": "send"}
    browse.post(address(opened), sent)

    asked = browse.post(address(opened), {**sent, "subject": "もう一度のお願い"})

    assert asked.status_code == 409
    assert "にも、もう一度送る" in seen_text(asked)
    assert 'value="もう一度のお願い"' in seen_text(asked)
    assert len(all_mails_in(mail_home)) == 2
    again = browse.post(address(opened), {**sent, "repeat": "1"})
    assert again.status_code == 302
    assert len(all_mails_in(mail_home)) == 4


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"body": "{答え}"}, "「{答え}」という差し込みはありません"),
        ({"subject": ""}, "件名を入れてください"),
        ({"pick": []}, "メールの届く人がいません"),
        ({"pick": ["ない課"]}, "メールの届く人がいません"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_leaves(
    changed: dict[str, object],
    sentence: str,
    opened: ReviewRound,
    staff: dict[str, User],
    browse: Client,
    mail_home: Path,
) -> None:
    sent = {**form_of(text_of(browse, address(opened))), "do": "send", **changed}

    refused = browse.post(address(opened), sent)

    assert refused.status_code == 422
    assert sentence in seen_text(refused)
    assert all_mails_in(mail_home) == []


def test_where_mail_is_off_texts_can_be_copied_and_taken_as_files(
    opened: ReviewRound, staff: dict[str, User], browse: Client, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = Delivery()
    page = text_of(browse, address(opened))
    assert "メールを送る設定になっていません" in page
    assert 'value="send"' not in page
    sent = form_of(page)

    refused = browse.post(address(opened), {**sent, "do": "send"})
    texts = seen_text(browse.post(address(opened), {**sent, "do": "texts"}))
    files = browse.post(address(opened), {**sent, "do": "files"})

    assert refused.status_code == 422
    assert "文面（2通）" in texts
    assert PRESS in texts
    with zipfile.ZipFile(io.BytesIO(files.content)) as archive:
        mails = {address_of(mail): mail for mail in map(read_mail, map(archive.read, archive.namelist()))}
        assert {name[3:] for name in archive.namelist()} == {"_企画 花子.eml", "_広報 太郎.eml"}
    assert set(mails) == {PLAN, PRESS}
    assert mails[PLAN]["X-Unsent"] == "1"
    assert "未提出 2件" in mails[PLAN]["Subject"]
    assert "企画課の事業" in body_of(mails[PLAN])
    assert "企画課の事業" not in body_of(mails[PRESS])
    assert {row.way for row in reminders_of(opened)} == {ReminderWay.HANDED}
    assert not SentMail.objects.within(opened).exists()
    event = AuditEvent.objects.of_object("round", opened.pk).first()
    assert event is not None
    assert event.action == "hand_out_letters"


def test_the_days_of_the_timer_are_chosen_on_their_page(opened: ReviewRound, browse: Client) -> None:
    assert "オフです" in text_of(browse, address(opened))
    wrong = browse.post(address(opened, "days/"), {"is_on": "on", "before": "あさって", "made_on": "0"})
    assert wrong.status_code == 422
    assert "「7、3、1」のように" in seen_text(wrong)

    saved = browse.post(
        address(opened, "days/"),
        {"is_on": "on", "before": "7、1", "on_the_day": "on", "every": "3", "made_on": "0"},
    )

    assert saved.status_code == 302
    rule = rule_of(opened)
    assert rule is not None
    assert (rule.before, rule.every, rule.address) == ([7, 1], 3, "http://testserver/")
    assert "オン：締切の7、1日前、締切の当日、その後は3日ごとに送ります" in text_of(browse, address(opened))
    stale = browse.post(address(opened, "days/"), {"before": "3", "made_on": "0"})
    assert "ほかの人がこの評価の設定を変えました" in seen_text(stale)


def test_the_telephone_list_is_a_page_and_a_table(
    opened: ReviewRound, staff: dict[str, User], browse: Client, city: Municipality
) -> None:
    staff["clerk"].display_name = "=HYPERLINK(1)"
    staff["clerk"].save(update_fields=["display_name"])

    page = text_of(browse, address(opened, "telephone/"))
    file = browse.get(address(opened, "telephone/csv/"))
    book = browse.get(address(opened, "telephone/xlsx/"))

    assert "まだ回答していない課は <b>7</b> 課です" in page
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    own = next(row for row in rows if row["課"] == "企画課")
    assert (own["担当"], own["課長"], own["残り"], own["締切"]) == (
        "'=HYPERLINK(1)",
        "企画 課長",
        "2",
        "2026-06-30",
    )
    assert book.content.startswith(b"PK")
    assert browse.get(address(opened, "telephone/doc/")).status_code == 404


def test_nothing_of_an_answer_nor_of_another_city_is_on_any_of_the_pages(
    opened: ReviewRound,
    staff: dict[str, User],
    browse: Client,
    browser_of: BrowserOf,
    other_city: Municipality,
    city: Municipality,
) -> None:
    actor = Actor(name=staff["clerk"].login_name, role=Role.SECTION, municipality=city.code)
    sheet = Sheet.objects.within(opened).filter(lead_name="企画課").first()
    assert sheet is not None
    draft = Answer(values={"result": "カナリアの下書き", "direction": "D：廃止"})
    save_answer(sheet_id=sheet.pk, version=1, answer=draft, by=actor, at=IN_TIME)
    somebody(
        other_city,
        Role.SECTION,
        factories.unit(other_city, name="企画課"),
        name="となりの人",
        address="tonari@example.lg.jp",
    )
    stranger = browser_of(factories.person(other_city, Role.PLANNING))

    for more in (
        "",
        "?letter=request",
        "?letter=returned",
        "?letter=approval",
        "days/",
        "telephone/",
        "telephone/csv/",
    ):
        page = html.unescape(browse.get(address(opened, more)).content.decode())
        assert "カナリア" not in page, more
        assert "となりの人" not in page, more
        assert "tonari" not in page, more
        assert stranger.get(address(opened, more)).status_code == 404, more
    assert stranger.post(address(opened), {"do": "send"}).status_code == 404


def test_a_round_that_is_prepared_or_over_sends_nothing(
    opened: ReviewRound, staff: dict[str, User], browse: Client
) -> None:
    sent = form_of(text_of(browse, address(opened)))
    for state, status in ((RoundState.CANCELLED, 200), (RoundState.PREPARING, 404)):
        ReviewRound.objects.within(opened).filter(pk=opened.pk).update(state=state)
        assert browse.get(address(opened)).status_code == status
        assert browse.post(address(opened), {**sent, "do": "files"}).status_code == 404
        assert browse.get(address(opened, "telephone/")).status_code == 404
        assert browse.get(address(opened, "days/")).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNING])
def test_only_the_planning_section_reminds(
    role: Role, opened: ReviewRound, player: Callable[..., Player], browser_of: BrowserOf
) -> None:
    browser = browser_of(player(role).user)

    for more in ("", "days/", "telephone/", "telephone/csv/"):
        assert browser.get(address(opened, more)).status_code == 403
    assert browser.post(address(opened), {"do": "send"}).status_code == 403
    if role in (Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR):
        assert "催促する" not in text_of(browser, f"/reviews/{opened.pk}/board/")


@pytest.mark.parametrize("more", ["", "?letter=approval", "telephone/", "telephone/csv/"])
def test_the_pages_ask_the_database_the_same_at_any_size(
    more: str,
    series: PlanSeries,
    by: Actor,
    import_plan: Callable[..., object],  # noqa: F811
    staff: dict[str, User],
    browse: Client,
) -> None:
    browse.get("/")
    counts = []
    for size, year in ((10, 2024), (200, 2025)):
        import_plan(replace(make_plan(size), year=year), year=year)
        rules = replace(make_round(), year=year + 1)
        round_ = create_round(series_id=series.pk, rules=rules, by=by, at=OPENED)
        open_round(round_id=round_.pk, version=1, by=by, at=OPENED)
        with CaptureQueriesContext(connection) as queries:
            assert browse.get(address(round_, more)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30
