"""The list of an edition's files with their fingerprints: what was published, for anyone to check."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from torikumi.plan.model import Plan
from torikumi.text.characters import replace_unstorable

NAME = "manifest.json"
FORMAT = "torikumi-edition"
VERSION = 1


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


def list_files(plan: Plan, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of `files`, sorted by path."""
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
        "files": [
            {"path": entry.path, "sha256": entry.sha256, "size": entry.size} for entry in manifest.files
        ],
    }
    return (replace_unstorable(json.dumps(content, ensure_ascii=False, indent=1)) + "\n").encode()


def listed_paths(octets: bytes) -> frozenset[str] | None:
    """Return the paths that a manifest of ours lists; None where the bytes are no manifest of ours."""
    try:
        content = json.loads(octets)
        if content["format"] != FORMAT:
            return None
        return frozenset(str(entry["path"]) for entry in content["files"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
