"""Documents without a plan: every case of tests/cases/no_plan ends in a sentence, and in no project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from spec.test_documents import write_case
from torikumi.read.refusals import NoPlanError
from torikumi.read.run import read_documents

CASES = Path(__file__).parents[1] / "cases" / "no_plan"


def all_cases() -> Iterator[object]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for form in case.get("forms", ["csv", "xlsx"]):
                yield pytest.param(case, form, id=f"{case['name']}-{form}")


@pytest.mark.parametrize(("case", "form"), [*all_cases()])
def test_a_document_without_a_plan_gives_none_and_says_what_was_seen(
    case: dict, form: str, tmp_path: Path
) -> None:
    path = write_case(case, form, tmp_path)

    with pytest.raises(NoPlanError) as refused:
        read_documents([path])

    assert path.name in refused.value.ja
    for heading in case.get("seen", []):
        assert heading in refused.value.ja
        assert heading in refused.value.en
