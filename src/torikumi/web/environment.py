"""Readers of the environment: each gives a value of one type, or one clear sentence about what is wrong."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping, MutableMapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

from torikumi.errors import UserError

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})

Network = IPv4Network | IPv6Network


class SettingError(UserError):
    """A setting of the environment has a value that cannot be used."""

    def __init__(self, name: str, value: str, *, ja: str, en: str) -> None:
        super().__init__(
            ja=f"設定 {name} の値「{value}」は使えません。{ja}",
            en=f"The setting {name} cannot be {value!r}. {en}",
        )


def read_text(name: str, default: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the text of a setting; an empty one counts as not given."""
    return environ.get(name, "").strip() or default


def read_bool(name: str, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether a setting is on."""
    value = environ.get(name, "").strip()
    if not value:
        return default
    if value.lower() in _YES | _NO:
        return value.lower() in _YES
    raise SettingError(
        name, value, ja="on か off のどちらかを指定してください。", en="Give either on or off."
    )


def read_int(
    name: str, default: int, *, least: int, most: int, environ: Mapping[str, str] = os.environ
) -> int:
    """Return a whole number between `least` and `most`."""
    value = environ.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise SettingError(
        name,
        value,
        ja=f"{least}から{most}までの整数を指定してください。",
        en=f"Give a whole number from {least} to {most}.",
    )


def read_list(
    name: str, default: tuple[str, ...] = (), environ: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """Return the entries between commas, without the white space around them."""
    value = environ.get(name, "").strip()
    if not value:
        return default
    return tuple(entry.strip() for entry in value.split(",") if entry.strip())


def read_origins(name: str, environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return web addresses without a path (https://plan.example.jp)."""
    origins = read_list(name, environ=environ)
    for origin in origins:
        scheme, _, host = origin.partition("://")
        if scheme not in {"http", "https"} or not host or "/" in host:
            raise SettingError(
                name,
                origin,
                ja="https://plan.example.jp のように、道筋（/…）を付けずに指定してください。",
                en="Give it like https://plan.example.jp, without a path.",
            )
    return origins


def read_issuer(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the address of an issuer of log-ins; https, or http on this machine itself. "" where none is given."""
    value = environ.get(name, "").strip()
    parts = urlsplit(value)
    is_local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if not value or ((parts.scheme == "https" or is_local) and parts.hostname and not parts.query):
        return value
    raise SettingError(
        name,
        value,
        ja="https://login.example.jp/realms/city のように、https で始まるアドレスを指定してください。",
        en="Give an address that begins with https.",
    )


def need_together(name: str, value: str, others: Mapping[str, str]) -> None:
    """Raise SettingError where a setting is given without others that it needs."""
    missing = [other for other, given in others.items() if not given]
    if value and missing:
        raise SettingError(
            name,
            value,
            ja=f"{'、'.join(missing)} も指定してください。",
            en=f"Give {', '.join(missing)} as well.",
        )


def origin_of(address: str) -> str:
    """Return the scheme, name and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read_secret_file(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return what stands in the file that a setting names, without the white space around it; "" without a name."""
    value = environ.get(name, "").strip()
    if not value:
        return ""
    try:
        return Path(value).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            name,
            value,
            ja="このファイルを読めません。場所と、読める人を確かめてください。",
            en="That file cannot be read; check its place and who may read it.",
        ) from error


def read_networks(name: str, environ: Mapping[str, str] = os.environ) -> tuple[Network, ...]:
    """Return networks (10.0.0.0/8) and single addresses (10.1.2.3)."""
    networks = []
    for entry in read_list(name, environ=environ):
        try:
            networks.append(ip_network(entry))
        except ValueError as error:
            raise SettingError(
                name,
                entry,
                ja="10.1.2.3 か 10.1.0.0/16 のように指定してください。",
                en="Give it like 10.1.2.3 or 10.1.0.0/16.",
            ) from error
    return tuple(networks)


def read_choice(
    name: str, default: str, *, choices: tuple[str, ...], environ: Mapping[str, str] = os.environ
) -> str:
    """Return one of `choices`."""
    value = environ.get(name, "").strip() or default
    if value in choices:
        return value
    raise SettingError(
        name,
        value,
        ja=f"{'、'.join(choices)} のどれかを指定してください。",
        en=f"Give one of {', '.join(choices)}.",
    )


def read_home(name: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds everything the server keeps; the person's own data folder where none is named."""
    value = environ.get(name, "").strip()
    if not value:
        data = environ.get("XDG_DATA_HOME", "").strip()
        return (Path(data) if data else Path.home() / ".local" / "share") / "torikumi"
    home = Path(value).expanduser()
    if home.is_absolute():
        return home
    raise SettingError(
        name, value, ja="/ から始まる場所を指定してください。", en="Give a place that begins with /."
    )


def make_home() -> None:
    """Make the folder that `TORIKUMI_HOME` names; done at the doors (manage.py, wsgi.py), never by reading settings."""
    (read_home("TORIKUMI_HOME") / "var").mkdir(parents=True, exist_ok=True, mode=0o700)


# What SQLite must promise: an acknowledged save survives a power cut (WAL with synchronous=NORMAL loses some), and
# a writer takes the lock when it begins, so that two of them wait for one another instead of failing half-way.
_SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


# PostgreSQL alone would let a request wait for another for ever.
_POSTGRESQL_LOCKS = "-c lock_timeout=20s"


def read_database(name: str, *, home: Path, environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Return Django's description of the database; SQLite in the home folder where no address is given."""
    value = environ.get(name, "").strip()
    if not value:
        path = home / "var" / "torikumi.sqlite3"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {**_SQLITE_OPTIONS}}
    scheme = value.partition(":")[0]
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        # The address holds a password, so the sentence shows its first word only.
        raise SettingError(
            name,
            f"{scheme}:…",
            ja="postgresql://… か sqlite:///… の形で指定してください。",
            en="Give an address that begins with postgresql:// or sqlite:///.",
        )
    database: dict[str, object] = {**dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True)}
    if scheme == "sqlite":
        database["OPTIONS"] = {**_SQLITE_OPTIONS}
    else:
        # Django's own, which also tells the database whose rows to show.
        database["ENGINE"] = "torikumi.web.isolation.postgresql"
        given = database.get("OPTIONS")
        database["OPTIONS"] = {"options": _POSTGRESQL_LOCKS, **(given if isinstance(given, dict) else {})}
    return database


def use_owner_of_database(environ: MutableMapping[str, str] = os.environ) -> None:
    """Let this process be the owner of the database, where the owner has an address apart; nothing otherwise.

    The role that the application has else is kept in TORIKUMI_DATABASE_ROLE, so that it can be given its rights.
    """
    owner = environ.get("DATABASE_OWNER_URL", "").strip()
    if not owner:
        return
    role = urlsplit(environ.get("DATABASE_URL", "").strip()).username or ""
    environ.setdefault("TORIKUMI_DATABASE_ROLE", unquote(role))
    environ["DATABASE_URL"] = owner


def read_secret(name: str, *, home: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Return the secret of the environment, else the one in the home folder, made there the first time."""
    given = environ.get(name, "").strip()
    if len(given) >= 50:
        return given
    if given:
        raise SettingError(
            name,
            f"{len(given)}文字",
            ja="50文字以上の推測できない文字列を指定してください。",
            en="Give at least 50 characters that nobody can guess.",
        )
    path = home / "secret_key"
    if not path.exists():
        _make_secret(path)
    return path.read_text(encoding="ascii").strip()


def _make_secret(path: Path) -> None:
    # Written whole under another name (mode 600), then linked: of several workers that start at once one wins,
    # and none ever reads half a secret.
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
