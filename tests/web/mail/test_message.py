"""What was written is what is read again from the bytes; no text becomes a header of its own."""

from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from torikumi.errors import UserError
from torikumi.web.mail.addresses import HeaderTextError, NotAnAddressError, check_address, read_mailbox
from torikumi.web.mail.message import Attachment, Headers, make_draft, make_message

AT = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
SUBJECT = "【みほん総合戦略】令和7年度評価のお願い（2026年7月31日（金）まで）～第１次～"
BODY = "みほん課\n見本 太郎 様\n\n.点で始まる行\nFrom ここから\n①㈱髙橋﨑 😀\n"


def make(**changes: object) -> bytes:
    given = {
        "sender": ("企画課", "kikaku@example.lg.jp"),
        "to": ("見本 太郎", "taro@example.lg.jp"),
        "subject": SUBJECT,
        "message_id": "<1@example.lg.jp>",
        "at": AT,
    }
    body = changes.pop("body", BODY)
    attachments = changes.pop("attachments", ())
    return make_message(Headers(**{**given, **changes}), body, attachments)  # type: ignore[arg-type]


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def cannot_stand_in_a_header(letter: str) -> bool:
    return (
        ord(letter) < 32
        or 0x7F <= ord(letter) < 0xA0
        or letter in "\u2028\u2029"
        or "\ud800" <= letter <= "\udfff"
    )


def mailboxes(header: str) -> list[tuple[str, str]]:
    return [(str(make_header(decode_header(name))), address) for name, address in getaddresses([header])]


def test_japanese_comes_back_as_it_was_written() -> None:
    workbook = Attachment(
        name="調査票（みほん課）令和７年度～①.xlsx",
        media_type="application/octet-stream",
        content=bytes(range(256)),
    )

    content = make(attachments=[workbook], reply_to="madoguchi@example.lg.jp")

    message = read(content)
    assert message["Subject"] == SUBJECT
    assert (message["From"].addresses[0].display_name, message["From"].addresses[0].addr_spec) == (
        "企画課",
        "kikaku@example.lg.jp",
    )
    assert message["To"].addresses[0].display_name == "見本 太郎"
    assert message["Reply-To"] == "madoguchi@example.lg.jp"
    assert message["Date"].datetime == AT
    assert message["Auto-Submitted"] == "auto-generated"
    text, part = message.iter_parts()
    assert text.get_content_charset() == "utf-8"
    assert text.get_content() == BODY
    assert part.get_filename() == workbook.name
    assert part.get_content() == workbook.content
    assert b"filename*=utf-8''" in content


def test_every_line_is_ascii_and_short_and_ends_with_both_signs() -> None:
    content = make(body="あ" * 5000)

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    assert read(content).get_content().rstrip("\n") == "あ" * 5000


@given(
    subject=st.text(min_size=1, max_size=200),
    name=st.text(max_size=100),
    file=st.text(min_size=1, max_size=200),
)
def test_a_header_holds_exactly_its_text_or_is_refused(subject: str, name: str, file: str) -> None:
    attachment = Attachment(name=file, media_type="text/csv", content=b"a,b\r\n")

    try:
        content = make(subject=subject, to=(name, "taro@example.lg.jp"), attachments=[attachment])
    except HeaderTextError:
        assert any(map(cannot_stand_in_a_header, subject + name + file))
        return

    plain = message_from_bytes(content)
    assert {key for key in plain} == {  # noqa: C416
        "Content-Type", "MIME-Version", "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
    }  # fmt: skip
    assert str(make_header(decode_header(plain["Subject"]))) == subject
    assert mailboxes(plain["To"]) == [(name, "taro@example.lg.jp")]
    assert plain.get_payload()[1].get_filename() == file.strip()


@given(body=st.text(max_size=300).filter(lambda text: "\x00" not in text))
def test_a_text_comes_back_with_its_line_ends_made_equal(body: str) -> None:
    assume(not any("\ud800" <= letter <= "\udfff" for letter in body))

    payload = message_from_bytes(make(body=body)).get_payload(decode=True)

    assert isinstance(payload, bytes)
    assert payload.decode() == body.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"]
)
@pytest.mark.parametrize("place", ["subject", "to", "sender", "message_id", "reply_to", "file"])
def test_no_line_end_gets_into_any_header(end: str, place: str) -> None:
    text = f"みほん{end}Bcc: spy@example.com"
    changes: dict[str, object] = {place: text}
    if place in {"to", "sender"}:
        changes = {place: (text, "taro@example.lg.jp")}
    if place == "file":
        changes = {"attachments": [Attachment(name=text, media_type="text/csv", content=b"")]}

    with pytest.raises(UserError):
        make(**changes)


@pytest.mark.parametrize(
    "text",
    [
        "", "taro", "@example.jp", "taro@", "ta ro@example.jp", "taro@example.jp\r\nBcc: spy@example.com",
        "太郎@example.jp", "taro@例え.jp", "taro@exa mple.jp", "<taro@example.jp>", "taro@example.jp,spy@example.jp",
        "taro@-example.jp", "a" * 65 + "@example.jp", "taro@" + "a" * 250, '"a b"@example.jp',
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotAnAddressError, match=r"kikaku@example\.lg\.jp のように"):
        check_address(text)


@pytest.mark.parametrize("text", ["taro@example.lg.jp", "t.a+b_c-d@a.b.example.jp", "o'brien@localhost"])
def test_addresses_as_they_are_used_are_taken(text: str) -> None:
    assert check_address(f" {text}\u3000") == text


def test_a_sender_may_have_a_name() -> None:
    assert read_mailbox("企画課 <kikaku@example.lg.jp>") == ("企画課", "kikaku@example.lg.jp")
    assert read_mailbox("kikaku@example.lg.jp") == ("", "kikaku@example.lg.jp")


def test_a_draft_opens_in_a_mail_program_as_one_to_be_sent() -> None:
    octets = make_draft(
        to=("見本, 太郎", "taro@example.lg.jp"), subject="【依頼】評価", body="一行目\n二行目\n"
    )

    message = message_from_bytes(octets, policy=default)

    assert message["X-Unsent"] == "1"
    assert (message["To"].addresses[0].display_name, message["To"].addresses[0].addr_spec) == (
        "見本, 太郎",
        "taro@example.lg.jp",
    )
    assert message["Subject"] == "【依頼】評価"
    assert message.get_content().splitlines() == ["一行目", "二行目"]
    assert message["From"] is None
    with pytest.raises(HeaderTextError):
        make_draft(to=("太郎\nBcc: x@example.jp", "taro@example.lg.jp"), subject="件名", body="")
