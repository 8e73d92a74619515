"""What we publish for machines keeps every rule that we check others by."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared import REPOSITORY, SHARED, needs_shared
from strategies import municipalities
from strategies import plans as any_plans
from torikumi.check.machine_readable.rule import Verdict
from torikumi.check.machine_readable.run import judge_book
from torikumi.plan.file import load_plan
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.quantity import Quantity
from torikumi.publish.edition import CSV, XLSX, render_edition
from torikumi.read.book import read_book
from torikumi.read.run import read_documents
from unit.publish import plans

_LETTERS = {"Lu", "Ll", "Lt", "Lo"}
SAMPLES = ("iruma/plan.json", "mihon/plan-2023.json", "mihon/plan-2025.json")


def broken(path: Path) -> list[str]:
    return [
        f"{path.name} {one.rule.code} {spot.address} {spot.ja}"
        for one in judge_book(read_book(path))
        for spot in one.judgement.spots
    ]


def published(plan: Plan, folder: Path) -> list[Path]:
    """The workbook and the CSV files for machines, in a folder."""
    _, files = render_edition(plan, only=frozenset({CSV, XLSX}))
    paths = []
    for address, octets in files.items():
        if address.endswith((".csv", "data.xlsx")):
            paths.append(folder / address.replace("/", "_"))
            paths[-1].write_bytes(octets)
    return paths


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_keep_every_rule(name: str, tmp_path: Path) -> None:
    plan = load_plan((REPOSITORY / "samples" / name).read_text(encoding="utf-8"))
    paths = published(plan, tmp_path)

    assert len(paths) > 9
    assert [line for path in paths for line in broken(path)] == []


@needs_shared
@pytest.mark.parametrize(
    "name", ["takamatsu/source.pdf", "iki/source.html", "iruma/documents/band_messy.xlsx"]
)
def test_plans_read_from_real_documents_keep_every_rule(name: str, tmp_path: Path) -> None:
    read = read_documents([SHARED / name]).plan
    # The documents do not print the city's code; whoever reads them names it.
    paths = published(replace(read, municipality=plans.make_plan().municipality), tmp_path)

    assert [line for path in paths for line in broken(path)] == []


def test_texts_that_a_document_lays_out_are_published_plainly(tmp_path: Path) -> None:
    plan = plans.make_plan()
    odd = replace(plan.projects[0], name="①　㈱　事業\n（ｶﾅ）", summary="  氏　名\u3000\u3000\ue000 ")
    paths = published(
        replace(plan, projects=(odd, *plan.projects[1:]), title="第Ⅱ期\n総　合　計　画"), tmp_path
    )

    assert [line for path in paths for line in broken(path)] == []


def test_the_table_for_people_is_told_for_what_it_is(tmp_path: Path) -> None:
    plan = load_plan((REPOSITORY / "samples" / "mihon/plan-2025.json").read_text(encoding="utf-8"))
    _, files = render_edition(plan, only=frozenset({XLSX}))
    (tmp_path / "plan.xlsx").write_bytes(files["data/plan.xlsx"])

    verdicts = {one.rule.code: one.verdict for one in judge_book(read_book(tmp_path / "plan.xlsx"))}

    assert {code for code, verdict in verdicts.items() if verdict is Verdict.BROKEN} >= {"1-2", "1-4", "1-5"}
    assert verdicts["1-7"] is verdicts["1-8"] is Verdict.KEPT


def _worded(value: Any) -> Any:
    """The value with a letter before every text that is no words: with digits, or with nothing but signs like 々."""
    if isinstance(value, Enum | Quantity):
        return value
    if isinstance(value, str):
        # 々 and ー count as letters to isalpha, yet a cell of nothing else is a ditto mark, as the rule says.
        is_words = any(category(c) in _LETTERS for c in value) and not any(map(str.isnumeric, value))
        return value if is_words else f"第{value}"
    if isinstance(value, tuple):
        return tuple(map(_worded, value))
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"id", "code", "partner_id", "node", "parent", "also_under"}
        return replace(
            value,
            **{f.name: _worded(getattr(value, f.name)) for f in fields(value) if f.name not in kept},
        )
    return value


@example(plans.make_plan(), Municipality(code="010006", name="々"), 1950)
@settings(max_examples=25)
@given(any_plans(), municipalities.filter(lambda city: city.name.strip()), st.integers(1950, 2100))
def test_any_plan_of_a_city_keeps_every_rule(
    tmp_path_factory: pytest.TempPathFactory, plan: Plan, city: object, year: int
) -> None:
    told = replace(_worded(plan), municipality=_worded(city), year=year)
    paths = published(told, tmp_path_factory.mktemp("published"))

    assert [line for path in paths for line in broken(path)] == []
