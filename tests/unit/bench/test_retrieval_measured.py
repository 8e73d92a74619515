"""Retrieval measured on tiny invented files in the forms that the real ones have."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tantivy", reason="the extra `corpus` is not installed")
pytest.importorskip("sudachipy", reason="the extra `semantic` is not installed")

from bench.retrieval import pairs, paragraphs, successors

THEMES = (
    ("空き家の改修を助ける事業", "空き家を直して住む人に改修費の一部を出す。"),
    ("学校給食を安くする事業", "小学校と中学校の給食費の半分を市が負う。"),
    ("森林の手入れを進める事業", "手入れの遅れた人工林を間伐し、作業道を付ける。"),
    ("観光案内を多言語にする事業", "駅と港の案内板を五つの言葉で書き直す。"),
    ("水道管の耐震化", "古い水道管を地震に強いものへ取り替える。"),
)


def sheet(number: int, name: str, text: str, *, year: int, link: int | None = None) -> dict[str, Any]:
    linked = [] if link is None else [{**_number(link), "府省庁": "見本省", "年度": year - 1}]
    return {
        "公開年度": year, "府省庁": "見本省", **_number(number), "事業名": name, "事業ID": number,
        "事業目的": text, "事業概要": "", "予算": [], "アウトカム": [], "アウトプット": [],
        "関連する過去のレビューシート": linked,
    }  # fmt: skip


def _number(number: int) -> dict[str, Any]:
    return {"事業番号1": None, "事業番号2": f"{number:04}", "事業番号3": None}


def written(path: Path, sheets: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in sheets)
    return path


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    old = [sheet(at, name, text, year=2018) for at, (name, text) in enumerate(THEMES, start=1)]
    new = [
        sheet(at, name.replace("空き家の改修", "空き家改修"), text, year=2019, link=at)
        for at, (name, text) in enumerate(THEMES, start=1)
    ]
    return written(tmp_path / "2018.ndjson.gz", old), written(tmp_path / "2019.ndjson.gz", new)


@pytest.mark.parametrize("gold", ["ids", "links"])
def test_a_successor_is_found_by_its_text_and_one_that_was_renamed_not_by_its_name(
    years: tuple[Path, Path], gold: str
) -> None:
    found: Any = successors(*years, gold=gold)

    assert (found["questions"], found["renamed"], found["texts"]) == (5, 1, 5)
    assert found["exact name"]["recall@1"] == 0.8
    assert found["exact name"]["renamed recall@1"] == 0.0
    for way in ("cosine of bigrams", "BM25 of bigrams", "BM25 of Sudachi words", "shipped (words)"):
        assert found[way]["recall@1"] == 1.0, way
        assert found[way]["MRR"] == 1.0, way
        assert found[way]["renamed recall@1"] == 1.0, way


def test_asked_by_the_name_alone_the_old_text_is_not_known(years: tuple[Path, Path]) -> None:
    by_name: Any = successors(*years, gold="links", name_only=True)

    assert by_name["asked by"] == "name"
    assert by_name["exact name"]["recall@1"] == 0.8
    assert by_name["shipped (words)"]["recall@1"] == 1.0
    # A name that no new project has, and without the text nothing that says which is meant.
    old, new = years
    written(old, [sheet(1, "住まいづくり支援", THEMES[0][1], year=2018)])
    alone: Any = successors(old, new, gold="links", name_only=True)
    known: Any = successors(old, new, gold="links")
    assert known["cosine of bigrams"]["recall@1"] == 1.0
    assert alone["cosine of bigrams"]["recall@1"] == 0.0


def test_a_question_finds_its_own_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    asked = (
        "空き家を直す人に出るものは",
        "給食費の半分を負うのは",
        "間伐するのはどの林か",
        "案内板の言葉はいくつ",
        "取り替える管は何の管",
    )
    path.write_text(
        json.dumps(
            {
                "data": [
                    {"paragraphs": [{"context": f"{name}。{text}", "qas": [{"question": question}]}]}
                    for (name, text), question in zip(THEMES, asked, strict=True)
                ]
            }
        ),
        encoding="utf-8",
    )

    found: Any = paragraphs(path)

    assert (found["questions"], found["paragraphs"]) == (5, 5)
    assert found["BM25 of bigrams"] == {"recall@1": 1.0, "MRR@10": 1.0}
    assert found["BM25 of Sudachi words"]["MRR@10"] >= 0.7


def test_likeness_follows_what_people_said(tmp_path: Path) -> None:
    path = tmp_path / "sts.jsonl"
    base = "空き家を直す人に改修費を出す。"
    others = ("水道管を取り替える。", "空き地を直す。", "空き家を直す人に費用を出す。", base)
    path.write_text(
        "\n".join(
            json.dumps({"sentence1": base, "sentence2": other, "label": label}, ensure_ascii=False)
            for label, other in enumerate(others)
        )
        + "\n",
        encoding="utf-8",
    )

    found: Any = pairs(path)

    assert found["pairs"] == 4
    assert found["words"] == 1.0
