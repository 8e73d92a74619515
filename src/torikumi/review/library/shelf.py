"""Where the ready-made settings stand, and how they are found by name: "iruma" is the newest version, "iruma@1" that one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Generic, TypeVar

from torikumi.plan.direction import DirectionScale
from torikumi.review.form import Field, Form
from torikumi.review.form_tables import read_field, read_scale
from torikumi.review.mistakes import RoundError, unknown_name
from torikumi.review.round import Step
from torikumi.review.step_tables import read_step
from torikumi.review.tables import Table, read_toml

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_ABOUT = ("id", "version", "title", "description", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T_co]):
    """One ready-made setting: `value` is what a round takes; `source` says where it was seen, an address or words."""

    id: str
    version: int
    title: str
    description: str
    source: str
    value: T_co

    @property
    def name(self) -> str:
        """The name that stays with this version."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleEntry(Entry[DirectionScale]):
    """A scale; `partial` where only some of its labels were seen, `groups` the first step of a scale of two steps."""

    partial: bool = False
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()


@cache
def all_scales() -> tuple[ScaleEntry, ...]:
    """Return the ready-made scales of directions, in the order of the file."""
    return tuple(_scale_entry(table) for table in read_shelf("scales.toml").tables("scales"))


@cache
def all_chains() -> tuple[Entry[tuple[Step, ...]], ...]:
    """Return the ready-made chains of steps, in the order of the file."""
    return tuple(
        entry_of(table, tuple(map(read_step, table.tables("steps"))), "steps")
        for table in read_shelf("chains.toml").tables("chains")
    )


@cache
def all_blocks() -> tuple[Entry[tuple[Field, ...]], ...]:
    """Return the blocks that sheets are usually made of, in their usual order."""
    return tuple(_block_entry(table) for table in read_shelf("blocks.toml").tables("blocks"))


@cache
def all_forms() -> tuple[Entry[Form], ...]:
    """Return the ready-made forms, from the shortest to the longest."""
    folder = files(__package__).joinpath("forms")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    entries = [_form_entry(read_shelf(f"forms/{name}")) for name in names]
    return tuple(sorted(entries, key=lambda entry: len(entry.value.fields)))


def scales_by_name() -> Mapping[str, DirectionScale]:
    """Return the scales by id (the newest version) and by id@version."""
    return by_name(all_scales())


def chains_by_name() -> Mapping[str, tuple[Step, ...]]:
    """Return the chains by id (the newest version) and by id@version."""
    return by_name(all_chains())


def forms_by_name() -> Mapping[str, Form]:
    """Return the forms by id (the newest version) and by id@version."""
    return by_name(all_forms())


def fields_of_blocks(table: Table) -> tuple[Field, ...]:
    """Return the fields of the blocks that a table names under `blocks`."""
    blocks = by_name(all_blocks())
    fields: list[Field] = []
    for name in table.texts("blocks"):
        if name not in blocks:
            known = [block.id for block in all_blocks()]
            raise RoundError((unknown_name(table.spot.at("blocks"), name, known),))
        fields.extend(blocks[name])
    return tuple(fields)


def by_name(entries: Iterable[Entry[T]]) -> Mapping[str, T]:
    """Return the values of entries by id (the newest version) and by id@version."""
    ordered = sorted(entries, key=lambda entry: entry.version)
    names = {entry.id: entry.value for entry in ordered} | {entry.name: entry.value for entry in ordered}
    return MappingProxyType(names)


def read_shelf(name: str) -> Table:
    """Return one of the files beside this module."""
    return read_toml(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def entry_of(table: Table, value: T, *keys: str) -> Entry[T]:
    """Return the entry of a table that holds `keys` beside what every entry says about itself."""
    table.allow(*_ABOUT, *keys)
    return Entry(
        id=table.text("id"),
        version=table.whole("version") or 1,
        title=table.text("title"),
        description=table.text("description"),
        source=table.text("source"),
        value=value,
    )


def _scale_entry(table: Table) -> ScaleEntry:
    inside = {key: table.values[key] for key in ("id", "version", "labels") if key in table.values}
    scale = read_scale(Table(values={"scale": inside}, spot=table.spot), {})
    about = entry_of(table, scale, "labels", "partial", "groups")
    return ScaleEntry(
        id=about.id,
        version=about.version,
        title=about.title,
        description=about.description,
        source=about.source,
        value=scale,
        partial=table.flag("partial", default=False),
        groups=tuple((row.text("label"), row.texts("labels")) for row in table.tables("groups")),
    )


def _block_entry(table: Table) -> Entry[tuple[Field, ...]]:
    title = table.text("title")
    fields = (read_field(row, scales_by_name()) for row in table.tables("fields"))
    return entry_of(table, tuple(replace(field, block=title) for field in fields), "fields")


def _form_entry(table: Table) -> Entry[Form]:
    own = tuple(read_field(row, scales_by_name()) for row in table.tables("fields"))
    form = Form(
        id=table.text("id"),
        version=table.whole("version") or 1,
        title=table.text("title"),
        fields=(*fields_of_blocks(table), *own),
    )
    return entry_of(table, form, "blocks", "fields")
