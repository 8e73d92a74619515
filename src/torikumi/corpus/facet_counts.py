"""The counts beside the filters of a search: what each value would leave if it were chosen instead.

A filter that is on does not stand in its own way: its values are counted as if it were off. Each column that is counted
costs time for each wording that is found, so few columns are counted, and what a question needs is summed up from them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from torikumi.corpus.question import Question
from torikumi.corpus.states import all_name, part_of, set_name
from torikumi.corpus.text_index import JOINED, values_of_joined, year_field

# The filters that a wording has one value of, and the field of each.
PLAIN_FILTERS: Mapping[str, str] = {
    "bodies": "body",
    "prefectures": "prefecture",
    "body_kinds": "body_kind",
    "peers": "peers",
    "goal_classes": "goal_class",
    "section_kinds": "section_kind",
}
# The filters that are of a year.
YEARLY_FILTERS: Mapping[str, str] = {
    "years": "year",
    "outcomes": "outcome",
    "bands": "band",
    "results": "result",
}
FACETS = (*PLAIN_FILTERS, *YEARLY_FILTERS)
# The filters whose values stand together, by the field that they stand in.
_JOINED_FILTERS: Mapping[str, tuple[str, ...]] = {
    joined: tuple(name for name, field in PLAIN_FILTERS.items() if field in fields)
    for joined, fields in JOINED.items()
}
# A field that every wording has one value of.
_OF_ONE_VALUE = "subject"
Buckets = dict[str, dict[str, int]]
Counts = dict[str | int, int]


class Count(Protocol):
    """What counts wordings in the index, beside whatever else goes on."""

    def __call__(
        self, question: Question, fields: Collection[str], leave_out: Collection[str]
    ) -> Callable[[], Buckets]:
        """Begin to count what a question finds by the values of some fields, as if some filters were off.

        What is returned waits for the numbers, and gives them.
        """


def count_facets(
    question: Question, wanted: Collection[str], count: Count, *, years: Collection[int]
) -> tuple[Mapping[str, Counts], int]:
    """Return the counts beside the wanted filters, by value in order, and how many wordings there are in all.

    `years` are those that the index has states of.
    """
    plans = {name: _plan_of(question, name, years) for name in wanted if name in YEARLY_FILTERS}
    # What no filter of its own stands in the way of is counted in one go.
    places = _fields_of_places(question, wanted)
    fields = {*places.values(), _OF_ONE_VALUE}
    shared = [name for name, plan in plans.items() if plan.fields and not getattr(question, name)]
    fields.update(field for name in shared for field in plans[name].fields)
    # All is begun before anything is waited for.
    beside = count(question, fields, ())
    places_on = _of_places_that_are_on(question, [name for name in wanted if name not in places], count)
    own = {
        name: _of_a_year(question, name, plan, count) for name, plan in plans.items() if name not in shared
    }
    buckets = beside()
    found = {name: _sum_up(name, buckets[field], question) for name, field in places.items()}
    found |= {name: plans[name].sum_up(buckets) for name in shared}
    found |= {name: counted() for name, counted in (places_on | own).items()}
    total = sum(buckets[_OF_ONE_VALUE].values())
    return {name: dict(sorted(found[name].items(), key=lambda one: str(one[0]))) for name in wanted}, total


def _fields_of_places(question: Question, wanted: Collection[str]) -> dict[str, str]:
    """The joined fields to be counted for filters that stand together and are all off."""
    fields: dict[str, str] = {}
    for joined, names in _JOINED_FILTERS.items():
        if not any(getattr(question, name) for name in names):
            fields |= {name: joined for name in names if name in wanted}
    return fields


def _of_places_that_are_on(
    question: Question, wanted: Collection[str], count: Count
) -> dict[str, Callable[[], Counts]]:
    """Counts of filters that stand together, some of which are on: these are left out, and put on again in summing."""
    found: dict[str, Callable[[], Counts]] = {}
    for joined, names in _JOINED_FILTERS.items():
        asked = [name for name in names if name in wanted]
        if asked:
            counted = count(question, [joined], [name for name in names if getattr(question, name)])
            for name in asked:
                found[name] = partial(_sum_up_later, name, counted, joined, question)
    return found


def _sum_up_later(name: str, counted: Callable[[], Buckets], joined: str, question: Question) -> Counts:
    return _sum_up(name, counted()[joined], question)


def _of_a_year(question: Question, name: str, plan: "_Plan", count: Count) -> Callable[[], Counts]:
    if not plan.fields:
        return partial(_one_by_one, question, name, count)
    counted = count(question, plan.fields, (name,) if getattr(question, name) else ())
    return lambda: plan.sum_up(counted())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which fields a yearly facet is counted over (none: value by value), and what the other parts must be.

    Fields are one with all values of the part, one of combinations, or one of states a year.
    """

    part: str
    others: Mapping[str, Collection[object]]
    fields: tuple[str, ...]

    def sum_up(self, buckets: Buckets) -> Counts:
        """Return the counts by value of this part; a wording is in one bucket of its value."""
        if self.fields == (all_name(self.part),):
            return _each_of_all(self.part, buckets[self.fields[0]])
        counts: Counts = {}
        for field in self.fields:
            for key, count in buckets[field].items():
                number = int(key)
                if all(part_of(number, part) in values for part, values in self.others.items()):
                    value = (
                        int(field.rpartition(".")[2]) if self.part == "year" else part_of(number, self.part)
                    )
                    counts[value] = counts.get(value, 0) + count
        return counts


def _plan_of(question: Question, name: str, known_years: Collection[int]) -> _Plan:
    """How a facet that is of a year is counted while such filters are on; a wording counts once a value."""
    part = YEARLY_FILTERS[name]
    others: dict[str, Collection[object]] = {
        field: getattr(question, other)
        for other, field in YEARLY_FILTERS.items()
        if other not in (name, "years") and getattr(question, other)
    }
    years = question.years
    if part == "year":
        return _Plan(part, others, tuple(map(year_field, known_years)) if others else (all_name(part),))
    if len(years) == 1:
        # A wording has one state a year.
        return _Plan(part, others, tuple(map(year_field, years)))
    if years:
        return _Plan(part, others, ())
    if not others:
        return _Plan(part, others, (all_name(part),))
    if all(len(values) == 1 for values in others.values()):
        return _Plan(part, others, (set_name({part, *others}),))
    return _Plan(part, others, ())


def _one_by_one(question: Question, name: str, count: Count) -> Counts:
    """Counts of a facet whose values are asked for one after the other."""
    own = (name,) if getattr(question, name) else ()
    field = all_name(YEARLY_FILTERS[name])
    counting = {}
    for value in _each_of_all(YEARLY_FILTERS[name], count(question, [field], own)()[field]):
        narrowed = replace(question, **{name: (value,)})  # type: ignore[arg-type]  # each name is one of its filters
        counting[value] = count(narrowed, [_OF_ONE_VALUE], ())
    totals = {value: sum(counted()[_OF_ONE_VALUE].values()) for value, counted in counting.items()}
    return {value: total for value, total in totals.items() if total}


def _sum_up(name: str, buckets: Mapping[str, int], question: Question) -> Counts:
    """Counts of one of the filters that stand together, where others of them are on."""
    together = next(names for names in _JOINED_FILTERS.values() if name in names)
    at = together.index(name)
    others = [
        (together.index(other), values)
        for other in together
        if other != name and (values := getattr(question, other))
    ]
    counts: Counts = {}
    for key, count in buckets.items():
        values = values_of_joined(key)
        if all(values[other] in chosen for other, chosen in others):
            counts[values[at]] = counts.get(values[at], 0) + count
    return counts


def _each_of_all(part: str, buckets: Mapping[str, int]) -> Counts:
    """Counts by value of buckets that hold all values of a wording in one text."""
    counts: Counts = {}
    for key, count in buckets.items():
        for one in _values(part, key.split(",")):
            counts[one] = counts.get(one, 0) + count
    return counts


def _values(part: str, texts: Iterable[str]) -> Iterable[str | int]:
    return [int(one) for one in texts] if part in ("year", "band") else texts
