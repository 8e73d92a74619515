"""The ready-made rules of rating, and how they are found by name."""

from collections.abc import Mapping
from functools import cache

from torikumi.review.library.shelf import Entry, by_name, entry_of, read_shelf
from torikumi.review.rating_rule import RatingRule
from torikumi.review.rating_tables import RULE_KEYS, read_rating
from torikumi.review.tables import Table


@cache
def all_ratings() -> tuple[Entry[RatingRule], ...]:
    """Return the ready-made rules of rating, in the order of the file."""
    return tuple(_rating_entry(table) for table in read_shelf("ratings.toml").tables("ratings"))


def ratings_by_name() -> Mapping[str, RatingRule]:
    """Return the rules by id (the newest version) and by id@version."""
    return by_name(all_ratings())


def _rating_entry(table: Table) -> Entry[RatingRule]:
    inside = {key: table.values[key] for key in RULE_KEYS if key in table.values}
    rule = read_rating(Table(values={"rating": inside}, spot=table.spot), {})
    return entry_of(table, rule, *RULE_KEYS)
