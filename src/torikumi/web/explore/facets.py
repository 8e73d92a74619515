"""The filters beside a search: what is chosen, and what each other choice would find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from torikumi.corpus.classes import GOAL_CLASSES, SECTION_KINDS
from torikumi.corpus.question import Answer, is_prefecture
from torikumi.corpus.schema import OUTCOMES, Result
from torikumi.corpus.states import BAND_VALUES
from torikumi.corpus.store import prefecture_code
from torikumi.corpus.words import BAND_WORDS, OUTCOME_WORDS, RESULT_WORDS, goal_word, peers_word, section_word
from torikumi.text.era import format_fiscal_year

# The names of the filters in the address, of the question's fields, and of the page.
FACETS: Mapping[str, tuple[str, str]] = {
    "year": ("years", "年度"),
    "outcome": ("outcomes", "方向性"),
    "goal": ("goal_classes", "分野"),
    "prefecture": ("prefectures", "都道府県"),
    "peers": ("peers", "団体の規模"),
    "section": ("section_kinds", "課の種類"),
    "band": ("bands", "予算"),
    "result": ("results", "指標の結果"),
}
_BY_KEY = frozenset(("year", "band", "peers", "prefecture"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value: its word, how many it would leave, the address that takes or drops it."""

    word: str
    count: int
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One filter with its values."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def is_on(self) -> bool:
        """Whether something is chosen."""
        return any(choice.is_on for choice in self.choices)


def facets_of(answer: Answer, asked: QueryDict) -> tuple[Facet, ...]:
    """Return the filters of an answer; choosing a value drops the one that was chosen before."""
    return tuple(
        Facet(name=name, title=title, choices=_choices(name, answer.counts.get(field, {}), asked))
        for name, (field, title) in FACETS.items()
    )


def values_of(name: str, asked: QueryDict) -> tuple[Any, ...]:
    """Return the values of a filter that an address chooses; values that no record has are left out."""
    known: Mapping[str, frozenset[str]] = {
        "outcome": frozenset(("", *OUTCOMES)),
        "result": frozenset(Result),
        "band": frozenset(str(one) for one in BAND_VALUES),
        "goal": frozenset(GOAL_CLASSES),
        "section": frozenset(SECTION_KINDS),
    }
    given = asked.getlist(name)
    if name == "prefecture":
        return tuple(one for one in given if is_prefecture(one))
    if name == "year":
        return tuple(
            int(one)
            for one in given
            if one.isascii() and one.isdecimal() and len(one) == 4 and 1900 <= int(one) <= 2155
        )
    kept = [one for one in given if name not in known or one in known[name]]
    return tuple(int(one) for one in kept) if name == "band" else tuple(kept)


def word_of(name: str, value: str | int) -> str:
    """Return a value of a filter in words."""
    if name == "year":
        return format_fiscal_year(int(value))
    if name == "band":
        return BAND_WORDS[int(value)]
    if name in ("outcome", "result"):
        return {**OUTCOME_WORDS, **RESULT_WORDS}.get(str(value), str(value))
    named = {"goal": goal_word, "section": section_word, "peers": peers_word}
    return named[name](str(value)) if name in named else str(value)


def _choices(name: str, counts: Mapping[str | int, int], asked: QueryDict) -> tuple[Choice, ...]:
    chosen = {str(value) for value in values_of(name, asked)}
    known = {str(value): count for value, count in counts.items()}
    for value in chosen - known.keys():
        known[value] = 0
    by_key = name in _BY_KEY
    order = sorted(
        known.items(),
        key=lambda one: _in_order(name, one[0]) if by_key else (-one[1], one[0]),
    )
    return tuple(
        Choice(
            word=word_of(name, value), count=count, url=_address(name, value, asked), is_on=value in chosen
        )
        for value, count in order
    )


def _in_order(name: str, value: str) -> tuple[float, str]:
    if name == "year":
        return (-int(value), value)
    if name == "prefecture":
        return (int(prefecture_code(value)), value)
    return (int(value), value) if name == "band" else (0, value)


def _address(name: str, value: str, asked: QueryDict) -> str:
    changed = asked.copy()
    changed.pop("page", None)
    if value in asked.getlist(name):
        changed.pop(name, None)
    else:
        changed.setlist(name, [value])
    return f"?{changed.urlencode()}"
