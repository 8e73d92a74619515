"""The questions of the tables as Ibis expressions: cells that are counted, and rates among all records beside them.

Each takes records and what they are told apart by. Only whole numbers and texts come out; nothing is rounded by an engine.
"""

from collections.abc import Sequence
from typing import Any

import ibis

from torikumi.corpus.schema import Fate, Result
from torikumi.corpus.shares import beside, with_stated, with_whole

MOST_NAMES = 200
_NEXT = ("fate", "next_outcome")
_NUMBERS = frozenset(("year", "band", "name_key"))


def directions(records: Any, by: tuple[str, ...]) -> Any:
    """Return how many records have each direction, "" for none, `of` how many that are told apart alike."""
    cells = _cells(records, (*by, "outcome"))
    return with_stated(cells, by, "outcome", counted="records", whole="of")


def direction_rates(counts: Any, by: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return the same of all records of a year, and the columns by which they stand beside."""
    keys = (*years_of(by), "outcome")
    rates = _by(counts, keys, all_records=_sum(counts.records))
    return with_stated(rates, years_of(by), "outcome", counted="all_records", whole="all_of"), keys


def indicators(records: Any, by: tuple[str, ...]) -> Any:
    """Return how many records reached their targets; `of` could be judged. Single indicators are counted beside."""
    counts = _counts(records, (*by, "result"), judged=_sum(records.judged), met_figures=_sum(records.met))
    results = {str(one): _sum(ibis.ifelse(counts.result == str(one), counts.times, 0)) for one in Result}
    results["of"] = _sum(ibis.ifelse(counts.result == str(Result.NONE), 0, counts.times))
    figures = {name: _sum(counts[name]) for name in ("judged", "met_figures")}
    return _summed(counts, by, **results, **figures)


def indicator_rates(counts: Any, by: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return how many of all records of a year reached their targets, of how many that could be judged."""
    years = years_of(by)
    return _by(counts, years, all_met=_sum(counts.met), all_of=_sum(counts.of)), years


def money(records: Any, by: tuple[str, ...]) -> Any:
    """Return sums in yen and how many records bear an amount; `both_…` are those of records that bear the two."""
    both = records.budget.notnull() & records.settled.notnull()
    counts = _counts(
        records,
        by,
        budget=_sum(records.budget),
        with_budget=records.budget.count(),
        settled=_sum(records.settled),
        with_settled=records.settled.count(),
        both_budget=records.budget.sum(where=both).fill_null(0).cast("int64"),
        both_settled=records.settled.sum(where=both).fill_null(0).cast("int64"),
    )
    names = ("budget", "with_budget", "settled", "with_settled", "both_budget", "both_settled")
    return _summed(counts, by, **{name: _sum(counts[name]) for name in names})


def transitions(records: Any, by: tuple[str, ...]) -> Any:
    """Return what the next edition says of records, by their direction; `of` have that direction and a next edition."""
    cells = _cells(records.filter(records.fate != str(Fate.OPEN)), (*by, "outcome", *_NEXT))
    cells = cells.mutate(is_stated=cells.outcome != "")
    return with_whole(cells, (*by, "outcome"), counted="records", whole="of")


def transition_rates(counts: Any, by: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """Return the same of all records of a year that state any direction; beside those that state none, of all."""
    within = (*years_of(by), "is_stated")
    counts = counts.select(*within, *_NEXT, "records")
    # Where most bodies print no direction, all records would say nothing about those that do.
    every = counts.filter(counts.is_stated).union(counts.mutate(is_stated=ibis.literal(value=False)))
    rates = _by(every, (*within, *_NEXT), all_records=_sum(every.records))
    return with_whole(rates, within, counted="all_records", whole="all_of"), (*within, *_NEXT)


def names(records: Any, by: tuple[str, ...]) -> Any:
    """Return the names that most bodies share, whatever their spelling (表記のゆれ)."""
    keys = [*by, "name_key"]
    counts = _cells(records, (*by, "name_key"))
    most = counts.order_by([ibis.desc("bodies"), ibis.desc("records"), *keys]).limit(MOST_NAMES)
    # Of the spellings of one name that of most records is shown; of equals the first in order of letters. Only the
    # names that are shown are spelled: the others need no text.
    spelled = _texts(records, by).semi_join(most, keys).group_by([*keys, "name"])
    spelled = spelled.agg(times=lambda table: table.count())
    window = ibis.window(group_by=keys, order_by=[ibis.desc("times"), ibis.asc("name")])
    shown = spelled.mutate(at=ibis.row_number().over(window))
    shown = shown.filter(shown.at == 0)[[*keys, "name"]]
    return most.inner_join(shown, keys)[[*by, "name", "name_key", "records", "bodies"]]


def sizes(records: Any, by: tuple[str, ...]) -> Any:
    """Return how many lines, records and bodies there are."""
    if "year" in by:
        return _sizes_of_years(records, by)
    counted = _texts(records, by)
    values = {
        "lines": counted.line_key.nunique(),
        "records": counted.count(),
        "bodies": counted.body.nunique(),
    }
    if "body" in by:
        values["body_name"] = counted.body_name.max()
    return _by(counted, by, **values)


def _sizes_of_years(records: Any, by: tuple[str, ...]) -> Any:
    """The same by year, where a line stands once in an edition: lines are looked at only of bodies with several plans.

    To tell apart twenty million pairs of line and year would take four times as long.
    """
    counts = _counts(records, (*by, "edition"))
    several = counts.group_by(["body", "year"]).agg(editions=counts.edition.nunique())
    several = several.filter(several.editions > 1)
    repeated = _texts(records, by).semi_join(several, ["body", "year"])
    repeated = _by(repeated, by, again=repeated.count() - repeated.line_key.nunique())
    cells = beside(_summed(counts, by), repeated, by)
    return cells.mutate(lines=(cells.records - cells.again).cast("int64"))


def years_of(by: Sequence[str]) -> tuple[str, ...]:
    """Return by what rates are told apart: those of the same year stand beside, where years are told apart."""
    return ("year",) if "year" in by else ()


def _cells(records: Any, by: tuple[str, ...]) -> Any:
    """How many records and bodies there are of each kind."""
    return _summed(_counts(records, by), by)


def _counts(records: Any, by: tuple[str, ...], **values: Any) -> Any:
    """Counts that are told apart by body, too; twenty million records become some hundred thousand rows.

    Bodies are then counted among these, and empty texts filled in there: both would cost more than counting itself.
    """
    names = ("body", "body_name") if "body" in by else ("body",)
    keys = [*dict.fromkeys((*by, *names))]
    return _texts(records.group_by(keys).agg(times=records.count(), **values), by)


def _summed(counts: Any, by: tuple[str, ...], **values: Any) -> Any:
    """The same summed over bodies, with the number of records and bodies; a body has its name beside."""
    if "body" in by:
        values["body_name"] = counts.body_name.max()
    return _by(counts, by, **values, records=_sum(counts.times), bodies=counts.body.nunique())


def _by(records: Any, by: Sequence[str], /, **values: Any) -> Any:
    """Records told apart by some columns, or all in one row."""
    return records.group_by([*by]).agg(**values) if by else records.aggregate(**values)


def _sum(value: Any) -> Any:
    """A sum in whole numbers, 0 where there is nothing to sum."""
    return value.sum().fill_null(0).cast("int64")


def _texts(records: Any, by: Sequence[str]) -> Any:
    """Columns to group by hold no nulls: a class that is not known is "", a year and a key stay numbers."""
    texts = [name for name in by if name not in _NUMBERS]
    return records.mutate(**{name: records[name].fill_null("") for name in texts}) if texts else records
