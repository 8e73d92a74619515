"""Options that the questions to a corpus share: which engine counts, how the answer is written, and where to."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click

engine_option = click.option(
    "--engine", metavar="ENGINE", help="duckdb, local[2] or spark://host:port; else TORIKUMI_CORPUS."
)


def written_as(forms: Iterable[str], *, told: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Give a command --as, one of some forms ("text" where none is named), and -o for a file; `told` is its help."""

    def decorate(function: click.decorators.FC) -> click.decorators.FC:
        to_file = click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Write to FILE, not to standard output.",
        )
        form = click.option(
            "--as", "form", type=click.Choice([*forms]), default="text", show_default=True, help=told
        )
        return form(to_file(function))

    return decorate
