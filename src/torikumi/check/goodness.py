"""Which way an indicator gets better, and whether a value reaches another."""

import re
from decimal import Decimal

from torikumi.plan.indicator import Good, Indicator, YearValue
from torikumi.text.width import fold_width

# Names of which less is better, whoever counts. What is reduced (削減量, 減少数) gets better upwards.
_LESS = re.compile(
    r"待機児童|事故(発生)?件数|事故死者|死者数|死傷者|火災(発生)?件数|犯罪|認知件数|滞納|未納|未収|空き家(の)?(戸数|件数|数|率)"
    r"|ごみ(の)?(総)?(排出)?量|排出量|不法投棄|苦情|待ち時間|未処理|耕作放棄|失業|漏水|自殺|死亡率|罹患率|不登校"
)
_TAKEN_AWAY = re.compile(r"削減|減少|減量|縮減|解消|抑制|防止")


def good_of(indicator: Indicator) -> Good | None:
    """Return the way in which an indicator gets better: as given, else DOWN where its name can mean nothing else."""
    if indicator.good is not None:
        return indicator.good
    name = fold_width(indicator.name)
    return Good.DOWN if _LESS.search(name) and not _TAKEN_AWAY.search(name) else None


def number_in(value: YearValue | None) -> Decimal | None:
    """Return the number of a value; None where there is none."""
    return None if value is None else value.value.number


def is_reached(value: Decimal, target: Decimal, good: Good) -> bool:
    """Say whether `value` is at least as good as `target`; an indicator to be kept reaches no more than it holds."""
    if good is Good.UP:
        return value >= target
    return value <= target if good is Good.DOWN else value == target


def differ(one: Decimal, other: Decimal) -> bool:
    """Say whether two values are two, and not one that was rounded to fewer places (72.73 and 72.7)."""
    if one == other:
        return False
    places = min(max(0, -int(each.normalize().as_tuple().exponent)) for each in (one, other))
    return abs(one - other) * 2 > Decimal(1).scaleb(-places)
