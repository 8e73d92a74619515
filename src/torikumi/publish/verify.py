"""Whether a published folder is what was published: every file against its fingerprint, every link against the folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from torikumi.errors import UserError
from torikumi.publish.links import check_links_of
from torikumi.publish.manifest import NAME, listed_paths


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a folder, in a sentence."""

    path: str
    ja: str
    en: str


def verify_folder(folder: Path) -> tuple[Fault, ...]:
    """Return what differs from the manifest, is missing or was added, and the links that lead nowhere.

    Raises UserError where the folder has no manifest of ours.
    """
    path = folder / NAME
    octets = path.read_bytes() if path.is_file() else b""
    if listed_paths(octets) is None:
        raise UserError(
            ja=f"「{folder}」に公表のファイルの一覧（{NAME}）がありません。"
            "torikumi publish で作ったフォルダーを指定してください。",
            en=f"{folder} has no list of published files ({NAME}). Name a folder that torikumi publish made.",
        )
    faults = [*_differences(folder, octets)]
    if any(folder.rglob("*.html")):
        faults += _broken(folder)
    return tuple(faults)


def _differences(folder: Path, manifest: bytes) -> Iterator[Fault]:
    content = json.loads(manifest)
    listed = {str(entry["path"]): str(entry["sha256"]) for entry in content["files"]}
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    for name, seal in sorted(listed.items()):
        if name not in present:
            yield Fault(name, f"{name}：ありません。", f"{name}: missing.")
        elif _seal(folder / name) != seal:
            yield Fault(
                name,
                f"{name}：中身が公表したときと違います。",
                f"{name}: not the file that was published.",
            )
    for name in sorted(present - set(listed) - {NAME}):
        yield Fault(name, f"{name}：公表していないファイルです。", f"{name}: was not published.")
    for edition in content.get("editions", ()):
        name = f"editions/{edition['slug']}/{NAME}"
        if edition["manifest_sha256"] not in (None, listed.get(name)):
            yield Fault(
                name, f"{name}：版の一覧にあるSHA-256と違います。", f"{name}: not as in the list of editions."
            )


def _broken(folder: Path) -> Iterator[Fault]:
    reasons = {
        "missing": ("リンク先がありません", "leads nowhere"),
        "anchor": ("リンク先のページに、その場所がありません", "has no such place in its page"),
        "outside": ("このフォルダーの外を読みます", "is read from outside of this folder"),
    }
    for link in check_links_of(folder):
        ja, en = reasons[link.reason]
        yield Fault(link.page, f"{link.page}：「{link.target}」は{ja}。", f"{link.page}: {link.target} {en}.")


def _seal(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
