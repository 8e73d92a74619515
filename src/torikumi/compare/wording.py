"""The fields of projects and headings in words that a person can compare."""

from collections.abc import Iterable

from torikumi.plan.direction import Direction
from torikumi.plan.indicator import Indicator, YearValue
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


def indicator_in_words(indicator: Indicator) -> str:
    """Return all that an indicator says, but where it stands."""
    parts = [
        indicator.name,
        _named("単位", indicator.unit),
        _named("定義", indicator.definition),
        _named("分子", indicator.numerator),
        _named("分母", indicator.denominator),
        _named("出典", indicator.source),
        _named("種類", indicator.kind),
        _named("望ましい向き", indicator.good),
        _named("数え方", indicator.counting),
        _named("基準", _year_value(indicator.base)),
        _named("目標", _joined(_year_value(value) or "" for value in indicator.targets)),
        _named("最終目標", _year_value(indicator.final_target)),
        _named("実績", _joined(_year_value(value) or "" for value in indicator.actuals)),
    ]
    return "、".join(part for part in parts if part)


def amount_in_words(amount: Amount) -> str:
    """Return an amount with its label, as printed."""
    phase = _PHASES[amount.phase] if amount.phase else ""
    return _spaced(amount.label, _year(amount.year), phase, _FUNDS[amount.fund], amount.value.raw)


def review_in_words(review: Review) -> str:
    """Return one answer of one year."""
    parts = [
        _STATES[review.state],
        _named("進捗", review.progress),
        _named("評価", review.evaluation),
        _named("方針", direction_in_words(review.direction)),
        _named("成果", review.result),
        _named("理由", review.reason),
    ]
    return f"{_year(review.year)} {review.rater}：" + "、".join(part for part in parts if part)


def notes_in_words(notes: Iterable[str]) -> str | None:
    """Return notes, one a line."""
    return _lines(notes)


def notes_of_node(node: Node) -> str | None:
    """Return the notes of a heading, one a line."""
    return _lines(note.text for note in node.notes)


def _year_value(value: YearValue | None) -> str | None:
    if value is None:
        return None
    return f"{value.value.raw}（{_year(value.year)}）" if value.year is not None else value.value.raw


def _year(year: int | None) -> str:
    return "" if year is None else f"{year}年度"


def _named(name: str, text: str | None) -> str | None:
    return None if text is None else f"{name} {text}"


def _spaced(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _joined(parts: Iterable[str]) -> str | None:
    return "、".join(parts) or None


def _lines(parts: Iterable[str]) -> str | None:
    return "\n".join(parts) or None
