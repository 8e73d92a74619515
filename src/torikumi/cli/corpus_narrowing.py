"""The filters that the counting commands of the corpus share."""

from collections.abc import Mapping

import click

from torikumi.cli.opening import year_of
from torikumi.corpus.tables import Narrowed

_OPTIONS = (
    (
        "--prefecture",
        "prefectures",
        "NAME",
        "Only bodies of this prefecture; may be repeated, as may all filters.",
    ),
    ("--body", "bodies", "CODE", "Only this body."),
    ("--body-kind", "body_kinds", "KIND", "Only bodies of this kind (city, town …)."),
    ("--peers", "peers", "CLASS", "Only bodies of this class (city-10-15)."),
    ("--goal-class", "goal_classes", "CLASS", "Only this field of policy."),
    ("--section-kind", "section_kinds", "KIND", "Only this kind of section."),
    ("--year", "years", "YEAR", "Only this fiscal year."),
)


def narrowing(function: click.decorators.FC) -> click.decorators.FC:
    """Give a command the filters."""
    for option, name, metavar, told in reversed(_OPTIONS):
        function = click.option(option, name, multiple=True, metavar=metavar, help=told)(function)
    return function


def narrowed_of(given: Mapping[str, tuple[str, ...]]) -> Narrowed:
    """Return the filters that were given."""
    values = {name: given[name] for _, name, _, _ in _OPTIONS if name != "years"}
    return Narrowed(years=tuple(year_of(one) for one in given["years"]), **values)
