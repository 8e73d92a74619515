"""The log: a line for every request, under the number that the person sees."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from torikumi.web.accounts.models import User
from torikumi.web.accounts.permissions import Role
from torikumi.web.ui.access_log import RequestNumberFilter


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "torikumi.access"]


def test_a_request_is_one_line_with_who_and_how_it_ended(
    browser_of: Callable[[User], Client], person_with: Callable[..., User], caplog: pytest.LogCaptureFixture
) -> None:
    person = person_with(Role.PLANNING)
    client = browser_of(person)

    with caplog.at_level(logging.INFO, logger="torikumi.access"):
        client.get("/plans/search/?q=ひみつ")

    (line,) = lines(caplog)
    assert line.startswith(f"127.0.0.1 {person.login_name} GET /plans/search/ 200 ")
    assert "ひみつ" not in line
    assert "q=" not in line


def test_a_line_break_in_an_address_makes_no_second_line(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="torikumi.access"):
        client.get("/nowhere%0A2026-01-01 INFO forged/")

    (line,) = lines(caplog)
    assert "\n" not in line


def test_lines_of_a_request_bear_the_number_of_the_answer(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(RequestNumberFilter())

    with caplog.at_level(logging.INFO):
        answer = client.get("/no-such-page/")

    numbers = {
        record.__dict__["number"]
        for record in caplog.records
        if record.name in {"torikumi.access", "django.request"}
    }
    assert numbers == {answer["X-Request-ID"]}


def manage(*arguments: str, home: Path, database: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "torikumi.web.manage", *arguments],
        env={**os.environ, "TORIKUMI_HOME": str(home), "DATABASE_URL": database, "LC_ALL": "ja_JP.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    result = manage("migrate", home=tmp_path, database="postgresql://nobody:x@127.0.0.1:1/none")

    assert result.returncode == 2
    assert "データベースにつながりません" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_without_tables_is_one_sentence(tmp_path: Path) -> None:
    result = manage(
        *(
            "create_user",
            "kanri",
            "--name",
            "管理",
            "--municipality",
            "999997",
            "--municipality-name",
            "みほん市",
        ),
        home=tmp_path,
        database=f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    )

    assert result.returncode == 2
    assert "torikumi migrate" in result.stderr
    assert "Traceback" not in result.stderr
