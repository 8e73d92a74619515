"""The pages that belong to a site with all its editions: their list, what is gone, the statement, the 404 page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torikumi.plan.model import Plan
from torikumi.publish import statement
from torikumi.publish.history import edition_name
from torikumi.publish.manifest import NAME
from torikumi.publish.page import SitePage, render_page
from torikumi.publish.record import Edition, EditionRecord, current_edition
from torikumi.publish.site_address import SiteAddress
from torikumi.publish.stand import EDITION_LIST, Stand, edition_folder
from torikumi.publish.words import municipality_words, title_words
from torikumi.text.era import format_day

NOT_FOUND = "404.html"
STATEMENT = "accessibility.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """An edition as the list shows it."""

    name: str
    address: str | None
    mark: str
    facts: tuple[tuple[str, str], ...]
    manifest: str | None
    seal: str


def render_site_pages(
    plan: Plan, *, stand: Stand, at: SiteAddress | None, tested: str | None, contact: str | None
) -> dict[str, bytes]:
    """Return the statement of accessibility and the page for what is not there.

    A server shows the latter at any depth, so its links are whole only where the address of the site is known.
    """
    owner = municipality_words(plan.municipality) if plan.municipality else title_words(plan)
    words = {
        "policy": statement.policy_words(owner=owner, tested=tested, contact=contact),
        "methods": statement.METHODS,
        "criteria": statement.CRITERIA,
        "limits": statement.LIMITS,
    }
    pages = (
        SitePage(
            address=STATEMENT,
            template="accessibility.html",
            title="アクセシビリティ方針・試験結果",
            words=words,
        ),
        SitePage(
            address=NOT_FOUND,
            template="not_found.html",
            title="ページが見つかりません",
            words={},
            root=at.path if at else None,
        ),
    )
    return {page.address: render_page(page, plan=plan, stand=stand) for page in pages}


def render_edition_list(
    plan: Plan, editions: Sequence[Edition], *, seals: Mapping[str, str], stand: Stand
) -> bytes:
    """Return the list of all editions, the newest first; `seals` are the SHA-256 of their manifests."""
    current = current_edition(editions)
    listed = [
        _listed(edition, editions, seal=seals.get(edition.record.slug, ""), is_newest=edition is current)
        for edition in reversed(editions)
    ]
    page = SitePage(
        address=EDITION_LIST, template="editions.html", title="版の一覧", words={"editions": listed}
    )
    return render_page(page, plan=plan, stand=stand)


def render_withdrawn(edition: Edition, *, address: str, plan: Plan, stand: Stand) -> bytes:
    """Return what stands at an address of a withdrawn edition; `address` is from the root of the site."""
    record = edition.record
    assert record.withdrawn is not None  # noqa: S101  asked only of those
    words = {
        "day": format_day(record.withdrawn.at.date()),
        "reason": record.withdrawn.reason,
        "published": format_day(record.published.date()) if record.published else "",
    }
    title = f"{edition_name(edition.plan)}の公表を取り下げました"
    page = SitePage(address=address, template="withdrawn.html", title=title, words=words)
    return render_page(page, plan=plan, stand=stand)


def render_absent(plan: Plan, holders: Sequence[Edition], *, address: str, stand: Stand) -> bytes:
    """Return what stands at a plain address that only earlier editions had; `holders` are those."""
    items = [
        {
            "address": f"{edition_folder(one.record.slug)}/{address}",
            "name": f"{edition_name(one.plan)}のこのページ",
        }
        for one in reversed(holders)
        if one.record.withdrawn is None
    ]
    page = SitePage(
        address=address, template="absent.html", title="最新の版にないページ", words={"items": items}
    )
    return render_page(page, plan=plan, stand=stand)


def _listed(edition: Edition, editions: Sequence[Edition], *, seal: str, is_newest: bool) -> _Listed:
    folder = edition_folder(edition.record.slug)
    return _Listed(
        name=edition_name(edition.plan),
        address=f"{folder}/index.html",
        mark=_mark(edition.record, editions, is_newest=is_newest),
        facts=tuple(_facts(edition.record, editions)),
        manifest=f"{folder}/{NAME}" if seal else None,
        seal=seal,
    )


def _mark(record: EditionRecord, editions: Sequence[Edition], *, is_newest: bool) -> str:
    if record.withdrawn is not None:
        return "取下げ"
    if is_newest:
        return "最新"
    return "訂正版あり" if record.slug in _corrected(editions) else ""


def _corrected(editions: Sequence[Edition]) -> dict[str, Edition]:
    return {
        one.record.replaces: one
        for one in editions
        if one.record.replaces and one.record.withdrawn is None
    }  # fmt: skip


def _facts(record: EditionRecord, editions: Sequence[Edition]) -> Iterator[tuple[str, str]]:
    names = {one.record.slug: edition_name(one.plan) for one in editions}
    yield "公表した日", format_day(record.published.date()) if record.published else "記録なし"
    if record.published_by:
        yield "公表した課", record.published_by
    if record.approved_by:
        yield "承認", record.approved_by
    if record.replaces:
        yield "訂正した版", names[record.replaces]
        yield "訂正の理由", record.reason or ""
    correction = _corrected(editions).get(record.slug)
    if correction is not None:
        yield "訂正版", edition_name(correction.plan)
    if record.withdrawn is not None:
        yield "取り下げた日", format_day(record.withdrawn.at.date())
        yield "取下げの理由", record.withdrawn.reason
    yield "固定アドレス", f"{edition_folder(record.slug)}/"
