"""What became of each section between two lists: renamed, moved, merged, split, ended, new; a person's word stays."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from shared import REPOSITORY, SHARED, needs_shared
from torikumi.cli.opening import open_organisation
from torikumi.cli.sections import command
from torikumi.compare.change_list import make_change_list
from torikumi.compare.change_sums import sum_changes
from torikumi.compare.lineage.edge import Verdict
from torikumi.compare.sections.edge import (
    SectionEdge,
    SectionLineage,
    SectionLineageError,
    SectionTurn,
    dump_sections,
    load_sections,
)
from torikumi.compare.sections.handed import handed_over
from torikumi.compare.sections.organisation import (
    Organisation,
    OrganisationError,
    organisation_of,
    read_organisation,
)
from torikumi.compare.sections.propose import propose_sections
from torikumi.compare.sections.words import sections_text
from torikumi.plan.file import load_plan
from torikumi.plan.model import Plan
from torikumi.plan.project import Project, SectionRef


def organisation(*units: str) -> Organisation:
    return organisation_of(tuple(unit.split("/")) for unit in units)


def turns(old: Organisation, new: Organisation, **known: object) -> dict[str, set[tuple[str, str]]]:
    lineage = propose_sections(old, new, **known)  # type: ignore[arg-type]
    found: dict[str, set[tuple[str, str]]] = {}
    for edge in lineage.edges:
        found.setdefault(edge.turn.value, set()).add(("/".join(edge.old), "/".join(edge.new)))
    return found


def takamatsu(day: str) -> Organisation:
    return open_organisation(SHARED / "takamatsu" / f"organization-{day}.xlsx")


def test_a_list_gives_every_unit_with_those_above_it_and_no_person() -> None:
    rows = [
        ["局", "課", "係", "所属名称", "電話番号", "課長名"],
        ["総務局", "秘書課", "", "総務局秘書課", "087-839-2131", "見本 太郎"],
        ["総務局", "秘書課", "秘書係", "総務局秘書課秘書係", "", ""],
    ]

    read = read_organisation(rows)

    assert [unit.path for unit in read.units] == [
        ("総務局",),
        ("総務局", "秘書課"),
        ("総務局", "秘書課", "秘書係"),
    ]
    assert read.by_phone["0878392131"].name == "秘書課"
    assert "見本" not in repr(read)


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(OrganisationError, match="列がありません"):
        read_organisation([["品名", "数量"], ["机", "3"]])


def test_a_renamed_department_does_not_move_its_sections() -> None:
    old = organisation("市民政策局", "市民政策局/市民課", "市民政策局/くらし安全課")
    new = organisation("市民局", "市民局/市民課", "市民局/くらし安全課")

    assert turns(old, new) == {
        "renamed": {("市民政策局", "市民局")},
        "continues": {
            ("市民政策局/市民課", "市民局/市民課"),
            ("市民政策局/くらし安全課", "市民局/くらし安全課"),
        },
    }


def test_merges_and_splits_come_from_names_and_from_what_stands_below() -> None:
    old = organisation(
        "局",
        "局/こども園総務課",
        "局/こども園運営課",
        "局/こども園運営課/東園",
        "局/こども園運営課/西園",
        "局/生活福祉課",
    )
    new = organisation(
        "局",
        "局/こども保育課",
        "局/こども保育課/東園",
        "局/こども保育課/西園",
        "局/生活福祉第一課",
        "局/生活福祉第二課",
    )

    found = turns(old, new)

    assert found["merged"] == {
        ("局/こども園運営課", "局/こども保育課"),
        ("局/こども園総務課", "局/こども保育課"),
    }
    assert found["split"] == {("局/生活福祉課", "局/生活福祉第一課"), ("局/生活福祉課", "局/生活福祉第二課")}


def test_a_telephone_number_speaks_for_a_new_name() -> None:
    old = read_organisation([["課", "電話"], ["環境保全課", "087-111-2222"], ["緑政課", "087-111-3333"]])
    new = read_organisation(
        [["課", "電話"], ["ゼロカーボン推進室", "087-111-2222"], ["緑政課", "087-111-3333"]]
    )

    (edge,) = [edge for edge in propose_sections(old, new).edges if edge.turn is SectionTurn.RENAMED]

    assert (edge.old, edge.new) == (("環境保全課",), ("ゼロカーボン推進室",))
    assert "same_phone" in edge.evidence


def project(one: str, *sections: str) -> Project:
    return Project(id=one, name=one, sections=tuple(SectionRef(printed=name, name=name) for name in sections))


def test_projects_that_changed_hands_speak_too() -> None:
    old = Plan(
        title="計画", projects=(project("1", "商工課"), project("2", "商工課"), project("3", "農政課"))
    )
    new = Plan(
        title="計画",
        projects=(project("1", "にぎわい室"), project("2", "にぎわい室"), project("3", "林務課")),
    )

    handed = handed_over(old, new)

    assert handed == {("商工課", "にぎわい室"): 1.0}
    assert turns(organisation("商工課", "農政課"), organisation("にぎわい室", "林務課"), handed=handed)[
        "renamed"
    ] == {("商工課", "にぎわい室")}


def test_what_a_person_said_stays() -> None:
    old, new = organisation("部/甲課", "部/乙課"), organisation("部/甲乙課", "部/丙課")
    said = SectionEdge(
        old=("部", "乙課"),
        new=("部", "丙課"),
        turn=SectionTurn.RENAMED,
        confidence=1,
        verdict=Verdict.CONFIRMED,
    )
    never = replace(said, old=("部", "甲課"), new=("部", "甲乙課"), verdict=Verdict.REFUSED)

    lineage = propose_sections(old, new, decided=(said, never))

    assert said in lineage.edges
    assert all((edge.old, edge.new) != (never.old, never.new) for edge in lineage.edges)
    assert lineage.refused == (never,)
    again = propose_sections(old, new, decided=lineage.decided())
    assert again == lineage


def test_the_names_of_today() -> None:
    lineage = propose_sections(
        organisation("総務課", "こども課", "生活福祉課"),
        organisation("総務課", "こども家庭課", "生活福祉第一課", "生活福祉第二課"),
    )

    assert lineage.names_today() == {
        "こども課": ("こども家庭課",),
        "生活福祉課": ("生活福祉第一課", "生活福祉第二課"),
    }


def test_older_plans_count_under_the_names_of_today() -> None:
    old, new = (
        load_plan((REPOSITORY / "samples" / "mihon" / f"plan-{year}.json").read_text(encoding="utf-8"))
        for year in (2024, 2025)
    )
    today = {"こども課": ("こども家庭課",), "市民協働課": ("地域づくり課",)}

    plain = make_change_list(old=old, new=new)
    counted = make_change_list(old=old, new=new, names_today=today)

    before, after = (
        {one.name: (one.before, one.after) for one in sum_changes(each).sections} for each in (plain, counted)
    )
    assert before["こども家庭課"] == (0, 9)
    assert after["こども家庭課"] == (8, 9)
    assert "こども課" not in after
    moved = [line for line in counted.lines if line.change.field == "sections" and not line.reorganised]
    assert len(moved) < len([line for line in plain.lines if line.change.field == "sections"])
    assert sum_changes(counted).total.counts["sections"] == len({line.change.subject for line in moved})


@needs_shared
def test_four_years_of_a_real_city() -> None:
    found = turns(takamatsu("202104"), takamatsu("202404"))

    assert ("総務局/秘書課", "政策局/秘書課") in found["moved"]
    assert ("総務局/広聴広報課", "政策局/広聴広報・シティプロモーション課") in found["renamed"]
    assert found["split"] == {("市民政策局", "市民局"), ("市民政策局", "政策局")}
    assert ("市民政策局/地域政策部", "市民局/地域協働部") in found["renamed"]
    assert found["merged"] == {
        ("市民政策局/人権啓発課", "市民局/人権・男女共同参画推進課"),
        ("市民政策局/男女共同参画・協働推進課", "市民局/人権・男女共同参画推進課"),
    }
    assert len(found["continues"]) == 354


@needs_shared
def test_a_section_that_was_split_and_a_department_that_came_between() -> None:
    found = turns(takamatsu("202404"), takamatsu("202504"))

    office = "健康福祉局/福祉事務所/生活福祉"
    assert found["split"] == {(f"{office}課", f"{office}第一課"), (f"{office}課", f"{office}第二課")}
    assert ("都市整備局/建築課", "都市整備局/住宅建築部/建築課") in found["moved"]


_NAMES = st.text("総務政策市民課室部局・甲乙", min_size=1, max_size=6)
_PATHS = st.lists(st.lists(_NAMES, min_size=1, max_size=3).map(tuple), max_size=12)


@given(_PATHS, _PATHS)
def test_every_unit_is_accounted_for_once(olds: list[tuple[str, ...]], news: list[tuple[str, ...]]) -> None:
    old, new = organisation_of(olds), organisation_of(news)

    lineage = propose_sections(old, new)

    assert {edge.old for edge in lineage.edges} | {*lineage.ended} == {unit.path for unit in old.units}
    assert {edge.new for edge in lineage.edges} | {*lineage.new} == {unit.path for unit in new.units}
    assert not {edge.old for edge in lineage.edges} & {*lineage.ended}
    assert load_sections(dump_sections(lineage)) == lineage
    assert sections_text(lineage, language="ja").strip() or not (olds or news)


@given(_PATHS)
def test_a_list_beside_itself_continues(paths: list[tuple[str, ...]]) -> None:
    lineage = propose_sections(organisation_of(paths), organisation_of(paths))

    assert all(edge.old == edge.new and edge.turn is SectionTurn.CONTINUES for edge in lineage.edges)
    assert lineage.ended == lineage.new == ()


@pytest.mark.parametrize("text", ["", "[]", "{}x", '{"edges": [{"old": [], "new": []}]}', "[" * 100_000])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(SectionLineageError):
        load_sections(text)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words, env={"LANG": "ja_JP.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""})


def test_the_command_writes_what_compare_takes(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("課名\n総務課\nこども課\n", encoding="utf-8")
    new.write_text("課名\n総務課\nこども家庭課\n", encoding="utf-8")
    out = tmp_path / "sections.json"

    shown = run(str(old), str(new))
    written = run(str(old), str(new), "--as", "json", "-o", str(out))

    assert "■ 名前が変わった組織 1\n  こども課 → こども家庭課  確からしさ" in shown.stdout
    assert written.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["edges"][1]["turn"] == "renamed"
    assert isinstance(load_sections(out.read_text(encoding="utf-8")), SectionLineage)
