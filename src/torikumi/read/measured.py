"""A measured value in its cell, with the year that stands beside it there: 「412人（R5）」, 「令和5年度：35.2％」."""

import re
from dataclasses import replace
from functools import lru_cache

from torikumi.plan.indicator import Good, YearValue
from torikumi.plan.quantity import Quantity, ValueState, parse_quantity
from torikumi.read.fields import join_lines
from torikumi.text.era import find_calendar_years, find_fiscal_years, parse_fiscal_year
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width

_BRACKET = re.compile(r"(?P<before>[^()]*)\((?P<inside>[^()]*)\)(?P<after>[^()]*)")
_YEAR_FIRST = re.compile(r"(?P<year>[^:\s]{2,12})(?::|\s|$)\s*(?P<value>\S.*)", re.DOTALL)
_DATE_WORDS = re.compile(r"年度|年|末|時点|実績|現在|値|度|平均|調査|[0-9]{1,2}月(?:[0-9]{1,2}日)?|[\s.・/]")
_UP = re.compile(
    r"[↑↗⬆⤴▲△]|(?:増加?|上昇|向上|拡大|アップ|up|高い(?:ほど)?(?:良い|よい)?|多い(?:ほど)?(?:良い|よい)?)"
)
_DOWN = re.compile(
    r"[↓↘⬇⤵▼▽]|(?:減少?|低下|下降|縮小|ダウン|down|低い(?:ほど)?(?:良い|よい)?|少ない(?:ほど)?(?:良い|よい)?)"
)
_KEEP = re.compile(r"[→⇒➡]|(?:現状)?維持|横ばい|keep")
_ARROW_AT_END = re.compile(r"[(（\[［〔【]?\s*([↑↗⬆↓↘⬇→⇒➡])\s*[)）\]］〕】]?\s*\Z")
# What a bracket says of how the value was counted, and nothing of what it is.
_COUNTED = re.compile(r"[(](?P<how>累計|累積|単年度?|延べ?|速報値?|暫定値?|見込み?|推計値?|概数|概算)[)]")
_UNSURE = re.compile(r"速報|暫定|見込|推計|概")
_USUAL_YEARS = range(1950, 2101)


def read_measured(text: str, *, year: int | None) -> YearValue:
    """Return the value that a cell holds; `year` is the one that its column or row says.

    A year that the cell itself prints goes before it: the value is of another year than its column. `raw` is all that
    stands in the cell; lines are joined where they make one number, and kept where they hold several.
    """
    quantity = quantity_in(text)
    if quantity.state is ValueState.UNREADABLE or _is_taken_for_year(quantity):
        inside = _with_year_inside(text)
        if inside is not None:
            return inside
    if quantity.state is ValueState.WORDS and "\n" in text.strip():
        quantity = replace(quantity, raw=text.strip())
    return YearValue(year=year, value=quantity)


def quantity_in(text: str) -> Quantity:
    """Return the quantity of a cell whose number may be broken over two lines: 「1,234,⏎567」.

    It is joined only where a line is no whole number by itself: 「12⏎34」 may be two numbers and stays unread.
    """
    joined = join_lines(text)
    quantity = parse_quantity(joined)
    if quantity.state is not ValueState.UNREADABLE:
        return quantity
    lines = text.split()
    if "\n" in text.strip() and any(parse_number(line) is None for line in lines[:-1]):
        quantity = replace(parse_quantity("".join(lines)), raw="".join(lines))
    if quantity.state is ValueState.UNREADABLE:
        found = _COUNTED.search(fold_width(joined))
        if found is not None:
            plain = fold_width(joined)
            number = parse_quantity(plain[: found.start()] + plain[found.end() :])
            unsure = number.approximate or _UNSURE.match(found["how"]) is not None
            quantity = replace(number, raw=joined, approximate=unsure)
    return quantity


def is_like_value(text: str) -> bool:
    """Tell whether a text is what a cell of figures may hold: a number, a word for none, several numbers."""
    return read_measured(text, year=None).value.state is not ValueState.UNREADABLE


@lru_cache(maxsize=4096)
def year_of_label(text: str) -> int | None:
    """Return the one year that a label names, fiscal (令和5年度, R5) or calendar (令和5年), None for none or several."""
    plain = fold_width(text).strip()
    found = find_fiscal_years(plain) or find_calendar_years(plain)
    if found:
        return found[0] if len(found) == 1 else None
    whole = parse_fiscal_year(plain)
    return whole if whole in _USUAL_YEARS else None


def good_of(text: str) -> Good | None:
    """Return the direction in which a value gets better, where a cell says it and nothing else: ↑, 減少, 維持."""
    plain = "".join(fold_width(text).split()).strip("()[]").casefold()
    if _UP.fullmatch(plain):
        return Good.UP
    if _DOWN.fullmatch(plain):
        return Good.DOWN
    return Good.KEEP if _KEEP.fullmatch(plain) else None


def good_at_end(name: str) -> Good | None:
    """Return the direction that an arrow behind an indicator's name gives: 「空き家の数（↓）」."""
    found = _ARROW_AT_END.search(name)
    return good_of(found[1]) if found else None


def _is_taken_for_year(quantity: Quantity) -> bool:
    # 「R5 412人」 would be 「R5」 and a number beside it.
    return quantity.state is ValueState.WORDS and find_fiscal_years(quantity.raw) != ()


def _with_year_inside(text: str) -> YearValue | None:
    plain = fold_width(text).strip()
    pairs: list[tuple[str, str]] = []
    found = _BRACKET.fullmatch(plain)
    if found is not None:
        outside = f"{found['before']}{found['after']}".strip()
        pairs += [(found["inside"], outside), (outside, found["inside"])]
    first = _YEAR_FIRST.fullmatch(plain)
    if first is not None:
        pairs += [(first["year"], first["value"])]
    lines = plain.split("\n")
    if len(lines) == 2:
        pairs += [(lines[0], lines[1]), (lines[1], lines[0])]
    for label, value in pairs:
        year = _year_alone(label)
        quantity = parse_quantity(join_lines(value)) if year is not None and value.strip() else None
        if quantity is not None and quantity.state is not ValueState.UNREADABLE:
            return YearValue(year=year, value=replace(quantity, raw=join_lines(text)))
    return None


def _year_alone(label: str) -> int | None:
    """Return the year of a label that is a year or a date and nothing else; a bare 2024 is a number, not a year."""
    plain = label.strip(" ()[]:")
    year = year_of_label(plain)
    if year is None or plain.isdigit():
        return None
    rest = re.sub(r"(?:令和|平成|昭和|[RHS]\.?|'|(?:19|20)(?=[0-9]{2}))\s?(?:元|[0-9]{1,2})|\(|\)", "", plain)
    return year if _DATE_WORDS.sub("", rest) == "" else None
