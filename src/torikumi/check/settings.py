"""What a city decided of the rules: which are off, which matter more or less, and why."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from torikumi.check.naming import rule_of
from torikumi.check.rule import Rule
from torikumi.errors import UserError
from torikumi.plan.finding import Severity

OFF, ON = "off", "on"
_WORDS = (OFF, ON, *(severity.value for severity in Severity))
# A reason is shown with every check; more than this is no sentence.
LONGEST_REASON = 400


class RuleSettingsError(UserError):
    """The settings of the rules say something that cannot be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """What was decided of one rule. `word` is off, on (as the catalogue has it), error, warning or info."""

    code: str
    word: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a word that is none, a reason that is missing or too long, and a rule that does not exist."""
        rule_of(self.code)
        if self.word not in _WORDS:
            raise RuleSettingsError(
                ja=f"規則「{self.code}」の set「{self.word}」は使えません。{'、'.join(_WORDS)} のどれかにしてください。",
                en=f"“{self.word}” cannot be set for {self.code}. Write one of {', '.join(_WORDS)}.",
            )
        if not self.reason.strip():
            raise RuleSettingsError(
                ja=f"規則「{self.code}」の設定に理由がありません。reason に、そうする理由を一文で書いてください。",
                en=f"The setting of {self.code} has no reason. Say in “reason” why it was decided.",
            )
        if len(self.reason) > LONGEST_REASON:
            raise RuleSettingsError(
                ja=f"規則「{self.code}」の理由が長すぎます。{LONGEST_REASON}字までにしてください。",
                en=f"The reason for {self.code} is too long. Keep it within {LONGEST_REASON} characters.",
            )

    @property
    def is_off(self) -> bool:
        """Whether the rule's findings are counted only."""
        return self.word == OFF

    @property
    def severity(self) -> Severity | None:
        """The severity that the city gives the rule; None where it keeps its own."""
        return Severity(self.word) if self.word in set(Severity) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    """The decisions of one city, in the order in which they were written; each rule at most once."""

    choices: tuple[RuleChoice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two decisions about one rule."""
        codes = [choice.code for choice in self.choices]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            raise RuleSettingsError(
                ja=f"規則「{twice}」の設定が二つあります。一つにしてください。",
                en=f"There are two settings of {twice}. Keep one.",
            )

    @property
    def by_code(self) -> Mapping[str, RuleChoice]:
        """The decisions by the name of their rule."""
        return MappingProxyType({choice.code: choice for choice in self.choices})


AS_THE_CATALOGUE = RuleSettings()


def reason_for_silence(rule: Rule, choice: RuleChoice | None, language: str) -> str | None:
    """Return why the findings of a rule are not shown; None where they are."""
    if choice is not None:
        return choice.reason if choice.is_off else None
    if rule.resting is None:
        return None
    return rule.resting.ja if language == "ja" else rule.resting.en


def severity_under(rule: Rule, choice: RuleChoice | None) -> Severity | None:
    """Return how much a rule's findings matter by what was decided of it; None where they are counted only."""
    if reason_for_silence(rule, choice, "ja") is not None:
        return None
    return rule.severity if choice is None or choice.severity is None else choice.severity


def parse_rule_settings(text: str) -> RuleSettings:
    """Return the settings that a TOML text holds: a table `[rules.NAME]` a rule with `set` and `reason`.

    Raises RuleSettingsError, or UnknownRuleError for the name of a rule that does not exist.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleSettingsError(
            ja=f"規則の設定をTOMLとして読めません（{error}）。書き方は「計画を点検する」のページにあります。",
            en=f"The settings of the rules are no TOML ({error}). The manual's page on checking shows the form.",
        ) from error
    others = sorted(set(table) - {"rules"})
    rules = table.get("rules", {})
    if others or not isinstance(rules, dict):
        name = others[0] if others else "rules"
        raise RuleSettingsError(
            ja=f"規則の設定の「{name}」が読めません。[rules.規則の名前] の下に set と reason を書いてください。",
            en=f"“{name}” has no place in the settings of the rules. Write set and reason below [rules.NAME].",
        )
    return RuleSettings(choices=tuple(_choice(code, entry) for code, entry in rules.items()))


def write_rule_settings(settings: RuleSettings) -> str:
    """Return the settings as TOML; `parse_rule_settings` gives the same settings back."""
    return "\n".join(
        f"[rules.{choice.code}]\nset = {_quoted(choice.word)}\nreason = {_quoted(choice.reason)}\n"
        for choice in settings.choices
    )


def _choice(code: str, entry: object) -> RuleChoice:
    rule_of(code)
    if not isinstance(entry, dict) or set(entry) - {"set", "reason"} or "set" not in entry:
        raise RuleSettingsError(
            ja=f"規則「{code}」の設定が読めません。set と reason の二つを書いてください。",
            en=f"The setting of {code} cannot be read. Write set and reason, and nothing else.",
        )
    word, reason = entry["set"], entry.get("reason", "")
    if not isinstance(word, str) or not isinstance(reason, str):
        raise RuleSettingsError(
            ja=f'規則「{code}」の set と reason は文字で書いてください（set = "off" のように）。',
            en=f'Write set and reason of {code} as texts, as in set = "off".',
        )
    return RuleChoice(code=code, word=word, reason=reason)


def _quoted(text: str) -> str:
    # A basic string of TOML is one of JSON, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
