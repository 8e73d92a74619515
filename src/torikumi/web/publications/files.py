"""The folders of published files: written once, found only through their manifest."""

import json
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType

from django.conf import settings

from torikumi.errors import TorikumiError, UserError
from torikumi.plan.model import Plan
from torikumi.publish import manifest as manifests
from torikumi.publish.border import SITE_FOLDER, bundle_site
from torikumi.publish.edition import publish_plan
from torikumi.publish.remark import Remark
from torikumi.publish.terms import Terms, licence_of

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".jsonld": "application/ld+json; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
        ".pdf": "application/pdf",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
# What a browser should store, not try to show.
_DOWNLOADS = frozenset({".csv", ".xlsx"})


class DamagedPublicationError(TorikumiError):
    """A published file is not the one that was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFolder:
    """A folder of files that nobody can see yet; `remarks` are what publishing has to say of them."""

    name: str
    manifest_sha256: str
    file_count: int
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFile:
    """A published file as it goes out."""

    octets: bytes
    content_type: str
    sha256: str
    download_as: str | None


@contextmanager
def written_folder(plan: Plan, *, place: str, previous: tuple[Plan, ...]) -> Iterator[WrittenFolder]:
    """Write the edition into a new folder below `place`; take it away again where what follows fails."""
    name = f"{place}/{uuid.uuid4().hex}"
    out = settings.PUBLISHED_ROOT / name
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        remarks: list[Remark] = []
        listed = publish_plan(plan, out=out, previous=previous, terms=_terms(), tell=remarks.append)
        seal = sha256((out / manifests.NAME).read_bytes()).hexdigest()
        count = len(listed.files) + 1
        yield WrittenFolder(name=name, manifest_sha256=seal, file_count=count, remarks=tuple(remarks))
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise


def _terms() -> Terms:
    said = settings.PUBLISHED_LICENCE.strip()
    return Terms(licence=licence_of(said) if said else None)


def bundle_folder(*, folder: str, seal: str) -> Mapping[str, bytes]:
    """Return what is carried over the network border of a published folder (publish.border).

    Raises DamagedPublicationError where a file is not the one that was published.
    """
    try:
        files = bundle_site(settings.PUBLISHED_ROOT / folder)
    except UserError as error:
        raise DamagedPublicationError(f"{folder}: {error.en}") from error
    if sha256(files[f"{SITE_FOLDER}/{manifests.NAME}"]).hexdigest() != seal:
        raise DamagedPublicationError(f"the manifest of {folder} is not the one that was published")
    return files


def read_file(*, folder: str, seal: str, path: str) -> PublicFile | None:
    """Return the published file at `path`; None where the manifest lists no such file.

    Nothing but the manifest decides what is there, so no path can lead out of the folder. Raises
    DamagedPublicationError where the bytes are not the ones that were published.
    """
    wanted = path or "index.html"
    fingerprint = _fingerprints(folder, seal).get(wanted)
    if fingerprint is None:
        return None
    octets = (settings.PUBLISHED_ROOT / folder / wanted).read_bytes()
    if sha256(octets).hexdigest() != fingerprint:
        raise DamagedPublicationError(f"{folder}/{wanted} is not the file that was published")
    name = PurePosixPath(wanted)
    return PublicFile(
        octets=octets,
        content_type=_TYPES.get(name.suffix, "application/octet-stream"),
        sha256=fingerprint,
        download_as=name.name if name.suffix in _DOWNLOADS or name.suffix not in _TYPES else None,
    )


@lru_cache(maxsize=256)
def _fingerprints(folder: str, seal: str) -> Mapping[str, str]:
    """Return the fingerprint of each file; kept, for a published folder never changes."""
    octets = (settings.PUBLISHED_ROOT / folder / manifests.NAME).read_bytes()
    if sha256(octets).hexdigest() != seal:
        raise DamagedPublicationError(f"the manifest of {folder} is not the one that was published")
    files = {str(entry["path"]): str(entry["sha256"]) for entry in json.loads(octets)["files"]}
    return MappingProxyType({**files, manifests.NAME: seal})
