"""What is known of a project when its lineage is asked for, in keys that compare."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from torikumi.plan.indicator import Indicator
from torikumi.plan.model import Plan
from torikumi.plan.project import Project
from torikumi.text.names import section_key
from torikumi.text.width import search_key

MoneyKey = tuple[int, str, str]
Value = tuple[str, int, Decimal]

# What a year, an era or a mark of the round adds to a name and takes away again.
_YEARLY = re.compile(
    r"(?:令和|平成|昭和)?[0-9元]{1,4}年度?(?:補正|当初|予算|分|版)*|第[0-9]+[期次回]|(?:仮称)|【[^】]*】"
)
_BRACKETED = re.compile(r"[(（〔\[<〈《「『][^()（）〔〕\[\]<>〈〉《》「」『』]*[)）〕\]>〉》」』]")
# 「（旧：…事業）」, 「（…から名称変更）」: what the project was called before.
_FORMER = re.compile(
    r"[(\[〔【]旧(?:称|名称|事業名)?[::「『]*([^()\[\]「」『』]{4,})|[(「]([^()「」]{4,}?)」?(?:から|を)(?:名称)?変更"
)
_WORDLESS = re.compile(r"[^0-9a-zぁ-ゖ一-鿿㐀-䶿々-]+")
# The beginning of a text says what it is about; the end says what was done this year.
_LONGEST_TEXT = 500
_LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One project. `bare` is the name without brackets and years; `position` its place in the document from 0 to 1.

    `money` are the amounts by year, phase and source in their printed unit, `values` the measured and aimed figures of
    all indicators with their years, `former` the bare names that the name says it had before,
    `words` name and summary as one run of letters, in which another project's name may stand.
    """

    name: str
    bare: str
    text: str
    sections: frozenset[str]
    places: tuple[str, ...]
    number: str
    position: float
    money: Mapping[MoneyKey, Decimal]
    indicators: str
    values: frozenset[Value]
    former: frozenset[str]
    words: str


def records_of(plan: Plan) -> list[Record]:
    """Return the projects of a plan in its order."""
    count = max(len(plan.projects) - 1, 1)
    return [_record(plan, project, at / count) for at, project in enumerate(plan.projects)]


def _record(plan: Plan, project: Project, position: float) -> Record:
    path = plan.path_to(project.node) if project.node in plan.node_by_id else ()
    name = search_key(project.name)
    return Record(
        name=name,
        bare=bare_name(project.name),
        text=search_key((project.summary or "")[: 2 * _LONGEST_TEXT])[:_LONGEST_TEXT],
        sections=frozenset(section_key(section.name) for section in project.sections),
        places=tuple(search_key(node.name or node.printed) for node in path),
        number=search_key(project.number or ""),
        position=position,
        money={
            (amount.year, str(amount.phase or amount.label), str(amount.fund)): amount.value.number
            for amount in project.amounts
            if amount.year is not None and amount.value.number is not None
        },
        indicators="".join(search_key(indicator.name)[:80] for indicator in project.indicators),
        values=frozenset(value for one in project.indicators for value in _values(one)),
        former=frozenset(_former(name)),
        words=_WORDLESS.sub("", search_key(f"{project.name}{project.summary or ''}"))[:_LONGEST_WORDS],
    )


def bare_name(name: str) -> str:
    """Return a name as it is compared: without brackets, years and all that is no letter."""
    key = search_key(name)
    return _WORDLESS.sub("", _YEARLY.sub("", _BRACKETED.sub("", key))) or _WORDLESS.sub("", key)


def _former(name: str) -> Iterator[str]:
    for match in _FORMER.finditer(name):
        bare = bare_name(match[1] or match[2])
        if bare:
            yield bare


def _values(indicator: Indicator) -> Iterator[Value]:
    """Yield the figures of each year; what two editions print alike is the same measure. A nought says nothing."""
    for kind, values in (("actual", indicator.actuals), ("target", indicator.targets)):
        for value in values:
            if value.year is not None and value.value.number:
                yield kind, value.year, value.value.number
