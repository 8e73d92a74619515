"""One field of a city's own form, as the planning section fills it in. Nothing here saves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Choice, Field, FieldKind, Meaning, Need
from torikumi.review.words import KIND_WORDS, MEANING_WORDS, NEED_WORDS, ROLE_WORDS

KEPT = "kept"  # the scale of its own that a field has already
_YEARS = [("-1", "前年度"), ("0", "評価する年度"), ("1", "翌年度")]
# What a field of these kinds always means.
_MEANT = {FieldKind.DIRECTION: Meaning.DIRECTION, FieldKind.INDICATORS: Meaning.INDICATORS}


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
    scale = forms.ChoiceField(
        label="この欄だけの区分",
        required=False,
        help_text="「方針の区分」のときだけ。委員会が課とは別の区分で答えるときなどに選びます。",
    )
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

    def __init__(
        self,
        *args: Any,
        steps: Collection[str] = (),
        scales: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        has_own = self.get_initial_for_field(self.fields["scale"], "scale") == KEPT
        scale = self.fields["scale"]
        assert isinstance(scale, forms.ChoiceField)  # noqa: S101  declared above
        scale.choices = [
            ("", "評価で選ぶ区分を使う"),
            *([(KEPT, "今の、この欄だけの区分のまま")] if has_own else []),
            *scales,
        ]
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101  declared above
        shown = str(self.get_initial_for_field(year, "year") or "0")
        if shown not in dict(_YEARS):  # from a file, where any distance may stand
            year.choices = [*_YEARS, (shown, f"評価する年度から{int(shown):+d}年")]
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
            "scale": KEPT if field.scale else "",
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
            internal=data["internal"],
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


def new_key(wanted: str, taken: Collection[str]) -> str:
    """Return a name for machines that is not taken: `wanted`, else with a number behind."""
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 1000) if (name := f"{wanted[:34]}_{n}") not in taken)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
