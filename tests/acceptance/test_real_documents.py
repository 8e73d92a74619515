"""Documents of a real city are read without one mistake, and the sample copies none of its sentences."""

import json
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from shared import REPOSITORY, SHARED, needs_shared
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.read.run import read_documents

Score = dict[str, Any]
CITY = SHARED / "iruma"
SCORER = SHARED.parent / "tools" / "score.py"
READABLE = {".txt", ".xlsx", ".pdf", ".docx", ".html"}
SCANS = {"scan200.pdf"}  # they have tests of their own
# So long may a run of characters be that a summary and the original share: names and terms of the trade.
LONGEST_SHARED_RUN = 12


def documents() -> list[Path]:
    found = [CITY / "source.txt", *sorted((CITY / "documents").glob("*"))]
    return [path for path in found if path.suffix in READABLE and path.name not in SCANS]


def gold() -> list[dict[str, object]]:
    records: list[dict[str, object]] = json.loads((CITY / "gold.json").read_text(encoding="utf-8"))
    return records


@pytest.fixture
def score() -> Callable[[list[dict[str, object]], Plan], Score]:
    if not SCORER.is_file():
        pytest.skip("the scorer (../shared/tools/score.py) is not beside this checkout")
    spec = spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda want, plan: module.score(want, to_records(plan))


@needs_shared
@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_all_72_projects_are_read(
    path: Path, score: Callable[[list[dict[str, object]], Plan], Score]
) -> None:
    result = score(gold(), read_documents([path]).plan)

    assert (result["paired"], result["extra"], result["whole"]) == (72, 0, 72), result


@needs_shared
def test_all_78_plans_of_a_page_are_read(
    score: Callable[[list[dict[str, object]], Plan], Score],
) -> None:
    want = json.loads((SHARED / "iki" / "gold.json").read_text(encoding="utf-8"))

    result = score(want, read_documents([SHARED / "iki" / "source.html"]).plan)

    # Measure and direction are codes of the data that the page was made from; they are printed nowhere.
    fields = {name: result["fields"][name] for name in ("goal", "name", "sections")}
    assert (result["paired"], result["extra"]) == (78, 0), result
    assert fields == {"goal": [69, 69], "name": [78, 78], "sections": [58, 58]}, result


@needs_shared
def test_a_page_of_figures_lists_no_project() -> None:
    plan = read_documents([SHARED / "iki" / "kpi_tables_kaigo.html"]).plan

    assert plan.projects == ()
    assert plan.title.startswith("第7期・第8期 介護保険事業計画")


@needs_shared
def test_the_sample_has_the_facts_of_the_real_table(
    score: Callable[[list[dict[str, object]], Plan], Score],
) -> None:
    facts = [{**record, "summary": None} for record in gold()]

    result = score(facts, sample())

    assert (result["paired"], result["extra"], result["whole"]) == (72, 0, 72), result


@needs_shared
def test_the_sample_copies_no_sentence_of_the_real_table() -> None:
    for record, project in zip(gold(), sample().projects, strict=True):
        summary = (project.summary or "").removeprefix("（要約）")
        run = longest_shared_run(summary, str(record["summary"]))

        assert len(run) <= LONGEST_SHARED_RUN, (project.number, run)


@needs_shared
def test_the_notes_of_the_sample_are_written_anew() -> None:
    source = (CITY / "source.txt").read_text(encoding="utf-8")
    plan = sample()

    for note in (*plan.notes, *(note for node in plan.nodes for note in node.notes)):
        run = longest_shared_run(note.text, source)

        assert len(run) <= LONGEST_SHARED_RUN, run


def sample() -> Plan:
    return load_plan((REPOSITORY / "samples" / "iruma" / "plan.json").read_text(encoding="utf-8"))


def longest_shared_run(one: str, other: str) -> str:
    longest = ""
    for start in range(len(one)):
        while len(longest) < len(one) - start and one[start : start + len(longest) + 1] in other:
            longest = one[start : start + len(longest) + 1]
    return longest
