"""The list of an edition's files with their fingerprints: what was published, for anyone to check."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from torikumi.plan.model import Plan
from torikumi.publish.record import EditionRecord
from torikumi.text.characters import replace_unstorable

NAME = "manifest.json"
FORMAT = "torikumi-edition"
# 2: the facts of the publication (slug, published, … and the fingerprint of the plan) and, for a site, its editions.
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file: its path with forward slashes, its SHA-256 in hexadecimal, its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an edition is, and every file of it but the manifest itself."""

    title: str
    municipality: str | None
    year: int | None
    edition: str | None
    notice: str | None
    credit: str | None
    files: tuple[FileEntry, ...]
    record: EditionRecord | None = None
    plan_sha256: str | None = None
    editions: tuple["EditionEntry", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEntry:
    """An edition of a site: its record, and the fingerprint of its own manifest; None where it was withdrawn."""

    record: EditionRecord
    manifest_sha256: str | None


def list_files(
    plan: Plan,
    files: Mapping[str, bytes],
    *,
    record: EditionRecord | None = None,
    plan_sha256: str | None = None,
    editions: tuple[EditionEntry, ...] = (),
) -> Manifest:
    """Return the manifest of `files`, sorted by path; `plan` is the one that was published."""
    entries = tuple(
        FileEntry(path=path, sha256=sha256(octets).hexdigest(), size=len(octets))
        for path, octets in sorted(files.items())
    )
    return Manifest(
        title=plan.title,
        municipality=plan.municipality.code if plan.municipality else None,
        year=plan.year,
        edition=plan.edition,
        notice=plan.notice,
        credit=plan.credit,
        files=entries,
        record=record,
        plan_sha256=plan_sha256,
        editions=editions,
    )


def dump_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": manifest.title,
        "municipality": manifest.municipality,
        "year": manifest.year,
        "edition": manifest.edition,
        "notice": manifest.notice,
        "credit": manifest.credit,
        **(_facts(manifest.record) if manifest.record else {}),
        **({"plan_sha256": manifest.plan_sha256} if manifest.plan_sha256 else {}),
        **({"editions": [*map(_edition, manifest.editions)]} if manifest.editions else {}),
        "files": [
            {"path": entry.path, "sha256": entry.sha256, "size": entry.size} for entry in manifest.files
        ],
    }
    return (replace_unstorable(json.dumps(content, ensure_ascii=False, indent=1)) + "\n").encode()


def _facts(record: EditionRecord) -> dict[str, object]:
    return {
        "slug": record.slug,
        "published": record.published.isoformat() if record.published else None,
        "published_by": record.published_by,
        "approved_by": record.approved_by,
        "replaces": record.replaces,
        "reason": record.reason,
    }


def _edition(entry: EditionEntry) -> dict[str, object]:
    gone = entry.record.withdrawn
    return {
        **_facts(entry.record),
        "withdrawn": {"at": gone.at.isoformat(), "reason": gone.reason} if gone else None,
        "manifest_sha256": entry.manifest_sha256,
    }


def seal_of_octets(octets: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return sha256(octets).hexdigest()


def is_same_edition(octets: bytes, *, plan_sha256: str, record: EditionRecord) -> bool:
    """Return whether a manifest is that of this very plan, as it is published, and record."""
    expected = {**_facts(record), "plan_sha256": plan_sha256}
    content = json.loads(octets)
    return all(content.get(name) == value for name, value in expected.items())


def listed_paths(octets: bytes) -> frozenset[str] | None:
    """Return the paths that a manifest of ours lists; None where the bytes are no manifest of ours."""
    try:
        content = json.loads(octets)
        if content["format"] != FORMAT:
            return None
        return frozenset(str(entry["path"]) for entry in content["files"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
