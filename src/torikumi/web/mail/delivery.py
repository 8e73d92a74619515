"""How mail leaves: off, through an SMTP server, or as files that somebody carries. Read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from torikumi.errors import UserError, reason_ja
from torikumi.web import environment as env
from torikumi.web.mail.addresses import NotAnAddressError, read_mailbox


class MailMode(StrEnum):
    """Where mail goes."""

    OFF = "off"
    SMTP = "smtp"
    FILES = "files"


class Encryption(StrEnum):
    """How the way to the SMTP server is encrypted; its certificate is always checked."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


_PORTS = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}


class PasswordFileError(UserError):
    """The file with the password of the SMTP server cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The settings of mail. `timeout` is in seconds, for each answer of the server."""

    mode: MailMode = MailMode.OFF
    host: str = ""
    port: int = 0
    encryption: Encryption = Encryption.STARTTLS
    authorities: str = ""
    user: str = ""
    password_file: str = ""
    sender_name: str = ""
    sender_address: str = ""
    a_minute: int = 30
    timeout: float = 60.0

    def read_password(self) -> str:
        """Return the password, without the line end of its file. Raises PasswordFileError."""
        try:
            # SMTP servers agree on ASCII only.
            return Path(self.password_file).read_text(encoding="ascii").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = reason_ja(error) if isinstance(error, OSError) else "半角の文字のほかは使えません"
            raise PasswordFileError(
                ja=f"メールのパスワードのファイル（TORIKUMI_MAIL_PASSWORD_FILE）が読めません（{why}）。管理者に知らせてください。",
                en=f"The file with the mail password cannot be read ({error}); tell an administrator.",
            ) from error


def read_delivery(environ: Mapping[str, str] = os.environ) -> Delivery:
    """Return the settings of mail. Raises SettingError where one cannot be used or is missing."""
    choices = tuple(mode.value for mode in MailMode)
    mode = MailMode(env.read_choice("TORIKUMI_MAIL", "off", choices=choices, environ=environ))
    if mode is MailMode.OFF:
        return Delivery()
    name, address = _read_sender(environ)
    a_minute = env.read_int("TORIKUMI_MAIL_A_MINUTE", 30, least=1, most=6000, environ=environ)
    if mode is MailMode.FILES:
        return Delivery(mode=mode, sender_name=name, sender_address=address, a_minute=a_minute)
    ways = tuple(way.value for way in Encryption)
    way = Encryption(env.read_choice("TORIKUMI_MAIL_TLS", "starttls", choices=ways, environ=environ))
    user = env.read_text("TORIKUMI_MAIL_USER", "", environ)
    password_file = env.read_text("TORIKUMI_MAIL_PASSWORD_FILE", "", environ)
    _require_both(user, password_file, way)
    return Delivery(
        mode=mode,
        host=_require(
            "TORIKUMI_MAIL_HOST", environ, ja="SMTP サーバーの名前", en="the name of the SMTP server"
        ),
        port=env.read_int("TORIKUMI_MAIL_PORT", _PORTS[way], least=1, most=65535, environ=environ),
        encryption=way,
        authorities=env.read_text("TORIKUMI_MAIL_CA_FILE", "", environ),
        user=user,
        password_file=password_file,
        sender_name=name,
        sender_address=address,
        a_minute=a_minute,
    )


def _require(name: str, environ: Mapping[str, str], *, ja: str, en: str) -> str:
    value = env.read_text(name, "", environ)
    if not value:
        raise env.SettingError(name, "", ja=f"{ja}を指定してください。", en=f"Give {en}.")
    return value


def _read_sender(environ: Mapping[str, str]) -> tuple[str, str]:
    value = _require("TORIKUMI_MAIL_FROM", environ, ja="差出人のアドレス", en="the address of the sender")
    try:
        return read_mailbox(value)
    except NotAnAddressError as error:
        raise env.SettingError(
            "TORIKUMI_MAIL_FROM",
            value,
            ja="企画課 <kikaku@example.lg.jp> か kikaku@example.lg.jp のように指定してください。",
            en="Give it like Planning <planning@example.lg.jp> or planning@example.lg.jp.",
        ) from error


def _require_both(user: str, password_file: str, way: Encryption) -> None:
    if bool(user) != bool(password_file):
        raise env.SettingError(
            "TORIKUMI_MAIL_USER",
            user,
            ja="TORIKUMI_MAIL_USER と TORIKUMI_MAIL_PASSWORD_FILE は、両方とも指定するか、両方とも指定しないでください。",
            en="Give both TORIKUMI_MAIL_USER and TORIKUMI_MAIL_PASSWORD_FILE, or neither.",
        )
    if not user.isascii():
        raise env.SettingError(
            "TORIKUMI_MAIL_USER", user, ja="半角の文字で指定してください。", en="Give it in ASCII."
        )
    if user and way is Encryption.NONE:
        raise env.SettingError(
            "TORIKUMI_MAIL_TLS",
            way.value,
            ja="暗号化しない道でパスワードは送れません。starttls か tls を指定してください。",
            en="A password is never sent over a way that is not encrypted; give starttls or tls.",
        )
