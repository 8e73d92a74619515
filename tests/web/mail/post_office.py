"""A small SMTP server of our own on 127.0.0.1: it takes mail, and misbehaves for addresses that say so.

It speaks EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, RSET, NOOP and QUIT (RFC 5321). `nobody@` is refused, `full@`
is refused for now, `bad@` is refused after the text; for `hang@` the answer to the text never comes, for `die@` the
connection is cut instead of it, for `early@` it is cut before the text.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


@dataclass(slots=True)
class Taken:
    """A mail whose text arrived; `answered` tells whether the sender was told so."""

    sender: str
    to: str
    content: bytes
    secret: str = ""
    is_encrypted: bool = False
    answered: bool = True


@dataclass(slots=True)
class PostOffice:
    """The server; `with PostOffice() as office`. `takes_from` is what AUTH must say, "" for anybody."""

    certificate: Path | None = None
    wraps_at_once: bool = False
    login: tuple[str, str] | None = None
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    talks: int = 0
    on_text: Callable[[str], None] | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _stop: asyncio.Event | None = None

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def to(self, address: str) -> list[Taken]:
        """Return what arrived for an address."""
        return [mail for mail in self.taken if mail.to == address]

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        context = self._context() if self.wraps_at_once else None
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=context, limit=2**26)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.certificate is not None
        context.load_cert_chain(self.certificate)
        return context

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            await _Talk(self, reader, writer).go_on()
        writer.close()


class _Talk:
    """One conversation."""

    def __init__(
        self, office: PostOffice, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.office, self.reader, self.writer = office, reader, writer
        self.sender = self.to = ""
        self.is_encrypted = office.wraps_at_once
        self.is_known = office.login is None

    async def say(self, words: str) -> None:
        self.writer.write(words.replace("\n", "\r\n").encode() + b"\r\n")
        await self.writer.drain()

    async def go_on(self) -> None:
        await self.say("220 post.test ESMTP")
        while line := await self.reader.readline():
            word, _, rest = line.decode().strip().partition(" ")
            if not await self.answer(word.upper(), rest):
                return

    async def answer(self, word: str, rest: str) -> bool:
        if word == "EHLO":
            offers = "250-STARTTLS\n" if self.office.certificate and not self.is_encrypted else ""
            offers += "250-AUTH PLAIN\n" if self.office.login else ""
            await self.say(f"250-post.test\n{offers}250 SIZE 50000000")
        elif word == "STARTTLS":
            await self.say("220 go ahead")
            await self.writer.start_tls(self.office._context())
            self.is_encrypted = True
        elif word == "AUTH":
            said = base64.b64decode(rest.split()[1]).decode().split("\0")[1:]
            self.is_known = tuple(said) == self.office.login
            await self.say("235 welcome" if self.is_known else "535 5.7.8 who are you")
        elif word == "MAIL":
            self.sender = rest.partition("<")[2].partition(">")[0]
            await self.say("250 sender ok" if self.is_known else "530 5.7.0 log in first")
        elif word == "RCPT":
            return await self.take_recipient(rest.partition("<")[2].partition(">")[0])
        elif word == "DATA":
            return await self.take_text()
        elif word == "QUIT":
            await self.say("221 bye")
            return False
        else:
            await self.say("250 ok")
        return True

    async def take_recipient(self, to: str) -> bool:
        self.to = to
        if to.startswith("early@"):
            return False
        answers = {"nobody": "550 5.1.1 no such mailbox", "full": "452 4.2.2 mailbox full"}
        await self.say(answers.get(to.partition("@")[0], "250 recipient ok"))
        return True

    async def take_text(self) -> bool:
        await self.say("354 go on")
        text = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        mail = Taken(self.sender, self.to, text, is_encrypted=self.is_encrypted)
        name = self.to.partition("@")[0]
        if name == "bad":
            await self.say("554 5.6.0 we do not like the text")
            return True
        self.office.taken.append(mail)
        if self.office.on_text is not None:
            await asyncio.to_thread(self.office.on_text, self.to)
        if name in {"hang", "die"}:
            mail.answered = False
            if name == "hang":
                await asyncio.sleep(600)
            return False
        await self.say(f"250 2.0.0 queued as {len(self.office.taken)}")
        return True


def make_certificate(folder: Path, name: str = "localhost") -> Path:
    """Return a file with a fresh key and a certificate for `name` that nobody but itself vouches for."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={name}",
            ),
            *("-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both
