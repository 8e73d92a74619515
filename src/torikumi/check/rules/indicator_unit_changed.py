"""An indicator whose unit is another than in the edition before."""

import re
from collections.abc import Iterator

from torikumi.check.lineage import Before
from torikumi.check.measured import same_indicators
from torikumi.check.rule import Explanation, Remark, Rule, remark_on_project
from torikumi.check.titles import shorten, title_of
from torikumi.plan.finding import Severity
from torikumi.plan.model import Plan
from torikumi.text.width import fold_width

# 人 and 千人, 円 and 百万円: one thing in another size.
_SIZE = re.compile(r"^(十|百|千|万|十万|百万|千万|億|十億|兆|k|M|ｋ|Ｍ)?(.+)$")
_SHARE = frozenset(("%", "パーセント", "割", "ポイント", "pt"))


def _look_back(_: Plan, before: Before) -> Iterator[Remark]:
    for old, project in before.pairs():
        for was, now in same_indicators(old, project):
            if not _is_another_size(was.unit, now.unit):
                continue
            yield remark_on_project(
                project,
                "indicators",
                ja=f"{title_of(project)}の指標「{shorten(now.name)}」の単位が、前の版の「{was.unit}」から「{now.unit}」に"
                "変わっています。値をそろえて直したか確かめてください。",
                en=f"The unit of “{shorten(now.name)}” of {title_of(project)} was “{was.unit}” and is “{now.unit}”."
                " Check that the values went with it.",
            )


def _is_another_size(one: str | None, other: str | None) -> bool:
    """Say whether values must change with the unit; 件 for 件数 or 名 for 人 is only another word."""
    first, second = ("".join(fold_width(unit or "").split()) for unit in (one, other))
    if not first or not second or first == second or "-" in (first, second):
        return False
    if (first in _SHARE) != (second in _SHARE):
        return True
    if first in _SHARE:
        return False
    (size, thing), (other_size, other_thing) = _parts(first), _parts(second)
    return thing == other_thing and size != other_size


def _parts(unit: str) -> tuple[str, str]:
    found = _SIZE.match(unit)
    return ("", unit) if found is None else (found[1] or "", found[2])


RULE = Rule(
    code="indicator-unit-changed",
    severity=Severity.WARNING,
    ja="指標の単位が前の版と違う",
    en="The unit of an indicator changed",
    explanation=Explanation(
        what="前の版（--previous）と同じ名前の指標の単位が、大きさの違うもの（人と千人、"
        "円と百万円、％とそれ以外）に変わったところを知らせます。「件」と「件数」、"
        "「人」と「名」のような言い換えは数えません。",
        why="人を千人に変えて値を直し忘れると、前の年と比べられなくなります。直したのなら、"
        "過去の値も直っているか確かめます。",
        wrong="前の版「412 人」、この版「430 千人」",
        right="この版「0.43 千人」、または単位は「人」のまま",
        what_en="Reports indicators of one name whose unit has another size than in the edition before"
        " (人 and 千人, % and a count).",
        why_en="If the values did not go with the unit, nothing can be compared.",
    ),
    look_back=_look_back,
)
