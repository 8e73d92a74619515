"""Tables become a plan: a tree of headings, the projects under them, and every doubt on the way."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from torikumi.plan.direction import DirectionScale
from torikumi.plan.finding import Finding
from torikumi.plan.model import Municipality, Plan, SourceFile
from torikumi.plan.outcomes import scale_from
from torikumi.read.assign import assign_roles
from torikumi.read.beside import read_beside, titles_without_projects
from torikumi.read.body import BodyReader
from torikumi.read.companions import is_companion, join_companions
from torikumi.read.confidence import doubtful_projects, weigh
from torikumi.read.document import Document
from torikumi.read.examples import examples_left_out, part_examples
from torikumi.read.figure_lists import without_figure_lists
from torikumi.read.form_reading import read_forms, titles_of_forms
from torikumi.read.forms import Form, find_forms
from torikumi.read.given_levels import Above, levels_above
from torikumi.read.grid import Grid, Row, make_grid
from torikumi.read.header import split_blocks, split_blocks_at_likely_headers
from torikumi.read.headings import Role
from torikumi.read.labelled_levels import with_labelled_levels
from torikumi.read.legends import scale_of_legend
from torikumi.read.projects import freeze_projects
from torikumi.read.reading import Given, Reading
from torikumi.read.refusals import NoPlanError as NoPlanError  # who reads a plan catches it here
from torikumi.read.refusals import no_plan, only_a_tree
from torikumi.read.roles import Roles
from torikumi.read.side import Block
from torikumi.read.titles import Titles, place_name, read_titles
from torikumi.read.totals import unequal_counts
from torikumi.read.tree import parse_heading
from torikumi.read.tree_alone import only_the_tree, read_tree_alone
from torikumi.read.unread import files_of, unread_blocks, unread_files, unread_sheets
from torikumi.read.years import of_one_year
from torikumi.text.era import parse_fiscal_year
from torikumi.text.width import fold_width

_COVER = 15  # rows of a sheet before the table that may hold the plan's title
_WESTERN = re.compile(r"(?:19|20)[0-9]{2}")


def recognise_plan(documents: Sequence[Document], *, given: Given) -> Reading:
    """Return the plan that the documents hold together. Raises NoPlanError where there is none."""
    grids = [make_grid(table) for document in documents for table in document.tables]
    kept, examples = part_examples(grids)
    found, plans, forms = _look_for_plans(kept)
    if examples and not plans and not forms:
        kept, examples = grids, []
        found, plans, forms = _look_for_plans(kept)
    if not plans and not forms:
        reading = _without_projects(documents, grids, given)
        return reading or _read_tree(documents, grids, found, given)
    plans, of_other_years = of_one_year(without_figure_lists(plans), year=given.year)
    above = levels_above([(block, roles.is_plan) for block, roles in plans], grids)
    titles = _titles(plans, grids, above) if plans else titles_of_forms(forms)
    body = BodyReader(
        titles, year=given.year or titles.year, several_sheets=_several_sheets(plans), above=above
    )
    unread = _read_blocks(body, plans)
    read_forms(forms, body, year=given.year or titles.year)
    if not body.drafts:
        raise no_plan(documents, grids, found)
    body.finish()
    body.findings[:0] = of_other_years
    join_companions(grids, body.drafts, body.tree.nodes)
    told = {finding.place.table for finding in of_other_years if finding.place is not None}
    others = [grid for grid in grids if not is_companion(grid) and grid.table.index not in told]
    body.findings.extend(examples_left_out(grid.table) for grid in examples)
    read = [block.grid for block, _ in plans] + [grid for form in forms for grid in form.grids] + examples
    known = {
        grid.table.index for grid in read if all(grid.table.index != b.grid.table.index for b, _ in plans)
    }
    others = read_beside(body, [grid for grid in others if grid.table.index not in known], plans, titles)
    body.findings.extend(unread_sheets(others, read))
    body.findings.extend(unread_blocks(found, [plan for plan in plans if plan[0] not in unread]))
    reading = _reading(body, titles, given, documents)
    used = files_of(reading.plan) | {grid.table.file for grid in grids if is_companion(grid)}
    return replace(reading, findings=(*unread_files(documents, used), *reading.findings))


def _without_projects(documents: Sequence[Document], grids: Sequence[Grid], given: Given) -> Reading | None:
    """Return the indicators of goals and measures, and the projects of lists in running text; None where there are none."""
    titles = titles_without_projects(grids)
    body = BodyReader(titles, year=given.year or titles.year, several_sheets=False)
    others = read_beside(body, grids, (), titles)
    if not body.drafts and not any(node.indicators for node in body.tree.nodes.values()):
        return None
    body.finish()
    body.findings.extend(unread_sheets(others, ()))
    return _reading(body, titles, given, documents)


def _read_tree(
    documents: Sequence[Document], grids: Sequence[Grid], found: Sequence[tuple[Block, Roles]], given: Given
) -> Reading:
    """Return the tree of a document without projects, where the person wants it. Raises NoPlanError else."""
    held = read_tree_alone(grids)
    if held is None:
        raise no_plan(documents, grids, found)
    tree, levels = held
    if not given.tree_alone:
        raise only_a_tree(documents, len(tree.nodes), levels)
    titles = read_titles(grids[0].rows[:_COVER])
    title = given.title or titles.title or ""
    first = next(iter(tree.nodes.values()))
    findings = [finding for document in documents for finding in document.findings]
    findings.append(only_the_tree(tree, first.places[0].place if first.places else None))
    plan = Plan(
        title=title,
        municipality=_named(given.municipality, title),
        edition=titles.edition,
        year=given.year or titles.year,
        period=titles.period,
        levels=levels if any(levels) else (),
        nodes=tuple(tree.nodes.values()),
        sources=tuple(SourceFile(name=document.name, sha256=document.sha256) for document in documents),
    )
    return Reading(plan, tuple(findings))


def _look_for_plans(
    grids: Sequence[Grid],
) -> tuple[list[tuple[Block, Roles]], list[tuple[Block, Roles]], tuple[Form, ...]]:
    """Return all blocks of the tables that are lists, those of them that list projects, and the forms."""
    forms = find_forms(grids)
    of_forms = {grid.table.index for form in forms for grid in form.grids}
    lists = [grid for grid in grids if grid.table.index not in of_forms]
    blocks = [block for grid in lists for block in split_blocks(grid)]
    found = [(block, assign_roles(block)) for block in with_labelled_levels(blocks)]
    plans = _plans_among(found)
    if not any(roles.is_plan for _, roles in plans) and not forms:
        likely = [(b, assign_roles(b)) for grid in lists for b in split_blocks_at_likely_headers(grid)]
        found = found or likely
        plans = _plans_among(likely)
    # Beside a table of projects, one that only may be one is an explanation of the form, a list of indicators …
    if forms or any(roles.is_sure for _, roles in plans):
        plans = [(block, roles) for block, roles in plans if roles.is_sure or _holds_figures(roles)]
    if not any(roles.is_plan for _, roles in plans):
        plans = []
    return found, plans, forms


def _plans_among(found: Sequence[tuple[Block, Roles]]) -> list[tuple[Block, Roles]]:
    """Return the blocks that list projects; a goal's line above another small table stands above them too."""
    plans = []
    waiting: list[Row] = []
    last: Grid | None = None
    for block, roles in found:
        if block.grid is not last:
            waiting, last = [], block.grid
        if not roles.is_plan and not _holds_figures(roles):
            waiting.extend(row for row in block.before if _names_a_level(row))
            continue
        plans.append((replace(block, before=(*waiting, *block.before)), roles))
        waiting = []
    # Figures belong to the goal above projects; on a sheet without projects there is none.
    sheets = {_sheet_of(block) for block, roles in plans if roles.is_plan}
    return [(block, roles) for block, roles in plans if _sheet_of(block) in sheets]


def _sheet_of(block: Block) -> object:
    table = block.grid.table
    return table.file if table.flows else id(block.grid)


def _holds_figures(roles: Roles) -> bool:
    """Tell whether a table lists indicators and no projects (数値目標｜基準値｜目標値)."""
    measured = roles.of(Role.BASE, Role.TARGET, Role.ACTUAL)
    return not roles.is_plan and bool(measured) and any(column.values for column in roles.of(Role.INDICATOR))


def _read_blocks(body: BodyReader, plans: Sequence[tuple[Block, Roles]]) -> list[Block]:
    """Read the blocks in order; return those that could not be read, their lines given to the block below."""
    unread: list[Block] = []
    waiting: tuple[Row, ...] = ()
    for block, roles in plans:
        if roles.is_plan:
            body.read_block(replace(block, before=(*waiting, *block.before)), roles)
            waiting = ()
        elif not body.read_figures(block, roles):
            unread.append(block)
            waiting = (*waiting, *block.before)
    return unread


def _titles(
    plans: Sequence[tuple[Block, Roles]], grids: Sequence[Grid], above: Mapping[int, Above]
) -> Titles:
    """Return what the lines above the first table say; where they name no plan, a sheet before it (表紙) may."""
    given = above.get(id(plans[0][0].columns))
    titles = read_titles(plans[0][0].before if given is None else given.titles)
    titles = _with_columns(titles, [roles for _, roles in plans if roles.is_plan])
    if given is not None and titles.title is None:
        titles = replace(titles, title=given.title)
    if titles.title is not None:
        return titles
    for grid in itertools.takewhile(lambda grid: grid is not plans[0][0].grid, grids):
        cover = read_titles(grid.rows[:_COVER])
        if cover.title is not None:
            return replace(
                titles,
                title=cover.title,
                edition=cover.edition,
                year=titles.year or cover.year,
                period=titles.period or cover.period,
            )
    return titles


def _with_columns(titles: Titles, tables: Sequence[Roles]) -> Titles:
    """Add the plan and the year that columns say of every row, as open data does (計画名, 年度)."""
    title = _said_by_all(tables, ("計画名", "計画名称"))
    printed = _said_by_all(tables, ("年度", "対象年度", "評価年度", "評価対象年度", "実績年度"))
    year = parse_fiscal_year(printed) if printed else None
    if printed and year is None and _WESTERN.fullmatch(fold_width(printed)):
        year = int(fold_width(printed))
    return replace(titles, title=titles.title or title, year=titles.year or year)


def _said_by_all(tables: Sequence[Roles], headings: Sequence[str]) -> str | None:
    columns = [
        column
        for roles in tables
        for column in roles.columns
        if column.column.heading in headings and column.role is Role.UNREAD
    ]
    values = {value for column in columns for value in column.values}
    return values.pop().strip() if len(columns) == len(tables) and len(values) == 1 else None


def _names_a_level(row: Row) -> bool:
    return parse_heading(row.distinct()[0].text).label is not None


def _several_sheets(plans: Sequence[tuple[Block, Roles]]) -> bool:
    return len({(block.grid.table.file, block.grid.table.sheet) for block, _ in plans}) > 1


def _reading(
    body: BodyReader,
    titles: Titles,
    given: Given,
    documents: Sequence[Document],
) -> Reading:
    title = given.title or titles.title or ""
    printed = [draft.direction for draft in body.drafts if draft.direction]
    scale = scale_of_legend(body.meanings, printed) or _scale_of(printed)
    projects = freeze_projects(body.drafts, title=title, scale=scale)
    findings = [finding for document in documents for finding in document.findings]
    findings += body.findings
    findings += [replace(finding, subject=projects[index].id) for index, finding in body.findings_of_projects]
    for draft, project in zip(body.drafts, projects, strict=True):
        findings += [replace(finding, subject=project.id) for finding in draft.doubts]
    confidences = weigh(body.drafts, projects)
    findings += doubtful_projects(confidences, projects)
    plan = Plan(
        title=title,
        municipality=_named(given.municipality, title),
        edition=titles.edition,
        year=given.year or titles.year,
        period=titles.period,
        levels=body.level_names(),
        scale=scale,
        nodes=tuple(body.tree.nodes.values()),
        projects=projects,
        notes=tuple(dict.fromkeys(body.notes)),
        totals=tuple(body.totals.totals),
        sources=tuple(SourceFile(name=document.name, sha256=document.sha256) for document in documents),
    )
    findings += unequal_counts(plan)
    return Reading(plan, tuple(_in_order(findings)), confidences)


def _named(municipality: Municipality | None, title: str) -> Municipality | None:
    """Return the municipality with the name that the title begins with, where the person gave only its code."""
    if municipality is None or municipality.name:
        return municipality
    return replace(municipality, name=place_name(title) or "")


def _scale_of(printed: Sequence[str]) -> DirectionScale | None:
    """Return the scale that the directions are steps of; None where they are sentences and no scale."""
    short = [text for text in printed if len(text) <= 20 and "。" not in text]
    if not short or len(short) * 2 < len(printed) or len(set(short)) > max(12, len(short) // 3):
        return None
    return scale_from(short)


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    # A column that is not read is not read in every table alike: say it once.
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        place = finding.place if finding.code == "read-ocr-doubtful" else None  # each cell is to be looked at
        kept.setdefault((finding.code, finding.ja, finding.subject, place), finding)
    return list(kept.values())
