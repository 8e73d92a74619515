"""The real document in all the clothes that can be read now: every record whole."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared import SHARED, needs_shared
from torikumi.plan.model import Plan
from torikumi.plan.records import to_records
from torikumi.read.run import read_documents

pytestmark = needs_shared

CITY = SHARED / "iruma"
SCORE = SHARED.parent / "tools" / "score.py"
WORKBOOKS = ("band_a3", "band_messy", "merged_a4", "vertical_a4", "hlines")
WITH_NOTES = ("band_a3", "band_messy", "hlines")
JOINED = "若者の定住を推進する・親子の同居・近居を促進する・子育て世代の移住を促進する"


def score(plan: Plan, folder: Path) -> dict:
    found = folder / "found.json"
    found.write_text(json.dumps(to_records(plan), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(SCORE), str(CITY / "gold.json"), str(found), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def assert_whole(plan: Plan, folder: Path) -> None:
    result = score(plan, folder)
    assert (result["whole"], result["found"], result["extra"]) == (72, 72, 0), result


def document(name: str) -> Path:
    return CITY / "source.txt" if name == "source" else CITY / "documents" / f"{name}.xlsx"


@pytest.mark.parametrize("name", ["source", *WORKBOOKS])
def test_all_72_records_are_whole(name: str, tmp_path: Path):
    plan = read_documents([document(name)]).plan

    assert_whole(plan, tmp_path)
    assert plan.levels == ("基本目標", "基本施策")
    assert JOINED in [node.printed for node in plan.nodes]


@pytest.mark.parametrize("name", ["source", *WITH_NOTES])
def test_the_measure_without_a_project_keeps_its_note(name: str):
    plan = read_documents([document(name)]).plan

    (node,) = [node for node in plan.nodes if node.notes]
    assert node.name == "出会いや結婚の希望をかなえる"
    assert node.notes[0].text.startswith("具体的な事業は実施していないが")
    assert node.notes[0].place is not None
    assert node.id not in plan.projects_under


@pytest.mark.parametrize("name", ["source", *WITH_NOTES])
def test_the_end_note_belongs_to_the_plan(name: str):
    (note,) = read_documents([document(name)]).plan.notes

    assert note.text.startswith("※")
    assert note.text.endswith("記載しています。")


@pytest.mark.parametrize("name", ["source", *WORKBOOKS])
def test_every_field_that_was_read_has_its_place(name: str):
    plan = read_documents([document(name)]).plan

    for project in plan.projects:
        fields = {entry.field for entry in project.places}
        assert fields == {"number", "name", "summary", "direction", "sections"}
        assert all(entry.place.row and entry.place.column and entry.place.file for entry in project.places)
        if name != "source":
            assert all(entry.place.cell and entry.place.sheet == "事業一覧" for entry in project.places)


def test_merges_and_directions_are_understood():
    plan = read_documents([document("source")]).plan

    merged = {
        project.number: [merge.kind.value for merge in project.merges]
        for project in plan.projects
        if project.merges
    }
    assert merged == {"14": ["absorbed", "with"], "58": ["absorbed"]}
    assert [(step.code, step.label) for step in plan.scale.labels] == [
        ("A", "充実"),
        ("B", "継続"),
        ("C", "縮小"),
        ("D", "廃止"),
    ]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp932", "\t"), ("utf-16", ",")]
)
def test_the_document_as_csv_is_whole(encoding: str, delimiter: str, tmp_path: Path):
    rows = [line.split("\t") for line in document("source").read_text(encoding="utf-8").splitlines()]
    # A line break inside quotes, as a cell of a worksheet has it.
    rows = [[cell.replace("。", "。\n", 1) if len(cell) > 80 else cell for cell in row] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = tmp_path / "list.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    plan = read_documents([path]).plan

    assert_whole(plan, tmp_path)


def test_two_readings_are_the_same_value():
    first, second = read_documents([document("band_messy")]), read_documents([document("band_messy")])

    assert first.plan == second.plan
    assert first.findings == second.findings
    assert len({project.id for project in first.plan.projects}) == 72


@pytest.mark.parametrize(
    "path", sorted((SHARED / "takamatsu").glob("organization-*.xlsx")), ids=lambda path: path.stem
)
def test_a_list_of_sections_is_no_plan(path: Path):
    from torikumi.read.refusals import NoPlanError

    with pytest.raises(NoPlanError, match="事業名の列が見つかりません（見出し: ") as caught:
        read_documents([path])
    assert "シート「" in caught.value.ja
