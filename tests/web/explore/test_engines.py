"""The engine that counts is opened once, given to one page at a time, and opened anew after a fault or a change."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.corpus.small_plans import plan, project
from torikumi.corpus import engine as engines
from torikumi.corpus.build import add_plans, build_corpus
from torikumi.corpus.engine import Engine
from torikumi.corpus.intake import Entry
from torikumi.corpus.store import Corpus
from torikumi.corpus.tables import TableError, count_table
from torikumi.web.explore.engines import engine_over


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return build_corpus(tmp_path, [Entry(plan=plan([project("防災訓練", direction="継続")]), source="x")])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What happens to engines, in order."""
    told: list[str] = []
    real = engines.open_engine

    @contextmanager
    def counting(corpus: Corpus) -> Iterator[Engine]:
        told.append("opened")
        with real(corpus) as engine:
            yield engine
        told.append("closed")

    monkeypatch.setattr(engines, "open_engine", counting)
    return told


def records(engine: Engine) -> list[int]:
    found: list[int] = count_table(engine, "sizes").table["records"].to_pylist()
    return found


def test_an_engine_is_opened_once_and_anew_when_the_corpus_changes(corpus: Corpus, opened: list[str]) -> None:
    for _ in range(3):
        with engine_over(corpus) as engine:
            assert records(engine) == [1]
    assert opened == ["opened"]

    more = add_plans(corpus.folder, [Entry(plan=plan([project("茶")], title="茶の計画"), source="y")])
    with engine_over(more) as engine:
        assert records(engine) == [2]
    assert opened == ["opened", "closed", "opened"]


def test_a_refused_question_leaves_the_engine_and_a_fault_does_not(corpus: Corpus, opened: list[str]) -> None:
    with pytest.raises(TableError), engine_over(corpus) as engine:
        count_table(engine, "none")
    with engine_over(corpus):
        pass
    assert opened == ["opened"]

    with pytest.raises(RuntimeError), engine_over(corpus):
        raise RuntimeError("a fault")
    with engine_over(corpus) as engine:
        assert records(engine) == [1]
    assert opened == ["opened", "closed", "opened"]


def test_two_pages_at_once_get_the_engine_one_after_the_other(corpus: Corpus, opened: list[str]) -> None:
    inside, most, found = 0, 0, []

    def page() -> None:
        nonlocal inside, most
        for _ in range(5):
            with engine_over(corpus) as engine:
                inside += 1
                most = max(most, inside)
                found.append(records(engine))
                inside -= 1

    threads = [threading.Thread(target=page) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (found, most, opened) == ([[1]] * 10, 1, ["opened"])
