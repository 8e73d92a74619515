"""Indicators while they are being read: a name, and one figure after the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from torikumi.plan.indicator import Counting, Good, Indicator, IndicatorKind, YearValue
from torikumi.plan.place import FieldPlace, Place
from torikumi.read.labels import Kind
from torikumi.read.measured import good_at_end
from torikumi.text.width import fold_width

_UNIT_IN_NAME = re.compile(
    r"[(\[〔【]\s*(?:単位\s*[:：]?\s*)?((?:延べ?|累計)?(?:百万|千|万|億)?"
    r"(?:人|件|%|‰|円|回|世帯|箇所|か所|カ所|ヶ所|ヵ所|ケ所|店舗?|社|ha|a|t|kg|g|km|m|㎡|㎥|㎞|m2|m3|km2|l|kl|kw|kwh|mwh|台"
    r"|戸|棟|点|団体|組合?|校|園|冊|時間|分|日|週|月|年|ポイント|pt|位|事業者?|箇|者|施設|泊|区画|人泊|人日|t-co2|tco2|地区|路線"
    r"|便|本|基|頭|羽|枚|部|個|問|項目|隻|床|歳|才|倍|種類?|品目|自治会|市町村?|国|名|クラブ|サークル|か国|区域|経営体|法人|農家"
    r"|企業|品|食|通|票|単位)"
    r"(?:/(?:[年月日人回週]|[0-9,]*(?:人日?|世帯|km2|ha)))?)\s*[)\]〕】]\s*(?:[↑↗↓↘→⇒]|\([↑↗↓↘→⇒]\))?\s*\Z",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"累計|累積")
_YEARLY = re.compile(r"単年度?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of an indicator; `kind` says what it is."""

    kind: Kind
    value: YearValue
    place: Place


@dataclass(slots=True)
class IndicatorDraft:
    """An indicator while it is being read."""

    name: str
    place: Place
    unit: str | None = None
    definition: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    source: str | None = None
    kind: IndicatorKind | None = None
    good: Good | None = None
    counting: Counting | None = None
    figures: list[Figure] = field(default_factory=list)

    def frozen(self) -> Indicator:
        """Return the indicator; the values of each kind in the order of their years."""
        base = [figure for figure in self.figures if figure.kind is Kind.BASE]
        final, targets = final_target([figure for figure in self.figures if figure.kind in _TARGETS])
        return Indicator(
            name=self.name,
            unit=self.unit or unit_in_name(self.name),
            definition=self.definition,
            numerator=self.numerator,
            denominator=self.denominator,
            source=self.source,
            kind=self.kind,
            good=self.good or good_at_end(self.name),
            counting=self.counting or counting_in(self.name),
            base=base[0].value if base else None,
            final_target=final,
            targets=targets,
            actuals=in_order([figure.value for figure in self.figures if figure.kind is Kind.ACTUAL]),
            places=self._places(),
        )

    def _places(self) -> tuple[FieldPlace, ...]:
        places = [FieldPlace("name", self.place)]
        for name, kinds in (("base", (Kind.BASE,)), ("targets", _TARGETS), ("actuals", (Kind.ACTUAL,))):
            first = next((figure.place for figure in self.figures if figure.kind in kinds), None)
            if first is not None:
                places.append(FieldPlace(name, first))
        return tuple(places)


_TARGETS = (Kind.TARGET, Kind.FINAL)


def final_target(targets: Sequence[Figure]) -> tuple[YearValue | None, tuple[YearValue, ...]]:
    """Part the target at the end of the plan from the yearly ones: the one called 最終, or the only one."""
    final = next((figure for figure in targets if figure.kind is Kind.FINAL), None)
    if final is None and len(targets) == 1:
        final = targets[0]
    yearly = [figure.value for figure in targets if figure is not final]
    return (final.value if final else None), in_order(yearly)


def in_order(values: Sequence[YearValue]) -> tuple[YearValue, ...]:
    """Return the values in the order of their years, where all of them have one; else as they stand."""
    years = [value.year for value in values if value.year is not None]
    if len(years) < len(values):
        return tuple(values)
    return tuple(sorted(values, key=lambda value: value.year or 0))


def unit_in_name(name: str) -> str | None:
    """Return the unit in the brackets that end a name: 「創業者数（人）」."""
    found = _UNIT_IN_NAME.search(fold_width(name))
    return found[1] if found else None


def counting_in(text: str) -> Counting | None:
    """Return whether a name says that its values add up (累計) or stand for a year alone (単年度)."""
    if _CUMULATIVE.search(text):
        return Counting.CUMULATIVE
    return Counting.YEARLY if _YEARLY.search(text) else None
