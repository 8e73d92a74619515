"""The menu: one row a part, shown to those who may open it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from torikumi.web.accounts.permissions import ROUTES, Permission, Role, may


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A part of the application: what it is called, where it begins, which routes belong to it, what it is for."""

    label: str
    route: str
    prefixes: tuple[str, ...]
    purpose: str
    # What it is for to those who may not act there (`acts`), only look.
    acts: Permission | None = None
    looking: str = ""
    # The setting without which it is not there.
    needs: str = ""


MENU = (
    MenuEntry(
        label="計画",
        route="plans:list",
        prefixes=("plans:",),
        purpose="文書を取り込み、事業を検索し、前の版と比べます。",
        acts=Permission.IMPORT_PLANS,
        looking="事業を検索し、前の版と比べます。",
    ),
    MenuEntry(
        label="年度評価",
        route="reviews:list",
        prefixes=("reviews:",),
        purpose="事業の一年をふりかえり、次の方針を決めます。",
        acts=Permission.ANSWER,
        looking="事業の評価がどこまで進み、どうなったかを見ます。",
    ),
    MenuEntry(
        label="公表",
        route="publications:list",
        prefixes=("publications:",),
        purpose="計画をウェブサイトとファイルにして、だれでも見られるようにします。",
        acts=Permission.PUBLISH,
        looking="どの版が公表されているかを見ます。",
    ),
    MenuEntry(
        label="全国の取組",
        route="explore:search",
        prefixes=("explore:",),
        purpose="ほかの団体の取組を探し、その後どうなったかを数えます。",
        needs="CORPUS_FOLDER",
    ),
    MenuEntry(
        label="代理",
        route="accounts:delegations",
        prefixes=("accounts:delegations", "accounts:add_delegation", "accounts:end_delegation"),
        purpose="不在のあいだ、承認や評価をほかの人に任せます。",
    ),
    MenuEntry(
        label="メール",
        route="mail:log",
        prefixes=("mail:",),
        purpose="だれに何を送ったかを見て、文面を直します。",
        acts=Permission.MANAGE_ROUNDS,
        looking="だれに何を送ったかを見ます。",
    ),
    MenuEntry(
        label="利用者",
        route="accounts:people",
        prefixes=(
            "accounts:people",
            "accounts:add_person",
            "accounts:person",  # and accounts:personnel
            "accounts:change_facts",
            "accounts:upload_personnel",
            "accounts:reset_second_factor",
            "accounts:unlink_identity",
            "accounts:first_passwords",
            "accounts:assign_role",
            "accounts:end_role",
        ),
        purpose="利用者を登録し、役割を決めます。",
    ),
    MenuEntry(
        label="組織",
        route="accounts:units",
        prefixes=("accounts:units", "accounts:add_unit", "accounts:end_unit", "accounts:succeed_unit"),
        purpose="部や課を、いつからいつまであるかとともに登録します。",
    ),
    MenuEntry(
        label="操作の記録",
        route="audit:events",
        prefixes=("audit:",),
        purpose="だれが、いつ、何をしたかを見ます。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLink:
    """An entry of the menu as one person sees it on one page."""

    label: str
    url: str
    purpose: str
    is_current: bool


def menu_for(*, roles: Collection[Role], route: str) -> tuple[MenuLink, ...]:
    """Return what somebody with `roles` sees in the menu on the page `route`."""
    links = []
    for entry in MENU:
        permission = ROUTES.get(entry.route)
        if permission is None or not may(roles, permission):
            continue
        if entry.needs and not getattr(settings, entry.needs):
            continue
        links.append(
            MenuLink(
                label=entry.label,
                url=reverse(entry.route),
                purpose=entry.purpose if entry.acts is None or may(roles, entry.acts) else entry.looking,
                is_current=route.startswith(entry.prefixes),
            )
        )
    return tuple(links)
