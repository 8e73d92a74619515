"""The website of a plan: every page as a text with its address; nothing is written to disk here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torikumi.plan.model import Node, Plan
from torikumi.plan.project import Project
from torikumi.publish import addresses
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.change_pages import CHANGES, change_pages
from torikumi.publish.figure_page import FIGURES, figure_pages, has_figures
from torikumi.publish.front_page import view_front_page
from torikumi.publish.grades import grades_of
from torikumi.publish.history import Editions, edition_name, gone_nodes, gone_projects
from torikumi.publish.logic_figure import logic_of_node, logic_of_project
from torikumi.publish.logic_gaps import gap_page
from torikumi.publish.offers import Offer, grouped_offers
from torikumi.publish.page import (
    DATA,
    DIRECTIONS,
    HOME,
    PROJECTS,
    SEARCH,
    SECTIONS,
    Page,
    assets,
    frame_of,
    octets_of,
    render,
)
from torikumi.publish.project_view import ProjectView, view_comments, view_project
from torikumi.publish.search_index import write_search_index
from torikumi.publish.stand import Stand
from torikumi.publish.tally import (
    count_directions,
    direction_groups,
    direction_key,
    nodes_below,
    projects_also_under,
    projects_below,
    section_groups,
)
from torikumi.publish.terms import licence_words, source_line
from torikumi.publish.view import (
    Counted,
    Link,
    Row,
    badge_of_group,
    meaning_of_group,
    node_link,
    path_links,
    project_link,
    row_of,
)
from torikumi.publish.words import (
    count_words,
    heading_words,
    level_word,
    name_words,
    source_words,
    title_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A part of a page: a heading and the projects under it."""

    title: str = ""
    address: str | None = None
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def render_site(
    editions: Editions,
    *,
    offers: Sequence[Offer],
    stand: Stand = Stand(),  # noqa: B008  a frozen value
    cache: BuildCache | None = None,
) -> dict[str, bytes]:
    """Return the files of the site by their address; `offers` are the files that its data page lists.

    `stand` says where the pages will stand: at the root of a site, or in the folder of one of its editions, whose
    search is that of the site. Pages whose words are in the `cache` are not rendered again.
    """
    known = cache or BuildCache()
    frame = frame_of(editions.newest, replace(stand, menu=menu_of(editions)))
    files = {
        page.address: render(page, frame, known)
        for page in _pages(editions, offers)
        if page.address != addresses.SEARCH or not stand.up
    }
    if not stand.up:
        files["assets/search-index.js"] = known.octets(
            ("search", editions.seals), lambda: octets_of(write_search_index(editions))
        )
    return files | assets()


def menu_of(editions: Editions) -> tuple[Link, ...]:
    """Return the items of the menu that not every plan has: the figures, and what changed."""
    figures = (FIGURES,) if has_figures(editions.newest) else ()
    return (*figures, *((CHANGES,) if len(editions.plans) > 1 else ()))


def page_addresses(editions: Editions) -> frozenset[str]:
    """Return the address of every page of an edition."""
    return frozenset(page.address for page in _pages(editions, ()))


def _pages(editions: Editions, offers: Sequence[Offer]) -> Iterator[Page]:
    plan = editions.newest
    yield _front(editions)
    yield from (_node(node, plan, editions) for node in plan.nodes)
    yield from (_gone_node(node, last, editions) for node, last in gone_nodes(editions.plans))
    yield from _projects(editions)
    yield _project_list(plan)
    yield from _section_pages(plan)
    yield from _direction_pages(plan)
    yield from change_pages(editions, home=HOME)
    yield from figure_pages(editions, home=HOME)
    yield gap_page(editions, home=HOME)
    yield Page(
        address=addresses.SEARCH,
        template="search.html",
        title="検索",
        menu=SEARCH.name,
        crumbs=(HOME,),
        words={"goals": [node_link(node) for node in plan.children.get(None, ())]},
        is_of_edition=False,
    )
    yield _data(editions, offers)


def _front(editions: Editions) -> Page:
    plan = editions.newest
    return Page(
        address=addresses.INDEX,
        template="index.html",
        title=title_words(plan),
        menu=HOME.name,
        words=view_front_page(editions),
    )


def _node(node: Node, plan: Plan, editions: Editions) -> Page:
    projects = projects_below(plan, node.id)
    counts = count_directions(projects)
    grades = grades_of(editions)
    below = nodes_below(plan, node.id)[1:]
    inside = f"{_below_words(plan, below)}に、" if below else ""
    groups = [_node_group(plan, node, title="")] if _has_own(plan, node) or not below else []
    groups += [_node_group(plan, child, title=heading_words(child)) for child in below]
    words = {
        "level": level_word(plan, node.level),
        "lead": f"{inside}{len(projects)}事業が位置づけられています。",
        "cards": [
            Counted(name=group.name, count=counts[group.key], badge=badge_of_group(group))
            for group in direction_groups(plan)
            if counts[group.key]
        ],
        "node_notes": [note.text for note in node.notes] if groups and groups[0].title else [],
        "measures": grades.view(node, plan=plan),
        "grade": grades.words_on(node, plan=plan),
        "logic": logic_of_node(node, plan, editions),
        "remarks": view_comments(node.comments),
        "groups": groups,
        "gone": "",
    }
    return Page(
        address=addresses.node_address(node.id),
        template="node.html",
        title=heading_words(node),
        menu=HOME.name,
        crumbs=(HOME, *path_links(plan, node.parent)),
        words=words,
    )


def _gone_node(node: Node, last: Plan, editions: Editions) -> Page:
    """Return the page of a heading that the newest edition lacks, as `last` had it."""
    page = _node(node, last, editions)
    return replace(page, crumbs=(HOME,), words={**page.words, "gone": edition_name(last)})


def _below_words(plan: Plan, below: Sequence[Node]) -> str:
    levels = dict.fromkeys(node.level for node in below)
    return "、".join(
        f"{count_words(sum(node.level == level for node in below))}の{level_word(plan, level)}"
        for level in levels
    )


def _has_own(plan: Plan, node: Node) -> bool:
    return bool(plan.projects_under.get(node.id)) or bool(projects_also_under(plan, node.id))


def _node_group(plan: Plan, node: Node, *, title: str) -> _Group:
    own = [row_of(project) for project in plan.projects_under.get(node.id, ())]
    again = [row_of(project, remark="再掲") for project in projects_also_under(plan, node.id)]
    return _Group(
        title=title,
        address=addresses.node_address(node.id) if title else None,
        notes=tuple(note.text for note in node.notes),
        rows=(*own, *again),
    )


def _projects(editions: Editions) -> Iterator[Page]:
    plan = editions.newest
    for index, project in enumerate(plan.projects):
        view = replace(
            _view(project, editions),
            before=project_link(plan.projects[index - 1]) if index else None,
            after=project_link(plan.projects[index + 1]) if index + 1 < len(plan.projects) else None,
        )
        crumbs = (HOME, *path_links(plan, project.node))
        logic = logic_of_project(project, plan, editions)
        yield _project(project, words={"view": view, "logic": logic}, crumbs=crumbs)
    for project, last in gone_projects(editions.plans):
        view = view_project(project, plan=last, editions=editions)
        logic = logic_of_project(project, last, editions)
        yield _project(project, words={"view": view, "logic": logic}, crumbs=(HOME,))


def _view(project: Project, editions: Editions) -> ProjectView:
    """Return a project of the newest edition; it is drawn once for the plain address and for the edition's own."""
    kept = editions.kept.get(("view", project.id))
    if not isinstance(kept, ProjectView):
        kept = view_project(project, plan=editions.newest, editions=editions)
        editions.kept["view", project.id] = kept
    return kept


def _project(project: Project, *, words: Mapping[str, object], crumbs: tuple[Link, ...]) -> Page:
    return Page(
        address=addresses.project_address(project.id),
        template="project.html",
        title=name_words(project),
        menu=PROJECTS.name,
        crumbs=crumbs,
        words=words,
    )


def _project_list(plan: Plan) -> Page:
    rows = tuple(row_of(project) for project in plan.projects)
    return _list_page(
        address=addresses.PROJECTS,
        title="事業一覧",
        menu=PROJECTS,
        lead=f"この計画の{len(rows)}事業を、計画の順に並べています。",
        rows=rows,
    )


def _section_pages(plan: Plan) -> Iterator[Page]:
    groups = section_groups(plan)
    items = [
        Counted(name=group.name, count=len(group.projects), address=addresses.section_address(group.key))
        for group in groups
    ]
    lead = f"{len(items)}の課・部が事業を担当しています。複数の課が担当する事業は、それぞれに数えています。"
    yield _overview(address=addresses.SECTIONS, title="担当課", menu=SECTIONS, lead=lead, items=items)
    for group in groups:
        yield _list_page(
            address=addresses.section_address(group.key),
            title=group.name,
            menu=SECTIONS,
            lead=f"{group.name}が担当する{len(group.projects)}事業です。",
            rows=tuple(row_of(project) for project in group.projects),
            above=SECTIONS,
        )


def _direction_pages(plan: Plan) -> Iterator[Page]:
    groups, counts = direction_groups(plan), count_directions(plan.projects)
    items = [
        Counted(
            name=group.name,
            count=counts[group.key],
            address=addresses.direction_address(group.key),
            badge=badge_of_group(group),
            meaning=meaning_of_group(group),
        )
        for group in groups
    ]
    lead = "担当課が考える今後の方針です。記号と名前はこの計画のもので、説明は名前から読み取れる意味です。"
    yield _overview(address=addresses.DIRECTIONS, title="方針", menu=DIRECTIONS, lead=lead, items=items)
    for group in groups:
        projects = [p for p in plan.projects if direction_key(p.direction) == group.key]
        yield _list_page(
            address=addresses.direction_address(group.key),
            title=f"今後の方針：{group.name}",
            menu=DIRECTIONS,
            lead=f"今後の方針が「{group.name}」の{len(projects)}事業です。",
            rows=tuple(row_of(project) for project in projects),
            above=DIRECTIONS,
            meaning=(group.name, meaning_of_group(group)),
        )


def _overview(*, address: str, title: str, menu: Link, lead: str, items: Sequence[Counted]) -> Page:
    return Page(
        address=address,
        template="overview.html",
        title=title,
        menu=menu.name,
        crumbs=(HOME,),
        words={"lead": lead, "items": items},
    )


def _list_page(
    *,
    address: str,
    title: str,
    menu: Link,
    lead: str,
    rows: tuple[Row, ...],
    above: Link | None = None,
    meaning: tuple[str, str] | None = None,
) -> Page:
    return Page(
        address=address,
        template="list.html",
        title=title,
        menu=menu.name,
        crumbs=(HOME, above) if above else (HOME,),
        words={"lead": lead, "rows": rows, "meaning": meaning},
    )


def _data(editions: Editions, offers: Sequence[Offer]) -> Page:
    plan, terms = editions.newest, editions.terms
    words = {
        "groups": grouped_offers(offers),
        "licence": licence_words(plan, terms),
        "licence_address": terms.licence.address if terms.licence else None,
        "source": source_line(plan, edition=edition_name(plan)),
        "documents": [source_words(source) for source in plan.sources],
        "edition": edition_name(plan),
    }
    return Page(
        address=addresses.DATA, template="data.html", title="データと利用条件", menu=DATA.name, crumbs=(HOME,),
        words=words,
    )  # fmt: skip
