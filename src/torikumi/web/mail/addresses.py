"""Addresses of mail: what can be one, and a name beside it."""

from __future__ import annotations

import re
from email.utils import parseaddr

from torikumi.errors import UserError

LONGEST = 254
# The letters that mail servers take everywhere: a stricter rule than the standard's. No quotes, no comments, no Japanese.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
# Line ends of every kind, tabs and other letters that do not show: in a header they would begin another one.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotAnAddressError(UserError):
    """A text that is no address of mail."""


class HeaderTextError(UserError):
    """A subject, a name or a file name that cannot stand in a header."""


def check_address(text: str) -> str:
    """Return the address without the white space around it. Raises NotAnAddressError."""
    address = text.strip(" \u3000")
    if len(address) <= LONGEST and _ADDRESS.fullmatch(address):
        return address
    shown = _CONTROL.sub(" ", address)[:80]
    raise NotAnAddressError(
        ja=f"「{shown}」はメールアドレスとして使えません。kikaku@example.lg.jp のように、半角の英数字で入れてください。",
        en=f"{shown!r} is no address of mail; give one like planning@example.lg.jp.",
    )


def check_line(text: str, *, what: str, longest: int) -> str:
    """Return a text that will stand in a header. Raises HeaderTextError where it has line ends, or is too long."""
    if _CONTROL.search(text):
        raise HeaderTextError(
            ja=f"{what}に改行やタブが入っています。1行に直してください。",
            en=f"A line end or a tab stands in the header text {text[:40]!r}; make it one line.",
        )
    if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise HeaderTextError(
            ja=f"{what}に表せない文字があります。入れ直してください。",
            en="The header text has half a letter; enter it again.",
        )
    if len(text) > longest:
        raise HeaderTextError(
            ja=f"{what}が長すぎます（{len(text)}文字）。{longest}文字までにしてください。",
            en=f"The header text is too long ({len(text)} letters); at most {longest}.",
        )
    return text


def read_mailbox(text: str) -> tuple[str, str]:
    """Return the name and the address of 「企画課 <kikaku@example.lg.jp>」. Raises NotAnAddressError."""
    name, address = parseaddr(text) if "<" in text else ("", text)
    if _CONTROL.search(name):
        raise NotAnAddressError(ja="名前に改行は使えません。", en="A name has no line ends.")
    return name, check_address(address)
