"""What people fill in about the rules of the check: a decision with its reason, a rules file. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms

from torikumi.check.rule import Rule
from torikumi.check.settings import LONGEST_REASON, OFF, ON, RuleChoice, RuleSettings, parse_rule_settings
from torikumi.errors import UserError
from torikumi.plan.finding import Severity
from torikumi.web.plans.rule_models import AS_AT_FIRST, RuleDecision
from torikumi.web.plans.rule_stand import SEVERITY_WORDS

LARGEST_FILE = 256 * 1024
WORDS = {
    OFF: "切る",
    ON: "入れる",
    **{each.value: f"「{word}」にする" for each, word in SEVERITY_WORDS.items()},
}


def state_at_first(rule: Rule) -> str:
    """Return in words how the catalogue has the rule."""
    return "切" if rule.resting is not None else SEVERITY_WORDS[rule.severity]


def state_after(rule: Rule, decision: RuleDecision | None) -> str:
    """Return in words how the rule stands after a decision."""
    if decision is None or decision.is_as_at_first:
        return state_at_first(rule)
    if decision.word == OFF:
        return "切"
    severity = rule.severity if decision.word == ON else Severity(decision.word)
    return SEVERITY_WORDS[severity]


class RuleForm(forms.Form):
    """A decision about one rule."""

    word = forms.ChoiceField(
        label="この規則を",
        widget=forms.RadioSelect,
        error_messages={"required": "どうするかを選んでください。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        help_text=f"あとから見た人に分かるように、一文で書いてください。{LONGEST_REASON}字まで。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "理由を書いてください。",
            "max_length": f"理由は{LONGEST_REASON}字までにしてください。",
        },
    )
    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: Rule, decision: RuleDecision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.initial["word"] = AS_AT_FIRST if decision is None else decision.word
        self.initial["turn"] = 0 if decision is None else decision.turn
        field = self.fields["word"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # tells mypy, not the person
        field.choices = list(_choices(rule))

    def clean_reason(self) -> str:
        """Return the reason with the line ends of a file."""
        return str(self.cleaned_data["reason"]).replace("\r\n", "\n").strip()

    def choice(self) -> RuleChoice | None:
        """Return what was decided; None where the rule shall be as at first. To be asked of a valid form."""
        word = str(self.cleaned_data["word"])
        if word == AS_AT_FIRST:
            return None
        return RuleChoice(code=self.rule.code, word=word, reason=str(self.cleaned_data["reason"]))


def _choices(rule: Rule) -> list[tuple[str, str]]:
    own = {ON} if rule.resting is None else {OFF}
    if rule.resting is None:
        own.add(rule.severity.value)
    return [
        (AS_AT_FIRST, f"初めの設定（{state_at_first(rule)}）にする"),
        *((word, label) for word, label in WORDS.items() if word not in own),
    ]


class RulesFileForm(forms.Form):
    """A rules file, as `torikumi check --rules-file` takes it."""

    file = forms.FileField(
        label="規則のファイル（checks.toml）",
        help_text="ファイルにない規則は、初めの設定に戻ります。",
        error_messages={"required": "ファイルを選んでください。", "empty": "選んだファイルは空です。"},
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean_file(self) -> RuleSettings:
        """Return the settings that the file holds."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("ファイルは256KBまでです。checks.toml を選んでください。")
        self.file_name = str(file.name)
        try:
            return parse_rule_settings(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "文字コードが UTF-8 ではありません。メモ帳の「名前を付けて保存」で UTF-8 を選んでください。"
            ) from error
        except UserError as error:
            raise forms.ValidationError(error.ja) from error
