"""Reading an uploaded document within bounds of size, time and memory."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from torikumi.errors import UserError
from torikumi.plan.codec import decode_all
from torikumi.plan.file import load_plan
from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan
from torikumi.web.plans.slots import reading_slot

SECONDS = 90
_NEEDED = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")  # never the settings with their secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedDocument:
    """A file as it came: its name without folders, and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document with what was read from it."""

    document: UploadedDocument
    plan: Plan
    findings: tuple[Finding, ...]


class UnreadableDocumentError(UserError):
    """Reading ended without an answer: the document asks for more time or memory than it may have."""


def read_uploaded(document: UploadedDocument, *, seconds: int = SECONDS) -> ReadDocument:
    """Return what the document says. Raises UserError where it cannot be read, ReadersBusyError where not now."""
    with reading_slot() as slot, tempfile.TemporaryDirectory(prefix="torikumi-") as folder:
        # Never under its own name: a file system takes 255 bytes, a document's name may have 255 characters.
        path = Path(folder) / "document"
        path.write_bytes(document.content)
        answer = _ask_reader(path, name=document.name or path.name, seconds=seconds, slot=slot)
    error = answer.get("error")
    if isinstance(error, dict):
        raise UserError(ja=error["ja"], en=error["en"])
    return ReadDocument(
        document=document,
        plan=load_plan(str(answer["plan"])),
        findings=decode_all(Finding, answer["findings"]),
    )


def _ask_reader(path: Path, *, name: str, seconds: int, slot: int) -> dict[str, object]:
    command = [sys.executable, "-X", "utf8", "-m", "torikumi.web.plans.reader_process", str(path), name]
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module; the path is ours as well
            command, env=environment, capture_output=True, timeout=seconds, check=False, pass_fds=(slot,)
        )
    except subprocess.TimeoutExpired as error:
        raise _unreadable(name) from error
    if done.returncode:
        raise _unreadable(name) from RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return dict(json.loads(done.stdout))


def _unreadable(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        ja=f"「{name}」は読み取りの途中で止まりました。計画の表だけを新しいブックに写して、もう一度取り込んでください。",
        en=f"Reading {name} stopped half-way; copy only the plan's table into a new workbook and try again.",
    )
