"""The look of a review workbook: every format once, in the colours of the pages, dark text on quiet tints."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from torikumi.plan.tints import Tint

FONT = "BIZ UDPゴシック"
_EDGE = "#7f7f7f"
LOCKED = Tint("#f2f2f2", "#1a1a1a")
OPEN = Tint("#ffffff", "#1a1a1a")
CHANGED = Tint("#e9f7f9", "#004c59")
WANTED = Tint("#ffeee2", "#6d2700")
DONE = Tint("#e6f5ec", "#0c472a")
NOTICE = Tint("#fff0b3", "#1a1a1a")


class Formats:
    """Gives the formats of a workbook; the same wish gives the same format."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def make(self, **wishes: object) -> Format:
        """Return the format with the house's face and these wishes."""
        wished = {"font_name": FONT, "font_size": 10, "valign": "top", **wishes}
        key = tuple(sorted(wished.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wished)
        return self._made[key]

    def box(self, tint: Tint, **wishes: object) -> Format:
        """Return the format of a cell of the table."""
        return self.make(
            text_wrap=True, border=1, border_color=_EDGE, bg_color=tint.paper, font_color=tint.ink, **wishes
        )

    def shade(self, tint: Tint, **wishes: object) -> Format:
        """Return a conditional format: only the colours. LibreOffice turns light text on dark fills black."""
        key = tuple(sorted({"shade": tint.paper, "ink": tint.ink, **wishes}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {"bg_color": tint.paper, "font_color": tint.ink, **wishes}
            )
        return self._made[key]
