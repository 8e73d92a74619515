"""One conversation with an SMTP server, step by step, so that it is always known whether a mail may have left."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from torikumi.errors import UserError
from torikumi.web.mail.delivery import Delivery, Encryption

_LONGEST_WORDS = 500


class Answer(StrEnum):
    """What became of a mail: taken, refused for good, not now, or not to be known."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a mail, with the server's own words."""

    answer: Answer
    words: str


class PostAwayError(UserError):
    """The SMTP server cannot be reached now; another try may go through."""


class PostRefusesUsError(UserError):
    """The SMTP server will take nothing from us until a setting is mended."""


class Post:
    """An open conversation: `with Post(delivery) as post: post.deliver(…)`.

    Entering raises PostAwayError or PostRefusesUsError; nothing has left then.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def deliver(self, to: str, message: bytes) -> Reply:
        """Hand over one mail. Raises PostAwayError or PostRefusesUsError where it certainly did not leave."""
        smtp = self._smtp or self._open()
        try:
            code, said = smtp.mail(self._delivery.sender_address)
            if code != 250:
                raise self._refuses_us(code, said) if code >= 500 else _away(_words(code, said))
            code, said = smtp.rcpt(to)
            if code not in {250, 251}:
                smtp.rset()
                return _refusal(code, said)
            code, said = smtp.docmd("DATA")
            if code != 354:
                smtp.rset()
                return _refusal(code, said)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise _away(str(error)) from error
        return self._hand_over(smtp, message)

    def _hand_over(self, smtp: smtplib.SMTP, message: bytes) -> Reply:
        # From the first byte on, only the server's answer tells whether it took the mail.
        try:
            smtp.send(smtplib._quote_periods(message))  # type: ignore[attr-defined]
            smtp.send(b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return Reply(Answer.UNKNOWN, str(error)[:_LONGEST_WORDS])
        if code == 250:
            return Reply(Answer.ACCEPTED, _words(code, said))
        return _refusal(code, said)

    def _open(self) -> smtplib.SMTP:
        delivery = self._delivery
        try:
            smtp = self._connect()
            smtp.ehlo_or_helo_if_needed()
            if delivery.user:
                smtp.login(delivery.user, delivery.read_password())
        except ssl.SSLCertVerificationError as error:
            raise PostRefusesUsError(
                ja=f"メールサーバー {delivery.host} の証明書を確かめられません（{error.verify_message}）。"
                "管理者に、サーバーの名前と TORIKUMI_MAIL_CA_FILE を確かめてもらってください。",
                en=f"The certificate of the mail server {delivery.host} cannot be verified ({error.verify_message}); "
                "check its name and TORIKUMI_MAIL_CA_FILE.",
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._refuses_us(0, str(error).encode()) from error
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
            if error.smtp_code >= 500:
                raise self._refuses_us(error.smtp_code, said) from error
            raise _away(_words(error.smtp_code, said)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise _away(str(error)) from error
        self._smtp = smtp
        return smtp

    def _connect(self) -> smtplib.SMTP:
        delivery = self._delivery
        if delivery.encryption is Encryption.NONE:
            return smtplib.SMTP(delivery.host, delivery.port, timeout=delivery.timeout)
        # Names and chains are checked; TLS below 1.2 is refused.
        context = ssl.create_default_context(cafile=delivery.authorities or None)
        if delivery.encryption is Encryption.TLS:
            return smtplib.SMTP_SSL(delivery.host, delivery.port, timeout=delivery.timeout, context=context)
        smtp = smtplib.SMTP(delivery.host, delivery.port, timeout=delivery.timeout)
        try:
            smtp.starttls(context=context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _refuses_us(self, code: int, said: bytes) -> PostRefusesUsError:
        words = _words(code, said)
        return PostRefusesUsError(
            ja=f"メールサーバー {self._delivery.host} が、このシステムからの送信を断りました（{words}）。"
            "管理者に、利用者名、パスワード、差出人の設定を確かめてもらい、「もう一度行う」を押してください。",
            en=f"The mail server {self._delivery.host} takes no mail from here ({words}); check the settings.",
        )

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()


def _refusal(code: int, said: bytes) -> Reply:
    return Reply(Answer.REFUSED if code >= 500 else Answer.LATER, _words(code, said))


def _away(words: str) -> PostAwayError:
    shown = " ".join(words.split())[:_LONGEST_WORDS]
    return PostAwayError(
        ja=f"メールサーバーにつながりません（{shown}）。あとで自動でもう一度送ります。",
        en=f"The mail server cannot be reached ({shown}); another try follows by itself.",
    )


def _words(code: int, said: bytes) -> str:
    text = " ".join(said.decode("utf-8", "replace").split())
    return (f"{code} {text}" if code else text)[:_LONGEST_WORDS]
