"""What people fill in beside the sheets themselves: the filters of lists. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.plan.direction import DirectionLabel
from torikumi.plan.project import ReviewState
from torikumi.review.states import STATE_WORDS
from torikumi.web.plans.badges import join_words
from torikumi.web.plans.queries.projects import NONE_KEY
from torikumi.web.reviews.derived import label_key
from torikumi.web.reviews.queries.listing import Mine, SheetFilter

Choice = tuple[str, str]

_STATES: tuple[Choice, ...] = (("", "すべて"), *((str(state), STATE_WORDS[state]) for state in ReviewState))
_CHANGES: tuple[Choice, ...] = (
    ("", "すべて"),
    ("direction", "計画から変わる"),
    ("warnings", "確かめたい点がある"),
    ("late", "締切の後に提出された"),
)
_MINE: tuple[Choice, ...] = (
    ("", "すべて"),
    (Mine.OWN, "自分の課のシート"),
    (Mine.ANSWER, "自分の課がこれから書く"),
    (Mine.DECIDE, "自分の承認を待つ"),
)
_SORTS: tuple[Choice, ...] = (
    ("position", "計画の順"),
    ("direction", "今後の方針の順"),
    ("recent", "新しく書かれた順"),
)


class SheetFilterForm(forms.Form):
    """The filters of a round's sheets; a GET form, so that every view of the list has an address."""

    q = forms.CharField(label="事業名など", required=False, max_length=200)
    state = forms.ChoiceField(label="状況", required=False, choices=_STATES)
    section = forms.ChoiceField(label="担当課", required=False)
    direction = forms.ChoiceField(label="今後の方針", required=False)
    changed = forms.ChoiceField(label="注目する点", required=False, choices=_CHANGES)
    mine = forms.ChoiceField(label="自分のもの", required=False, choices=_MINE)
    sort = forms.ChoiceField(label="並べ方", required=False, choices=_SORTS)

    def __init__(
        self, *args: Any, sections: Sequence[Choice], labels: Sequence[DirectionLabel], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("section", [("", "すべて"), *sections])
        directions = [(label_key(label), join_words((label.code or "", label.label))) for label in labels]
        self._offer("direction", [("", "すべて"), *directions, (NONE_KEY, "まだない")])

    def _offer(self, name: str, choices: Sequence[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
        field.choices = choices

    def wanted(self) -> SheetFilter:
        """Return what is asked for; a choice that is not offered asks for everything."""
        self.is_valid()
        values = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return SheetFilter(
            text=values.get("q", ""),
            state=values.get("state", ""),
            section=values.get("section", ""),
            direction=values.get("direction", ""),
            changed=values.get("changed", ""),
            mine=values.get("mine", ""),
            sort=values.get("sort", "position"),
        )
