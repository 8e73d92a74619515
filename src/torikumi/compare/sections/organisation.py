"""A city's organisation (組織) as its list gives it: every unit with the units above it and its telephone number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from torikumi.errors import UserError
from torikumi.text.names import section_key
from torikumi.text.organisation_heads import LEVEL_HEADS, WHOLE_HEADS, plain_head
from torikumi.text.width import fold_width

_PHONE = frozenset(("電話番号", "電話", "tel", "phone", "telephone"))
# The header stands near the top; further down 課 is a word of the table.
_HEAD_WITHIN = 5


class OrganisationError(UserError):
    """A list that holds no organisation."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the organisation: its path from the top down, its own name last, and its telephone number or ""."""

    path: tuple[str, ...]
    phone: str = ""

    @property
    def name(self) -> str:
        """The unit's own name."""
        return self.path[-1]

    @property
    def above(self) -> tuple[str, ...]:
        """The path of the unit above; () at the top."""
        return self.path[:-1]


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The units in the order of the list, each path once; a unit that only stands above others is one, too."""

    units: tuple[Unit, ...]

    @cached_property
    def by_path(self) -> Mapping[tuple[str, ...], Unit]:
        """The units by their paths."""
        return {unit.path: unit for unit in self.units}

    @cached_property
    def below(self) -> Mapping[tuple[str, ...], tuple[Unit, ...]]:
        """The units right below each path."""
        found: dict[tuple[str, ...], list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.above, []).append(unit)
        return {path: tuple(units) for path, units in found.items()}

    @cached_property
    def by_phone(self) -> Mapping[str, Unit]:
        """The units by telephone number; a number that two share names none."""
        found: dict[str, Unit | None] = {}
        for unit in self.units:
            if unit.phone:
                found[unit.phone] = None if unit.phone in found else unit
        return {phone: unit for phone, unit in found.items() if unit is not None}


def read_organisation(rows: Iterable[Sequence[str]]) -> Organisation:
    """Return the organisation that the rows of a table hold.

    The header names the levels from the top down (局, 部, 課, 係), or one column of names; 電話番号 where there is one. No
    other column is looked at, so no person's name is kept. Raises OrganisationError where no column of names is found.
    """
    table = [[fold_width(cell).strip() for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    head = next((at for at, row in enumerate(table[:_HEAD_WITHIN]) if _name_columns(row)), None)
    if head is None:
        raise OrganisationError(
            ja="組織の一覧に、局・部・課・係 か 課名 の列がありません。一行目に見出しを付けてください。",
            en="The list of the organisation has no column 局, 部, 課, 係 or 課名. Give it a header.",
        )
    columns = _name_columns(table[head])
    phones = [at for at, cell in enumerate(table[head]) if plain_head(cell) in _PHONE]
    units: dict[tuple[str, ...], Unit] = {}
    for row in table[head + 1 :]:
        path = tuple(row[at] for at in columns if at < len(row) and row[at])
        phone = next((_digits(row[at]) for at in phones if at < len(row) and row[at]), "")
        for length in range(1, len(path)):
            units.setdefault(path[:length], Unit(path[:length]))
        if path and (path not in units or phone):
            units[path] = Unit(path, phone)
    return Organisation(units=tuple(units.values()))


def organisation_of(paths: Iterable[tuple[str, ...]]) -> Organisation:
    """Return the organisation of paths that are known otherwise, without telephone numbers."""
    return Organisation(units=tuple(Unit(path) for path in dict.fromkeys(paths) if path))


def key_of(unit: Unit) -> str:
    """Return the key by which a plan's sections are matched with a unit."""
    return section_key(unit.name)


def _name_columns(row: Sequence[str]) -> list[int]:
    heads = [plain_head(cell) for cell in row]
    levels = [at for at, head in enumerate(heads) if head in LEVEL_HEADS]
    # A column of full names (政策局政策課) repeats what the levels say.
    return levels or [at for at, head in enumerate(heads) if head in WHOLE_HEADS][:1]


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())
