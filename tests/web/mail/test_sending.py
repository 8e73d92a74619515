"""Mail through a real SMTP conversation: taken, refused, put off, cut in the middle; each mail leaves at most once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.web import factories
from tests.web.mail.conftest import OCCASION, SMTP
from tests.web.mail.post_office import PostOffice, make_certificate
from torikumi.errors import UserError
from torikumi.web.accounts.models import Municipality
from torikumi.web.audit.models import AuditEvent
from torikumi.web.jobs.actions import retry_job
from torikumi.web.jobs.models import Job, JobState
from torikumi.web.jobs.running import run_job
from torikumi.web.mail.actions import mails as actions
from torikumi.web.mail.delivery import Delivery, Encryption, MailMode
from torikumi.web.mail.message import Attachment
from torikumi.web.mail.models import Enclosure, MailFile, MailState, SentMail
from torikumi.web.mail.pace import take_mail_turn
from torikumi.web.mail.posting import MOST_TRIES, POST_BATCH, WAITS

pytestmark = pytest.mark.django_db

Send = Callable[..., Job]
Mails = Callable[[], dict[str, SentMail]]


def again(job: Job) -> Job:
    """Have the job done once more, as if its time had come."""
    Job.objects.within(job).filter(pk=job.pk).update(due_at=timezone.now())
    run_job(job.municipality_id, job.pk)
    return Job.objects.within(job).get(pk=job.pk)


def events_of(mail: SentMail) -> list[str]:
    return [event.action for event in AuditEvent.objects.of_object("mail", mail.pk).order_by("sequence")]


def test_a_mail_arrives_as_it_was_written_and_the_log_has_the_servers_words(
    smtp: PostOffice, send: Send, mails: Mails
) -> None:
    sheet = Attachment(name="調査票（みほん課）.csv", media_type="text/csv", content="事業名\r\n".encode())

    job = send("taro@example.lg.jp", subject="【令和7年度】未提出 3件", attachments=(sheet,))

    (taken,) = smtp.taken
    message = message_from_bytes(taken.content, policy=default)
    assert (taken.sender, taken.to) == ("kikaku@example.lg.jp", "taro@example.lg.jp")
    assert message["Subject"] == "【令和7年度】未提出 3件"
    text, part = message.iter_parts()
    assert text.get_content() == "taro@example.lg.jp 様\n"
    assert (part.get_filename(), part.get_payload(decode=True)) == (sheet.name, sheet.content)
    mail = mails()["taro@example.lg.jp"]
    assert (mail.state, mail.words, mail.tries) == (MailState.ACCEPTED, "250 2.0.0 queued as 1", 1)
    assert (mail.kind, mail.about, mail.made_by) == ("reminder", "round:12", "system")
    assert message["Message-ID"] == mail.message_id
    assert (job.state, job.message) == (JobState.DONE, "受け付けられた：1通。")
    assert job.result["url"] == f"/mail/?batch={mail.batch}"
    assert events_of(mail) == ["write_mail", "settle_mail"]


def test_one_refused_address_does_not_keep_the_others_back(
    smtp: PostOffice, send: Send, mails: Mails
) -> None:
    job = send("a@example.jp", "nobody@example.jp", "bad@example.jp", "b@example.jp")

    assert {to: (mail.state, mail.words[:3]) for to, mail in mails().items()} == {
        "a@example.jp": (MailState.ACCEPTED, "250"),
        "nobody@example.jp": (MailState.REFUSED, "550"),
        "bad@example.jp": (MailState.REFUSED, "554"),
        "b@example.jp": (MailState.ACCEPTED, "250"),
    }
    assert [mail.to for mail in smtp.taken] == ["a@example.jp", "b@example.jp"]
    assert smtp.talks == 1
    assert job.message == "受け付けられた：2通、断られた：2通。"


def test_what_is_refused_for_now_is_tried_again_later_and_at_last_given_up(
    smtp: PostOffice, send: Send, mails: Mails
) -> None:
    job = send("a@example.jp", "full@example.jp")
    waits = []
    while job.state == JobState.QUEUED:
        waits.append(round((job.due_at - timezone.now()).total_seconds() / 60))
        assert "1通は、まだ送れていません" in job.message
        job = again(job)

    assert waits == [wait.total_seconds() / 60 for wait in WAITS]
    mail = mails()["full@example.jp"]
    assert (mail.state, mail.tries, mail.words) == (MailState.FAILED, MOST_TRIES, "452 4.2.2 mailbox full")
    assert len(smtp.to("a@example.jp")) == 1
    assert job.message == "受け付けられた：1通、送れなかった：1通。"


@pytest.mark.parametrize("name", ["hang", "die"])
def test_a_mail_of_which_the_answer_never_came_is_unknown_and_never_sent_again(
    name: str, smtp: PostOffice, send: Send, mails: Mails, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = replace(settings.MAIL, timeout=0.5)

    job = send(f"{name}@example.jp", "b@example.jp")

    assert mails()[f"{name}@example.jp"].state == MailState.UNKNOWN
    assert mails()["b@example.jp"].state == MailState.ACCEPTED
    assert len(smtp.to(f"{name}@example.jp")) == 1
    assert job.message == "受け付けられた：1通、届いたか不明：1通。"
    assert not run_job(job.municipality_id, job.pk)


def test_a_connection_that_is_cut_before_the_text_loses_nothing(
    smtp: PostOffice, send: Send, mails: Mails
) -> None:
    job = send("a@example.jp", "early@example.jp", "b@example.jp")

    assert {to: mail.state for to, mail in mails().items()} == {
        "a@example.jp": MailState.ACCEPTED, "early@example.jp": MailState.WAITING, "b@example.jp": MailState.WAITING,
    }  # fmt: skip
    assert {mail.tries for mail in mails().values()} == {1}
    assert job.state == JobState.QUEUED
    assert [mail.to for mail in smtp.taken] == ["a@example.jp"]


def test_a_server_that_is_away_gets_the_mails_when_it_is_back(
    send: Send, mails: Mails, settings: pytest.FixtureRequest
) -> None:
    with PostOffice() as gone:
        port = gone.port
    settings.MAIL = replace(SMTP, port=port)

    job = send("a@example.jp", "b@example.jp")

    assert {mail.state for mail in mails().values()} == {MailState.WAITING}
    assert "メールサーバーにつながりません" in mails()["a@example.jp"].words
    with PostOffice(port=port) as back:
        job = again(job)
    assert [mail.to for mail in back.taken] == ["a@example.jp", "b@example.jp"]
    assert {mail.tries for mail in mails().values()} == {2}
    assert job.state == JobState.DONE


def test_no_more_leave_a_minute_than_is_allowed(
    tmp_path: Path,
) -> None:
    at = timezone.now().replace(second=0, microsecond=0)

    assert [take_mail_turn(tmp_path, now=at + timedelta(seconds=n), most=2) for n in (0, 10, 20)] == [
        timedelta(), timedelta(), timedelta(seconds=40),
    ]  # fmt: skip
    assert take_mail_turn(tmp_path, now=at + timedelta(seconds=60), most=2) == timedelta()


def test_many_who_ask_at_once_get_no_more_turns_than_there_are(tmp_path: Path) -> None:
    at = timezone.now()
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: take_mail_turn(tmp_path, now=at, most=30), range(60)))

    assert waits.count(timedelta()) == 30


def test_the_rest_of_a_batch_follows_in_the_next_minute(
    smtp: PostOffice, send: Send, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL = replace(settings.MAIL, a_minute=2)
    turns = iter([timedelta(), timedelta(), timedelta(seconds=40), timedelta()])
    monkeypatch.setattr("torikumi.web.mail.posting.take_mail_turn", lambda home, now, most: next(turns))

    job = send("a@example.jp", "b@example.jp", "c@example.jp")

    assert (job.state, job.message) == (JobState.QUEUED, "1分に2通までなので、残りは次の1分に送ります。")
    assert len(smtp.taken) == 2
    assert again(job).state == JobState.DONE
    assert [mail.to for mail in smtp.taken] == ["a@example.jp", "b@example.jp", "c@example.jp"]


def test_what_was_in_hand_when_the_job_was_killed_is_unknown_and_the_rest_is_sent(
    smtp: PostOffice, send: Send, mails: Mails, city: Municipality, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = replace(settings.MAIL, port=1)  # nothing leaves yet
    job = send("a@example.jp", "b@example.jp")
    actions.begin_mail(city=city, mail_id=mails()["a@example.jp"].pk, now=timezone.now())
    settings.MAIL = replace(settings.MAIL, port=smtp.port)

    job = again(job)

    mail = mails()["a@example.jp"]
    assert mail.state == MailState.UNKNOWN
    assert mail.words.startswith("送っている途中でサーバーが止まりました。届いたかどうか分かりません。")
    assert [mail.to for mail in smtp.taken] == ["b@example.jp"]


def test_what_the_server_said_stands_above_our_guess(
    smtp: PostOffice, send: Send, mails: Mails, city: Municipality
) -> None:
    send("a@example.jp")
    mail = mails()["a@example.jp"]
    SentMail.objects.within(city).update(state=MailState.UNKNOWN)

    settle = {"city": city, "mail_id": mail.pk, "by": factories.SYSTEM, "at": timezone.now()}
    actions.settle_mail(state=MailState.ACCEPTED, words="250 ok", **settle)  # type: ignore[arg-type]
    actions.settle_mail(state=MailState.UNKNOWN, words="?", **settle)  # type: ignore[arg-type]

    assert (mails()["a@example.jp"].state, mails()["a@example.jp"].words) == (MailState.ACCEPTED, "250 ok")


# --- On purpose once more ---


def test_a_person_may_send_an_unknown_mail_once_more_with_its_files(
    smtp: PostOffice, send: Send, mails: Mails, city: Municipality
) -> None:
    sheet = Attachment(name="調査票.csv", media_type="text/csv", content=b"a")
    send("die@example.jp", attachments=(sheet,))
    old = mails()["die@example.jp"]
    given = {"task": POST_BATCH, "city": city, "by": factories.SYSTEM, "at": timezone.now()}

    new, _ = actions.send_again(mail_id=old.pk, **given)  # type: ignore[arg-type]

    assert new.again_of == old
    assert (new.subject, new.body, new.to_address) == (old.subject, old.body, old.to_address)
    assert [each.file.content for each in Enclosure.objects.within(city).filter(mail=new)] == [b"a"]
    assert MailFile.objects.within(city).count() == 1
    assert len(smtp.to("die@example.jp")) == 2
    with pytest.raises(actions.WrongMailStateError, match="1回だけ"):
        actions.send_again(mail_id=old.pk, **given)  # type: ignore[arg-type]


def test_a_mail_that_was_taken_is_not_sent_once_more(
    smtp: PostOffice, send: Send, mails: Mails, city: Municipality
) -> None:
    send("a@example.jp")

    with pytest.raises(actions.WrongMailStateError):
        actions.send_again(
            task=POST_BATCH,
            city=city,
            mail_id=mails()["a@example.jp"].pk,
            by=factories.SYSTEM,
            at=timezone.now(),
        )


# --- The way to the server ---


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_an_encrypted_way_with_a_log_in(
    encryption: Encryption, certificate: Path, tmp_path: Path, send: Send, settings: pytest.FixtureRequest
) -> None:
    (tmp_path / "password").write_text("open sesame\n")
    wraps = encryption is Encryption.TLS
    with PostOffice(
        certificate=certificate, wraps_at_once=wraps, login=("torikumi", "open sesame")
    ) as office:
        settings.MAIL = replace(
            SMTP, host="localhost", port=office.port, encryption=encryption, authorities=str(certificate),
            user="torikumi", password_file=str(tmp_path / "password"),
        )  # fmt: skip

        job = send("a@example.jp")

    assert job.message == "受け付けられた：1通。"
    assert [mail.is_encrypted for mail in office.taken] == [True]


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
@pytest.mark.parametrize("name", ["localhost", "other.test"])
def test_a_certificate_that_nobody_vouches_for_or_of_another_name_is_refused(
    encryption: Encryption,
    name: str,
    tmp_path: Path,
    send: Send,
    mails: Mails,
    settings: pytest.FixtureRequest,
) -> None:
    certificate = make_certificate(tmp_path, name)
    known = str(certificate) if name == "other.test" else ""
    with PostOffice(certificate=certificate, wraps_at_once=encryption is Encryption.TLS) as office:
        settings.MAIL = replace(
            SMTP, host="localhost", port=office.port, encryption=encryption, authorities=known
        )
        job = send("a@example.jp")

    assert job.state == JobState.FAILED
    assert "証明書を確かめられません" in job.message
    assert office.taken == []
    assert mails()["a@example.jp"].state == MailState.WAITING


def test_nothing_leaves_in_the_clear_where_the_server_has_no_encryption(
    office: PostOffice, send: Send, settings: pytest.FixtureRequest
) -> None:
    settings.MAIL = replace(SMTP, port=office.port, encryption=Encryption.STARTTLS)

    job = send("a@example.jp")

    assert (job.state, office.taken) == (JobState.FAILED, [])
    assert "STARTTLS" in job.message


def test_a_wrong_password_is_told_and_the_mails_wait_for_the_right_one(
    certificate: Path, tmp_path: Path, send: Send, mails: Mails, settings: pytest.FixtureRequest
) -> None:
    password = tmp_path / "password"
    password.write_text("sesame street")
    with PostOffice(certificate=certificate, login=("torikumi", "open sesame")) as office:
        settings.MAIL = replace(
            SMTP, host="localhost", port=office.port, encryption=Encryption.STARTTLS,
            authorities=str(certificate), user="torikumi", password_file=str(password),
        )  # fmt: skip
        job = send("a@example.jp")
        assert job.state == JobState.FAILED
        assert "535 5.7.8 who are you" in job.message
        assert "sesame" not in json.dumps(
            [job.message, *(mail.words for mail in mails().values())], ensure_ascii=False
        )

        password.write_text("open sesame")
        retry_job(city=job.municipality, job_id=job.pk, by=factories.SYSTEM, at=timezone.now())

    assert [mail.to for mail in office.taken] == ["a@example.jp"]


@pytest.mark.parametrize("content", [None, "合言葉"])
def test_a_password_that_cannot_be_read_is_told(
    content: str | None, certificate: Path, tmp_path: Path, send: Send, settings: pytest.FixtureRequest
) -> None:
    password = tmp_path / "password"
    if content is not None:
        password.write_text(content, encoding="utf-8")
    with PostOffice(certificate=certificate, login=("torikumi", "x")) as office:
        settings.MAIL = replace(
            SMTP, host="localhost", port=office.port, encryption=Encryption.STARTTLS,
            authorities=str(certificate), user="torikumi", password_file=str(password),
        )  # fmt: skip
        job = send("a@example.jp")

    assert job.state == JobState.FAILED
    assert "メールのパスワードのファイル（TORIKUMI_MAIL_PASSWORD_FILE）が読めません" in job.message


# --- Off, and files ---


def test_mail_is_off_until_somebody_turns_it_on(send: Send, mails: Mails) -> None:
    with pytest.raises(actions.MailOffError, match="メールを送る設定になっていません"):
        send("a@example.jp")

    assert mails() == {}


def test_mail_as_files_is_one_whole_file_a_mail(
    send: Send, mails: Mails, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.MAIL = Delivery(mode=MailMode.FILES, sender_address="kikaku@example.lg.jp")

    job = send("a@example.jp", "b@example.jp")

    mail = mails()["b@example.jp"]
    assert (mail.state, job.message) == (MailState.FILED, "ファイルにした：2通。")
    message = message_from_bytes((tmp_path / mail.words).read_bytes(), policy=default)
    assert (message["To"].addresses[0].addr_spec, message["Subject"]) == ("b@example.jp", "未提出 3件")
    files = [path for path in (tmp_path / "var" / "mail").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".eml"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert len(files) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_address": "a@example.jp\r\nBcc: b@example.jp"}, {"subject": "件名\r\nBcc: b@example.jp"}, {"subject": " "},
        {"to_name": "太郎\n"}, {"reply_to": "x"}, {"body": "\x00"}, {"body": "\ud83d"}, {"body": "あ" * 100_001},
        {"attachments": (Attachment(name="a\n.csv", media_type="text/csv", content=b""),)},
        {"attachments": (Attachment(name="a.csv", media_type="text/csv", content=bytes(10 * 2**20 + 1)),)},
    ],
)  # fmt: skip
def test_one_unsendable_mail_keeps_all_from_being_written(
    wrong: dict[str, object], smtp: PostOffice, send: Send, mails: Mails
) -> None:
    with pytest.raises(UserError), transaction.atomic():
        send("b@example.jp", **wrong)

    assert mails() == {}
    assert smtp.talks == 0


# --- The log is final ---


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mail_sentmail SET body = ''", "UPDATE mail_sentmail SET to_address = 'x@example.jp'",
        "DELETE FROM mail_sentmail", "UPDATE mail_mailfile SET content = ''", "DELETE FROM mail_mailfile",
        "UPDATE mail_enclosure SET name = ''", "DELETE FROM mail_enclosure",
    ],
)  # fmt: skip
def test_the_database_keeps_what_was_written(statement: str, smtp: PostOffice, send: Send) -> None:
    send("a@example.jp", attachments=(Attachment(name="a.csv", media_type="text/csv", content=b"a"),))

    with (
        pytest.raises(DatabaseError, match="a mail is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_words_of_the_occasion_are_kept(smtp: PostOffice, send: Send, mails: Mails) -> None:
    send("a@example.jp")

    assert mails()["a@example.jp"].about_label == OCCASION.about_label
