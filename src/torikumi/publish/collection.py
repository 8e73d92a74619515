"""The site of all editions of a plan: the newest at the plain addresses, each edition at its own for good.

`projects/….html` always shows the newest edition, `editions/2024/projects/….html` what that edition said. An edition's
folder never changes once it was published; that a newer one exists is said by a small style sheet beside it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from torikumi.plan.codec import encode
from torikumi.plan.file import dump_plan
from torikumi.publish import addresses
from torikumi.publish.build_cache import BuildCache
from torikumi.publish.edition import (
    ALL,
    SITE,
    Tell,
    begin_papers_ahead,
    public_plan,
    render_editions,
    tell_nobody,
)
from torikumi.publish.feed import write_feed
from torikumi.publish.folder import check_replaceable, replace_folder
from torikumi.publish.frozen import frozen_files
from torikumi.publish.history import Editions, put_in_order
from torikumi.publish.manifest import NAME, EditionEntry, Manifest, dump_manifest, list_files, seal_of_octets
from torikumi.publish.page import assets
from torikumi.publish.record import (
    Edition,
    EditionRecord,
    check_records,
    current_edition,
    tellers_of,
    told_by,
    told_now,
    without_withdrawal,
)
from torikumi.publish.remark import Remark
from torikumi.publish.site import menu_of, page_addresses
from torikumi.publish.site_address import SiteAddress
from torikumi.publish.site_pages import (
    render_absent,
    render_edition_list,
    render_site_pages,
    render_withdrawn,
)
from torikumi.publish.sitemap import write_sitemap
from torikumi.publish.stand import EDITION_LIST, Stand, edition_folder
from torikumi.publish.terms import NO_TERMS, Terms
from torikumi.publish.typeset.fonts import missing_parts
from torikumi.publish.typeset.press import Press

Files = dict[str, bytes]
FEED = "feed.xml"
SITEMAP = "sitemap.xml"

_STATES = {
    "newest": "/* この版がいちばん新しい版です。 */\n",
    "older": ".edition-bar__newer { display: block; }\n",
    "corrected": ".edition-bar__newer, .edition-bar__corrected { display: block; }\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """What a caller may choose: the kinds of output, the site's address on the net, the facts of its tests, the terms of use."""

    only: frozenset[str] = ALL
    address: SiteAddress | None = None
    tested: str | None = None
    contact: str | None = None
    terms: Terms = NO_TERMS


def publish_collection(
    editions: Sequence[Edition],
    *,
    out: Path,
    options: SiteOptions = SiteOptions(),
    cache: BuildCache | None = None,
    tell: Tell = tell_nobody,
) -> Manifest:
    """Write the site of the editions, oldest first, into the folder `out`, whole or not at all; return its manifest.

    Editions that `out` holds as published stay byte for byte as they are. Raises UserError where one of them is given
    with another content or not at all, and where `out` holds files that are not ours. `tell` hears what a
    person should know of the files.
    """
    check_replaceable(out)
    build = _begin(editions, options, cache, tell)
    build.kept.update(frozen_files(out, [(one.record, build.seal(one)) for one in build.editions]))
    manifest, files = build.all()
    replace_folder(out, files)
    for remark in _still_told(build.editions):
        tell(remark)
    return manifest


def _still_told(editions: Sequence[Edition]) -> Iterator[Remark]:
    """Yield a sentence for each withdrawn edition whose words stand in later ones, which never change."""
    for gone in editions:
        slugs = [one.record.slug for one in tellers_of(gone, editions)] if gone.record.withdrawn else []
        if slugs:
            yield Remark(
                ja=f"取り下げた版「{gone.record.slug}」の内容は、そのあとに公表した版「{'」「'.join(slugs)}」の記録"
                "（変わったこと、以前の版のデータ）に残っています。消すときは、その版も取り下げて、新しい版として公表してください。",
                en=f"What the withdrawn edition “{gone.record.slug}” said still stands in the later editions "
                f"{', '.join(slugs)} (changes, data of earlier editions). To remove it, withdraw these too and "
                "publish them as new ones.",
            )


def render_collection(
    editions: Sequence[Edition],
    *,
    options: SiteOptions = SiteOptions(),
    kept: Mapping[str, Mapping[str, bytes]] | None = None,
    cache: BuildCache | None = None,
) -> tuple[Manifest, Files]:
    """Return the manifest and every file of the site; `kept` are the files of editions, by slug, that stay as they are."""
    build = _begin(editions, options, cache, tell_nobody)
    build.kept.update(kept or {})
    return build.all()


def _begin(
    editions: Sequence[Edition], options: SiteOptions, cache: BuildCache | None, tell: Tell
) -> "_Build":
    check_records(editions)
    put_in_order([edition.plan for edition in editions])  # refuses two municipalities in one site
    public = tuple(Edition(plan=public_plan(one.plan), record=one.record) for one in editions)
    return _Build(editions=public, options=options, cache=cache or BuildCache(), tell=tell)


@dataclass(frozen=True, kw_only=True)
class _Build:
    """One making of a site."""

    editions: tuple[Edition, ...]
    options: SiteOptions
    cache: BuildCache
    tell: Tell
    kept: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    _files: dict[str, bytes] = field(default_factory=dict)
    _manifests: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, frozenset[str]] = field(default_factory=dict)
    _told: dict[tuple[str, ...], Editions] = field(default_factory=dict)

    @cached_property
    def press(self) -> Press:
        """What sets the papers of all editions, beside everything else."""
        return Press(self.cache)

    @property
    def current(self) -> Edition | None:
        return current_edition(self.editions)

    @property
    def face(self) -> Edition:
        """The edition whose title and owner stand on the pages of the site."""
        return self.current or self.editions[-1]

    def stand(self, record: EditionRecord, *, up: str = "") -> Stand:
        return Stand(record=record, up=up, has_feed=any(one.record.published for one in self.editions))

    @property
    def whole(self) -> Stand:
        """Where the pages of the whole site stand, with the menu of the newest ones."""
        told = self._joined(told_now(self.editions) or self.editions[-1:])
        return replace(self.stand(self.face.record), menu=menu_of(told))

    def all(self) -> tuple[Manifest, Files]:
        """Return everything."""
        try:
            return self._all()
        finally:
            self.press.close()

    def _all(self) -> tuple[Manifest, Files]:
        self._begin_papers()
        files = self.newest()
        if SITE in self.options.only:
            files |= self.permanent()
            files |= self.around(files)
        return self.sealed(files)

    def _begin_papers(self) -> None:
        current = self.current
        told = [self._joined(told_now(self.editions))] if current is not None else []
        if SITE in self.options.only:
            told += [
                self._joined((*told_by(one, self.editions), one))
                for one in reversed(self.editions)
                if one.record.withdrawn is None and one.record.slug not in self.kept
            ]
        for editions in {id(one): one for one in told}.values():
            begin_papers_ahead(editions, self.options.only, self.press, self.cache)

    def seal(self, edition: Edition) -> str:
        """Return the SHA-256 of the edition's plan.json."""
        return seal_of_octets(self._plan_file(edition))

    def newest(self) -> Files:
        """Return the files at the plain addresses."""
        current = self.current
        if current is None:
            return {}
        told = self._joined(told_now(self.editions))
        stand, only = self.stand(current.record), self.options.only
        remarks: list[Remark] = []

        def make() -> Files:
            _, files = render_editions(
                told, only=only, stand=stand, cache=self.cache, press=self.press, tell=remarks.append
            )
            # Where the manifest would stand: what a person should know of the files.
            return {**files, NAME: json.dumps([asdict(remark) for remark in remarks]).encode()}

        files = dict(
            self.cache.files(
                ("newest", told.seals, told.terms, stand, tuple(sorted(only)), missing_parts()), make
            )
        )
        for remark in json.loads(files.pop(NAME)):
            self.tell(Remark(**remark))
        return files

    def permanent(self) -> Files:
        """Return the folder of every edition, with the style sheet that says what became of it."""
        files: Files = {}
        for edition in self.editions:
            slug = edition.record.slug
            inside = self.kept.get(slug) or self._edition(edition)
            if edition.record.withdrawn is None:
                self._manifests[slug] = seal_of_octets(inside[NAME])
                files[f"{edition_folder(slug)}.css"] = _STATES[self._state(edition)].encode()
            files |= {f"{edition_folder(slug)}/{path}": octets for path, octets in inside.items()}
            self._pages[slug] = frozenset(path for path in inside if path.endswith(".html"))
        return files

    def around(self, files: Files) -> Files:
        """Return what belongs to the whole site: lists, the feed, the map, and pages for what is gone."""
        plan, options, stand = self.face.plan, self.options, self.whole
        made = render_site_pages(
            plan, stand=stand, at=options.address, tested=options.tested, contact=options.contact
        )
        made[EDITION_LIST] = render_edition_list(plan, self.editions, seals=self._manifests, stand=stand)
        made |= self._absent({*files, *made}, stand)
        if self.current is None:
            made[addresses.SEARCH] = render_absent(plan, (), address=addresses.SEARCH, stand=stand)
            made |= assets()
        feed = write_feed(self.editions, at=options.address)
        if feed is not None:
            made[FEED] = feed
        if options.address is not None:
            made[SITEMAP] = write_sitemap({*files, *made}, at=options.address)
        return made

    def sealed(self, files: Files) -> tuple[Manifest, Files]:
        """Return the files with the manifest that lists them."""
        entries = tuple(
            EditionEntry(record=one.record, manifest_sha256=self._manifests.get(one.record.slug))
            for one in self.editions
        )
        manifest = list_files(self.face.plan, files, editions=entries if SITE in self.options.only else ())
        return manifest, {**files, NAME: dump_manifest(manifest)}

    def _edition(self, edition: Edition) -> Mapping[str, bytes]:
        if edition.record.withdrawn is not None:
            return self._withdrawn(edition)
        record = without_withdrawal(edition.record)
        told = self._joined((*told_by(edition, self.editions), edition))
        stand = self.stand(record, up="../../")

        def make() -> Mapping[str, bytes]:
            return render_editions(
                told, only=self.options.only, stand=stand, cache=self.cache, press=self.press
            )[1]

        return self.cache.files(
            ("edition", told.seals, told.terms, stand, tuple(sorted(self.options.only)), missing_parts()),
            make,
        )

    def _withdrawn(self, edition: Edition) -> Files:
        told = self._joined((*told_by(edition, self.editions), edition))
        folder, stand = edition_folder(edition.record.slug), self.whole
        return {
            address: render_withdrawn(
                edition, address=f"{folder}/{address}", plan=self.face.plan, stand=stand
            )
            for address in sorted(page_addresses(told) - {addresses.SEARCH})
        }

    def _absent(self, present: set[str], stand: Stand) -> Files:
        """Return a page for each plain address that an edition had and the newest pages lack."""
        holders: dict[str, list[Edition]] = {}
        for edition in self.editions:
            for address in self._pages[edition.record.slug] - present:
                holders.setdefault(address, []).append(edition)
        return {
            address: render_absent(self.face.plan, having, address=address, stand=stand)
            for address, having in sorted(holders.items())
        }

    def _joined(self, told: Sequence[Edition]) -> Editions:
        slugs = tuple(edition.record.slug for edition in told)
        if slugs not in self._told:
            files = tuple(self._plan_file(edition) for edition in told)
            plans = tuple(edition.plan for edition in told)
            self._told[slugs] = Editions(plans, self.options.terms, known_files=files)
        return self._told[slugs]

    def _plan_file(self, edition: Edition) -> bytes:
        slug = edition.record.slug
        if slug not in self._files:
            # The text without its layout is made fast, and says whether the file was made before.
            text = json.dumps(encode(edition.plan), ensure_ascii=False)
            self._files[slug] = self.cache.octets(
                ("plan.json", text), lambda: dump_plan(edition.plan).encode()
            )
        return self._files[slug]

    def _state(self, edition: Edition) -> str:
        slug = edition.record.slug
        if any(o.record.replaces == slug and o.record.withdrawn is None for o in self.editions):
            return "corrected"
        return "newest" if edition is self.current else "older"
