"""The review sheets of the ministries: plans by ministry and year, and lines that are told from what is wrong."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from shared import SHARED, needs_shared
from torikumi.corpus.build import add_plans, build_corpus, remove_plans
from torikumi.corpus.intake import Entry
from torikumi.corpus.judgit import CREDIT, SheetsError, read_sheets
from torikumi.corpus.store import Corpus
from torikumi.plan.money import Phase


def sheet(name: str, **facts: Any) -> dict[str, Any]:
    return {
        "事業ID": 7,
        "公開年度": 2017,
        "事業名": name,
        "府省庁": "見本省",
        "事業番号": "0001",
        "担当部局庁": "見本局",
        "担当課室": "見本課",
        "事業目的": "見本の目的。",
        "事業概要": "見本の概要。",
        "主要施策": ["地方創生"],
        "予算": [{"年度": 2016, "執行額": 1.5}, {"年度": 2017, "当初予算": 2.25, "要求額": None}],
        "アウトカム": [
            {"成果指標": "数", "単位": "件", "成果実績": [{"年度": 2016, "成果実績": 12.0, "目標値": 10.0}]}
        ],
        "アウトプット": [],
        **facts,
    }


def write(path: Path, *sheets: object) -> Path:
    text = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in sheets)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["2017.ndjson", "2017.ndjson.gz"])
def test_each_ministry_and_year_is_a_plan(tmp_path: Path, name: str) -> None:
    other = sheet("別の事業", 府省庁="ほか省", 事業ID=None, 主要施策=[])
    path = write(tmp_path / name, sheet("見本事業"), sheet("同じ番号の事業"), other)

    plans = [*read_sheets(path)]

    assert [(plan.municipality.name if plan.municipality else "", plan.year) for plan in plans] == [
        ("ほか省", 2017),
        ("見本省", 2017),
    ]
    one, two = plans[1].projects
    assert (one.id, two.id, one.summary) == ("R-7", "R-7-2", "見本の目的。\n見本の概要。")
    assert one.sections[0].name == "見本局 見本課"
    assert {
        (amount.year, amount.phase, str(amount.value.number), amount.value.unit) for amount in one.amounts
    } == {
        (2016, Phase.SETTLED, "1.5", "百万円"),
        (2017, Phase.INITIAL, "2.25", "百万円"),
    }
    assert plans[0].nodes[0].name == "その他"
    assert plans[1].credit == CREDIT


def test_sheets_become_records_of_the_nation_in_yen(tmp_path: Path) -> None:
    path = write(tmp_path / "x.ndjson", sheet("見本事業"))
    corpus = build_corpus(tmp_path / "corpus", [Entry(plan=plan, source="x") for plan in read_sheets(path)])
    row = corpus.read().to_pylist()[0]

    assert (row["body"], row["body_kind"], row["prefecture"], row["outcome"]) == (
        "N:見本省",
        "ministry",
        "国",
        None,
    )
    assert (row["budget"], row["settled"], row["judged"], row["met"]) == (2_250_000, None, 1, 1)
    assert row["goal"] == "地方創生"


def test_what_was_spent_stands_with_its_year_whichever_sheet_says_so(tmp_path: Path) -> None:
    """The sheet of 2018 says what was spent in 2017, when the project of 2017 stood in the sheet before it."""
    money = [{"年度": 2017, "執行額": 2.0}, {"年度": 2018, "当初予算": 2.5}]
    later = sheet("見本事業", 公開年度=2018, 予算=money)
    path = write(tmp_path / "x.ndjson", sheet("見本事業"), later)
    plans = [*read_sheets(path)]
    built = build_corpus(tmp_path / "built", [Entry(plan=plan, source="x") for plan in plans])
    added = build_corpus(tmp_path / "added", [Entry(plan=plans[-1], source="x")])
    added = add_plans(tmp_path / "added", [Entry(plan=plans[0], source="x")])

    def settled(corpus: Corpus) -> dict[int, tuple[object, ...]]:
        return {
            row["year"]: (row["settled"], row["settled_here"], row["settled_before"])
            for row in corpus.read().to_pylist()
        }

    assert settled(built) == {2017: (2_000_000, None, 1_500_000), 2018: (None, None, 2_000_000)}
    assert settled(added) == settled(built)

    alone = remove_plans(tmp_path / "built", body="N:見本省", year=2018)
    assert settled(alone) == {2017: (None, None, 1_500_000)}


@pytest.mark.parametrize(
    "wrong", ['{"事業名": "x"}', "[1]", "{", '{"公開年度": "来年", "事業名": "x", "府省庁": "y"}']
)
def test_a_line_that_is_no_sheet_is_named(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_text(json.dumps(sheet("見本事業"), ensure_ascii=False) + f"\n\n{wrong}\n", encoding="utf-8")
    with pytest.raises(SheetsError, match="3行目"):
        [*read_sheets(path)]


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SheetsError, match="見つかりません"):
        [*read_sheets(tmp_path / "nothing.ndjson")]
    broken = tmp_path / "x.ndjson.gz"
    broken.write_bytes(gzip.compress(b"{}" * 1000)[:20])
    with pytest.raises(SheetsError, match="取り直して"):
        [*read_sheets(broken)]


@needs_shared
def test_real_sheets_of_two_years_become_lines(tmp_path: Path) -> None:
    """One small ministry of the real files, both years: most of its projects go on."""
    source = SHARED / "judgit"
    entries = [
        Entry(plan=plan, source=path.name)
        for path in (source / "2016.ndjson.gz", source / "2017.ndjson.gz")
        for plan in read_sheets(path)
        if plan.municipality is not None and plan.municipality.name == "公正取引委員会"
    ]
    rows = build_corpus(tmp_path, entries).read().to_pylist()
    first = [row for row in rows if row["year"] == 2016]

    assert len(entries) == 2
    assert len(first) >= 5
    assert sum(row["fate"] == "kept" for row in first) / len(first) > 0.8
    assert all(row["result"] in ("met", "partly", "missed", "none") for row in rows)
