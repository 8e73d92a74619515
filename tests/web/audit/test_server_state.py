"""What `torikumi doctor` says of the server: how its database is guarded, and whether the trail is whole."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.web import factories
from torikumi.web.audit.triggers import drop_triggers

DOCTOR = (sys.executable, "-c", "from torikumi.cli.main import main; main()", "doctor")


def _say(language: str = "ja") -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("server_state", language=language, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


@pytest.mark.django_db
def test_a_whole_trail_is_counted() -> None:
    factories.municipality()

    code, said = _say()

    assert "操作の記録: 1件を確かめました" in said
    if connection.vendor == "sqlite":
        assert code == 0
        assert "データベース: SQLite" in said
    else:
        # Tests are the owner of the tables themselves.
        assert code == 1
        assert "が表の持ち主です" in said
        assert "団体ごとの隔離: すべての表にあります" in said


@pytest.mark.django_db
def test_a_broken_trail_is_told_in_both_languages() -> None:
    factories.municipality()
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET actor = 'x'")

    assert _say()[0] == 1
    assert "【要確認】操作の記録: 999997 の1番目: この記録の内容が" in _say()[1]
    assert "[look] Trail: 999997 is not as it was written (changed at 1)" in _say("en")[1]


def test_the_doctor_tells_it_where_there_is_a_server(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LC_ALL"}}
    environment = {**kept, "TORIKUMI_HOME": str(tmp_path), "LANG": "ja_JP.UTF-8"}

    done = subprocess.run(DOCTOR, env=environment, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert "データベース: まだありません" in done.stdout
    assert not (tmp_path / "var" / "torikumi.sqlite3").exists()
