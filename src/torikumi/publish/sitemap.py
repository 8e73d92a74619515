"""sitemap.xml, by which search engines find the pages of a site whose address is known."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from torikumi.publish.site_address import SiteAddress

# What nobody should come to from a search: the page for what is not there.
_LEFT_OUT = frozenset({"404.html"})
# The protocol allows no more in one file.
_MOST = 50_000


def write_sitemap(paths: Iterable[str], *, at: SiteAddress) -> bytes:
    """Return the map of a site's pages, the plain addresses first."""
    pages = [path for path in paths if path.endswith(".html") and path not in _LEFT_OUT]
    pages.sort(key=lambda path: (path.startswith("editions/"), path))
    lines = [f"<url><loc>{escape(at.of(_shown(path)))}</loc></url>" for path in pages[:_MOST]]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return "\n".join([head, *lines, "</urlset>\n"]).encode()


def _shown(path: str) -> str:
    """Return the address that people see: a folder's own page is the folder."""
    return path.removesuffix("index.html")
