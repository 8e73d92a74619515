"""Rules of rating as TOML tables, in the settings of a round and in the ready-made ones."""

from collections.abc import Mapping

from torikumi.review.mistakes import RoundError, unknown_name
from torikumi.review.rating_rule import Against, Formula, Grade, RatingRule, Standing
from torikumi.review.tables import Table
from torikumi.review.words import AGAINST_WORDS, FORMULA_WORDS, STANDING_WORDS

RULE_KEYS = ("id", "version", "title", "against", "formula", "grades", "judged")
_GRADE_KEYS = (
    *("label", "rank", "meaning", "at_least", "above", "better_than_base", "base_within", "standings"),
)

Rules = Mapping[str, RatingRule]


def read_rating(table: Table, rules: Rules, *, key: str = "rating") -> RatingRule:
    """Return the rule that a key names or holds."""
    named = table.values.get(key)
    if isinstance(named, str):
        if named not in rules:
            raise RoundError((unknown_name(table.spot.at(key), named, [n for n in rules if "@" not in n]),))
        return rules[named]
    below = table.table(key)
    below.allow(*RULE_KEYS)
    version = below.whole("version")
    return RatingRule(
        id=below.text("id", "own"),
        version=1 if version is None else version,
        title=below.text("title", ""),
        against=below.one_of("against", AGAINST_WORDS, Against.YEAR),
        formula=below.one_of("formula", FORMULA_WORDS, Formula.RATIO),
        grades=tuple(map(_read_grade, below.tables("grades"))),
        judged=below.flag("judged", default=False),
    )


def rating_entry(rule: RatingRule, rules: Rules) -> object:
    """Return a rule as its ready-made name, else as a table."""
    name = f"{rule.id}@{rule.version}"
    if rules.get(name) == rule:
        return name
    return {
        "id": rule.id,
        "version": None if rule.version == 1 else rule.version,
        "title": rule.title,
        "against": None if rule.against is Against.YEAR else rule.against.value,
        "formula": None if rule.formula is Formula.RATIO else rule.formula.value,
        "judged": rule.judged or None,
        "grades": [_grade_entry(grade) for grade in rule.grades],
    }


def _read_grade(table: Table) -> Grade:
    table.allow(*_GRADE_KEYS)
    return Grade(
        label=table.text("label"),
        rank=table.whole("rank"),
        meaning=table.text("meaning", ""),
        at_least=table.number("at_least"),
        above=table.number("above"),
        better_than_base=table.flag("better_than_base", default=False),
        base_within=table.number("base_within"),
        standings=tuple(_read_standing(table, name) for name in table.texts("standings")),
    )


def _read_standing(table: Table, name: str) -> Standing:
    found = next((standing for standing in STANDING_WORDS if standing == name), None)
    if found is None or found is Standing.RUNNING:
        known = {
            standing: word for standing, word in STANDING_WORDS.items() if standing is not Standing.RUNNING
        }
        words = [f"{standing}（{word}）" for standing, word in known.items()]
        raise RoundError((unknown_name(table.spot.at("standings"), name, list(known), words=words),))
    return found


def _grade_entry(grade: Grade) -> dict[str, object]:
    return {
        "label": grade.label,
        "rank": grade.rank,
        "meaning": grade.meaning or None,
        "at_least": grade.at_least,
        "above": grade.above,
        "better_than_base": grade.better_than_base or None,
        "base_within": grade.base_within,
        "standings": [standing.value for standing in grade.standings] or None,
    }
