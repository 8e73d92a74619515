"""Each rule about the form, over small sheets that a person can read; the cases are YAML."""

from typing import Any

import pytest
import yaml
from form_cases import book_of

from shared import REPOSITORY
from torikumi.check.machine_readable.catalogue import FORM_RULES
from torikumi.check.machine_readable.rule import Verdict
from torikumi.check.machine_readable.run import UnknownFormRuleError, judge_book

CASES = REPOSITORY / "tests" / "cases" / "machine_readable"


def _cases() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("code", "case"), [pytest.param(c, k, id=f"{c}: {k['says']}") for c, k in _cases()])
def test_a_rule_judges_as_the_case_says(code: str, case: dict[str, Any]) -> None:
    ((judged),) = judge_book(book_of(case), select=frozenset([code]))

    assert (judged.verdict, [spot.address for spot in judged.judgement.spots]) == (
        Verdict(case["verdict"]),
        case.get("at", []),
    )


def test_every_rule_has_cases_that_keep_and_break_it() -> None:
    verdicts = {code: {case["verdict"] for other, case in _cases() if other == code} for code, _ in _cases()}
    # What is no spreadsheet is refused before a rule sees it.
    expected = {rule.code: {"kept", "broken"} for rule in FORM_RULES if rule.code != "1-1"}

    assert {code: found & {"kept", "broken"} for code, found in verdicts.items() if code != "1-1"} == expected


def test_an_unknown_rule_is_refused_with_the_list() -> None:
    book = book_of({"rows": [["a"]]})

    with pytest.raises(UnknownFormRuleError, match=r"1-14.*1-13.*T-1"):
        judge_book(book, select=frozenset(["1-14"]))


def test_an_empty_book_breaks_nothing() -> None:
    judged = judge_book(book_of({"rows": []}))

    assert [one.rule.code for one in judged if one.verdict is Verdict.BROKEN] == []
