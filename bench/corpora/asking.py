"""What our corpus is asked, step by step; each gives figures by name: milliseconds, seconds, megabytes."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.corpora.clock import times
from bench.corpora.questions import Asked as Question

from torikumi.corpus.build import add_plans
from torikumi.corpus.engine import open_engine
from torikumi.corpus.fare import find_fare
from torikumi.corpus.intake import Entry
from torikumi.corpus.lines import plan_of
from torikumi.corpus.meaning import open_meaning
from torikumi.corpus.question import Hit
from torikumi.corpus.search import Searcher
from torikumi.corpus.similar import Asked, find_similar
from torikumi.corpus.store import Corpus
from torikumi.corpus.tables import TABLES, Narrowed, count_table
from torikumi.corpus.text_index import update_index
from torikumi.plan.model import Municipality

Figures = dict[str, Any]
_ASKED, _TABLES, _SETS, _OF_A_SET = 200, 5, 20, 60


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a corpus, its search, and the questions."""

    corpus: Corpus
    searcher: Searcher
    questions: Sequence[Question]

    def hits(self) -> list[Hit]:
        """Return projects that questions find, for what is asked of a project."""
        found: dict[str, Hit] = {}
        for one in self.questions:
            for hit in self.searcher.search(one.question, counts=()).hits[:5]:
                found.setdefault(f"{hit.body} {hit.line}", hit)
        return [*found.values()][:_ASKED]


def search(subject: Subject) -> Figures:
    """Search with counts beside every filter, without them, and the number alone."""
    ask, asked = subject.searcher, [one.question for one in subject.questions]
    return {
        "search": times([lambda one=one: ask.search(one) for one in asked]),
        "search without counts": times([lambda one=one: ask.search(one, counts=()) for one in asked]),
    }


def similar(subject: Subject) -> Figures:
    """Projects like one: by words, and by meaning where the corpus has its vectors."""
    known = open_meaning(subject.corpus)
    calls = [
        lambda hit=hit: find_similar(
            subject.searcher, Asked(name=hit.name, summary=hit.summary, body=hit.body), meaning=known
        )
        for hit in subject.hits()
    ]
    return {"similar with meaning" if known else "similar": times(calls)}


def tables(subject: Subject) -> Figures:
    """Every table over the whole corpus, and how sets of projects fared."""
    hits = subject.hits()
    sets = [[(hit.body, hit.line) for hit in hits[at : at + _OF_A_SET]] for at in range(_SETS)]
    with open_engine(subject.corpus, "duckdb") as engine:
        found = {
            f"table {kind.key}": times([lambda kind=kind: count_table(engine, kind.key)] * _TABLES)
            for kind in TABLES
        }
        found["fare of one set"] = times([lambda one=one: find_fare(engine, lines=one) for one in sets])
    return found


def page(subject: Subject) -> Figures:
    """What a page of one city's newest year counts."""
    newest = max(subject.corpus.years)
    cities = dict.fromkeys((hit.body, hit.prefecture) for hit in subject.hits())
    with open_engine(subject.corpus, "duckdb") as engine:

        def count(body: str, home: str) -> object:
            narrowed = Narrowed(bodies=(body,), prefectures=(home,), years=(newest,))
            return count_table(engine, "directions", groups=("goal_class",), narrowed=narrowed)

        return {"a city's page": times([lambda city=city: count(*city) for city in cities])}


def add(subject: Subject) -> Figures:
    """Seconds to add the next year of one city of middle size, to the records and to the index, in a copy."""
    corpus = subject.corpus
    home, newest = corpus.parts[-1].prefecture, max(corpus.years)
    bodies = Counter(corpus.read(prefectures=[home], columns=["body"])["body"].to_pylist())
    # Not the largest and not the smallest.
    code = sorted(bodies, key=lambda one: bodies[one])[len(bodies) // 2]
    rows = [row for row in corpus.read(body=code).to_pylist() if row["year"] == newest]
    city = Municipality(code=code, name=rows[0]["body_name"], prefecture=home)
    plan = replace(plan_of(rows), year=newest + 1, municipality=city)
    copy = corpus.folder.with_name(corpus.folder.name + "-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(corpus.folder, copy)
    try:
        begun = time.perf_counter()
        more = add_plans(copy, [Entry(plan=plan, source="next year")])
        update_index(more, [code], before=corpus.generation)
        taken = round(time.perf_counter() - begun, 2)
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    return {"adding one city's year": {"projects": len(rows), "s": taken}}


STEPS: Mapping[str, Callable[[Subject], Figures]] = {
    "search": search,
    "similar": similar,
    "tables": tables,
    "page": page,
    "add": add,
}
