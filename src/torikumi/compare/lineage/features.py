"""What speaks for a pair of projects being one: each feature a number, nought where nothing is known."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from torikumi.compare.lineage.candidates import LEAST_NAME
from torikumi.compare.lineage.ngrams import cosines, weigh
from torikumi.compare.lineage.record import Record

Array: TypeAlias = np.ndarray

FEATURES = (
    "name",  # how alike the names are
    "same_name",
    "same_bare_name",  # without brackets and years
    "name_inside",  # one name is a part of the other
    "former_name",  # one says that it was called as the other is
    "named_by_new",  # the newer text speaks of the older name
    "named_by_old",
    "text",
    "same_text",
    "texts_known",
    "sections",  # how alike the names of the sections are
    "same_section",
    "sections_known",
    "place",
    "same_top",
    "places_known",
    "same_amounts",  # the share of amounts of the same year, phase and source that are equal
    "amounts_equal",  # how many, on a scale that flattens
    "amounts_known",
    "same_values",
    "values_equal",
    "values_known",
    "indicators",
    "indicators_known",
    "name_and_text",
    "name_and_amounts",
    "text_and_amounts",
    "nearest_new",  # how far the pair is before the next best of the newer project
    "nearest_old",
    "name_alone",  # the name again where nothing else is known
)
_AT = {name: at for at, name in enumerate(FEATURES)}


def measure_pairs(old: Sequence[Record], new: Sequence[Record], pairs: Array) -> Array:
    """Return a row of features for each pair (index in old, index in new)."""
    table = np.zeros((len(pairs), len(FEATURES)), dtype=np.float64)
    if not len(pairs):
        return table
    for name, lengths in (("name", (1, 2, 3)), ("text", (2,)), ("indicators", (2,))):
        texts = [[str(getattr(one, name)) for one in side] for side in (old, new)]
        table[:, _AT[name]] = cosines(*weigh(*texts, lengths=lengths), pairs)
    for name, texts_of in (("sections", _sections), ("place", _places)):
        texts = [[texts_of(one) for one in side] for side in (old, new)]
        table[:, _AT[name]] = cosines(*weigh(*texts, lengths=(1, 2)), pairs)
    for row, (one, other) in enumerate(pairs):
        _fill(table[row], old[one], new[other])
    table[:, _AT["name_and_text"]] = table[:, _AT["name"]] * table[:, _AT["text"]]
    table[:, _AT["name_and_amounts"]] = table[:, _AT["name"]] * table[:, _AT["amounts_equal"]]
    table[:, _AT["text_and_amounts"]] = table[:, _AT["text"]] * table[:, _AT["amounts_equal"]]
    rest = 1 - np.maximum(table[:, _AT["texts_known"]], table[:, _AT["amounts_known"]])
    table[:, _AT["name_alone"]] = table[:, _AT["name"]] * rest
    score = (
        2 * table[:, _AT["name"]]
        + table[:, _AT["text"]]
        + np.maximum(table[:, _AT["same_bare_name"]], table[:, _AT["former_name"]])
        + table[:, _AT["amounts_equal"]]
        + 0.3 * table[:, _AT["sections"]]
    )
    alike = [_numbered([(one.name, one.text, one.sections) for one in side]) for side in (old, new)]
    table[:, _AT["nearest_new"]] = _margin(score, pairs[:, 1], rivals=alike[0][pairs[:, 0]])
    table[:, _AT["nearest_old"]] = _margin(score, pairs[:, 0], rivals=alike[1][pairs[:, 1]])
    return table


def _fill(row: Array, old: Record, new: Record) -> None:
    row[_AT["same_name"]] = old.name == new.name
    row[_AT["same_bare_name"]] = old.bare == new.bare and bool(old.bare)
    short, long = sorted((old.bare, new.bare), key=len)
    row[_AT["name_inside"]] = len(short) >= 4 and short in long
    row[_AT["former_name"]] = old.bare in new.former or bool(old.former & new.former)
    other_name = old.bare != new.bare
    row[_AT["named_by_new"]] = other_name and len(old.bare) >= LEAST_NAME and old.bare in new.words
    row[_AT["named_by_old"]] = other_name and len(new.bare) >= LEAST_NAME and new.bare in old.words
    row[_AT["texts_known"]] = bool(old.text and new.text)
    row[_AT["same_text"]] = bool(old.text) and old.text == new.text
    row[_AT["sections_known"]] = bool(old.sections and new.sections)
    row[_AT["same_section"]] = bool(old.sections & new.sections)
    row[_AT["places_known"]] = bool(old.places and new.places)
    row[_AT["same_top"]] = bool(old.places[:1]) and old.places[:1] == new.places[:1]
    row[_AT["indicators_known"]] = bool(old.indicators and new.indicators)
    shared = old.money.keys() & new.money.keys()
    equal = sum(old.money[key] == new.money[key] and old.money[key] != 0 for key in shared)
    row[_AT["amounts_known"]] = bool(shared)
    row[_AT["same_amounts"]] = equal / len(shared) if shared else 0
    row[_AT["amounts_equal"]] = equal / (equal + 2)
    years = {year for _, year, _ in old.values} & {year for _, year, _ in new.values}
    before = {value for value in old.values if value[1] in years}
    after = {value for value in new.values if value[1] in years}
    fewest = min(len(before), len(after))
    both = len(before & after)
    row[_AT["values_known"]] = bool(fewest)
    row[_AT["same_values"]] = both / fewest if fewest else 0
    row[_AT["values_equal"]] = both / (both + 2)


def _sections(record: Record) -> str:
    return "".join(sorted(record.sections))


def _places(record: Record) -> str:
    return "".join(record.places)


def _numbered(keys: Sequence[object]) -> Array:
    """Return a number for each key, the same for the same."""
    numbers: dict[object, int] = {}
    return np.asarray([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _margin(score: Array, groups: Array, *, rivals: Array) -> Array:
    """Return by how much each pair is before the best other pair of its group, or before nothing; negative behind it.

    Rivals of one number are alike in all that can be seen: none of them is before the others for it.
    """
    order = np.lexsort((-score, groups))
    margin = np.empty_like(score)
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    for start, end in zip(starts, np.r_[starts[1:], len(order)], strict=True):
        inside = order[start:end]
        best, first = score[inside[0]], rivals[inside[0]]
        others = score[inside][rivals[inside] != first]
        second = others[0] if len(others) else 0
        behind = np.maximum(score[inside] - best, -1)
        margin[inside] = np.where(rivals[inside] == first, np.minimum(score[inside] - second, 1), behind)
    return margin
