"""feed.xml: an Atom feed (RFC 4287) of what was published, corrected and withdrawn, and of what changed."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from torikumi.publish import addresses
from torikumi.publish.history import changed_directions, edition_name
from torikumi.publish.palette import letter_and_word
from torikumi.publish.record import Edition, told_by
from torikumi.publish.site_address import SiteAddress
from torikumi.publish.stand import EDITION_LIST, edition_folder
from torikumi.publish.view import project_name
from torikumi.publish.words import municipality_words, title_words
from torikumi.text.characters import replace_unstorable

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://torikumi.invalid/feed")
# More would be read by nobody; the page of the edition has them all.
_MOST_CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    key: str
    title: str
    at: datetime
    address: str
    text: str


def write_feed(editions: Sequence[Edition], *, at: SiteAddress | None) -> bytes | None:
    """Return the feed, the newest first; None where no edition says when it was published.

    Addresses are absolute where that of the site is known, else relative to the feed.
    """
    entries = sorted(_entries(editions), key=lambda entry: (entry.at, entry.key), reverse=True)
    if not entries:
        return None
    plan = editions[-1].plan
    owner = municipality_words(plan.municipality) if plan.municipality else title_words(plan)
    code = plan.municipality.code if plan.municipality else ""
    name = f"{code}/{at.text if at else title_words(editions[0].plan)}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">',
        f"<id>{_urn(name)}</id>",
        f"<title>{escape(title_words(plan))}の更新</title>",
        f"<updated>{entries[0].at.isoformat()}</updated>",
        f"<author><name>{escape(owner)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_address(at, addresses.INDEX)}"/>',
        *([f'<link rel="self" type="application/atom+xml" href="{at.of("feed.xml")}"/>'] if at else []),
    ]
    for entry in entries:
        lines += [
            "<entry>",
            f"<id>{_urn(f'{name}/{entry.key}')}</id>",
            f"<title>{escape(entry.title)}</title>",
            f"<updated>{entry.at.isoformat()}</updated>",
            f'<link rel="alternate" type="text/html" href="{_address(at, entry.address)}"/>',
            f'<content type="text">{escape(entry.text)}</content>',
            "</entry>",
        ]
    return replace_unstorable("\n".join([*lines, "</feed>\n"])).encode()


def _entries(editions: Sequence[Edition]) -> Iterator[_Entry]:
    for edition in editions:
        record, name = edition.record, edition_name(edition.plan)
        if record.published is not None and record.withdrawn is None:
            yield _Entry(
                key=record.slug,
                title=f"{name}の訂正版を公表しました" if record.replaces else f"{name}を公表しました",
                at=record.published,
                address=f"{edition_folder(record.slug)}/{addresses.INDEX}",
                text="\n".join(_changes(edition, editions)),
            )
        if record.withdrawn is not None:
            yield _Entry(
                key=f"{record.slug}/withdrawn",
                title=f"{name}の公表を取り下げました",
                at=record.withdrawn.at,
                address=EDITION_LIST,
                text=record.withdrawn.reason,
            )


def _changes(edition: Edition, editions: Sequence[Edition]) -> Iterator[str]:
    """Return what an edition changed against the one before it, a line each."""
    record, new = edition.record, edition.plan
    if record.replaces:
        yield f"訂正の理由：{record.reason}"
    before = told_by(edition, editions)
    if not before:
        yield f"{len(new.projects)}事業を載せています。"
        return
    old = before[-1].plan
    lines = [
        *(f"新しい事業：{project_name(p)}" for p in new.projects if p.id not in old.project_by_id),
        *(f"この版にない事業：{project_name(p)}" for p in old.projects if p.id not in new.project_by_id),
        *(
            f"今後の方針が変わった事業：{project_name(after)}（"
            f"{' '.join(letter_and_word(was.direction)).strip()}→{' '.join(letter_and_word(after.direction)).strip()}）"
            for was, after in changed_directions(old=old, new=new)
        ),
    ]
    yield f"{edition_name(old)}からの変化：{len(lines)}件"
    yield from lines[:_MOST_CHANGES]
    if len(lines) > _MOST_CHANGES:
        yield f"ほか{len(lines) - _MOST_CHANGES}件"


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name).urn


def _address(at: SiteAddress | None, path: str) -> str:
    return escape(at.of(path)) if at else escape(path)
