"""`torikumi corpus fare`: what became of projects after one, three and five years."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from torikumi.cli.corpus_narrowing import narrowed_of, narrowing
from torikumi.cli.corpus_options import engine_option, written_as
from torikumi.cli.output import write_output
from torikumi.corpus.engine import open_engine
from torikumi.corpus.fare import Fared, find_base, find_fare
from torikumi.corpus.fare_output import fare_csv, fare_json, fare_text
from torikumi.corpus.question import MOST, Question
from torikumi.corpus.search import open_search
from torikumi.corpus.similar import Asked, find_similar
from torikumi.corpus.store import Corpus
from torikumi.corpus.tables import Narrowed
from torikumi.errors import UserError

_WRITERS: Mapping[str, Callable[[Fared, Fared], str | bytes]] = {
    "text": fare_text,
    "csv": fare_csv,
    "json": fare_json,
}


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option("--words", metavar="WORDS", help="Only projects that these words find.")
@click.option("--like", metavar="NAME", help="Only projects like one of this name.")
@narrowing
@click.option("--with-first-edition", is_flag=True, help="Count also projects whose beginning is not known.")
@engine_option
@written_as(_WRITERS, told="How it is written.")
def fare(
    folder: Path,
    *,
    words: str | None,
    like: str | None,
    with_first_edition: bool,
    engine: str | None,
    form: str,
    output: Path | None,
    **given: tuple[str, ...],
) -> None:
    """Say how projects fared: expanded, kept, shrunk, merged or gone after 1, 3 and 5 years, beside all projects.

    Filters look at the record with which a project begins: its year, its field, its section. Beside stand all projects
    that began in the same years with the same bodies.
    """
    corpus = Corpus.open(folder)
    narrowed = narrowed_of(given)
    lines = _lines(corpus, words, like, narrowed)
    with open_engine(corpus, engine) as opened:
        fared = find_fare(opened, narrowed=narrowed, lines=lines, with_first_edition=with_first_edition)
        whole = find_base(opened, narrowed=narrowed, with_first_edition=with_first_edition)
    write_output(output, _WRITERS[form](fared, whole))


def _lines(
    corpus: Corpus, words: str | None, like: str | None, narrowed: Narrowed
) -> set[tuple[str, str]] | None:
    if words is None and like is None:
        return None
    if words is not None and like is not None:
        raise UserError(
            ja="--words と --like は、どちらか一つだけを指定してください。",
            en="Give --words or --like, not both.",
        )
    searcher = open_search(corpus)
    question = Question(
        words=words or "",
        **{name: getattr(narrowed, name) for name in ("prefectures", "bodies", "peers")},
        limit=MOST,
    )
    if like is not None:
        answer = find_similar(searcher, Asked(name=like), question=replace(question, words=""), limit=MOST)
        return {(one.hit.body, one.hit.line) for one in answer.projects}
    found: set[tuple[str, str]] = set()
    for offset in range(0, searcher.count(question), MOST):
        found |= {
            (hit.body, hit.line) for hit in searcher.search(replace(question, offset=offset), counts=()).hits
        }
    return found
