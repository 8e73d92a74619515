"""One project of an import as a person checks it: each value, where the document has it, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from torikumi.plan.codec import decode
from torikumi.plan.place import Place, describe_place
from torikumi.plan.project import Project
from torikumi.web.plans.correcting import CORRECTABLE, HEADING, FoundField, told_of, value_of
from torikumi.web.plans.fields import field_word
from torikumi.web.plans.models import Import, StoredFinding
from torikumi.web.plans.queries.corrections import (
    doubts_of_reading,
    list_corrections,
    plan_as_read,
    standing,
)
from torikumi.web.plans.reading_models import ReadingCorrection
from torikumi.web.plans.staged import Record, StagedPlan

Choice = tuple[str, str]
NO_HEADING = "（見出しなし）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field with its value: `text` to read, `written` as a form has it, `as_read` before it was corrected."""

    name: str
    word: str
    text: str | None
    written: str
    as_read: str | None
    place: Place | None
    is_carried: bool
    is_current: bool
    doubts: tuple[StoredFinding, ...]
    correction: ReadingCorrection | None

    @property
    def place_words(self) -> str:
        """Where the document has it."""
        return describe_place(self.place, language="ja")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCorrection:
    """A correction in words: a heading is shown by its name, not by its id."""

    position: int
    title: str
    field: str
    word: str
    place: str
    before: str | None
    after: str | None
    made_by: str
    made_at: datetime
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The project at a position of the document, with its neighbours among those that are looked through."""

    position: int
    total: int
    chosen: int
    turn: int
    before: int | None
    after: int | None
    title: str
    subject: str
    fields: tuple[ShownField, ...]
    doubts: tuple[StoredFinding, ...]
    headings: tuple[Choice, ...]

    @property
    def current(self) -> ShownField:
        """The field whose place is shown."""
        return next((field for field in self.fields if field.is_current), self.fields[0])


class Reading:
    """An import's plan as it was read, with the corrections that stand."""

    def __init__(self, batch: Import) -> None:
        self.batch = batch
        self._staged = StagedPlan(plan_as_read(batch))
        self._projects = self._staged.records("projects")
        self._nodes = {str(node["id"]): node for node in self._staged.records("nodes")}
        self.corrections = list_corrections(batch)
        self._standing = {(one.subject, one.field): one for one in standing(self.corrections)}
        settled = {(subject, told_of(field)) for subject, field in self._standing}
        self._doubts = [
            row for row in doubts_of_reading(batch) if row.subject and (row.subject, row.field) not in settled
        ]

    @property
    def total(self) -> int:
        """How many projects were read."""
        return len(self._projects)

    def positions(self, *, only_doubtful: bool) -> list[int]:
        """Return the positions to look through: all, or those about which the reader was unsure."""
        if not only_doubtful:
            return [*range(1, self.total + 1)]
        waiting = {row.subject for row in self._doubts}
        found = []
        for position, record in enumerate(self._projects, start=1):
            # A doubt about a heading is looked at once, with the first of its projects.
            own = {str(record["id"]), *(str(node["id"]) for node in self._staged.nodes_to(_node_of(record)))}
            if own & waiting:
                waiting -= own
                found.append(position)
        return found

    def project(self, position: int) -> Project | None:
        """Return the project at a position, as it was read."""
        if not 1 <= position <= self.total:
            return None
        return decode(Project, self._projects[position - 1])

    def found_field(self, position: int, field: str) -> FoundField | None:
        """Return a field of the project as it was read; None where there is no such field or project."""
        project = self.project(position)
        if project is None or field not in self._fields(project):
            return None
        node = self._heading(project, field)
        if node is not None:
            return self._found_heading(project, node, field)
        return FoundField(
            position=position,
            subject=project.id,
            title=_title(project),
            field=field,
            text=value_of(project, field),
            place=describe_place(self._place(project, field), language="ja"),
        )

    def offers(self, earlier: Iterable[ReadingCorrection]) -> list[tuple[FoundField, str]]:
        """Return the corrections of an earlier import that fit: the same value was read at the same position again."""
        fitting = []
        for one in earlier:
            found = self.found_field(one.position, one.field)
            if found is None or (found.subject, found.field) in self._standing:
                continue
            if found.text == one.before:
                fitting.append((found, one.after))
        return fitting

    def desk(self, position: int, *, field: str, among: Sequence[int]) -> Desk | None:
        """Return what a person needs to check one project; `among` are the positions that are looked through."""
        project = self.project(position)
        if project is None:
            return None
        before = [one for one in among if one < position]
        after = [one for one in among if one > position]
        names = self._fields(project)
        current = field if field in names else "name"
        doubts = tuple(row for row in self._doubts if row.subject == project.id)
        return Desk(
            position=position,
            total=self.total,
            chosen=len(among),
            turn=len(before) + 1,
            before=before[-1] if before else None,
            after=after[0] if after else None,
            title=_title(project),
            subject=project.id,
            fields=tuple(self._show(project, name, current) for name in names),
            doubts=tuple(row for row in doubts if row.field not in CORRECTABLE),
            headings=self._headings(),
        )

    def shown_corrections(self) -> list[ShownCorrection]:
        """Return all corrections in words, in the order of the document."""
        return [
            ShownCorrection(
                position=one.position,
                title=one.title,
                field=one.field,
                word="見出し" if HEADING.fullmatch(one.field) else field_word(one.field),
                place=one.place,
                before=self._in_words(one.field, one.before),
                after=self._in_words(one.field, one.after),
                made_by=one.made_by,
                made_at=one.made_at,
                undone_by=one.undone_by,
                undone_at=one.undone_at,
            )
            for one in self.corrections
        ]

    def near_rows(self, position: int, table: int, count: int = 12) -> list[int]:
        """Return the rows of the projects that come next, so that their extracts are made at the same time."""
        rows = []
        for record in self._projects[position : position + count]:
            place = decode(Project, record).places
            rows += [
                entry.place.row for entry in place if entry.field == "name" and entry.place.table == table
            ]
        return [row for row in rows if row is not None]

    def _fields(self, project: Project) -> tuple[str, ...]:
        """The names of the fields in the order in which they are shown: the headings before the project's place."""
        levels = len(self._staged.nodes_to(project.node))
        return tuple(
            name
            for field in CORRECTABLE
            for name in (
                [*(f"heading{level}" for level in range(levels)), field] if field == "node" else [field]
            )
        )

    def _heading(self, project: Project, field: str) -> Record | None:
        found = HEADING.fullmatch(field)
        return self._staged.nodes_to(project.node)[int(found[1])] if found else None

    def _found_heading(self, project: Project, node: Record, field: str) -> FoundField:
        # Whichever of its projects is looked at: the correction of a heading is kept with the first.
        first = next(
            position
            for position, record in enumerate(self._projects, start=1)
            if node in self._staged.nodes_to(_node_of(record))
        )
        printed = str(node["printed"])
        place = describe_place(self._place(project, field), language="ja")
        return FoundField(
            position=first, subject=str(node["id"]), title=printed, field=field, text=printed, place=place
        )

    def _show(self, project: Project, name: str, current: str) -> ShownField:
        node = self._heading(project, name)
        as_read = value_of(project, name) if node is None else str(node["printed"])
        subject = project.id if node is None else str(node["id"])
        correction = self._standing.get((subject, name))
        value = correction.after if correction else as_read
        place = self._place(project, name)
        own = next((entry.place.file for entry in project.places if entry.field == "name"), None)
        return ShownField(
            name=name,
            word=field_word(name) if node is None else self._staged.level_word(node),
            text=self._in_words(name, value),
            written=value or "",
            as_read=self._in_words(name, as_read),
            place=place if place is not None and place.file == own else None,
            is_carried=place is not None and place.file != own,
            is_current=name == current,
            doubts=tuple(row for row in self._doubts if (row.subject, row.field) == (subject, told_of(name))),
            correction=correction,
        )

    def _place(self, project: Project, field: str) -> Place | None:
        own = next((entry.place for entry in project.places if entry.field == field), None)
        node = self._heading(project, field)
        if field == "node" and own is None:
            node = next(iter(reversed(self._staged.nodes_to(project.node))), None)
        places = node.get("places") if node is not None else None
        first = next(iter(places.values()), None) if isinstance(places, dict) else None
        return decode(Place, first) if first is not None else own

    def _in_words(self, field: str, value: str | None) -> str | None:
        if field != "node" or value is None:
            return value
        return " / ".join(self._staged.path_of(value)) or NO_HEADING

    def _headings(self) -> tuple[Choice, ...]:
        choices = [("", NO_HEADING)]
        for key, node in self._nodes.items():
            choices.append((key, "　" * max(0, len(self._staged.path_of(key)) - 1) + str(node["printed"])))
        return tuple(choices)


def _node_of(record: Record) -> str | None:
    node = record.get("node")
    return str(node) if node is not None else None


def _title(project: Project) -> str:
    return f"No.{project.number} {project.name}" if project.number else project.name
