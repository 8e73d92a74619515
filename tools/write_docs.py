"""Writes the pages of the manual that follow from the code; `make docs` runs it.

A test compares what is on disk with what this module would write.
"""

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from api_pages import api_page
from review_drawing import draw_states
from review_pages import library_page, states_page

from torikumi.check.catalogue import ALL_RULES, FAMILIES
from torikumi.check.machine_readable.catalogue import FORM_RULES
from torikumi.check.machine_readable.pages import form_rules_page
from torikumi.check.pages import index_page, rule_page
from torikumi.cli.japanese import in_japanese
from torikumi.cli.main import COMMANDS, cli
from torikumi.corpus.schema_page import columns_page
from torikumi.publish.forms.pages import names_page

REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY / "docs" / "reference"
IMAGES = REPOSITORY / "docs" / "images"
CHECKS = REFERENCE / "checks"
SCHEMA = REPOSITORY / "src" / "torikumi" / "plan" / "schema.json"
# Written by hand, among the generated pages.
BY_HAND = frozenset({"precision.md"})
_GROUP = in_japanese("", cli)
ROOT = click.Context(
    _GROUP, info_name="torikumi", terminal_width=100, max_content_width=100, **cli.context_settings
)


def generated_pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    pages = {CHECKS / f"{rule.code}.md": rule_page(rule) for rule in ALL_RULES}
    pages[CHECKS / "README.md"] = index_page(FAMILIES)
    pages[REFERENCE / "machine-readable-rules.md"] = form_rules_page(FORM_RULES)
    pages[REFERENCE / "plan.schema.json"] = SCHEMA.read_text(encoding="utf-8")
    pages[REFERENCE / "commands.md"] = commands_page()
    pages[REFERENCE / "corpus-columns.md"] = columns_page()
    pages[REFERENCE / "review-states.md"] = states_page()
    pages[REFERENCE / "review-library.md"] = library_page()
    pages[REFERENCE / "api.md"] = api_page()
    pages[REFERENCE / "form-names.md"] = names_page()
    pages[IMAGES / "review-states.svg"] = draw_states()
    return pages


def pages_without_rule(pages: Mapping[Path, str]) -> list[Path]:
    """Return the pages in the folder of checks whose rule is gone."""
    return [path for path in sorted(CHECKS.glob("*.md")) if path not in pages and path.name not in BY_HAND]


def commands_page() -> str:
    """Return the reference of the command line: the help of every command, in Japanese wherever this runs."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "ja_JP.UTF-8"
    try:
        return _commands_page()
    finally:
        del os.environ["LC_ALL"]
        if before is not None:
            os.environ["LC_ALL"] = before


def _commands_page() -> str:
    parts = [
        "# コマンド\n\n"
        "`torikumi --help` と、各コマンドの `--help` の写しです（`make docs` が書きます）。\n\n"
        "人への知らせは標準エラー出力へ、データは標準出力か `-o` のファイルへ出ます。"
        "終了コードは、0が終わった、1が終わったが「誤り」の所見や差がある、2が直せば済む間違い"
        "（読めないファイル、違う指定）、130が Ctrl+C で止めた、です。"
        "知らせは `LANG` が日本語なら日本語、そうでなければ英語です。\n",
        _section(_GROUP, ROOT),
    ]
    for word, (module, name) in COMMANDS.items():
        command = in_japanese(word, getattr(importlib.import_module(module), name))
        parts.append(_section(command, click.Context(command, info_name=word, parent=ROOT)))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> str:
    section = f"## {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group) and command is not _GROUP:
        for word in command.list_commands(context):
            below = command.get_command(context, word)
            assert below is not None
            section += "\n" + _section(below, click.Context(below, info_name=word, parent=context))
    return section


def stale_pages(pages: Mapping[Path, str]) -> list[Path]:
    """Return the pages that are not on disk as they should be."""
    return [
        path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write the pages that differ, remove those whose rule is gone, and say which; with --check only say so."""
    pages = generated_pages()
    stale, gone = stale_pages(pages), pages_without_rule(pages)
    for path in [*stale, *gone]:
        print(path.relative_to(REPOSITORY))
    if "--check" in sys.argv[1:]:
        return 1 if stale or gone else 0
    for path in gone:
        path.unlink()
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
