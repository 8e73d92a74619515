"""A document that holds the tree of a plan and no projects: read where it is asked for, refused with a sentence else."""

from pathlib import Path

import pytest

from spec.tables import parse_table, to_csv, to_xlsx
from torikumi.read.reading import Given
from torikumi.read.refusals import NoPlanError
from torikumi.read.run import read_documents

COLUMNS = """
第3次みほん市総合計画　施策の体系
基本目標 | 政策 | 施策
1 働くまち | 1-1 産業 | 1-1-1 商業を育てる
 |  | 1-1-2 農業を守る
 | 1-2 観光 | 1-2-1 客を招く
2 育つまち | 2-1 学び | 2-1-1 学校を支える
"""
MERGED = """
基本目標 | 政策 | 施策
1 働くまち | 1-1 産業 | 1-1-1 商業を育てる
^ | ^ | 1-1-2 農業を守る
^ | 1-2 観光 | 1-2-1 客を招く
2 育つまち | 2-1 学び | 2-1-1 学校を支える
"""
LISTED = """
みほん市総合計画の体系
基本目標1 働くまち
施策1-1 商業を育てる
施策1-2 農業を守る
基本目標2 育つまち
施策2-1 学校を支える
"""
PROSE = """
みほん市将来構想
第1章 まちの姿
梨と和紙を守り、人が集うまちを目指します。
第2章 まちづくりの考え方
第1節 みんなで進める
市民と市が力を合わせて進めます。
"""


def write(tmp_path: Path, drawing: str, form: str = "csv") -> Path:
    rows = parse_table(drawing.strip("\n"))
    path = tmp_path / f"tree.{form}"
    path.write_bytes(to_csv(rows) if form == "csv" else to_xlsx({"体系": rows}))
    return path


@pytest.mark.parametrize(("drawing", "form"), [(COLUMNS, "csv"), (COLUMNS, "xlsx"), (MERGED, "xlsx")])
def test_columns_of_levels_are_a_tree(tmp_path: Path, drawing: str, form: str) -> None:
    reading = read_documents([write(tmp_path, drawing, form)], Given(tree_alone=True))

    assert [f"{'  ' * node.level}{node.printed}" for node in reading.plan.nodes] == [
        "1 働くまち",
        "  1-1 産業",
        "    1-1-1 商業を育てる",
        "    1-1-2 農業を守る",
        "  1-2 観光",
        "    1-2-1 客を招く",
        "2 育つまち",
        "  2-1 学び",
        "    2-1-1 学校を支える",
    ]
    assert reading.plan.levels == ("基本目標", "政策", "施策")
    assert reading.plan.projects == ()
    assert [finding.code for finding in reading.findings] == ["read-tree-alone"]
    assert all(node.places for node in reading.plan.nodes)


def test_headings_that_name_their_levels_are_a_tree(tmp_path: Path) -> None:
    reading = read_documents([write(tmp_path, LISTED)], Given(tree_alone=True))

    assert [(node.level, node.printed) for node in reading.plan.nodes] == [
        (0, "基本目標1 働くまち"),
        (1, "施策1-1 商業を育てる"),
        (1, "施策1-2 農業を守る"),
        (0, "基本目標2 育つまち"),
        (1, "施策2-1 学校を支える"),
    ]
    assert reading.plan.title == "みほん市総合計画の体系"


@pytest.mark.parametrize("drawing", [COLUMNS, LISTED])
def test_a_tree_is_no_plan_where_nobody_asks_for_it(tmp_path: Path, drawing: str) -> None:
    with pytest.raises(NoPlanError, match=r"--tree"):
        read_documents([write(tmp_path, drawing)])


def test_chapters_of_a_text_are_no_tree(tmp_path: Path) -> None:
    with pytest.raises(NoPlanError) as refused:
        read_documents([write(tmp_path, PROSE)], Given(tree_alone=True))

    assert "--tree" not in refused.value.ja
