"""`torikumi corpus info`: which bodies, plans and years a corpus holds."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from torikumi.cli.output import say, show, write_output
from torikumi.corpus.build import editions_held
from torikumi.corpus.store import Corpus
from torikumi.corpus.text_index import index_state


@click.command()
@click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the editions are written.",
)
def info(folder: Path, form: str) -> None:
    """List the editions that a corpus holds: body, year, plan, number of projects, source."""
    corpus = Corpus.open(folder)
    held = editions_held(corpus)
    if form == "json":
        write_output(None, json.dumps([asdict(one) for one in held], ensure_ascii=False, indent=1) + "\n")
        return
    for one in held:
        show(f"{one.body}\t{one.body_name}\t{one.year}\t{one.plan}\t{one.projects}\t{one.source}")
    bodies = len({one.body for one in held})
    state = index_state(corpus)
    ready = state is not None and state.generation == corpus.generation
    say(
        f"{bodies}団体、{len(held)}の版、{corpus.rows:,}件の記録。索引は"
        + ("最新です。" if ready else "作り直しが要ります。"),
        f"{bodies} bodies, {len(held)} editions, {corpus.rows:,} records. The index "
        + ("is up to date." if ready else "must be made again (torikumi corpus index)."),
    )
