"""Where the ready-made settings stand, and how they are found by name: "iruma" is the newest version, "iruma@1" one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Generic, TypeVar

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Form
from torikumi.review.form_tables import read_field, read_scale
from torikumi.review.tables import Table, read_toml

T = TypeVar("T")

_ABOUT = ("id", "version", "title", "description", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T]):
    """One ready-made setting: `value` is what a round takes; `source` says where it was seen, an address or words."""

    id: str
    version: int
    title: str
    description: str
    source: str
    value: T

    @property
    def name(self) -> str:
        """The name that stays with this version."""
        return f"{self.id}@{self.version}"


@cache
def all_scales() -> tuple[Entry[DirectionScale], ...]:
    """Return the ready-made scales of directions, in the order of the file."""
    return tuple(_scale_entry(table) for table in _read("scales.toml").tables("scales"))


@cache
def all_forms() -> tuple[Entry[Form], ...]:
    """Return the ready-made forms, by the name of their files."""
    folder = files(__package__).joinpath("forms")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(_form_entry(_read(f"forms/{name}")) for name in names)


def scales_by_name() -> Mapping[str, DirectionScale]:
    """Return the scales by id (the newest version) and by id@version."""
    return _by_name(all_scales())


def forms_by_name() -> Mapping[str, Form]:
    """Return the forms by id (the newest version) and by id@version."""
    return _by_name(all_forms())


def _by_name(entries: Iterable[Entry[T]]) -> Mapping[str, T]:
    ordered = sorted(entries, key=lambda entry: entry.version)
    names = {entry.id: entry.value for entry in ordered} | {entry.name: entry.value for entry in ordered}
    return MappingProxyType(names)


def _read(name: str) -> Table:
    return read_toml(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _scale_entry(table: Table) -> Entry[DirectionScale]:
    table.allow(*_ABOUT, "labels")
    inside = {key: table.values[key] for key in ("id", "version", "labels") if key in table.values}
    scale = read_scale(Table(values={"scale": inside}, spot=table.spot), {})
    return _entry(table, scale)


def _form_entry(table: Table) -> Entry[Form]:
    table.allow(*_ABOUT, "fields")
    fields = tuple(read_field(row, scales_by_name()) for row in table.tables("fields"))
    return _entry(
        table,
        Form(
            id=table.text("id"), version=table.whole("version") or 1, title=table.text("title"), fields=fields
        ),
    )


def _entry(table: Table, value: T) -> Entry[T]:
    return Entry(
        id=table.text("id"),
        version=table.whole("version") or 1,
        title=table.text("title"),
        description=table.text("description"),
        source=table.text("source"),
        value=value,
    )
