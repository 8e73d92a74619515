"""What is asked of the corpus, from the address. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from torikumi.corpus.classes import GOAL_CLASSES
from torikumi.corpus.question import LONGEST, Order, Question
from torikumi.corpus.schema import OUTCOMES
from torikumi.corpus.store import PREFECTURES
from torikumi.corpus.tables import GROUPS, TABLES
from torikumi.corpus.words import OUTCOME_WORDS, goal_word
from torikumi.web.explore.facets import FACETS, values_of

A_PAGE = 20
_MOST_PAGES = 500
_ORDERS = (
    (Order.RELEVANCE.value, "言葉の合い方"),
    (Order.YEAR.value, "新しい年度から"),
    (Order.MONEY.value, "予算の大きい順"),
)
_TOO_LONG = f"検索の言葉は{LONGEST}文字までにしてください。"
_WHOLE = ("", "分けない")


class SearchForm(forms.Form):
    """Words and the order; the filters are links."""

    q = forms.CharField(
        label="言葉", max_length=LONGEST, required=False, error_messages={"max_length": _TOO_LONG}
    )
    order = forms.CharField(label="並べ方", required=False, widget=forms.Select(choices=_ORDERS))


class TableForm(forms.Form):
    """Which table, what it is told apart by, and which records are counted."""

    table = forms.ChoiceField(label="表", choices=[(kind.key, kind.ja) for kind in TABLES])
    by = forms.ChoiceField(label="分け方", required=False, choices=[_WHOLE, *GROUPS.items()])
    then = forms.ChoiceField(label="さらに分ける", required=False, choices=[_WHOLE, *GROUPS.items()])
    prefecture = forms.ChoiceField(
        label="都道府県", required=False, choices=[("", "すべて"), *((one, one) for one in PREFECTURES)]
    )
    goal_class = forms.ChoiceField(
        label="分野",
        required=False,
        choices=[("", "すべて"), *((one, goal_word(one)) for one in GOAL_CLASSES)],
    )
    outcome = forms.ChoiceField(
        label="方向性",
        required=False,
        choices=[("", "すべて"), *((one, OUTCOME_WORDS[one]) for one in OUTCOMES)],
    )
    year = forms.IntegerField(label="年度（西暦）", required=False, min_value=1900, max_value=2155)


def question_of(asked: QueryDict, words: str) -> Question:
    """Return the question of an address; values that no record has are left out."""
    filters: dict[str, Any] = {}
    for name, (field, _) in FACETS.items():
        values = values_of(name, asked)
        if values:
            filters[field] = values
    order = asked.get("order", "")
    return Question(
        words=words,
        order=Order(order) if order in {one.value for one in Order} else Order.RELEVANCE,
        limit=A_PAGE,
        offset=(page_of(asked) - 1) * A_PAGE,
        **filters,
    )


def page_of(asked: QueryDict) -> int:
    """Return the number of the page that an address asks for."""
    given = asked.get("page", "")
    return (
        min(max(int(given), 1), _MOST_PAGES)
        if given.isascii() and given.isdecimal() and len(given) < 6
        else 1
    )
