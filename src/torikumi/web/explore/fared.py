"""How projects fared, as tables and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from torikumi.corpus.fare import COMMON, STATE_WORDS, Fared, Interval
from torikumi.corpus.fare_output import left_out_words, trait_word
from torikumi.publish.line_chart import LineName, YearPoint, can_draw, line_with_target
from torikumi.publish.view import Table
from torikumi.web.explore.found import share

_FEWEST_ENDED = 5


def tables_of(fared: Fared, base: Fared) -> Iterator[Table]:
    """Yield a table for each number of years, and one of the part that goes on."""
    for after, other in zip(fared.after, base.after, strict=True):
        if not after.known:
            continue
        yield Table(
            caption=f"{after.years}年後（{after.known:,}件。{left_out_words(after)}は除く）",
            heads=("どうなったか", "似た取組", "似た取組での割合", "全体での割合"),
            rows=tuple(
                (
                    word,
                    f"{after.states[state]:,}件",
                    share(after.states[state], after.known),
                    share(other.states[state], other.known),
                )
                for state, word in STATE_WORDS.items()
                if after.states[state] or other.states[state]
            ),
            numeric=frozenset((1, 2, 3)),
        )
    if fared.steps:
        beside = {step.years: step.going_on for step in base.steps}
        yield Table(
            caption="続いている割合（かっこ内は95％の幅）",
            heads=("始まってから", "似た取組", "全体", "見られた件数"),
            rows=tuple(
                (
                    f"{step.years}年",
                    _range(step.going_on),
                    _range(beside[step.years]) if step.years in beside else "－",
                    f"{step.at_risk:,}件",
                )
                for step in fared.steps
            ),
            numeric=frozenset((1, 2, 3)),
        )


def picture_of(fared: Fared, base: Fared) -> SafeString | None:
    """Return the part that goes on as a line, that of all projects dashed; None where there is too little to draw."""
    beside = {step.years: step.going_on.share for step in base.steps}
    points = [
        YearPoint(
            label=f"{step.years}年",
            value=_percent(step.going_on.share),
            target=_percent(beside[step.years]) if step.years in beside else None,
        )
        for step in fared.steps
    ]
    if not can_draw(points):
        return None
    told = "、".join(f"{point.label} {point.value}％" for point in points)
    return mark_safe(  # noqa: S308  our own drawing; its texts are escaped there
        line_with_target(
            points,
            title="続いている割合",
            description=f"似た取組で続いている割合。{told}。破線は全体。",
            uid="survival",
            unit="％",
            names=(LineName("似た取組", "Like it"), LineName("全体", "All")),
        )
    )


def trait_lines(fared: Fared) -> list[str]:
    """Return what the projects that ended have more or less often than all; never why they ended."""
    return [
        f"{COMMON[trait.column]}「{trait_word(trait)}」が"
        f"{'多い' if trait.of_ended.share > trait.of_all.share else '少ない'}："
        f"{_range(trait.of_ended)}、全体では{_range(trait.of_all)}"
        for trait in fared.traits
        if trait.is_apart and trait.ended >= _FEWEST_ENDED
    ]


def _percent(one: float) -> Decimal:
    return Decimal(round(100 * one))


def _range(interval: Interval) -> str:
    return f"{100 * interval.share:.0f}％（{100 * interval.low:.0f}～{100 * interval.high:.0f}）"
