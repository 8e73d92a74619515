"""What enters a corpus, and where: nothing of a user's is removed, nothing leaves the folder, nothing is replaced in silence."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.corpus.small_plans import MIHON, plan, project
from torikumi.corpus.build import add_plans, build_corpus, remove_plans
from torikumi.corpus.engine import open_engine
from torikumi.corpus.fare import find_base
from torikumi.corpus.intake import Entry, IntakeError, body_code
from torikumi.corpus.rows import UnfitPlanError
from torikumi.corpus.store import Corpus, CorpusError
from torikumi.corpus.text_index import build_index
from torikumi.plan.model import Plan
from torikumi.plan.municipality import MunicipalityCodeError

ONE = plan([project("防災訓練")])


def entry(one: Plan, source: str = "plan.json") -> Entry:
    return Entry(plan=one, source=source)


@pytest.mark.parametrize("there", ["thesis.txt", "records/2023/survey.parquet", "index/important/thesis.txt"])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, there: str) -> None:
    path = tmp_path / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")

    with pytest.raises(CorpusError, match="別のもの"):
        build_corpus(tmp_path, [entry(ONE)])

    assert path.read_text() == "mine"
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_a_corpus_removes_only_files_of_its_own_making(tmp_path: Path) -> None:
    build_index(build_corpus(tmp_path, [entry(ONE)]))
    mine = tmp_path / "records" / "2024" / "mine.parquet", tmp_path / "index" / "mine" / "thesis.txt"
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")

    for at in range(3):
        build_index(build_corpus(tmp_path, [entry(plan([project(f"事業{at}")]))]))

    assert [path.read_text() for path in mine] == ["mine", "mine"]


def test_a_file_is_no_place_for_a_corpus(tmp_path: Path) -> None:
    path = tmp_path / "there.txt"
    path.write_text("mine")
    for place in (path, path / "below"):
        with pytest.raises(CorpusError, match="指定してください"):
            build_corpus(place, [entry(ONE)])
    assert path.read_text() == "mine"


def test_what_a_killed_build_left_goes_after_a_day_and_stops_nobody(tmp_path: Path) -> None:
    old, new = tmp_path / ".build-old", tmp_path / ".build-new"
    for path in (old, new):
        path.mkdir()
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (long_ago, long_ago))

    build_corpus(tmp_path, [entry(ONE)])

    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("code", ["../../../../escaped", "ABC", "", "1", "N:", "9920111", "N:x\ny"])
def test_a_code_that_is_none_does_not_enter(tmp_path: Path, code: str) -> None:
    place = tmp_path / "deep" / "corpus"
    with pytest.raises(IntakeError):
        build_corpus(place, [entry(replace(ONE, municipality=replace(MIHON, code=code)))])
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize("code", ["N:y/z省", "N:..", "N:" + "長" * 300])
def test_a_ministry_may_have_any_name(tmp_path: Path, code: str) -> None:
    city = replace(MIHON, code=code, name="見本省", prefecture="国")
    corpus = build_corpus(tmp_path / "corpus", [entry(replace(ONE, municipality=city))])

    assert corpus.read(body=code).num_rows == 1
    assert {path.name for path in tmp_path.iterdir()} == {"corpus"}
    assert remove_plans(tmp_path / "corpus", body=code).rows == 0


def test_one_body_has_one_code_however_it_is_written(tmp_path: Path) -> None:
    written = [("112259", 2022), ("11225", 2023), ("１１２２５９", 2024)]
    plans = [
        plan([project("防災訓練", year=year)], year=year, body=replace(MIHON, code=code))
        for code, year in written
    ]
    corpus = build_corpus(tmp_path, map(entry, plans))

    assert set(corpus.homes) == {"112259"}
    assert {row["first_year"] for row in corpus.read().to_pylist()} == {2022}
    assert body_code("N:見本省") == "N:見本省"
    with pytest.raises(MunicipalityCodeError):
        body_code("12")


def test_a_plan_without_projects_neither_enters_nor_empties(tmp_path: Path) -> None:
    corpus = build_corpus(tmp_path, [entry(ONE)])
    for change in (build_corpus, add_plans):
        with pytest.raises(UnfitPlanError, match="事業が一つもありません"):
            change(tmp_path, [entry(plan([]))])
    assert Corpus.open(tmp_path) == corpus


def test_two_titles_of_one_edition_are_told_and_two_volumes_both_enter(tmp_path: Path) -> None:
    first, second = (plan([project(f"{at}の事業")], title=f"第{at}期みほん市総合戦略") for at in (1, 2))
    with pytest.raises(IntakeError, match="同じ計画の同じ年度の版"):
        build_corpus(tmp_path, [entry(first, "a.json"), entry(second, "b.json")])
    assert not (tmp_path / "corpus.json").exists()

    volumes = [plan([project(f"{at}の事業")], title=f"令和6年度 施策評価書 第{at}分冊") for at in (1, 2)]
    assert build_corpus(tmp_path, map(entry, volumes)).rows == 2


def test_bodies_of_prefectures_that_are_none_stay_apart(tmp_path: Path) -> None:
    cities = [
        replace(MIHON, code=f"99{at:04}", name=f"{at}市", prefecture=f"{name}県")
        for at, name in enumerate(("ひながた", "べつの"))
    ]
    plans = [plan([project("防災訓練")], body=city) for city in cities]
    corpus = build_corpus(tmp_path, map(entry, plans))
    assert {part.prefecture for part in corpus.parts} == {"ひながた県", "べつの県"}

    again = add_plans(tmp_path, [entry(plans[1])])
    assert (again.rows, again.homes) == (2, {"990000": ("ひながた県",), "990001": ("べつの県",)})

    # A document that does not say where its city lies joins the others of that city.
    nowhere = plan([project("防災訓練", year=2025)], year=2025, body=replace(cities[0], prefecture=None))
    assert add_plans(tmp_path, [entry(nowhere)]).homes["990000"] == ("ひながた県",)


def test_what_stands_in_the_first_edition_of_a_second_plan_has_no_known_beginning(tmp_path: Path) -> None:
    plans = [
        plan([project(f"{title}の事業", year=year)], year=year, title=title)
        for title, years in (("総合戦略", range(2018, 2023)), ("環境計画", range(2021, 2023)))
        for year in years
    ]
    corpus = build_corpus(tmp_path, map(entry, plans))
    with open_engine(corpus, "duckdb") as engine:
        fared = find_base(engine)

    assert (fared.projects, fared.left_out) == (0, 2)


def test_a_corpus_of_an_earlier_form_is_to_be_built_again(tmp_path: Path) -> None:
    build_corpus(tmp_path, [entry(ONE)])
    path = tmp_path / "corpus.json"
    content = json.loads(path.read_text())
    for wrong in (
        {"version": 1},
        {"parts": None},
        {"homes": None},
        {"generation": "x"},
        {"parts": [{"path": "x"}]},
    ):
        path.write_text(json.dumps({**content, **wrong}))
        with pytest.raises(CorpusError, match="作り直してください"):
            Corpus.open(tmp_path)
    for missing in ("parts", "homes", "generation"):
        path.write_text(json.dumps({name: one for name, one in content.items() if name != missing}))
        with pytest.raises(CorpusError, match="作り直してください"):
            Corpus.open(tmp_path)
