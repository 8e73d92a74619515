"""What people fill in for proposals and comments, and the filters of their lists. Nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.review.comments import STATE_WORDS as COMMENT_WORDS
from torikumi.review.comments import CommentState
from torikumi.review.proposals import FIELD_WORDS, KIND_WORDS, ProposalKind, ProposalState, ProposedField
from torikumi.review.proposals import STATE_WORDS as PROPOSAL_WORDS
from torikumi.web.reviews.actions.comments import Said
from torikumi.web.reviews.actions.proposals import Proposed

Choice = tuple[str, str]

_LONGEST = 4_000
_TOO_LONG = {"max_length": "4,000字までにしてください。"}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProposalForm(forms.Form):
    """One proposal; which of the fields count depends on what is proposed, as their help says."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="提案の種類", choices=[(str(kind), word) for kind, word in KIND_WORDS.items()]
    )
    sheet = forms.TypedChoiceField(
        label="対象の事業",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="新規事業のときは選びません。",
    )
    partners = forms.MultipleChoiceField(
        label="統合する相手", required=False, help_text="統合のときだけ選びます（いくつでも）。"
    )
    field = forms.ChoiceField(
        label="変える項目",
        required=False,
        choices=[("", "選んでください"), *((str(one), word) for one, word in FIELD_WORDS.items())],
        help_text="その他の項目の変更のときだけ選びます。",
    )
    name = forms.CharField(
        label="新しい事業の名前", required=False, max_length=100, help_text="新規事業のときだけ書きます。"
    )
    node = forms.ChoiceField(
        label="新しい事業を置く見出し", required=False, help_text="新規事業のときだけ選びます。"
    )
    section = forms.CharField(
        label="新しい事業の担当課", required=False, max_length=100, help_text="新規事業のときだけ書きます。"
    )
    text = forms.CharField(
        label="提案の内容",
        max_length=_LONGEST,
        widget=_area(5),
        help_text="採用されると、この文が計画の次の版に入ります。",
        error_messages={"required": "提案の内容を書いてください。", **_TOO_LONG},
    )
    reason = forms.CharField(
        label="提案の理由",
        max_length=_LONGEST,
        widget=_area(4),
        error_messages={"required": "提案の理由を書いてください。", **_TOO_LONG},
    )
    team = forms.CharField(
        label="部会の名前", max_length=100, error_messages={"required": "部会の名前を書いてください。"}
    )

    def __init__(
        self,
        *args: Any,
        sheets: Sequence[Choice],
        projects: Sequence[Choice],
        nodes: Sequence[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "sheet", [("", "選んでください"), *sheets])
        _offer(self, "partners", projects)
        _offer(self, "node", [("", "選んでください"), *nodes])

    def proposed(self) -> Proposed:
        """Return what was filled in; the form must be valid."""
        said = self.cleaned_data
        return Proposed(
            kind=ProposalKind(said["kind"]),
            text=said["text"],
            reason=said["reason"],
            team=said["team"],
            sheet=said["sheet"],
            field=ProposedField(said["field"]) if said["field"] else None,
            partners=tuple(said["partners"]),
            name=said["name"],
            node=said["node"],
            section=said["section"],
        )


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
