"""EDITIONS.toml: which plans are the editions of a site, with the record of each publication, as people write it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from torikumi.cli.opening import open_plan
from torikumi.errors import UserError, reason_ja
from torikumi.plan.identity import carry_identities
from torikumi.publish.record import Edition, Withdrawal, with_slugs

_TOP = frozenset({"base_address", "tested", "contact", "edition"})
_WORDS = frozenset(
    {"plan", "slug", "published", "published_by", "approved_by", "replaces", "reason", "withdrawn", "withdrawn_reason"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFile:
    """The editions, oldest first, and what is said of the site; `tested` and `contact` go into its statement."""

    editions: tuple[Edition, ...]
    base_address: str | None = None
    tested: str | None = None
    contact: str | None = None


class EditionFileError(UserError):
    """An EDITIONS.toml that cannot be understood."""


def read_edition_file(path: Path) -> EditionFile:
    """Return what the file says; plans are looked for beside it. Raises UserError where it cannot be understood."""
    content = _parsed(path)
    _refuse_unknown(content, _TOP, path)
    entries = content.get("edition")
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise EditionFileError(
            ja=f'「{path}」に版がありません。[[edition]] と plan = "plan-2025.json" を、古い版から順に書いてください。',
            en=f'{path} names no edition. Write [[edition]] with plan = "plan-2025.json", the oldest first.',
        )
    for entry in entries:
        _refuse_unknown(entry, _WORDS, path)
    plans = [open_plan(path.parent / _text(entry, "plan", path, needed=True)) for entry in entries]
    editions = [
        Edition(plan=edition.plan, record=replace(edition.record, **_facts(entry, path)))  # type: ignore[arg-type]  # each value is of its field
        for edition, entry in zip(with_slugs(plans), entries, strict=True)
    ]
    words = {name: _text(content, name, path) or None for name in ("base_address", "tested", "contact")}
    return EditionFile(editions=join_editions(editions), **words)


def join_editions(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return the editions, oldest first, with one id for a project through all of them."""
    joined: list[Edition] = []
    for edition in editions:
        plan = carry_identities(old=joined[-1].plan, new=edition.plan) if joined else edition.plan
        joined.append(Edition(plan=plan, record=edition.record))
    return tuple(joined)


def _parsed(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EditionFileError(
            ja=f"「{path}」を読めません（{reason_ja(error)}）。ファイルの場所を確かめてください。",
            en=f"Cannot read {path} ({error.strerror}). Check where it is.",
        ) from error
    except ValueError as error:
        raise EditionFileError(
            ja=f"「{path}」はTOMLとして読めません（{error}）。書き方を直してください。",
            en=f"{path} is not TOML ({error}). Correct it.",
        ) from error


def _refuse_unknown(entry: Mapping[str, object], known: frozenset[str], path: Path) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise EditionFileError(
            ja=f"「{path}」の「{unknown[0]}」は使えません。使えるのは {'、'.join(sorted(known))} です。",
            en=f"{path} does not take “{unknown[0]}”. It takes {', '.join(sorted(known))}.",
        )


def _facts(entry: Mapping[str, object], path: Path) -> dict[str, object]:
    facts: dict[str, object] = {
        name: _text(entry, name, path)
        for name in ("slug", "published_by", "approved_by", "replaces", "reason")
        if name in entry
    }
    if "published" in entry:
        facts["published"] = _time(entry, "published", path)
    if "withdrawn" in entry:
        reason = _text(entry, "withdrawn_reason", path)
        facts["withdrawn"] = Withdrawal(at=_time(entry, "withdrawn", path), reason=reason)
    return facts


def _text(entry: Mapping[str, object], name: str, path: Path, *, needed: bool = False) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str) or (needed and not value):
        raise EditionFileError(
            ja=f'「{path}」の {name} には、" で囲んだ文字を書いてください。',
            en=f"{path}: {name} takes text within quotation marks.",
        )
    return value


def _time(entry: Mapping[str, object], name: str, path: Path) -> datetime:
    value = entry[name]
    if not isinstance(value, datetime):
        raise EditionFileError(
            ja=f"「{path}」の {name} には日時を書いてください（例：2025-10-01T09:00:00+09:00）。",
            en=f"{path}: {name} takes a time such as 2025-10-01T09:00:00+09:00.",
        )
    return value
