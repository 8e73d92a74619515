"""How many plans were taken in, on a terminal; nothing in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from torikumi.cli.output import for_terminal, language
from torikumi.corpus.intake import Entry


@contextmanager
def counted(ja: str, en: str) -> Iterator[Callable[[Entry], None]]:
    """Give what is to be called with each plan; it writes the count and the source over one line."""
    shown = sys.stderr.isatty()
    count = 0

    def tell(entry: Entry) -> None:
        nonlocal count
        count += 1
        if shown:
            label = ja if language() == "ja" else en
            click.echo(f"\r\x1b[K{label}: {count} {for_terminal(entry.source[:60])}", err=True, nl=False)

    yield tell
    if shown and count:
        click.echo(err=True)
