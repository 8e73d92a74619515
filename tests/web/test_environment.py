"""Settings from the environment: typed, and one clear sentence where a value cannot be used."""

import os
import re
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from torikumi.web import environment as env
from torikumi.web.environment import SettingError


@pytest.mark.parametrize(
    ("text", "expected"), [("on", True), ("1", True), ("FALSE", False), ("no", False), ("", True)]
)
def test_a_switch_is_on_or_off(text: str, expected: bool) -> None:
    assert env.read_bool("X", True, {"X": text}) is expected


def test_numbers_lists_networks_and_origins_are_read() -> None:
    assert env.read_int("X", 5, least=1, most=9, environ={"X": "7"}) == 7
    assert env.read_int("X", 5, least=1, most=9, environ={}) == 5
    assert env.read_list("X", environ={"X": " a, b ,,c "}) == ("a", "b", "c")
    assert env.read_networks("X", {"X": "10.0.0.0/8,::1"}) == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert env.read_origins("X", {"X": "https://plan.example.jp"}) == ("https://plan.example.jp",)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda e: env.read_bool("X", False, e), "maybe"),
        (lambda e: env.read_int("X", 5, least=1, most=9, environ=e), "ten"),
        (lambda e: env.read_int("X", 5, least=1, most=9, environ=e), "10"),
        (lambda e: env.read_int("X", 5, least=1, most=9, environ=e), "³"),
        (lambda e: env.read_networks("X", e), "10.0.0.1/8"),
        (lambda e: env.read_origins("X", e), "plan.example.jp"),
        (lambda e: env.read_origins("X", e), "https://plan.example.jp/a"),
        (lambda e: env.read_choice("X", "a", choices=("a", "b"), environ=e), "c"),
        (lambda e: env.read_home("X", e), "relative/place"),
        (lambda e: env.read_database("X", home=Path("/"), environ=e), "mysql://u:secret@h/d"),
        (lambda e: env.read_secret("X", home=Path("/"), environ=e), "short-secret"),
    ],
)
def test_a_wrong_value_gives_one_sentence_that_names_the_setting(read: object, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        read({"X": value})  # type: ignore[operator]

    assert caught.value.ja.startswith("設定 X の値")
    assert "secret" not in caught.value.ja


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    database = env.read_database("X", home=tmp_path, environ={})

    options = database["OPTIONS"]
    assert isinstance(options, dict)
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]
    assert "foreign_keys=ON" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert [*tmp_path.iterdir()] == []


def test_a_sqlite_address_gets_the_same_promises_and_postgresql_its_own() -> None:
    lite = env.read_database("X", home=Path("/"), environ={"X": "sqlite:////srv/a.sqlite3"})
    postgres = env.read_database("X", home=Path("/"), environ={"X": "postgresql://u:p@db/torikumi"})

    assert "synchronous=FULL" in str(lite["OPTIONS"])
    assert (postgres["ENGINE"], postgres["NAME"]) == ("torikumi.web.isolation.postgresql", "torikumi")


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = env.read_secret("X", home=tmp_path / "home", environ={})
    second = env.read_secret("X", home=tmp_path / "home", environ={})

    assert first == second
    assert len(first) > 60
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_command_ends_with_two_and_one_sentence(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TORIKUMI_HOME": str(tmp_path),
        "TORIKUMI_DEBUG": "perhaps",
        "LANG": "ja_JP.UTF-8",
    }
    environment.pop("LC_ALL", None)

    done = subprocess.run(
        [sys.executable, "-m", "torikumi.web.manage", "check"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert (
        done.stderr
        == "設定 TORIKUMI_DEBUG の値「perhaps」は使えません。on か off のどちらかを指定してください。\n"
    )


def test_the_database_in_use_is_as_safe_as_it_says(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


def test_every_setting_is_in_the_manual_and_nothing_else() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "".join(
        (root / "src/torikumi/web" / name).read_text()
        for name in (
            "settings.py",
            "environment.py",
            "mail/delivery.py",
            "../corpus/engine.py",
            "../corpus/embedder.py",
        )
    )
    manual = (root / "docs/reference/settings.md").read_text(encoding="utf-8")

    names = set(re.findall(r'"(TORIKUMI_[A-Z_]+|DATABASE_[A-Z_]*URL)"', code))

    assert names == set(re.findall(r"^\| `([A-Z_]+)` \|", manual, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "issuer", ["", "https://login.example.jp/realms/city", "http://127.0.0.1:8080", "http://localhost:1"]
)
def test_an_issuer_is_reached_by_https_or_on_this_machine(issuer: str) -> None:
    assert env.read_issuer("X", {"X": issuer}) == issuer


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example.jp", "login.example.jp", "https://", "ftp://x.jp", "https://a.jp/?realm=1"],
)
def test_another_address_is_no_issuer(issuer: str) -> None:
    with pytest.raises(env.SettingError, match="https で始まる"):
        env.read_issuer("X", {"X": issuer})


def test_a_secret_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("  geheim\n", encoding="utf-8")

    assert env.read_secret_file("X", {"X": str(path)}) == "geheim"
    assert env.read_secret_file("X", {}) == ""
    with pytest.raises(env.SettingError, match="読めません"):
        env.read_secret_file("X", {"X": str(tmp_path / "none")})


def test_an_issuer_without_its_client_is_refused() -> None:
    env.need_together("ISSUER", "", {"CLIENT": ""})
    env.need_together("ISSUER", "https://x.jp", {"CLIENT": "y"})
    with pytest.raises(env.SettingError, match="CLIENT も指定"):
        env.need_together("ISSUER", "https://x.jp", {"CLIENT": ""})


def test_the_policy_lets_a_form_lead_to_the_issuer_and_nowhere_else() -> None:
    assert env.origin_of("https://login.example.jp:8443/realms/city") == "https://login.example.jp:8443"
