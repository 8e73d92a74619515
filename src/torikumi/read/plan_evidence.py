"""Whether the rows of a table are projects of a plan: what speaks for it, and what speaks for another kind of list."""

import re
from collections.abc import Sequence

from torikumi.read.fields import join_lines
from torikumi.read.form_labels import is_strict_label
from torikumi.read.headings import Role
from torikumi.read.roles import RoleColumn
from torikumi.read.values import share
from torikumi.text.width import search_key

# Names of so many kinds of things that they alone do not make a list of projects.
VAGUE_NAMES = frozenset(
    map(search_key, ("名称", "件名", "計画名", "項目", "事業", "プロジェクト名", "業務名", "事務名"))
)
_PROOFS = frozenset(
    {Role.SUMMARY, Role.DIRECTION, Role.SECTION, Role.LEVEL, Role.INDICATOR, Role.AMOUNT, Role.NUMBER}
)
# Only a plan asks this of its rows; a section and a summary every list has.
_PLAN_PROOFS = frozenset(
    {Role.DIRECTION, Role.CHOICE, Role.LEVEL, Role.INDICATOR, Role.AMOUNT, Role.PROGRESS, Role.EVALUATION,
     Role.RESULT, Role.REASON}
)  # fmt: skip
# What lists of bills, tenders, facilities, events, applications and persons ask of theirs.
_OF_OTHER_LISTS = re.compile(
    r"議案|議決|議席|上程|付託|提出[者日]|採決|可決|入札|落札|契約|履行|工期|請負|予定価格|所在|住所|開館|休館|定員|受付|手数料|申請"
    r"|請求|公開|会場|開催|日時|時刻|時間|場所|参加費|対象年齢|職名|役職|氏名|業種|資本金|代表者|事業[所者]名"
)
_LIKE_BILLS = re.compile(r"(?:について|の件|条例|規則|規程|議案|請願|陳情|意見書)(?:[(（].*[)）])?\s*\Z")
_LIKE_PROJECTS = re.compile(
    r"(?:事業|支援|推進|促進|整備|強化|充実|活用|対策|運営|助成|補助|育成|改修|更新|見直し|導入|創出|確保|向上|開催|実施|活性化"
    r"|プロジェクト|化)(?:[(（].*[)）])?\s*\Z"
)


def lists_projects(columns: Sequence[RoleColumn]) -> bool:
    """Tell whether columns with these roles are those of a list of projects."""
    name = next((column for column in columns if column.role is Role.NAME), None)
    if name is None:
        return False
    key = search_key(name.match.word) if name.match else ""
    # A list of a city's plans (計画名) is one of projects too; a list of things with a 名称 may be anything.
    is_vague = name.match is None or (key in VAGUE_NAMES and key != search_key("計画名"))
    counted = [column for column in columns if not _OF_OTHER_LISTS.search(_plain(column))]
    proofs = {column.role for column in counted} & _PROOFS
    if len(proofs) < (2 if is_vague else 1):
        return False
    # A form that is none of a plan looks like a list whose names are the labels in its first column.
    if share(name.values, is_strict_label) >= 0.5:
        return False
    foreign = sum(1 for column in columns if _OF_OTHER_LISTS.search(_plain(column)))
    asked = {column.role for column in counted if column.values} & _PLAN_PROOFS
    if is_vague and not asked and share(name.values, _is_like_project) < 0.5:
        return False
    if share(name.values, _is_like_bill) >= 0.5 and not asked - {Role.LEVEL}:
        return False
    return bool(asked) or foreign < (1 if is_vague else 2)


def _plain(column: RoleColumn) -> str:
    return "".join(column.column.heading.split())


def _is_like_bill(text: str) -> bool:
    return _LIKE_BILLS.search(join_lines(text)) is not None


def _is_like_project(text: str) -> bool:
    return _LIKE_PROJECTS.search(join_lines(text)) is not None
