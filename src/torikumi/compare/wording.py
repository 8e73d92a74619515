"""The fields of projects and headings in words that a person can compare."""

from collections.abc import Iterable
from datetime import date

from torikumi.plan.comment import Comment
from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.model import Node, Plan
from torikumi.plan.money import Amount, Fund, Phase
from torikumi.plan.project import (
    LayerKind,
    Merge,
    MergeKind,
    Project,
    Review,
    ReviewState,
    SectionRole,
    SummaryLayer,
)
from torikumi.plan.quantity import Quantity
from torikumi.text.era import format_fiscal_year

_KINDS = {IndicatorKind.INPUT: "投入", IndicatorKind.OUTPUT: "活動", IndicatorKind.OUTCOME: "成果"}
_GOOD = {Good.UP: "増えるほどよい", Good.DOWN: "減るほどよい", Good.KEEP: "保つ"}
_COUNTING = {Counting.YEARLY: "単年度", Counting.CUMULATIVE: "累計"}
_PHASES = {
    Phase.REQUEST: "要求",
    Phase.INITIAL: "当初",
    Phase.SUPPLEMENT: "補正",
    Phase.CARRIED: "繰越",
    Phase.CURRENT: "現額",
    Phase.SETTLED: "決算",
}
_FUNDS = {
    Fund.TOTAL: "",
    Fund.NATIONAL: "国庫",
    Fund.PREFECTURE: "県",
    Fund.BOND: "地方債",
    Fund.OTHER: "その他",
    Fund.GENERAL: "一般財源",
}
_LAYERS = {
    LayerKind.ORIGINAL: "当初",
    LayerKind.PROPOSAL: "提案",
    LayerKind.CHANGE: "変更",
    LayerKind.CANCELLATION: "取りやめ",
}
_STATES = {
    ReviewState.NOT_STARTED: "未着手",
    ReviewState.DRAFT: "入力中",
    ReviewState.SUBMITTED: "承認待ち",
    ReviewState.RETURNED: "差戻し",
    ReviewState.APPROVED: "確定",
}
_MERGES = {
    MergeKind.ABSORBED: "「{}」を統合",
    MergeKind.INTO: "「{}」に統合",
    MergeKind.WITH: "「{}」と統合して実施",
}


def title_of_project(project: Project) -> str:
    """Return a project's number and name."""
    return f"{project.number} {project.name}" if project.number else project.name


def path_in_words(plan: Plan, node_id: str | None) -> str | None:
    """Return the headings from the top down to a node; None where a project stands under none."""
    return " ＞ ".join(node.printed for node in plan.path_to(node_id)) or None


def sections_in_words(project: Project) -> str | None:
    """Return the sections as printed; those that only help are marked."""
    return _joined(
        section.printed + ("（関係課）" if section.role is SectionRole.CONTRIBUTOR else "")
        for section in project.sections
    )


def direction_in_words(direction: Direction | None) -> str | None:
    """Return a direction as printed."""
    return direction.printed if direction else None


def merges_in_words(merges: Iterable[Merge]) -> str | None:
    """Return what merges come to: 「B」を統合."""
    return _joined(_MERGES[merge.kind].format(merge.partner) for merge in merges)


def layers_in_words(layers: Iterable[SummaryLayer]) -> str | None:
    """Return the layers of a summary, one a line."""
    return _lines(
        _spaced(f"【{_LAYERS[layer.kind]}】", _year(layer.year), layer.author, layer.text) for layer in layers
    )


def indicator_in_words(indicator: Indicator) -> tuple[str, ...]:
    """Return an indicator's name and, one by one, all that it says."""
    return (
        indicator.name,
        *_present(
            _named("単位", indicator.unit),
            _named("定義", indicator.definition),
            _named("分子", indicator.numerator),
            _named("分母", indicator.denominator),
            _named("出典", indicator.source),
            _named("種類", _KINDS[indicator.kind] if indicator.kind else None),
            _named("望ましい向き", _GOOD[indicator.good] if indicator.good else None),
            _named("数え方", _COUNTING[indicator.counting] if indicator.counting else None),
            _named("基準", _year_value(indicator.base)),
            *(_named("目標", _year_value(value)) for value in indicator.targets),
            _named("最終目標", _year_value(indicator.final_target)),
            *(_named("実績", _year_value(value)) for value in indicator.actuals),
        ),
    )


def amount_in_words(amount: Amount) -> tuple[str, ...]:
    """Return what an amount is, and the amount as printed."""
    phase = _PHASES[amount.phase] if amount.phase else ""
    fund = _FUNDS[amount.fund]
    # A label (R6当初) says year and phase itself; the source of funds only where it names it.
    named = _spaced(amount.label, "" if fund in amount.label else fund) if amount.label else ""
    return named or _spaced(_year(amount.year), phase, fund) or "金額", _with_unit(amount.value)


def review_in_words(review: Review) -> tuple[str, ...]:
    """Return the year and rater of an answer and, one by one, all that it says; where it stood is no part of it."""
    return (
        f"{_year(review.year)} {review.rater}",
        *_present(
            _named("状態", _STATES[review.state]),
            _named("進捗", review.progress),
            _named("評価", review.evaluation),
            _named("方針", direction_in_words(review.direction)),
            _named("成果", review.result),
            _named("理由", review.reason),
            *(_named(answer.label, answer.text) for answer in review.others),
            _named("確定", _spaced(review.approved_by, _day(review.approved_at)) or None),
        ),
    )


def comment_in_words(comment: Comment) -> tuple[str, ...]:
    """Return whose comment of which year it is, what it says, and what was answered."""
    return (
        f"{_year(comment.year)} {comment.by}",
        *_present(
            _named("意見", comment.text),
            _named("対応方針", comment.answer),
            _named("回答", comment.answered_by),
        ),
    )


def notes_in_words(notes: Iterable[str]) -> str | None:
    """Return notes, one a line."""
    return _lines(notes)


def notes_of_node(node: Node) -> str | None:
    """Return the notes of a heading, one a line."""
    return _lines(note.text for note in node.notes)


def _with_unit(value: Quantity) -> str:
    """The amount as printed, and its unit where that stands elsewhere in the document (単位：千円)."""
    return value.raw if value.unit is None or value.unit in value.raw else f"{value.raw}{value.unit}"


def _year_value(value: YearValue | None) -> str | None:
    if value is None:
        return None
    return f"{value.value.raw}（{_year(value.year)}）" if value.year is not None else value.value.raw


def _present(*parts: str | None) -> tuple[str, ...]:
    return tuple(part for part in parts if part is not None)


def _year(year: int | None) -> str:
    return "" if year is None else format_fiscal_year(year)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _named(name: str, text: str | None) -> str | None:
    return None if text is None else f"{name} {text}"


def _spaced(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _joined(parts: Iterable[str]) -> str | None:
    return "、".join(parts) or None


def _lines(parts: Iterable[str]) -> str | None:
    return "\n".join(parts) or None
