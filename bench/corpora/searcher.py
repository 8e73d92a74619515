"""The product's own search over texts that are no plans."""

from collections.abc import Sequence
from pathlib import Path

from torikumi.corpus.build import build_corpus
from torikumi.corpus.intake import Entry
from torikumi.corpus.search import Searcher, open_search
from torikumi.corpus.text_index import build_index
from torikumi.plan.model import Municipality, Plan
from torikumi.plan.project import Project


def searcher_of(folder: Path, names: Sequence[str], summaries: Sequence[str]) -> Searcher:
    """Return a search over texts; the line of a hit begins with the text's place."""
    projects = tuple(
        Project(id=str(at), name=name, summary=summary)
        for at, (name, summary) in enumerate(zip(names, summaries, strict=True))
    )
    city = Municipality(code="N:texts", name="texts", prefecture="国")
    plan = Plan(title="texts", year=2000, municipality=city, projects=projects)
    corpus = build_corpus(folder, [Entry(plan=plan, source="texts")])
    build_index(corpus)
    return open_search(corpus)
