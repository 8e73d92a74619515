"""The sample plans are what they say they are, and every page has something to show."""

import json
import shlex
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from torikumi.check.run import run_rules
from torikumi.cli.read import command
from torikumi.plan.file import dump_plan, load_plan
from torikumi.plan.indicator import Good, Indicator
from torikumi.plan.model import Plan
from torikumi.plan.money import Fund, Phase
from torikumi.plan.municipality import check_digit
from torikumi.plan.project import LayerKind, MergeKind, Project, ReviewState, SectionRole
from torikumi.plan.quantity import ValueState
from torikumi.read.run import read_documents
from torikumi.text.era import format_fiscal_year

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
SCHEMA = ROOT / "src" / "torikumi" / "plan" / "schema.json"
YEARS = (2023, 2024, 2025)
FILES = ("iruma/plan.json", *(f"mihon/plan-{year}.json" for year in YEARS))


def load(name: str) -> Plan:
    return load_plan((SAMPLES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mihon() -> dict[int, Plan]:
    return {year: load(f"mihon/plan-{year}.json") for year in YEARS}


@pytest.fixture(scope="module")
def newest(mihon: dict[int, Plan]) -> Plan:
    return mihon[YEARS[-1]]


@pytest.fixture(scope="module")
def iruma() -> Plan:
    return load("iruma/plan.json")


def named(plan: Plan, beginning: str) -> Project:
    (project,) = [project for project in plan.projects if project.name.startswith(beginning)]
    return project


def indicators(plan: Plan) -> list[Indicator]:
    return [indicator for owner in (*plan.nodes, *plan.projects) for indicator in owner.indicators]


def test_the_generated_files_are_current() -> None:
    check = [sys.executable, str(ROOT / "tools" / "make_samples.py"), "--check"]

    done = subprocess.run(check, capture_output=True, text=True, check=False, cwd=ROOT)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", FILES)
def test_a_sample_keeps_to_the_schema(name: str) -> None:
    document = json.loads((SAMPLES / name).read_text(encoding="utf-8"))

    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_written_as_it_was_loaded(name: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")

    assert dump_plan(load_plan(text)) == text


@pytest.mark.parametrize("name", FILES)
def test_a_sample_names_its_source_and_warns_the_reader(name: str) -> None:
    plan = load(name)

    assert plan.credit
    assert plan.notice


@pytest.mark.parametrize("name", FILES)
def test_a_sample_has_a_code_with_a_right_check_digit(name: str) -> None:
    municipality = load(name).municipality

    assert municipality is not None
    assert municipality.code == municipality.code[:5] + check_digit(municipality.code[:5])


@pytest.mark.parametrize("name", FILES)
def test_every_node_and_partner_that_a_project_names_exists(name: str) -> None:
    plan = load(name)

    for project in plan.projects:
        assert {project.node, *project.also_under} <= set(plan.node_by_id)
        assert {merge.partner_id for merge in project.merges} <= {None, *plan.project_by_id}
    assert len(plan.project_by_id) == len(plan.projects)


# The real city


def test_the_real_table_has_its_72_projects(iruma: Plan) -> None:
    assert [project.number for project in iruma.projects] == [str(number) for number in range(1, 73)]
    assert Counter(project.direction.printed for project in iruma.projects if project.direction) == {
        "A：充実": 7,
        "B：継続": 54,
        "C：縮小": 5,
        "D：廃止": 6,
    }


def test_every_text_of_the_real_table_is_marked_as_a_short_version(iruma: Plan) -> None:
    for project in iruma.projects:
        assert project.summary is not None
        assert project.summary.startswith("（要約）")
        assert 25 <= len(project.summary.removeprefix("（要約）")) <= 60
        assert project.summary.endswith("。")
    notes = [note.text for node in iruma.nodes for note in node.notes] + [note.text for note in iruma.notes]
    assert len(notes) == 2
    assert all("（要約）" in note for note in notes)


def test_the_command_of_the_readme_gives_the_real_plan(
    iruma: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    readme = (SAMPLES / "iruma" / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if line.startswith("torikumi read")]
    words = shlex.split(line.replace("iruma.json", str(tmp_path / "iruma.json")))

    done = CliRunner().invoke(command, words[2:])

    assert done.exit_code == 0, done.output
    read = load_plan((tmp_path / "iruma.json").read_text(encoding="utf-8"))
    assert replace(read, credit=iruma.credit, notice=iruma.notice) == iruma


def test_the_real_goals_have_their_aliases(iruma: Plan) -> None:
    assert [goal.alias for goal in iruma.children[None]] == [
        "しごと応援プロジェクト",
        "定住応援プロジェクト",
        "子育て応援プロジェクト",
        "魅力づくりプロジェクト",
    ]


# The invented city


def test_the_invented_city_says_that_it_is_invented(mihon: dict[int, Plan]) -> None:
    for year, plan in mihon.items():
        assert plan.notice == "架空の市「みほん市」の見本データです。実在の団体・事業とは関係ありません。"
        assert plan.year == year
        assert plan.edition == f"{format_fiscal_year(year)}版"
        assert plan.municipality is not None
        assert plan.municipality.code.startswith("99")


def test_a_project_keeps_its_id_over_the_editions(mihon: dict[int, Plan]) -> None:
    everywhere = set.intersection(*(set(plan.project_by_id) for plan in mihon.values()))

    assert len(everywhere) >= 45
    bus = {named(plan, "コミュニティバス").id for plan in mihon.values()}
    taxi = {
        named(mihon[2023], "（仮称）乗合タクシー").id,
        named(mihon[2025], "乗合タクシー「よばれて号」").id,
    }
    assert len(bus) == len(taxi) == 1
    assert bus != taxi


def test_projects_are_renamed_renumbered_moved_and_handed_over(mihon: dict[int, Plan]) -> None:
    old, new = mihon[2024], mihon[2025]
    both = [
        (old.project_by_id[key], new.project_by_id[key])
        for key in old.project_by_id
        if key in new.project_by_id
    ]

    assert sum(before.name != after.name for before, after in both) >= 4
    assert sum(before.number != after.number for before, after in both) >= 10
    assert sum(before.node != after.node for before, after in both) == 1
    assert sum(before.sections[0].name != after.sections[0].name for before, after in both) >= 10
    assert sum(before.direction != after.direction for before, after in both) >= 6


def test_projects_come_and_go(mihon: dict[int, Plan]) -> None:
    for old, new in pairwise(mihon.values()):
        assert len(new.project_by_id.keys() - old.project_by_id.keys()) >= 2
        assert len(old.project_by_id.keys() - new.project_by_id.keys()) >= 1


def test_sections_are_reorganised_once(mihon: dict[int, Plan]) -> None:
    sections = {
        year: {section.name for project in plan.projects for section in project.sections}
        for year, plan in mihon.items()
    }

    gone = {"こども課", "市民協働課", "商工観光課"}
    begun = {"こども家庭課", "地域づくり課", "産業振興課", "観光交流課"}
    assert gone <= sections[2024]
    assert begun <= sections[2025]
    assert not gone & sections[2025]
    assert not begun & sections[2024]


def test_the_sections_of_the_projects_are_those_of_the_city(mihon: dict[int, Plan]) -> None:
    listed = yaml.safe_load((SAMPLES / "mihon" / "plan.yaml").read_text(encoding="utf-8"))["sections"]

    for year, plan in mihon.items():
        exist = {each["name"] for each in listed if each.get("since", 0) <= year <= each.get("until", 9999)}
        assert {section.name for project in plan.projects for section in project.sections} <= exist


def test_sections_come_in_every_form(newest: Plan) -> None:
    sections = [section for project in newest.projects for section in project.sections]

    assert any(section.facility for section in sections)
    assert any(section.others for section in sections)
    assert any(section.role is SectionRole.CONTRIBUTOR for section in sections)


def test_the_tree_has_an_alias_a_joined_heading_and_a_note(newest: Plan) -> None:
    assert len(newest.children[None]) == 5
    assert [node.alias for node in newest.nodes if node.alias] == ["なりわい応援プロジェクト"]
    assert any(node.name.count("・") == 2 for node in newest.nodes)
    (noted,) = [node for node in newest.nodes if node.notes]
    assert noted.id not in newest.projects_under


def test_names_and_places_come_in_every_form(newest: Plan) -> None:
    assert len(newest.projects) >= 48
    assert [project.name for project in newest.projects if project.provisional] == [
        "（仮称）みほん市事業まる見え公開事業"
    ]
    assert sum(project.second_name is not None for project in newest.projects) >= 8
    assert sum(bool(project.also_under) for project in newest.projects) == 2


def test_merges_are_told_with_and_without_a_partner(newest: Plan) -> None:
    merges = [
        (merge.kind, merge.partner_id is not None) for project in newest.projects for merge in project.merges
    ]

    assert set(merges) == {
        (MergeKind.ABSORBED, True),
        (MergeKind.ABSORBED, False),
        (MergeKind.INTO, True),
        (MergeKind.WITH, False),
    }


def test_a_project_is_split_in_two(mihon: dict[int, Plan]) -> None:
    before = named(mihon[2024], "みほん駅前広場再生事業")

    assert named(mihon[2025], "みほん駅前広場改修工事").id == before.id
    assert named(mihon[2025], "みほん駅前にぎわい創出事業").id not in mihon[2024].project_by_id


def test_every_use_of_an_indicator_is_shown(newest: Plan) -> None:
    found = indicators(newest)
    values = [value for each in found for value in (*each.targets, *each.actuals)]

    assert {each.good for each in found} == set(Good)
    assert all(each.unit and each.final_target for each in found)
    assert {value.value.state for value in values} >= {
        ValueState.NUMBER,
        ValueState.NOT_COUNTED,
        ValueState.NOT_APPLICABLE,
        ValueState.WORDS,
    }
    assert not [value for value in values if value.value.state is ValueState.UNREADABLE]
    assert any(value.value.number is not None and value.value.number < 0 for value in values)
    assert any(value.value.approximate for value in values)


def test_an_edition_knows_nothing_of_later_years(mihon: dict[int, Plan]) -> None:
    for year, plan in mihon.items():
        assert all(
            value.year is not None and value.year <= year
            for each in indicators(plan)
            for value in each.actuals
        )
        for project in plan.projects:
            assert all(amount.year is not None and amount.year <= year for amount in project.amounts)
            assert all(review.year <= year for review in project.reviews)
            assert all(layer.year is None or layer.year <= year for layer in project.layers)


def test_money_adds_up(mihon: dict[int, Plan]) -> None:
    sums = 0
    for plan in mihon.values():
        for project in plan.projects:
            for year in YEARS:
                initial = [
                    each for each in project.amounts if each.year == year and each.phase is Phase.INITIAL
                ]
                numbers = {each.fund: each.value.number or 0 for each in initial}
                total = numbers.pop(Fund.TOTAL, None)
                if numbers:
                    assert sum(numbers.values()) == total, (project.name, year)
                    sums += 1
    assert sums >= 50
    settled = [
        each for project in mihon[2025].projects for each in project.amounts if each.phase is Phase.SETTLED
    ]
    assert settled
    assert all(each.value.unit == "千円" and each.year in {2023, 2024} for each in settled)


def test_a_summary_is_the_sum_of_its_layers(mihon: dict[int, Plan]) -> None:
    kinds = set()
    for plan in mihon.values():
        for project in plan.projects:
            assert project.summary == "".join(layer.text for layer in project.layers)
            kinds |= {layer.kind for layer in project.layers}
    assert kinds == set(LayerKind)


def test_two_years_are_reviewed_and_the_third_is_half_done(mihon: dict[int, Plan], newest: Plan) -> None:
    for year in (2023, 2024):
        reviews = [
            review for project in mihon[year].projects for review in project.reviews if review.year == year
        ]
        assert {review.state for review in reviews} == {ReviewState.APPROVED}
        assert {review.rater for review in reviews} == {"担当課", "企画政策課"}
        assert all(review.result for review in reviews if review.rater == "担当課")

    states = Counter(
        review.state
        for project in newest.projects
        for review in project.reviews
        if review.year == 2025 and review.rater == "担当課"
    )
    assert set(states) == set(ReviewState)
    assert states.total() == len(newest.projects)
    assert 0.4 <= (states[ReviewState.APPROVED] + states[ReviewState.SUBMITTED]) / states.total() <= 0.7


def test_the_texts_are_not_made_from_one_mould(newest: Plan) -> None:
    results = [review.result for project in newest.projects for review in project.reviews if review.result]
    summaries = [project.summary for project in newest.projects]

    assert len(set(results)) == len(results) >= 120
    assert len(set(summaries)) == len(summaries)


def test_check_finds_the_mistakes_left_in_on_purpose_and_few_more(newest: Plan) -> None:
    codes = Counter(finding.code for finding in run_rules(newest))

    assert codes["measure-empty"] == 1
    assert codes["number-skipped"] == 1
    assert codes["direction-contradicts-summary"] == 1
    assert codes["section-written-two-ways"] == 1
    assert codes["merge-partner-without-row"] == 2
    assert codes["name-provisional"] == 1
    assert codes.total() <= 14, codes


def test_the_years_do_not_contradict_each_other(mihon: dict[int, Plan]) -> None:
    for old, new in pairwise(mihon.values()):
        codes = {finding.code for finding in run_rules(new, previous=old)}

        assert not codes & {"abolished-but-listed", "gone-without-word"}


def test_reading_the_workbook_gives_the_newest_edition(newest: Plan) -> None:
    read = read_documents([SAMPLES / "mihon" / "mihon-r7.xlsx"]).plan

    assert [row_of(project, read) for project in read.projects] == [
        row_of(project, newest) for project in newest.projects
    ]
    assert [node.printed for node in read.nodes] == [node.printed for node in newest.nodes]
    assert [note.text for node in read.nodes for note in node.notes] == [
        note.text for node in newest.nodes for note in node.notes
    ]


def row_of(project: Project, plan: Plan) -> tuple[object, ...]:
    return (
        project.number,
        project.name,
        project.summary,
        project.direction.printed if project.direction else None,
        [(section.name, section.facility, section.others) for section in project.sections],
        [node.printed for node in plan.path_to(project.node)],
        [plan.node_by_id[node].printed for node in project.also_under],
    )
