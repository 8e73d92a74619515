"""A page of the site: its frame, its words, and the HTML that a template makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from torikumi.errors import UserError
from torikumi.plan.model import Plan
from torikumi.publish import addresses
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.frame_words import english_mark, english_mark_if_known, english_name_mark
from torikumi.publish.history import edition_name
from torikumi.publish.preview import preview_words
from torikumi.publish.stand import Stand
from torikumi.publish.view import Link
from torikumi.publish.words import municipality_words, title_words
from torikumi.text.characters import replace_unstorable

_HERE = Path(__file__).parent
_ASSETS = (
    "badges.css", "changes.css", "edition.css", "figures.css", "frame.css", "icon.svg", "language.js", "search.js",
    "site.css",
)  # fmt: skip
_TOKENS = _HERE / "vendor" / "tokens.css"
_TOKENS_LICENCE = _HERE / "vendor" / "tokens.LICENSE.txt"

HOME = Link("計画", addresses.INDEX)
PROJECTS = Link("事業一覧", addresses.PROJECTS)
SECTIONS = Link("担当課", addresses.SECTIONS)
DIRECTIONS = Link("方針", addresses.DIRECTIONS)
SEARCH = Link("検索", addresses.SEARCH)
DATA = Link("データ", addresses.DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page says of the plan."""

    title: str
    owner: str
    edition: str
    notice: str | None
    credit: str | None
    menu: tuple[Link, ...]
    stand: Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `menu` is the item of the menu that it belongs to, `crumbs` the way to it from the first page."""

    address: str
    template: str
    title: str
    menu: str
    crumbs: tuple[Link, ...] = ()
    words: Mapping[str, object]
    is_of_edition: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page that is of no edition; `root` is where the site begins, where that is not told by the page's address."""

    address: str
    template: str
    title: str
    words: Mapping[str, object]
    root: str | None = None


def render_page(page: SitePage, *, plan: Plan, stand: Stand) -> bytes:
    """Return a page that belongs to the whole site, within the frame that `plan` gives."""
    inside = Page(
        address=page.address, template=page.template, title=page.title, menu="", crumbs=(HOME,),
        words={**page.words, **({"root": page.root} if page.root is not None else {})}, is_of_edition=False,
    )  # fmt: skip
    return render(inside, frame_of(plan, stand), BuildCache())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("torikumi.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        en=english_mark, en_if=english_mark_if_known, en_name=english_name_mark, preview=preview_words
    )
    return environment


def frame_of(plan: Plan, stand: Stand) -> Frame:
    """Return what every page says of the plan; the items of the menu that not every plan has are the stand's."""
    search = replace(SEARCH, address=stand.up + addresses.SEARCH)
    return Frame(
        title=title_words(plan),
        owner=municipality_words(plan.municipality) if plan.municipality else "",
        edition=edition_name(plan) if plan.edition or plan.year is not None else "",
        notice=plan.notice,
        credit=plan.credit,
        menu=(HOME, PROJECTS, SECTIONS, DIRECTIONS, *stand.menu, search, DATA),
        stand=stand,
    )


def render(page: Page, frame: Frame, cache: BuildCache) -> bytes:
    """Return the page as HTML; from the cache where its words are there."""
    root = "../" * page.address.count("/")
    words = {
        "site": frame,
        "page": page,
        "root": root,
        "menu": frame.menu,
        "menu_addresses": frozenset(link.address for link in frame.menu),
        **page.words,
    }

    def make() -> bytes:
        return octets_of(_environment().get_template(page.template).render(words))

    return cache.octets((frame, page), make)


def fill_template(name: str, **words: object) -> bytes:
    """Return a page that stands alone, without the frame of a site."""
    return octets_of(_environment().get_template(name).render(words))


def octets_of(text: str) -> bytes:
    """Return the text as a file holds it."""
    return replace_unstorable(text).encode()


def assets() -> dict[str, bytes]:
    """Return the style sheets and scripts that every page needs, by their address."""
    if not _TOKENS.is_file():
        raise UserError(
            ja="画面の部品 tokens.css がありません。ソースから動かすときは、先に make assets を実行してください。",
            en="The design tokens (tokens.css) are missing. In a source tree, run make assets first.",
        )
    ours = {f"assets/{name}": (_HERE / "assets" / name).read_bytes() for name in _ASSETS}
    return ours | {
        "assets/tokens.css": _TOKENS.read_bytes(),
        "assets/tokens.LICENSE.txt": _TOKENS_LICENCE.read_bytes(),
    }
