"""What the review sheets say of their predecessors, and what is left out as the source's own slip."""

import gzip
import json
from pathlib import Path

import pytest
from bench.lineages.measures import beside, measure, reliability
from bench.lineages.sheets import Year, edges_by_id, edges_by_link, read_year


def sheet(
    number: str, name: str, *, year: int, links: tuple[tuple[str, int], ...] = (), id_: int | None = None
) -> dict[str, object]:
    return {
        "公開年度": year, "府省庁": "見本省", "事業番号1": None, "事業番号2": number, "事業番号3": None, "事業名": name,
        "事業ID": id_, "事業目的": "目的", "事業概要": "概要", "担当課室": "見本課",
        "予算": [{"年度": year - 1, "執行額": 12.5}], "アウトカム": [], "アウトプット": [],
        "関連する過去のレビューシート": [
            {"府省庁": "見本省", "事業番号1": None, "事業番号2": one, "事業番号3": None, "年度": of} for one, of in links
        ],
    }  # fmt: skip


def write(path: Path, sheets: list[dict[str, object]]) -> Year:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in sheets)
    return read_year(path)


@pytest.fixture
def years(tmp_path: Path) -> tuple[Year, Year]:
    old = write(
        tmp_path / "2018.gz",
        [
            sheet("0001", "甲", year=2018, id_=1),
            sheet("0002", "乙", year=2018, id_=2),
            sheet("0003", "丙", year=2018, id_=3),
        ],
    )
    new = write(
        tmp_path / "2019.gz",
        [
            sheet("0011", "甲", year=2019, links=(("0001", 2018),), id_=1),
            sheet("0012", "乙改め丁", year=2019, links=(("0002", 2018),), id_=9),
            sheet(
                "0013", "丙", year=2019, links=(("0001", 2018),)
            ),  # another name, while its own stood there
            sheet("0014", "戊", year=2019, links=(("0099", 2018),)),  # nobody has that number
            sheet("0015", "己", year=2019, links=(("0001", 2010),)),  # another year
            sheet("0016", "庚", year=2019),
            sheet("0017", "統合後", year=2019, links=(("0002", 2018), ("0003", 2018))),
        ],
    )
    return old, new


def named(edges: set[tuple[int, int]], old: Year, new: Year) -> set[tuple[str, str]]:
    return {(old.sheets[a]["事業名"], new.sheets[b]["事業名"]) for a, b in edges}


def test_links_are_edges_and_slips_are_left_out(years: tuple[Year, Year]) -> None:
    old, new = years
    edges, spoken = edges_by_link(old, new)
    assert named(edges, old, new) == {("甲", "甲"), ("乙", "乙改め丁"), ("乙", "統合後"), ("丙", "統合後")}
    assert {new.sheets[at]["事業名"] for at in spoken} == {"甲", "乙改め丁", "統合後"}


def test_ids_are_edges(years: tuple[Year, Year]) -> None:
    old, new = years
    edges, spoken = edges_by_id(old, new)
    assert named(edges, old, new) == {("甲", "甲")}
    assert len(spoken) == 1


def test_the_plan_holds_no_id_number_or_link(years: tuple[Year, Year]) -> None:
    for year in years:
        assert all(project.number is None and not project.merges for project in year.plan.projects)
        amounts = [str(amount.value.number) for project in year.plan.projects for amount in project.amounts]
        assert amounts == ["12.5"] * len(year.sheets)


def test_measures_of_edges(years: tuple[Year, Year]) -> None:
    old, new = years
    edges, spoken = edges_by_link(old, new)
    same = {edge for edge in edges if old.sheets[edge[0]]["事業名"] == new.sheets[edge[1]]["事業名"]}
    found = measure(same, edges, spoken, old=old, new=new)
    assert found["all"] == {"precision": 1.0, "recall": 0.25, "f1": 0.4, "edges": 4}
    assert found["name changed"]["recall"] == 0
    assert found["one to one"]["edges"] == 1  # 乙 went two ways, 統合後 came from two
    assert found["one to one, name changed"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "edges": 0}
    rows = reliability(dict.fromkeys(edges, 0.97), edges, spoken)
    assert rows == [{"from": 0.95, "to": 0.99, "count": 4, "right": 1.0}]


def test_edges_where_the_source_is_silent_are_counted_apart(years: tuple[Year, Year]) -> None:
    old, new = years
    _, spoken = edges_by_link(old, new)
    at_old = {sheet["事業名"]: at for at, sheet in enumerate(old.sheets)}
    at_new = {sheet["事業名"]: at for at, sheet in enumerate(new.sheets)}
    found = {(at_old["甲"], at_new["甲"]): 0.99, (at_old["丙"], at_new["庚"]): 0.8}
    assert beside(found, spoken, old=old, new=new) == {"own_name": 0, "others": 1, "sure": 0}


def test_one_predecessor_of_another_name_is_enough_for_a_slip(tmp_path: Path) -> None:
    old = write(tmp_path / "2018.gz", [sheet("0001", "甲", year=2018), sheet("0002", "乙", year=2018)])
    new = write(
        tmp_path / "2019.gz", [sheet("0011", "甲", year=2019, links=(("0001", 2018), ("0002", 2018)))]
    )
    assert edges_by_link(old, new) == (set(), set())
