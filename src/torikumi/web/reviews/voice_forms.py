"""What people fill in for proposals and comments, and the filters of their lists. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.review.comments import STATE_WORDS as COMMENT_WORDS
from torikumi.review.comments import CommentState
from torikumi.review.proposals import KIND_WORDS, ProposalState
from torikumi.review.proposals import STATE_WORDS as PROPOSAL_WORDS
from torikumi.web.reviews.actions.comments import Said

Choice = tuple[str, str]

_LONGEST = 4_000
_TOO_LONG = {"max_length": "4,000字までにしてください。"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CommentForm(forms.Form):
    """One comment: about a project, about a heading, or about the whole."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sheet = forms.TypedChoiceField(
        label="対象の事業",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="事業についての意見のときに選びます。",
    )
    node = forms.ChoiceField(
        label="対象の目標・施策",
        required=False,
        help_text="目標や施策についての意見のときに選びます。どちらも選ばなければ、計画全体への意見になります。",
    )
    section = forms.CharField(
        label="答える課",
        required=False,
        max_length=100,
        help_text="事業の意見には主管課が答えます。ほかの意見で、企画担当でない課が答えるときに書きます。",
    )
    text = forms.CharField(
        label="意見",
        max_length=_LONGEST,
        widget=_area(5),
        error_messages={"required": "意見を書いてください。", **_TOO_LONG},
    )
    body = forms.CharField(
        label="委員会の名前", max_length=100, error_messages={"required": "委員会の名前を書いてください。"}
    )

    def __init__(self, *args: Any, sheets: Sequence[Choice], nodes: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "sheet", [("", "選んでください"), *sheets])
        _offer(self, "node", [("", "選んでください"), *nodes])

    def said(self) -> Said:
        """Return what was filled in; the form must be valid."""
        said = self.cleaned_data
        return Said(
            text=said["text"],
            body=said["body"],
            sheet=said["sheet"],
            node=said["node"],
            section=said["section"],
        )


class ProposalFilterForm(forms.Form):
    """The filters of the proposals; a GET form."""

    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), *((str(state), PROPOSAL_WORDS[state]) for state in ProposalState)],
    )
    kind = forms.ChoiceField(
        label="種類",
        required=False,
        choices=[("", "すべて"), *((str(kind), word) for kind, word in KIND_WORDS.items())],
    )
    q = forms.CharField(label="事業名・部会", required=False, max_length=100)


class CommentFilterForm(forms.Form):
    """The filters of the comments; a GET form."""

    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), *((str(state), COMMENT_WORDS[state]) for state in CommentState)],
    )
    q = forms.CharField(label="事業名・意見", required=False, max_length=100)


def _offer(form: forms.Form, name: str, choices: Sequence[Choice]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
    field.choices = choices
