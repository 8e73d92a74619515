"""The search finds exactly what plain looking finds, and its counts are what another choice would find."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.corpus.small_plans import HINAGATA, MIHON, plan, project
from torikumi.corpus.build import add_plans, build_corpus, remove_plans
from torikumi.corpus.grams import cover_word, find_marks, grams_of, grams_of_word, stands_in, words_of
from torikumi.corpus.intake import Entry
from torikumi.corpus.question import LONGEST, Order, Question, QuestionError
from torikumi.corpus.search import FACETS, Searcher, open_search
from torikumi.corpus.store import Corpus, CorpusError
from torikumi.corpus.text_index import build_index, update_index

NAMES = (
    "空き家リフォーム補助", "空家リフォーム助成", "お茶の里づくり", "緑茶カフェ支援", "防災訓練", "ぼうさい教室", "ＩＣＴ防災",
    "DX推進", "子ども〜大人の学び", "子ども～大人の学び舎", "商店街活性化", "リフォーム・リノベーション補助",
)  # fmt: skip
DIRECTIONS = ("A：充実", "B：継続", "C：縮小", "D：廃止", "F：休止・廃止", None)
_FILTER_COLUMNS: Mapping[str, str] = {
    "bodies": "body", "prefectures": "prefecture", "body_kinds": "body_kind", "peers": "peers",
    "goal_classes": "goal_class", "section_kinds": "section_kind",
    "years": "year", "outcomes": "outcome", "bands": "band", "results": "result",
}  # fmt: skip
_YEARLY = ("years", "outcomes", "bands", "results")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two bodies, four years, texts that mostly stay and directions, money and results that change."""
    entries = []
    for at, body in enumerate((MIHON, HINAGATA)):
        for year in range(2021, 2025):
            projects = []
            for number, name in enumerate(NAMES):
                turn = number * 7 + year * 3 + at
                if turn % 11 == 0:
                    continue
                facts: dict[str, Any] = (
                    {"direction": direction} if (direction := DIRECTIONS[turn % 6]) else {}
                )
                if turn % 3:
                    facts |= {"money": 10 ** (turn % 5 + 1)}
                if turn % 2:
                    facts |= {"aim": 10, "got": 8 + turn % 4}
                text = f"{name}を{'市民' if turn % 5 else '事業者'}と進める。"
                projects.append(
                    project(
                        name,
                        id=f"P-{number}",
                        year=year,
                        summary=text if year > 2022 else f"{name}の事業。",
                        section="商工課" if number % 2 else "防災課",
                        node=f"M{number % 2}",
                        **facts,
                    )
                )
            entries.append(Entry(plan=plan(projects, year=year, body=body), source="x.json"))
    made = build_corpus(tmp_path_factory.mktemp("searched"), entries)
    build_index(made)
    return made


@pytest.fixture(scope="module")
def searcher(corpus: Corpus) -> Searcher:
    return open_search(corpus)


@pytest.fixture(scope="module")
def wordings(corpus: Corpus) -> list[list[dict[str, Any]]]:
    grouped = defaultdict(list)
    for row in corpus.read().to_pylist():
        grouped[row["wording"]].append(row)
    return [*grouped.values()]


def looked_for(wordings: list[list[dict[str, Any]]], question: Question) -> list[list[dict[str, Any]]]:
    """What a question finds, by looking at every record."""

    def fits(rows: list[dict[str, Any]]) -> bool:
        first = rows[0]
        texts = [first[name] for name in ("name", "summary", "answers", "section", "goal", "measure")]
        return all(stands_in(word, texts) for word in question.word_keys()) and any(
            all(
                not getattr(question, name)
                or (row[column] or "" if name not in ("years", "bands") else row[column])
                in getattr(question, name)
                for name, column in _FILTER_COLUMNS.items()
            )
            for row in rows
        )

    return [rows for rows in wordings if fits(rows)]


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.one_of(st.just([]), st.lists(st.sampled_from(values), max_size=3, unique=True))


_pieces = st.sampled_from(
    [
        name[start : start + length]
        for name in NAMES
        for start in range(4)
        for length in (1, 2, 3, 5)
        if name[start : start + length].strip()
    ]
)
QUESTIONS = st.builds(
    Question,
    words=st.lists(
        st.one_of(_pieces, st.text("防災茶空家リフォーム補助〜~ＤＸdxー", max_size=4)), max_size=3
    ).map(" ".join),
    prefectures=some(["埼玉県", "長野県", "東京都"]),
    section_kinds=some(["safety", "industry"]),
    goal_classes=some(["safety", "industry", "town"]),
    years=some([2021, 2022, 2023, 2024, 2030]),
    outcomes=some(["expand", "keep", "shrink", "abolish", "unknown", ""]),
    bands=some([0, 1, 2, 3, 5]),
    results=some(["met", "missed", "none"]),
    limit=st.just(200),
)


@settings(max_examples=300, deadline=None)
@given(QUESTIONS)
def test_what_is_found_and_counted_is_what_plain_looking_finds(
    searcher: Searcher, wordings: list[list[dict[str, Any]]], question: Question
) -> None:
    answer = searcher.search(question)
    found = looked_for(wordings, question)

    assert answer.total == len(found) == searcher.count(question)
    assert Counter((hit.body, hit.line, hit.years[0].year) for hit in answer.hits) == Counter(
        (rows[0]["body"], rows[0]["line"], min(row["year"] for row in rows)) for rows in found
    )
    for facet in FACETS:
        column = _FILTER_COLUMNS[facet]
        others = looked_for(wordings, replace(question, **{facet: ()}))
        if facet in _YEARLY:
            years = {
                name: getattr(question, name) for name in _YEARLY if name != facet and getattr(question, name)
            }
            expected = Counter(
                value
                for rows in others
                for value in {
                    _plain(row[column], facet)
                    for row in rows
                    if all(
                        _plain(row[_FILTER_COLUMNS[name]], name) in chosen for name, chosen in years.items()
                    )
                }
            )
        else:
            expected = Counter(rows[0][column] or "" for rows in others)
        assert answer.counts[facet] == expected, facet


def _plain(value: Any, facet: str) -> Any:
    return value if facet in ("years", "bands") else value or ""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("茶", {"お茶の里づくり", "緑茶カフェ支援"}),
        ("防災", {"防災訓練", "ＩＣＴ防災"}),
        ("ﾘﾌｫｰﾑ　補助", {"空き家リフォーム補助", "リフォーム・リノベーション補助"}),
        ("dx", {"DX推進"}),
        ("ＤＸ", {"DX推進"}),
        ("かふぇ", {"緑茶カフェ支援"}),
        ("子ども~大人", {"子ども〜大人の学び", "子ども～大人の学び舎"}),
        ("ぼうさい", {"ぼうさい教室"}),
    ],
)
def test_words_of_any_length_and_spelling_are_found(searcher: Searcher, words: str, names: set[str]) -> None:
    found = {hit.name for hit in searcher.search(Question(words=words, limit=200)).hits}
    # 防災課 and 防災対策 stand beside the projects; their names are what is looked at here.
    assert names <= found
    assert all(
        any(
            stands_in(key, [hit.name, hit.summary, hit.section, hit.goal, hit.measure])
            for key in words_of(words)
        )
        for hit in searcher.search(Question(words=words, limit=200)).hits
    )


def test_names_come_before_texts_and_money_and_years_in_order(searcher: Searcher) -> None:
    assert "茶" in searcher.search(Question(words="お茶")).hits[0].name
    money = [
        hit.years[-1].budget or 0 for hit in searcher.search(Question(order=Order.MONEY, limit=200)).hits
    ]
    years = [hit.years[-1].year for hit in searcher.search(Question(order=Order.YEAR, limit=200)).hits]
    assert money == sorted(money, reverse=True)
    assert years == sorted(years, reverse=True)
    assert money[0] > money[-1]
    pages = [searcher.search(Question(order=Order.YEAR, limit=5, offset=at)).hits for at in (0, 5)]
    shown = [(hit.body, hit.line, hit.years) for page in pages for hit in page]
    assert len(set(shown)) == len(shown) == 10


def test_all_wordings_of_a_line_come_in_order_of_years(searcher: Searcher, corpus: Corpus) -> None:
    line = next(row["line"] for row in corpus.read(body="992011").to_pylist() if row["project"] == "P-0")
    hits = searcher.wordings_of([("992011", line)])
    assert [year.year for hit in hits for year in hit.years] == sorted(
        year.year for hit in hits for year in hit.years
    )
    assert {hit.line for hit in hits} == {line}
    assert line.startswith("P-0@2021~")
    assert searcher.wordings_of([]) == []


def test_what_is_added_is_found_and_what_is_removed_is_found_no_more(tmp_path: Path) -> None:
    def entry(name: str, body: Any, year: int = 2024) -> Entry:
        return Entry(plan=plan([project(name, year=year)], body=body, year=year), source="x")

    made = build_corpus(tmp_path, [entry("防災訓練", MIHON)])
    with pytest.raises(CorpusError, match="corpus index"):
        open_search(made)
    build_index(made)
    more = add_plans(tmp_path, [entry("茶摘み体験", HINAGATA)])
    assert open_search(more).search(Question(words="茶摘み")).is_old
    update_index(more, ["992020"], before=made.generation)
    answer = open_search(more).search(Question(words="茶摘み"))
    assert (answer.total, answer.is_old) == (1, False)

    less = remove_plans(tmp_path, body="992020")
    update_index(less, ["992020"], before=more.generation)
    assert open_search(less).count(Question(words="茶摘み")) == 0
    assert open_search(less).count(Question()) == 1
    # An index that missed a change is made anew.
    again = add_plans(tmp_path, [entry("茶摘み体験", HINAGATA)])
    last = add_plans(tmp_path, [entry("茶会", HINAGATA, 2025)])
    update_index(last, ["992020"], before=again.generation)
    assert open_search(last).count(Question(words="茶")) == 2


def test_questions_that_cannot_be_asked_are_refused_in_words(searcher: Searcher) -> None:
    for question, said in (
        (Question(words="あ" * (LONGEST + 1)), "長すぎます"),
        (Question(outcomes=("つづける",)), "次から選んで"),
        (Question(bands=(77,)), "次から選んで"),
        (Question(limit=0), "1件から"),
    ):
        with pytest.raises(QuestionError, match=said):
            searcher.search(question)


@given(
    st.text("防災訓練ＤＸdxﾘﾌｫｰﾑ リフォーム〜が", max_size=30),
    st.text("防災ＤＸリフォーム〜", min_size=1, max_size=3),
)
def test_marks_stand_where_the_word_is_printed(text: str, word: str) -> None:
    for start, end in find_marks(text, words_of(word)):
        assert 0 <= start < end <= len(text)
        assert any(key in "".join(words_of(text[start:end])) for key in words_of(word))


def test_marks_of_a_word_in_another_spelling() -> None:
    assert find_marks("空き家ﾘﾌｫｰﾑの補助とリフォーム", words_of("リフォーム")) == ((3, 8), (12, 17))


@given(st.text("あい", min_size=3, max_size=9), st.lists(st.integers(0, 5), min_size=9, max_size=9))
def test_a_word_is_covered_by_the_bigrams_that_cost_least(word: str, costs: list[int]) -> None:
    # Each bigram by its place, so that equal ones may cost differently.
    grams = [f"{at}" for at in range(len(word) - 1)]

    chosen = cover_word(grams, lambda gram: costs[int(gram)])

    def covers(places: Collection[int]) -> bool:
        return all(at in places or at - 1 in places for at in range(len(word)))

    assert covers([place for place, _ in chosen])
    assert [gram for _, gram in chosen] == [grams[place] for place, _ in chosen]
    every = [
        places
        for size in range(1, len(grams) + 1)
        for places in combinations(range(len(grams)), size)
        if covers(places)
    ]
    least = min(sum(costs[place] for place in places) for places in every)
    assert sum(costs[place] for place, _ in chosen) == least


def test_no_word_is_found_across_two_texts() -> None:
    assert "練市" not in grams_of("防災訓練", "市民と行う").split()
    assert grams_of_word("茶") == ()
    assert grams_of_word("防災訓練") == ("防災", "災訓", "訓練")
