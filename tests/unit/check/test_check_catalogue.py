"""What holds for every rule of the catalogue."""

import re
from pathlib import Path

import pytest

import torikumi.check.rules
from shared import REPOSITORY
from torikumi.check.catalogue import ALL_RULES
from torikumi.check.rule import Rule

EVERY_RULE = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
FOLDER = Path(torikumi.check.rules.__file__).parent


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in ALL_RULES]

    assert len(codes) == len(set(codes))


@EVERY_RULE
def test_a_code_is_in_lower_case_with_hyphens_and_names_its_file(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert (FOLDER / f"{rule.code.replace('-', '_')}.py").is_file()


def test_every_file_of_the_folder_is_in_the_catalogue() -> None:
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py")} - {"--init--"}

    assert files == {rule.code for rule in ALL_RULES}


@EVERY_RULE
def test_a_rule_speaks_both_languages_and_explains_itself_in_four_parts(rule: Rule) -> None:
    parts = rule.explanation

    for text in (rule.ja, parts.what, parts.why):
        assert JAPANESE.search(text)
    assert "" not in (parts.wrong, parts.right)
    assert parts.wrong != parts.right
    for text in (rule.en, parts.what_en, parts.why_en):
        assert text
    assert not JAPANESE.search(rule.en)


@EVERY_RULE
def test_a_rule_looks_at_the_plan_back_at_the_edition_before_or_up_in_the_list_of_sections(
    rule: Rule,
) -> None:
    assert rule.look is not None or rule.look_back is not None or rule.look_up is not None


def test_there_are_many_rules_and_few_of_them_rest() -> None:
    resting = [rule.code for rule in ALL_RULES if rule.resting is not None]

    assert len(ALL_RULES) - len(resting) >= 62
    assert len(resting) <= 5


@EVERY_RULE
def test_a_rule_has_a_page_in_the_manual(rule: Rule) -> None:
    page = (REPOSITORY / "docs" / "reference" / "checks" / f"{rule.code}.md").read_text(encoding="utf-8")

    assert rule.ja in page
    assert rule.en in page
    assert rule.explanation.wrong in page
