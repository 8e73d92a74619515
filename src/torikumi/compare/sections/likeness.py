"""How alike two units are: names, telephone numbers, what stands below them."""

import re
from collections import Counter
from functools import lru_cache

from torikumi.compare.sections.organisation import Organisation, Unit

# A name that stands whole in the other one, 広聴広報 in 広聴広報・シティプロモーション.
_TELLING, _HELD = 3, 0.9
# What kind of unit a name ends with says little of which it is.
_KIND = re.compile(
    r"(課|室|局|部|係|班|所|センター|事務所|担当|グループ|チーム|分院|保育所|こども園|幼稚園|小学校|中学校|出張所|支所)$"
)
_BRACKETS = re.compile(r"[(（][^)）]*[)）]$")
# What may become what: an office a bigger office, a nursery a school; a department is no section.
_SORTS = (
    re.compile(r"(局|部)$"),
    re.compile(r"(課|室|所|センター|事務所|支所|出張所|分院|診療所)$"),
    re.compile(r"(係|班|担当|グループ|チーム)$"),
    re.compile(r"(保育所|こども園|幼稚園)$"),
    re.compile(r"(小学校|中学校|学校|分校)$"),
)
_PARTS = re.compile(r"[・、／/（）()]")


def name_likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: pairs of letters that both have, without the word of their kind."""
    if one == other:
        return 1.0
    if min(len(stem(one)), len(stem(other))) >= _TELLING and (stem(one) in other or stem(other) in one):
        return _HELD
    first, second = _pairs(stem(one)), _pairs(stem(other))
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 0.0


def held_share(part: str, whole: str) -> float:
    """Return which share of a name stands in another in one piece: 「人権」 of 人権啓発 in 人権・男女共同参画推進 is a half."""
    name, text = stem(part), stem(whole)
    longest = max((_longest(each, text) for each in _PARTS.split(name) if each), default=0)
    own = max((len(each) for each in _PARTS.split(name)), default=0)
    return longest / own if own and longest >= 2 else 0.0


def children_share(old: Unit, new: Unit, *, before: Organisation, after: Organisation) -> float:
    """Return which share of the units below the older one stands below the newer one under the same names."""
    mine = _names_below(old, before)
    return len(mine & _names_below(new, after)) / len(mine) if mine else 0.0


def stem(name: str) -> str:
    """Return a name without the word for its kind and a remark behind it: 政策課 → 政策; a name of nothing else stays."""
    bare = _BRACKETS.sub("", name)
    return _KIND.sub("", bare) or bare or name


def is_same_sort(one: str, other: str) -> bool:
    """Return whether two names end as units of one sort do: 課 and 室, 局 and 部, nurseries, schools."""
    return _sort(one) == _sort(other)


def _sort(name: str) -> int:
    bare = _BRACKETS.sub("", name)
    # A nursery (保育所) ends as an office does; the longer word says which.
    found = [at for at, pattern in enumerate(_SORTS) if pattern.search(bare)]
    return max(found, default=-1)


def _names_below(unit: Unit, organisation: Organisation) -> frozenset[str]:
    return frozenset(each.name for each in organisation.below.get(unit.path, ()))


@lru_cache(maxsize=1 << 14)
def _pairs(name: str) -> Counter[str]:
    marked = f"^{name}$"
    return Counter(marked[at : at + 2] for at in range(len(marked) - 1))


def _longest(part: str, whole: str) -> int:
    """The length of the longest beginning or inner piece of `part` that stands in `whole`."""
    for length in range(len(part), 0, -1):
        if any(part[at : at + length] in whole for at in range(len(part) - length + 1)):
            return length
    return 0
