"""Letters of a round: to whom they go, what stands in them, once a day; and the timer at several clocks."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from tests.web import factories
from tests.web.reviews.conftest import Player
from tests.web.reviews.mailing import (
    AT,
    DAY,
    PLAN,
    PRESS,
    address_of,
    all_mails_in,
    body_of,
    mails_in,
    somebody,
    wish,
)
from tests.web.reviews.rounds import IN_TIME, STEPS, make_round
from torikumi.review.round import Step, StepRole
from torikumi.review.states import Move
from torikumi.web.accounts.actions.delegations import Absence, delegate
from torikumi.web.accounts.models import Municipality, OrganisationUnit
from torikumi.web.accounts.permissions import Role
from torikumi.web.audit.actor import Actor
from torikumi.web.audit.models import AuditEvent
from torikumi.web.jobs.models import Job
from torikumi.web.mail.actions.mails import MailOffError
from torikumi.web.mail.delivery import Delivery
from torikumi.web.mail.letters import LetterKind, LetterText, LetterTextError
from torikumi.web.mail.models import MailState, SentMail
from torikumi.web.reviews.actions.reminders import (
    NobodyToWriteToError,
    RepeatedLetterError,
    send_letters,
)
from torikumi.web.reviews.actions.rounds import cancel_round
from torikumi.web.reviews.actions.sheets import Answer, move_sheet, save_answer
from torikumi.web.reviews.models import ReviewRound, Sheet
from torikumi.web.reviews.queries.reminders import log_lines, reminders_of
from torikumi.web.reviews.refusals import RoundClosedError
from torikumi.web.reviews.reminder_models import Reminder

WHOLE = {"result": "計画どおり実施した。", "direction": "B：継続"}


def hand_in(sheet: Sheet, who: Player) -> Sheet:
    version = Sheet.objects.within(sheet).get(pk=sheet.pk).version
    return move_sheet(
        sheet_id=sheet.pk,
        version=version,
        move=Move.SUBMIT,
        answer=Answer(values=WHOLE),
        by=who.actor,
        at=IN_TIME,
    )


def sheets_led_by(round_: ReviewRound, name: str) -> list[Sheet]:
    return list(Sheet.objects.within(round_).filter(round=round_, lead_name=name).order_by("position"))


def test_each_section_gets_its_own_open_sheets_and_nothing_of_others(
    opened: ReviewRound, kikaku: Player, koho: Player, by: Actor, mail_home: Path
) -> None:
    own = sheets_led_by(opened, "企画課")
    hand_in(own[0], kikaku)
    save_answer(
        sheet_id=own[1].pk,
        version=1,
        answer=Answer(values={"result": "カナリアの下書き"}),
        by=kikaku.actor,
        at=IN_TIME,
    )

    sent = send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)

    mails = mails_in(mail_home)
    assert (set(mails), sent.mails, sent.parties) == ({PLAN, PRESS}, 2, 2)
    assert set(sent.missed) == {"農業振興課", "商工観光課", "こども支援課", "図書館", "道路課"}
    body = body_of(mails[PLAN])
    assert mails[PLAN]["Subject"].startswith(
        f"【{opened.series.title}】令和7年度評価 未提出 1件（2026年6月30日"
    )
    assert body.startswith("企画課\n企画 花子 様\n")
    assert f"・{own[1]}" in body
    assert str(own[0]) not in body
    assert f"https://plan.example.lg.jp/reviews/{opened.pk}/" in body
    assert "締切は2026年6月30日（火）（あと5日）です。" in body
    everything = body + body_of(mails[PRESS])
    assert "カナリア" not in everything
    assert "広報課" not in body
    assert "企画課の事業" not in body_of(mails[PRESS])
    assert not any(address_of(mail) == PLAN and PRESS in mail.as_string() for mail in all_mails_in(mail_home))


def test_one_job_sends_them_and_the_log_knows_what_for(
    opened: ReviewRound, kikaku: Player, koho: Player, by: Actor, mail_home: Path
) -> None:
    send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)

    assert Job.objects.within(opened).filter(kind="post_mails").count() == 1
    mails = SentMail.objects.within(opened).filter(about=f"round:{opened.pk}", kind="reminder")
    assert {mail.state for mail in mails} == {MailState.FILED}
    lines = log_lines(opened, reminders_of(opened))
    assert {(line.reminder.name, line.reminder.way, line.outcome) for line in lines} == {
        ("企画課", "mail", "ファイルにした 1通"),
        ("広報課", "mail", "ファイルにした 1通"),
    }
    for line in lines:
        (number,) = line.reminder.mails
        address = PLAN if line.reminder.name == "企画課" else PRESS
        assert SentMail.objects.within(opened).get(pk=number).to_address == address
    event = AuditEvent.objects.of_object("round", opened.pk).first()
    assert event is not None
    assert (event.action, event.after["mails"]) == ("send_letters", 2)


def test_the_same_letter_to_the_same_section_twice_a_day_needs_a_second_word(
    opened: ReviewRound, kikaku: Player, by: Actor, mail_home: Path
) -> None:
    send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)

    with pytest.raises(RepeatedLetterError, match="企画課") as caught:
        send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT + timedelta(hours=9))
    assert caught.value.names == ("企画課",)
    assert len(all_mails_in(mail_home)) == 1

    send_letters(round_id=opened.pk, wish=wish(opened, is_repeat=True), by=by, at=AT)
    send_letters(round_id=opened.pk, wish=wish(opened, LetterKind.REQUEST), by=by, at=AT)
    send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT + timedelta(days=1))
    assert len(all_mails_in(mail_home)) == 4


def test_a_returned_sheet_is_told_with_its_newest_reason(
    opened: ReviewRound,
    kikaku: Player,
    koho: Player,
    by: Actor,
    mail_home: Path,
    player: Callable[..., Player],
    sections: dict[str, OrganisationUnit],
) -> None:
    head = player(Role.SECTION_HEAD, section=sections["企画課"])
    sheet = sheets_led_by(opened, "企画課")[0]
    for note in ("前の理由", "成果を数で書いてください。"):
        handed = hand_in(sheet, kikaku)
        move_sheet(
            sheet_id=sheet.pk,
            version=handed.version,
            move=Move.RETURN,
            note=note,
            by=head.actor,
            at=IN_TIME,
        )

    send_letters(round_id=opened.pk, wish=wish(opened, LetterKind.RETURNED), by=by, at=AT)

    mails = mails_in(mail_home)
    assert set(mails) == {PLAN}
    assert f"・{sheet}\n　成果を数で書いてください。" in body_of(mails[PLAN])
    assert "前の理由" not in body_of(mails[PLAN])


def test_those_who_approve_are_asked_by_section_by_department_and_as_a_whole(
    begin: Callable[..., ReviewRound],
    city: Municipality,
    sections: dict[str, OrganisationUnit],
    kikaku: Player,
    koho: Player,
    by: Actor,
    mail_home: Path,
) -> None:
    chief = Step(id="chief", label="部長", role=StepRole.DEPARTMENT_HEAD, due=date(2026, 7, 20))
    round_ = begin(make_round(steps=(STEPS[0], STEPS[1], chief, *STEPS[2:])))
    department = factories.unit(city, name="総務部")
    for name in ("企画課", "広報課"):
        OrganisationUnit.objects.filter(pk=sections[name].pk).update(parent=department)
    heads = {
        name: somebody(
            city, Role.SECTION_HEAD, sections[name], name=f"{name}長", address=f"{at}@example.lg.jp"
        )
        for name, at in (("企画課", "kikaku-cho"), ("広報課", "koho-cho"))
    }
    somebody(city, Role.DEPARTMENT_HEAD, department, name="部長", address="bucho@example.lg.jp")
    first, second = sheets_led_by(round_, "企画課")[0], sheets_led_by(round_, "広報課")[0]
    hand_in(first, kikaku)
    handed = hand_in(second, koho)
    actor = Actor(name=heads["広報課"].login_name, role=Role.SECTION_HEAD, municipality=city.code)
    move_sheet(sheet_id=second.pk, version=handed.version, move=Move.APPROVE, by=actor, at=IN_TIME)

    send_letters(round_id=round_.pk, wish=wish(round_, LetterKind.APPROVAL), by=by, at=AT)

    mails = mails_in(mail_home)
    assert set(mails) == {"kikaku-cho@example.lg.jp", "bucho@example.lg.jp"}
    of_head, of_chief = (body_of(mails[one]) for one in ("kikaku-cho@example.lg.jp", "bucho@example.lg.jp"))
    assert str(first) in of_head
    assert str(second) not in of_head
    assert str(second) in of_chief
    assert "2026年7月20日（月）までに" in of_chief
    assert f"/reviews/{round_.pk}/approvals/" in of_chief


def test_a_deputy_is_asked_beside_the_head_who_is_away(
    opened: ReviewRound,
    city: Municipality,
    sections: dict[str, OrganisationUnit],
    kikaku: Player,
    by: Actor,
    mail_home: Path,
) -> None:
    head = somebody(city, Role.SECTION_HEAD, sections["企画課"], name="課長", address="cho@example.lg.jp")
    deputy = somebody(city, Role.SECTION, sections["広報課"], name="代理", address="dairi@example.lg.jp")
    absence = Absence(person=head, assignment=None, first_day=DAY, last_day=DAY, reason="休暇")
    delegate(absence=absence, taker=deputy, by=by, at=AT)
    hand_in(sheets_led_by(opened, "企画課")[0], kikaku)

    send_letters(round_id=opened.pk, wish=wish(opened, LetterKind.APPROVAL), by=by, at=AT)

    assert set(mails_in(mail_home)) == {"cho@example.lg.jp", "dairi@example.lg.jp"}


def test_a_mistyped_address_keeps_nobody_else_from_getting_theirs(
    opened: ReviewRound,
    city: Municipality,
    sections: dict[str, OrganisationUnit],
    kikaku: Player,
    by: Actor,
    mail_home: Path,
) -> None:
    somebody(city, Role.SECTION, sections["図書館"], name="図書 係", address="だれか@example.lg.jp")

    sent = send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)

    assert set(mails_in(mail_home)) == {PLAN}
    assert "図書館" in sent.missed


def test_nobody_is_written_to_where_that_cannot_be(
    opened: ReviewRound, kikaku: Player, by: Actor, mail_home: Path, settings: pytest.FixtureRequest
) -> None:
    with pytest.raises(NobodyToWriteToError):
        send_letters(round_id=opened.pk, wish=wish(opened, keys=frozenset({"図書館"})), by=by, at=AT)
    with pytest.raises(LetterTextError, match="答え"):
        text = LetterText(subject="件名", body="{答え}")
        send_letters(round_id=opened.pk, wish=wish(opened, text=text), by=by, at=AT)
    with pytest.raises(PermissionDenied):
        send_letters(round_id=opened.pk, wish=wish(opened), by=kikaku.actor, at=AT)
    settings.MAIL = Delivery()
    with pytest.raises(MailOffError):
        send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)
    cancel_round(round_id=opened.pk, version=opened.version, reason="見本", by=by, at=AT)
    with pytest.raises(RoundClosedError):
        send_letters(round_id=opened.pk, wish=wish(opened), by=by, at=AT)

    assert all_mails_in(mail_home) == []
    assert not Reminder.objects.within(opened).exists()
