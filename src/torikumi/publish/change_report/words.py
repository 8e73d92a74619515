"""The words of the list of changes."""

from collections.abc import Mapping

from torikumi.compare.change_list import Kind, ListedChange
from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.change import ChangeKind
from torikumi.plan.model import Plan
from torikumi.publish.history import edition_name
from torikumi.publish.words import municipality_words, title_words

NAME = "変更点一覧"
KINDS: Mapping[Kind, str] = {
    Kind.ADDED: "新規",
    Kind.ENDED: "終了",
    Kind.MERGED: "統合",
    Kind.SPLIT: "分割",
    Kind.REPLACED: "後継",
    Kind.RENAMED: "名称変更",
    Kind.CHANGED: "変更",
    Kind.HEADING: "目標・施策",
}
COUNTS: Mapping[str, str] = {
    "added": "新規",
    "ended": "終了",
    "merged": "統合",
    "split": "分割",
    "replaced": "後継",
    "renamed": "名称",
    "direction": "方針",
    "summary": "概要",
    "node": "位置づけ",
    "sections": "担当課",
    "indicators": "指標",
    "amounts": "費用",
    "reviews": "評価・意見",
}
NOTE_ON_SUMS = (
    "一つの事業が、いくつもの列に数えられることがあります。"
    + "「終了」は、新しい版に行がなく、引き継いだ事業も書かれていないものです。"
)
NOTE_ON_SECTIONS = "いくつもの課が担当する事業は、それぞれの課に数えています。"


def title_of_list(old: Plan, new: Plan) -> str:
    """Return what the list is called: the plan's title, and from which edition to which."""
    return f"{title_words(new)} {NAME}（{edition_name(old)}から{edition_name(new)}へ）"


def owner_of_list(new: Plan) -> str:
    """Return whose plan it is; "" where that is not known."""
    return municipality_words(new.municipality) if new.municipality else ""


def field_of(line: ListedChange) -> str:
    """Return what changed: 事業名, 今後の方針 …; of what came or went, that its summary stands there."""
    if line.change.field == "lineage":
        return "事業のつながり"
    if line.reorganised:
        return "担当課（組織改正）"
    if line.change.field:
        return FIELD_WORDS[line.change.field][0]
    if line.kind is Kind.HEADING:
        return "見出し"
    return "事業の概要"


def remark_on(line: ListedChange) -> str:
    """Return how sure a line is, where the plan does not say it itself; of a heading that came or went, which."""
    if line.confidence is not None:
        return f"確からしさ {line.confidence:.2f}"
    if line.kind is Kind.HEADING and not line.change.field:
        return "なくなった" if line.change.kind is ChangeKind.REMOVED else "新しい"
    return ""
