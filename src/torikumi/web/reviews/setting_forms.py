"""What the planning section fills in about its own forms, scales, chains and rules of rating. Nothing here saves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from torikumi.plan.direction import DirectionLabel, DirectionScale, Outcome
from torikumi.plan.outcomes import outcomes_of
from torikumi.review.form import Choice, Field, FieldKind, Meaning, Need
from torikumi.review.rating_rule import Against, Formula, Grade, RatingRule, Standing
from torikumi.review.round import Step, StepRole
from torikumi.review.words import (
    AGAINST_WORDS,
    FORMULA_WORDS,
    KIND_WORDS,
    MEANING_WORDS,
    NEED_WORDS,
    ROLE_WORDS,
    STANDING_WORDS,
)
from torikumi.web.reviews.setting_words import OUTCOME_WORDS

_YEARS = [("-1", "前年度"), ("0", "評価する年度"), ("1", "翌年度")]
# What a field of these kinds always means.
_MEANT = {FieldKind.DIRECTION: Meaning.DIRECTION, FieldKind.INDICATORS: Meaning.INDICATORS}
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


class FieldForm(forms.Form):
    """One field of a form."""

    label = forms.CharField(
        label="見出し",
        max_length=100,
        help_text="シートに出る言葉。例：実績",
        error_messages={"required": "見出しを入れてください。"},
    )
    kind = forms.ChoiceField(label="何を書くか", choices=[(k.value, KIND_WORDS[k]) for k in FieldKind])
    meaning = forms.ChoiceField(
        label="計画の版での意味",
        choices=[(m.value, MEANING_WORDS[m]) for m in Meaning],
        help_text="確定すると、この意味の欄として計画に載ります。市だけの欄は「その他」。",
    )
    step = forms.ChoiceField(label="だれが書くか")
    need = forms.ChoiceField(label="必ず書くか", choices=[(n.value, NEED_WORDS[n]) for n in Need])
    hint = forms.CharField(
        label="説明",
        required=False,
        max_length=500,
        help_text="欄のそばに出ます。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    limit = forms.IntegerField(
        label="字数の上限",
        required=False,
        min_value=1,
        max_value=30_000,
        help_text="「文章」「1行の文」のときだけ。",
        error_messages={
            "invalid": "字数は 400 のように数字で入れてください。",
            "min_value": "字数は1以上にしてください。",
            "max_value": "字数は30,000までにしてください。",
        },
    )
    choices = forms.CharField(
        label="選べるもの",
        required=False,
        max_length=5000,
        help_text="「選択肢」のときだけ。1行にひとつずつ書きます。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ranked = forms.BooleanField(label="上にあるほど良い（または多い）", required=False)
    unit = forms.CharField(
        label="単位", required=False, max_length=20, help_text="「数」「金額」のときだけ。例：千円"
    )
    year = forms.ChoiceField(
        label="どの年度の値か", choices=_YEARS, required=False, help_text="「数」「金額」のときだけ。"
    )
    carry = forms.BooleanField(label="前回の答えを初めから入れておく", required=False)
    internal = forms.BooleanField(
        label="庁内限り",
        required=False,
        help_text="答えは計画の版に残りますが、公表しません。方針、金額、指標の欄では選べません。",
    )
    block = forms.CharField(
        label="まとまりの見出し",
        required=False,
        max_length=100,
        help_text="同じ見出しの欄がひとまとまりになります。空でも構いません。",
    )

    def __init__(self, *args: Any, steps: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {str(role): word for role, word in ROLE_WORDS.items()}
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*words.items(), *((step, step) for step in steps if step not in words)]

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: choices with a choice, a unit with an amount."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == FieldKind.CHOICE and len(_lines(cleaned.get("choices", ""))) < 2:
            self.add_error("choices", "選べるものを、1行にひとつずつ、二つ以上書いてください。")
        if kind == FieldKind.AMOUNT and not cleaned.get("unit", "").strip():
            self.add_error("unit", "金額の単位を「千円」のように入れてください。")
        return cleaned

    @staticmethod
    def initial_of(field: Field) -> dict[str, object]:
        """Return a field as the form shows it."""
        return {
            "label": field.label,
            "kind": field.kind.value,
            "meaning": field.meaning.value,
            "step": field.step,
            "need": field.need.value,
            "hint": field.hint,
            "limit": field.limit,
            "choices": "\n".join(choice.label for choice in field.choices),
            "ranked": any(choice.rank is not None for choice in field.choices),
            "unit": field.unit or "",
            "year": str(field.year),
            "carry": field.carry,
            "internal": field.internal,
            "block": field.block,
        }

    def part(self, before: Field | None, *, taken: Collection[str], scale: DirectionScale | None) -> Field:
        """Return the field; one that is new gets a key that none of `taken` has."""
        data = self.cleaned_data
        kind = FieldKind(data["kind"])
        meaning = _MEANT.get(kind, Meaning(data["meaning"]))
        is_text, is_number = (
            kind in (FieldKind.TEXT, FieldKind.LINE),
            kind in (FieldKind.NUMBER, FieldKind.AMOUNT),
        )
        return Field(
            key=before.key if before else new_key(meaning.value, taken),
            label=data["label"].strip(),
            kind=kind,
            meaning=meaning,
            step=data["step"],
            block=data["block"].strip(),
            need=Need(data["need"]),
            limit=data["limit"] if is_text else None,
            choices=self._choices(before) if kind is FieldKind.CHOICE else (),
            scale=scale if kind is FieldKind.DIRECTION else None,
            unit=(data["unit"].strip() or None) if is_number else None,
            year=int(data["year"] or 0) if is_number else 0,
            carry=data["carry"],
            internal=data["internal"]
            and kind not in (FieldKind.DIRECTION, FieldKind.AMOUNT, FieldKind.INDICATORS),
            hint=data["hint"].replace("\r\n", "\n").strip(),
        )

    def _choices(self, before: Field | None) -> tuple[Choice, ...]:
        labels = _lines(self.cleaned_data["choices"])
        if not self.cleaned_data["ranked"]:
            return tuple(Choice(label=label) for label in labels)
        if before and [choice.label for choice in before.choices] == labels:
            kept = before.choices
            if all(choice.rank is not None for choice in kept):
                return kept
        # 増・同・減 is about more and less: the one in the middle is zero, and contradictions are found by it.
        zero = (
            len(labels) // 2 if self.cleaned_data["meaning"] == Meaning.BUDGET_DIRECTION else len(labels) - 1
        )
        return tuple(Choice(label=label, rank=zero - place) for place, label in enumerate(labels))


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


def new_key(wanted: str, taken: Collection[str]) -> str:
    """Return a name for machines that is not taken: `wanted`, else with a number behind."""
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 1000) if (name := f"{wanted[:34]}_{n}") not in taken)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize() + 0
