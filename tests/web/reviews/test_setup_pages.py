"""The pages by which the planning section sets up a round, opens it, and changes it while it runs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web import factories
from tests.web.plans.invented import make_plan
from tests.web.reviews.rounds import IN_TIME, OPENED, make_round
from torikumi.review.round import AskKind, Asks
from torikumi.review.roundfile import read_round, write_round
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.rounds import create_round, open_round
from torikumi.web.reviews.models import ReviewRound, RoundState
from torikumi.web.reviews.queries.beginnings import propose_year
from torikumi.web.reviews.queries.deadlines import due_of
from torikumi.web.reviews.queries.outlook import outlook_of
from torikumi.web.reviews.queries.sheets import sheets_of

TODAY = date(2026, 5, 7)


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture
def prepared(series: PlanSeries, edition: Edition, by: Actor) -> ReviewRound:
    """Return a round that is being prepared."""
    return create_round(series_id=series.pk, rules=make_round(), by=by, at=OPENED)


@pytest.fixture
def running(prepared: ReviewRound, by: Actor) -> ReviewRound:
    """Return the same round, opened."""
    return open_round(round_id=prepared.pk, version=prepared.version, by=by, at=OPENED)


def address(name: str, *arguments: object) -> str:
    return reverse(f"reviews:{name}", args=arguments)


def page_of(client: Client, name: str, *arguments: object, query: str = "") -> str:
    answer = client.get(address(name, *arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *arguments: object, status: int = 200, **values: object) -> str:
    answer = client.post(address(name, *arguments), values, follow=True)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def fresh(round_: ReviewRound) -> ReviewRound:
    return ReviewRound.objects.within(round_).select_related("base", "series").get(pk=round_.pk)


@pytest.mark.parametrize(
    ("day", "reviewed", "last", "year"),
    [
        (date(2026, 5, 7), None, None, 2025),
        (date(2027, 3, 31), None, None, 2025),
        (date(2026, 5, 7), 2023, 2024, 2025),
        (date(2026, 5, 7), 2025, None, 2026),
        (date(2026, 5, 7), None, 2025, 2026),
    ],
)
def test_the_year_before_is_reviewed_unless_it_was(
    day: date, reviewed: int | None, last: int | None, year: int
) -> None:
    assert propose_year(day, reviewed=reviewed, last=last) == year


def test_a_round_is_prepared_from_ready_made_parts(
    browse: Client, series: PlanSeries, edition: Edition
) -> None:
    page = page_of(browse, "new")
    assert "みほん市総合戦略" in page
    assert "この計画の区分（A：充実、B：継続、C：縮小、D：廃止）" in page

    page = send(
        browse, "new", year="R7", title="", begin="parts", form="ready:short@1", scale="plan",
        chain="ready:short@1",
    )  # fmt: skip

    assert "令和7年度 年度評価の設定" in page
    assert "準備中" in page
    round_ = ReviewRound.objects.within(series).get()
    rules = round_.rules()
    assert [step.label for step in rules.steps] == ["担当課", "課長", "企画担当"]
    assert [label.code for label in rules.scale.labels] == ["A", "B", "C", "D"]
    assert (rules.form.id, rules.form.version) == ("short", 1)


def test_fields_that_no_step_writes_are_left_out_and_said(
    browse: Client, series: PlanSeries, edition: Edition
) -> None:
    page = send(
        browse, "new", year="R7", title="", begin="parts", form="ready:standard@1", scale="plan",
        chain="ready:section-only@1",
    )  # fmt: skip

    assert "選んだ流れに書く段階がないので" in page
    rules = ReviewRound.objects.within(series).get().rules()
    assert {field.step for field in rules.form.fields} == {"section"}
    assert rules.form.id == "standard-part"


def test_last_years_round_is_copied(browse: Client, running: ReviewRound, series: PlanSeries) -> None:
    page = page_of(browse, "new")
    assert "前回の「令和7年度 年度評価」の設定を写す" in page
    assert 'value="令和8年度"' in page

    send(browse, "new", year="令和8年度", title="", begin="copy")

    copied = ReviewRound.objects.within(series).get(year=2026).rules()
    assert copied.title == "令和8年度 年度評価"
    assert [step.due for step in copied.steps] == [
        date(2027, 6, 30),
        date(2027, 7, 10),
        date(2027, 7, 31),
        date(2027, 8, 31),
    ]


def test_days_off_are_noted(browse: Client, running: ReviewRound, series: PlanSeries) -> None:
    send(browse, "new", year="令和8年度", title="", begin="copy")
    copied = ReviewRound.objects.within(series).get(year=2026)

    page = page_of(browse, "settings", copied.pk)

    assert "「課長」の締切（2027年7月10日）は土曜日です。" in page
    assert "「委員会」の締切" not in page


def test_a_second_round_is_refused_with_the_next_step(browse: Client, running: ReviewRound) -> None:
    page = send(browse, "new", year="令和7年度", title="", begin="copy", status=422)

    assert "令和7年度の評価「令和7年度 年度評価」が実施中です。" in page


@pytest.mark.parametrize("year", ["", "来年", "1300"])
def test_a_year_that_is_none_is_said(browse: Client, edition: Edition, year: str) -> None:
    page = send(browse, "new", year=year, title="", begin="parts", status=422)

    assert "年度" in page
    assert 'id="id_year_error"' in page


def test_without_a_plan_the_next_step_is_said(browse: Client, city: Municipality) -> None:
    assert "先に計画の文書を取り込む" in page_of(browse, "new")


def test_a_file_carries_a_round_over(browse: Client, prepared: ReviewRound, series: PlanSeries) -> None:
    text = browse.get(address("round_file", prepared.pk)).content.decode()
    assert read_round(text) == prepared.rules()
    other = write_round(replace(prepared.rules(), title="持ち込んだ評価", year=2024))

    page = send(browse, "upload_new", file=SimpleUploadedFile("ROUND.toml", other.encode()))

    assert "持ち込んだ評価の設定" in page
    assert ReviewRound.objects.within(series).get(year=2024).rules().title == "持ち込んだ評価"


def test_a_file_with_mistakes_changes_nothing(browse: Client, prepared: ReviewRound) -> None:
    page = send(
        browse,
        "upload_round_file",
        prepared.pk,
        file=SimpleUploadedFile("ROUND.toml", b'title = "x"'),
        version=1,
        status=422,
    )

    assert "設定の「year」は評価する年度です。" in page
    assert fresh(prepared).version == 1


def test_a_file_replaces_the_settings(browse: Client, prepared: ReviewRound) -> None:
    text = write_round(replace(prepared.rules(), contact="企画課（内線 9999）"))

    send(
        browse,
        "upload_round_file",
        prepared.pk,
        file=SimpleUploadedFile("ROUND.toml", text.encode()),
        version=1,
    )

    assert fresh(prepared).rules().contact == "企画課（内線 9999）"


def test_words_and_rules_are_changed(browse: Client, prepared: ReviewRound) -> None:
    send(
        browse, "settings_words", prepared.pk, version=1, title="令和7年度 評価", contact="企画課",
        guide="一行目\r\n二行目", late="no", empty_erases="no",
    )  # fmt: skip

    rules = fresh(prepared).rules()
    assert (rules.title, rules.guide, rules.late, rules.empty_erases) == (
        "令和7年度 評価",
        "一行目\n二行目",
        False,
        False,
    )


def test_settings_that_somebody_else_changed_are_not_overwritten(
    browse: Client, prepared: ReviewRound
) -> None:
    values = {"title": "一人目", "late": "yes", "empty_erases": "no", "version": 1}
    send(browse, "settings_words", prepared.pk, **values)

    page = send(browse, "settings_words", prepared.pk, **{**values, "title": "二人目"}, status=422)

    assert "ほかの人がこの評価の設定を変えました" in page
    assert fresh(prepared).rules().title == "一人目"


def test_days_stand_in_order(browse: Client, prepared: ReviewRound) -> None:
    page = send(
        browse, "settings_dates", prepared.pk, version=1, opens="2026-05-11", due_0="2026-06-12",
        due_1="2026-06-11", due_2="", due_3="", status=422,
    )  # fmt: skip
    assert "「担当課」の締切（令和8年6月12日（金））より前の日です。" in page

    send(
        browse, "settings_dates", prepared.pk, version=1, opens="2026-05-11", due_0="2026-06-12",
        due_1="2026-06-19", due_2="", due_3="",
    )  # fmt: skip
    assert fresh(prepared).due == date(2026, 6, 12)


def test_another_chain_keeps_the_days_of_steps_that_stay(browse: Client, prepared: ReviewRound) -> None:
    page = send(
        browse,
        "settings_parts",
        prepared.pk,
        version=1,
        year="令和7年度",
        form="",
        scale="",
        chain="ready:short@1",
    )

    rules = fresh(prepared).rules()
    assert [(step.id, step.due) for step in rules.steps] == [
        ("section", date(2026, 6, 30)),
        ("section_head", None),
        ("planning", date(2026, 7, 31)),
    ]
    assert "「課長の所見」" in page


def test_projects_are_ticked_across_pages_and_searches(browse: Client, prepared: ReviewRound) -> None:
    url = address("settings_projects", prepared.pk)
    first = browse.post(
        url, {"kind": "chosen", "do": "search", "q": "図書館", "shown": ["a"], "ticked": [], "version": 1}
    ).content.decode()
    assert "1事業が見つかりました" in first
    keys = [f"P-{index:012x}" for index in range(4)]

    second = browse.post(
        url,
        {"kind": "chosen", "do": "search", "q": "道路", "shown": keys[:3], "ticked": keys[:2], "version": 1},
    ).content.decode()
    assert "ほかの頁も合わせて<b>2</b>事業です" in second
    assert fresh(prepared).version == 1

    page = browse.post(
        url,
        {
            "kind": "chosen", "do": "save", "kept": f'["{keys[0]}", "{keys[1]}"]', "shown": keys[1:],
            "ticked": [keys[3]], "version": 1,
        },
        follow=True,
    ).content.decode()  # fmt: skip

    assert fresh(prepared).rules().asks == Asks(kind=AskKind.CHOSEN, projects=(keys[0], keys[3]))
    assert "「選んだ事業」で、<b>2</b>事業を<b>2</b>課に尋ねます" in page


def test_ticking_nothing_is_said(browse: Client, prepared: ReviewRound) -> None:
    page = send(browse, "settings_projects", prepared.pk, kind="chosen", do="save", version=1, status=422)

    assert "事業をひとつも選んでいません" in page
    assert fresh(prepared).rules().asks == Asks()


def test_projects_of_sections_and_a_rotation(browse: Client, prepared: ReviewRound) -> None:
    send(
        browse, "settings_projects", prepared.pk, kind="sections", do="save", version=1,
        shown=["図書館", "道路課"], ticked=["道路課"],
    )  # fmt: skip
    assert fresh(prepared).rules().asks == Asks(kind=AskKind.SECTIONS, sections=("道路課",))

    page = send(browse, "settings_projects", prepared.pk, kind="rotating", every="1", version=2, status=422)
    assert "2から20まで" in page
    send(
        browse, "settings_projects", prepared.pk, kind="rotating", every="3", version=2,
        shown=["P-000000000000"], ticked=["P-000000000000"],
    )  # fmt: skip
    assert fresh(prepared).rules().asks == Asks(kind=AskKind.ROTATING, every=3, always=("P-000000000000",))


def test_the_form_is_shown_with_last_years_values(browse: Client, prepared: ReviewRound) -> None:
    page = page_of(browse, "preview", prepared.pk, query="?project=P-000000000002")

    assert "No.3 農業振興課の事業その3" in page
    assert "取組の実績" in page
    assert "800字まで。" in page
    assert '<span class="last__word">昨年度</span> <span class="last__text">A：充実</span>' in page
    assert "<option selected>A：充実</option>" in page
    assert "書く欄はありません" in page


def test_who_is_missing_is_said_before_the_round_opens(
    browse: Client, prepared: ReviewRound, city: Municipality
) -> None:
    section = factories.unit(city, name="企画課")
    factories.person(city, Role.SECTION, section=section)
    factories.unit(city, name="図書館")
    factories.unit(city, name="広報広聴課")

    page = page_of(browse, "open", prepared.pk)

    assert "<b>12</b>事業のシートができ、<b>7</b>課が答えられる" in page
    assert "組織にない名前の課が6件" in page
    assert "広報課（2事業）　似た名前：広報広聴課" in page
    assert "担当の利用者がいない課が1件" in page
    assert "担当の利用者はいても、メールの届く人がいない課が1件" in page
    reached = 'data-label="うちメールが届く人" class="grid__figure">'
    assert page.count(f"{reached}0</td>") == 1
    assert page.count(f'{reached}<span class="remark">担当なし</span></td>') == 7
    assert "「委員会」の段階を進められる利用者が、まだいません" in page
    assert "<li>図書館（1事業）</li>" in page


def test_a_section_under_a_former_name_is_known(prepared: ReviewRound, city: Municipality) -> None:
    from torikumi.web.accounts.actions.successions import UnitChange, succeed_units
    from torikumi.web.accounts.models import SuccessionKind
    from torikumi.web.reviews.queries.standing import standing_of

    old = factories.unit(city, code="0101", name="企画課")
    clerk = factories.person(city, Role.SECTION, section=old)
    change = UnitChange(
        kind=SuccessionKind.RENAMED,
        day=date(2026, 4, 1),
        predecessors=(old,),
        successors=(("0101", "未来政策課"),),
        parent=None,
        carries_roles=True,
    )
    succeed_units(change=change, by=factories.SYSTEM, at=OPENED, today=TODAY)

    section = next(each for each in outlook_of(prepared, TODAY).sections if each.name == "企画課")

    assert (section.is_known, section.people) == (True, 1)
    assert standing_of(clerk, TODAY).sections == {"企画課", "未来政策課"}


def test_a_round_is_opened(browse: Client, prepared: ReviewRound) -> None:
    page = send(browse, "open", prepared.pk, version=1)

    assert "評価を始めました。12事業のシートを作りました。" in page
    assert fresh(prepared).state == RoundState.OPEN
    assert browse.get(address("open", prepared.pk)).status_code == 404
    assert browse.get(address("settings_parts", prepared.pk)).status_code == 404


def test_a_round_whose_settings_changed_is_not_opened(browse: Client, prepared: ReviewRound) -> None:
    send(browse, "settings_words", prepared.pk, version=1, title="別の名前", late="yes", empty_erases="no")

    page = send(browse, "open", prepared.pk, version=1, status=422)

    assert "設定を変えました" in page
    assert fresh(prepared).state == RoundState.PREPARING


def test_a_round_is_called_off_with_a_reason(browse: Client, running: ReviewRound) -> None:
    send(browse, "cancel", running.pk, version=2, reason="", sure="on", status=422)
    send(browse, "cancel", running.pk, version=2, reason="様式の誤り", status=422)

    page = send(browse, "cancel", running.pk, version=2, reason="様式の誤り", sure="on")

    assert "この評価は取りやめました。理由：様式の誤り" in page
    assert browse.get(address("settings_words", running.pk)).status_code == 404


def test_a_newer_edition_is_offered_and_taken(
    browse: Client, prepared: ReviewRound, import_plan: Callable[..., Edition]
) -> None:
    import_plan(make_plan(15), year=2025)
    assert "新しい版" in page_of(browse, "settings", prepared.pk)

    page = send(browse, "newest_edition", prepared.pk, version=1)

    assert "最新の版をもとにするように変えました" in page
    assert fresh(prepared).base.project_count == 15
    assert "最新の版をもとにしています" in send(browse, "newest_edition", prepared.pk, version=2)


def test_projects_come_and_go_while_the_round_runs(browse: Client, running: ReviewRound) -> None:
    sheet = sheets_of(running)[3]
    assert "加えられる事業はありません" in page_of(browse, "add_members", running.pk)

    send(browse, "take_out", sheet.pk, version=sheet.version, reason="", status=422)
    page = send(browse, "take_out", sheet.pk, version=sheet.version, reason="4月に終わったため")
    assert "4月に終わったため" in page
    assert browse.get(address("take_out", sheet.pk)).status_code == 404

    page = send(
        browse, "add_members", running.pk, reason="続けることになったため", ticked=[sheet.project_key]
    )
    assert "1事業を評価の対象に加えました" in page
    assert sheet in sheets_of(running)


def test_a_project_is_found_among_the_members(browse: Client, running: ReviewRound) -> None:
    page = page_of(browse, "members", running.pk, query="?q=図書館の")

    assert "図書館の事業その6" in page
    assert "企画課の事業その1" not in page


def test_another_section_is_put_in_charge(browse: Client, running: ReviewRound, city: Municipality) -> None:
    factories.unit(city, name="未来政策課")
    sheet = sheets_of(running)[0]

    page = send(browse, "change_lead", sheet.pk, version=sheet.version, section="未来政策課", reason="移管")
    assert "主管課を未来政策課に変えました" in page
    again = send(
        browse,
        "change_lead",
        sheet.pk,
        version=sheet.version,
        section="未来政策課",
        reason="移管",
        status=422,
    )
    assert "正しく選択" in again or "ほかの人がこのシートを書き換えました" in again


def test_a_later_day_and_an_announcement(browse: Client, running: ReviewRound) -> None:
    page = send(browse, "extensions", running.pk, section="企画課", due="2026-06-01", reason="x", status=422)
    assert "評価の締切は令和8年6月30日（火）です" in page

    page = send(browse, "extensions", running.pk, section="企画課", due="2026-07-07", reason="災害対応")
    assert "企画課の締切を7月7日にしました" in page
    assert due_of(running, "企画課") == date(2026, 7, 7)

    page = send(browse, "notices", running.pk, text="説明会は5月12日です。")
    assert "説明会は5月12日です。" in page
    from torikumi.web.reviews.queries.announcements import announcements_of

    page = send(browse, "withdraw_notice", announcements_of(running)[0].pk)
    assert "今、出ているお知らせはありません" in page


def test_nothing_of_another_city_is_found(
    running: ReviewRound, other_city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    stranger = browser_of(factories.person(other_city, Role.PLANNING))
    sheet = sheets_of(running)[0]

    for name in (
        "settings", "settings_words", "settings_dates", "settings_parts", "settings_projects", "round_file",
        "preview", "open", "cancel", "members", "add_members", "extensions", "notices",
    ):  # fmt: skip
        assert stranger.get(address(name, running.pk)).status_code == 404, name
        assert stranger.post(address(name, running.pk)).status_code in {404, 405}, name
    for name in ("take_out", "change_lead"):
        assert stranger.get(address(name, sheet.pk)).status_code == 404
    assert "みほん市総合戦略" not in stranger.get(address("new")).content.decode()


@pytest.mark.parametrize(
    "name", ["settings_projects", "open", "members", "add_members", "settings", "preview"]
)
def test_a_long_plan_costs_no_more_questions(
    name: str, browse: Client, series: PlanSeries, by: Actor, import_plan: Callable[..., Edition]
) -> None:
    def count(round_: ReviewRound) -> int:
        with CaptureQueriesContext(connection) as questions:
            query = "?kind=chosen" if name == "settings_projects" else ""
            assert browse.get(address(name, round_.pk) + query).status_code == 200
        return len(questions)

    browse.get(address("new"))  # what a first visit costs is not asked here
    counts = []
    for size, year in ((6, 2020), (60, 2021)):
        import_plan(make_plan(size), year=2024 + size)
        asks = Asks(kind=AskKind.CHOSEN, projects=tuple(f"P-{n:012x}" for n in range(size // 2)))
        round_ = create_round(
            series_id=series.pk, rules=replace(make_round(asks=asks), year=year), by=by, at=OPENED
        )
        if name in {"members", "add_members"}:
            round_ = open_round(round_id=round_.pk, version=1, by=by, at=IN_TIME)
        counts.append(count(round_))

    assert counts[0] == counts[1]
    assert counts[1] <= 26
