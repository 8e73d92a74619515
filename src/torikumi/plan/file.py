"""plan.json, the canonical form of a plan: written always alike, read strictly, old versions brought up to date."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from torikumi.errors import UserError, reason_ja
from torikumi.plan.codec import decode, encode
from torikumi.plan.links import check_links
from torikumi.plan.model import Plan

SCHEMA_VERSION = 2
VERSION_KEY = "torikumi_plan"

Document = dict[str, object]
Migration = Callable[[Document], Document]

# Version n -> what turns a document of version n into one of version n + 1; `torikumi_plan` is set by the caller.
MIGRATIONS: Mapping[int, Migration] = {
    # 2: a review's further answers, its approval and its places; comments of a committee. All may be absent.
    1: lambda document: document,
}

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class PlanFileError(UserError):
    """A file that is not a plan.json which can be read."""


def dump_plan(plan: Plan) -> str:
    """Return the plan as plan.json: the same plan always gives the same text.

    Raises a UserError where the plan could not be read back: ids that point nowhere, half a character.
    """
    check_links(plan)
    document = {VERSION_KEY: SCHEMA_VERSION, **encode(plan)}
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if _SURROGATE.search(text):
        raise _half_character(document)
    return text


def load_plan(text: str) -> Plan:
    """Return the plan of a plan.json of this version or an older one; raises a UserError for all else."""
    document = migrate(_parse(text), MIGRATIONS, to=SCHEMA_VERSION)
    if _ESCAPED_SURROGATE.search(text) or _SURROGATE.search(text):
        _refuse_half_characters(document)
    plan = decode(Plan, {key: value for key, value in document.items() if key != VERSION_KEY})
    check_links(plan)
    return plan


def read_plan(path: Path) -> Plan:
    """Return the plan in a file; raises a UserError that names the file where it cannot be read."""
    try:
        octets = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanFileError(
            ja=f"「{path}」を開けません（{reason_ja(error)}）。ファイルの場所と名前を確かめてください。",
            en=f"Cannot open {path} ({reason}). Check where it is and how it is called.",
        ) from error
    try:
        # Some editors put a byte order mark in front.
        return load_plan(octets.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PlanFileError(
            ja=f"「{path}」は UTF-8 の文字ではありません。plan.json を UTF-8 で保存し直してください。",
            en=f"{path} is not in UTF-8. Save the plan.json again in UTF-8.",
        ) from error
    except UserError as error:
        raise PlanFileError(ja=f"「{path}」: {error.ja}", en=f"{path}: {error.en}") from error


def migrate(document: Document, migrations: Mapping[int, Migration], *, to: int) -> Document:
    """Return the document in version `to`, one version at a time; raises PlanFileError for one that is newer."""
    version = document.get(VERSION_KEY)
    if type(version) is not int or version < 1:
        raise PlanFileError(
            ja=f"plan.json ではありません（「{VERSION_KEY}」がありません）。torikumi read で書き出したファイルを選んでください。",
            en=f"Not a plan.json (no version in “{VERSION_KEY}”). Choose a file that torikumi read has written.",
        )
    if version > to:
        raise PlanFileError(
            ja=f"この plan.json は新しい版（{version}）です。読めるのは {to} までなので、torikumi を新しくしてください。",
            en=f"This plan.json is of version {version}; this torikumi reads up to {to}. Install a newer torikumi.",
        )
    while version < to:
        document = migrations[version](document)
        version += 1
        document = {**document, VERSION_KEY: version}
    return document


def _parse(text: str) -> Document:
    try:
        document = json.loads(text, object_pairs_hook=_without_twins)
    # RecursionError: a thousand brackets in one another; ValueError: also a number of five thousand digits.
    except (ValueError, RecursionError) as error:
        raise PlanFileError(
            ja="JSON として読めません。torikumi read で書き出した plan.json を選んでください。",
            en="Not JSON. Choose a plan.json that torikumi read has written.",
        ) from error
    if type(document) is not dict:
        raise PlanFileError(
            ja="plan.json ではありません。torikumi read で書き出したファイルを選んでください。",
            en="Not a plan.json. Choose a file that torikumi read has written.",
        )
    return document


def _without_twins(pairs: list[tuple[str, object]]) -> Document:
    document = dict(pairs)
    if len(document) == len(pairs):
        return document
    # The reader of JSON would keep the last one and drop the others without a word.
    twin = next(key for position, (key, _) in enumerate(pairs) if key in dict(pairs[:position]))
    raise PlanFileError(
        ja=f"一つのまとまりの中に「{twin}」が二つあります。どちらかを消してください。",
        en=f"“{twin}” stands twice in one object. Remove one of them.",
    )


def _refuse_half_characters(document: Document) -> None:
    if any(_SURROGATE.search(text) for _, text in _texts(document, "")):
        raise _half_character(document)


def _half_character(document: Document) -> PlanFileError:
    path = next(path for path, text in _texts(document, "") if _SURROGATE.search(text))
    return PlanFileError(
        ja=f"「{path}」に文字の片割れ（サロゲート）があり、保存できません。その文字を入れ直してください。",
        en=f"{path} holds half a character (a lone surrogate), which cannot be stored. Type the character again.",
    )


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a document with its spot; also the keys, which places use."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            spot = f"{path}.{key}".removeprefix(".")
            yield path, key
            yield from _texts(item, spot)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{path}[{number}]")
