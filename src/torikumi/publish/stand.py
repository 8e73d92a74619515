"""Where pages stand: at the root of a site, or in the folder of one of its editions."""

from dataclasses import dataclass

from torikumi.publish.record import EditionRecord
from torikumi.publish.view import Link
from torikumi.text.era import format_day

EDITIONS = "editions"
EDITION_LIST = "editions/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a page knows of the site around it; without a record it stands alone, as one edition in a folder.

    `up` leads from the pages' own root to the root of the site: "" for the newest pages, "../../" for an edition's.
    `menu` are the items of the menu that not every plan has.
    """

    record: EditionRecord | None = None
    up: str = ""
    has_feed: bool = False
    menu: tuple[Link, ...] = ()

    @property
    def folder(self) -> str:
        """The permanent address of the edition's pages, from the root of the site."""
        return f"{EDITIONS}/{self.record.slug}/" if self.record else ""

    @property
    def state(self) -> str:
        """The address, from the pages' own root, of the style sheet that says whether a newer edition exists.

        It stands beside the edition's folder, not in it: the folder never changes.
        """
        return f"../{self.record.slug}.css" if self.record and self.up else ""

    @property
    def published(self) -> str:
        """The day of publication in words; "" where it is not known."""
        at = self.record.published if self.record else None
        return format_day(at.date()) if at else ""


def edition_folder(slug: str) -> str:
    """Return the folder of an edition, from the root of the site, without a slash at its end."""
    return f"{EDITIONS}/{slug}"
