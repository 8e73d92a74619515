"""The differences between two editions as text for people and as JSON for programs."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from torikumi.plan.change import Change, ChangeKind
from torikumi.plan.model import Plan
from torikumi.text.era import format_fiscal_year

FIELD_WORDS = {
    "number": ("番号", "number"),
    "name": ("事業名", "name"),
    "second_name": ("別名", "second name"),
    "provisional": ("仮称の印", "provisional mark"),
    "node": ("位置づけ", "place in the plan"),
    "also_under": ("再掲", "also under"),
    "summary": ("事業概要", "summary"),
    "layers": ("概要の成り立ち", "layers of the summary"),
    "direction": ("今後の方針", "direction"),
    "sections": ("担当課", "sections"),
    "merges": ("統合", "merges"),
    "indicators": ("指標", "indicator"),
    "amounts": ("費用", "amount"),
    "reviews": ("年度ごとの評価", "review"),
    "notes": ("注", "notes"),
    "comments": ("委員会の意見", "comment"),
    "printed": ("見出し", "heading"),
    "alias": ("別名", "alias"),
    "level": ("段", "level"),
}
_KINDS = {
    ChangeKind.CHANGED: ("変わったもの", "Changed"),
    ChangeKind.ADDED: ("加わったもの", "Added"),
    ChangeKind.REMOVED: ("なくなったもの", "Removed"),
}
_NOTHING = ("違いはありません。", "No differences.")
_COLON = ("：", ": ")
_UNKNOWN = ("（なし）", "(none)")
_EMPTY = ("（空欄）", "(empty)")
# Longer texts stand below one another: an arrow between two paragraphs is found by nobody.
_SHORT = 40


def to_text(changes: Iterable[Change], *, old: Plan, new: Plan, language: str) -> str:
    """Return the differences to read, by what changed, came and went; in `language`, "ja" or "en"."""
    said = 0 if language == "ja" else 1
    listed = tuple(changes)
    lines = [f"{_name_of(old, said)} → {_name_of(new, said)}", ""]
    if not listed:
        lines.append(_NOTHING[said])
    for kind, words in _KINDS.items():
        subjects = [(change.subject, change.title) for change in listed if change.kind is kind]
        if subjects:
            lines += [f"■ {words[said]} {len(set(subjects))}", *_lines_of(listed, kind, said), ""]
    return "\n".join(lines).rstrip() + "\n"


def to_json(changes: Iterable[Change], *, old: Plan, new: Plan) -> str:
    """Return the differences as one object; `field` and the missing side are null where a project came or went."""
    document = {
        "torikumi_changes": 1,
        "old": {"title": old.title, "year": old.year, "edition": old.edition},
        "new": {"title": new.title, "year": new.year, "edition": new.edition},
        "changes": [
            {
                "kind": change.kind,
                "subject": change.subject,
                "title": change.title,
                "field": change.field or None,
                "before": change.before,
                "after": change.after,
            }
            for change in changes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _name_of(plan: Plan, said: int) -> str:
    year = "" if plan.year is None else format_fiscal_year(plan.year) if said == 0 else f"FY{plan.year}"
    # A document without a title is known by the names of its files.
    title = plan.title or "、".join(source.name for source in plan.sources)
    return " ".join(part for part in (title, plan.edition or year) if part)


def _lines_of(changes: Iterable[Change], kind: ChangeKind, said: int) -> Iterator[str]:
    of_kind = (change for change in changes if change.kind is kind)
    for (_, title), fields in groupby(of_kind, key=lambda change: (change.subject, change.title)):
        yield f"  {title}"
        for change in fields:
            if change.field:
                yield from _field_lines(change, said)


def _field_lines(change: Change, said: int) -> Iterator[str]:
    word = FIELD_WORDS[change.field][said] if change.field in FIELD_WORDS else change.field
    before, after = _in_words(change.before, said), _in_words(change.after, said)
    if max(len(before), len(after)) <= _SHORT and "\n" not in before + after:
        yield f"    {word}{_COLON[said]}{before} → {after}"
        return
    yield f"    {word}{_COLON[said].rstrip()}"
    yield from (f"      - {line}" for line in before.splitlines())
    yield from (f"      + {line}" for line in after.splitlines())


def _in_words(side: str | None, said: int) -> str:
    return _UNKNOWN[said] if side is None else side or _EMPTY[said]
