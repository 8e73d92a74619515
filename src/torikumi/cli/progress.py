"""How far the reading is, page by page, on a terminal; nothing in a pipe."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from torikumi.cli.output import language
from torikumi.read.document import OnPage


@contextmanager
def pages_on_terminal() -> Iterator[OnPage | None]:
    """Give what is to be told of each page; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    label = "読み取り中" if language() == "ja" else "Reading"
    bar = click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True)
    with ExitStack() as shown:
        seen: set[int] = set()

        def on_page(page: int, pages: int) -> None:
            if not seen:  # only now: a document without pages needs no bar
                shown.enter_context(bar)
            seen.add(page)
            bar.length = pages
            bar.update(page - bar.pos)

        yield on_page
