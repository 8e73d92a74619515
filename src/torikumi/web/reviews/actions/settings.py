"""A city's own settings of reviews: drafts that are worked on, versions that never change, and what is used no more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from torikumi.review.mistakes import RoundError
from torikumi.web.audit.actions import record
from torikumi.web.audit.actor import Actor
from torikumi.web.plans.store import refuse_unstorable_text
from torikumi.web.reviews.actions.access import city_of_manager
from torikumi.web.reviews.refusals import DraftError
from torikumi.web.reviews.setting_bodies import Body, mistakes_in, name_body, parts_of, read_body, write_body
from torikumi.web.reviews.setting_models import (
    DraftState,
    ReviewSetting,
    SettingDraft,
    SettingKind,
    SettingRetirement,
)

_MOST_PARTS = 200
_LONGEST_BODY = 300_000
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a setting is called, what it is for, and what it was copied from."""

    title: str
    description: str = ""
    source: str = ""


@transaction.atomic
def begin_draft(
    *, kind: SettingKind, words: Words, body: Body, by: Actor, at: datetime, key: str = ""
) -> SettingDraft:
    """Begin to work on a new setting, or on the next version of the one with this key.

    Raises DraftError where somebody is at work on it already.
    """
    city = city_of_manager(by)
    if key and SettingDraft.objects.within(city).filter(kind=kind, key=key, state=DraftState.OPEN).exists():
        raise DraftError(
            ja="この設定は、すでに変更の途中です。途中のものを開いて続けるか、破棄してください。",
            en="Somebody is at work on this setting; go on with that draft, or discard it.",
        )
    draft = SettingDraft.objects.create(
        municipality=city,
        kind=kind,
        key=key or f"{kind}-{secrets.token_hex(4)}",
        title=_title(words.title),
        description=words.description,
        source=words.source,
        body=_body(body),
        created_by=by.name,
        created_at=at,
    )
    record(by=by, at=at, action="begin_draft", kind="setting", key=draft.key, after=_facts(draft))
    return draft


@transaction.atomic
def change_draft(
    *, draft_id: int, version: int, body: Body, by: Actor, at: datetime, words: Words | None = None
) -> SettingDraft:
    """Keep other content, and other words where they are given."""
    draft = _lock(draft_id, version, by)
    before = _facts(draft)
    draft.body = _body(body)
    if words is not None:
        draft.title, draft.description = _title(words.title), words.description
    draft.version += 1
    draft.save(update_fields=["body", "title", "description", "version"])
    record(
        by=by, at=at, action="change_draft", kind="setting", key=draft.key, before=before, after=_facts(draft)
    )
    return draft


@transaction.atomic
def discard_draft(*, draft_id: int, version: int, by: Actor, at: datetime) -> SettingDraft:
    """Give up what was worked on; the versions there are stay as they are."""
    draft = _lock(draft_id, version, by)
    draft.state = DraftState.DISCARDED
    draft.version += 1
    draft.save(update_fields=["state", "version"])
    record(by=by, at=at, action="discard_draft", kind="setting", key=draft.key, before=_facts(draft))
    return draft


@transaction.atomic
def publish_draft(*, draft_id: int, version: int, by: Actor, at: datetime) -> ReviewSetting:
    """Make a new version of what was worked on. Raises RoundError with every mistake that keeps it from being one."""
    draft = _lock(draft_id, version, by)
    kind = SettingKind(draft.kind)
    body = read_body(kind, draft.body)
    if not parts_of(body):
        raise DraftError(
            ja="中身がまだありません。ひとつ以上加えてください。", en="It is empty; add something."
        )
    mistakes = mistakes_in(body)
    if mistakes:
        raise RoundError(mistakes)
    rows = ReviewSetting.objects.within(draft).filter(kind=draft.kind, key=draft.key)
    newest = rows.order_by("version").last()
    number = newest.version + 1 if newest else 1
    setting = ReviewSetting.objects.create(
        municipality_id=draft.municipality_id,
        kind=draft.kind,
        key=draft.key,
        version=number,
        title=draft.title,
        description=draft.description,
        source=draft.source,
        body=write_body(name_body(body, key=draft.key, version=number, title=draft.title)),
        created_by=by.name,
        created_at=at,
    )
    draft.state = DraftState.DONE
    draft.version += 1
    draft.save(update_fields=["state", "version"])
    record(
        by=by,
        at=at,
        action="publish_setting",
        kind="setting",
        key=setting.key,
        after={**_facts(draft), "setting_version": number},
    )
    return setting


@transaction.atomic
def retire_setting(*, setting_id: int, by: Actor, at: datetime) -> SettingRetirement:
    """Offer a setting no more for new rounds; rounds that hold it keep it."""
    setting = _setting(setting_id, by)
    row = _mark(setting, is_retired=True, by=by, at=at)
    record(by=by, at=at, action="retire_setting", kind="setting", key=setting.key)
    return row


@transaction.atomic
def restore_setting(*, setting_id: int, by: Actor, at: datetime) -> SettingRetirement:
    """Offer a setting again."""
    setting = _setting(setting_id, by)
    row = _mark(setting, is_retired=False, by=by, at=at)
    record(by=by, at=at, action="restore_setting", kind="setting", key=setting.key)
    return row


def _mark(setting: ReviewSetting, *, is_retired: bool, by: Actor, at: datetime) -> SettingRetirement:
    return SettingRetirement.objects.create(
        municipality_id=setting.municipality_id,
        kind=setting.kind,
        key=setting.key,
        is_retired=is_retired,
        by=by.name,
        at=at,
    )


def _setting(setting_id: int, by: Actor) -> ReviewSetting:
    city = city_of_manager(by)
    return ReviewSetting.objects.within(city).get(pk=setting_id)


def _lock(draft_id: int, version: int, by: Actor) -> SettingDraft:
    city = city_of_manager(by)
    draft = SettingDraft.objects.within(city).select_for_update().get(pk=draft_id)
    if draft.state != DraftState.OPEN:
        raise DraftError(
            ja=f"この変更はすでに「{DraftState(draft.state).label}」です。設定の一覧から開き直してください。",
            en=f"The draft is {draft.state}; open the setting again.",
        )
    if draft.version != version:
        raise DraftError(
            ja="開いている間に、ほかの人がこの設定を変えました。画面を開き直して、変わったところを確かめてください。",
            en="Somebody else has changed the draft since you opened it; open the page again.",
        )
    return draft


def _title(text: str) -> str:
    title = text.strip()
    if not title or len(title) > _LONGEST_TITLE or not title.isprintable():
        raise DraftError(ja="名前を1行、100字までで書いてください。", en="Give it a title of one line.")
    return title


def _body(body: Body) -> str:
    text = write_body(body)
    if len(parts_of(body)) > _MOST_PARTS or len(text) > _LONGEST_BODY:
        raise DraftError(
            ja=f"中身が多すぎます。{_MOST_PARTS}個までにしてください。",
            en=f"It may hold {_MOST_PARTS} parts.",
        )
    refuse_unstorable_text(text)
    return text


def _facts(draft: SettingDraft) -> dict[str, object]:
    body = read_body(SettingKind(draft.kind), draft.body)
    return {
        "kind": draft.kind,
        "title": draft.title,
        "parts": len(parts_of(body)),
        "version": draft.version,
    }
