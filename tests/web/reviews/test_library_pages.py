"""A city's own forms, scales, chains and rules of rating: copied, worked on, made versions, compared, used no more."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.web import factories
from tests.web.reviews.rounds import IN_TIME, OPENED
from torikumi.plan.direction import Outcome
from torikumi.review.form import FieldKind, Form, Meaning
from torikumi.review.library.ratings import all_ratings
from torikumi.review.library.shelf import all_chains, all_forms, all_scales
from torikumi.review.mistakes import RoundError
from torikumi.review.roundfile import read_round, write_round
from torikumi.web.accounts.models import Municipality, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.plans.models import Edition, PlanSeries
from torikumi.web.reviews.actions.settings import (
    Words,
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
    retire_setting,
)
from torikumi.web.reviews.draft_parts import drop_part, form_for, move_part, part_of, put_part
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.picking import Ticks, read_kept, write_kept
from torikumi.web.reviews.queries.settings import body_of, offers_of, ready_made
from torikumi.web.reviews.refusals import DraftError
from torikumi.web.reviews.round_parts import fit_form
from torikumi.web.reviews.setting_bodies import Chain, parts_of, read_body, write_body
from torikumi.web.reviews.setting_files import read_setting, write_setting
from torikumi.web.reviews.setting_models import ReviewSetting, SettingDraft, SettingKind
from torikumi.web.reviews.setting_tables import differences, rows_of

SHORT = all_forms()[0].value
EVERY_READY_MADE = [(kind, entry) for kind in SettingKind for entry in ready_made(kind)]
KEYS = st.frozensets(st.text(max_size=8), max_size=8)


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


def address(name: str, *arguments: object) -> str:
    return reverse(f"reviews:{name}", args=arguments)


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, url: str, status: int = 200, **values: object) -> str:
    answer = client.post(url, values, follow=True)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def copy(client: Client, city: Municipality, kind: str, name: str, title: str) -> SettingDraft:
    send(client, address("copy_setting", kind, name), title=title, description="")
    return SettingDraft.objects.within(city).get(title=title)


def fresh(draft: SettingDraft) -> SettingDraft:
    return SettingDraft.objects.within(draft).get(pk=draft.pk)


def field_values(**changed: object) -> dict[str, object]:
    return {
        "label": "市民の声", "kind": "text", "meaning": "voices", "step": "section", "need": "optional", "hint": "",
        "limit": "", "choices": "", "unit": "", "year": "0", "block": "", **changed,
    }  # fmt: skip


@pytest.mark.parametrize("kind", SettingKind)
def test_every_ready_made_setting_is_listed_and_shown(
    browse: Client, city: Municipality, kind: SettingKind
) -> None:
    listed = page_of(browse, address("library") + f"?kind={kind}")

    for entry in ready_made(kind):
        assert entry.title in listed
        page = page_of(browse, address("ready_made", kind, entry.name))
        assert "写して作り替える" in page
        for row in rows_of(entry.body):
            assert row.title in page


def test_a_form_is_copied_changed_and_becomes_a_version(
    browse: Client, city: Municipality, by: Actor
) -> None:
    draft = copy(browse, city, "form", "short@1", "わが市の評価シート")

    send(browse, address("new_part", draft.pk), version=1, **field_values(limit="300", hint="窓口で聞いた声"))
    send(browse, address("move_part", draft.pk, 4), version=2, do="up")
    send(
        browse,
        address("part", draft.pk, 1),
        version=3,
        **field_values(label="この1年の実績", meaning="result", need="required", limit="200"),
    )
    page = send(browse, address("publish_draft", draft.pk), version=4)

    assert "わが市の評価シート 第1版" in page
    form = body_of(ReviewSetting.objects.within(city).get())
    assert isinstance(form, Form)
    assert [(field.key, field.label, field.limit) for field in form.fields] == [
        ("result", "この1年の実績", 200),
        ("direction", "今後の方針", None),
        ("voices", "市民の声", 300),
        ("reason", "方針の理由", 400),
    ]
    assert (form.id, form.version, form.title) == (draft.key, 1, "わが市の評価シート")
    assert offers_of(city_person(city), SettingKind.FORM)[0][1] == "わが市の評価シート 第1版：4欄"
    event = AuditEvent.objects.of_object("setting", draft.key).first()
    assert event is not None
    assert (event.action, event.actor) == ("publish_setting", by.name)


def city_person(city: Municipality) -> User:
    return factories.person(city)


def test_a_version_that_a_round_uses_never_changes(
    browse: Client, city: Municipality, series: PlanSeries, edition: Edition
) -> None:
    draft = copy(browse, city, "form", "short@1", "様式")
    send(browse, address("publish_draft", draft.pk), version=1)
    first = ReviewSetting.objects.within(city).get()
    send(
        browse, address("new"), year="R7", title="", begin="parts", form=f"own:{first.pk}", scale="plan",
        chain="ready:short@1", rating="none",
    )  # fmt: skip
    before = ReviewRound.objects.within(city).get().rules()

    send(browse, address("change_setting", first.pk))
    second = SettingDraft.objects.within(city).get(state="open")
    send(browse, address("move_part", second.pk, 1), version=1, do="drop", sure="yes")
    page = send(browse, address("publish_draft", second.pk), version=2)

    assert "様式 第2版" in page
    assert ReviewRound.objects.within(city).get().rules() == before
    assert body_of(ReviewSetting.objects.within(city).get(version=1)) == before.form
    newest = ReviewSetting.objects.within(city).get(version=2)
    compared = page_of(browse, address("compare_settings", newest.pk, first.pk))
    assert "なくなった" in compared
    assert "令和7年度 年度評価" in page_of(browse, first.get_absolute_url())
    assert read_round(write_round(before)) == before


def test_two_people_do_not_work_on_one_setting_at_once(browse: Client, city: Municipality, by: Actor) -> None:
    draft = copy(browse, city, "form", "short@1", "様式")
    send(browse, address("publish_draft", draft.pk), version=1)
    setting = ReviewSetting.objects.within(city).get()
    send(browse, address("change_setting", setting.pk))

    page = send(browse, address("change_setting", setting.pk))
    assert "すでに変更の途中です" in page

    second = SettingDraft.objects.within(city).get(state="open")
    page = send(browse, address("move_part", second.pk, 1), version=7, do="drop", sure="yes")
    assert "ほかの人がこの設定を変えました" in page
    assert len(parts_of(body_of(fresh(second)))) == 3


def test_a_scale_says_what_its_labels_come_to(browse: Client, city: Municipality) -> None:
    send(browse, address("new_setting", "scale"), title="区分", description="")
    draft = SettingDraft.objects.within(city).get()
    page = send(browse, address("new_part", draft.pk), version=1, status=422, code="A", label="ぐんと")
    assert "言葉から分かりません" in page

    send(browse, address("new_part", draft.pk), version=1, code="A", label="ぐんと", outcomes=["expand"])
    send(browse, address("new_part", draft.pk), version=2, code="B", label="休止・廃止")
    page = send(browse, address("publish_draft", draft.pk), version=3)

    scale = body_of(ReviewSetting.objects.within(city).get())
    assert [(part.code, part.outcomes) for part in parts_of(scale)] == [
        ("A", (Outcome.EXPAND,)),
        ("B", (Outcome.SUSPEND, Outcome.ABOLISH)),
    ]
    assert "どちらかは人が決める" in page


def test_a_chain_of_any_length(browse: Client, city: Municipality) -> None:
    send(browse, address("new_setting", "chain"), title="流れ", description="")
    draft = SettingDraft.objects.within(city).get()
    page = send(browse, address("publish_draft", draft.pk), version=1, status=422)
    assert "中身がまだありません" in page
    for number, (label, role) in enumerate(
        [("課長", "section_head"), ("担当", "section"), ("審議会", "committee"), ("本部", "committee")],
        start=1,
    ):
        send(browse, address("new_part", draft.pk), version=number, label=label, role=role)
    page = send(browse, address("publish_draft", draft.pk), version=5, status=422)
    assert "評価は担当課の答えから始まります" in page

    send(browse, address("move_part", draft.pk, 1), version=5, do="down")
    send(browse, address("publish_draft", draft.pk), version=6)

    chain = body_of(ReviewSetting.objects.within(city).get())
    assert [(step.id, step.label) for step in parts_of(chain)] == [
        ("section", "担当"),
        ("section_head", "課長"),
        ("committee", "審議会"),
        ("committee_2", "本部"),
    ]


def test_a_rule_of_rating_ranks_by_place(browse: Client, city: Municipality) -> None:
    draft = copy(browse, city, "rating", all_ratings()[0].name, "指標の判定")
    send(
        browse,
        address("new_part", draft.pk),
        version=1,
        label="E",
        meaning="大きく下回る",
        by_value="on",
    )
    page = send(browse, address("publish_draft", draft.pk), version=2, status=422)
    assert "できませんでした" in page
    send(
        browse,
        address("move_part", draft.pk, len(parts_of(body_of(fresh(draft))))),
        version=2,
        do="drop",
        sure="yes",
    )
    page = send(
        browse,
        address("draft_words", draft.pk),
        version=3,
        title="判定",
        description="",
        against="plan",
        formula="ratio",
    )
    assert "名前と説明を変えました" in page
    send(browse, address("publish_draft", draft.pk), version=4)

    rule = body_of(ReviewSetting.objects.within(city).get())
    ranks = [grade.rank for grade in parts_of(rule) if grade.rank is not None]
    assert ranks == sorted(ranks, reverse=True)
    assert rule.against == "plan"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (field_values(label=""), "見出しを入れてください"),
        (field_values(kind="choice", choices="ひとつ"), "二つ以上"),
        (field_values(kind="amount", meaning="settled"), "金額の単位"),
        (field_values(limit="たくさん"), "数字で入れて"),
        (field_values(kind="number", meaning="budget", unit="千円"), "金額"),
        (field_values(kind="direction", meaning="direction", internal="on"), "「市民の声」の庁内限り"),
    ],
)
def test_a_field_that_cannot_be_is_explained(
    browse: Client, city: Municipality, values: dict[str, object], sentence: str
) -> None:
    draft = copy(browse, city, "form", "short@1", "様式")

    page = send(browse, address("new_part", draft.pk), version=1, status=422, **values)

    assert sentence in page
    assert fresh(draft).version == 1


def test_choices_are_ordered_by_their_places(browse: Client, city: Municipality) -> None:
    draft = copy(browse, city, "form", "short@1", "様式")
    values = field_values(
        kind="choice", meaning="budget_direction", label="予算", choices="増\n同\n減", ranked="on"
    )
    send(browse, address("new_part", draft.pk), version=1, **values)

    field = parts_of(body_of(fresh(draft)))[-1]

    assert field.kind is FieldKind.CHOICE
    assert field.meaning is Meaning.BUDGET_DIRECTION
    assert [(choice.label, choice.rank) for choice in field.choices] == [("増", 1), ("同", 0), ("減", -1)]


def test_a_field_may_have_a_scale_of_its_own(browse: Client, city: Municipality) -> None:
    draft = copy(browse, city, "form", "short@1", "様式")
    values = field_values(
        kind="direction",
        meaning="direction",
        label="委員会の判断",
        step="committee",
        scale="ready:kagoshima@1",
    )
    send(browse, address("new_part", draft.pk), version=1, **values)
    own = parts_of(body_of(fresh(draft)))[-1].scale
    assert own.labels[0].label == "引き続き現状の取組を推進"

    send(browse, address("part", draft.pk, 4), version=2, **{**values, "scale": "kept", "label": "判断"})
    assert parts_of(body_of(fresh(draft)))[-1].scale == own
    send(browse, address("part", draft.pk, 4), version=3, **{**values, "scale": ""})
    assert parts_of(body_of(fresh(draft)))[-1].scale is None


def test_a_field_stays_what_it_is_where_nothing_is_changed(city: Municipality) -> None:
    for kind, entry in EVERY_READY_MADE:
        for place, ready in enumerate(parts_of(entry.body)):
            part = replace(ready, year=3) if kind is SettingKind.FORM and ready.unit else ready
            body = put_part(entry.body, part, place)
            initial = {
                key: value for key, value in form_for(kind, body, part).initial.items() if value is not None
            }
            sent = {key: value for key, value in initial.items() if value is not False}

            form = form_for(kind, body, part, sent)

            assert form.is_valid(), (entry.name, form.errors)
            made = part_of(form, body, part, find_scale=lambda _: None)
            assert put_part(body, made, place) == body, entry.name


def test_a_setting_that_is_used_no_more_is_not_offered(browse: Client, city: Municipality, by: Actor) -> None:
    draft = copy(browse, city, "scale", "iruma@1", "区分")
    send(browse, address("publish_draft", draft.pk), version=1)
    setting = ReviewSetting.objects.within(city).get()
    person = city_person(city)
    assert offers_of(person, SettingKind.SCALE)[0][1].startswith("区分 第1版：")

    page = send(browse, address("retire_setting", setting.pk))
    assert "新しい評価では選べません" in page
    assert offers_of(person, SettingKind.SCALE)[0][0].startswith("ready:")

    send(browse, address("restore_setting", setting.pk))
    assert offers_of(person, SettingKind.SCALE)[0][1].startswith("区分 第1版：")


@pytest.mark.parametrize(
    ("kind", "entry"), EVERY_READY_MADE, ids=lambda value: getattr(value, "name", str(value))
)
def test_a_setting_goes_into_a_file_and_comes_back(kind: SettingKind, entry: object) -> None:
    body = entry.body

    assert read_body(kind, write_body(body)) == body
    assert read_setting(kind, write_setting(body)) == body


def test_a_file_becomes_a_draft(browse: Client, city: Municipality) -> None:
    text = write_setting(all_scales()[1].value).encode()
    page = send(browse, address("upload_setting", "scale"), file=SimpleUploadedFile("x.toml", text))
    assert "ファイルから作り始めました" in page

    page = send(browse, address("upload_setting", "chain"), file=SimpleUploadedFile("x.toml", text))
    assert "「評価の流れ」がありません" in page
    page = send(browse, address("upload_setting", "scale"), file=SimpleUploadedFile("x.toml", b"scale = 1"))
    assert "設定の「scale」は表です" in page


@given(
    st.sampled_from([form.value for form in all_forms()]), st.sampled_from([c.value for c in all_chains()])
)
def test_a_fitted_form_names_only_steps_of_its_chain(form: Form, steps: tuple[object, ...]) -> None:
    fitted = fit_form(form, steps)

    assert {field.step for field in fitted.form.fields} <= {step.id for step in steps}
    assert len(fitted.form.fields) + len(fitted.left_out) == len(form.fields)
    assert fit_form(fitted.form, steps).form == fitted.form


@given(st.sampled_from(EVERY_READY_MADE), st.data())
def test_moving_there_and_back_changes_nothing(
    ready: tuple[SettingKind, object], data: st.DataObject
) -> None:
    body = ready[1].body
    place = data.draw(st.integers(0, len(parts_of(body)) - 1))

    down = move_part(body, place, 1)
    back = move_part(down, place + 1, -1) if place + 1 < len(parts_of(body)) else down

    assert [row.key for row in rows_of(back)] == [row.key for row in rows_of(body)]
    assert differences(body, body) == ()
    assert len(parts_of(drop_part(body, place))) == len(parts_of(body)) - 1


@given(KEYS, KEYS, KEYS)
def test_ticks_of_other_pages_stay(
    kept: frozenset[str], shown: frozenset[str], ticked: frozenset[str]
) -> None:
    ticks = Ticks(kept=read_kept(write_kept(kept)), shown=shown, ticked=ticked)

    assert ticks.all - shown == kept - shown
    assert ticks.all & shown == ticked & shown


@pytest.mark.parametrize("text", ["", "x", "{}", "[1]", "null", '"a"'])
def test_kept_ticks_that_are_none_count_as_nothing(text: str) -> None:
    assert read_kept(text) == frozenset()


def test_nobody_else_works_on_settings(city: Municipality, other_city: Municipality, by: Actor) -> None:
    draft = begin_draft(kind=SettingKind.FORM, words=Words(title="様式"), body=SHORT, by=by, at=OPENED)
    reader = factories.person(city, Role.ADMINISTRATOR)
    stranger = factories.person(other_city, Role.PLANNING)
    with pytest.raises(PermissionDenied):
        change_draft(
            draft_id=draft.pk,
            version=1,
            body=SHORT,
            by=Actor(name=reader.login_name, role=Role.ADMINISTRATOR, municipality=city.code),
            at=IN_TIME,
        )
    with pytest.raises(SettingDraft.DoesNotExist):
        publish_draft(
            draft_id=draft.pk,
            version=1,
            by=Actor(name=stranger.login_name, role=Role.PLANNING, municipality=other_city.code),
            at=IN_TIME,
        )


def test_what_was_discarded_is_no_draft_any_more(browse: Client, city: Municipality, by: Actor) -> None:
    draft = begin_draft(kind=SettingKind.FORM, words=Words(title="様式"), body=SHORT, by=by, at=OPENED)
    send(browse, address("discard_draft", draft.pk), version=1)

    with pytest.raises(DraftError):
        discard_draft(draft_id=draft.pk, version=2, by=by, at=IN_TIME)
    assert browse.get(address("part", draft.pk, 1)).status_code == 404
    assert "もう変えられません" in page_of(browse, draft.get_absolute_url())


def test_mistakes_keep_a_draft_from_becoming_a_version(by: Actor, city: Municipality) -> None:
    twice = replace(SHORT, fields=(SHORT.fields[1], replace(SHORT.fields[1], key="again")))
    draft = begin_draft(kind=SettingKind.FORM, words=Words(title="様式"), body=twice, by=by, at=OPENED)
    with pytest.raises(RoundError):
        publish_draft(draft_id=draft.pk, version=1, by=by, at=IN_TIME)
    with pytest.raises(DraftError):
        begin_draft(kind=SettingKind.CHAIN, words=Words(title="  "), body=Chain(), by=by, at=OPENED)
    assert ReviewSetting.objects.within(city).count() == 0


def test_another_citys_settings_are_not_found(
    other_city: Municipality, by: Actor, city: Municipality, browser_of: Callable[[User], Client]
) -> None:
    draft = begin_draft(kind=SettingKind.FORM, words=Words(title="様式"), body=SHORT, by=by, at=OPENED)
    setting = publish_draft(draft_id=draft.pk, version=1, by=by, at=IN_TIME)
    retire_setting(setting_id=setting.pk, by=by, at=IN_TIME)
    stranger = browser_of(factories.person(other_city, Role.PLANNING))

    for name in ("draft", "draft_words", "new_part", "discard_draft"):
        assert stranger.get(address(name, draft.pk)).status_code == 404
    for name in ("setting", "setting_file"):
        assert stranger.get(address(name, setting.pk)).status_code == 404
    for name in ("change_setting", "retire_setting", "restore_setting"):
        assert stranger.post(address(name, setting.pk)).status_code == 404
    assert "様式 第1版" not in stranger.get(address("library")).content.decode()


def test_a_long_library_costs_no_more_questions(browse: Client, city: Municipality, by: Actor) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert browse.get(address("library")).status_code == 200
        return len(questions)

    browse.get(address("library"))
    before = count()
    for number in range(5):
        draft = begin_draft(
            kind=SettingKind.FORM, words=Words(title=f"様式{number}"), body=SHORT, by=by, at=OPENED
        )
        publish_draft(draft_id=draft.pk, version=1, by=by, at=IN_TIME)

    assert count() == before
