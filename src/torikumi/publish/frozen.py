"""Editions that a folder holds as published: they stay as they are, or nothing is written."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from torikumi.publish.manifest import NAME, is_same_edition
from torikumi.publish.record import EditionRecord, RecordError
from torikumi.publish.stand import edition_folder


def frozen_files(out: Path, editions: Sequence[tuple[EditionRecord, str]]) -> dict[str, Mapping[str, bytes]]:
    """Return the files of the published editions in `out` by slug; `editions` are records with their plans' SHA-256.

    Raises RecordError where a published edition is missing among them, has another plan or record, was withdrawn and
    should come back, or where its files are not those that were published.
    """
    given = {record.slug: (record, seal) for record, seal in editions}
    kept: dict[str, Mapping[str, bytes]] = {}
    for slug, was_withdrawn in _published_in(out).items():
        if slug not in given:
            raise RecordError(
                ja=f"「{out}」には公表済みの版「{slug}」があります。その版の計画も指定してください（取り下げるときは、取下げの日時と理由を書きます）。",
                en=f"{out} holds the published edition “{slug}”. Name its plan too (to withdraw it, record when and why).",
            )
        record, seal = given[slug]
        if was_withdrawn and record.withdrawn is None:
            raise RecordError(
                ja=f"版「{slug}」は取り下げられています。もう一度公表するときは、新しい版として公表してください。",
                en=f"Edition “{slug}” was withdrawn. Publish it again as a new edition.",
            )
        if record.withdrawn is None:
            kept[slug] = _files_of(out, record, seal)
    return kept


def _published_in(out: Path) -> dict[str, bool]:
    """Return the slugs of the published editions in `out`, with whether each was withdrawn."""
    path = out / NAME
    if not path.is_file():
        return {}
    content = json.loads(path.read_bytes())
    return {
        str(entry["slug"]): entry["withdrawn"] is not None
        for entry in content.get("editions", ())
        if entry["published"] is not None
    }


def _files_of(out: Path, record: EditionRecord, seal: str) -> Mapping[str, bytes]:
    folder = out / edition_folder(record.slug)
    manifest = _read(folder / NAME, record)
    if not is_same_edition(manifest, plan_sha256=seal, record=record):
        raise RecordError(
            ja=f"版「{record.slug}」はすでに公表されていて、計画か公表の記録がそのときと違います。"
            f"直すときは、訂正版（{record.slug}-2 など）を新しい版として公表してください。",
            en=f"Edition “{record.slug}” is published already with another plan or record. "
            f"Publish a correction as a new edition (such as {record.slug}-2).",
        )
    files = {}
    for entry in json.loads(manifest)["files"]:
        octets = _read(folder / entry["path"], record)
        if sha256(octets).hexdigest() != entry["sha256"]:
            raise _damaged(folder / entry["path"], record)
        files[str(entry["path"])] = octets
    return {**files, NAME: manifest}


def _read(path: Path, record: EditionRecord) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _damaged(path, record) from error


def _damaged(path: Path, record: EditionRecord) -> RecordError:
    return RecordError(
        ja=f"公表済みの版「{record.slug}」の「{path.name}」が、公表したときのものではありません。"
        "控えから戻してから、もう一度実行してください（torikumi publish --verify で確かめられます）。",
        en=f"“{path.name}” of the published edition “{record.slug}” is not what was published. "
        "Restore it from a copy and try again (torikumi publish --verify shows what differs).",
    )
