"""The tables of a published edition, read back, are the plan that was published."""

from pathlib import Path

import pytest

from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.publish.csv import write_table
from torikumi.publish.tables import data_tables
from torikumi.publish.xlsx import write_data_workbook
from torikumi.read.reading import Reading
from torikumi.read.run import read_documents

SAMPLES = Path(__file__).parents[3] / "samples"
FIELDS = ("number", "path", "name", "summary", "direction", "sections", "facilities", "kpis", "amounts")


@pytest.fixture(params=["iruma/plan.json", "mihon/plan-2025.json"])
def published(request: pytest.FixtureRequest) -> Plan:
    return load_plan((SAMPLES / request.param).read_text(encoding="utf-8"))


def test_the_data_workbook_comes_back_whole(published: Plan, tmp_path: Path):
    path = tmp_path / "data.xlsx"
    path.write_bytes(write_data_workbook(published))

    reading = read_documents([path])

    assert whole(reading.plan) == whole(published)
    assert (reading.plan.title, reading.plan.year) == (published.title, published.year)


def test_all_csv_files_together_come_back_whole(published: Plan, tmp_path: Path):
    reading = read_documents(written_csv(published, tmp_path))

    assert whole(reading.plan) == whole(published)
    assert {node.printed: len(node.indicators) for node in reading.plan.nodes if node.indicators} == {
        node.printed: len(node.indicators)
        for node in published.nodes
        if node.indicators and any(published.path_to(p.node).count(node) for p in published.projects)
    }
    assert "read-sections-elsewhere" not in codes(reading)


def test_projects_alone_say_that_sections_are_missing(published: Plan, tmp_path: Path):
    (projects,) = [path for path in written_csv(published, tmp_path) if path.name == "projects.csv"]

    reading = read_documents([projects])

    short = [f for f in reading.findings if f.code == "read-sections-elsewhere"]
    assert len(short) == sum(len(project.sections) > 1 for project in published.projects) > 0


def written_csv(plan: Plan, folder: Path) -> list[Path]:
    paths = []
    for table in data_tables(plan):
        path = folder / f"{table.file}.csv"
        path.write_bytes(write_table(table))
        paths.append(path)
    return paths


def whole(plan: Plan) -> list[list[object]]:
    return [[record[field] for field in FIELDS] for record in to_records(plan)]


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}
