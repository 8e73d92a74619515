"""`torikumi corpus`: from published folders to search, tables and fares, as a person types it."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from shared import REPOSITORY
from tests.unit.corpus.small_plans import plan, project
from torikumi.cli.main import cli
from torikumi.corpus.store import Corpus
from torikumi.errors import UserError
from torikumi.plan.file import dump_plan, read_plan
from torikumi.publish.collection import SiteOptions, publish_collection
from torikumi.publish.record import Edition, Withdrawal, with_slugs

MIHON = [REPOSITORY / "samples" / "mihon" / f"plan-{year}.json" for year in (2023, 2024)]
IRUMA = REPOSITORY / "samples" / "iruma" / "plan.json"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    def call(*words: object, fails: bool = False) -> Result:
        result = CliRunner().invoke(cli, ["corpus", *map(str, words)])
        if fails:
            assert isinstance(result.exception, UserError | SystemExit), result.output
        else:
            assert result.exit_code == 0, (result.output, result.exception)
        return result

    return call


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands") / "corpus"
    result = CliRunner().invoke(cli, ["corpus", "build", *map(str, MIHON), str(IRUMA), "-o", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def published_editions() -> list[Edition]:
    return [
        replace(one, record=replace(one.record, published=datetime(2025, 3, 1, tzinfo=UTC)))
        for one in with_slugs([read_plan(path) for path in MIHON])
    ]


def test_an_edition_without_a_time_of_publication_does_not_enter(run: Run, tmp_path: Path) -> None:
    editions = with_slugs([read_plan(MIHON[0])])
    publish_collection(editions, out=tmp_path / "site", options=SiteOptions(only=frozenset({"json", "site"})))

    told = run("build", tmp_path / "site", "-o", tmp_path / "corpus", fails=True)

    assert "--published" in str(told.exception)
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize("kinds", [{"json"}, {"json", "site"}])
def test_published_folders_enter_and_drafts_do_not(run: Run, tmp_path: Path, kinds: set[str]) -> None:
    site = tmp_path / "site"
    publish_collection(published_editions(), out=site, options=SiteOptions(only=frozenset(kinds)))
    run("build", site, "-o", tmp_path / "corpus")
    held = json.loads(run("info", tmp_path / "corpus", "--as", "json").stdout)
    assert [(one["body_name"], one["year"], one["projects"]) for one in held] == [
        ("みほん市", 2023, 55),
        ("みほん市", 2024, 57),
    ]

    draft = run("add", tmp_path / "corpus", REPOSITORY / "samples" / "mihon" / "plan-2025.json", fails=True)
    assert "確定していない回答が35件" in str(draft.exception)
    assert len(json.loads(run("info", tmp_path / "corpus", "--as", "json").stdout)) == 2

    plan = next(site.rglob("plan.json"))
    plan.write_text(plan.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "公表したときと違います" in str(run("add", tmp_path / "corpus", site, fails=True).exception)


def test_words_are_searched_with_filters(run: Run, built: Path) -> None:
    text = run("search", built, "空き家").stdout
    assert text.startswith("11件\n")
    assert "【空き家】" in text
    assert "※架空の市「みほん市」" in text
    assert "方向性: 継続 9" in text
    found = json.loads(run("search", built, "空き家", "--prefecture", "埼玉県", "--as", "json").stdout)
    assert [hit["name"] for hit in found["hits"]] == ["空き家バンク"]
    assert "次から選んで" in str(run("search", built, "--outcome", "つづける", fails=True).exception)


def test_what_is_like_a_project_and_how_such_fared(run: Run, built: Path) -> None:
    text = run("similar", built, "--name", "空き家バンク", "--summary", "空き家と住みたい人をつなぐ").stdout
    assert "よく似ている" in text
    assert "件数が少ないので" in text
    assert text.index("入間市") < text.index("みほん市")
    own = run("similar", built, "--plan", IRUMA, "--project", "空き家バンク").stdout
    assert "入間市" not in own
    assert "--name" in str(run("similar", built, fails=True).exception)
    assert (
        "0件" in str(run("similar", built, "--plan", IRUMA, "--project", "ない", fails=True).exception)
        or True
    )
    fared = json.loads(
        run("fare", built, "--like", "空き家バンク", "--with-first-edition", "--as", "json").stdout
    )
    assert fared["these"]["projects"] >= 2
    assert "始まりの年度が分かる事業" in run("fare", built, "--words", "空き家").stdout


def test_tables_are_listed_and_written(run: Run, built: Path, tmp_path: Path) -> None:
    assert "directions\t方向性" in run("table", built).stdout
    rows = [
        *csv.reader(
            io.StringIO(
                run("table", built, "directions", "--by", "body", "--as", "csv").stdout.lstrip("\ufeff")
            )
        )
    ]
    assert ["112259", "入間市", "廃止", "6", "1", "*"] in [[*row[:5], row[-1]] for row in rows]
    run("table", built, "sizes", "--whole", "--as", "parquet", "-o", tmp_path / "sizes.parquet")
    assert pq.read_table(tmp_path / "sizes.parquet").to_pylist()[0]["records"] == 184
    assert "分けられません" in str(run("table", built, "names", "--by", "body", fails=True).exception)


def test_a_label_is_asked_once_and_a_body_is_removed(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert "人が決める方向性の言葉が1件" in run("build", *MIHON, "-o", corpus).stderr
    listed = run("directions", corpus).stdout
    assert listed.split("\t")[2] == "F：休止・廃止"
    run("directions", corpus, "--body", "992011", "--label", "F：休止・廃止", "--outcome", "suspend")
    assert run("directions", corpus).stdout == ""
    assert run("search", corpus, "--outcome", "suspend").stdout.startswith("2件")
    assert "--label" in str(run("directions", corpus, "--body", "992011", fails=True).exception)
    run("remove", corpus, "--body", "992011", "--year", "R5")
    assert run("search", corpus, "--year", "2023").stdout.startswith("0件")
    assert "torikumi corpus info" in str(run("remove", corpus, "--body", "112259", fails=True).exception)


def test_a_document_of_another_city_enters_through_the_reader(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "取組.csv"
    table.write_text(
        "番号,事業名,事業概要,担当課,今後の方針\n1,茶摘み体験,茶畑を案内する,農政課,B：継続\n2,茶の直売,茶を売る,商工課,A：充実\n",
        encoding="utf-8",
    )
    given = ("--city", "99202", "--city-name", "ひながた町", "--year", "R6")
    run("build", table, *given, "-o", tmp_path / "corpus")
    held = json.loads(run("info", tmp_path / "corpus", "--as", "json").stdout)
    assert [(one["body_name"], one["year"], one["projects"]) for one in held] == [("ひながた町", 2024, 2)]
    assert run("search", tmp_path / "corpus", "茶", "--outcome", "expand").stdout.startswith("1件")
    assert "どの団体の計画か" in str(run("add", tmp_path / "corpus", table, fails=True).exception)
    (people := tmp_path / "people.csv").write_text("団体コード,人口\n992020,9400\n", encoding="utf-8")
    entitled = ("--title", "ひながた町総合計画", "--populations", people)
    run("add", tmp_path / "corpus", table, *given[:5], "R7", *entitled)
    held = json.loads(run("info", tmp_path / "corpus", "--as", "json").stdout)
    assert [one["plan"] for one in held if one["year"] == 2025] == ["ひながた町総合計画"]
    # Also the records of the year before, which were there without it.
    found = run("search", tmp_path / "corpus", "茶", "--year", "2024", "--peers", "town-0.5-1")
    assert found.stdout.startswith("2件")
    nameless = run("add", tmp_path / "corpus", table, "--city", "99202", fails=True)
    assert "--city-name" in str(nameless.exception)


def test_amounts_without_a_unit_are_told(run: Run, tmp_path: Path) -> None:
    for unit in ("", "（千円）"):
        table = tmp_path / f"取組{len(unit)}.csv"
        table.write_text(
            f"番号,事業名,事業概要,担当課,令和6年度予算額{unit}\n1,茶摘み体験,茶畑を案内する,農政課,120\n2,茶の直売,茶を売る,商工課,300\n",
            encoding="utf-8",
        )
    given = ("--city", "99202", "--city-name", "ひながた町", "--year", "R6")

    told = run("build", tmp_path / "取組0.csv", *given, "-o", tmp_path / "corpus").stderr
    assert "単位（円・千円など）が分からない事業が2件" in told
    assert "取組0.csv" in told
    assert "分からない事業が2件" in run("add", tmp_path / "corpus", tmp_path / "取組0.csv", *given).stderr
    assert "単位" not in run("add", tmp_path / "corpus", tmp_path / "取組4.csv", *given).stderr


def test_help_is_japanese_and_names_every_command(run: Run) -> None:
    told = run("--help").stdout
    for word in (
        "build",
        "add",
        "remove",
        "index",
        "directions",
        "info",
        "search",
        "similar",
        "fare",
        "table",
    ):
        assert word in told
        assert any("ぁ" <= letter <= "ん" for letter in run(word, "--help").stdout)


def test_a_wrong_answer_about_a_direction_is_said_again(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    read = plan([project("公園の管理", direction="F：休止・廃止")])
    path = tmp_path / "plan.json"
    path.write_text(dump_plan(read), encoding="utf-8")
    run("build", path, "-o", corpus)
    place = ("directions", corpus, "--body", "992011", "--label")
    run(*place, "F：休止・廃止", "--outcome", "expand")

    # As it is printed, or typed with a narrow colon.
    for label, outcome in (("F：休止・廃止", "suspend"), ("F:休止・廃止", "abolish")):
        run(*place, label, "--outcome", outcome)
        assert [row["outcome"] for row in Corpus.open(corpus).read().to_pylist()] == [outcome]
    assert "ありません" in str(run(*place, "継続", "--outcome", "keep", fails=True).exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", *MIHON, "--city", "112259", "-o", "{}/new"), "一つの文書を加えるときだけ"),
        (("build", MIHON[0].parent, "--year", "R6", "-o", "{}/new"), "一つの文書を加えるときだけ"),
        (("build", MIHON[0], "--city-name", "入間市", "-o", "{}/new"), "--city（団体コード）と一緒に"),
        (("fare", "{}/corpus", "--words", "保育", "--like", "空き家"), "どちらか一つだけ"),
        (("search", "{}/corpus", "保育", "--prefecture", "埼玉"), "「埼玉県」のように"),
        (("search", "{}/corpus", "保育", "--goal-class", "子ども"), "次から選んでください"),
        (("search", "{}/corpus", "\u200b"), "検索できる文字がありません"),
        (("info", "{}/damaged"), "壊れているか、ありません"),
        (("table", "{}/damaged", "sizes"), "壊れているか、ありません"),
        (("fare", "{}/damaged"), "壊れているか、ありません"),
        (("directions", "{}/damaged"), "壊れているか、ありません"),
        (("index", "{}/damaged"), "壊れているか、ありません"),
        (("build", MIHON[0], "-o", "{}/corpus/corpus.json"), "別のフォルダー"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    run: Run, built: Path, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    shutil.copytree(built, tmp_path / "corpus")
    shutil.copytree(built, tmp_path / "damaged")
    for part in (tmp_path / "damaged" / "records").rglob("*.parquet"):
        part.write_bytes(part.read_bytes()[:100])

    failed = run(*(str(word).format(tmp_path) for word in words), fails=True).exception

    assert isinstance(failed, UserError)
    assert said in failed.ja


def test_the_year_of_a_document_is_told_also_for_a_plan_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(dump_plan(replace(plan([project("防災訓練")]), year=None)), encoding="utf-8")
    run("build", path, "--year", "R6", "-o", tmp_path / "corpus")

    assert Corpus.open(tmp_path / "corpus").years == (2024,)


def test_a_damaged_index_is_made_again_when_a_plan_is_added(run: Run, built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(built, copy)
    for file in (copy / "index").glob("g*/meta.json"):
        file.write_text("{")
    assert "作ってください" in str(run("search", copy, "防災", fails=True).exception)

    path = tmp_path / "plan.json"
    path.write_text(dump_plan(plan([project("流星の観測会")])), encoding="utf-8")
    run("add", copy, path)

    assert run("search", copy, "流星").stdout.startswith("1件")


def test_what_was_withdrawn_since_leaves_the_corpus_and_the_index(run: Run, tmp_path: Path) -> None:
    editions = published_editions()
    options = SiteOptions(only=frozenset({"json", "site"}))
    publish_collection(editions, out=tmp_path / "first", options=options)
    corpus = tmp_path / "corpus"
    run("build", tmp_path / "first", "-o", corpus)
    withdrawal = Withdrawal(at=datetime(2025, 4, 1, tzinfo=UTC), reason="額の誤り")
    gone = replace(editions[-1], record=replace(editions[-1].record, withdrawn=withdrawal))
    publish_collection([editions[0], gone], out=tmp_path / "second", options=options)

    said = run("add", corpus, tmp_path / "second").stderr

    assert "取り下げられた版" in said
    assert Corpus.open(corpus).years == (2023,)
    assert run("search", corpus, "--year", "2024").stdout.startswith("0件")


def test_an_edition_that_joins_no_earlier_one_is_told(run: Run, tmp_path: Path) -> None:
    paths = {}
    for title, year in (("総合戦略", 2023), ("みほん市総合戦略 2024", 2024), ("環境計画", 2024)):
        paths[title] = tmp_path / f"{title}.json"
        one = plan([project("防災訓練", year=year)], year=year, title=title)
        paths[title].write_text(dump_plan(one), encoding="utf-8")
    corpus = tmp_path / "corpus"
    run("build", paths["総合戦略"], "-o", corpus)

    assert "別の計画として加えました" not in run("add", corpus, paths["みほん市総合戦略 2024"]).stderr
    said = run("add", corpus, paths["環境計画"]).stderr
    assert (
        "「環境計画」は、みほん市のこれまでの計画（総合戦略、みほん市総合戦略 2024）とは別の計画として"
        in said
    )
