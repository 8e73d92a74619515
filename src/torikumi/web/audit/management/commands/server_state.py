"""`server_state`: how the database guards what it holds, and whether the trail is whole; `torikumi doctor` shows it."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection

from torikumi.web.audit.queries import chains, faults_of, trail_head
from torikumi.web.isolation.securing import State, look_at


class Command(BaseCommand):
    """Prints one line each; ends with exit code 1 where something has to be done."""

    help = "データベースの守りと、操作の記録が書かれた時のままかを示します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the language."""
        parser.add_argument("--language", choices=["ja", "en"], default="ja", help="表示する言語")

    def handle(self, *args: object, **options: object) -> None:
        """Look, and tell."""
        spoken = 0 if options["language"] == "ja" else 1
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite" and not Path(name).exists() and "memory" not in name:
            self.stdout.write(
                ("データベース: まだありません（torikumi migrate）", "Database: none yet (torikumi migrate)")[
                    spoken
                ]
            )
            return
        lines = [*_about_database(), *_about_trail()]
        for is_good, *words in lines:
            mark = "" if is_good else ("【要確認】", "[look] ")[spoken]
            self.stdout.write(mark + words[spoken])
        if not all(line[0] for line in lines):
            sys.exit(1)


Line = tuple[bool, str, str]


def _about_database() -> Iterator[Line]:
    if connection.vendor == "sqlite":
        yield True, "データベース: SQLite", "Database: SQLite"
        return
    state = look_at(connection)
    yield _about_roles(state)
    if state.unguarded:
        tables = ", ".join(state.unguarded)
        yield (
            False,
            f"団体ごとの隔離: 決まりのない表があります（{tables}）。持ち主で torikumi migrate を実行してください。",
            f"Cities: tables without a policy ({tables}); run torikumi migrate as the owner.",
        )
    else:
        yield True, "団体ごとの隔離: すべての表にあります", "Cities: every table has its policy"


def _about_roles(state: State) -> Line:
    if state.is_separate:
        return (
            True,
            f"データベース: PostgreSQL。「{state.role}」は表の持ち主とは別です",
            f"Database: PostgreSQL; {state.role} is not the owner of the tables",
        )
    if state.is_above_policies:
        return (
            False,
            f"データベース: 「{state.role}」はスーパーユーザーか BYPASSRLS なので、団体ごとの隔離が効きません",
            f"Database: {state.role} is a superuser or has BYPASSRLS, so the cities are not kept apart",
        )
    if state.is_owner:
        return (
            False,
            f"データベース: 「{state.role}」が表の持ち主です。アプリケーションの利用者を分けてください",
            f"Database: {state.role} owns the tables; give the application a role of its own",
        )
    return (
        False,
        f"データベース: 「{state.role}」の権限が多すぎます（{'、'.join(state.too_much)}）",
        f"Database: {state.role} has too many rights ({', '.join(state.too_much)})",
    )


def _about_trail() -> Iterator[Line]:
    count = 0
    for code in chains():
        fault = next(faults_of(code), None)
        count += trail_head(code).position
        if fault is not None:
            yield (
                False,
                f"操作の記録: {code} の{fault} verify_trail で詳しく調べてください",
                f"Trail: {code} is not as it was written ({fault.kind} at {fault.position}); run verify_trail",
            )
    yield True, f"操作の記録: {count:,}件を確かめました", f"Trail: {count:,} entries verified"
