"""The pages of what changed: one for each pair of neighbouring editions, and one that lists them."""

from collections.abc import Iterator

from torikumi.publish import addresses
from torikumi.publish.change_report.words import NOTE_ON_SECTIONS, NOTE_ON_SUMS
from torikumi.publish.change_view import FOLDED_GROUPS, view_all_changes
from torikumi.publish.history import Editions
from torikumi.publish.page import Page
from torikumi.publish.view import Link

CHANGES = Link("変わったこと", addresses.CHANGES)


def change_pages(editions: Editions, *, home: Link) -> Iterator[Page]:
    """Yield the list of pairs, then a page a pair, the newest first; nothing where there is one edition."""
    views = view_all_changes(editions)
    if not views:
        return
    yield Page(
        address=addresses.CHANGES,
        template="all_changes.html",
        title=CHANGES.name,
        menu=CHANGES.name,
        crumbs=(home,),
        words={"views": views},
    )
    for view in views:
        yield Page(
            address=view.address,
            template="changes.html",
            title=view.title,
            menu=CHANGES.name,
            crumbs=(home, CHANGES),
            words={"view": view, "folded": FOLDED_GROUPS, "notes": (NOTE_ON_SUMS, NOTE_ON_SECTIONS)},
        )
