"""A city's decisions about rules: as a value, as TOML, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torikumi.check.catalogue import ALL_RULES
from torikumi.check.naming import UnknownRuleError
from torikumi.check.settings import (
    LONGEST_REASON,
    RuleChoice,
    RuleSettings,
    RuleSettingsError,
    parse_rule_settings,
    write_rule_settings,
)
from torikumi.plan.finding import Severity

REASONS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=LONGEST_REASON
).filter(lambda text: text.strip() != "")
CHOICES = st.lists(
    st.builds(
        RuleChoice,
        code=st.sampled_from([rule.code for rule in ALL_RULES]),
        word=st.sampled_from(["off", "on", "error", "warning", "info"]),
        reason=REASONS,
    ),
    max_size=8,
    unique_by=lambda choice: choice.code,
)


@given(CHOICES)
def test_settings_come_back_as_they_were_written(choices: list[RuleChoice]) -> None:
    settings = RuleSettings(choices=tuple(choices))

    assert parse_rule_settings(write_rule_settings(settings)) == settings


def test_a_file_of_a_city_is_read() -> None:
    settings = parse_rule_settings(
        """
        [rules.stray-bullet]
        set = "off"
        reason = "箇条書きを認める。"

        [rules.foreign-word]
        set = "warning"
        reason = "やさしい日本語の方針による。"
        """
    )

    assert [choice.code for choice in settings.choices] == ["stray-bullet", "foreign-word"]
    assert settings.by_code["stray-bullet"].is_off
    assert settings.by_code["foreign-word"].severity is Severity.WARNING


def test_an_empty_file_changes_nothing() -> None:
    assert parse_rule_settings("") == RuleSettings()


def test_an_unknown_rule_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        parse_rule_settings('[rules.stray-bulet]\nset = "off"\nreason = "理由"\n')

    assert "「stray-bulet」" in caught.value.ja
    assert "stray-bullet" in caught.value.ja


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[rules.stray-bullet]\nset = "off"\n', "理由がありません"),
        ('[rules.stray-bullet]\nset = "off"\nreason = "  "\n', "理由がありません"),
        ('[rules.stray-bullet]\nset = "of"\nreason = "理由"\n', "「of」は使えません"),
        ('[rules.stray-bullet]\nreason = "理由"\n', "set と reason"),
        ('[rules.stray-bullet]\nset = false\nreason = "理由"\n', "文字で書いてください"),
        ('[rules.stray-bullet]\nset = "off"\nreason = "理由"\nwhen = "今"\n', "set と reason"),
        ('[rule.stray-bullet]\nset = "off"\nreason = "理由"\n', "「rule」が読めません"),
        ('rules = "off"\n', "「rules」が読めません"),
        ("[rules\n", "TOMLとして読めません"),
        ('[rules.stray-bullet]\nset = "off"\nreason = "' + "あ" * 401 + '"\n', "長すぎます"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_sentence(text: str, word: str) -> None:
    with pytest.raises(RuleSettingsError) as caught:
        parse_rule_settings(text)

    assert word in caught.value.ja
    assert caught.value.en


def test_one_rule_is_not_decided_twice() -> None:
    choice = RuleChoice(code="stray-bullet", word="off", reason="理由")

    with pytest.raises(RuleSettingsError, match="stray-bullet"):
        RuleSettings(choices=(choice, choice))
