"""What the planning section fills in about its own scales, chains and rules of rating. Nothing here saves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from torikumi.plan.direction import DirectionLabel, Outcome
from torikumi.plan.outcomes import outcomes_of
from torikumi.review.rating_rule import Against, Formula, Grade, RatingRule, Standing
from torikumi.review.round import Step, StepRole
from torikumi.review.words import AGAINST_WORDS, FORMULA_WORDS, ROLE_WORDS, STANDING_WORDS
from torikumi.web.reviews.field_form import new_key
from torikumi.web.reviews.setting_words import OUTCOME_WORDS

_PERCENT = {"invalid": "数を入れてください。", "max_digits": "1000までの数にしてください。"}


class WordsOfSettingForm(forms.Form):
    """What a setting is called, and what it is for."""

    title = forms.CharField(
        label="名前",
        max_length=100,
        error_messages={
            "required": "名前を入れてください。",
            "max_length": "名前は100字までにしてください。",
        },
    )
    description = forms.CharField(
        label="説明",
        required=False,
        max_length=1000,
        help_text="どんなときに使うか。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RatingWordsForm(WordsOfSettingForm):
    """The same of a rule of rating, with what is held against what."""

    against = forms.ChoiceField(label="何と比べるか", choices=[(a.value, AGAINST_WORDS[a]) for a in Against])
    formula = forms.ChoiceField(label="達成率の計算", choices=[(f.value, FORMULA_WORDS[f]) for f in Formula])

    def apply(self, rule: RatingRule) -> RatingRule:
        """Return the rule with what was filled in."""
        return replace(
            rule,
            against=Against(self.cleaned_data["against"]),
            formula=Formula(self.cleaned_data["formula"]),
        )


class LabelForm(forms.Form):
    """One label of a scale."""

    code = forms.CharField(
        label="記号", required=False, max_length=4, help_text="A、B、① など。なくても構いません。"
    )
    label = forms.CharField(
        label="言葉", max_length=100, error_messages={"required": "言葉を入れてください。例：継続"}
    )
    outcomes = forms.MultipleChoiceField(
        label="事業をどうすることか",
        choices=[(outcome.value, OUTCOME_WORDS[outcome]) for outcome in Outcome],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="空のままなら言葉から求めます。「休止・廃止」のように二つあるときは両方に印を付けます。どちらだったかは、後で人が決めます。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the meaning where the words do not tell it."""
        cleaned = super().clean() or {}
        label = cleaned.get("label", "")
        if label and not cleaned.get("outcomes") and not outcomes_of(label):
            self.add_error(
                "outcomes", f"「{label}」が事業をどうすることか、言葉から分かりません。印を付けてください。"
            )
        return cleaned

    @staticmethod
    def initial_of(label: DirectionLabel) -> dict[str, object]:
        """Return a label as the form shows it."""
        return {
            "code": label.code or "",
            "label": label.label,
            "outcomes": [outcome.value for outcome in label.outcomes],
        }

    def part(self) -> DirectionLabel:
        """Return the label."""
        data = self.cleaned_data
        label = data["label"].strip()
        outcomes = tuple(Outcome(value) for value in data["outcomes"]) or outcomes_of(label)
        return DirectionLabel(code=data["code"].strip() or None, label=label, outcomes=outcomes)


class StepForm(forms.Form):
    """One step of a chain."""

    label = forms.CharField(
        label="呼び名",
        max_length=100,
        help_text="例：課長、企画政策課、行政評価委員会",
        error_messages={"required": "呼び名を入れてください。"},
    )
    role = forms.ChoiceField(
        label="だれの役割か",
        choices=[(role.value, ROLE_WORDS[role]) for role in StepRole],
        help_text="この役割の利用者が、この段階を進められます。",
    )

    @staticmethod
    def initial_of(step: Step) -> dict[str, object]:
        """Return a step as the form shows it."""
        return {"label": step.label, "role": step.role.value}

    def part(self, before: Step | None, *, taken: Collection[str]) -> Step:
        """Return the step; one that is new gets an id that none of `taken` has."""
        data = self.cleaned_data
        return Step(
            id=before.id if before else new_key(data["role"], taken),
            label=data["label"].strip(),
            role=StepRole(data["role"]),
        )


class GradeForm(forms.Form):
    """One grade of a rule of rating."""

    label = forms.CharField(
        label="判定",
        max_length=100,
        help_text="例：A、◎、順調",
        error_messages={"required": "判定を入れてください。"},
    )
    meaning = forms.CharField(label="意味", required=False, max_length=100, help_text="例：目標を上回る")
    by_value = forms.BooleanField(
        label="実績値から付ける",
        required=False,
        help_text="下の条件がすべて当てはまるとき。条件がなければ、上のどれにも当たらなかったもの。",
    )
    at_least = forms.DecimalField(
        label="達成率がこの％以上", required=False, min_value=0, max_value=1000, error_messages=_PERCENT
    )
    above = forms.DecimalField(
        label="達成率がこの％を超える", required=False, min_value=0, max_value=1000, error_messages=_PERCENT
    )
    better_than_base = forms.BooleanField(label="基準値より良い", required=False)
    base_within = forms.DecimalField(
        label="基準値からの悪化がこの％以内",
        required=False,
        min_value=0,
        max_value=1000,
        error_messages=_PERCENT,
    )
    standings = forms.MultipleChoiceField(
        label="実績値がなくても付けるとき",
        choices=[(s.value, STANDING_WORDS[s]) for s in Standing if s is not Standing.RUNNING],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @staticmethod
    def initial_of(grade: Grade) -> dict[str, object]:
        """Return a grade as the form shows it."""
        return {
            "label": grade.label,
            "meaning": grade.meaning,
            "by_value": grade.rank is not None,
            "at_least": grade.at_least,
            "above": grade.above,
            "better_than_base": grade.better_than_base,
            "base_within": grade.base_within,
            "standings": [standing.value for standing in grade.standings],
        }

    def part(self) -> Grade:
        """Return the grade; its rank follows from its place, `with_ranks` sets it."""
        data = self.cleaned_data
        return Grade(
            label=data["label"].strip(),
            rank=0 if data["by_value"] else None,
            meaning=data["meaning"].strip(),
            at_least=_plain(data["at_least"]),
            above=_plain(data["above"]),
            better_than_base=data["better_than_base"],
            base_within=_plain(data["base_within"]),
            standings=tuple(Standing(value) for value in data["standings"]),
        )


def with_ranks(grades: Sequence[Grade]) -> tuple[Grade, ...]:
    """Return grades, the best first, with the ranks that follow from their places."""
    rank = sum(grade.rank is not None for grade in grades)
    ranked: list[Grade] = []
    for grade in grades:
        if grade.rank is None:
            ranked.append(grade)
            continue
        ranked.append(replace(grade, rank=rank))
        rank -= 1
    return tuple(ranked)


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize() + 0
