"""Reading an uploaded document within bounds of size, time and memory."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from torikumi.plan.finding import Finding
from torikumi.plan.model import Plan
from torikumi.read.document import OnPage
from torikumi.read.sandbox.ask import IsStopped
from torikumi.read.sandbox.limits import LIMITS, Limits
from torikumi.read.sandbox.reading import read_for_store
from torikumi.web.plans.slots import reading_slot


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


def read_uploaded(
    document: UploadedDocument,
    *,
    limits: Limits = LIMITS,
    on_page: OnPage | None = None,
    is_stopped: IsStopped | None = None,
) -> ReadDocument:
    """Return what the document says. Raises UserError where it cannot be read, ReadersBusyError where not now."""
    with reading_slot() as slot:
        return read_in_slot(document, slot=slot, limits=limits, on_page=on_page, is_stopped=is_stopped)


def read_in_slot(
    document: UploadedDocument,
    *,
    slot: int,
    limits: Limits = LIMITS,
    on_page: OnPage | None = None,
    is_stopped: IsStopped | None = None,
) -> ReadDocument:
    """Return what `read_uploaded` returns; the slot is held by the caller, and by the reading process while it lives."""
    with tempfile.TemporaryDirectory(prefix="torikumi-") as folder:
        # Never under its own name: a file system takes 255 bytes, a document's name may have 255 characters.
        path = Path(folder) / "document"
        path.write_bytes(document.content)
        reading = read_for_store(
            path,
            name=document.name or path.name,
            limits=limits,
            on_page=on_page,
            is_stopped=is_stopped,
            held=(slot,),
        )
    return ReadDocument(document=document, plan=reading.plan, findings=reading.findings)
