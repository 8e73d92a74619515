"""The shapes of values: what a column holds, told by what stands in it and not by what stands above it."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from torikumi.plan.outcomes import parse_direction
from torikumi.text.numbers import parse_number
from torikumi.text.width import fold_width

_SECTION = re.compile(
    r"(?:課|室|部|局|係|班|署|所|館|院|園|センター|グループ|チーム|担当|委員会|本部|学校|各課|全庁|公社|機構|協議会|会議所)"
    r"(?:\s*[(（].*[)）])?(?:\s*(?:ほか|他|など|等|外)\S{0,6})?\Z",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"[(\[]?(?:No\.?|第)?\s*(?:[A-Za-z]{0,3}[-.]?)?(?:[0-9]{1,7}|[①-⑳])(?:\s?[-‐.・の_]\s?(?:[0-9]{1,4}|[①-⑳]))*"
    r"(?:[①-⑳]|\([0-9]{1,3}\)|[a-zア-ン])?[)\].]?\Z",
    re.IGNORECASE,
)
_CODED = re.compile(r"[A-Za-zア-オ①-⑨]\s*[:.、,)）・\s]\s*\S{1,12}\Z")


def share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Return which part of the values (0 to 1) a question holds for; 0 where there is none."""
    return sum(map(holds, values)) / len(values) if values else 0.0


def is_like_section(text: str) -> bool:
    """Tell whether a text ends as the names of sections do."""
    lines = text.strip()
    return len(lines) <= 60 and "。" not in lines and _SECTION.search(lines) is not None


@lru_cache(maxsize=4096)
def is_like_direction(text: str) -> bool:
    """Tell whether a text is a step of a scale: 「B：継続」, 「拡充」, 「見直し」."""
    plain = "".join(fold_width(text).split())
    if not plain or len(plain) > 20 or "。" in plain:
        return False
    return bool(parse_direction(plain, None).outcomes) or _CODED.match(plain) is not None


def is_like_number(text: str) -> bool:
    """Tell whether a text is the number of a row: 「12」, 「1-2」, 「3①」."""
    return _NUMBER.match("".join(fold_width(text).split())) is not None


def is_prose(text: str) -> bool:
    """Tell whether a text is a sentence."""
    return "。" in text or len(text) > 30


@lru_cache(maxsize=8192)
def is_like_quantity(text: str) -> bool:
    """Tell whether a text is a number with or without its unit."""
    return parse_number(text) is not None
