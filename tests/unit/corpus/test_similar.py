"""What is like a project: by words, by meaning where a model is, beside all, and small numbers called small."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.corpus.small_plans import MIHON, plan, project
from torikumi.corpus.build import add_plans, build_corpus
from torikumi.corpus.embedder import open_embedder
from torikumi.corpus.intake import Entry
from torikumi.corpus.meaning import build_meaning, open_meaning, update_meaning
from torikumi.corpus.question import Question
from torikumi.corpus.search import Searcher, open_search
from torikumi.corpus.similar import Asked, find_similar, likeness_of
from torikumi.corpus.store import Corpus
from torikumi.corpus.text_index import build_index, update_index
from torikumi.corpus.vectors import Vectors, add_vectors, open_vectors, write_vectors

CITIES = [replace(MIHON, code=f"99{at:03}1", name=f"見本第{at}市") for at in range(1, 5)]
NAMES = ("空き家バンク", "空家リフォーム助成", "学校給食の提供", "防災訓練")
SUMMARIES = (
    "空き家の持ち主と住みたい人をつなぐ。",
    "空家の改修費を助成する。",
    "栄養のある昼の食事を子どもに出す。",
    "避難の訓練を行う。",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    entries = []
    for at, body in enumerate(CITIES):
        for year in (2022, 2023, 2024):
            projects = [
                project(name, year=year, summary=summary, direction="継続", money=1_000, said=f"理由{at}")
                for number, (name, summary) in enumerate(zip(NAMES, SUMMARIES, strict=True))
                if number != at and not (number == 0 and at == 3 and year == 2024)
            ]
            entries.append(Entry(plan=plan(projects, year=year, body=body), source="x"))
    made = build_corpus(tmp_path_factory.mktemp("like"), entries)
    build_index(made)
    return made


@pytest.fixture(scope="module")
def searcher(corpus: Corpus) -> Searcher:
    return open_search(corpus)


BANK = Asked(name="空家バンク制度", summary="空き家を持つ人と借りたい人をつなぐ。", body="990041")


def test_bodies_come_in_order_of_code_each_with_its_life(searcher: Searcher) -> None:
    answer = find_similar(searcher, BANK)

    assert [body.body for body in answer.bodies] == ["990021", "990031"]
    best = answer.projects[0]
    assert best.hit.name == "空き家バンク"
    assert [year.year for year in best.life] == [2022, 2023, 2024]
    assert best.nearness == "よく似ている"
    assert {one.hit.name for one in answer.projects} == {"空き家バンク"}
    assert all(one.likeness >= 0.1 for one in answer.projects)
    assert answer.model is None


def test_the_base_is_all_projects_of_the_same_years(searcher: Searcher, corpus: Corpus) -> None:
    answer = find_similar(searcher, BANK)
    rows = [row for row in corpus.read().to_pylist() if row["year"] in answer.years]

    assert answer.years == (2024,)
    assert answer.base == {"keep": len(rows)}
    assert sum(answer.outcomes.values()) == len(answer.projects)
    assert answer.is_few


def test_ones_own_body_is_left_out_and_filters_narrow(searcher: Searcher) -> None:
    without = find_similar(searcher, Asked(name="防災訓練", body="990011"))
    assert "990011" not in {body.body for body in without.bodies}
    assert without.projects[0].likeness == pytest.approx(1, abs=0.35)
    nothing = find_similar(searcher, Asked(name="防災訓練"), question=Question(prefectures=("東京都",)))
    assert nothing.bodies == ()
    assert find_similar(searcher, Asked(name="ＺＺＺ")).bodies == ()


def test_what_ended_shows_its_last_years(searcher: Searcher) -> None:
    found = [
        one for one in find_similar(searcher, replace(BANK, body=None)).projects if one.hit.body == "990041"
    ]
    bank = next(one for one in found if one.hit.name == "空き家バンク")
    assert ([year.year for year in bank.life], bank.life[-1].fate) == ([2022, 2023], "ended")


class ByTopic:
    """A meaning that knows two topics, for a test without a model."""

    name = "topics"

    def __init__(self, keys: Mapping[int, float]) -> None:
        self.keys = keys

    def nearest(self, text: str, *, limit: int) -> Sequence[tuple[int, float]]:
        return sorted(self.keys.items(), key=lambda one: -one[1])[:limit]

    def likeness(self, text: str, keys: Sequence[int]) -> Mapping[int, float]:
        return {key: self.keys[key] for key in keys if key in self.keys}


def test_meaning_finds_what_shares_no_word(searcher: Searcher) -> None:
    lunch = searcher.search(Question(words="学校給食")).hits[0]
    asked = Asked(name="ランチ無償化", summary="おひるごはん")
    assert find_similar(searcher, asked).bodies == ()

    found = find_similar(searcher, asked, meaning=ByTopic({lunch.text_key: 0.9}))

    assert {one.hit.name for one in found.projects} == {"学校給食の提供"}
    assert found.model == "topics"
    assert found.projects[0].by_meaning == 0.9


def test_meaning_finds_what_shares_no_word_behind_hundreds_that_a_filter_leaves_out(tmp_path: Path) -> None:
    many = [project(f"昼食の会{at}", summary="昼食。") for at in range(700)]
    far = replace(CITIES[1], prefecture="長野県")
    entries = [
        Entry(plan=plan(many, body=CITIES[0]), source="many"),
        Entry(plan=plan([project("給食の無料化", summary="給食費をなくす。")], body=far), source="one"),
    ]
    build_index(build_corpus(tmp_path, entries))
    searcher = open_search(Corpus.open(tmp_path))
    keys = {hit.text_key: 0.9 for hit in searcher.search(Question(words="給食"), counts=()).hits}
    for offset in range(0, 700, 100):
        asked = Question(words="昼食", limit=100, offset=offset)
        keys |= {hit.text_key: 0.95 for hit in searcher.search(asked, counts=()).hits}
    assert len(keys) == 701

    asked_for = Asked(name="おひるごはん", summary="ランチ")
    found = find_similar(
        searcher, asked_for, meaning=ByTopic(keys), question=Question(prefectures=("長野県",))
    )

    assert [one.hit.name for one in found.projects] == ["給食の無料化"]


def test_of_two_projects_of_one_name_the_text_says_which_is_more_like(tmp_path: Path) -> None:
    texts = {
        CITIES[0]: "商店街の空き店舗に出る人へ家賃を貸す。",
        CITIES[1]: "新しい公園に遊具を置き、木を植える。",
    }
    corpus = build_corpus(
        tmp_path,
        [
            Entry(plan=plan([project("まちづくり事業", summary=text)], body=city), source=city.name)
            for city, text in texts.items()
        ],
    )
    build_index(corpus)
    searcher = open_search(corpus)

    def nearest(summary: str | None) -> tuple[list[str], list[float]]:
        found = find_similar(searcher, Asked(name="まちづくり事業", summary=summary), least=0.0).projects
        return [one.hit.body for one in found], [one.likeness for one in found]

    assert nearest(texts[CITIES[0]])[0] == [CITIES[0].code, CITIES[1].code]
    assert nearest(texts[CITIES[1]])[0] == [CITIES[1].code, CITIES[0].code]
    assert nearest(None)[1] == [1.0, 1.0]


@given(st.floats(0, 1), st.floats(0, 1), st.one_of(st.none(), st.floats(-1, 1)))
def test_likeness_stays_between_nought_and_one_and_grows_with_each_part(
    name: float, whole: float, meaning: float | None
) -> None:
    by_words, likeness = likeness_of(name=name, whole=whole, meaning=meaning)
    assert 0 <= by_words <= 1
    assert 0 <= likeness <= 1
    assert likeness_of(name=1, whole=whole, meaning=meaning)[1] >= likeness
    assert likeness_of(name=name, whole=1, meaning=meaning)[1] >= likeness


def test_the_installed_model_is_used_and_kept_in_step(tmp_path: Path) -> None:
    embedder = open_embedder()
    assert embedder is not None
    rows = embedder.embed(["空き家の改修に補助する", "空家のリフォームを助成する", "学校給食を提供する", ""])
    assert rows.shape == (4, embedder.dimensions)
    assert np.linalg.norm(rows[0]) == pytest.approx(1, abs=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    one = Entry(plan=plan([project("空き家の改修補助", summary="改修費を補助する。")]), source="x")
    corpus = build_corpus(tmp_path, [one])
    build_index(corpus)
    assert open_meaning(corpus) is None
    assert build_meaning(corpus, embedder) == 1
    two = Entry(
        plan=plan([project("昼ごはんの無償化", summary="給食費をなくす。")], body=CITIES[0]), source="y"
    )
    more = add_plans(tmp_path, [two])
    update_index(more, ["990011"], before=corpus.generation)
    update_meaning(more, ["990011"])

    meaning = open_meaning(more)
    assert meaning is not None
    found = find_similar(open_search(more), Asked(name="学校給食を無料にする"), meaning=meaning, least=0.0)
    assert found.projects[0].hit.name == "昼ごはんの無償化"
    assert found.model == embedder.name


def some_rows(count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(20, 64))
    rows = centers[rng.integers(0, 20, count)] + 0.3 * rng.normal(size=(count, 64))
    unit: np.ndarray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> tuple[Vectors, np.ndarray]:
    folder = tmp_path_factory.mktemp("vectors") / "meaning"
    rows = some_rows(900, 1)
    write_vectors(folder, model="m", parts=[(np.arange(600)[::-1], rows[:600][::-1])])
    add_vectors(folder, np.arange(600, 900), rows[600:])
    opened = open_vectors(folder)
    assert opened is not None
    return opened, rows


@given(st.integers(0, 899), st.integers(1, 20), st.booleans())
def test_the_nearest_rows_are_the_nearest_also_under_a_filter(
    vectors: tuple[Vectors, np.ndarray], at: int, limit: int, narrowed: bool
) -> None:
    opened, rows = vectors
    allowed = np.arange(at % 3, 900, 3) if narrowed else None
    found = opened.nearest(rows[at], limit=limit, allowed=allowed)
    exact = rows @ rows[at]
    among = np.arange(900) if allowed is None else allowed
    best = np.sort(exact[among])[::-1][:limit]

    assert len(found) == min(limit, len(among))
    assert {key for key, _ in found} <= set(among.tolist())
    if not narrowed:
        assert found[0][0] == at
    assert all(score == pytest.approx(exact[key], abs=0.02) for key, score in found)
    # Signs of 64 numbers are coarse; still hardly anything near is missed.
    assert np.mean([score for _, score in found]) >= best.mean() - 0.05


def test_rows_of_many_small_numbers_keep_their_order_in_bytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(400, 512)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    write_vectors(tmp_path / "meaning", model="m", parts=[(np.arange(400), rows)])
    opened = open_vectors(tmp_path / "meaning")
    assert opened is not None

    found = opened.likeness(rows[0], range(1, 400))

    exact = rows[1:] @ rows[0]
    assert np.abs(np.asarray([found[key] for key in range(1, 400)]) - exact).max() < 0.003


def test_keys_that_are_allowed_and_have_no_row_are_left_out(vectors: tuple[Vectors, np.ndarray]) -> None:
    opened, rows = vectors
    found = opened.nearest(rows[5], limit=10, allowed=np.asarray([-3, 5, 700, 5_000, 9_000]))
    assert [key for key, _ in found] == [5, 700]


def test_likeness_of_some_keys_and_of_those_without_a_row(vectors: tuple[Vectors, np.ndarray]) -> None:
    opened, rows = vectors
    found = opened.likeness(rows[5], [5, 700, 12_345])
    assert found[5] == pytest.approx(1, abs=0.02)
    assert found[700] == pytest.approx(float(rows[700] @ rows[5]), abs=0.02)
    assert 12_345 not in found
    assert opened.without_rows([3, 899, 900, 5_000]) == [900, 5_000]
    assert opened.count == 900


def test_a_writing_that_breaks_off_leaves_the_rows_before(tmp_path: Path) -> None:
    folder = tmp_path / "meaning"
    write_vectors(folder, model="m", parts=[(np.arange(10), some_rows(10, 2))])

    def breaking() -> object:
        yield np.arange(5), some_rows(5, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_vectors(folder, model="m", parts=breaking())  # type: ignore[arg-type]
    kept = open_vectors(folder)
    assert kept is not None
    assert kept.count == 10
    assert open_vectors(tmp_path / "nothing") is None
