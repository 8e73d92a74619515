"""Drafts of projects: gathered from one row or several, frozen when the whole document is read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from torikumi.plan.direction import Direction, DirectionScale
from torikumi.plan.finding import Finding
from torikumi.plan.identity import project_id
from torikumi.plan.indicator import Indicator
from torikumi.plan.money import Amount
from torikumi.plan.outcomes import parse_direction
from torikumi.plan.place import FieldPlace, Place
from torikumi.plan.project import Merge, Project, Review, SectionRef, SectionRole
from torikumi.read.choices import label_of, role_of_mark
from torikumi.read.document import Cell, Table
from torikumi.read.doubts import department_left_out, unclear_choice
from torikumi.read.evidence import Source
from torikumi.read.fields import (
    find_merges,
    is_ditto,
    join_lines,
    join_prose,
    read_sections,
    with_departments,
)
from torikumi.read.grid import Row
from torikumi.read.headings import Role
from torikumi.read.options import chosen_options, is_mark
from torikumi.read.roles import RoleColumn, Roles
from torikumi.read.years import year_of_row
from torikumi.text.names import is_provisional, project_key, second_name, section_key
from torikumi.text.width import search_key

# Roles that are answers of one year, and the fields of a review that they fill.
REVIEWS = {
    Role.PROGRESS: "progress",
    Role.EVALUATION: "evaluation",
    Role.RESULT: "result",
    Role.REASON: "reason",
}


@dataclass(slots=True)
class Draft:
    """A project while it is being read."""

    name: str
    node: str | None
    number: str | None = None
    summary: str | None = None
    direction: str | None = None
    sections: tuple[SectionRef, ...] = ()
    also_under: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    key: str | None = None
    section_count: int | None = None
    doubts: list[Finding] = field(default_factory=list)
    repeated: bool = False
    of_year: int | None = None
    cells: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)

    def frozen_places(self) -> tuple[FieldPlace, ...]:
        """Return the places in the order in which they were found."""
        return tuple(FieldPlace(name, place) for name, place in self.places.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the plain fields of the rows of one block.

    `block_year` is the fiscal year that stands alone in a line above the rows. `section` is what a line above the table, a
    heading or the sheet's name says of all its rows, with its place.
    """

    roles: Roles
    table: Table
    year: int | None
    section: tuple[Place, str] | None = None
    block_year: int | None = None

    def of_year(self, year: int | None) -> "RowReader":
        """Return the reader of rows under a line that is a fiscal year; the same one where there is no such line."""
        return self if year is None else replace(self, year=year, block_year=year)

    def begin(self, row: Row, *, node: str | None, above: Draft | None) -> Draft:
        """Return the draft that a row begins; `above` is the project of the row before it, for 〃."""
        position = self.roles.position(Role.NAME)
        cell = None if position is None else row.cells[position]
        assert cell is not None  # noqa: S101  only rows with a name begin a project
        draft = Draft(name=join_lines(cell.text), node=node, of_year=self.block_year)
        draft.places["name"] = self.table.place_of(cell)
        if self.section is not None:
            draft.sections = read_sections(self.section[1])
            draft.places["sections"] = self.section[0]
        self._fill(draft, row, above)
        return draft

    def extend(self, draft: Draft, row: Row) -> None:
        """Add to a draft what another of its rows holds."""
        self._fill(draft, row, None)

    def _fill(self, draft: Draft, row: Row, above: Draft | None) -> None:
        for column in self.roles.columns:
            cell = row.cells[column.position]
            if cell is None:
                _note_empty(draft, column.role)
                continue
            # A cell that is merged over several rows of one project says its text once.
            if id(cell) in draft.cells:
                continue
            draft.cells.add(id(cell))
            draft.sources.append(Source(column, cell, self.table))
            if column.role in REVIEWS:
                self._read_review(draft, column, cell, year_of_row(row, self.roles))
            else:
                self._read(draft, column, cell, above)
        self._join_department(draft, row)
        self._read_keys(draft, row)

    def _read_keys(self, draft: Draft, row: Row) -> None:
        """Keep what ties a published table of projects to the tables beside it."""
        for column in self.roles.columns:
            if column.column.heading == "事業ID":
                draft.key = draft.key or row.text(column.position)
            elif column.column.heading == "担当課数" and row.text(column.position).isdigit():
                draft.section_count = int(row.text(column.position))

    def _join_department(self, draft: Draft, row: Row) -> None:
        position = self.roles.position(Role.DEPARTMENT)
        cell = None if position is None else row.cells[position]
        if cell is None or id(cell) in draft.figures or is_ditto(cell.text):
            return
        draft.figures.add(id(cell))
        joined = with_departments(draft.sections, cell.text)
        if joined is None:
            place = self.table.place_of(cell)
            draft.doubts.append(department_left_out(draft.name, join_lines(cell.text), place))
            return
        draft.sections = joined
        self._keep(draft, "sections", cell)

    def _read(self, draft: Draft, column: RoleColumn, cell: Cell, above: Draft | None) -> None:
        role, text = column.role, cell.text
        if role is Role.NUMBER and not draft.number:
            draft.number = join_lines(text)
            self._keep(draft, "number", cell)
        elif role is Role.SUMMARY:
            draft.summary = _joined(draft.summary, join_prose(text))
            self._keep(draft, "summary", cell)
        elif role in (Role.DIRECTION, Role.CHOICE):
            self._read_direction(draft, column, cell, above)
        elif role in (Role.SECTION, Role.HELPERS):
            self._read_sections(draft, column, cell, above)
        elif role is Role.SECTION_MARK and is_mark(text):
            part = role_of_mark(text, self.roles.of(Role.SECTION_MARK))
            draft.sections = (*draft.sections, *read_sections(label_of(column), role=part))
            self._keep(draft, "sections", cell)
        elif role is Role.NOTE:
            draft.notes.append(join_prose(text))
            self._keep(draft, "notes", cell)
        elif role is Role.REPEATED:
            draft.repeated = text.strip() not in ("-", "－", "×")

    def _read_direction(self, draft: Draft, column: RoleColumn, cell: Cell, above: Draft | None) -> None:
        place = self.table.place_of(cell)
        if column.role is Role.CHOICE:
            marked = [label_of(column)] if is_mark(cell.text) else []
            chosen = [draft.direction, *marked] if draft.direction else marked
        elif above is not None and is_ditto(cell.text):
            chosen = [above.direction] if above.direction else []
        else:
            options = chosen_options(cell.text)
            if options is not None and len(options) != 1:
                draft.doubts.append(unclear_choice(draft.name, cell.text, place))
            chosen = [draft.direction or join_lines(cell.text)] if options is None else [*options]
        if len(chosen) > 1 and column.role is Role.CHOICE:
            draft.doubts.append(unclear_choice(draft.name, "、".join(chosen), place))
        draft.direction = "、".join(chosen) or draft.direction or ""
        self._keep(draft, "direction", cell)

    def _keep(self, draft: Draft, name: str, cell: Cell) -> None:
        draft.places.setdefault(name, self.table.place_of(cell))

    def _read_sections(self, draft: Draft, column: RoleColumn, cell: Cell, above: Draft | None) -> None:
        self._keep(draft, "sections", cell)
        if above is not None and is_ditto(cell.text):
            draft.sections = above.sections
            return
        role = SectionRole.LEAD if column.role is Role.SECTION else SectionRole.CONTRIBUTOR
        known = {section.printed for section in draft.sections}
        fresh = [one for one in read_sections(cell.text, role=role) if one.printed not in known]
        draft.sections = (*draft.sections, *fresh)

    def _read_review(self, draft: Draft, column: RoleColumn, cell: Cell, of_row: int | None) -> None:
        year = column.year or of_row or self.year
        if year is None:
            return
        rater = f"{column.rater}評価" if column.rater else "担当課"
        index = next(
            (i for i, known in enumerate(draft.reviews) if known.year == year and known.rater == rater), None
        )
        if index is None:
            draft.reviews.append(Review(year=year, rater=rater))
            index = len(draft.reviews) - 1
        name = REVIEWS[column.role]
        draft.reviews[index] = _with_answer(draft.reviews[index], name, join_prose(cell.text))
        self._keep(draft, "reviews", cell)


def _with_answer(review: Review, name: str, text: str) -> Review:
    if name == "progress":
        return replace(review, progress=_joined(review.progress, text))
    if name == "evaluation":
        return replace(review, evaluation=_joined(review.evaluation, text))
    if name == "result":
        return replace(review, result=_joined(review.result, text))
    return replace(review, reason=_joined(review.reason, text))


def _joined(before: str | None, text: str) -> str:
    return f"{before}\n{text}" if before else text


def _note_empty(draft: Draft, role: Role) -> None:
    # The column is there and the cell is empty: "" and not None.
    if role is Role.SUMMARY and draft.summary is None:
        draft.summary = ""
    elif role is Role.NUMBER and draft.number is None:
        draft.number = ""
    elif role in (Role.DIRECTION, Role.CHOICE) and draft.direction is None:
        draft.direction = ""


def freeze_projects(
    drafts: Sequence[Draft], *, title: str, scale: DirectionScale | None
) -> tuple[Project, ...]:
    """Return the projects, each with an id of its own and its merges tied to their partners."""
    seen: Counter[tuple[str, ...]] = Counter()
    projects = []
    printed = {draft.direction for draft in drafts if draft.direction}
    directions = {text: parse_direction(text, scale) for text in printed}
    for draft in drafts:
        sections = tuple(section.printed for section in draft.sections)
        # What an id is made of is folded: an empty number and none at all make the same, and so do ７ and 7.
        key = (search_key(draft.number or ""), project_key(draft.name), *map(section_key, sections))
        seen[key] += 1
        identity = project_id(
            plan_title=title,
            number=draft.number,
            name=draft.name,
            sections=sections,
            occurrence=seen[key],
        )
        projects.append(_frozen(draft, identity, directions))
    partners = _Partners(projects)
    return tuple(partners.with_merges(project) for project in projects)


def _frozen(draft: Draft, identity: str, directions: Mapping[str, Direction]) -> Project:
    direction = directions[draft.direction] if draft.direction else None
    return Project(
        id=identity,
        number=draft.number,
        name=draft.name,
        second_name=second_name(draft.name),
        provisional=is_provisional(draft.name),
        node=draft.node,
        also_under=tuple(draft.also_under),
        summary=draft.summary,
        direction=direction,
        sections=draft.sections,
        indicators=tuple(draft.indicators),
        amounts=tuple(draft.amounts),
        reviews=tuple(draft.reviews),
        notes=tuple(draft.notes),
        places=draft.frozen_places(),
    )


class _Partners:
    """Finds the row of the plan that a merge speaks of."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self._projects = projects

    def with_merges(self, project: Project) -> Project:
        """Return the project with its merges; a partner's id only where a row has that very name."""
        found = find_merges(project.name, project.summary)
        if not found:
            return project
        merges = [
            Merge(kind=kind, partner=partner, partner_id=self._id_of(partner, project), field=where)
            for kind, partner, where in found
        ]
        return replace(project, merges=tuple(merges))

    def _id_of(self, partner: str, project: Project) -> str | None:
        found = next((self._ids[key] for key in _keys(partner) if key in self._ids), None)
        return None if found == project.id else found

    @cached_property
    def _ids(self) -> dict[str, str]:
        ids: dict[str, str] = {}
        for project in self._projects:
            for key in _keys(project.name):
                ids.setdefault(key, project.id)
        return ids


def _keys(name: str) -> list[str]:
    short = name.split("（")[0].split("(")[0].strip()
    keys = [project_key(name), project_key(short)]
    keys += [project_key(text.removesuffix("事業")) for text in (name, short)]
    return [key for key in dict.fromkeys(keys) if key]
