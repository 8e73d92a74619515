"""Projects: filtered lists, one project's history, and what is known about it beside its own fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When

from torikumi.plan.change import Change, ChangeKind
from torikumi.text.width import search_key
from torikumi.web.accounts.models import RoleAssignment, User
from torikumi.web.accounts.permissions import Role
from torikumi.web.accounts.unit_names import name_keys_of_units
from torikumi.web.plans.change_kinds import RECORD_FIELDS
from torikumi.web.plans.edition_names import name_editions
from torikumi.web.plans.models import (
    Edition,
    EditionState,
    FindingOrigin,
    Import,
    PlanSeries,
    StoredChange,
    StoredFinding,
    StoredProject,
    StoredSection,
)
from torikumi.web.plans.placement_models import StoredPlacement
from torikumi.web.plans.queries.found import Looked, with_findings
from torikumi.web.plans.queries.found_changes import find_changes, find_changes_of, is_found_only
from torikumi.web.plans.scope import CityQuerySet, Resident

SORTS = {
    "position": ("position",),
    "name": ("name_key", "position"),
    "direction": ("direction_rank", "direction_code", "position"),
    "section": ("section_names", "position"),
}
NONE_KEY = "-"  # the choice 「記載なし」 of a filter

# All that a list shows; the body, by far the longest column, stays in the database.
LIST_COLUMNS = (
    "key",
    "number",
    "name",
    "node_key",
    "path",
    "direction_code",
    "direction_label",
    "direction_key",
    "outcomes",
    "section_names",
    "edition_id",
    "position",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFilter:
    """What a list of projects is narrowed to; "" asks for everything."""

    text: str = ""
    path: str = ""
    section: str = ""
    direction: str = ""
    changed: str = ""
    found: str = ""  # any, none, or a severity
    sort: str = "position"

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order is asked for."""
        return any((self.text, self.path, self.section, self.direction, self.changed, self.found))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFields:
    """Which fields of a project differ from the edition before, and whether the whole project is new."""

    fields: frozenset[str]
    is_new: bool


def filter_projects(
    edition: Edition, wanted: ProjectFilter, looked: Looked | None = None
) -> CityQuerySet[StoredProject]:
    """Return the edition's projects that fit, sorted, with the columns of a list.

    `looked` is what the check found in the edition; without it `wanted.found` asks for nothing.
    """
    rows = StoredProject.objects.within(edition).filter(edition=edition)
    rows = match_text(rows, wanted.text)
    if wanted.path:
        again = StoredPlacement.objects.filter(project=OuterRef("pk"), path__startswith=wanted.path)
        rows = rows.filter(Q(path__startswith=wanted.path) | Exists(again))
    if wanted.section == NONE_KEY:
        rows = rows.filter(section_names="")
    elif wanted.section:
        rows = rows.filter(Exists(_parts_of([wanted.section])))
    if wanted.direction:
        rows = rows.filter(direction_key="" if wanted.direction == NONE_KEY else wanted.direction)
    if wanted.changed and is_found_only(edition):
        rows = rows.filter(key__in=_keys_changed(edition, wanted.changed))
    elif wanted.changed == "records":
        rows = rows.filter(Exists(_changes_in(edition, "changed")), ~Exists(_changes_in(edition, "content")))
    elif wanted.changed:
        rows = rows.filter(Exists(_changes_in(edition, wanted.changed)))
    if wanted.found and looked is not None:
        rows = with_findings(rows, looked, wanted.found)
    return rows.only(*LIST_COLUMNS).order_by(*SORTS.get(wanted.sort, SORTS["position"]))


def bodies_below(edition: Edition, path: str, *, most: int) -> list[StoredProject]:
    """Return the first `most` projects below a heading, those shown again there with them, with all their columns."""
    again = StoredPlacement.objects.filter(project=OuterRef("pk"), path__startswith=path)
    rows = StoredProject.objects.within(edition).filter(edition=edition)
    return list(rows.filter(Q(path__startswith=path) | Exists(again)).order_by("position")[:most])


def _keys_changed(edition: Edition, wanted: str) -> list[str]:
    """The projects that `_changes_in` would find, in an edition that no import made."""
    fields: dict[str, set[str]] = {}
    for change in find_changes(edition):
        if change.kind is not ChangeKind.REMOVED:
            fields.setdefault(change.subject, set()).add(change.field)
    return [key for key, changed in fields.items() if _is_wanted(changed, wanted)]


def _is_wanted(fields: set[str], wanted: str) -> bool:
    is_new = "" in fields
    match wanted:
        case ChangeKind.ADDED:
            return is_new
        case ChangeKind.CHANGED:
            return not is_new
        case "content":
            return not is_new and not fields <= RECORD_FIELDS
        case "records":
            return not is_new and fields <= RECORD_FIELDS
        case _:
            return wanted in fields


def match_text(rows: CityQuerySet[StoredProject], text: str) -> CityQuerySet[StoredProject]:
    """Return the projects that hold every word of the text; width, case, kana and dashes do not matter."""
    for word in text.split():
        if key := search_key(word):
            rows = rows.filter(search_text__contains=key)
    return rows


def put_first(rows: CityQuerySet[StoredProject], section_keys: Iterable[str]) -> CityQuerySet[StoredProject]:
    """Return the same rows with those of the given sections at the top, each row marked `is_mine`."""
    keys = list(section_keys)
    mine = Case(When(Exists(_parts_of(keys)), then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(is_mine=mine).order_by("-is_mine", *rows.query.order_by)


def search_current(person: Resident, text: str) -> CityQuerySet[StoredProject]:
    """Return the projects that fit the text in the current edition of every plan of the person's city."""
    newest = Edition.objects.within(person).active().values("series").annotate(newest=Max("sequence"))
    current = Q(pk__in=[])
    for row in newest.order_by():
        current |= Q(edition__series=row["series"], edition__sequence=row["newest"])
    rows = match_text(StoredProject.objects.within(person).filter(current), text)
    return (
        rows.select_related("edition__series")
        .only(*LIST_COLUMNS, *(f"edition__{name}" for name in ("year", "label", "sequence", "series__title")))
        .order_by("edition__series__title", "position")
    )


def project_history(series: PlanSeries, key: str) -> list[StoredProject]:
    """Return the project's rows in every edition that counts, newest first."""
    if "\x00" in key:  # no id holds it, and PostgreSQL does not even take the question
        return []
    rows = StoredProject.objects.within(series).filter(
        key=key, edition__series=series, edition__state=EditionState.ACTIVE
    )
    history = list(rows.select_related("edition").order_by("-edition__sequence"))
    name_editions([row.edition for row in history], within=series)
    return history


def projects_by_key(edition: Edition, keys: Iterable[str]) -> dict[str, StoredProject]:
    """Return the edition's projects of the given ids."""
    rows = StoredProject.objects.within(edition).filter(edition=edition, key__in=list(keys))
    return {row.key: row for row in rows.only(*LIST_COLUMNS)}


def neighbours(row: StoredProject, edition: Edition) -> tuple[StoredProject | None, StoredProject | None]:
    """Return the projects before and after this one in the document."""
    near = StoredProject.objects.within(edition).filter(
        edition=edition, position__in=(row.position - 1, row.position + 1)
    )
    found = {other.position: other for other in near.only(*LIST_COLUMNS)}
    return found.get(row.position - 1), found.get(row.position + 1)


def doubts_about(edition: Edition, key: str) -> list[StoredFinding]:
    """Return what the reader was unsure of about one project of the edition."""
    rows = StoredFinding.objects.within(edition).filter(
        batch__edition=edition, revision=F("batch__revision"), subject=key, origin=FindingOrigin.READ
    )
    return list(rows.order_by("rank", "position"))


def changes_of(edition: Edition, key: str) -> list[StoredChange] | list[Change]:
    """Return what changed about one project from the edition before."""
    if is_found_only(edition):
        return list(find_changes_of(edition, [key]))
    rows = StoredChange.objects.within(edition).filter(
        batch__edition=edition, revision=F("batch__revision"), subject=key
    )
    return list(rows.order_by("position"))


def all_changes(edition: Edition) -> list[StoredChange] | list[Change]:
    """Return all that changed from the edition that this one was made on."""
    if is_found_only(edition):
        return list(find_changes(edition))
    rows = StoredChange.objects.within(edition).filter(batch__edition=edition, revision=F("batch__revision"))
    return list(rows.order_by("position"))


def changed_fields(edition: Edition, keys: Iterable[str]) -> dict[str, ChangedFields]:
    """Return how each of the given projects differs from the edition before; those that do not are left out."""
    found: dict[str, set[str]] = {}
    new: set[str] = set()
    for subject, kind, field in _kinds_of_change(edition, list(keys)):
        found.setdefault(subject, set()).add(field)
        if kind == ChangeKind.ADDED:
            new.add(subject)
    return {
        subject: ChangedFields(fields=frozenset(fields), is_new=subject in new)
        for subject, fields in found.items()
    }


def _kinds_of_change(edition: Edition, keys: list[str]) -> Iterable[tuple[str, str, str]]:
    if is_found_only(edition):
        return [(change.subject, change.kind, change.field) for change in find_changes_of(edition, keys)]
    rows = StoredChange.objects.within(edition).filter(
        batch__edition=edition, revision=F("batch__revision"), subject__in=keys
    )
    return rows.values_list("subject", "kind", "field")


def count_changed_directions(edition: Edition) -> int:
    """Return how many projects have another direction than in the edition before."""
    rows = StoredChange.objects.within(edition).filter(
        batch__edition=edition, revision=F("batch__revision"), field="direction"
    )
    return rows.count()


def count_changed_content(edition: Edition) -> int:
    """Return how many projects have another content than in the edition before, not only new records of a year."""
    return filter_projects(edition, ProjectFilter(changed="content")).count()


def section_keys_of(person: User, day: date) -> list[str]:
    """Return the sections that the person works for or heads on that day, as lists are filtered by them.

    Names that these sections or those before them bore earlier are among them: old plans print those.
    """
    own = RoleAssignment.objects.filter(user=person, role__in=[Role.SECTION, Role.SECTION_HEAD]).on(day)
    units = own.values_list("unit_id", flat=True)
    keys = name_keys_of_units(
        (unit for unit in units if unit is not None), municipality=person.municipality.code, day=day
    )
    return sorted(keys)


def import_of(edition: Edition) -> Import | None:
    """Return the import that made the edition, without its long columns."""
    rows = Import.objects.within(edition).filter(edition=edition)
    return rows.defer("plan").first()


def _parts_of(section_keys: list[str]) -> QuerySet[StoredSection]:
    return StoredSection.objects.filter(project=OuterRef("pk"), key__in=section_keys)


def _changes_in(edition: Edition, wanted: str) -> QuerySet[StoredChange]:
    """The changes of one kind ("added", "changed", "content"), or of one field ("direction")."""
    rows = StoredChange.objects.filter(
        batch__edition=edition, revision=F("batch__revision"), subject=OuterRef("key")
    )
    if wanted == "content":
        return rows.filter(kind=ChangeKind.CHANGED).exclude(field__in=RECORD_FIELDS)
    return rows.filter(kind=wanted) if wanted in set(ChangeKind) else rows.filter(field=wanted)
