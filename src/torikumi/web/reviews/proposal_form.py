"""Making a proposal: which sort it is, and a form that asks for what that sort needs. Nothing here saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from torikumi.review.proposals import FIELD_WORDS, KIND_WORDS, ProposalKind, ProposedField
from torikumi.text.width import search_key
from torikumi.web.reviews.actions.proposals import Proposed

Choice = tuple[str, str]

_LONGEST = 4_000
_LONGEST_NAME = 100
_FEWEST_PARTNERS = 3
_NOT_CHOSEN = ("", "選んでください")
_TOO_LONG = {"max_length": "4,000字までにしてください。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One thing that can be proposed, what it brings about, and what its form asks beside reason and team."""

    kind: ProposalKind
    field: ProposedField | None = None
    brings: str
    asks: tuple[str, ...] = ("sheet",)
    text: str
    text_help: str = ""

    @property
    def word(self) -> str:
        """What people call it."""
        if self.field is None:
            return KIND_WORDS[self.kind]
        return f"{FIELD_WORDS[self.field]}の{'追加' if self.field is ProposedField.REMARK else '変更'}"

    @property
    def query(self) -> str:
        """How an address names it."""
        return f"kind={self.kind}" + (f"&field={self.field}" if self.field else "")


_STAYS = "今の概要は消えず、この文がその終わりに加わります。"
SORTS: tuple[Sort, ...] = (
    Sort(
        kind=ProposalKind.SUMMARY,
        brings="今の概要の終わりに、新しい文を加えます。",
        text="概要に加える文",
        text_help=_STAYS,
    ),
    Sort(
        kind=ProposalKind.MERGE,
        brings="一つの事業が、ほかの事業を取り込みます。",
        asks=("sheet", "partners"),
        text="統合について概要に加える文",
        text_help=_STAYS,
    ),
    Sort(
        kind=ProposalKind.ADD,
        brings="計画に新しい事業を加えます。",
        asks=("name", "node", "section"),
        text="新しい事業の概要",
    ),
    Sort(
        kind=ProposalKind.END,
        brings="事業をやめることを、概要に書き加えます。",
        text="取りやめについて概要に加える文",
        text_help=_STAYS,
    ),
    Sort(
        kind=ProposalKind.FIELD,
        field=ProposedField.NAME,
        brings="事業の名前を変えます。",
        text="新しい事業名",
    ),
    Sort(
        kind=ProposalKind.FIELD,
        field=ProposedField.SECTION,
        brings="事業の主管課を変えます。",
        text="新しい主管課",
    ),
    Sort(
        kind=ProposalKind.FIELD,
        field=ProposedField.REMARK,
        brings="事業に注を一つ加えます。",
        text="加える注",
    ),
)


def find_sort(said: Mapping[str, Any]) -> Sort | None:
    """Return what an address or a form asks for; None where it does not say."""
    return sort_of(str(said.get("kind", "")), str(said.get("field", "")))


def sort_of(kind: str, field: str) -> Sort | None:
    """Return the sort with this kind and, where it changes a field, this field."""
    return next((sort for sort in SORTS if sort.kind == kind and (sort.field or "") == field), None)


class PartnersInput(forms.TextInput):
    """Several lines that offer the projects of a list while somebody types."""

    template_name = "reviews/parts/partners_input.html"

    def __init__(self) -> None:
        super().__init__()
        self.labels: Sequence[str] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return every line."""
        return data.getlist(name) if isinstance(data, QueryDict) else list(data.get(name) or ())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the lines, three at least and one more than are filled, and what they offer."""
        context = super().get_context(name, None, attrs)
        lines = [line for line in value or () if line]
        empty = max(_FEWEST_PARTNERS - len(lines), 1)
        return context | {"lines": [*lines, *[""] * empty], "labels": self.labels}


class PartnersField(forms.Field):
    """Projects of the plan, each named by its line in the list, its number or its name."""

    widget = PartnersInput
    default_error_messages = {  # noqa: RUF012  # Django reads it so
        "required": "統合する相手の事業を選んでください。",
        "unknown": "「%(line)s」は、この評価の事業の一覧にありません。"
        "一覧から選ぶか、番号か事業名を一覧のとおりに書いてください。",
    }

    def offer(self, projects: Sequence[tuple[str, str, str, str]]) -> None:
        """Take the projects: key, line in the list, number, name."""
        assert isinstance(self.widget, PartnersInput)  # noqa: S101  # tells mypy, not the person
        self.widget.labels = [label for _, label, _, _ in projects]
        self._known: dict[str, set[str]] = {}
        for key, *words in projects:
            for word in (key, *words):
                self._known.setdefault(search_key(word), set()).add(key)

    def clean(self, value: Any) -> list[str]:
        """Return the keys; a number or name that two projects bear names neither."""
        lines = [line.strip() for line in value or () if line.strip()]
        if not lines:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        keys: list[str] = []
        for line in lines:
            found = self._known.get(search_key(line), set())
            if len(found) != 1:
                raise forms.ValidationError(
                    self.error_messages["unknown"], code="unknown", params={"line": line}
                )
            keys.extend(found)
        return list(dict.fromkeys(keys))


class ProposalForm(forms.Form):
    """One proposal of one sort: the fields that other sorts need are not there."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(widget=forms.HiddenInput)
    field = forms.CharField(required=False, widget=forms.HiddenInput)
    sheet = forms.TypedChoiceField(
        label="対象の事業",
        coerce=int,
        error_messages={"required": "どの事業についての提案かを選んでください。"},
    )
    partners = PartnersField(
        label="取り込む相手の事業",
        help_text="番号か事業名の一部を打つと、一覧から選べます。一行に一つです。",
    )
    name = forms.CharField(
        label="新しい事業の名前",
        max_length=_LONGEST_NAME,
        error_messages={"required": "新しい事業の名前を書いてください。"},
    )
    node = forms.ChoiceField(
        label="置く見出し",
        required=False,
        help_text="選んだ見出しの最後に入ります。選ばなければ、計画の最後です。",
    )
    section = forms.ChoiceField(
        label="担当課", required=False, help_text="まだ決まっていなければ、選ばなくてかまいません。"
    )
    text: forms.Field = forms.CharField(
        label="提案の内容",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "提案の内容を書いてください。", **_TOO_LONG},
    )
    reason = forms.CharField(
        label="提案の理由",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "提案の理由を書いてください。", **_TOO_LONG},
    )
    team = forms.CharField(
        label="部会の名前",
        max_length=_LONGEST_NAME,
        error_messages={"required": "部会の名前を書いてください。"},
    )

    def __init__(
        self,
        *args: Any,
        sort: Sort,
        sheets: Sequence[Choice],
        projects: Sequence[tuple[str, str, str, str]],
        nodes: Sequence[Choice],
        sections: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sort = sort
        self.initial = {**self.initial, "kind": sort.kind, "field": sort.field or ""}
        for name in ("sheet", "partners", "name", "node", "section"):
            if name not in sort.asks:
                del self.fields[name]
        self._ask_text([(name, name) for name in sections])
        for name, choices in (("sheet", sheets), ("node", nodes), ("section", [(n, n) for n in sections])):
            if (chosen := self.fields.get(name)) is not None:
                assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
                chosen.choices = [_NOT_CHOSEN, *choices]
        partners = self.fields.get("partners")
        if isinstance(partners, PartnersField):
            partners.offer(projects)

    def _ask_text(self, sections: list[Choice]) -> None:
        """Ask for the text as its sort needs it: a section is chosen, a name stands on one line."""
        text = self.fields["text"]
        if self.sort.field is ProposedField.SECTION:
            text = forms.ChoiceField(
                choices=[_NOT_CHOSEN, *sections],
                error_messages={"required": "新しい主管課を選んでください。"},
            )
            self.fields["text"] = text
        elif self.sort.field is ProposedField.NAME:
            text = forms.CharField(
                max_length=_LONGEST_NAME, error_messages={"required": "新しい事業名を書いてください。"}
            )
            self.fields["text"] = text
        text.label, text.help_text = self.sort.text, self.sort.text_help

    def proposed(self) -> Proposed:
        """Return what was filled in; the form must be valid."""
        said = self.cleaned_data
        return Proposed(
            kind=self.sort.kind,
            text=said["text"],
            reason=said["reason"],
            team=said["team"],
            sheet=said.get("sheet"),
            field=self.sort.field,
            partners=tuple(said.get("partners", ())),
            name=said.get("name", ""),
            node=said.get("node", ""),
            section=said.get("section", ""),
        )
