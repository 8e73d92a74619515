"""Lists of projects in running text."""

import pytest

from torikumi.plan.model import Plan
from torikumi.read.document import Document
from torikumi.read.flow import Line, tables_of
from torikumi.read.lists import part_code, split_names
from torikumi.read.reading import Given, Reading
from torikumi.read.recognise import NoPlanError, recognise_plan

LIST = """
みほん市総合計画 施策の評価
【領域A】
◆施策の傾向（この領域にある施策と主な取組事業）
▶子育ての支援（111）
子育て世代の相談事業 / 不妊治療の助成事業
保育士の確保事業
▶道の整備（211）
橋りょう修繕事業/ 道路改良事業
- 12 -
交通安全啓発推進業 / 歩道整備事業
◆前年度との比較
〇上昇した施策
・道の整備（211）
"""


def read(text: str) -> Reading:
    lines = [Line(text=line) for line in text.strip().split("\n")]
    document = Document(name="本文.txt", sha256="0" * 64, tables=tables_of(lines, file="本文.txt"))
    return recognise_plan([document], given=Given())


def placed(plan: Plan) -> list[tuple[str, str]]:
    return [
        (" > ".join(node.printed for node in plan.path_to(project.node)), project.name)
        for project in plan.projects
    ]


def test_names_below_a_line_that_says_so_are_projects_of_the_measures_between_them():
    reading = read(LIST)

    assert placed(reading.plan) == [
        ("111 子育ての支援", "子育て世代の相談事業"),
        ("111 子育ての支援", "不妊治療の助成事業"),
        ("111 子育ての支援", "保育士の確保事業"),
        ("211 道の整備", "橋りょう修繕事業"),
        ("211 道の整備", "道路改良事業"),
        ("211 道の整備", "交通安全啓発推進業"),
        ("211 道の整備", "歩道整備事業"),
    ]
    assert {finding.code for finding in reading.findings} == {"read-list-as-projects"}


def test_every_project_of_a_list_knows_its_line():
    plan = read(LIST).plan

    assert [project.places[0].place.row for project in plan.projects][:3] == [5, 5, 6]


def test_a_list_stands_under_the_heading_above_it():
    text = """
みほん市総合計画
基本目標1 健やかなまち
主な事業
・健診の推進事業
・予防接種事業、がん検診事業
基本目標2 便利なまち
主な事業：道路改良事業、橋りょう修繕事業、駅前整備事業
"""

    assert placed(read(text).plan) == [
        ("基本目標1 健やかなまち", "健診の推進事業"),
        ("基本目標1 健やかなまち", "予防接種事業"),
        ("基本目標1 健やかなまち", "がん検診事業"),
        ("基本目標2 便利なまち", "道路改良事業"),
        ("基本目標2 便利なまち", "橋りょう修繕事業"),
        ("基本目標2 便利なまち", "駅前整備事業"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Prose that speaks of projects.
        "市の主な事業\n昨年は道路改良事業と橋りょう修繕事業を行いました。\n今年は駅前整備事業に取り組みます。",
        # No line says that projects follow.
        "▶道の整備（211）\n橋りょう修繕事業/ 道路改良事業\n歩道整備事業",
        # Names that are no projects.
        "主な事業\n・市役所\n・図書館\n・公民館",
        # Two names make no list.
        "主な事業\n・道路改良事業\n・橋りょう修繕事業",
    ],
)
def test_what_is_no_list_of_projects_is_refused(text: str):
    with pytest.raises(NoPlanError):
        read(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("甲事業 / 乙事業／丙事業", ["甲事業", "乙事業", "丙事業"]),
        ("・甲事業", ["甲事業"]),
        ("甲事業、乙事業", ["甲事業", "乙事業"]),
        ("子ども、若者の支援事業", ["子ども、若者の支援事業"]),
        ("小・中学校の整備事業", ["小・中学校の整備事業"]),
        ("甲事業・乙事業", ["甲事業", "乙事業"]),
        ("甲事業\u3000乙事業", ["甲事業", "乙事業"]),
        ("JR 駅前整備事業", ["JR 駅前整備事業"]),
        ("病院（本院/分院）整備事業/甲事業", ["病院（本院/分院）整備事業", "甲事業"]),
        ("① 甲事業", ["甲事業"]),
    ],
)
def test_a_line_is_parted_where_each_part_is_a_name(line: str, names: list[str]):
    assert split_names(line) == names


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("▶子育ての支援（111）", "子育ての支援", "111"),
        ("■道の整備（２－１）", "道の整備", "2-1"),
        ("【福祉】", "福祉", None),
        ("●市民（市民課）", "市民（市民課）", None),
    ],
)
def test_the_code_behind_a_measure_is_no_part_of_its_name(line: str, name: str, code: str | None):
    assert part_code(line) == (name, code)
