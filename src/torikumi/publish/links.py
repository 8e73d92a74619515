"""Whether every link of a folder of pages leads somewhere inside it, and nothing is loaded from outside."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

_HIDDEN = re.compile(r"<!--.*?-->|(<(script|style)\b[^>]*>).*?</\2\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(
    r"(href|src|action|srcset|poster|data|id|name|rel|xlink:href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
# What only leads away is a person's choice; all else would be fetched by the browser by itself.
_LEADS = frozenset({"a", "area", "form"})
_FETCHING_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"})
_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)")


@dataclass(frozen=True, slots=True, order=True)
class BrokenLink:
    """A link of a page that leads nowhere, or a resource from outside; `reason` is missing, anchor or outside."""

    page: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Found:
    tag: str
    target: str
    is_fetched: bool


class _Page:
    def __init__(self, octets: bytes) -> None:
        self._text = _HIDDEN.sub(r"\1", octets.decode("utf-8", "replace"))

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(
            values["id"] if "id" in values else values["name"]
            for tag, values in self._tags()
            if "id" in values or (tag == "a" and "name" in values)
        )

    def links(self) -> Iterator[_Found]:
        for tag, values in self._tags():
            is_fetched = tag not in _LEADS and not (
                tag == "link" and not _FETCHING_LINKS & set(values.get("rel", "").lower().split())
            )
            for name in ("href", "xlink:href", "src", "action", "poster", "data"):
                if name in values:
                    yield _Found(tag, values[name], is_fetched)
            for part in values.get("srcset", "").split(","):
                if part.strip():
                    yield _Found(tag, part.split()[0], is_fetched)

    def _tags(self) -> Iterator[tuple[str, dict[str, str]]]:
        for tag, attributes in _TAG.findall(self._text):
            found = {
                name.lower(): unescape(one or two or three).strip()
                for name, one, two, three in _ATTRIBUTE.findall(attributes)
            }
            if found:
                yield tag.lower(), found


def check_links(files: Mapping[str, bytes]) -> tuple[BrokenLink, ...]:
    """Return what is broken in a site, given as its files by their path, sorted by page."""
    pages = {path: _Page(octets) for path, octets in files.items() if path.endswith(".html")}
    broken = {
        BrokenLink(path, link.target, reason)
        for path, page in pages.items()
        for link in page.links()
        if (reason := _wrong(link, path, files, pages))
    }
    for path, octets in files.items():
        if path.endswith(".css"):
            for one, two in _IN_CSS.findall(octets.decode("utf-8", "replace")):
                link = _Found("style", one or two, is_fetched=True)
                if reason := _wrong(link, path, files, pages):
                    broken.add(BrokenLink(path, link.target, reason))
    return tuple(sorted(broken))


def check_links_of(folder: Path) -> tuple[BrokenLink, ...]:
    """Return what is broken in a folder."""
    return check_links(
        {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    )


def _wrong(link: _Found, page: str, files: Mapping[str, bytes], pages: Mapping[str, _Page]) -> str:
    target = link.target
    if target.lower().startswith(("mailto:", "tel:", "data:")):
        return ""
    if _SCHEME.match(target):
        return "outside" if link.is_fetched else ""
    if target.startswith("/"):
        # Whole only under one address; the 404 page of a site whose address is known has such links.
        return "" if page == "404.html" else "outside"
    path, _, anchor = target.partition("#")
    path = path.partition("?")[0]
    place = _resolved(page, path) if path else page
    if place not in files:
        return "missing"
    if anchor and place in pages and unquote(anchor) not in pages[place].anchors:
        return "anchor"
    return ""


def _resolved(page: str, path: str) -> str:
    above = page.rpartition("/")[0]
    place = normpath(f"{above}/{unquote(path)}" if above else unquote(path))
    return f"{place}/index.html".removeprefix("./") if path.endswith("/") else place
