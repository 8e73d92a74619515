"""The same indicator twice for one project or heading."""

from collections.abc import Iterator

from torikumi.check.measured import indicators_of, values_of
from torikumi.check.rule import Explanation, Remark, Rule
from torikumi.check.titles import shorten
from torikumi.plan.finding import Severity
from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.text.width import search_key

_SHORTEST = 3


def _look(plan: Plan) -> Iterator[Remark]:
    seen: dict[tuple[str, str, str | None, str], Indicator] = {}
    for measured in indicators_of(plan):
        indicator = measured.indicator
        key = (measured.owner, _words(indicator), indicator.kind, search_key(indicator.unit or ""))
        # 「N.A.」 and 「－」 stand where there is no indicator.
        if len(key[1]) < _SHORTEST or not any(
            value.value.number is not None for value in values_of(indicator)
        ):
            continue
        first = seen.setdefault(key, indicator)
        # One name with different values may be two things that the sheet tells apart elsewhere.
        if first is indicator or _values(first) != _values(indicator):
            continue
        yield measured.remark(
            ja=f"{measured.title}に、指標「{shorten(indicator.name)}」が同じ値で二度あります。一つを消すか、"
            "違うものなら名前で区別してください。",
            en=f"“{shorten(indicator.name)}” stands twice for {measured.title} with the same values. Drop one, or tell the"
            " two apart.",
        )


def _words(indicator: Indicator) -> str:
    return search_key(f"{indicator.name}{indicator.definition or ''}")


def _values(indicator: Indicator) -> list[tuple[int | None, str]]:
    return [(value.year, value.value.raw.strip()) for value in values_of(indicator)]


RULE = Rule(
    code="indicator-repeated",
    severity=Severity.WARNING,
    ja="同じ指標が二度ある",
    en="An indicator stands twice",
    explanation=Explanation(
        what="一つの事業や見出しに、名前も値（数の入ったもの）も同じ指標が二つあるところを知らせます。",
        why="欄を写したまま書き換え忘れたものです。達成した指標の数を二度数えます。",
        wrong="指標1「参加者数 500人」、指標2「参加者数 500人」",
        right="指標1「参加者数 500人」、指標2「参加者の満足度 90％」",
        what_en="Reports two indicators of one project or heading with the same name and values.",
        why_en="A cell was copied and not rewritten; it is counted twice.",
    ),
    look=_look,
)
