"""What a sheet's form sends: texts by field, what stood there before, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from torikumi.web.reviews.fields import FieldView, same_as_last

_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`values` are the texts, `seen` what the person had before their eyes; `version` None where the form names none."""

    version: int | None
    values: dict[str, str]
    seen: dict[str, str]
    do: str
    same: str
    note: str
    known: frozenset[str]


def read_sent(post: Mapping[str, str], fields: Iterable[FieldView]) -> Sent:
    """Return what was sent. Keys that the form does not have are left aside: they are nobody's answer.

    `pick-…` is the choice on the page that shows two texts side by side: the other's text, one's own, or a third.
    """
    by_key = {view.key: view for view in fields}
    values = {key: post[f"f-{key}"] for key in by_key if f"f-{key}" in post}
    seen = {key: post[f"b-{key}"] for key in by_key if f"b-{key}" in post}
    for key in by_key:
        match post.get(f"pick-{key}"):
            case "theirs":
                values[key] = seen.get(key, values.get(key, ""))
            case "edit":
                values[key] = post.get(f"e-{key}", values.get(key, ""))
    same = post.get("same", "")
    if same in by_key and (text := same_as_last(by_key[same])) is not None:
        values[same] = text
    return Sent(
        version=read_version(post),
        values=values,
        seen=seen,
        do=post.get("do", "save"),
        same=same if same in by_key else "",
        note=post.get("note", ""),
        known=frozenset(post.get("known", "").split()),
    )


def read_version(post: Mapping[str, str]) -> int | None:
    """Return the version that the form names; None where it names none."""
    return _number(post.get("version", ""))


def read_prefixed(post: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return what was sent under names with the prefix, by what follows it."""
    return {name.removeprefix(prefix): post[name] for name in post if name.startswith(prefix)}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
