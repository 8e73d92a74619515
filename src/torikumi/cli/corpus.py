"""`torikumi corpus`: the plans of many bodies and years as one whole, to be searched and counted."""

import importlib
from collections.abc import Mapping

import click

from torikumi.cli.japanese import in_japanese
from torikumi.cli.output import language
from torikumi.errors import UserError, reason_ja

# Loaded when asked for: without the extra `corpus` the other commands do not miss it.
_COMMANDS: Mapping[str, tuple[str, str]] = {
    "build": ("torikumi.cli.corpus_build", "build"),
    "add": ("torikumi.cli.corpus_build", "add"),
    "remove": ("torikumi.cli.corpus_build", "remove"),
    "index": ("torikumi.cli.corpus_build", "index"),
    "directions": ("torikumi.cli.corpus_build", "directions"),
    "info": ("torikumi.cli.corpus_info", "info"),
    "search": ("torikumi.cli.corpus_search", "search"),
    "similar": ("torikumi.cli.corpus_similar", "similar"),
    "fare": ("torikumi.cli.corpus_fare", "fare"),
    "table": ("torikumi.cli.corpus_tables", "table"),
}
_LIBRARIES = frozenset(("duckdb", "ibis", "pyarrow", "tantivy"))


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            # A corpus is many files: wherever one of them is refused, or the disk is full, it is told alike.
            place = error.filename or ""
            raise UserError(
                ja=f"「{place}」を読み書きできません（{reason_ja(error)}）。場所と権限を確かめてください。",
                en=f"Cannot read or write {place} ({error.strerror}). Look at the place and at who may write there.",
            ) from error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        try:
            found = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] not in _LIBRARIES:
                raise
            raise UserError(
                ja="全国の取組を扱う部品が入っていません。`pip install 'torikumi[corpus]'` で入れてください。",
                en="The parts for the corpus are not installed. Install them with `pip install 'torikumi[corpus]'`.",
            ) from error
        assert isinstance(found, click.Command)  # noqa: S101  a module of ours without its command is our mistake
        return in_japanese(f"corpus {cmd_name}", found) if language() == "ja" else found


@click.group(cls=_Group)
def command() -> None:
    """Put the published plans of many bodies and years into one folder, search it and count in it (全国の取組)."""
