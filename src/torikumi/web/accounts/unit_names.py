"""What sections were called before (組織改正): which units of today an old name stands for."""

from collections.abc import Iterable, Mapping
from datetime import date

from torikumi.text.names import section_key
from torikumi.web.accounts.models import OrganisationUnit, UnitSuccession


def unit_names_through_time(municipality: str, day: date) -> Mapping[str, tuple[OrganisationUnit, ...]]:
    """Return, for the key of every name that a unit of the city ever had, the units that it stands for on `day`.

    A name that a unit bears on that day stands for that unit alone, whoever bore it before; else for those that went on
    in its place, through all renamings, mergers and splits until that day. Keys are those of `section_key`. Two
    questions to the database.
    """
    units = {unit.pk: unit for unit in OrganisationUnit.objects.of_municipality(municipality)}
    after: dict[int, list[int]] = {}
    found = UnitSuccession.objects.filter(predecessor__municipality__code=municipality, day__lte=day)
    for before, successor in found.values_list("predecessor_id", "successor_id"):
        after.setdefault(before, []).append(successor)
    present: dict[str, dict[int, OrganisationUnit]] = {}
    former: dict[str, dict[int, OrganisationUnit]] = {}
    for unit in units.values():
        key = section_key(unit.name)
        if _exists(unit, day):
            present.setdefault(key, {})[unit.pk] = unit
        elif unit.valid_from <= day:
            heirs = [units[pk] for pk in _followers(unit.pk, after)]
            former[key] = former.get(key, {}) | {heir.pk: heir for heir in heirs if _exists(heir, day)}
    names = {**former, **present}
    return {key: tuple(stood.values()) for key, stood in names.items() if stood}


def name_keys_of_units(units: Iterable[int], *, municipality: str, day: date) -> frozenset[str]:
    """Return the keys of all names, today's and former ones, that stand for one of `units` (ids) on `day`."""
    wanted = set(units)
    if not wanted:
        return frozenset()
    names = unit_names_through_time(municipality, day)
    return frozenset(key for key, stood in names.items() if any(unit.pk in wanted for unit in stood))


def keys_by_unit(
    units: Iterable[OrganisationUnit], *, municipality: str, day: date
) -> Mapping[int, frozenset[str]]:
    """Return, for each of `units` (by its id), the keys of all names that stand for it on `day`.

    One question to the database in a city where no unit ever followed another, else three.
    """
    held = {unit.pk: unit for unit in units}
    if not held:
        return {}
    if not UnitSuccession.objects.filter(predecessor__municipality__code=municipality).exists():
        return {pk: frozenset({section_key(unit.name)}) for pk, unit in held.items()}
    names = unit_names_through_time(municipality, day)
    return {
        pk: frozenset(key for key, stood in names.items() if any(unit.pk == pk for unit in stood))
        for pk in held
    }


def _exists(unit: OrganisationUnit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _followers(unit: int, after: Mapping[int, list[int]]) -> set[int]:
    reached, open_ends = set[int](), [unit]
    while open_ends:
        for successor in after.get(open_ends.pop(), ()):
            if successor not in reached:
                reached.add(successor)
                open_ends.append(successor)
    return reached
