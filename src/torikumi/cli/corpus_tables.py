"""`torikumi corpus table`: directions, indicators, money, transitions and names over all records."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import click

from torikumi.cli.corpus_narrowing import narrowed_of, narrowing
from torikumi.cli.corpus_options import engine_option, written_as
from torikumi.cli.output import language, write_output
from torikumi.corpus.engine import open_engine
from torikumi.corpus.store import Corpus
from torikumi.corpus.table_output import to_csv, to_json, to_parquet, to_text
from torikumi.corpus.tables import TABLES, Counted, count_table
from torikumi.errors import UserError

_WRITERS: Mapping[str, Callable[[Counted], str | bytes]] = {
    "text": to_text,
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
}


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.argument("key", metavar="[TABLE]", required=False)
@click.option(
    "--by",
    "groups",
    multiple=True,
    metavar="COLUMN",
    help="What the records are told apart by; may be repeated.",
)
@click.option("--whole", is_flag=True, help="Do not tell them apart.")
@narrowing
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="OUTCOME",
    help="Only this direction (expand, keep, shrink …).",
)
@engine_option
@written_as(_WRITERS, told="How the table is written.")
def table(
    folder: Path,
    *,
    key: str | None,
    groups: tuple[str, ...],
    whole: bool,
    engine: str | None,
    form: str,
    output: Path | None,
    **given: tuple[str, ...],
) -> None:
    """Count a table over all records; without TABLE, list the tables that there are."""
    corpus = Corpus.open(folder)
    if key is None:
        for kind in TABLES:
            click.echo(f"{kind.key}\t{kind.ja if language() == 'ja' else kind.en}\t{'、'.join(kind.groups)}")
        return
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UserError(
            ja="Parquet は画面に表示できません。-o table.parquet のように書き出し先を指定してください。",
            en="Parquet cannot be shown on the screen. Name a file, for example -o table.parquet.",
        )
    by = () if whole else groups or None
    narrowed = replace(narrowed_of(given), outcomes=given["outcomes"])
    with open_engine(corpus, engine) as opened:
        counted = count_table(opened, key, groups=by, narrowed=narrowed)
    write_output(output, _WRITERS[form](counted))
