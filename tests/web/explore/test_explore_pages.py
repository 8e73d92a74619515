"""The pages over all bodies: search with counts, what is like a project, how it fared, tables; and a server without a corpus."""

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from tests.unit.corpus.small_plans import HINAGATA, MIHON, plan, project
from tests.web.plans.invented import make_plan
from torikumi.corpus.build import add_plans, build_corpus
from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.intake import Entry
from torikumi.corpus.meaning import build_meaning
from torikumi.corpus.store import Corpus
from torikumi.corpus.text_index import build_index, update_index
from torikumi.web.accounts.models import User
from torikumi.web.plans.models import Edition, PlanSeries, StoredProject

BODIES = [
    replace(MIHON, code=f"99{at:03}1", name=f"見本第{at}市", prefecture=("埼玉県", "千葉県")[at % 2])
    for at in range(1, 8)
]


@pytest.fixture
def browse(planner: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(planner)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven cities that keep, widen or end a bank of empty houses, and a tea festival here and there."""
    entries = []
    for at, body in enumerate(BODIES):
        for year in range(2020, 2025):
            projects = [project("防災訓練事業", year=year, direction="B：継続")]
            if year > 2020 and (at % 3 or year < 2023):
                projects.append(
                    project(
                        "空き家バンク" if at % 2 else "空家バンクの運営",
                        id="P-bank",
                        year=year,
                        direction="A：充実" if at == 1 else "継続",
                        money=1_000 * (at + 1),
                        summary="空き家の持ち主と住みたい人をつなぐ。",
                        node="M1",
                    )
                )
            more = {"notice": "架空のデータです。"} if at == 6 else {}
            entries.append(
                Entry(plan=plan(projects, year=year, body=body, more=more), source=f"{body.code}.json")
            )
    made = tmp_path_factory.mktemp("explored")
    build_index(build_corpus(made, entries))
    return made


@pytest.fixture
def corpus(folder: Path, settings: Any) -> Path:
    settings.CORPUS_FOLDER = str(folder)
    return folder


def get(client: Client, route: str, **asked: object) -> str:
    response = client.get(reverse(f"explore:{route}"), asked)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.django_db
def test_words_are_found_whatever_their_spelling_and_marked(browse: Client, corpus: Path) -> None:
    page = get(browse, "search", q="空家")

    assert "14 件" not in page
    assert "<mark class" not in page
    assert "<mark>空家</mark>バンクの運営" in page
    assert "見本第1市（千葉県）" in page
    assert "<mark>" not in get(browse, "search", q="")
    assert get(browse, "search", q="お茶").count('class="result"') == 0


@pytest.mark.django_db
def test_filters_stand_beside_with_what_they_would_leave(browse: Client, corpus: Path) -> None:
    page = get(browse, "search", q="バンク", outcome="expand", year="2022")

    assert ">1 件<" in page
    assert "方向性：拡充" in page
    assert "年度：令和4年度" in page
    # Another direction in that year: the five others and those that ended later.
    assert 'outcome=keep&amp;year=2022">継続</a> <span class="facet__count">6</span>' in page
    assert "?q=%E3%83%90%E3%83%B3%E3%82%AF&amp;year=2022" in page


@pytest.mark.django_db
def test_values_and_pages_that_are_nonsense_are_left_out(browse: Client, corpus: Path) -> None:
    for asked in (
        {"year": "二千"},
        {"outcome": "x"},
        {"band": "99"},
        {"page": "-3"},
        {"page": "9" * 30},
        {"order": "x"},
        {"goal": "x"},
        {"prefecture": "どこか"},
    ):
        assert "件" in get(browse, "search", **asked)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"), [("あ" * 201, "200文字まで"), ("\u200b", "検索できる文字がありません")]
)
def test_words_that_cannot_be_looked_for_find_nothing(
    browse: Client, corpus: Path, words: str, said: str
) -> None:
    response = browse.get(reverse("explore:search"), {"q": words})
    page = response.content.decode()

    assert response.status_code == 422
    assert said in page
    assert "防災訓練" not in page


@pytest.mark.django_db
def test_a_page_behind_the_last_leads_to_the_last(browse: Client, corpus: Path) -> None:
    response = browse.get(reverse("explore:search"), {"q": "訓練", "page": "400"})

    assert response.status_code == 302
    assert response["Location"].endswith("page=1")
    assert "防災<mark>訓練</mark>" in browse.get(response["Location"]).content.decode()


@pytest.mark.django_db
def test_a_table_that_is_too_long_for_a_page_says_so(
    browse: Client, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"table": "sizes", "by": "body", "then": "year"}
    assert "ほかに" not in get(browse, "tables", **asked)
    monkeypatch.setattr("torikumi.web.explore.counted.MOST_ROWS", 3)
    assert "ほかに32行あります" in get(browse, "tables", **asked)
    assert "&lt;script&gt;" in get(browse, "search", q="<script>")


@pytest.mark.django_db
def test_what_others_do_stands_beside_ones_own_project(
    browse: Client, planner: User, corpus: Path, series: PlanSeries, import_plan: Callable[..., Edition]
) -> None:
    own = replace(make_plan(3).projects[0], name="空き家バンク", summary="空き家を住みたい人につなぐ。")
    import_plan(replace(make_plan(3), projects=(own, *make_plan(3).projects[1:])))
    row = StoredProject.objects.within(planner.municipality).get(name="空き家バンク")
    project_page = browse.get(reverse("plans:project", args=[series.pk, row.key])).content.decode()
    assert "ほかの団体の似た取組を見る" in project_page

    page = get(browse, "similar", series=series.pk, project=row.key)

    assert "「空き家バンク」に似た取組" in page
    assert page.index("見本第1市") < page.index("見本第2市") < page.index("見本第3市")
    assert "言葉だけで比べました" in page
    assert "件数が少ないので" in page
    assert "全体での割合" in page
    assert "※架空のデータです。" in page
    assert "次の版にない" in page
    assert get(browse, "similar", name="空き家バンク").count("<h2>") >= 5
    assert "見つかりませんでした" in get(browse, "similar", name="ＺＺＺ")


@pytest.mark.django_db
def test_how_similar_projects_fared_stands_beside_all(browse: Client, corpus: Path) -> None:
    page = get(browse, "fare", name="空き家バンク", summary="空き家の持ち主と住みたい人をつなぐ。")

    assert "始まりの年度が分かる事業 7件（7団体）" in page
    assert "1年後（7件" in page
    assert "続いている割合（かっこ内は95％の幅）" in page
    assert "似た取組、破線：全体" in page
    both = get(browse, "fare", name="防災訓練", all="1")
    assert "その年に始まったものとして数えています" in both
    assert "まだ数えられる事業がありません" in get(browse, "fare", name="防災訓練")


@pytest.mark.django_db
def test_tables_are_shown_drawn_and_given_as_files(browse: Client, corpus: Path) -> None:
    page = get(browse, "tables")
    assert "防災・防犯・消防" in page
    assert "方向性のある記録の数" in page
    assert "架空のデータです。" in page
    csv = browse.get(reverse("explore:tables"), {"table": "money", "by": "year", "as": "csv"})
    assert csv["Content-Type"].startswith("text/csv")
    assert "年度,予算（円）" in csv.content.decode("utf-8-sig")
    parquet = browse.get(reverse("explore:tables"), {"table": "sizes", "by": "body", "as": "parquet"})
    assert pq.read_table(io.BytesIO(parquet.content)).num_rows == len(BODIES)
    chosen = {"table": "directions", "by": "prefecture", "then": "year", "prefecture": "埼玉県", "as": "csv"}
    widened = browse.get(reverse("explore:tables"), {**chosen, "outcome": "expand", "goal_class": "industry"})
    lines = widened.content.decode("utf-8-sig").splitlines()
    # The bank of the second city, in its four years; what the shares are counted of is all that state a direction.
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["埼玉県", str(year), "拡充", "1"] for year in range(2021, 2025)
    ]
    wrong = browse.get(reverse("explore:tables"), {"table": "names", "by": "body"})
    assert wrong.status_code == 422
    assert "分けられません" in wrong.content.decode()
    assert "該当する記録はありません" in get(browse, "tables", table="money", by="year", year="1999")


@pytest.mark.django_db
def test_a_model_that_cannot_be_used_leaves_the_words_and_is_told_to_the_administrator(
    browse: Client,
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    copy = tmp_path / "corpus"
    shutil.copytree(corpus, copy)
    embedder = open_embedder()
    assert embedder is not None
    build_meaning(Corpus.open(copy), embedder)
    monkeypatch.setattr("django.conf.settings.CORPUS_FOLDER", str(copy))
    monkeypatch.setenv("TORIKUMI_CORPUS_MODEL", str(tmp_path / "nowhere"))

    page = get(browse, "search", q="空家")

    assert "空家</mark>バンクの運営" in page
    assert "nowhere cannot be used" in caplog.text


@pytest.mark.django_db
def test_what_is_added_later_is_found_without_a_restart(
    browse: Client, tmp_path: Path, settings: Any
) -> None:
    settings.CORPUS_FOLDER = str(tmp_path)
    first = build_corpus(tmp_path, [Entry(plan=plan([project("防災訓練")], body=HINAGATA), source="x")])
    build_index(first)
    assert ">0 件<" in get(browse, "search", q="茶摘み")

    more = add_plans(
        tmp_path, [Entry(plan=plan([project("茶摘み体験")], year=2025, body=HINAGATA), source="y")]
    )
    assert "索引の更新中です" in get(browse, "search", q="防災")
    update_index(more, ["992020"], before=first.generation)
    assert ">1 件<" in get(browse, "search", q="茶摘み")


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["search", "similar", "fare", "tables"])
def test_a_server_without_a_corpus_says_how_to_have_one(
    browse: Client, settings: Any, tmp_path: Path, route: str
) -> None:
    settings.CORPUS_FOLDER = ""
    assert "TORIKUMI_CORPUS_DIR" in get(browse, route)
    assert "全国の取組" not in browse.get(reverse("accounts:home")).content.decode()
    settings.CORPUS_FOLDER = str(tmp_path / "nowhere")
    assert "corpus build" in get(browse, route)


@pytest.mark.django_db
def test_addresses_that_name_no_project_lead_nowhere(
    browse: Client, corpus: Path, series: PlanSeries
) -> None:
    for asked in (
        {},
        {"name": "  "},
        {"series": "x", "project": "y"},
        {"series": str(series.pk), "project": "nothing"},
        {"series": "999999", "project": "nothing"},
        {"body": "999999", "line": "nothing"},
    ):
        assert browse.get(reverse("explore:similar"), asked).status_code == 404


@pytest.mark.django_db
def test_another_citys_project_is_not_asked_about(
    corpus: Path,
    planner: User,
    series: PlanSeries,
    import_plan: Callable[..., Edition],
    outsider: User,
    browser_of: Callable[[User], Client],
) -> None:
    import_plan(make_plan(3))
    row = StoredProject.objects.within(planner.municipality).first()
    assert row is not None
    asked = {"series": str(series.pk), "project": row.key}
    assert browser_of(outsider).get(reverse("explore:similar"), asked).status_code == 404
