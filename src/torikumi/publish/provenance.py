"""Where each value of a project comes from: a spot in a document, or an approved answer of a yearly review."""

from collections.abc import Iterator, Mapping

from torikumi.compare.report import FIELD_WORDS
from torikumi.plan.model import Plan
from torikumi.plan.place import Place, describe_place
from torikumi.plan.project import Project, Review
from torikumi.publish.view import Table
from torikumi.publish.words import FUNDS, LAYERS, PHASES, year_words

_INDICATOR_FIELDS: Mapping[str, str] = {
    "name": "指標名",
    "base": "基準値",
    "targets": "目標",
    "actuals": "実績",
}


def tabulate_sources(project: Project, plan: Plan) -> Table | None:
    """Return what comes from where, one spot a line; None where nothing is known of it."""
    documents = {source.name for source in plan.sources}
    lines: dict[tuple[str, str], list[str]] = {}
    for what, place in _placed(project):
        if place.file is None or not documents or place.file in documents:
            spot = (place.file or "", describe_place(place, language="ja"))
        else:
            # The workbook that a section answered in stays inside the office; which step approved it does not.
            spot = (_newest_answer(project), "")
        if any(spot):
            lines.setdefault(spot, []).append(what)
    for review in sorted(project.reviews, key=lambda one: -one.year):
        lines.setdefault(_answer(review), []).append(f"{year_words(review.year)}の評価（{review.rater}）")
    if not lines:
        return None
    return Table(
        caption="この事業の値と、その出どころ",
        heads=("値", "文書または回答", "場所または確定"),
        rows=tuple(("、".join(dict.fromkeys(whats)), *spot) for spot, whats in lines.items()),
    )


def _placed(project: Project) -> Iterator[tuple[str, Place]]:
    for entry in project.places:
        yield FIELD_WORDS.get(entry.field, (entry.field,))[0], entry.place
    for layer in project.layers:
        if layer.place is not None:
            yield f"概要（{LAYERS[layer.kind]}）", layer.place
    for indicator in project.indicators:
        for entry in indicator.places:
            yield f"{indicator.name}の{_INDICATOR_FIELDS.get(entry.field, '値')}", entry.place
    for amount in project.amounts:
        phase = PHASES[amount.phase] if amount.phase else amount.label
        for entry in amount.places:
            yield f"{year_words(amount.year)} {phase} {FUNDS[amount.fund]}", entry.place


def _newest_answer(project: Project) -> str:
    newest = max(project.reviews, key=lambda review: review.year, default=None)
    return " ".join(part for part in _answer(newest) if part) if newest else "年度評価の回答"


def _answer(review: Review) -> tuple[str, str]:
    day = review.approved_at
    words = [review.approved_by or "", f"{day.year}年{day.month}月{day.day}日" if day else ""]
    said = " ".join(word for word in words if word)
    return f"{year_words(review.year)}の年度評価の回答", f"{said} 確定" if said else "確定"
