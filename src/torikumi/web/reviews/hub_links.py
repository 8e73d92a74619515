"""Where a round's page leads: one row a part; a part whose route is not there yet is left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from torikumi.web.accounts.permissions import ROUTES, Role, may
from torikumi.web.reviews.entering import RoundRoom
from torikumi.web.reviews.models import RoundState
from torikumi.web.reviews.standing import rated_sections
from torikumi.web.reviews.voices import may_know_voices

# The route takes the round's number alone.
_LINKS = (
    ("reviews:sheets", "評価シートの一覧", "しぼりこんで、見られるシートを読みます。"),
    ("reviews:approvals", "承認と差戻し", "自分の承認を待つシートを、まとめて承認するか差し戻します。"),
    ("reviews:board", "進みぐあい", "課ごとの回答の状況と、今の計画との違いを見ます。"),
    ("reviews:workbooks", "Excelの回答", "課ごとのExcelを配り、返ってきたものを取り込みます。"),
    ("reviews:proposals", "提案", "検討部会の提案と、担当課の返事です。"),
    ("reviews:comments", "意見", "委員会の意見と、対応方針です。"),
    ("reviews:reminders", "催促", "まだ回答していない課に知らせ、電話の一覧を印刷します。"),
    ("reviews:export", "一覧の書き出し", "すべてのシートを、CSVかExcelの表で受け取ります。"),
    ("reviews:settings", "設定", "様式、方針の区分、段階、日付を見ます。"),
    ("reviews:freeze", "確定して次の版にする", "承認された回答を、計画の次の版にします。"),
    ("reviews:report", "報告書", "この評価の記録を一つにまとめます。"),
)

# In a frozen round nobody is reminded, and the same pages serve corrections.
_OVER = frozenset({"reviews:reminders"})
_FROZEN_LINKS = {
    route: (route, label, purpose)
    for route, label, purpose in (
        ("reviews:approvals", "訂正の承認と差戻し", "確定後の訂正で、自分の承認を待つシートです。"),
        ("reviews:freeze", "確定した版の訂正", "承認された訂正を、計画の新しい版にします。"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLink:
    """A part of the round, and what it is for."""

    label: str
    url: str
    purpose: str


def hub_links(room: RoundRoom, roles: Collection[Role]) -> list[HubLink]:
    """Return the parts of the round that somebody with `roles` may open and that could ever hold something for them.

    What is over is not offered any more.
    """
    is_frozen = room.round.state == RoundState.FROZEN
    left_out = _empty_for(room) | (_OVER if is_frozen else frozenset())
    return [
        HubLink(label=label, url=reverse(route, args=[room.round.pk]), purpose=purpose)
        for route, label, purpose in (_in_frozen(link) if is_frozen else link for link in _LINKS)
        if route in ROUTES and may(roles, ROUTES[route]) and route not in left_out
    ]


def _empty_for(room: RoundRoom) -> frozenset[str]:
    """The lists that stay empty for the person, however full they are: they are no rater, or it is not their business."""
    found = set()
    everyone = (room.standing, *room.standing.borrowed)
    reached = (rated_sections(one, step) for one in everyone for step in room.rules.steps[1:])
    if not any(sections is None or sections for sections in reached):
        found.add("reviews:approvals")
    if not may_know_voices(room.standing):
        found |= {"reviews:proposals", "reviews:comments"}
    return frozenset(found)


def _in_frozen(link: tuple[str, str, str]) -> tuple[str, str, str]:
    return _FROZEN_LINKS.get(link[0], link)
