"""The filters of what the check found in an edition; a GET form, so that every view of the list has an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from torikumi.check.catalogue import ALL_RULES, FAMILIES
from torikumi.plan.finding import Severity
from torikumi.web.plans.models import Edition
from torikumi.web.plans.queries.found import FoundFilter
from torikumi.web.plans.rule_stand import SEVERITY_WORDS

BY_RULE, BY_PROJECT = "rule", "project"
_GROUPS = ((BY_RULE, "規則ごと"), (BY_PROJECT, "事業ごと"))
_EVERYTHING = ("", "すべて")
_RULES_OF = {str(number): family for number, family in enumerate(FAMILIES, start=1)}


class FoundFilterForm(forms.Form):
    """Which findings of an edition are shown, and how they are put together."""

    severity = forms.ChoiceField(
        label="重要度",
        required=False,
        choices=[_EVERYTHING, *((severity.value, word) for severity, word in SEVERITY_WORDS.items())],
    )
    family = forms.ChoiceField(
        label="規則の分類",
        required=False,
        choices=[_EVERYTHING, *((number, family.ja) for number, family in _RULES_OF.items())],
    )
    rule = forms.ChoiceField(
        label="規則",
        required=False,
        choices=[_EVERYTHING, *((rule.code, rule.ja) for rule in ALL_RULES)],
    )
    section = forms.ChoiceField(label="担当課", required=False)
    group = forms.ChoiceField(label="まとめ方", required=False, choices=_GROUPS)
    edition = forms.ChoiceField(label="版", required=False)

    def __init__(
        self,
        *args: Any,
        sections: Sequence[tuple[str, str]],
        editions: Sequence[Edition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("section", [_EVERYTHING, *sections])
        self._offer("edition", [("", "最新の版"), *((str(e.sequence), str(e)) for e in editions[1:])])

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
        field.choices = choices

    def wanted(self) -> FoundFilter:
        """Return what is asked for; a choice that is not offered asks for everything."""
        self.is_valid()
        values = {name: str(value) for name, value in self.cleaned_data.items() if value}
        family = _RULES_OF.get(values.get("family", ""))
        severity = values.get("severity", "")
        return FoundFilter(
            severity=severity if severity in set(Severity) else "",
            code=values.get("rule", ""),
            section=values.get("section", ""),
            codes=None if family is None else frozenset(rule.code for rule in family.rules),
        )

    def is_by_project(self) -> bool:
        """Tell whether findings stand under their projects and not under their rules."""
        self.is_valid()
        return self.cleaned_data.get("group") == BY_PROJECT
