"""The settings that a round may take: ready-made ones and the city's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from torikumi.review.library.ratings import all_ratings
from torikumi.review.library.shelf import Entry, all_chains, all_forms, all_scales
from torikumi.web.accounts.scope import Resident
from torikumi.web.reviews.models import ReviewRound
from torikumi.web.reviews.setting_bodies import Body, Chain, in_short, read_body
from torikumi.web.reviews.setting_models import (
    DraftState,
    ReviewSetting,
    SettingDraft,
    SettingKind,
    SettingRetirement,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMade:
    """A setting that comes with Torikumi; `name` is id@version."""

    kind: SettingKind
    name: str
    title: str
    description: str
    source: str
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSetting:
    """A setting of the city by its newest version."""

    newest: ReviewSetting
    is_retired: bool


def ready_made(kind: SettingKind) -> tuple[ReadyMade, ...]:
    """Return the ready-made settings of a kind, in the order in which they are offered."""
    match kind:
        case SettingKind.FORM:
            return tuple(_of(kind, entry, entry.value) for entry in all_forms())
        case SettingKind.SCALE:
            return tuple(_of(kind, entry, entry.value) for entry in all_scales())
        case SettingKind.CHAIN:
            return tuple(_of(kind, entry, Chain(steps=entry.value)) for entry in all_chains())
        case SettingKind.RATING:
            return tuple(_of(kind, entry, entry.value) for entry in all_ratings())


def _of(kind: SettingKind, entry: Entry[T], body: Body) -> ReadyMade:
    return ReadyMade(
        kind=kind,
        name=entry.name,
        title=entry.title,
        description=entry.description,
        source=entry.source,
        body=body,
    )


def find_ready_made(kind: SettingKind, name: str) -> ReadyMade | None:
    """Return the ready-made setting of that name, None where there is none."""
    return next((entry for entry in ready_made(kind) if entry.name == name), None)


def own_settings(person: Resident) -> list[OwnSetting]:
    """Return the city's own settings, each by its newest version."""
    retired = dict(SettingRetirement.objects.within(person).order_by("pk").values_list("key", "is_retired"))
    newest: dict[tuple[str, str], ReviewSetting] = {}
    for row in ReviewSetting.objects.within(person).order_by("kind", "title", "key", "-version"):
        newest.setdefault((row.kind, row.key), row)
    return [OwnSetting(newest=row, is_retired=retired.get(row.key, False)) for row in newest.values()]


def find_setting(person: Resident, setting_id: int) -> ReviewSetting | None:
    """Return one version of a setting of the person's city."""
    return ReviewSetting.objects.within(person).filter(pk=setting_id).first()


def versions_of(setting: ReviewSetting) -> list[ReviewSetting]:
    """Return every version of a setting, the newest first."""
    rows = ReviewSetting.objects.within(setting).filter(kind=setting.kind, key=setting.key)
    return list(rows.order_by("-version"))


def is_retired(setting: ReviewSetting) -> bool:
    """Tell whether a setting is offered no more."""
    rows = SettingRetirement.objects.within(setting).filter(key=setting.key)
    newest = rows.order_by("pk").last()
    return newest is not None and newest.is_retired


def open_drafts(person: Resident) -> list[SettingDraft]:
    """Return what is being worked on in the person's city."""
    return list(SettingDraft.objects.within(person).filter(state=DraftState.OPEN))


def find_draft(person: Resident, draft_id: int) -> SettingDraft | None:
    """Return a draft of the person's city, whatever became of it."""
    return SettingDraft.objects.within(person).filter(pk=draft_id).first()


def open_draft_of(setting: ReviewSetting) -> SettingDraft | None:
    """Return what is being worked on of a setting."""
    rows = SettingDraft.objects.within(setting).filter(kind=setting.kind, key=setting.key)
    return rows.filter(state=DraftState.OPEN).first()


def body_of(row: ReviewSetting | SettingDraft) -> Body:
    """Return what a version or a draft holds."""
    return read_body(SettingKind(row.kind), row.body)


def offers_of(person: Resident, kind: SettingKind) -> list[tuple[str, str]]:
    """Return what may be chosen for a round: a reference and its words with what it holds, the city's own first."""
    own = [
        (f"own:{each.newest.pk}", f"{each.newest}：{in_short(body_of(each.newest))}")
        for each in own_settings(person)
        if each.newest.kind == kind and not each.is_retired
    ]
    return own + [
        (f"ready:{entry.name}", f"{entry.title}（備え付け）：{in_short(entry.body)}")
        for entry in ready_made(kind)
    ]


def find_offer(person: Resident, kind: SettingKind, reference: str) -> Body | None:
    """Return the body that a reference of `offers_of` stands for."""
    shelf, _, name = reference.partition(":")
    if shelf == "ready":
        entry = find_ready_made(kind, name)
        return entry.body if entry else None
    if shelf == "own" and name.isdecimal() and len(name) < 18:
        row = find_setting(person, int(name))
        return body_of(row) if row and row.kind == kind else None
    return None


def used_by(person: Resident) -> Mapping[tuple[str, int], list[ReviewRound]]:
    """Return the rounds that hold a form or scale, by its id and version."""
    found: dict[tuple[str, int], list[ReviewRound]] = {}
    for round_ in ReviewRound.objects.within(person).order_by("-year", "-pk"):
        rules = round_.rules()
        for each in (rules.form, rules.scale):
            found.setdefault((each.id, each.version), []).append(round_)
    return found
